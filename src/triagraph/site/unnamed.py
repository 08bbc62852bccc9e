"""What a graph says with blank nodes, in little room, under the names that they have in files.

How a graph is written depends on the statements that mention a blank node, in two ways: which names blank nodes get, and which of
them stand where they are used. All others can be written as they come.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from pyoxigraph import BlankNode, Quad, Triple

from triagraph.serializer.order import canonically_named, order_of_subject
from triagraph.site.packed import SUBJECT, PackedIndex, PackedQuads, Packer


def unnamed(every: Iterable[PackedQuads]) -> PackedQuads:
    """Give the quads that mention a blank node, as they were read, given quads that share their terms."""
    packed = [quads.with_some(_is_unnamed) for quads in every]
    return PackedQuads(packed[0].terms, array("I", chain.from_iterable(quads.numbers for quads in packed)))


def _is_unnamed(term: object) -> bool:
    return isinstance(term, BlankNode | Triple)


class Unnamed(Mapping[str, list[Quad]]):
    """Statements of one graph that mention a blank node, by subject, those of each in canonical order."""

    def __init__(self, quads: PackedQuads) -> None:
        self._index = PackedIndex([quads], SUBJECT)
        #: Nodes that have no IRI, and nodes that have one, each in canonical order.
        self.without_iri = sorted(name for name in self._index if name.startswith("_:"))
        self.with_iri = sorted((name for name in self._index if not name.startswith("_:")), key="<{}>".format)

    def __getitem__(self, name: str) -> list[Quad]:
        return sorted((Quad(*row) for row in self._index[name]), key=order_of_subject)

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)


def canonical(quads: Iterable[Quad]) -> PackedQuads:
    """Name the blank nodes of a dataset canonically, given all of its quads that mention one."""
    return Packer().packed(canonically_named(quads))


def canonical_union(quads: Iterable[Quad]) -> Unnamed:
    """Name the blank nodes of the union of some graphs canonically, given all of their quads that mention one."""
    return Unnamed(canonical(Quad(quad.subject, quad.predicate, quad.object) for quad in quads if _is_in_triple(quad)))


def _is_in_triple(quad: Quad) -> bool:
    return _is_unnamed(quad.subject) or _is_unnamed(quad.object)
