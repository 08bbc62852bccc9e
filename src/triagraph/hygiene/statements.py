"""The rdf:Statements of a file: what each is about and which words carry it.

A fact is a plain triple in the graph of its source, plus an rdf:Statement in the same graph with prov:wasQuotedFrom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from triagraph.hygiene.artefacts import Artefacts, File, objects, value_of
from triagraph.namespaces import PROV, RDF, TRIA

Triple: TypeAlias = tuple[Any, Any, Any]
QUOTED_FROM: Final = f"{PROV}wasQuotedFrom"
_PARTS: Final = (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object")


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
