"""triagraph.toml sets the base of a project's things, and nothing breaks when it changes."""

import shutil
from pathlib import Path

import pytest

from triagraph.bundled import bundled_root
from triagraph.errors import ProjectError
from triagraph.exporting import export_graph
from triagraph.formats import JSONLD, NQUADS
from triagraph.namespaces import DEFAULT_BASE
from triagraph.project import Project, load_project
from triagraph.query import find_query, run
from triagraph.results import Solutions
from triagraph.store.loading import load
from triagraph.validation import choose_engine, read_shapes, validate_project

BASE = "https://cluster.example/kg/"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("project")
    for name in ("ontology", "data", "queries"):
        shutil.copytree(bundled_root() / name, folder / name)
    settings = (bundled_root() / "triagraph.toml").read_text(encoding="utf-8")
    (folder / "triagraph.toml").write_text(
        settings.replace(f'base = "{DEFAULT_BASE}"', f'base = "{BASE}"'), encoding="utf-8"
    )
    return load_project(folder)


def test_no_thing_keeps_the_old_base(moved: Project) -> None:
    dataset = load(moved)
    for syntax in (NQUADS, JSONLD):
        text = export_graph(dataset, syntax).decode()
        assert f"{BASE}id/network/optonet" in text
        assert f"{DEFAULT_BASE}id/" not in text
        assert f"{DEFAULT_BASE}graph/" not in text


def test_the_moved_graph_validates_like_the_old(moved: Project) -> None:
    old = load_project(bundled_root())
    reports = [validate_project(load(project), read_shapes(project), choose_engine()) for project in (old, moved)]
    assert reports[0].summary() == reports[1].summary()
    assert reports[0].checked == reports[1].checked
    assert reports[1].summary()["violation"] == 0


def test_the_moved_graph_answers_like_the_old(moved: Project) -> None:
    answers = []
    for project in (load_project(bundled_root()), moved):
        answer = run(find_query("networks", project), {"region": "tria"}, load(project).store(), project)
        assert isinstance(answer, Solutions)
        answers.append([[str(term).replace(project.base, "") for term in row] for row in answer.rows])
    assert answers[0] == answers[1]
    assert len(answers[0]) == 10


@pytest.mark.parametrize("base", ["ftp://a/", "https://a", "relative/", "https://a b/", "https://a/?q=/", ""])
def test_a_base_that_cannot_be_one_is_refused(base: str, tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text(f'[iri]\nbase = "{base}"\n', encoding="utf-8")
    with pytest.raises(ProjectError, match="cannot be used as a base"):
        load_project(tmp_path)


def test_broken_settings_are_told(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text("[project\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="not valid TOML"):
        load_project(tmp_path)
    (tmp_path / "triagraph.toml").write_text("project = 1\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="must be a table"):
        load_project(tmp_path)
