"""An index answers as memory does, keeps what was written, and is replaced at once or not at all."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from triagraph.errors import InputError, ParseError, QueryError
from triagraph.namespaces import XSD
from triagraph.results import Solutions
from triagraph.store import folders
from triagraph.store.disk import DiskStore
from triagraph.store.errors import IndexBusyError, IndexDamagedError, IndexFolderError
from triagraph.store.indexing import index_dataset, index_files
from triagraph.store.loading import load
from triagraph.store.record import RECORD
from triagraph.store.spellings import SpellingWriter, as_written, count, open_table

if TYPE_CHECKING:
    from triagraph.project import Project

QUADS = """<http://x/s> <http://x/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> <http://x/g> .
<http://x/s> <http://x/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://x/g> .
<http://x/s> <http://x/p> "1"^^<http://www.w3.org/2001/XMLSchema#int> <http://x/g> .
<http://x/s> <http://x/q> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://x/s> <http://x/q> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://x/s> <http://x/r> "a\\nb"@de <http://x/h> .
<http://x/s> <http://x/r> "a\\nb"@de .
_:b <http://x/p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://x/h> .
_:b <http://x/p> "x" _:g .
"""


def written(folder: Path, text: str | bytes, name: str = "data.nq") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def build(folder: Path, *files: Path) -> Path:
    index_files(folder / "index", files, base="http://base.example/")
    return folder / "index"


def indexed(folder: Path, *files: Path) -> DiskStore:
    return DiskStore(build(folder, *files))


def rows(store: DiskStore, text: str) -> set[tuple[Any, ...]]:
    answer = store.query(text)
    assert isinstance(answer, Solutions)
    return set(answer.rows)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".") and path.name != ".index.lock")


def test_what_was_written_comes_back_as_it_was_written(tmp_path: Path) -> None:
    with indexed(tmp_path, written(tmp_path, QUADS)) as store:
        found = Counter(str(quad.object) for quad in store.quads())
        store.verify()
    integer = f"^^<{XSD}integer>"
    assert found == {
        f'"01"{integer}': 2,
        f'"1"{integer}': 1,
        f'"2"{integer}': 1,
        f'"1"^^<{XSD}int>': 1,
        '"a\\nb"@de': 1,
        f'"1.50"^^<{XSD}decimal>': 1,
        '"x"': 1,
    }


def test_the_default_graph_is_the_union_and_a_set(tmp_path: Path) -> None:
    with indexed(tmp_path, written(tmp_path, QUADS)) as store:
        assert rows(store, "SELECT (COUNT(*) AS ?n) WHERE { <http://x/s> <http://x/r> ?o }") == {(Literal(1),)}
        assert rows(store, "SELECT ?g WHERE { GRAPH ?g { <http://x/s> <http://x/r> ?o } }") == {
            (NamedNode("http://x/h"),)
        }
        assert len(store) == 6
        assert sorted(store.record.graphs.values()) == [1, 1, 2]


def test_the_index_of_a_project_holds_the_whole_default_graph(project: Project, tmp_path: Path) -> None:
    dataset = load(project)
    record = index_dataset(tmp_path / "index", dataset)
    with DiskStore(tmp_path / "index") as store:
        assert {str(quad) for quad in store.quads()} == {str(quad) for quad in dataset.quads()}
        store.verify()
        assert store.changed_inputs() == ()
    assert record.loose is False
    assert record.literals > 50
    assert len(record.inputs) == len(dataset.files)


LITERALS = st.one_of(
    st.tuples(st.sampled_from(["1", "01", "+1", "-0", "007", "1.0", "1.50", ".5", "1e3", "INF", "NaN", "x", ""]),
              st.sampled_from(["integer", "int", "decimal", "double", "float", "nonNegativeInteger", "string", "gYear"])),
    st.tuples(st.sampled_from(["true", "1", "0", "TRUE"]), st.just("boolean")),
    st.tuples(st.sampled_from(["2020-01-01", "2020-01-01Z", "2020-01-01+00:00", "2020-02-30"]), st.just("date")),
    st.tuples(st.sampled_from(["2020-01-01T00:00:00.000Z", "2020-01-01T24:00:00", "2020-01-01T00:00:00"]), st.just("dateTime")),
    st.tuples(st.sampled_from(["PT60S", "P0D", "P1Y", "PT1M"]), st.sampled_from(["duration", "dayTimeDuration"])),
)  # fmt: skip
GRAPHS = st.sampled_from([DefaultGraph(), NamedNode("http://x/g"), NamedNode("http://x/h"), BlankNode("g")])
SUBJECTS = st.sampled_from([NamedNode("http://x/s"), BlankNode("s")])


@settings(deadline=None)
@given(st.lists(st.tuples(SUBJECTS, LITERALS, GRAPHS), max_size=12))
def test_every_literal_comes_back(statements: list[tuple[Any, tuple[str, str], Any]]) -> None:
    predicate = NamedNode("http://x/p")
    quads = {
        Quad(subject, predicate, Literal(value, datatype=NamedNode(XSD + datatype)), graph)
        for subject, (value, datatype), graph in statements
    }
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "literals.sqlite"
        writer, engine = SpellingWriter(table), Store()
        engine.extend(writer.watch(quads))
        changed = writer.finish()
        with closing(open_table(table)) as database:
            assert set(as_written(engine, database)) == quads
            assert changed == count(database)


RDFXML = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
<r:Description r:about="http://x/s"><x:p r:resource="relative"/><x:p>ü</x:p></r:Description></r:RDF>"""
TURTLE = "@prefix x: <http://x/> . x:s x:p <relative>, 'ü' ."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data.ttl", TURTLE),
        ("data.ttl", "\ufeff" + TURTLE),
        ("data.ttl.gz", gzip.compress(TURTLE.encode())),
        ("data.trig.gz", gzip.compress(("\ufeff" + TURTLE).encode())),
        ("data.nt", '<http://x/s> <http://x/p> <http://base.example/relative>, "ü" .'.replace(", ", " .\n<http://x/s> <http://x/p> ")),
        ("data.jsonld", '{"@id": "http://x/s", "http://x/p": [{"@id": "relative"}, "ü"]}'),
        (
            "data.rdf",
            RDFXML,
        ),
    ],
    ids=["turtle", "with a mark", "gzipped", "both", "ntriples", "json-ld", "rdf/xml"],
)  # fmt: skip
def test_every_syntax_is_read(name: str, content: str | bytes, tmp_path: Path) -> None:
    with indexed(tmp_path, written(tmp_path, content, name)) as store:
        found = rows(store, "SELECT ?o WHERE { <http://x/s> <http://x/p> ?o }")
    assert found == {(NamedNode("http://base.example/relative"),), (Literal("ü"),)}


