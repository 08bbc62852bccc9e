"""Read what is validated: documents become quads, and mistakes become results of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from triagraph.errors import Location, ParseError
from triagraph.formats import NQUADS, NTRIPLES, TURTLE
from triagraph.language import Text
from triagraph.parser import Document, parse, parse_lines
from triagraph.parser.screen import check_text, screened
from triagraph.report import Checked, ValidationReport, ValidationResult

if TYPE_CHECKING:
    from triagraph.parser.positions import Position

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with its quads in the order in which they are written; of an excerpt, `numbers` are its lines in the file."""

    document: Document
    quads: tuple[Quad, ...] = field(repr=False)
    numbers: Sequence[int] | None = field(default=None, repr=False)

    def location(self, position: Position) -> Location:
        """Give the place of a position in the file."""
        line = position.line if self.numbers is None else self.numbers[position.line - 1]
        return Location(self.document.name, line, position.column)


def read_quads(document: Document, base: str) -> tuple[ReadDocument, list[ValidationResult]]:
    """Read a document of a stranger; give what was read and its mistakes: all of them where lines stand for themselves."""
    quads: list[Quad] = []
    mistakes: list[ValidationResult] = []
    try:
        check_text(document)
        if document.syntax in {NTRIPLES, NQUADS}:
            for found in parse_lines(document):
                if isinstance(found, ParseError):
                    mistakes.append(mistake(found, document))
                else:
                    quads.append(found)
            quads = list(screened(iter(quads), document))
        else:
            quads.extend(screened(parse(document, base=base), document))
    except ParseError as error:
        mistakes.append(mistake(error, document))
    return ReadDocument(document, tuple(quads)), mistakes


def mistake(error: ParseError, document: Document | None = None) -> ValidationResult:
    """Make a result of a syntax error, with the line where it stands and a caret below it."""
    location = error.location
    if document is None and location is not None and isinstance(error.__cause__, UnicodeDecodeError):
        document = _as_meant(location.file, error.__cause__)
    excerpt = _excerpt(document, location) if document is not None and location is not None else None
    hint = None if error.hint is None else Text(_sentence(error.hint.de), _sentence(error.hint.en))
    return ValidationResult("error", error.message, hint, location=location, excerpt=excerpt)


def _as_meant(name: str, error: UnicodeDecodeError) -> Document:
    """Read bytes that are no UTF-8 from the first such byte on as Windows-1252, which they mostly are."""
    text = error.object[: error.start].decode() + error.object[error.start :].decode("cp1252", "replace")
    return Document(name, text.encode(), TURTLE)


def _sentence(hint: str) -> str:
    """Begin a hint as a sentence does: in a report it does not stand behind the word `hint:`."""
    return f"{hint[:1].upper()}{hint[1:]}"


def unreadable(mistakes: Sequence[ValidationResult], files: int) -> ValidationReport:
    """Give the report on documents that could not be read: nothing was validated, so nothing can be told."""
    return ValidationReport(None, "–", Checked(files=files), tuple(mistakes))


def unreadable_file(error: ParseError) -> ValidationReport:
    """Give the report on a project of which one file could not be read."""
    place = error.location
    if place is None or not Path(place.file).is_file():
        return unreadable([mistake(error)], 1)
    found = mistake(error, Document(place.file, Path(place.file).read_bytes(), TURTLE))
    shown = Location(shown_path(Path(place.file)), place.line, place.column)
    return unreadable([replace(found, location=shown)], 1)


def shown_path(path: Path) -> str:
    """Name a file of a project: relative to the working folder where it lies in it."""
    folder = Path.cwd()
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def _excerpt(document: Document, location: Location) -> str | None:
    if location.line is None:
        return None
    lines = document.lines
    if not 0 < location.line <= len(lines):
        return None
    line = "".join(character if character.isprintable() else " " for character in lines[location.line - 1])
    column = min(max((location.column or 1) - 1, 0), len(line))
    start = max(0, column - _WIDTH // 2)
    shown = line[start : start + _WIDTH]
    return f"{shown.rstrip()}\n{' ' * (column - start)}^"
