"""The lines of a large N-Triples file that results are about, and where in it the results stand."""

from __future__ import annotations

from collections.abc import Sequence

from triagraph.formats import NTRIPLES
from triagraph.parser import Document, parse
from triagraph.report import ValidationResult
from triagraph.validation.pages import Pages
from triagraph.validation.places import located, located_in_lines
from triagraph.validation.reading import ReadDocument


class Excerpt:
    """The lines of a file that are about some nodes, with their numbers.

    Args:
        pages: the file.
        nodes: the nodes, in N-Triples syntax.
    """

    def __init__(self, pages: Pages, nodes: set[str]) -> None:
        self._pages = pages
        self._lines = dict(pages.lines_about({node.encode() for node in nodes}))
        self.name = pages.file.name
        self.subjects = {line.partition(b" ")[0].decode() for line in self._lines.values()}

    def add_mentions(self, nodes: set[str]) -> None:
        """Add the first lines that mention nodes which nothing is said about."""
        self._lines.update(self._pages.lines_mentioning({node.encode() for node in nodes}))

    def lines(self) -> list[tuple[int, bytes]]:
        """Give the lines in order, each with its number."""
        return sorted(self._lines.items())

    def document(self) -> ReadDocument:
        """Give the lines as a document."""
        numbers = sorted(self._lines)
        document = Document(self.name, b"".join(self._lines[each] + b"\n" for each in numbers), NTRIPLES)
        return ReadDocument(document, tuple(parse(document)), numbers)


def placed(results: Sequence[ValidationResult], excerpts: Sequence[Excerpt], base: str) -> Sequence[ValidationResult]:
    """Give results with their places; a file of one name has one excerpt."""
    lines = [(excerpt.name, excerpt.lines()) for excerpt in excerpts]
    if any(b"\\" in line for _, some in lines for _, line in some) or any(
        "\\" in (each.value or "") for each in results
    ):
        return located(results, [excerpt.document() for excerpt in excerpts], base)
    return located_in_lines(results, lines)
