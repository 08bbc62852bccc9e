"""What a graph says about one thing: properties, their values, and on whose word each value stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Literal

from triagraph.language import Language
from triagraph.namespaces import DCAT, DCTERMS, FOAF, GEO, LEGAL, ORG, RDF, RDFS, SCHEMA, SKOS, TRIA
from triagraph.results import Term
from triagraph.site.evidence import Proof, Witnesses
from triagraph.site.graph import QUOTED, TYPE, GraphIndex
from triagraph.site.naming import Inline, Names
from triagraph.site.places import anchor
from triagraph.site.words import read_words

#: Properties in the order in which a reader wants them; the others follow in the order of their names.
_FIRST: Final = (
    f"{LEGAL}legalName", f"{TRIA}printedName", f"{SKOS}altLabel", f"{LEGAL}companyType", f"{TRIA}statedField", f"{TRIA}technologyField",
    f"{TRIA}statedPurpose", f"{DCTERMS}description", f"{TRIA}selfDescribedAs", f"{TRIA}nameContainsTerm", f"{TRIA}memberKind",
    f"{TRIA}representsCluster", f"{TRIA}activeIn", f"{TRIA}reach", f"{TRIA}membersFrom", f"{ORG}hasRegisteredSite",
    f"{ORG}hasPrimarySite", f"{TRIA}locatedIn", f"{FOAF}homepage", f"{SCHEMA}url", f"{DCTERMS}publisher", f"{DCTERMS}date",
    f"{TRIA}definesForm", f"{TRIA}requires", f"{TRIA}excludes", f"{TRIA}leavesOpen", f"{TRIA}alternativeReadingOf",
)  # fmt: skip
_LAST: Final = (
    f"{SKOS}broader", f"{SKOS}narrower", f"{SKOS}inScheme", f"{SKOS}notation", f"{GEO}hasGeometry",
    f"{DCTERMS}source", f"{RDFS}isDefinedBy", f"{TRIA}characterCount", f"{DCAT}byteSize", f"{SCHEMA}sha256",
)  # fmt: skip
_RANK: Final = {iri: rank for rank, iri in enumerate(_FIRST)} | {iri: 1000 + rank for rank, iri in enumerate(_LAST)}
_UNRANKED: Final = 500
#: What describes a thing in prose; the same text stands there once per language, so that only the reader's is shown.
PROSE: Final = (f"{SKOS}definition", f"{DCTERMS}description", f"{RDFS}comment")
NOTES: Final = tuple(
    f"{SKOS}{name}" for name in ("scopeNote", "example", "editorialNote", "historyNote", "changeNote", "note")
)
_ELSEWHERE: Final = frozenset(
    {TYPE, QUOTED, *NOTES, *(f"{SKOS}{name}" for name in ("prefLabel", "definition", "topConceptOf", "hasTopConcept"))}
    | {f"{RDFS}label", f"{RDFS}comment"}
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: how it is shown, its evidence, and the graph where it is not a source's word.

    `layer` is `mapping` or `derived` (then `rule` says by which rule), else empty. Where evidence is left out, `more` names the
    page beside that has it all and `others` counts what is left out; without `words_in_place` a link leads to the words.
    """

    shown: Inline
    evidence: tuple[Proof, ...] = ()
    layer: str = ""
    rule: str = ""
    anchors: tuple[str, ...] = ()
    others: int = 0
    more: str = ""
    words_in_place: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a thing with its values; where some are left out, `more` is the page that has all of the `total`."""

    predicate: str
    label: Inline
    values: tuple[Value, ...]
    total: int = 0
    more: str = ""

    @property
    def name(self) -> str:
        """The property, by which a list of values is told from the others."""
        return self.predicate

    @property
    def title(self) -> str:
        """What a page of its own for the values is called."""
        return self.label.text


class Describer:
    """Reads facts out of a graph for the pages of one language."""

    def __init__(self, graph: GraphIndex, names: Names, witnesses: Witnesses) -> None:
        self.graph = graph
        self.names = names
        self.places = names.places
        self.witnesses = witnesses
        self.language: Language = names.language

    def facts(self, subject: str, origin: str, *, without: frozenset[str] = frozenset()) -> list[Fact]:
        """Give what is said about a thing, for the page `origin`, property by property."""
        by_predicate: dict[str, dict[Term, None]] = {}
        for quad in self.graph.by_subject.get(subject, ()):
            predicate = quad.predicate.value
            if predicate not in _ELSEWHERE and predicate not in without and not predicate.startswith(f"{RDF}_"):
                by_predicate.setdefault(predicate, {})[quad.object] = None
        facts = [self._fact(subject, predicate, list(values), origin) for predicate, values in by_predicate.items()]
        return sorted(facts, key=lambda fact: (_RANK.get(fact.predicate, _UNRANKED), fact.label.text, fact.predicate))

    def _fact(self, subject: str, predicate: str, values: list[Term], origin: str) -> Fact:
        shown = _together(self.value(subject, predicate, value, origin) for value in values)
        shown.sort(key=lambda value: (value.shown.language or "", value.shown.text.casefold(), value.shown.href or ""))
        return Fact(predicate, self.property(predicate, origin), tuple(shown), len(shown))

    def property(self, predicate: str, origin: str) -> Inline:
        """Show a property or class by its label, with a link to its documentation where it is ours."""
        link = self.names.link(predicate, origin)
        if link.href and not link.external:
            return link
        return Inline(*self.names.name(predicate))

    def value(self, subject: str, predicate: str, value: Term, origin: str) -> Value:
        """Show one value with its evidence."""
        statements = self.graph.statements(subject, predicate, value)
        layer, rule = self._layer(subject, predicate, value)
        return Value(
            shown=self.names.inline(value, origin, predicate),
            evidence=self.witnesses.of_triple(subject, predicate, value),
            layer=layer,
            rule=rule,
            # A mapping is found in the table of the mappings, which says more of it.
            anchors=tuple(anchor(each) for each in statements if self.names.places.kind(each) != "mapping"),
        )

    def _layer(self, subject: str, predicate: str, value: Term) -> tuple[str, str]:
        """Name the layer, and the rule, where a triple stands only as a mapping of ours or as the result of a rule."""
        graphs = sorted(self.graph.layers(subject, predicate, value))
        layers = {graph.partition("/")[0] for graph in graphs}
        if layers == {"mapping"}:
            return "mapping", ""
        if layers == {"derived"}:
            return "derived", _concluded(graphs[0].partition("/")[2], self.language)
        return "", ""

    def lead(self, subject: str, origin: str) -> tuple[str, Value] | None:
        """Give the text that says what a thing is, with its property: the only one in the reader's language."""
        for predicate in PROSE:
            texts = self._in_reader_language(self.graph.literals(subject, predicate))
            if len(texts) == 1:
                return predicate, self.value(subject, predicate, texts[0], origin)
        return None

    def notes(self, subject: str, origin: str) -> list[Fact]:
        """Give notes on a thing, in the reader's language where there are any."""
        found = []
        for predicate in NOTES:
            texts = self._in_reader_language(self.graph.literals(subject, predicate))
            if texts:
                values = tuple(self.value(subject, predicate, text, origin) for text in texts)
                found.append(Fact(predicate, self.property(predicate, origin), values))
        return found

    def _in_reader_language(self, texts: list[Literal]) -> list[Literal]:
        own = [text for text in texts if text.language is None or text.language.split("-")[0] == self.language]
        return own or texts

    def types(self, subject: str, origin: str) -> list[Inline]:
        """Give the classes of a thing; only ours, where it has one of ours."""
        types = self.graph.types(subject)
        own = [type_ for type_ in types if type_.startswith(TRIA)] or types
        return [self.property(type_, origin) for type_ in own]


def _concluded(rule: str, language: Language) -> str:
    """Say which rule concluded something; a rule of another project is called by its name."""
    words = read_words("rules")
    return words["rule"].get(rule, words["any"]["rule"]).to(language).format(name=rule)


def _together(values: Iterable[Value]) -> list[Value]:
    """Show the same words once, with the evidence of all of them: a name may stand there in two languages."""
    found: dict[tuple[str, str | None], Value] = {}
    for value in values:
        known = found.get((value.shown.text, value.shown.href))
        if known is None:
            found[value.shown.text, value.shown.href] = value
        else:
            first, second = (known, value) if known.shown.language is None else (value, known)
            evidence = tuple(dict.fromkeys((*first.evidence, *second.evidence)))
            merged = replace(first, evidence=evidence, anchors=first.anchors + second.anchors)
            found[value.shown.text, value.shown.href] = merged
    return list(found.values())
