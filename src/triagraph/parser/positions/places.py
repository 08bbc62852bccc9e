"""Places in a text: character offsets, and the lines and columns that a reader counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from triagraph.parser.document import Document

#: Where subject, predicate and object of one statement begin, counted in characters from the start of the text.
Offsets = tuple[int, int, int]

_LINE_END: Final = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Position:
    """A place that counts from 1, its column in characters; a column of None says that only the line is known."""

    line: int
    column: int | None = None


@dataclass(frozen=True, slots=True)
class StatementPosition:
    """Where the three tokens of a statement begin."""

    subject: Position
    predicate: Position
    object: Position


class MisreadError(Exception):
    """The text says something other than the quads that came out of it: its offsets cannot be trusted."""


def text_of(document: Document) -> str:
    """Give the characters of a document; columns count them."""
    return document.data.decode("utf-8", "replace")


class Lines:
    """The beginnings of a text's lines; a line ends with a line feed."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text) + 1]

    def position(self, offset: int) -> Position:
        """Give line and column of a character."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def statement(self, offsets: Offsets) -> StatementPosition:
        """Give lines and columns of a statement."""
        subject, predicate, value = offsets
        line = bisect_right(self._starts, subject)
        before, end = self._starts[line - 1] - 1, self._starts[line]
        if before < predicate < end and before < value < end:
            return StatementPosition(
                Position(line, subject - before), Position(line, predicate - before), Position(line, value - before)
            )
        return StatementPosition(Position(line, subject - before), self.position(predicate), self.position(value))
