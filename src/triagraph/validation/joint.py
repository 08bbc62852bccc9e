"""One shapes graph in place of several, and when it may stand for them; `triagraph.validation.together` finds that out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from triagraph.validation.engine import Finding
from triagraph.validation.shapes import ShapesGraph


@dataclass(frozen=True, slots=True)
class Sight:
    """What documents must not state, so that a shapes graph sees nothing of the layers that it does not name.

    Args:
        subjects: a predicate → the subjects (in N-Triples syntax) that no document has with it.
        objects: a predicate → the objects likewise; both with "" for any predicate.
        nodes: what no document may describe, if a shape of the graph targets it there.
        values: what no document may describe at all.
        everywhere: whatever documents state, the graph must be run by itself.
    """

    subjects: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    objects: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    nodes: frozenset[str] = field(default=frozenset(), repr=False)
    values: frozenset[str] = field(default=frozenset(), repr=False)
    everywhere: bool = False

    def plain(self) -> tuple[Any, ...]:
        """Give what makes the same sight again, in values that every process can be sent."""
        return dict(self.subjects), dict(self.objects), self.nodes, self.values, self.everywhere


@dataclass(frozen=True, slots=True)
class Joint:
    """Some shapes graphs, and one that has the shapes of all of them and runs on all their layers.

    Args:
        graph: the one.
        number: how many they are.
        owners: each shape, and in which of them it is run.
    """

    graph: ShapesGraph
    number: int
    owners: Mapping[str, int] = field(repr=False)

    def shared_out(self, findings: Iterable[Finding]) -> list[list[Finding]] | None:
        """Give each shapes graph what its shapes have found; None where it is not known whose shape that was."""
        shares: list[list[Finding]] = [[] for _ in range(self.number)]
        for finding in findings:
            owner = self.owners.get(finding.source_shape or "")
            if owner is None:
                return None
            shares[owner].append(finding)
        return shares


def united(graphs: Sequence[ShapesGraph]) -> ShapesGraph:
    """Give the shapes of some graphs as one that runs on all their layers."""
    first = graphs[0].quads
    known = set(first)
    added = dict.fromkeys(quad for graph in graphs[1:] for quad in graph.quads if quad not in known)
    return replace(
        graphs[0],
        quads=first.joined(added),
        layers=frozenset().union(*(graph.layers for graph in graphs)),
        shapes=frozenset().union(*(graph.shapes for graph in graphs)),
        targets=frozenset().union(*(graph.targets for graph in graphs)),
    )