def test_several_files_go_into_one_index(tmp_path: Path) -> None:
    one = written(tmp_path, "_:b <http://x/p> '1' .", "one.ttl")
    other = written(tmp_path, "_:b <http://x/p> '2' .", "other.ttl")
    with indexed(tmp_path, one, other) as store:
        assert rows(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }") == {(Literal(2),)}
        assert set(store.record.inputs) == {str(one), str(other)}
        one.write_text("", encoding="utf-8")
        assert store.changed_inputs() == (str(one),)


# What goes wrong


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("data.ttl", "<http://x/s> <http://x/p> 1 .\n<http://x/s> x:p 1 .", "data.ttl:2:14"),
        ("data.nt", '<http://x/s> <http://x/p> "a" .\n<http://x/s> <http://x/p>', "data.nt:2"),
        ("data.ttl.gz", gzip.compress(TURTLE.encode(), mtime=0)[:-12], "cut off"),
        ("data.ttl.gz", gzip.compress(TURTLE.encode(), mtime=0)[:10] + b"xxxx", "cut off"),
        ("data.ttl", b"<http://x/s> <http://x/p> '\xfc' .", "data.ttl"),
        ("data.rdf", "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "data.rdf"),
        ("data.jsonld", '{"@context": "http://127.0.0.1:9/context.jsonld"}', "data.jsonld"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_old_index_stays(
    name: str, content: str | bytes, words: str, tmp_path: Path
) -> None:
    build(tmp_path, written(tmp_path, QUADS))
    with pytest.raises(ParseError) as caught:
        index_files(tmp_path / "index", [written(tmp_path, content, name)], base="http://base.example/")
    assert words in caught.value.to_text("en")
    with DiskStore(tmp_path / "index") as store:
        assert len(store) == 6
        store.verify()
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("name", ["missing.ttl", "data.unknown", "folder.ttl"])
def test_a_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(InputError):
        index_files(tmp_path / "index", [tmp_path / name], base=None)
    assert not (tmp_path / "index").exists()


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "index"
    target.mkdir()
    (target / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(IndexFolderError, match="not overwritten"):
        indexed(tmp_path, written(tmp_path, QUADS))
    assert [path.name for path in target.iterdir()] == ["letter.txt"]
    with pytest.raises(IndexFolderError, match="not overwritten"):
        index_files(tmp_path / "data.nq", [tmp_path / "data.nq"], base=None)


def test_an_empty_folder_may_become_an_index(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with indexed(tmp_path, written(tmp_path, QUADS)) as store:
        assert len(store) == 6


def test_a_second_writer_is_told_so(tmp_path: Path) -> None:
    with folders.staging(tmp_path / "index", RECORD):
        with pytest.raises(IndexBusyError, match="is building the index") as caught:
            index_files(tmp_path / "index", [written(tmp_path, QUADS)], base=None)
        assert caught.value.hint is not None
        index_files(tmp_path / "other", [tmp_path / "data.nq"], base=None)
    index_files(tmp_path / "index", [tmp_path / "data.nq"], base=None)


def test_what_a_killed_writer_left_is_cleaned_away(tmp_path: Path) -> None:
    stale = tmp_path / ".index.staging-old"
    shutil.copytree(build(tmp_path, written(tmp_path, QUADS)), stale)
    (tmp_path / ".index.staging-older").mkdir()
    build(tmp_path, tmp_path / "data.nq")
    assert leftovers(tmp_path) == []


def test_an_index_that_a_killed_writer_moved_aside_comes_back(tmp_path: Path) -> None:
    build(tmp_path, written(tmp_path, QUADS))
    (tmp_path / "index").rename(tmp_path / ".index.old-x")
    with pytest.raises(ParseError):
        index_files(tmp_path / "index", [written(tmp_path, "oops", "bad.ttl")], base=None)
    with DiskStore(tmp_path / "index") as store:
        assert len(store) == 6
    assert leftovers(tmp_path) == []


def test_without_an_exchange_the_index_is_replaced_in_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, written(tmp_path, QUADS))
    monkeypatch.setattr(folders, "exchange_folders", lambda _one, _other: False)
    with indexed(tmp_path, written(tmp_path, "<http://x/s> <http://x/p> 1 .", "new.ttl")) as store:
        assert len(store) == 1
    assert leftovers(tmp_path) == []


def test_a_reader_keeps_its_index_while_a_new_one_takes_its_place(tmp_path: Path) -> None:
    before = indexed(tmp_path, written(tmp_path, QUADS))
    after = indexed(tmp_path, written(tmp_path, "<http://x/s> <http://x/p> 1 .", "new.ttl"))
    assert (len(before), len(after)) == (6, 1)
    assert len(leftovers(tmp_path)) == 1
    assert len(list(before.quads())) == 8
    before.close()
    build(tmp_path, tmp_path / "new.ttl")
    after.close()
    build(tmp_path, tmp_path / "new.ttl")
    assert leftovers(tmp_path) == []


def test_an_index_is_only_read(tmp_path: Path) -> None:
    folder = build(tmp_path, written(tmp_path, QUADS))
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}
    with DiskStore(folder) as store:
        rows(store, "SELECT * WHERE { ?s ?p ?o }")
        with pytest.raises(QueryError):
            store.query("DROP ALL")
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")} == before


def test_no_index_is_told_with_the_way_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match="There is no index") as caught:
        DiskStore(tmp_path)
    assert not isinstance(caught.value, IndexDamagedError)
    assert caught.value.hint is not None
    assert "triagraph index" in caught.value.hint.en


def test_an_index_of_another_version_is_told(tmp_path: Path) -> None:
    folder = build(tmp_path, written(tmp_path, QUADS))
    record = (folder / RECORD).read_text(encoding="utf-8")
    (folder / RECORD).write_text(record.replace('"format": 1', '"format": 2'), encoding="utf-8")
    with pytest.raises(IndexFolderError, match="another version"):
        DiskStore(folder)


def test_services_are_refused_on_disk_too(tmp_path: Path) -> None:
    with indexed(tmp_path, written(tmp_path, QUADS)) as store, pytest.raises(QueryError, match="would fetch"):
        store.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")
