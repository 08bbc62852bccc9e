"""The statements of a shapes graph, found by their predicate: many things are looked for in it, and each is in a few of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Self, overload

from pyoxigraph import Quad

from triagraph.serializer import ntriples


class Statements(Sequence[Quad]):
    """Statements in their order, and the same by predicate."""

    def __init__(self, quads: Iterable[Quad], *, more_than: Self | None = None) -> None:
        added = tuple(quads)
        found: dict[str, list[Quad]] = {}
        for quad in added:
            found.setdefault(quad.predicate.value, []).append(quad)
        self._base = more_than
        self._added = added
        self.quads: tuple[Quad, ...] = added if more_than is None else (*more_than.quads, *added)
        #: Predicate → the statements that have it.
        self.by_predicate: dict[str, list[Quad]] = (
            found
            if more_than is None
            else more_than.by_predicate | {each: more_than.of(each) + quads for each, quads in found.items()}
        )

    def joined(self, quads: Iterable[Quad]) -> Self:
        """Give these statements and further ones; nothing is looked at, nor written, a second time."""
        return type(self)(quads, more_than=self)

    @classmethod
    def together(cls, *parts: Self) -> Self:
        """Give all statements of some parts, predicate by predicate."""
        found: dict[str, list[Quad]] = {}
        for part in parts:
            for predicate, quads in part.by_predicate.items():
                found.setdefault(predicate, []).extend(quads)
        return cls._of(found)

    def but(self, *predicates: str) -> Self:
        """Give the statements with other predicates, predicate by predicate."""
        return self._of({each: quads for each, quads in self.by_predicate.items() if each not in predicates})

    @classmethod
    def _of(cls, by_predicate: dict[str, list[Quad]]) -> Self:
        """Give statements whose predicates are known, without a look at each."""
        whole = cls(())
        whole.by_predicate = by_predicate
        whole._added = whole.quads = tuple(quad for quads in by_predicate.values() for quad in quads)
        return whole

    @property
    def text(self) -> str:
        """The statements as N-Triples; each is written once, and kept as text once."""
        return self._own_text if self._base is None else self._base.text + self._own_text

    @cached_property
    def _own_text(self) -> str:
        return ntriples(self._added)

    @overload
    def __getitem__(self, place: int) -> Quad: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Quad, ...]: ...

    def __getitem__(self, place: int | slice) -> Quad | tuple[Quad, ...]:
        """Give the statement at a place, or those of a slice."""
        return self.quads[place]

    def __iter__(self) -> Iterator[Quad]:
        """Give the statements in their order."""
        return iter(self.quads)

    def __len__(self) -> int:
        """Count the statements."""
        return len(self.quads)

    def of(self, *predicates: str) -> list[Quad]:
        """Give the statements with these predicates, predicate by predicate."""
        return [quad for predicate in predicates for quad in self.by_predicate.get(predicate, ())]


def statements(quads: Iterable[Quad]) -> Statements:
    """Give quads by predicate; what is so already stays as it is."""
    return quads if isinstance(quads, Statements) else Statements(quads)
