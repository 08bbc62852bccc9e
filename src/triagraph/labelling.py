"""What people read instead of IRIs: the label of a thing in one language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.foreign import foreign_labels
from triagraph.language import Language, Text
from triagraph.namespaces import XSD, prefixes_for
from triagraph.parser import parse, read_document
from triagraph.project import Project
from triagraph.results import Answer, Solutions, Term
from triagraph.store import Store
from triagraph.store.loading import LABEL_PREDICATES, Dataset, label_index, labels

#: How many things a store is asked for at once.
_BATCH: Final = 300
_BOOLEAN: Final = NamedNode(f"{XSD}boolean")
_TRUTH: Final = {"true": Text("ja", "yes"), "false": Text("nein", "no")}
#: What records are, which have no label of their own: what is said about things, by whom and when.
_RECORDS: Final = {
    "address": Text("Anschrift", "Address"),
    "assessment": Text("Kriteriumsbefund", "Criterion assessment"),
    "attribution": Text("Formzuschreibung", "Form attribution"),
    "change": Text("Ereignis", "Event"),
    "claim": Text("Allgemeine Aussage", "Claim"),
    "geometry": Text("Koordinaten", "Coordinates"),
    "mapping": Text("Zuordnung", "Mapping"),
    "membership": Text("Mitgliedschaft", "Membership"),
    "observation": Text("Mitgliederzahl", "Member number"),
    "outcome": Text("Auswertung", "Evaluation"),
    "participation": Text("Teilnahme an einer Kette", "Participation in a chain"),
    "period": Text("Zeitraum", "Period"),
    "quotation": Text("Zitat", "Quotation"),
    "site": Text("Standort", "Site"),
    "statement": Text("Aussage", "Statement"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a graph: IRI → language → label."""

    by_iri: dict[str, dict[str, str]] = field(repr=False)
    prefixes: dict[str, str] = field(repr=False)
    _short: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, dataset: Dataset) -> Labels:
        """Collect the labels of a dataset and of the ontology's terms."""
        return cls(label_index(dataset), prefixes_for(dataset.project.base))

    @classmethod
    def of_answer(cls, answer: Answer, store: Store, project: Project) -> Labels:
        """Ask a store for the labels of the things in an answer; what it does not name, the ontology may."""
        rows = answer.rows if isinstance(answer, Solutions) else ()
        things = sorted({str(term) for row in rows for term in row if isinstance(term, NamedNode)})
        found: list[Quad] = []
        for start in range(0, len(things), _BATCH):
            found += _label_quads(things[start : start + _BATCH], store)
        if len({quad.subject for quad in found}) < len(things):
            found += [quad for path in project.term_files() for quad in parse(read_document(path), base=project.base)]
        return cls(labels(found, LABEL_PREDICATES), prefixes_for(project.base))

    def of_iri(self, iri: str, language: Language) -> str:
        """Give the label of a thing; without one the IRI, shortened by a prefix of record."""
        found = self.by_iri.get(iri) or foreign_labels().get(iri)
        if found:
            other = "en" if language == "de" else "de"
            return found.get(language) or found.get(other) or found.get("") or next(iter(found.values()))
        return self.short(iri)

    def short(self, iri: str) -> str:
        """Shorten an IRI by the longest prefix of record that fits."""
        known = self._short.get(iri)
        if known is None:
            known = self._short[iri] = self._shortened(iri)
        return known

    def _shortened(self, iri: str) -> str:
        fitting = [(len(space), name, space) for name, space in self.prefixes.items() if iri.startswith(space)]
        if not fitting:
            return iri
        _, name, space = max(fitting)
        return f"{name}:{iri[len(space) :]}"

    @staticmethod
    def _of_record(short: str, language: Language) -> str:
        """Say of a record without a label what it is: `mapping:optonet-optics` is `Mapping optonet-optics`."""
        kind, colon, name = short.partition(":")
        return f"{_RECORDS[kind].to(language)} {name}" if colon and kind in _RECORDS else short

    def of_term(self, term: Term, language: Language) -> str:
        """Give what stands for a term in a text for people."""
        if isinstance(term, NamedNode):
            label = self.of_iri(term.value, language)
            return self._of_record(label, language) if label == self.short(term.value) else label
        if isinstance(term, Literal) and term.datatype == _BOOLEAN and term.value in _TRUTH:
            return _TRUTH[term.value].to(language)
        return term.value if isinstance(term, Literal) else str(term)


def _label_quads(things: list[str], store: Store) -> list[Quad]:
    predicates = " ".join(f"<{predicate}>" for predicate in LABEL_PREDICATES)
    answer = store.query(
        f"SELECT ?thing ?predicate ?label WHERE {{ VALUES ?thing {{ {' '.join(things)} }} "
        f"VALUES ?predicate {{ {predicates} }} ?thing ?predicate ?label }} ORDER BY ?thing ?predicate ?label"
    )
    rows = answer.rows if isinstance(answer, Solutions) else ()
    return [
        Quad(thing, predicate, label)
        for thing, predicate, label in rows
        if isinstance(thing, NamedNode) and isinstance(predicate, NamedNode) and isinstance(label, Literal)
    ]
