"""Read what is validated: documents become quads, and mistakes become results of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyoxigraph import Quad

from triagraph.errors import Location, ParseError
from triagraph.formats import NQUADS, NTRIPLES
from triagraph.parser import Document, parse, parse_lines
from triagraph.parser.screen import check_text, screened
from triagraph.report import Checked, ValidationReport, ValidationResult

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with its quads in the order in which they are written."""

    document: Document
    quads: tuple[Quad, ...] = field(repr=False)


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
    excerpt = _excerpt(document, location) if document is not None and location is not None else None
    return ValidationResult("error", error.message, error.hint, location=location, excerpt=excerpt)


def unreadable(mistakes: Sequence[ValidationResult], files: int) -> ValidationReport:
    """Give the report on documents that could not be read: nothing was validated, so nothing can be told."""
    return ValidationReport(None, "–", Checked(files=files), tuple(mistakes))


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
