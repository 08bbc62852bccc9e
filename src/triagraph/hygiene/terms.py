"""Our own terms: described in both languages, told apart, declared before use, and of one kind each.

ROBOT report: missing_label, missing_definition, label_whitespace, duplicate_definition. OOPS!: P08, P11, P22, P34, P35.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, Quad

from triagraph.hygiene.artefacts import RDF_ROLES, Artefacts, File, languages, objects, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import DCTERMS, OWL, RDF, RDFS, SCHEMA, SH, SHAPES, SKOS, TRIA

_CLASSES: Final = (f"{OWL}Class", f"{RDFS}Class")
_PROPERTIES: Final = (f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty", f"{OWL}AnnotationProperty", f"{RDF}Property")
_TEXTS: Final = (
    *(f"{SKOS}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "editorialNote")),
    *(f"{DCTERMS}title", f"{DCTERMS}description", f"{RDFS}label", f"{RDFS}comment"),
    *(f"{SH}name", f"{SH}description", f"{SH}message"),
)
_STATUS: Final = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of ours, as one file describes it."""

    iri: str
    file: File
    quads: tuple[Quad, ...]

    @property
    def kinds(self) -> list[str]:
        """Which kinds of term it is said to be: class, object, datatype, annotation or plain property."""
        types = [value_of(kind) for kind in objects(self.quads, f"{RDF}type")]
        return [kind for kind in types if kind in (*_CLASSES, *_PROPERTIES)]

    @property
    def is_class(self) -> bool:
        """Tell a class from a property."""
        return any(kind in _CLASSES for kind in self.kinds)


def own_terms(artefacts: Artefacts) -> list[Term]:
    """List the classes and properties that the ontology declares in our namespaces."""
    terms = []
    for file in artefacts.of("terms"):
        for iri, quads in file.by_subject.items():
            term = Term(iri, file, quads)
            if iri.startswith((TRIA, SHAPES)) and term.kinds:
                terms.append(term)
    return terms


@rule(
    "term-annotations",
    title=Text(
        "Jeder eigene Begriff hat Bezeichnung und Definition (de, en), Beispiel, isDefinedBy und Status",
        "Every own term has a label and a definition (de, en), an example, isDefinedBy and a status",
    ),
    unit=Text("Begriffe", "terms"),
    advice=Text(
        "In der Ontologie ergänzen, je Sprache genau einmal.", "Add it in the ontology, exactly once per language."
    ),
)
def annotated(artefacts: Artefacts) -> Looked:
    """Look at labels, definitions, examples, isDefinedBy and status."""
    terms = own_terms(artefacts)
    return looked(len(terms), (finding for term in terms for finding in _annotation_findings(term, artefacts)))


def _annotation_findings(term: Term, artefacts: Artefacts) -> Iterator[Finding]:
    name = artefacts.short(term.iri)
    for predicate in (f"{RDFS}label", f"{SKOS}definition"):
        tags = Counter(languages(objects(term.quads, predicate)))
        for language in LANGUAGES:
            if tags[language] != 1:
                what = f"{name}: {tags[language]} × {artefacts.short(predicate)} @{language}"
                yield found(term.file, term.iri, Text(what, what))
    if not objects(term.quads, f"{SKOS}example"):
        yield found(term.file, term.iri, Text(f"{name} hat kein skos:example.", f"{name} has no skos:example."))
    defined = [value_of(value) for value in objects(term.quads, f"{RDFS}isDefinedBy")]
    if len(defined) != 1 or f"{OWL}Ontology" not in artefacts.types.get(defined[0], set()):
        text = Text(
            f"{name}: rdfs:isDefinedBy nennt nicht genau eine Ontologie.",
            f"{name}: rdfs:isDefinedBy does not name one ontology.",
        )
        yield found(term.file, term.iri, text)
    status = [value_of(value) for value in objects(term.quads, _STATUS)]
    if len(status) != 1 or status[0] not in {"unstable", "testing", "stable", "archaic"}:
        text = Text(
            f"{name}: vs:term_status fehlt oder ist unbekannt.", f"{name}: vs:term_status is missing or unknown."
        )
        yield found(term.file, term.iri, text)


