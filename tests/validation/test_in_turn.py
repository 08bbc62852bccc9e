"""A large project is validated in little memory, and the report is the same."""

from pathlib import Path

import pytest

from triagraph.bundled import bundled_root
from triagraph.errors import InputError
from triagraph.project import Project, load_project
from triagraph.store.loading import Dataset, load
from triagraph.validation import choose_engine, in_turn, read_shapes, validate_project, whole
from triagraph.validation.in_turn import validated_in_turn

BAD = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

network:optonet tria:memberCount 3 ;
  tria:activeIn "Jena"@de ;
  tria:foundingYear "abc"^^xsd:gYear .
network:nameless a tria:NetworkOrganisation .
"""
BLANK = """
[] a tria:NetworkOrganisation ; tria:activeIn "Jena"@de .
"""
AXIOM = """
tria:Network <http://www.w3.org/2000/01/rdf-schema#subClassOf> tria:NetworkOrganisation .
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("ontology", "queries", "triagraph.toml"):
        (tmp_path / name).symlink_to(bundled_root() / name)
    (tmp_path / "data").mkdir()
    for layer in (bundled_root() / "data").iterdir():
        (tmp_path / "data" / layer.name).mkdir()
        for file in layer.iterdir():
            (tmp_path / "data" / layer.name / file.name).symlink_to(file)
    return load_project(tmp_path)


def loaded(project: Project, data: str) -> Dataset:
    (project.root / "data" / "asserted" / "bad.ttl").write_text(data, encoding="utf-8")
    return load(project)


@pytest.mark.parametrize(
    ("more", "is_told"), [("", True), (BLANK, False), (AXIOM, False)], ids=["plain", "blank", "axiom"]
)
def test_the_report_of_a_large_project_is_that_of_a_small_one(
    project: Project, monkeypatch: pytest.MonkeyPatch, more: str, is_told: bool
) -> None:
    dataset, shapes, engine = loaded(project, BAD + more), read_shapes(project), choose_engine()
    small = validate_project(dataset, shapes, engine)
    assert len(small.results) > 3
    assert small.checked.focus_nodes > 1_000
    in_little_memory = validated_in_turn(dataset, shapes, engine)
    assert (in_little_memory is not None) == is_told
    monkeypatch.setattr(whole, "_MANY", 0)
    monkeypatch.setattr(in_turn, "validated_in_turn", lambda *_given, **_named: in_little_memory)
    assert validate_project(dataset, shapes, engine) == small


def test_where_there_are_no_pipes_the_text_is_taken(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_arguments: object) -> None:
        raise OSError

    dataset = loaded(project, BAD)
    monkeypatch.setattr(in_turn, "Run", none)
    assert validated_in_turn(dataset, read_shapes(project), choose_engine()) is None


def test_shapes_that_target_nothing_give_no_verdict(project: Project) -> None:
    dataset = Dataset(project, {"asserted": ()}, (), ())
    with pytest.raises(InputError):
        validated_in_turn(dataset, read_shapes(project), choose_engine())
