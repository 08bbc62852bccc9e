"""triagraph diff: what it reads, what it writes, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from triagraph.cli import main
from triagraph.project import load_project
from triagraph.site import check_target, publish_release, release_settings
from triagraph.store.loading import load

ROOT = Path(__file__).parents[2]
HEAD = """\
@prefix network: <https://w3id.org/triagraph/id/network/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tria: <https://w3id.org/triagraph/ontology#> .
"""
OLD = 'network:one skos:prefLabel "Netz Eins"@de ; tria:memberCount 3 . network:gone tria:memberCount 1 .'
NEW = 'network:one skos:prefLabel "Netz Eins"@de ; tria:memberCount 4 . network:two skos:prefLabel "Netz `zwei`"@de .'
Diff = Callable[..., Result]


@pytest.fixture
def diff(tmp_path: Path) -> Diff:
    """Run the command on two graphs in Turtle."""

    def run(old: str = OLD, new: str = NEW, *options: str, language: str = "en") -> Result:
        (tmp_path / "old.ttl").write_text(HEAD + old, encoding="utf-8")
        (tmp_path / "new.ttl").write_text(HEAD + new, encoding="utf-8")
        files = [str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl")]
        return CliRunner().invoke(main, ["--lang", language, "--project", str(ROOT), "diff", *files, *options])

    return run


def test_a_person_reads_what_changed(diff: Diff) -> None:
    found = diff()
    assert found.exit_code == 1
    assert found.stdout == (
        "1 added, 1 removed, 1 changed (2 statements more, 2 less).\n"
        '\n- network:gone\n    - tria:memberCount "1"^^xsd:integer\n'
        "\n~ network:one  Netz Eins\n"
        '    - tria:memberCount "3"^^xsd:integer\n    + tria:memberCount "4"^^xsd:integer\n'
        '\n+ network:two  Netz `zwei`\n    + skos:prefLabel "Netz `zwei`"@de\n'
    )


def test_in_german_too(diff: Diff) -> None:
    assert diff(language="de").stdout.startswith("1 neu, 1 entfernt, 1 geändert (2 Aussagen dazu, 2 weg).\n")


def test_the_same_is_the_same(diff: Diff) -> None:
    found = diff(OLD, OLD)
    assert (found.exit_code, found.stdout) == (0, "Nothing has changed.\n")


def test_a_program_reads_it_as_json(diff: Diff) -> None:
    found = json.loads(diff(OLD, NEW, "--format", "json").stdout)
    assert found["summary"] == {
        "resources": {"added": 1, "removed": 1, "changed": 1},
        "statements": {"added": 2, "removed": 2},
    }
    gone, one, _two = found["resources"]
    assert (gone["resource"], gone["change"]) == ("https://w3id.org/triagraph/id/network/gone", "removed")
    assert one["label"] == {"de": "Netz Eins"}
    assert one["removed"] == [
        {
            "predicate": "https://w3id.org/triagraph/ontology#memberCount",
            "object": {"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        }
    ]


def test_a_patch_has_each_statement(diff: Diff) -> None:
    lines = diff(OLD, NEW, "--format", "patch").stdout.splitlines()
    assert (lines[0], lines[-1], [line[0] for line in lines[1:-1]]) == ("TX .", "TC .", ["D", "D", "A", "A"])
    assert '"4"^^<http://www.w3.org/2001/XMLSchema#integer> .' in lines[3]


def test_a_patch_cannot_name_nodes_without_an_iri(diff: Diff) -> None:
    found = diff(OLD, "network:one tria:reach [ tria:memberCount 1 ] .", "--format", "patch")
    assert found.exit_code == 2
    assert "nodes without an IRI" in found.stderr


def test_what_a_literal_holds_is_no_markdown(diff: Diff) -> None:
    text = diff(OLD, NEW, "--format", "markdown").stdout
    assert "### `` network:two  Netz `zwei` ``" in text
    assert '- `` + skos:prefLabel "Netz `zwei`"@de ``' in text


def test_what_a_literal_holds_does_not_steer_the_terminal(diff: Diff) -> None:
    text = diff("", 'network:one skos:prefLabel "a\\u001b[2Jb"@de .').stdout
    assert "\x1b" not in text
    assert "\\u001b" in text


def test_a_missing_file_is_told(diff: Diff, tmp_path: Path) -> None:
    diff()
    found = CliRunner().invoke(main, ["--lang", "en", "diff", str(tmp_path / "old.ttl"), str(tmp_path / "none.ttl")])
    assert found.exit_code == 2
    assert found.stderr.startswith("error: ")


def test_a_folder_that_is_neither_is_told(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["--lang", "en", "diff", str(tmp_path), str(tmp_path)])
    assert found.exit_code == 2
    assert "holds no release" in found.stderr


def test_a_release_has_the_graph_of_its_project_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    project = load_project(ROOT)
    out = publish_release(
        load(project), check_target(tmp_path / "out"), release_settings(project, base_url=None, date=None, keep=0)
    ).path
    same = CliRunner().invoke(main, ["--lang", "en", "diff", str(out), str(ROOT)])
    assert (same.exit_code, same.stdout) == (0, "Nothing has changed.\n")
    with (out / "data/tria.nt").open("a", encoding="utf-8") as file:
        file.write("<http://x/a> <http://x/b> <http://x/c> .\n")
    changed = CliRunner().invoke(main, ["--lang", "en", "diff", str(out), str(ROOT)])
    assert changed.exit_code == 2
    assert "no longer the file that was published" in changed.stderr
