"""A large graph in little room: each term once, each quad as four numbers, made into a quad again when it is asked for."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple, overload

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from triagraph.results import Term
from triagraph.site.terms import key
from triagraph.store.loading import Dataset
from triagraph.store.parts import Layers

#: With more quads than this, a dataset is packed: that takes a little longer and much less room.
_MANY: Final = 100_000
#: How many numbers a quad has, and which of them stand for what.
_WIDTH: Final = 4
SUBJECT: Final = 0
PREDICATE: Final = 1
OBJECT: Final = 2
GRAPH: Final = 3
#: How many lists of rows an index keeps as they were asked for, short ones and long ones, and up to how many rows they have.
_KEPT_SHORT: Final = 5_000
_SHORT: Final = 64
_KEPT_LONG: Final = 2
_LONG: Final = 20_000


class Row(NamedTuple):
    """A quad that shares its terms with others; pyoxigraph's quads have terms of their own and copy each that is asked for."""

    subject: NamedNode | BlankNode
    predicate: NamedNode
    object: Term
    graph_name: NamedNode | BlankNode | DefaultGraph


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

    def column(self, place: int) -> array[int]:
        """Give the numbers of all subjects, predicates, objects or graphs."""
        return self.numbers[place::_WIDTH]

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


class PackedIndex(Mapping[str, list[Row]]):
    """Packed quads by their subject or object: what a dictionary of lists would say, in a twentieth of the room."""

    def __init__(self, every: Sequence[PackedQuads], place: int) -> None:
        terms = self._terms = every[0].terms
        counts: Counter[int] = Counter()
        for quads in every:
            counts.update(quads.column(place))
        if place == OBJECT:
            for number in [number for number in counts if isinstance(terms[number], Literal)]:
                del counts[number]
        self._spans: dict[str, tuple[int, int]] = {}
        ends: dict[int, int] = {}
        end = 0
        for number, count in counts.items():
            self._spans[key(terms[number])] = end, end + _WIDTH * count
            ends[number] = end
            end += _WIDTH * count
        self._numbers = _arranged(every, place, ends, end)
        self._short = lru_cache(_KEPT_SHORT)(self._rows)
        self._long = lru_cache(_KEPT_LONG)(self._rows)
        self._iris: dict[int, str] = {}

    def objects(self, name: str) -> dict[str, list[Term]]:
        """Give the objects by predicate, each once, in the order of the files."""
        found: dict[int, dict[int, None]] = {}
        some = self._numbers[slice(*self._spans.get(name, (0, 0)))]
        for predicate, value in zip(some[PREDICATE::_WIDTH], some[OBJECT::_WIDTH], strict=True):
            found.setdefault(predicate, {})[value] = None
        terms = self._terms
        return {self._iri(predicate): [terms[value] for value in values] for predicate, values in found.items()}

    def _iri(self, number: int) -> str:
        known = self._iris.get(number)
        if known is None:
            known = self._iris[number] = self._terms[number].value
        return known

    def __getitem__(self, name: str) -> list[Row]:
        start, end = self._spans[name]
        if end - start <= _WIDTH * _SHORT:
            return self._short(start, end)
        return self._long(start, end) if end - start <= _WIDTH * _LONG else self._rows(start, end)

    def _rows(self, start: int, end: int) -> list[Row]:
        each = map(self._terms.__getitem__, self._numbers[start:end])
        return list(map(Row._make, zip(each, each, each, each, strict=True)))

    def get(self, name: str, default: Any = None) -> Any:
        """Give the rows of a node, or something else where there are none."""
        return self[name] if name in self._spans else default

    def __contains__(self, name: object) -> bool:
        return name in self._spans

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)


def _arranged(every: Iterable[PackedQuads], place: int, ends: dict[int, int], size: int) -> array[int]:
    """Put quads of the same subject or object side by side, in their order; `ends` says where those of each begin."""
    numbers = array("I", bytes(array("I").itemsize * size))
    for row in chain.from_iterable(quads.rows() for quads in every):
        slot = ends.get(row[place])
        if slot is not None:
            numbers[slot], numbers[slot + 1], numbers[slot + 2], numbers[slot + 3] = row
            ends[row[place]] = slot + _WIDTH
    return numbers
