"""Where the lines about a node stand in a large N-Triples file, without having kept the lines.

Lines about one node mostly stand together. Of each such run is kept where it begins and a part of the hash of its subject:
six bytes, in place of the hundreds that the lines have.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from triagraph.formats import NTRIPLES
from triagraph.parser import Document, parse
from triagraph.validation.files import OpenFile
from triagraph.validation.reading import ReadDocument

#: Lines of one subject, one after the other.
_RUN: Final = re.compile(rb"(<[^>\n]*+>) [^\n]*+\n(?:\1 [^\n]*+\n)*+")
#: Of the hash of a subject so much is kept; what is found with it is looked at again.
_PART: Final = 0xFFFF
_WORD: Final = 0xFFFFFFFF


class Pages:
    """A file in pieces of whole lines ("pages"), to be told one after the other; what is found in it is read again.

    What is not written as usual, with one blank behind the subject, is not found.
    """

    def __init__(self, file: OpenFile) -> None:
        self.file = file
        #: Where each page begins and the last one ends: by bytes, by lines, by runs.
        self._bytes, self._lines, self._runs = [0], [0], [0]
        #: Of each run, where in its page it begins, and part of the hash of its subject.
        self._starts = array("I")
        self._hashes = array("H")

    def add(self, page: bytes, lines: int) -> None:
        """Note where the lines of a page stand, and how many they are."""
        starts, hashes, part = self._starts.append, self._hashes.append, _PART
        for run in _RUN.finditer(page):
            starts(run.start())
            hashes(hash(run[1]) & part)
        self._bytes.append(self._bytes[-1] + len(page))
        self._lines.append(self._lines[-1] + lines)
        self._runs.append(len(self._hashes))

    def lines_about(self, nodes: Collection[bytes]) -> Iterator[tuple[int, bytes]]:
        """Give the lines with one of some nodes as subject, in order, each with its number, from 1."""
        hashes = {hash(node) & _PART for node in nodes}
        runs = [number for number, each in enumerate(self._hashes) if each in hashes]
        reader = self.file.reader()
        place = 0
        for page, after in enumerate(self._runs[1:]):
            until = bisect_left(runs, after, place)
            if until > place:
                text = reader.between(self._bytes[page], self._bytes[page + 1])
                yield from self._lines_of(page, text, runs[place:until], nodes)
            place = until

    def _lines_of(
        self, page: int, text: bytes, runs: Collection[int], nodes: Collection[bytes]
    ) -> Iterator[tuple[int, bytes]]:
        """Give the lines of some runs of a page, if they are about the nodes."""
        line, counted = self._lines[page] + 1, 0
        for run in runs:
            start = self._starts[run]
            if text[start : text.find(b" ", start)] in nodes:
                end = self._starts[run + 1] if run + 1 < self._runs[page + 1] else len(text)
                line += text.count(b"\n", counted, start)
                counted = start
                yield from enumerate(text[start : end - 1].split(b"\n"), line)

    def excerpt(self, nodes: set[str]) -> Excerpt:
        """Give the lines about some nodes, in N-Triples syntax."""
        return Excerpt(self, nodes)


class Excerpt:
    """The lines of a file that are about some nodes, with their numbers."""

    def __init__(self, pages: Pages, nodes: Iterable[str]) -> None:
        self._pages = pages
        self._lines = dict(pages.lines_about({node.encode() for node in nodes}))
        self.name = pages.file.name
        self.subjects = {line.partition(b" ")[0].decode() for line in self._lines.values()}

    def add_mentions(self, nodes: Iterable[str]) -> None:
        """Add the first lines that mention nodes which nothing is said about."""
        wanted = {node.encode() for node in nodes}
        self._lines.update(first_mentions(self._pages.file.chunks(), wanted) if wanted else ())

    def lines(self) -> list[tuple[int, bytes]]:
        """Give the lines in order, each with its number."""
        return sorted(self._lines.items())

    def document(self) -> ReadDocument:
        """Give the lines as a document."""
        numbers = sorted(self._lines)
        document = Document(self.name, b"".join(self._lines[each] + b"\n" for each in numbers), NTRIPLES)
        return ReadDocument(document, tuple(parse(document)), numbers)


class Runs:
    """Which lines are about which subjects, by their numbers from 0; more may be given than are."""

    def __init__(self) -> None:
        #: Of each run, its first line, and part of the hash of its subject; and how many lines there are.
        self._first = array("I")
        self._hashes = array("I")
        self._lines = 0

    def add(self, page: bytes, lines: int) -> None:
        """Note the lines of a page, and how many they are."""
        line, counted = self._lines, 0
        first, hashes = self._first.append, self._hashes.append
        for run in _RUN.finditer(page):
            line += page.count(b"\n", counted, run.start())
            counted = run.start()
            first(line)
            hashes(hash(run[1]) & _WORD)
        self._lines += lines

    def about(self, nodes: Iterable[bytes]) -> Iterator[tuple[int, int]]:
        """Give the first line of each run about some nodes, and the first one behind it."""
        hashes = {hash(node) & _WORD for node in nodes}
        for number, each in enumerate(self._hashes):
            if each in hashes:
                yield self._first[number], self._first[number + 1] if number + 1 < len(self._first) else self._lines


def first_mentions(pages: Iterable[bytes], nodes: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the first line that has each of some nodes as object or predicate, with its number from 1."""
    missing = set(nodes)
    number = 0
    for page in pages:
        for line in page.split(b"\n")[:-1]:
            number += 1
            _, predicate, rest = line.split(b" ", 2)
            for node in (rest[:-2], predicate):
                if node in missing:
                    missing.remove(node)
                    yield number, line
        if not missing:
            return
