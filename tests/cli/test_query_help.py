"""`triagraph query NAME --help` says what the query itself says; wrong arguments are told with the nearest name."""

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from triagraph.cli import main
from triagraph.cli.query_help import example
from triagraph.foreign import foreign_labels
from triagraph.language import LANGUAGES, Language
from triagraph.project import load_project
from triagraph.query import NamedQuery, list_queries

QUERIES = list_queries(load_project())


def run(*arguments: str, language: str = "en", stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["--lang", language, "query", *arguments], input=stdin)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("named", QUERIES, ids=lambda named: named.name)
def test_the_help_of_a_query_says_all_that_its_header_says(named: NamedQuery, language: Language) -> None:
    result = run(named.name, "--help", language=language)
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    said = [named.title, named.question, *(each.meaning for each in named.parameters)]
    said += [each.meaning for each in named.columns]
    assert [each.en for each in said if " ".join(each.to(language).split()) not in text] == []
    assert all(f"-p {each.name}=" in text and each.example in text for each in named.parameters)
    assert f" {example(named)}" in result.stdout
    assert all(len(line) <= 120 for line in result.stdout.splitlines())


def test_the_example_of_the_help_can_be_run() -> None:
    for query in QUERIES[:4]:
        _, command, *rest = shlex.split(example(query))
        assert CliRunner().invoke(main, [command, *rest]).exit_code == 0


def test_a_default_that_is_the_region_of_the_project_is_named() -> None:
    assert "if left out: tria, the project's region" in run("networks", "-h").stdout
    assert "ohne Angabe: tria, die Region des Projekts" in run("networks", "-h", language="de").stdout


def test_an_area_and_a_state_are_those_of_the_project_or_none(tmp_path: Path) -> None:
    assert "if left out: ilm-kreis, the project's area" in run("seats", "-h").stdout
    assert "ohne Angabe: thueringen, das Land des Projekts" in run("beyond-the-state", "-h", language="de").stdout
    (tmp_path / "triagraph.toml").write_text('[iri]\nbase = "https://x.example/"\n', encoding="utf-8")
    elsewhere = ["--lang", "en", "--project", str(tmp_path), "query"]
    assert "if left out: no area" in CliRunner().invoke(main, [*elsewhere, "seats", "-h"]).stdout
    assert "if left out: no state" in CliRunner().invoke(main, [*elsewhere, "beyond-the-state", "-h"]).stdout


def test_help_without_a_name_is_that_of_the_command() -> None:
    for option in ("-h", "--help"):
        result = run(option)
        assert result.exit_code == 0
        assert "--endpoint URL" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("netwroks", "--help"), "Did you mean `networks`?"),
        (("assigned-form", "-p", "network=optonett"), "Did you mean `optonet`?"),
        (("assigned-form", "-p", "netwrk=optonet"), "Did you mean `network`?"),
        (("assigned-form", "-p", "network=a b"), "Expected: an IRI or a short form such as `optonet`"),
        (("-f", "-", "-p", "a=b"), "`-p` belongs to a named query"),
        (("-f", "-", "--show"), "`--show` belongs to a named query"),
    ],
)
def test_a_wrong_argument_is_told(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments, stdin="ASK {}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_foreign_address_is_shown_by_its_label(language: Language) -> None:
    result = run("legal-forms", "--format", "markdown", language=language)
    known = foreign_labels()["http://data.europa.eu/ih3/legal-form/gl-c-945c62404cf318a3de2d98d9af480a1f"]
    assert known[language] in result.stdout
    assert "ih3/legal-form" not in result.stdout
