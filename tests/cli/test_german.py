"""The command line speaks German as well as English: help, usage and complaints."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations
from pathlib import Path

import click
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

import triagraph.cli.speaking
from triagraph.cli import main
from triagraph.cli.speaking import asked_language, in_own_words, paragraphs, speaking

FOLDER = Path(triagraph.cli.speaking.__file__).parent / "locale" / "de" / "LC_MESSAGES"
#: Texts that are the same in both languages.
_SAME = {"URL", "NAME", "IRI", "GRAPH"}
#: What click fills in has no German: "integer range".
_LEFT_OUT = {"{number_type}"}


@pytest.fixture(autouse=True)
def no_language_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")  # is set by each command line, and set back after the test
    monkeypatch.delenv("TRIAGRAPH_LANG", raising=False)


def texts() -> Iterator[tuple[str, str]]:
    """Give what each command and option says of itself, paragraph by paragraph."""
    context = click.Context(main)
    commands = [(name, main.get_command(context, name)) for name in main.list_commands(context)]
    for name, command in [("triagraph", main), *commands]:
        assert command is not None
        for part in paragraphs(f"{command.help}\n\n{command.epilog or ''}"):
            yield name, part
        for parameter in command.params:
            for text in (getattr(parameter, "help", None), parameter.metavar):
                if text and text not in _SAME:
                    yield name, text
    for name, text in main.summaries.items():
        yield name, text


def german() -> GNUTranslations:
    with (FOLDER / "messages.mo").open("rb") as file:
        return GNUTranslations(file)


def test_each_text_of_ours_stands_in_german() -> None:
    spoken = german()
    found = list(texts())
    assert len(found) > 90
    missing = [(name, text) for name, text in found if spoken.gettext(text) == text]
    assert not missing, "add them to messages.po, then: pybabel compile -d src/triagraph/cli/locale"


def test_a_text_without_german_would_be_missed() -> None:
    assert german().gettext("Frobnicate the graph.") == "Frobnicate the graph."


def test_the_file_that_is_read_is_made_of_the_one_that_is_written() -> None:
    with (FOLDER / "messages.po").open("rb") as source, (FOLDER / "messages.mo").open("rb") as compiled:
        catalogues = read_po(source), read_mo(compiled)
    written, read = (
        {_tuple(entry.id): _tuple(entry.string or "") for entry in each if entry.id} for each in catalogues
    )
    assert len(written) > 100
    assert read == written, "run: pybabel compile -d src/triagraph/cli/locale"
    assert all(map(all, written.values()))


def _tuple(texts: str | Iterable[str]) -> tuple[str, ...]:
    """Give the forms of a text: one, or one and more than one."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def test_placeholders_are_the_same_in_both_languages() -> None:
    with (FOLDER / "messages.po").open("rb") as source:
        entries = [entry for entry in read_po(source) if entry.id]
    looked_at = 0
    for entry in entries:
        for there, here in zip(_tuple(entry.id), _tuple(entry.string or ""), strict=True):
            names = [re.findall(r"\{[a-z_!r]*\}|%\([a-z]+\)s", text) for text in (there, here)]
            expected = [name for name in names[0] if name not in _LEFT_OUT]
            assert sorted(expected) == sorted(names[1]), there
            looked_at += bool(names[0])
    assert looked_at > 15


def invoked(*arguments: str) -> str:
    return CliRunner().invoke(main, arguments, prog_name="triagraph").output


@pytest.mark.parametrize(
    "arguments", [["--lang", "de", "--help"], ["--help", "--lang=de"], ["--lang", "en", "--lang", "de", "-h"]]
)
def test_help_is_german_wherever_the_language_stands(arguments: list[str]) -> None:
    said = invoked(*arguments)
    assert said.startswith("Aufruf: triagraph [OPTIONEN] BEFEHL [ANGABEN]...")
    assert "Dateien oder das Projekt nach den Regeln prüfen." in said
    assert "Show" not in said


def test_help_of_a_command_is_german_and_then_english_again() -> None:
    spoken = invoked("--lang", "de", "validate", "--help")
    assert "[DATEI]..." in spoken
    assert "Rückgabewert: 0 in Ordnung; 1 nicht in Ordnung; 2 nicht zu entscheiden." in spoken
    english = invoked("--lang", "en", "validate", "--help")
    assert "[FILE]..." in english
    assert "Exit status: 0 it conforms" in english
    assert "Optionen" not in english


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["validate", "--bogus"], "Fehler: Die Option '--bogus' gibt es nicht."),
        (["valdate"], "Fehler: Den Befehl 'valdate' gibt es nicht. Meinten Sie `validate`?"),
        (["validate", "--format", "pdf"], "'pdf' ist keines von "),
        (["validate", "--limit", "-1"], "Fehler: Falscher Wert für '--limit': -1 liegt nicht im Bereich x>=0."),
        (["validate", "--limit", "x"], "Fehler: Falscher Wert für '--limit': 'x' ist keine gültige Zahl."),
        (["validate", "--limit"], "Fehler: Die Option '--limit' braucht einen Wert."),
        (["publish"], "Fehler: Es fehlt die Angabe"),
        (["diff", "a", "b", "c"], "Eine Angabe zu viel (c)"),
    ],
)
def test_complaints_about_usage_are_german(arguments: list[str], complaint: str) -> None:
    result = CliRunner().invoke(main, ["--lang", "de", *arguments], prog_name="triagraph")
    assert result.exit_code == 2
    assert complaint in result.output
    assert "Error" not in result.output


@pytest.mark.parametrize(
    ("arguments", "variable", "language"),
    [
        (["--lang", "de"], "", "de"),
        (["--lang=de", "query", "--lang", "en"], "de", "en"),
        ([], "de", "de"),
        (["--", "--lang", "de"], "en", "en"),
        (["--lang", "fr"], "", "en"),
        (["--lang"], "de", "de"),
    ],
)
def test_the_language_that_is_asked_for(
    arguments: list[str], variable: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TRIAGRAPH_LANG", variable)
    assert asked_language(arguments) == language


def test_a_command_itself_stays_as_it_is() -> None:
    before = main.help
    with speaking("de"):
        assert in_own_words(main).help != before
    assert main.help == before
    assert os.environ["LANGUAGE"] == "en"


def test_the_list_of_commands_imports_none_of_them() -> None:
    program = "import sys; from triagraph.cli import main; main(['--help'], standalone_mode=False); print([m for m in sys.modules if m in ('triagraph.cli.validate', 'pyoxigraph')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=240)
    assert done.stdout.splitlines()[-1] == "[]"
