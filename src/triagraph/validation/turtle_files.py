"""Large Turtle files: their statements as lines of N-Triples, and the parts of the text that results are about.

The bytes of a file are kept, its statements are not. While they are read, it is noted after how many bytes how many
statements were complete, so that a part of the text can be read again by itself. A part ends with a line that ends with a
full stop and has no `#`: where no string goes over several lines, such a line ends a statement of the grammar.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import IO, Any, ClassVar, Final, cast

from pyoxigraph import Quad, RdfFormat, serialize
from pyoxigraph import parse as parse_rdf

from triagraph.errors import ParseError
from triagraph.formats import TURTLE
from triagraph.parser import Document, is_too_long
from triagraph.parser.screen import plainly_harmless
from triagraph.sandbox.targets import LARGEST, received
from triagraph.validation.belt import Belt
from triagraph.validation.files import OpenFile
from triagraph.validation.lines import LineScan
from triagraph.validation.pages import Runs
from triagraph.validation.plain import NotPlainError
from triagraph.validation.turtle_parts import Cuts, TurtleParts

#: So many statements are made at once (with thousands it takes twice as long), and so many bytes of lines are a piece.
_BATCH: Final = 256
_PIECE: Final = 1 << 20
#: The smallest part that is read by itself.
_PART: Final = 512
_END: Final = re.compile(rb"^[^#\n]*\.[ \t]*+\r?\n", re.MULTILINE)
#: The same where strings may go over several lines: all that can hide a full stop is stepped over.
_STATEMENTS: Final = re.compile(
    rb'(?:"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?:[^"\\]++|\\.)*+"'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''|'(?:[^'\\]++|\\.)*+'"
    rb"|<[^<>\s]*+>|#[^\n]*+|[^\"'<#.\\]++|\\.|<|\.(?![ \t]*+\r?\n))*+\.[ \t]*+\r?\n",
    re.DOTALL,
)
_LONG_STRINGS: Final = (b'"""', b"'''")
#: Lines are about so many times as long as what they come from.
_GROWTH: Final = 3


class TurtleFile:
    """A large Turtle file.

    Args:
        file: its bytes.
        base: the IRI that relative IRIs are resolved against.
    """

    #: They have labels that are others each time.
    may_have_blank_nodes: ClassVar[bool] = True

    def __init__(self, file: OpenFile, base: str) -> None:
        self.name = file.name
        self._file = file
        self._base = base
        self._document = Document(file.name, b"", TURTLE)
        self._belt = Belt()
        self._taken = False
        self._is_harmless = False

    @property
    def size(self) -> int:
        """About how many bytes its lines have."""
        return _GROWTH * self._file.size

    def in_full(self) -> list[Any]:
        """Give it as `Ground.validate` takes it."""
        name, _, data = self._file.in_full()
        return [name, TURTLE.name, data]

    def open(self) -> None:
        """Read the bytes.

        Raises:
            NotPlainError: there is a mistake.
        """
        _, name, data = self.in_full()
        try:
            self._document = received(self.name, data, name, LARGEST)
        except ParseError as error:
            raise NotPlainError from error
        self._is_harmless = plainly_harmless(self._document)

    def stop(self) -> None:
        """Let nobody wait for lines any more, and keep nothing."""
        self._belt.stop()
        self._document = Document(self.name, b"", TURTLE)

    def pieces(self) -> Iterator[bytes]:
        """Give the lines; the first time as another thread looks through them, so that they are made once."""
        first, self._taken = not self._taken, True
        return self._belt.take() if first else self._pages(_Reader(self._document.data))

    def looked_through(self, scan: LineScan) -> TurtleParts:
        """Look through the lines and hand them on.

        Raises:
            NotPlainError: the file has to be read in full.
        """
        reader, runs = _Reader(self._document.data), Runs()
        look = scan.look if self._is_harmless else partial(scan.feed, self.name)
        try:
            for page in self._pages(reader):
                self._belt.put(page)
                runs.add(page, look(page))
        finally:
            self._belt.end()
        return TurtleParts(self._document, self._base, runs, reader.cuts, self.pieces)

    def _pages(self, reader: _Reader) -> Iterator[bytes]:
        source = cast("IO[bytes]", reader)
        quads = parse_rdf(source, format=RdfFormat.TURTLE, base_iri=self._base, rename_blank_nodes=True)
        triples = reader.counted(quads)
        lines: list[bytes] = []
        size = 0
        try:
            while batch := list(islice(triples, _BATCH)):
                lines.append(serialize(batch, format=RdfFormat.N_TRIPLES) or b"")
                size += len(lines[-1])
                if size >= _PIECE:
                    yield b"".join(lines)
                    lines, size = [], 0
        except SyntaxError as error:
            raise NotPlainError from error
        except MemoryError as error:
            if is_too_long(error):
                raise NotPlainError from error
            raise
        yield b"".join(lines)


class _Reader:
    """Gives a parser the bytes of a file, one part after the other, and notes how many statements each of them completes.

    The parser asks for more when it has given all that it has.
    """

    def __init__(self, data: bytes) -> None:
        #: The parts that have been given.
        self.cuts = Cuts(array("Q", [0]), array("Q", [0]))
        self._data = data
        self._has_long_strings = any(quotes in data for quotes in _LONG_STRINGS)
        self._place = self._end = self._given = 0

    def counted(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Give quads, and count them; the last one may be complete only where the file is known to end."""
        for quad in quads:
            self._given += 1
            yield quad
        self.cuts.statements[-1] = self._given

    def read(self, size: int = -1) -> bytes:
        """Give the rest of a part, or the next part."""
        if self._place == self._end:
            if self._end > self.cuts.offsets[-1]:
                self.cuts.offsets.append(self._end)
                self.cuts.statements.append(self._given)
            self._end = self._next_end()
        end = self._end if size < 0 else min(self._end, self._place + size)
        piece = self._data[self._place : end]
        self._place = end
        return piece

    def _next_end(self) -> int:
        if not self._has_long_strings:
            found = _END.search(self._data, self._end + _PART)
            return len(self._data) if found is None else found.end()
        end = self._end
        while end < self._end + _PART:
            found = _STATEMENTS.match(self._data, end)
            if found is None:
                return len(self._data)
            end = found.end()
        return end
