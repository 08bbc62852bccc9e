"""Laws of the difference of two graphs."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triagraph.changes import apply, difference, named_by_content
from triagraph.errors import ParseError
from triagraph.serializer import canonical

iris = st.sampled_from([f"http://x/{name}" for name in "abc"]).map(ox.NamedNode)
blanks = st.integers(0, 4).map(lambda number: ox.BlankNode(f"b{number}"))
literals = st.sampled_from(
    [ox.Literal("1"), ox.Literal("1", language="de"), ox.Literal("01", datatype=ox.NamedNode("http://x/int"))]
)
graphs = st.sampled_from([ox.DefaultGraph(), ox.NamedNode("http://x/g"), ox.BlankNode("b0")])
quads = st.builds(ox.Quad, st.one_of(iris, blanks), iris, st.one_of(iris, blanks, literals), graphs)
datasets = st.lists(quads, max_size=8)


def renamed(dataset: list[ox.Quad], seed: int) -> list[ox.Quad]:
    """Give the dataset in another order, with other labels of blank nodes."""

    def name(term: object) -> object:
        return ox.BlankNode(f"other{term.value}x{seed}") if isinstance(term, ox.BlankNode) else term

    other = [ox.Quad(name(q.subject), q.predicate, name(q.object), name(q.graph_name)) for q in dataset]  # type: ignore[arg-type]
    random.Random(seed).shuffle(other)
    return other


@given(datasets, datasets)
@settings(max_examples=400, deadline=None)
def test_what_is_applied_to_the_old_gives_the_new(old: list[ox.Quad], new: list[ox.Quad]) -> None:
    assert canonical(apply(difference(old, new), old)) == canonical(new)


@given(datasets, st.integers(0, 9))
@settings(max_examples=200, deadline=None)
def test_a_graph_and_itself_with_other_labels_are_the_same(dataset: list[ox.Quad], seed: int) -> None:
    assert not difference(dataset, renamed(dataset, seed))


@given(datasets, datasets)
@settings(max_examples=200, deadline=None)
def test_backwards_what_was_added_is_removed(old: list[ox.Quad], new: list[ox.Quad]) -> None:
    there, back = difference(old, new), difference(new, old)
    assert (there.added, there.removed) == (back.removed, back.added)
    assert [each.resource for each in there.resources] == [each.resource for each in back.resources]


@given(datasets, datasets)
@settings(max_examples=200, deadline=None)
def test_each_statement_stands_with_one_resource(old: list[ox.Quad], new: list[ox.Quad]) -> None:
    found = difference(old, new)
    assert sorted(map(str, found.added)) == sorted(str(quad) for each in found.resources for quad in each.added)
    assert sorted(map(str, found.removed)) == sorted(str(quad) for each in found.resources for quad in each.removed)


@given(datasets, datasets, st.integers(0, 9))
@settings(max_examples=100, deadline=None)
def test_neither_order_nor_labels_of_the_input_matter(old: list[ox.Quad], new: list[ox.Quad], seed: int) -> None:
    assert difference(old, new) == difference(renamed(old, seed), renamed(new, seed + 1))


def parsed(text: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), format=ox.RdfFormat.TRIG, base_iri="http://x/"))


def test_a_list_that_did_not_change_is_not_told_of() -> None:
    old = "<a> <p> ( 1 2 3 ) . <b> <p> ( 4 5 ) ."
    found = difference(parsed(old), parsed(old.replace("4 5", "4 5 6")))
    assert [each.resource.value for each in found.resources] == ["http://x/b"]
    assert found.resources[0].kind == "changed"


def test_a_resource_is_new_gone_or_different() -> None:
    found = difference(parsed("<a> <p> 1 . <b> <p> 1 . <c> <p> 1 ."), parsed("<b> <p> 2 . <c> <p> 1 . <d> <p> [] ."))
    assert {each.resource.value[-1]: each.kind for each in found.resources} == {
        "a": "removed",
        "b": "changed",
        "d": "added",
    }


def test_a_graph_that_a_statement_moves_to_is_a_change() -> None:
    found = difference(parsed("<g> { <a> <p> 1 }"), parsed("<h> { <a> <p> 1 }"))
    assert (len(found.added), len(found.removed)) == (1, 1)


def test_equal_nodes_are_counted() -> None:
    found = difference(parsed("<a> <p> [ <q> 1 ], [ <q> 1 ] ."), parsed("<a> <p> [ <q> 1 ] ."))
    assert (len(found.added), len(found.removed)) == (0, 2)
    alone = difference(parsed("[ <q> 1 ] . [ <q> 1 ] ."), parsed("[ <q> 1 ] ."))
    assert (len(alone.added), len(alone.removed)) == (0, 1)


def test_blank_nodes_that_cannot_be_told_apart_in_time_are_refused() -> None:
    clique = " ".join(f"_:n{one} <p> _:n{two} ." for one in range(12) for two in range(12) if one != two)
    with pytest.raises(ParseError, match="cannot be told apart"):
        named_by_content(parsed(clique), "clique.ttl")
