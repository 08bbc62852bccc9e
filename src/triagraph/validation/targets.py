"""Focus nodes: which nodes of a data graph do the shapes target? https://www.w3.org/TR/shacl/#targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from pyoxigraph import NamedNode, Quad

from triagraph.namespaces import RDF, RDFS

_TYPE: Final = f"{RDF}type"
_SUBCLASS: Final = f"{RDFS}subClassOf"


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape targets: the instances of a class, one node, or the subjects or objects of a property."""

    kind: str
    iri: str


class Targeting(Protocol):
    """What says which nodes it targets in which layers: a `ShapesGraph`, or as much of one as another process is told."""

    @property
    def layers(self) -> frozenset[str]:
        """The layers that it is run on."""
        ...

    @property
    def targets(self) -> frozenset[Target]:
        """The targets of its shapes."""
        ...


def focus_nodes(data: Iterable[Quad], targets: Iterable[Target], background: Iterable[Quad] = ()) -> set[str]:
    """Give the nodes of `data` that at least one target names, in N-Triples syntax; a node that `data` does not mention is none.

    Args:
        data: the triples that are validated.
        targets: the targets of the shapes.
        background: further triples whose subclass axioms hold.
    """
    by_kind: dict[str, set[str]] = defaultdict(set)
    for target in targets:
        by_kind[target.kind].add(target.iri)
    kept = list(data)
    classes = with_subclasses(by_kind["class"], (*kept, *background))
    found: set[str] = set()
    for quad in kept:
        predicate = quad.predicate.value
        if predicate == _TYPE and isinstance(quad.object, NamedNode) and quad.object.value in classes:
            found.add(str(quad.subject))
        if predicate in by_kind["subjects"]:
            found.add(str(quad.subject))
        if predicate in by_kind["objects"]:
            found.add(str(quad.object))
    return found | (_mentioned(kept) & {f"<{iri}>" for iri in by_kind["node"]} if by_kind["node"] else set())


def is_specific(target: Target) -> bool:
    """Tell whether a target says what a node is about; "everything that has a type" does not."""
    return target != Target("subjects", _TYPE)


def _mentioned(quads: Iterable[Quad]) -> set[str]:
    return {str(term) for quad in quads for term in (quad.subject, quad.object)}


def with_subclasses(classes: set[str], quads: Iterable[Quad]) -> set[str]:
    """Give classes and all that the subclass axioms of some quads put below them."""
    below: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if (
            quad.predicate.value == _SUBCLASS
            and isinstance(quad.object, NamedNode)
            and isinstance(quad.subject, NamedNode)
        ):
            below[quad.object.value].add(quad.subject.value)
    found: set[str] = set()
    waiting = list(classes)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(below[name])
    return found
