"""Terms and their use: what is used is declared, what is declared is used, and examples are right.

A query or shape that misspells a term matches nothing and looks as if all were well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from triagraph.errors import ParseError
from triagraph.formats import TURTLE
from triagraph.hygiene.artefacts import Artefacts, File, languages, objects, read_json, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.hygiene.names import Name, names
from triagraph.hygiene.terms import own_terms
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import ONTOLOGY, OWL, RDF, RDFS, SH, SHAPES, SKOS, TRIA, XSD
from triagraph.parser import parse
from triagraph.parser.document import document_of

_SPARQL: Final = (f"{SH}select", f"{SH}ask", f"{SH}construct", f"{SH}update")
_EXAMPLE: Final = f"{SKOS}example"
#: Vocabularies of the standards themselves; everybody knows their terms.
_BASIC: Final = (RDF, RDFS, OWL, XSD, SH)


@rule(
    "terms-declared",
    title=Text(
        "Jeder eigene Begriff, den Daten, Abfragen, Shapes, Regeln, Kontext oder Beispiele verwenden, ist deklariert",
        "Every own term that data, queries, shapes, rules, context or examples use is declared",
    ),
    unit=Text("Verwendungen", "uses"),
    advice=Text(
        "Den Tippfehler berichtigen oder den Begriff in ontology/triagraph.ttl aufnehmen.",
        "Correct the spelling, or declare the term in ontology/triagraph.ttl.",
    ),
)
def declared(artefacts: Artefacts) -> Looked:
    """Look up every use of a term of our namespace."""
    known = {term.iri for term in own_terms(artefacts)}
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in artefacts.files:
        for name in uses(file, artefacts):
            if name.iri.startswith(TRIA) and name.iri != TRIA:
                count += 1
                if name.iri not in known:
                    short = artefacts.short(name.iri)
                    text = Text(f"{short} ist nicht deklariert.", f"{short} is not declared.")
                    line = name.line or file.line_of(name.iri)
                    findings.setdefault((file.name, name.iri), Finding(text, file.name, line))
    return looked(count, findings.values())


@rule(
    "terms-used",
    title=Text(
        "Jeder deklarierte Begriff wird in Daten, Shapes, Regeln, Abfragen oder im Kontext verwendet (nur Hinweis)",
        "Every declared term is used in data, shapes, rules, queries or the context (remark only)",
    ),
    unit=Text("Begriffe", "terms"),
    advice=Text(
        "Den Begriff verwenden oder, wenn ihn niemand braucht, streichen.",
        "Use the term, or drop it if nobody needs it.",
    ),
)
def used(artefacts: Artefacts) -> Looked:
    """Look for uses of each term outside of the ontology itself."""
    files = [file for file in artefacts.files if file.role != "terms"]
    seen = {name.iri for file in files for name in uses(file, artefacts)}
    terms = own_terms(artefacts)
    findings = []
    for term in terms:
        if term.iri not in seen:
            short = artefacts.short(term.iri)
            text = Text(f"{short} wird nirgends verwendet.", f"{short} is used nowhere.")
            findings.append(found(term.file, term.iri, text, level="remark"))
    return looked(len(terms), findings)


@rule(
    "term-examples",
    title=Text(
        "Beispiele sind gültiges Turtle, das den Begriff zeigt, oder Text in beiden Sprachen",
        "Examples are valid Turtle that shows the term, or text in both languages",
    ),
    unit=Text("Beispiele", "examples"),
    advice=Text("Das Beispiel berichtigen.", "Correct the example."),
)
def examples(artefacts: Artefacts) -> Looked:
    """Parse each example that is Turtle, with the prefixes of record."""
    count, findings = 0, []
    for term in own_terms(artefacts):
        values = objects(term.quads, _EXAMPLE)
        count += len(values)
        tags = languages(values)
        name = artefacts.short(term.iri)
        if any(tags) and not set(LANGUAGES) <= set(tags):
            text = Text(
                f"Das Beispiel zu {name} fehlt in einer Sprache.", f"The example of {name} is missing in a language."
            )
            findings.append(found(term.file, term.iri, text))
        for value in values:
            if isinstance(value, Literal) and not value.language:
                problem = _example_problem(value.value, term.iri, artefacts)
                if problem is not None:
                    text = Text(f"Beispiel zu {name}: {problem.de}", f"Example of {name}: {problem.en}")
                    findings.append(found(term.file, term.iri, text))
    return looked(count, findings)


def _example_problem(example: str, term: str, artefacts: Artefacts) -> Text | None:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in artefacts.prefixes.items())
    try:
        quads = list(
            parse(document_of("example.ttl", f"{head}{example}".encode(), TURTLE), base=artefacts.project.base)
        )
    except ParseError as error:
        return error.message
    mentioned = {value_of(part) for quad in quads for part in (quad.subject, quad.predicate, quad.object)}
    return None if term in mentioned else Text("Der Begriff kommt nicht vor.", "The term does not occur.")


@rule(
    "reused-terms",
    title=Text(
        "Jede fremde Klasse und Eigenschaft in Daten, Abfragen und Regeln steht mit Bezeichnung (de, en) in der Ontologie",
        "Every foreign class and property in data, queries and rules has a label (de, en) in the ontology",
    ),
    unit=Text("fremde Begriffe", "foreign terms"),
    advice=Text(
        "Den Tippfehler berichtigen oder den Begriff in ontology/labels.ttl bezeichnen.",
        "Correct the spelling, or give the term a label in ontology/labels.ttl.",
    ),
)
def reused(artefacts: Artefacts) -> Looked:
    """Look up each foreign term among those that the ontology labels."""
    labelled: dict[str, set[str]] = {}
    for file in artefacts.of("terms"):
        for iri, quads in file.by_subject.items():
            labelled.setdefault(iri, set()).update(languages(objects(quads, f"{RDFS}label")))
    places: dict[str, tuple[File, int | None]] = {}
    for file in artefacts.of("asserted", "mapping", "review"):
        for iri in _terms_of_graph(file):
            places.setdefault(iri, (file, None))
    for file in artefacts.of("query", "rule"):
        for name in names(file.text):
            places.setdefault(name.iri, (file, name.line))
    foreign = {iri: place for iri, place in places.items() if _is_foreign(iri, artefacts)}
    findings = []
    for iri, (file, line) in foreign.items():
        missing = [language for language in LANGUAGES if language not in labelled.get(iri, set())]
        if missing:
            short, tags = artefacts.short(iri), ", ".join(missing)
            text = Text(f"{short} hat keine Bezeichnung ({tags}).", f"{short} has no label ({tags}).")
            findings.append(Finding(text, file.name, line or file.line_of(iri)))
    return looked(len(foreign), findings)


def _terms_of_graph(file: File) -> Iterator[str]:
    for quad in file.quads:
        yield quad.predicate.value
        if quad.predicate.value == f"{RDF}type" and isinstance(quad.object, NamedNode):
            yield quad.object.value


def _is_foreign(iri: str, artefacts: Artefacts) -> bool:
    spaces = [space for name, space in artefacts.prefixes.items() if not space.startswith(artefacts.things)]
    return not iri.startswith((TRIA, SHAPES, *_BASIC)) and any(
        iri.startswith(space) and iri != space for space in spaces
    )


def uses(file: File, artefacts: Artefacts) -> Iterator[Name]:
    """Give every IRI that a file names; names in queries and rules have their line, others 0."""
    if file.role in ("query", "rule"):
        yield from names(file.text)
    elif file.role in ("context", "frame"):
        yield from (Name(iri, 0) for iri in context_iris(read_json(file), artefacts))
    for quad in file.quads:
        yield from (Name(iri, 0) for iri in _mentioned(quad.subject, quad.predicate, quad.object))
        if (
            quad.predicate.value in (_EXAMPLE, *_SPARQL)
            and isinstance(quad.object, Literal)
            and not quad.object.language
        ):
            yield from (Name(name.iri, 0) for name in names(quad.object.value, artefacts.prefixes))


def _mentioned(*terms: Any) -> Iterator[str]:
    for term in terms:
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def context_iris(document: Any, artefacts: Artefacts) -> Iterator[str]:
    """Give the IRIs that a JSON-LD context names under `@id`, `@reverse` and `@type`, and its `prefix:local` keys."""
    if isinstance(document, dict):
        for key, value in document.items():
            if isinstance(value, str) and (key in {"@id", "@reverse", "@type"} or not key.startswith("@")):
                yield from _expanded(value, artefacts)
            yield from _expanded(key, artefacts)
            yield from context_iris(value, artefacts)
    elif isinstance(document, list):
        for value in document:
            yield from context_iris(value, artefacts)


def _expanded(name: str, artefacts: Artefacts) -> Iterator[str]:
    prefix, colon, local = name.partition(":")
    if colon and prefix in artefacts.prefixes:
        yield artefacts.prefixes[prefix] + local
    elif name.startswith(ONTOLOGY):
        yield name
