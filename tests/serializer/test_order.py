"""The order of statements, and the names of blank nodes, depend on nothing but the graph."""

import random

import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad

from triagraph.serializer import canonical
from triagraph.serializer.order import sort_key

NAMED: list[NamedNode] = [NamedNode(f"https://a.example/{number}") for number in range(4)]
BLANK = [BlankNode(f"b{number}") for number in range(5)]
GRAPHS: list[NamedNode | BlankNode | DefaultGraph] = [DefaultGraph(), NAMED[0], BLANK[0]]
VALUES: list[NamedNode | BlankNode | Literal] = [*NAMED, *BLANK, Literal("_:b1"), Literal("x", language="de")]


def some_quads(seed: int) -> list[Quad]:
    random_ = random.Random(seed)
    subjects: list[NamedNode | BlankNode] = [*NAMED, *BLANK]
    return [
        Quad(random_.choice(subjects), random_.choice(NAMED), random_.choice(VALUES), random_.choice(GRAPHS))
        for _ in range(12)
    ]


@pytest.mark.parametrize("seed", range(150))
def test_blank_nodes_are_called_as_the_standard_calls_them_in_the_whole_dataset(seed: int) -> None:
    quads = some_quads(seed)
    whole = Dataset(quads)
    whole.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert canonical(quads) == sorted(whole, key=sort_key)


def test_the_order_of_what_comes_in_does_not_matter() -> None:
    quads = some_quads(1)
    assert canonical(reversed(quads)) == canonical(quads)
    assert any(isinstance(quad.subject, BlankNode) for quad in quads)
