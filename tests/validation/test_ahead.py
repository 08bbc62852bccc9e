"""What is found out about a project in a copy of this process is what this process would find out."""

import os
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from triagraph.bundled import bundled_root
from triagraph.errors import ParseError
from triagraph.project import load_project
from triagraph.store.loading import label_index
from triagraph.validation.ahead import Here, InACopy, can_copy, grounded
from triagraph.validation.engine import choose_engine
from triagraph.validation.ground import Ground, ground
from triagraph.validation.intake import can_stream
from triagraph.validation.memory import as_text, text_of
from triagraph.validation.plain import NotPlainError

pytestmark = pytest.mark.skipif(not can_stream() or not hasattr(os, "fork"), reason="needs fork and the engine shacl")


@cache
def bundled() -> Ground:
    return as_text(ground(None, "shacl", []))


@pytest.fixture
def copy() -> Iterator[InACopy]:
    found = InACopy(load_project(bundled_root()), bundled().graphs)
    yield found
    found.stop()


def test_a_copy_finds_out_the_same(copy: InACopy) -> None:
    ours = bundled()
    dataset = copy.dataset()
    assert [*dataset.layers] == [*ours.dataset.layers]
    assert all(text_of(dataset, layer) == text_of(ours.dataset, layer) for layer in dataset.layers)
    assert (dataset.terms, dataset.files) == (ours.dataset.terms, ours.dataset.files)
    assert label_index(dataset) == label_index(ours.dataset)
    here = Here(ours.dataset, ours.graphs)
    whole, other = here.joint(), copy.joint()
    assert whole is not None
    assert other is not None
    assert (dict(other.owners), other.number) == (dict(whole.owners), whole.number)
    for name in ("layers", "shapes", "targets", "hints", "about_values"):
        assert getattr(other.graph, name) == getattr(whole.graph, name)
    assert [*other.graph.quads] == [*whole.graph.quads]
    assert copy.outlook() == here.outlook()


def test_a_single_shapes_graph_stands_for_itself() -> None:
    found = InACopy(load_project(bundled_root()), bundled().graphs[:1])
    assert found.dataset().layers
    assert found.joint() is None
    assert found.outlook().sights == []
    found.stop()


def test_a_copy_that_ends_too_early_is_noticed(copy: InACopy) -> None:
    copy.dataset()
    copy.joint()
    os.kill(copy.number, 9)
    with pytest.raises(NotPlainError):
        [copy.outlook() for _ in range(2)]


def test_a_project_that_cannot_be_read_is_told_as_without_a_copy(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text('[project]\nname = "broken"\n', encoding="utf-8")
    broken = tmp_path / "data" / "asserted" / "broken.ttl"
    broken.parent.mkdir(parents=True)
    broken.write_text("<http://x/s> <http://x/p> .\n", encoding="utf-8")
    with pytest.raises(ParseError) as told:
        ground(str(tmp_path), "shacl", [])
    with pytest.raises(ParseError) as found:
        grounded(str(tmp_path), [])
    assert (found.value.message, found.value.location) == (told.value.message, told.value.location)


def test_a_process_of_several_threads_is_not_copied() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert not can_copy()
    finally:
        done.set()
        other.join()


def test_shapes_of_a_user_need_no_copy() -> None:
    text = b"<http://x/S> a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetClass> <http://x/C> ."
    ours, ahead = grounded(None, [["shapes.ttl", None, text]])
    assert isinstance(ahead, Here)
    assert ours.engine.name == choose_engine("shacl").name
    assert ahead.joint() is None
