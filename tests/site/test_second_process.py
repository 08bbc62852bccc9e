"""The second process of publishing: what it takes over, and what happens when it fails."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from triagraph.errors import PublishError
from triagraph.project import load_project
from triagraph.site import ReleaseSettings, check_target, publish_release, second_process
from triagraph.site.shares import first_on, last_back, number_taken
from triagraph.store.loading import Dataset, load

MakeProject = Callable[..., Path]
SETTINGS = ReleaseSettings("2026-11-22", "1.0", None, 2)


@pytest.fixture
def dataset(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """A small graph, for which the process is started all the same."""
    monkeypatch.setattr(second_process, "_WORTH_IT", 0)
    return load(load_project(make_project()))


def test_its_pages_are_part_of_the_release(dataset: Dataset, tmp_path: Path) -> None:
    out = publish_release(dataset, check_target(tmp_path / "out"), SETTINGS).path
    assert "Netz Eins" in (out / "id/network/one.de.html").read_text(encoding="utf-8")
    assert '"id/network/one.de.html"' in (out / "manifest.json").read_text(encoding="utf-8")


def test_a_graph_comes_back_as_it_was_sent(dataset: Dataset) -> None:
    pipe = io.BytesIO()
    second_process.hand_over(dataset, pipe)
    pipe.seek(0)
    again = second_process.taken_over(pipe)
    assert pipe.read() == b""
    assert {name: set(quads) for name, quads in again.layers.items()} == {
        name: set(quads) for name, quads in dataset.layers.items()
    }
    assert set(again.terms) == set(dataset.terms)


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(3)", "import os; os.abort()", "import sys; sys.stdin.buffer.read(9); raise SystemExit(1)"],
)
def test_a_process_that_ends_early_leaves_the_old_release(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    out = publish_release(dataset, check_target(tmp_path / "out"), SETTINGS).path
    before = (out / "manifest.json").read_bytes()
    monkeypatch.setattr(second_process, "_PROGRAM", program)
    with pytest.raises(PublishError, match="ended early"):
        publish_release(dataset, check_target(out), SETTINGS)
    assert (out / "manifest.json").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"out", "project"}


def test_what_it_cannot_write_is_said(dataset: Dataset, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "id").write_text("a file in the way")
    process = second_process.SecondProcess()
    process.send(dataset)
    process.begin(SETTINGS, folder)
    try:
        with pytest.raises(PublishError, match="cannot be written"):
            process.result()
    finally:
        process.stop()


def test_it_can_be_stopped(dataset: Dataset, tmp_path: Path) -> None:
    process = second_process.SecondProcess()
    process.send(dataset)
    process.begin(SETTINGS, tmp_path)
    process.stop()
    process.stop()


def test_a_small_graph_needs_no_second_process(make_project: MakeProject) -> None:
    small = load(load_project(make_project()))
    assert second_process.SecondProcess.started(small, 3) is None
    assert second_process.SecondProcess.ready(small.project) is None


def test_each_share_is_taken_once_whoever_is_faster(tmp_path: Path) -> None:
    first, last = first_on(tmp_path, 7), last_back(tmp_path, 7)
    assert [next(first), next(last), next(last)] == [0, 6, 5]
    assert number_taken(tmp_path, 0) == 1
    assert [*last, *first] == [4, 3, 2, 1]
    assert number_taken(tmp_path, 1) == 7
    assert list(first_on(tmp_path, 7)) == []


def test_where_no_share_can_be_taken_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="Nothing can be written"):
        list(first_on(tmp_path / "missing", 7))
