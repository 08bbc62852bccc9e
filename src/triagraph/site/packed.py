"""A large graph in little room: each term once, each quad as four numbers, made into a quad again when it is asked for."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final, overload

from pyoxigraph import Literal, Quad

from triagraph.site.terms import key
from triagraph.store.loading import Dataset
from triagraph.store.parts import Layers

#: With more quads than this, a dataset is packed: that takes a little longer and much less room.
_MANY: Final = 100_000
#: How many numbers a quad has, and which of them stand for its subject, its object and its graph.
_WIDTH: Final = 4
SUBJECT: Final = 0
OBJECT: Final = 2
GRAPH: Final = 3


class Packer:
    """Packs quads; those of several sequences share their terms."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self.terms: list[Any] = []

    def packed(self, quads: Iterable[Quad]) -> PackedQuads:
        """Pack some quads."""
        numbers = array("I")
        for quad in quads:
            for term in quad:
                number = self._numbers.get(term)
                if number is None:
                    number = self._numbers[term] = len(self.terms)
                    self.terms.append(term)
                numbers.append(number)
        return PackedQuads(self.terms, numbers)


class PackedQuads(Sequence[Quad]):
    """Quads, packed."""

    def __init__(self, terms: list[Any], numbers: array[int]) -> None:
        self.terms = terms
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers) // _WIDTH

    def __iter__(self) -> Iterator[Quad]:
        terms = self.terms
        for subject, predicate, value, graph in self.rows():
            yield Quad(terms[subject], terms[predicate], terms[value], terms[graph])

    @overload
    def __getitem__(self, index: int) -> Quad: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Quad]: ...
    def __getitem__(self, index: int | slice) -> Quad | Sequence[Quad]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        start = range(len(self))[index] * _WIDTH
        return Quad(*(self.terms[number] for number in self.numbers[start : start + _WIDTH]))

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """Give the numbers of each quad: subject, predicate, object and graph."""
        each = iter(self.numbers)
        return zip(each, each, each, each, strict=True)

    def with_some(self, is_wanted: Callable[[Any], bool]) -> PackedQuads:
        """Give the quads that have a term of a kind."""
        wanted = {number for number, term in enumerate(self.terms) if is_wanted(term)}
        found = array("I")
        for quad in self.rows() if wanted else ():
            if not wanted.isdisjoint(quad):
                found.extend(quad)
        return PackedQuads(self.terms, found)

    def by_graph(self) -> dict[str, PackedQuads]:
        """Give the quads of each graph."""
        found: dict[int, array[int]] = defaultdict(lambda: array("I"))
        for quad in self.rows():
            found[quad[GRAPH]].extend(quad)
        return {str(self.terms[graph]): PackedQuads(self.terms, numbers) for graph, numbers in found.items()}


def in_little_room(dataset: Dataset) -> Dataset:
    """Pack the quads of a large dataset; a small one stays as it is, which is faster."""
    parts = dataset.layers.parts if isinstance(dataset.layers, Layers) else None
    count = sum(len(part.quads) for some in parts.values() for part in some) if parts is not None else 0
    if parts is None or count <= _MANY:
        return dataset
    packed = Packer().packed
    layers = {name: packed(quad for part in some for quad in part.named()) for name, some in parts.items()}
    return replace(dataset, layers=layers)


class PackedIndex(Mapping[str, list[Quad]]):
    """Packed quads by their subject or object: what a dictionary of lists would say, in a twentieth of the room."""

    def __init__(self, every: Sequence[PackedQuads], place: int) -> None:
        self._quads = PackedQuads(every[0].terms, array("I", chain.from_iterable(quads.numbers for quads in every)))
        column = self._quads.numbers[place::_WIDTH]
        terms = self._quads.terms
        counts = dict.fromkeys(column, 0)
        for number in column:
            counts[number] += 1
        if place == OBJECT:
            counts = {number: count for number, count in counts.items() if not isinstance(terms[number], Literal)}
        ends: dict[int, int] = {}
        end = 0
        self._spans: dict[str, tuple[int, int]] = {}
        for number, count in counts.items():
            self._spans[key(terms[number])] = end, end + count
            ends[number] = end
            end += count
        self._order = array("I", bytes(4 * end))
        for position, number in enumerate(column):
            slot = ends.get(number)
            if slot is not None:
                self._order[slot] = position
                ends[number] = slot + 1

    def __getitem__(self, name: str) -> list[Quad]:
        start, end = self._spans[name]
        return [self._quads[position] for position in self._order[start:end]]

    def __contains__(self, name: object) -> bool:
        return name in self._spans

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)
