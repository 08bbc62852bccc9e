"""The files of a whole graph, written node by node, and a large graph in little room: both say what they always said."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad

from triagraph.exporting import export_graph
from triagraph.formats import SYNTAXES
from triagraph.project import load_project
from triagraph.serializer import canonical, merged
from triagraph.site import dumps, packed
from triagraph.site.documents import Writer
from triagraph.site.dumps import Dumps, write_named_graph
from triagraph.site.graph import GraphIndex
from triagraph.site.packed import OBJECT, SUBJECT, PackedIndex, PackedQuads, Packer, in_little_room
from triagraph.site.signposts import named_graphs
from triagraph.site.writer import ReleaseWriter
from triagraph.store.loading import Dataset, load

MakeProject = Callable[..., Path]
BLANK = """\
@prefix ex: <https://example.org/> .
<https://example.org/id/network/one> ex:has [ ex:name "x" ] .
"""


@pytest.fixture(scope="module")
def bundled() -> Dataset:
    return load(load_project())


@pytest.fixture
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be spooled, flushed and streamed, however small it is."""
    monkeypatch.setattr(dumps, "_MANY", 0)
    monkeypatch.setattr(dumps, "_IN_MEMORY", 1_000)
    monkeypatch.setattr(dumps, "_PIECE", 1_000)
    monkeypatch.setattr("triagraph.site.writer._PIECE", 1_000)


def written(dataset: Dataset, folder: Path) -> dict[str, bytes]:
    """Write the whole graph; give the files that there are then."""
    with ReleaseWriter(folder) as writer:
        Dumps(writer, Writer(GraphIndex(dataset))).write()
    return {path.name: path.read_bytes() for path in (folder / "data").iterdir()}


@pytest.mark.usefixtures("in_small_pieces")
def test_the_whole_graph_is_written_node_by_node_as_it_is_at_once(bundled: Dataset, tmp_path: Path) -> None:
    found = written(bundled, tmp_path)
    for syntax in SYNTAXES.values():
        data = export_graph(bundled, syntax)
        assert found[f"tria{syntax.suffix}"] == data
        assert gzip.decompress(found[f"tria{syntax.suffix}.gz"]) == data
    assert len(found) == 2 * len(SYNTAXES)


def test_a_graph_with_blank_nodes_too(make_project: MakeProject, tmp_path: Path) -> None:
    folder = make_project()
    next((folder / "data/asserted").glob("*.ttl")).with_name("blank.ttl").write_text(BLANK, encoding="utf-8")
    dataset = load(load_project(folder))
    found = written(dataset, tmp_path / "out")
    for syntax in SYNTAXES.values():
        assert found[f"{dataset.project.name}{syntax.suffix}"] == export_graph(dataset, syntax)
    assert b"_:c14n0" in found[f"{dataset.project.name}.nq"]


@pytest.mark.usefixtures("in_small_pieces")
def test_a_named_graph_is_written_node_by_node_as_it_is_at_once(bundled: Dataset, tmp_path: Path) -> None:
    graph = GraphIndex(bundled)
    documents = Writer(graph)
    writer = ReleaseWriter(tmp_path)
    for number, (name, nodes) in enumerate(list(named_graphs(graph).items())[:20]):
        write_named_graph(writer, documents, f"graph/{number}", name, nodes)
        quads = (Quad(*row) for node in nodes for row in graph.by_subject[node] if str(row.graph_name) == f"<{name}>")
        for syntax, data in documents.beside(canonical(merged(quads))):
            assert (tmp_path / f"graph/{number}{syntax.suffix}").read_bytes() == data


def test_packed_quads_are_the_quads(bundled: Dataset) -> None:
    quads = bundled.layers["asserted"]
    some = Packer().packed(quads)
    assert tuple(some) == tuple(quads)
    assert (len(some), some[0], some[-1], some[2:4]) == (len(quads), quads[0], quads[-1], list(quads[2:4]))
    with pytest.raises(IndexError):
        some[len(quads)]


def test_a_packed_dataset_is_indexed_like_any_other(bundled: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_little_room(bundled) is bundled
    monkeypatch.setattr(packed, "_MANY", 1)
    small = in_little_room(bundled)
    assert all(isinstance(quads, PackedQuads) for quads in small.layers.values())
    index, plain = GraphIndex(small), GraphIndex(bundled)
    for one, other in ((index.by_subject, plain.by_subject), (index.by_object, plain.by_object)):
        assert list(one) == list(other)
        assert dict(one) == dict(other)
    assert "https://example.org/nothing" not in index.by_subject
    assert index.by_object.get("https://example.org/nothing", ()) == ()


def test_literals_are_no_nodes(bundled: Dataset) -> None:
    quads = [Packer().packed(bundled.layers["asserted"])]
    assert len(PackedIndex(quads, OBJECT)) < len(PackedIndex(quads, SUBJECT)) * 5
    assert not any(name.startswith('"') for name in PackedIndex(quads, OBJECT))
