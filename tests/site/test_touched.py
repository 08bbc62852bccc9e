"""What is left of two graphs has the same difference as the graphs."""

import random

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.changes import difference
from triagraph.serializer import merged
from triagraph.site.touched import touched

NAMED = [NamedNode(f"https://example.org/{number}") for number in range(6)]
BLANK = [BlankNode(f"b{number}") for number in range(4)]
GRAPHS = [NamedNode("https://example.org/graph/one"), NamedNode("https://example.org/graph/two")]


def quads(chance: random.Random, count: int) -> list[Quad]:
    subjects: list[NamedNode | BlankNode] = [*NAMED, *NAMED, *BLANK]
    values: list[NamedNode | BlankNode | Literal] = [*NAMED, *BLANK, Literal("x"), Literal("01")]
    return [
        Quad(chance.choice(subjects), chance.choice(NAMED[:2]), chance.choice(values), chance.choice(GRAPHS))
        for _ in range(count)
    ]


def test_the_difference_is_that_of_the_graphs() -> None:
    kinds: set[str] = set()
    for seed in range(300):
        chance = random.Random(seed)
        same = quads(chance, 12)
        old, new = same + quads(chance, chance.randint(0, 3)), quads(chance, chance.randint(0, 3)) + same
        found, expected = touched(old, new), difference(merged(old), merged(new))
        assert difference(found.old, found.new) == expected, seed
        assert found.statements == len(merged(new))
        kinds.update(each.kind for each in expected.resources)
    assert kinds == {"added", "changed", "removed"}


def test_things_of_which_both_say_the_same_are_left_out() -> None:
    one, other, third = (Quad(NAMED[number], NAMED[0], Literal("x"), GRAPHS[0]) for number in range(3))
    elsewhere = Quad(one.subject, one.predicate, one.object, GRAPHS[1])
    assert touched([one, other], [elsewhere, one, other]).new == []
    more = Quad(NAMED[1], NAMED[1], Literal("y"), GRAPHS[0])
    found = touched([one, other], [one, other, more, third])
    assert (len(found.old), len(found.new), found.statements) == (1, 3, 4)
    blank = Quad(NAMED[0], NAMED[0], BLANK[0])
    assert len(touched([one, blank], [one, blank]).old) == 2
