"""What can go wrong, with where it went wrong and what to do about it.

The library raises; one place in `cli` prints. An error always has a message and, where there is one, a hint.
"""

from __future__ import annotations

from dataclasses import dataclass

from triagraph.language import Language, Text, printable


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an input; lines and columns count from 1, columns in characters."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Write it as compilers do: `file:line:column`."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class TriagraphError(Exception):
    """Something that the user can act on."""

    def __init__(self, message: Text, *, hint: Text | None = None, location: Location | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint
        self.location = location

    def to_text(self, language: Language) -> str:
        """Write the error as it is printed: what, where, and what to do."""
        label, tip = ("Fehler", "Hinweis") if language == "de" else ("error", "hint")
        where = f"{self.location}: " if self.location else ""
        text = f"{label}: {where}{self.message.to(language)}"
        return printable(f"{text}\n\n{tip}: {self.hint.to(language)}" if self.hint else text)


class ParseError(TriagraphError):
    """An input is not what its format asks for."""


class InputError(TriagraphError):
    """A file, an option or a parameter cannot be used."""


class ProjectError(TriagraphError):
    """A project folder or its triagraph.toml cannot be used."""


class QueryError(TriagraphError):
    """A query cannot be read or run."""


class ShapesError(TriagraphError):
    """A shapes graph cannot be used: it is ill-formed or asks for what no engine does."""


class PublishError(TriagraphError):
    """A release cannot be written."""


def nearest(name: str, known: list[str]) -> Text | None:
    """Suggest the known name that is most like the one that was given, if any is close."""
    from difflib import get_close_matches

    found = get_close_matches(name, known, n=1, cutoff=0.5)
    return Text(f"Meinten Sie `{found[0]}`?", f"Did you mean `{found[0]}`?") if found else None