@rule(
    "term-kinds",
    title=Text(
        "Jeder eigene Begriff ist von genau einer Art, heißt wie diese und zeigt, womit er gebraucht wird",
        "Every own term is of exactly one kind, is named like it, and shows what it is used with",
    ),
    unit=Text("Begriffe", "terms"),
    advice=Text(
        "Klassen groß, Eigenschaften klein schreiben; Eigenschaften brauchen schema:domainIncludes und schema:rangeIncludes.",
        "Classes begin with a capital, properties do not; properties need schema:domainIncludes and schema:rangeIncludes.",
    ),
)
def kinds(artefacts: Artefacts) -> Looked:
    """Look at types, names, and domains and ranges."""
    terms = own_terms(artefacts)
    return looked(len(terms), (finding for term in terms for finding in _kind_findings(term, artefacts)))


def _kind_findings(term: Term, artefacts: Artefacts) -> Iterator[Finding]:
    name = artefacts.short(term.iri)
    if len(term.kinds) != 1:
        text = Text(f"{name} ist von mehreren Arten.", f"{name} is of several kinds.")
        yield found(term.file, term.iri, text)
    if name.partition(":")[2][:1].isupper() != term.is_class:
        text = Text(
            f"Der Name {name} passt nicht zur Art des Begriffs.", f"The name {name} does not fit the kind of the term."
        )
        yield found(term.file, term.iri, text)
    if term.is_class or f"{OWL}AnnotationProperty" in term.kinds:
        return
    for predicates in ((f"{SCHEMA}domainIncludes", f"{RDFS}domain"), (f"{SCHEMA}rangeIncludes", f"{RDFS}range")):
        if not any(objects(term.quads, predicate) for predicate in predicates):
            what = artefacts.short(predicates[0])
            yield found(term.file, term.iri, Text(f"{name} hat kein {what}.", f"{name} has no {what}."))


@rule(
    "term-duplicates",
    title=Text(
        "Keine zwei eigenen Begriffe haben in einer Sprache dieselbe Bezeichnung oder Definition",
        "No two own terms have the same label or definition in a language",
    ),
    unit=Text("Bezeichnungen und Definitionen", "labels and definitions"),
    advice=Text(
        "Die Begriffe in Worten unterscheiden oder zusammenlegen.", "Tell the terms apart in words, or merge them."
    ),
)
def duplicates(artefacts: Artefacts) -> Looked:
    """Compare the texts of all terms, without regard to case."""
    holders: dict[tuple[str, str, str], list[Term]] = defaultdict(list)
    for term in own_terms(artefacts):
        for predicate in (f"{RDFS}label", f"{SKOS}definition"):
            for value in objects(term.quads, predicate):
                if isinstance(value, Literal):
                    holders[predicate, value.language or "", " ".join(value.value.casefold().split())].append(term)
    findings = []
    for (predicate, language, _), terms in holders.items():
        if len(terms) > 1:
            who, what = (
                ", ".join(artefacts.short(term.iri) for term in terms),
                f"{artefacts.short(predicate)} @{language}",
            )
            text = Text(f"Gleiches {what}: {who}.", f"Same {what}: {who}.")
            findings.append(found(terms[1].file, terms[1].iri, text))
    return looked(sum(len(terms) for terms in holders.values()), findings)


@rule(
    "text-whitespace",
    title=Text(
        "Bezeichnungen, Definitionen und Meldungen sind nicht leer und haben am Rand keinen Leerraum",
        "Labels, definitions and messages are not empty and have no white space at their ends",
    ),
    unit=Text("Texte", "texts"),
    advice=Text("Den Leerraum entfernen.", "Remove the white space."),
)
def whitespace(artefacts: Artefacts) -> Looked:
    """Look at all texts of ours; quotations are as their source has them."""
    count, findings = 0, []
    for file in artefacts.of(*RDF_ROLES):
        for quad in file.quads:
            if quad.predicate.value in _TEXTS and isinstance(quad.object, Literal):
                count += 1
                text = quad.object.value
                if not text or text != text.strip():
                    about = value_of(quad.subject)
                    what = f"{artefacts.short(about)}: {artefacts.short(quad.predicate.value)} {text!r}"
                    findings.append(found(file, about, Text(what, what)))
    return looked(count, findings)
