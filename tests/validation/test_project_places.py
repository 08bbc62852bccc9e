"""Results on a project say in which of its files they stand; a file that cannot be read is a result too."""

import shutil
from pathlib import Path

import pytest

from triagraph.bundled import bundled_root
from triagraph.errors import ParseError
from triagraph.project import load_project
from triagraph.store.loading import load
from triagraph.validation import choose_engine, read_shapes, validate_project
from triagraph.validation.reading import unreadable_file

BAD = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> .

network:optonet tria:memberCount 3 ;
  tria:activeIn "Jena"@de .
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ontology", "data", "queries"):
        shutil.copytree(bundled_root() / name, tmp_path / name)
    shutil.copy(bundled_root() / "triagraph.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_result_names_the_file_of_the_project(folder: Path) -> None:
    (folder / "data" / "asserted" / "bad.ttl").write_text(BAD, encoding="utf-8")
    project = load_project(folder)
    report = validate_project(load(project), read_shapes(project), choose_engine())
    wrong = [str(each.location) for each in report.results if "activeIn-class" in (each.source_shape or "")]
    assert wrong == [str(Path("data/asserted/bad.ttl")) + ":5:17"]
    assert all(each.location is not None for each in report.results)


def test_a_file_of_a_project_that_cannot_be_read_is_told_with_its_line(folder: Path) -> None:
    (folder / "data" / "asserted" / "bad.ttl").write_text(BAD + "network:optonet foaf:name 1 .\n", encoding="utf-8")
    with pytest.raises(ParseError) as caught:
        load(load_project(folder))
    report = unreadable_file(caught.value)
    (result,) = report.results
    assert report.conforms is None
    assert str(result.location) == str(Path("data/asserted/bad.ttl")) + ":6:17"
    assert result.excerpt is not None
    assert result.excerpt.splitlines()[0] == "network:optonet foaf:name 1 ."
