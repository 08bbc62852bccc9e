"""Blank nodes that cannot be named in reasonable time are refused; what is usual is not."""

import subprocess
import sys
from collections.abc import Iterable

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, serialize

from triagraph.errors import ParseError
from triagraph.sandbox.blanknodes import AFFORDABLE, check_blank_nodes, naming_cost

P, FIRST, REST = (NamedNode(f"urn:{name}") for name in ("p", "first", "rest"))


def linked(pairs: Iterable[tuple[object, object]], predicate: NamedNode = P) -> list[Quad]:
    return [Quad(BlankNode(f"b{start}"), predicate, BlankNode(f"b{end}")) for start, end in pairs]


def clique(size: int) -> list[Quad]:
    return linked((start, end) for start in range(size) for end in range(size) if start != end)


def stars(number: int, leaves: int) -> list[Quad]:
    return linked((star, f"{star}x{leaf}") for star in range(number) for leaf in range(leaves))


def list_of(values: Iterable[int]) -> list[Quad]:
    items = list(values)
    cells = [Quad(BlankNode(f"b{number}"), FIRST, Literal(value)) for number, value in enumerate(items)]
    return cells + linked(((number, number + 1) for number in range(len(items) - 1)), REST)


def tree(width: int, depth: int, root: str = "0") -> list[Quad]:
    if depth == 0:
        return []
    children = [f"{root}x{child}" for child in range(width)]
    return linked((root, child) for child in children) + [
        quad for child in children for quad in tree(width, depth - 1, child)
    ]


def torus(side: int) -> list[Quad]:
    return linked(
        (f"{row}x{column}", other)
        for row in range(side)
        for column in range(side)
        for other in (f"{(row + 1) % side}x{column}", f"{row}x{(column + 1) % side}")
    )


POISON = [
    pytest.param(clique(8), id="clique of 8"),
    pytest.param(clique(30), id="clique of 30"),
    pytest.param(stars(2, 9), id="two stars of 9"),
    pytest.param(stars(1000, 7), id="thousand stars of 7"),
    pytest.param(list_of([1] * 500), id="list of 500 equal items"),
    pytest.param(list_of([1] * 100_000), id="list of 100,000 equal items"),
    pytest.param(tree(4, 3, "0") + tree(4, 3, "1"), id="two trees"),
    pytest.param(torus(7), id="grid"),
]
USUAL = [
    pytest.param([], id="none"),
    pytest.param(clique(5), id="clique of 5"),
    pytest.param(stars(1, 2000), id="one star of 2,000"),
    pytest.param(stars(2, 5), id="two stars of 5"),
    pytest.param(stars(500, 3), id="500 stars of 3"),
    pytest.param(list_of([1] * 100), id="list of 100 equal items"),
    pytest.param(list_of(range(20_000)), id="list of 20,000 items"),
    pytest.param([Quad(NamedNode(f"urn:{n}"), P, BlankNode(f"b{n}")) for n in range(20_000)], id="20,000 values"),
    pytest.param(tree(3, 3), id="one tree"),
]


@pytest.mark.parametrize("quads", POISON)
def test_poison_is_refused(quads: list[Quad]) -> None:
    with pytest.raises(ParseError, match="cannot be told apart") as caught:
        list(check_blank_nodes(quads, "a.ttl"))
    assert str(caught.value.location) == "a.ttl"


@pytest.mark.parametrize("quads", USUAL)
def test_what_is_usual_is_taken_and_named_in_time(quads: list[Quad]) -> None:
    """The estimate of each is checked against the algorithm itself, in a process that can be stopped."""
    assert list(check_blank_nodes(quads, "a.ttl")) == quads
    command = (
        "import sys, pyoxigraph as p; d = p.Dataset(p.parse(sys.stdin.buffer.read(), format=p.RdfFormat.N_QUADS)); "
        "d.canonicalize(p.CanonicalizationAlgorithm.RDFC_1_0)"
    )
    data = serialize(quads, format=RdfFormat.N_QUADS)
    subprocess.run([sys.executable, "-c", command], input=data, check=True, timeout=4 * AFFORDABLE)


def test_the_estimate_is_the_same_each_time() -> None:
    assert len({naming_cost(stars(3, 6)) for _ in range(3)}) == 1
