"""The index on disk: the same answers as in memory, and damage is told."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from triagraph.project import load_project
from triagraph.query import list_queries

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")


def triagraph(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TRIAGRAPH, "--lang", "en", *arguments], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "bundled"
    result = triagraph("index", str(folder))
    assert result.returncode == 0, result.stderr
    return folder


def test_an_index_is_intact_after_it_was_built(index: Path) -> None:
    result = triagraph("index", str(index), "--verify")
    assert result.returncode == 0, result.stderr
    assert "Intact" in result.stderr + result.stdout


def test_every_tenth_query_answers_as_in_memory(index: Path) -> None:
    names = [query.name for query in list_queries(load_project())][::10]
    assert len(names) >= 3
    for name in names:
        rows = triagraph("query", name, "--format", "tsv")
        assert rows.returncode == 0
        assert triagraph("query", name, "--format", "tsv", "--store", str(index)).stdout == rows.stdout


def test_a_damaged_index_is_told(index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "damaged"
    shutil.copytree(index, copy)
    manifest = next((copy / "store").glob("MANIFEST*"))
    manifest.write_bytes(manifest.read_bytes()[:100])
    result = triagraph("query", "networks", "--store", str(copy))
    assert (result.returncode, result.stdout) == (2, "")
    assert "damaged" in result.stderr


def test_a_folder_that_is_no_index_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious", encoding="utf-8")
    result = triagraph("index", str(tmp_path))
    assert result.returncode == 2
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "precious"
    assert triagraph("query", "networks", "--store", str(tmp_path)).returncode == 2
