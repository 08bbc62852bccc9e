"""In what order documents are written, and what is looked up for them."""

from __future__ import annotations

from itertools import groupby

import pytest
from pyoxigraph import NamedNode

from triagraph.bundled import bundled_root
from triagraph.namespaces import ORG, RDF
from triagraph.project import load_project
from triagraph.site.documents import told_of
from triagraph.site.graph import GraphIndex
from triagraph.site.packed import OBJECT, PackedIndex, Packer
from triagraph.site.places import Places
from triagraph.site.signposts import evidence
from triagraph.site.terms import key
from triagraph.site.work import together
from triagraph.store.loading import Dataset, load


@pytest.fixture(scope="module")
def bundled() -> Dataset:
    """The bundled project's graph."""
    return load(load_project(bundled_root()))


def test_what_tells_of_a_thing_stands_beside_it(bundled: Dataset) -> None:
    graph = GraphIndex(bundled)
    names = list(Places(graph)) + evidence(graph)
    order = together(graph, names)
    assert sorted(order) == sorted(names)
    assert order == together(graph, names[::-1])

    def home(name: str) -> str:
        told = told_of(graph, name)
        return home(told) if told is not None else name

    homes = [name for name, _ in groupby(order, key=home)]
    assert len(homes) == len(set(homes))
    assert len(order) > len(homes) + 500


def test_a_statement_about_a_record_stands_with_the_thing_of_the_record(bundled: Dataset) -> None:
    graph = GraphIndex(bundled)
    memberships = graph.subjects(f"{RDF}type", f"{ORG}Membership")
    assert memberships
    for membership in memberships:
        assert told_of(graph, membership) == graph.iris(membership, f"{ORG}member")[0]
    network = graph.project.thing("network", "optonet")
    assert told_of(graph, network) is None
    assert told_of(graph, "https://example.org/nothing") is None


def test_objects_are_those_of_the_quads(bundled: Dataset) -> None:
    graph = GraphIndex(bundled)
    expected: dict[str, dict[str, dict[object, None]]] = {}
    for quad in bundled.each():
        of_subject = expected.setdefault(key(quad.subject), {})
        of_subject.setdefault(quad.predicate.value, {})[quad.object] = None
    assert len(expected) == len(graph.by_subject) > 1000
    for subject, objects in expected.items():
        assert graph.by_subject.objects(subject) == {name: list(values) for name, values in objects.items()}
    assert graph.by_subject.objects("https://example.org/nothing") == {}


def test_long_and_short_lists_of_rows_are_the_same_however_often_they_are_asked_for(bundled: Dataset) -> None:
    quads = list(bundled.each())
    index = PackedIndex([Packer().packed(quads)], OBJECT)
    common = max(index, key=lambda name: len(index[name]))
    assert len(index[common]) > 500
    expected = [quad for quad in quads if isinstance(quad.object, NamedNode) and quad.object.value == common]
    for _ in range(3):
        rows = index[common]
        assert [(row.subject, row.predicate, row.object, row.graph_name) for row in rows] == [
            tuple(quad) for quad in expected
        ]
