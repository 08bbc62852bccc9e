"""Odd inputs of `query`, `index` and `push`: each is heeded or refused with a reason, none is silently something else."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from triagraph.cli import main
from triagraph.results import Stream
from triagraph.store.memory import MemoryStore

FACT = '<urn:a> <urn:b> "1"^^<http://www.w3.org/2001/XMLSchema#int> .\n'
NOWHERE = "http://127.0.0.1:9/sparql"


def run(*arguments: str, language: str = "en", stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["--lang", language, *arguments], input=stdin)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fact.nt").write_text(FACT, encoding="ascii")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.nt").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["query", "-f", ""], "ASK {}", "`` cannot be read"),
        (["query", "-f", "-"], "", "The query is empty."),
        (["query", "-f", "-"], " \n# ASK {}\n", "The query is empty."),
        (["query", "networks", "--store", "", "--endpoint", ""], "", "exclude each other"),
        (["query", "networks", "--data", "folder"], "", "`folder` cannot be read: it is a folder"),
        (["query", "networks", "--data", "folder.nt"], "", "`folder.nt` cannot be read: it is a folder"),
        (["query", "networks", "--data", "absent"], "", "`absent` cannot be read: there is no such file"),
        (["query", "networks", "-p", "region=https://w3id.org/triagraph/id/region/TRIA"], "", "Did you mean `tria`?"),
        (["query", "networks", "-o", "x.ttl"], "", "cannot be written as turtle"),
        (["query", "-f", "-", "-o", "x.csv"], "CONSTRUCT WHERE { ?s ?p ?o }", "cannot be written as csv"),
        (["push", NOWHERE, "--graph", "urn:g", "--dry-run"], "", "`--graph` belongs to `--data`."),
        (["push", NOWHERE, "--data", "fact.nt", "--prune"], "", "`--prune` and `--data` do not go together."),
    ],
)
def test_it_is_refused_with_a_reason_and_nothing_is_written(
    arguments: list[str], stdin: str, message: str, folder: Path
) -> None:
    before = sorted(folder.iterdir())
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    german = run(*arguments, stdin=stdin, language="de")
    assert german.stderr.startswith("Fehler: ")
    assert sorted(folder.iterdir()) == before


def test_the_suffix_of_the_output_tells_the_format(folder: Path) -> None:
    for suffix in ("csv", "tsv", "json", "srj", "xml", "srx", "md"):
        assert run("query", "networks", "-o", f"rows.{suffix}").exit_code == 0
    rows = list(csv.reader((folder / "rows.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["network", "name", "source"]
    assert (folder / "rows.tsv").read_text(encoding="utf-8").startswith("?network\t?name\t?source\n")
    assert json.loads((folder / "rows.json").read_text(encoding="utf-8"))["head"]["vars"] == rows[0]
    assert (folder / "rows.srj").read_bytes() == (folder / "rows.json").read_bytes()
    assert (folder / "rows.srx").read_bytes() == (folder / "rows.xml").read_bytes()
    assert (folder / "rows.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert (folder / "rows.md").read_text(encoding="utf-8").startswith("| Network | ")
    run("query", "networks", "-o", "rows.txt")
    assert "───" in (folder / "rows.txt").read_text(encoding="utf-8")
    run("query", "networks", "--format", "tsv", "-o", "named.csv")
    assert (folder / "named.csv").read_text(encoding="utf-8").startswith("?network\t")
    run("query", "-f", "-", "-o", "graph.nt", stdin="CONSTRUCT WHERE { ?s a ?o } LIMIT 1")
    assert (folder / "graph.nt").read_text(encoding="utf-8").count("\n") == 1
    run("query", "--list", "-o", "list.csv")
    assert (folder / "list.csv").read_text(encoding="utf-8").startswith("name,title,question,parameters")


def test_where_no_row_came_the_defaults_are_named() -> None:
    result = run("query", "networks", "--data", "fact.nt")
    assert (result.exit_code, result.stdout) == (0, "0 rows\n")
    assert result.stderr == "hint: without `-p region=…` it is asked for `tria`.\n"
    german = run("query", "networks", "--data", "fact.nt", language="de")
    assert german.stderr == "Hinweis: Ohne `-p region=…` ist nach `tria` gefragt.\n"
    assert run("query", "networks").stderr == ""
    assert run("query", "contradictions", "--data", "fact.nt").stderr == ""
    asked = run("query", "networks", "--data", "fact.nt", "-p", "region=urn:a")
    assert (asked.stdout, asked.stderr) == ("0 rows\n", "")


@pytest.mark.parametrize("form", ["xml", "json"])
def test_an_answer_that_fails_half_way_leaves_nothing(folder: Path, form: str) -> None:
    query = 'SELECT ?x { VALUES ?x { "good" "\\u0001" } }'
    (folder / "old.xml").write_text("old", encoding="ascii")
    outcome = run("query", "--data", "fact.nt", "-f", "-", "--format", form, "-o", "old.xml", stdin=query)
    written = (folder / "old.xml").read_text(encoding="utf-8")
    if form == "xml":
        assert outcome.exit_code == 2
        assert "control character" in outcome.stderr
        assert written == "old"
    else:
        assert outcome.exit_code == 0
        assert [row["x"]["value"] for row in json.loads(written)["results"]["bindings"]] == ["good", "\x01"]
    assert sorted(path.name for path in folder.iterdir()) == ["fact.nt", "folder", "folder.nt", "old.xml"]


def test_rows_are_found_as_they_are_asked_for() -> None:
    store = MemoryStore(())
    answer = store.stream("SELECT ?x { VALUES ?x { 1 2 3 } }")
    assert isinstance(answer, Stream)
    assert not answer.empty
    assert len(list(answer.rows)) == 3
    assert list(answer.rows) == []
    none = store.stream("SELECT ?x { ?x ?y ?z }")
    assert isinstance(none, Stream)
    assert none.empty
