"""triagraph check: what it prints and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from triagraph.cli import main

SOUND = Path(__file__).parent / "sound"
TEXT = "Alpha e.V. arbeitet in der Stadt. Die Stadt liegt im Land, das Land im Staat. Im Jahr 2020 zählt Alpha e.V. zwölf Mitglieder."


def run(*arguments: str, project: Path = SOUND, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "--project", str(project), "check", *arguments], input=stdin)


def broken(folder: Path, name: str, old: str, new: str) -> Path:
    shutil.copytree(SOUND, folder / "project")
    path = folder / "project" / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return folder / "project"


def test_a_sound_project_passes() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.splitlines()[-1].startswith("all is well: ")


def test_findings_stand_below_their_rule_with_what_to_do(tmp_path: Path) -> None:
    result = run(project=broken(tmp_path, "data/mapping/labels.ttl", ' , "town"@en', ""))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if " things-labelled: " in line)
    assert lines[at].startswith("FAILED")
    assert lines[at + 1] == "    data/asserted/page.ttl:27: finding: region:town: skos:prefLabel 0 × @en"
    assert lines[at + 2] == "      → Add skos:prefLabel @de and @en in data/mapping/labels.ttl."
    assert lines[-1].startswith("not all is well: ")


def test_what_cannot_be_read_cannot_be_judged(tmp_path: Path) -> None:
    result = run(project=broken(tmp_path, "data/mapping/labels.ttl", "skos:prefLabel", "skos:prefLabel ;;"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "labels.ttl:8:30:" in result.stderr


def test_a_context_that_is_not_json_cannot_be_judged(tmp_path: Path) -> None:
    result = run(project=broken(tmp_path, "ontology/context.jsonld", "{\n", "{{\n"))
    assert result.exit_code == 2
    assert "error: ontology/context.jsonld:1:2: not valid JSON" in result.stderr


def test_json_goes_to_a_file(tmp_path: Path) -> None:
    result = run("--format", "json", "-o", str(tmp_path / "check.json"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    document = json.loads((tmp_path / "check.json").read_text("utf-8"))
    assert document["passes"] is True
    assert document["checked"]["files"] == 13


def test_a_source_is_checked_quotation_by_quotation(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(TEXT, "utf-8")
    result = run("--source", str(page))
    assert result.exit_code == 0
    assert result.stdout.count("  at its offset") == 4
    page.write_text(TEXT.replace("zwölf", "elf"), "utf-8")
    result = run("--source", str(page), "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["summary"]["missing"] == 1


def test_a_source_may_come_from_stdin() -> None:
    result = run("--source", "-", "--quoted-source", "page", stdin=TEXT)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("<stdin>: 125 characters")


def test_a_source_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    result = run("--source", str(tmp_path / "nothing.txt"))
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_a_quoted_source_needs_a_text() -> None:
    result = run("--quoted-source", "page")
    assert result.exit_code == 2
    assert "hint: `--source FILE` names the text." in result.stderr
