"""Data cannot change the rules: what a contribution may not state, each with its line.

A subclass axiom, an owl:sameAs or another type for a known thing would make class checks hold that should fail; shapes in
the data could switch a check off; statements about our ontology's own terms would change their meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad

from triagraph.language import Text
from triagraph.namespaces import DEFAULT_BASE, ONTOLOGY, OWL, RDF, RDFS, SH, SHAPES, TRIA
from triagraph.report import ValidationResult

_TYPE: Final = f"{RDF}type"
_AXIOMS: Final = frozenset(f"{RDFS}{name}" for name in ("subClassOf", "subPropertyOf", "domain", "range"))
_CLASSES: Final = frozenset({f"{RDFS}Class", f"{RDFS}Datatype", f"{RDF}Property"})
_TERMS: Final = (TRIA, SHAPES)
_ONTOLOGIES: Final = frozenset({ONTOLOGY, f"{DEFAULT_BASE}shapes"})
#: How the IRIs begin about which nothing may be stated; more begin so than are refused.
RESERVED: Final = (*_TERMS, *sorted(_ONTOLOGIES))

_WORDS: Final = {
    "shape": (
        Text("Ein Beitrag darf keine Shapes enthalten.", "A contribution must not contain shapes."),
        Text(
            "Löschen Sie die Aussage; Regeln stehen in ontology/shapes/.",
            "delete the statement; rules stand in ontology/shapes/.",
        ),
    ),
    "axiom": (
        Text(
            "Ein Beitrag darf keine Klassen oder Eigenschaften festlegen oder gleichsetzen.",
            "A contribution must not define or equate classes, properties or things.",
        ),
        Text(
            "Löschen Sie die Aussage; Begriffe stehen in ontology/, Zuordnungen in data/mapping/.",
            "delete the statement; terms stand in ontology/, mappings in data/mapping/.",
        ),
    ),
    "term": (
        Text(
            "Ein Beitrag darf nichts über die Begriffe der Ontologie aussagen.",
            "A contribution must not state anything about the ontology's own terms.",
        ),
        Text("Löschen Sie die Aussage.", "delete the statement."),
    ),
    "known-type": (
        Text(
            "Ein Beitrag darf die Art eines bekannten Dings nicht ändern.",
            "A contribution must not change the type of a known thing.",
        ),
        Text(
            "Löschen Sie die Aussage, oder geben Sie dem neuen Ding eine eigene IRI.",
            "delete the statement, or give the new thing an IRI of its own.",
        ),
    ),
}


def refusals(quads: Sequence[Quad], known_types: Mapping[str, set[str]]) -> Iterator[tuple[int, ValidationResult]]:
    """Find the statements that a contribution may not make.

    Args:
        quads: the contribution's statements in order.
        known_types: the project's things (in N-Triples syntax) and the IRIs of their types.

    Yields:
        The index of each such statement and the result that says so.
    """
    for index, quad in enumerate(quads):
        reason = _reason(quad, known_types)
        if reason is not None:
            message, hint = _WORDS[reason]
            yield (
                index,
                ValidationResult(
                    severity="violation",
                    message=message,
                    hint=hint,
                    focus_node=str(quad.subject),
                    path=str(quad.predicate),
                    value=str(quad.object),
                    component=f"{SHAPES}ContributionPolicy",
                    source_shape=f"<{SHAPES}Contribution-{reason}>",
                ),
            )


def _reason(quad: Quad, known_types: Mapping[str, set[str]]) -> str | None:
    predicate = quad.predicate.value
    subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
    reason = predicate_reason(predicate)
    if reason is not None:
        return reason
    if subject.startswith(_TERMS) or subject in _ONTOLOGIES:
        return "term"
    return _type_reason(quad, known_types) if predicate == _TYPE else None


def predicate_reason(iri: str) -> str | None:
    """Tell why nothing may be stated with a property."""
    if iri.startswith(SH):
        return "shape"
    return "axiom" if iri in _AXIOMS or iri.startswith(OWL) else None


def type_reason(iri: str) -> str | None:
    """Tell why nothing may be said to be of a class."""
    if iri.startswith(SH):
        return "shape"
    return "axiom" if iri.startswith(OWL) or iri in _CLASSES else None


def _type_reason(quad: Quad, known_types: Mapping[str, set[str]]) -> str | None:
    name = quad.object.value if isinstance(quad.object, NamedNode) else ""
    reason = type_reason(name)
    if reason is not None:
        return reason
    known = known_types.get(str(quad.subject))
    return "known-type" if known is not None and name not in known else None
