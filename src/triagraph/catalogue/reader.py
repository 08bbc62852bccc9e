"""Values of triagraph.toml, of the kind that is asked for; anything else is a ProjectError that says what to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from pyoxigraph import NamedNode

from triagraph.errors import Location, ProjectError, nearest
from triagraph.language import LANGUAGES, Text
from triagraph.project import SETTINGS, Project

Known = TypeVar("Known")

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def is_address(value: str) -> bool:
    """Tell whether a value is an http or https address, and an IRI: not every text that begins like one is."""
    try:
        return _ADDRESS.fullmatch(value) is not None and NamedNode(value) is not None
    except ValueError:  # such as http://[::1/
        return False


class Reader:
    """Reads the tables of one project's settings.

    A missing value is None or empty; every method that reads raises ProjectError where a value is of another kind.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def table(self, name: str) -> Mapping[str, Any]:
        """Give a table."""
        table = self._project.settings.get(name, {})
        if isinstance(table, dict):
            return table
        message = Text(f"`{name}` muss eine Tabelle sein.", f"`{name}` must be a table.")
        raise self.error(message, Text(f"`[{name}]` schreiben.", f"write `[{name}]`."))

    def value(self, table: str, key: str) -> Any:
        """Give a value as it is."""
        return self.table(table).get(key)

    def text(self, table: str, key: str) -> str | None:
        """Give one text."""
        value = self.value(table, key)
        if value is None or isinstance(value, str):
            return value or None
        raise self._of_kind(table, key, Text("ein Text", "a text"), '"…"')

    def texts(self, table: str, key: str) -> tuple[str, ...]:
        """Give a list of texts, each once."""
        value = self.value(table, key)
        if value is None:
            return ()
        if are_texts(value):
            return tuple(dict.fromkeys(value))
        raise self._of_kind(table, key, Text("eine Liste von Texten", "a list of texts"), '["…"]')

    def bilingual(self, table: str, key: str) -> Text | None:
        """Give a text in both languages; one text stands for both."""
        value = self.value(table, key)
        if value is None or isinstance(value, str):
            return Text(value, value) if value else None
        if isinstance(value, dict) and all(isinstance(value.get(tag), str) for tag in LANGUAGES):
            return Text(value["de"], value["en"])
        kind = Text("ein Text in Deutsch und Englisch", "a text in German and English")
        raise self._of_kind(table, key, kind, '{ de = "…", en = "…" }')

    def known(self, table: str, key: str, value: str, known: Mapping[str, Known]) -> Known:
        """Give what a name stands for."""
        if value in known:
            return known[value]
        raise self.unknown(table, key, value, known)

    def address(self, table: str, key: str) -> str | None:
        """Give an http or https address."""
        value = self.text(table, key)
        return None if value is None else self.checked_address(table, key, value)

    def checked_address(self, table: str, key: str, value: str) -> str:
        """Give back an http or https address."""
        if is_address(value):
            return value
        hint = Text("eine Adresse mit http:// oder https://.", "an address with http:// or https://.")
        raise self.unusable(table, key, value, hint)

    def unknown(self, table: str, key: str, value: str, known: Iterable[str]) -> ProjectError:
        """Give the error for a name that is in no list."""
        names = list(known)
        listed = Text(f"Bekannt sind: {', '.join(names)}.", f"Known are: {', '.join(names)}.")
        message = Text(
            f"`{key}` in `[{table}]` ist nicht bekannt: `{value}`.", f"`{key}` in `[{table}]` is not known: `{value}`."
        )
        return self.error(message, nearest(value, names) or listed)

    def unusable(self, table: str, key: str, value: str, hint: Text) -> ProjectError:
        """Give the error for a value that is of the right kind and yet no use."""
        message = Text(
            f"`{key}` in `[{table}]` ist nicht brauchbar: `{value}`.",
            f"`{key}` in `[{table}]` cannot be used: `{value}`.",
        )
        return self.error(message, hint)

    def missing(self, table: str, key: str, what: Text) -> ProjectError:
        """Give the error for a value without which there is no valid catalogue."""
        message = Text(f"Ein Katalog braucht `{key}` in `[{table}]`.", f"A catalogue needs `{key}` in `[{table}]`.")
        return self.error(message, Text(f"`{key}` nennt {what.de}.", f"`{key}` gives {what.en}."))

    def error(self, message: Text, hint: Text) -> ProjectError:
        """Give an error with the place of the settings."""
        return ProjectError(message, hint=hint, location=Location(str(self._project.root / SETTINGS)))

    def _of_kind(self, table: str, key: str, kind: Text, example: str) -> ProjectError:
        message = Text(f"`{key}` in `[{table}]` muss {kind.de} sein.", f"`{key}` in `[{table}]` must be {kind.en}.")
        return self.error(message, Text(f"`{key} = {example}`", f"`{key} = {example}`"))


def are_texts(value: object) -> bool:
    """Tell whether a value is a list of texts that are not empty."""
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)
