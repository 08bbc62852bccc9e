"""Tell the lines of statements by feeding a document to the parser line by line: what is left when reading fails.

The parser asks for more bytes only when it cannot go on, so the line that it has last been given is the one on which a
statement became complete. A string without a suffix is complete only at the next token: it is looked for further back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final, cast

from pyoxigraph import Literal, Quad
from pyoxigraph import parse as parse_rdf

from triagraph.parser import engine_format
from triagraph.parser.document import Document

#: How many lines of comments and white space may follow a string.
_LINES_BACK: Final = 100


def line_numbers(document: Document, base: str | None) -> Iterator[int]:
    """Give the line of each quad of a document that has lines (not JSON-LD), in the order of the quads."""
    feeder = _Feeder([line + b"\n" for line in document.data.split(b"\n")])
    for quad in parse_rdf(cast("IO[bytes]", feeder), format=engine_format(document.syntax), base_iri=base):
        yield feeder.line_of(quad)


class _Feeder:
    """A file that gives a line at a time."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines
        self._rest = b""
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        """Give the rest of a line, or the next line."""
        if not self._rest and self._given < len(self._lines):
            self._rest = self._lines[self._given]
            self._given += 1
        size = len(self._rest) if size < 0 else size
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def line_of(self, quad: Quad) -> int:
        """Give the line on which a quad's object begins, as far as its text tells."""
        line = max(self._given, 1)
        parts = quad.object.value.encode().split(b"\n") if isinstance(quad.object, Literal) else []
        if not any(parts):
            return line
        for last in range(line, max(len(parts) - 1, line - len(parts) - _LINES_BACK), -1):
            if parts[-1] in self._lines[last - 1]:
                first = last - len(parts) + 1
                return first if parts[0] in self._lines[first - 1] else last
        return line
