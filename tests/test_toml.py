"""A mistake in triagraph.toml is told with its place and what to do, in both languages."""

import tomllib
from pathlib import Path

import pytest

from triagraph.errors import ProjectError
from triagraph.project import load_project
from triagraph.toml import mistake


@pytest.mark.parametrize(
    ("text", "line", "english", "german"),
    [
        ("[project]\ntitle = Mein Projekt\n", 2, "this is no value", "Das ist kein Wert"),
        ("title = „Netz“\n", 1, "this is no value", "Das ist kein Wert"),
        ("[project\n", 1, "bracket is not closed", "Klammer ist nicht geschlossen"),
        ("[[a]\n", 1, "bracket is not closed", "Klammer ist nicht geschlossen"),
        ("title\n", 1, "`=` is missing", "fehlt `=`"),
        ('title = "Netz\n', 1, "not ended in its line", "in seiner Zeile nicht beendet"),
        ('title = "Netz', 1, "a text is not ended", "Ein Text ist nicht beendet"),
        ('a = "1"\na = "2"\n', 2, "given already", "schon angegeben"),
        ("[a]\n[a]\n", 2, "section already", "Abschnitt gibt es schon"),
        ('path = "C:\\daten"\n', 1, "a backslash", "Ein Rückstrich"),
        ('path = "C:\\users"\n', 1, "a backslash", "Ein Rückstrich"),
        ("date = 2026-02-31\n", 1, "no such date", "Datum gibt es nicht"),
        ("a = [1, 2\nb = 3\n", 2, "bracket is not closed", "Klammer ist nicht geschlossen"),
        ("a = { b = 1\n", 1, "curly bracket", "geschweifte Klammer"),
        ('a = "x" y\n', 1, "behind the value", "Hinter dem Wert"),
        ("= 1\n", 1, "neither an entry", "weder eine Angabe"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, line: int, english: str, german: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    found = mistake(caught.value, text)
    assert found.line == line
    assert 1 <= found.column <= len(text) + 1
    assert english in found.message.en
    assert german in found.message.de


def test_what_is_not_known_stays_as_it_was_said() -> None:
    found = mistake(tomllib.TOMLDecodeError("Something else (at line 3, column 4)"), "")
    assert (found.message.de, found.line, found.column, found.hint) == (
        "kein gültiges TOML: Something else.",
        3,
        4,
        None,
    )


def test_settings_that_are_not_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_bytes("[project]\ntitle = 'Thüringen'\n".encode("cp1252"))
    with pytest.raises(ProjectError) as caught:
        load_project(tmp_path)
    assert "triagraph.toml:2: Das Byte 0xFC ist kein UTF-8" in caught.value.to_text("de")
    assert "als UTF-8 speichern" in caught.value.to_text("de")


def test_a_byte_order_mark_before_the_settings_is_read_past(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_bytes(b"\xef\xbb\xbf[project]\nname = 'x'\n")
    assert load_project(tmp_path).name == "x"
