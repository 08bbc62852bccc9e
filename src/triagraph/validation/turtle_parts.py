"""The parts of a large Turtle file that results are about, as a document of their own with the line numbers of the file."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from triagraph.errors import ParseError
from triagraph.formats import TURTLE
from triagraph.parser import Document, parse
from triagraph.validation.pages import Runs, first_mentions
from triagraph.validation.plain import NotPlainError
from triagraph.validation.reading import ReadDocument

#: What may change how later parts are read stands in a part with one of these words, in letters of any case.
_DIRECTIVES: Final = (b"prefix", b"base", b"version")


class Cuts(NamedTuple):
    """Where each part of a file begins and the last one ends, in bytes, and how many statements are complete there."""

    offsets: array[int]
    statements: array[int]


class TurtleParts:
    """A Turtle file in parts.

    Args:
        document: the file.
        base: the IRI that relative IRIs are resolved against.
        runs: which of its statements are about which subjects.
        cuts: where its parts begin and end.
        pieces: gives its statements as lines, in pieces, once more.
    """

    def __init__(
        self, document: Document, base: str, runs: Runs, cuts: Cuts, pieces: Callable[[], Iterable[bytes]]
    ) -> None:
        self.name = document.name
        self._base = base
        self._data = document.data
        self._runs = runs
        self._offsets, self._statements = cuts
        self._pieces = pieces

    def excerpt(self, nodes: set[str]) -> TurtleExcerpt:
        """Give the parts that are about some nodes, in N-Triples syntax."""
        return TurtleExcerpt(self, nodes)

    def about(self, nodes: Iterable[str]) -> set[int]:
        """Give the numbers of the parts that have statements about some nodes; there may be more of them."""
        found: set[int] = set()
        for first, after in self._runs.about({node.encode() for node in nodes}):
            found.update(range(self._part(first), self._part(after - 1) + 1))
        return found

    def mentioning(self, nodes: Iterable[str]) -> set[int]:
        """Give the numbers of the parts that first mention some nodes."""
        wanted = {node.encode() for node in nodes}
        return {self._part(number - 1) for number, _ in first_mentions(self._pieces(), wanted)} if wanted else set()

    def _part(self, statement: int) -> int:
        return bisect_right(self._statements, statement) - 1

    def document(self, parts: set[int]) -> ReadDocument:
        """Give some parts as a document, with what tells how to read them.

        Raises:
            NotPlainError: read by themselves, they say something else.
        """
        pieces: list[bytes] = []
        numbers: list[int] = []
        line, counted, statements = 1, 0, 0
        for part in sorted(parts | self._with_directives()):
            start, end = self._offsets[part], self._offsets[part + 1]
            line += self._data.count(b"\n", counted, start)
            counted = start
            piece = self._data[start:end]
            pieces.append(piece)
            numbers.extend(range(line, line + piece.count(b"\n") + 1))
            if piece.endswith(b"\n"):
                numbers.pop()
            statements += self._statements[part + 1] - self._statements[part]
        document = Document(self.name, b"".join(pieces), TURTLE)
        try:
            quads = tuple(parse(document, base=self._base))
        except ParseError as error:
            raise NotPlainError from error
        if len(quads) != statements:
            raise NotPlainError
        return ReadDocument(document, quads, numbers)

    def _with_directives(self) -> set[int]:
        data = self._data.lower()
        return {
            bisect_right(self._offsets, place) - 1
            for word in _DIRECTIVES
            for place in _places(data, word)
            if not data[place - 1 : place].isalnum() and not data[place + len(word) : place + len(word) + 1].isalnum()
        }


class TurtleExcerpt:
    """The parts of a Turtle file that are about some nodes."""

    def __init__(self, parts: TurtleParts, nodes: Iterable[str]) -> None:
        self._parts = parts
        self._chosen = parts.about(nodes)
        self._document = parts.document(self._chosen)
        self.name = parts.name
        self.subjects = {str(quad.subject) for quad in self._document.quads}

    def add_mentions(self, nodes: Iterable[str]) -> None:
        """Add the parts that first mention nodes which nothing is said about."""
        added = self._parts.mentioning(nodes) - self._chosen
        if added:
            self._chosen |= added
            self._document = self._parts.document(self._chosen)

    def lines(self) -> None:
        """Give nothing: what it says does not stand in lines."""
        return

    def document(self) -> ReadDocument:
        """Give the parts as a document."""
        return self._document


def _places(data: bytes, word: bytes) -> Iterator[int]:
    place = data.find(word)
    while place >= 0:
        yield place
        place = data.find(word, place + 1)
