"""The statements of a shapes graph, found by their predicate: many things are looked for in it, and each is in a few of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from pyoxigraph import Quad


class Statements(Sequence[Quad]):
    """Statements in their order, and the same by predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = tuple(quads)
        by_predicate: dict[str, list[Quad]] = {}
        for quad in self.quads:
            by_predicate.setdefault(quad.predicate.value, []).append(quad)
        self.by_predicate = by_predicate

    def __iter__(self) -> Iterator[Quad]:
        """Give the statements in their order."""
        return iter(self.quads)

    @overload
    def __getitem__(self, place: int) -> Quad: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Quad, ...]: ...

    def __getitem__(self, place: int | slice) -> Quad | tuple[Quad, ...]:
        """Give the statement at a place, or those of a slice."""
        return self.quads[place]

    def __len__(self) -> int:
        """Count the statements."""
        return len(self.quads)

    def of(self, *predicates: str) -> list[Quad]:
        """Give the statements with these predicates, predicate by predicate."""
        return [quad for predicate in predicates for quad in self.by_predicate.get(predicate, ())]

    def without(self, *predicates: str) -> list[Quad]:
        """Give the statements with other predicates, predicate by predicate."""
        return [quad for predicate, quads in self.by_predicate.items() if predicate not in predicates for quad in quads]


def statements(quads: Iterable[Quad]) -> Statements:
    """Give quads by predicate; what is so already stays as it is."""
    return quads if isinstance(quads, Statements) else Statements(quads)
