"""An engine that reads its data through a pipe says what it says of the same text; what it cannot tell so is told of the text."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from triagraph.bundled import bundled_root
from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.serializer import ntriples
from triagraph.store.loading import DERIVED, Dataset, load
from triagraph.validation import choose_engine, read_shapes, runs, rust_engine
from triagraph.validation.engine import Engine
from triagraph.validation.judging import Judge
from triagraph.validation.shapes import ShapesGraph

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pipes with names")

HEAD = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
BAD = HEAD + 'network:one tria:foundingYear "abc"^^xsd:gYear ; a tria:NetworkOrganisation .\n'
BLANK = HEAD + '[] a tria:NetworkOrganisation ; tria:activeIn "Jena"@de .\n'


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled project with the data of one source only."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(bundled_root() / "ontology", root / "ontology")
    shutil.copy(bundled_root() / "triagraph.toml", root)
    (root / "data" / "asserted").mkdir(parents=True)
    shutil.copy(bundled_root() / "data" / "asserted" / "seed.ttl", root / "data" / "asserted")
    return root


def loaded(root: Path, more: str) -> Dataset:
    (root / "data" / "asserted" / "more.ttl").write_text(more, encoding="utf-8")
    return load(load_project(root))


@pytest.fixture
def as_text(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was given the whole text."""
    made: list[object] = []

    class Counted(runs.Runs):
        def __init__(self, engine: Engine, shapes: Sequence[ShapesGraph]) -> None:
            made.append(self)
            super().__init__(engine, shapes)

    monkeypatch.setattr(runs, "Runs", Counted)
    return made


def judged(dataset: Dataset, *, piped: bool) -> ValidationReport:
    texts = {layer: dataset.ntriples(layer) for layer in dataset.layers if layer != DERIVED}
    with Judge(choose_engine("shacl"), read_shapes(dataset.project), piped=piped) as judge:
        judge.begin(texts, ntriples(dataset.terms).encode())
        return judge.end(dataset.ntriples(DERIVED))


def alike(one: ValidationReport, other: ValidationReport) -> bool:
    return (sorted(map(repr, one.results)), one.checked) == (sorted(map(repr, other.results)), other.checked)


@pytest.mark.parametrize(("more", "texts"), [(BAD, 0), (BLANK, 1)], ids=["plain", "blank node"])
def test_the_report_is_the_same(small: Path, as_text: list[object], more: str, texts: int) -> None:
    dataset = loaded(small, more)
    piped = judged(dataset, piped=True)
    assert len(as_text) == texts
    assert piped.results
    assert alike(piped, judged(dataset, piped=False))
    assert len(as_text) == texts + 1


def test_more_results_than_a_run_may_have_are_found_too(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    networks = "".join(f"network:n{number} a tria:NetworkOrganisation .\n" for number in range(40))
    dataset = loaded(small, HEAD + networks)
    of_text = judged(dataset, piped=False)
    assert len(of_text.results) > 40
    monkeypatch.setattr(rust_engine, "MOST", 10)
    assert alike(judged(dataset, piped=True), of_text)


def test_a_judge_that_is_asked_nothing_leaves_no_thread_behind(small: Path) -> None:
    before = threading.active_count()
    with Judge(choose_engine("shacl"), read_shapes(load_project(small)), piped=True):
        assert threading.active_count() > before
    assert threading.active_count() == before


def test_where_there_can_be_no_pipe_the_text_is_given(
    small: Path, as_text: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError

    dataset = loaded(small, BAD)
    of_text = judged(dataset, piped=False)
    monkeypatch.setattr("os.mkfifo", refuse)
    assert alike(judged(dataset, piped=True), of_text)
    assert len(as_text) == 2
