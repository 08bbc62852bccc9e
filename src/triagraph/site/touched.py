"""What two graphs have to say about the things that differ: large ones, mostly the same, are compared in little room."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Quad, Triple

from triagraph.site.packed import PackedQuads, Packer

#: A term's number takes so many bits.
_BITS: Final = 32


@dataclass(frozen=True, slots=True)
class Touched:
    """Triples of two graphs, each once, without those about things of which both say the same; `statements` counts the new graph's."""

    old: list[Quad]
    new: list[Quad]
    statements: int


def touched(old: Iterable[Quad], new: Iterable[Quad]) -> Touched:
    """Leave out the triples of each subject of which both graphs say the same, and nothing with a blank node.

    The difference of what is left is that of the graphs: blank nodes are compared by all that is said with them, and a thing
    that differs keeps its other statements, which tell whether it is new, gone or changed.
    """
    packer = Packer()
    before, after = packer.packed(old), packer.packed(new)
    unnamed = {number for number, term in enumerate(packer.terms) if isinstance(term, BlankNode | Triple)}
    triples = {_triple(*row) for row in before.rows()}, {_triple(*row) for row in after.rows()}
    subjects = {triple >> 2 * _BITS for triple in triples[0] ^ triples[1]}
    for quads in (before, after):
        subjects.update(row[0] for row in quads.rows() if row[0] in unnamed or row[2] in unnamed)
    statements = len(triples[1])
    del triples
    return Touched(list(_about(subjects, before)), list(_about(subjects, after)), statements)


def _triple(subject: int, predicate: int, value: int, _graph: int) -> int:
    return (subject << _BITS | predicate) << _BITS | value


def _about(subjects: set[int], quads: PackedQuads) -> Iterator[Quad]:
    found = array("I")
    for row in quads.rows():
        if row[0] in subjects:
            found.extend(row)
    return iter(
        dict.fromkeys(Quad(quad.subject, quad.predicate, quad.object) for quad in PackedQuads(quads.terms, found))
    )
