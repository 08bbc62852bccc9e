"""The rdf:Statements of a file: what each is about and which words carry it.

A fact is a plain triple in the graph of its source, plus an rdf:Statement in the same graph with prov:wasQuotedFrom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from triagraph.hygiene.artefacts import Artefacts, File, objects, value_of
from triagraph.language import Text
from triagraph.namespaces import PROV, RDF, SKOS, TRIA

Triple: TypeAlias = tuple[Any, Any, Any]
QUOTED_FROM: Final = f"{PROV}wasQuotedFrom"
_PARTS: Final = (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object")
_NAMES: Final = (f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel")


@dataclass(frozen=True, slots=True)
class Stated:
    """An rdf:Statement of a file; `triple` is None where a part is missing or stands twice."""

    iri: str
    triple: Triple | None
    quotations: tuple[str, ...]
    is_mapping: bool


def statements(file: File, artefacts: Artefacts) -> tuple[Stated, ...]:
    """List the rdf:Statements that a file describes, our mappings among them."""
    mappings = artefacts.subclasses(f"{TRIA}Mapping")
    found = []
    for iri, quads in file.by_subject.items():
        types = {value_of(kind) for kind in objects(quads, f"{RDF}type")}
        parts = [objects(quads, part) for part in _PARTS]
        if types & {f"{RDF}Statement", *mappings} or any(parts):
            triple = (parts[0][0], parts[1][0], parts[2][0]) if [len(part) for part in parts] == [1, 1, 1] else None
            quotations = tuple(value_of(quotation) for quotation in objects(quads, QUOTED_FROM))
            found.append(Stated(iri, triple, quotations, bool(types & mappings)))
    return tuple(found)


def triples(file: File) -> set[Triple]:
    """Give the triples of a file."""
    return {(quad.subject, quad.predicate, quad.object) for quad in file.quads}


def written(triple: Triple, artefacts: Artefacts) -> str:
    """Write a triple for people."""
    return " ".join(artefacts.shown(part) for part in triple)


def no_mappings(artefacts: Artefacts) -> Text | None:
    """Give the reason why a rule about mappings may find none: there are no files for them, or these only name things."""
    files = artefacts.of("mapping")
    if not files:
        return Text("Das Projekt hat keine Dateien in data/mapping.", "The project has no files in data/mapping.")
    if all(quad.predicate.value in _NAMES for file in files for quad in file.quads):
        return Text(
            "Die Dateien in data/mapping geben nur Bezeichnungen.",
            "The files in data/mapping give names and nothing else.",
        )
    return None


def no_codes(artefacts: Artefacts) -> Text | None:
    """Give the reason why a rule about codes may find none: a project with an ontology of others need not use codes."""
    if artefacts.project.ontology.is_relative_to(artefacts.project.root):
        return no_mappings(artefacts)
    return Text("Keine Zuordnung des Projekts führt zu einem Code.", "No mapping of the project leads to a code.")
