"""Files that are read by their descriptors, from the beginning as often as need be, gzipped or not."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, ClassVar, Final, Protocol, cast

from triagraph.formats import NTRIPLES
from triagraph.parser.document import GZIP
from triagraph.sandbox.targets import LARGEST, most_unpacked
from triagraph.validation.plain import chunks

_PIECE: Final = 1 << 20


class Reader(Protocol):
    """Reads a file from its beginning, whoever else reads it."""

    def read(self, size: int) -> bytes:
        """Give the next bytes, fewer only at the end."""
        ...

    def between(self, start: int, end: int) -> bytes:
        """Give the bytes at some places; places are asked for in their order, and not after `read`."""
        ...


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file by its descriptor; it can be read any number of times."""

    name: str
    number: int
    #: Where there is one, it is read in full.
    may_have_blank_nodes: ClassVar[bool] = False

    def reader(self) -> Reader:
        """Give what reads it, unpacked. What is damaged or unpacks to too much raises OSError."""
        plain = _Plain(self.number)
        return _Unpacked(self.number) if plain.between(0, len(GZIP)) == GZIP else plain

    def pieces(self) -> Iterator[bytes]:
        """Give its bytes, unpacked."""
        return iter(partial(self.reader().read, _PIECE), b"")

    def chunks(self) -> Iterator[bytes]:
        """Give its lines, many at a time."""
        return chunks(self.reader().read)

    @property
    def size(self) -> int:
        """How many bytes it has, as it is."""
        return os.fstat(self.number).st_size

    def open(self) -> None:
        """Do nothing: it is read when it is looked through."""

    def stop(self) -> None:
        """Do nothing: nobody waits for it."""

    def in_full(self) -> list[Any]:
        """Give it as `Ground.validate` takes it."""
        return [self.name, NTRIPLES.name, b"".join(iter(partial(_Plain(self.number).read, _PIECE), b""))]


class _Plain:
    def __init__(self, number: int) -> None:
        self._number = number
        self._offset = 0

    def read(self, size: int) -> bytes:
        piece = os.pread(self._number, size, self._offset)
        self._offset += len(piece)
        return piece

    def between(self, start: int, end: int) -> bytes:
        return os.pread(self._number, end - start, start)


class _Unpacked:
    def __init__(self, number: int) -> None:
        self._file = gzip.GzipFile(fileobj=cast("IO[bytes]", _Plain(number)))  # it asks for no more than `read`
        self._left = most_unpacked(os.fstat(number).st_size, LARGEST)
        self._offset = 0

    def read(self, size: int) -> bytes:
        try:
            piece = self._file.read(size)
        except (EOFError, zlib.error) as error:
            raise gzip.BadGzipFile(str(error)) from error
        self._offset += len(piece)
        if self._offset > self._left:
            raise gzip.BadGzipFile("it unpacks to too much")
        return piece

    def between(self, start: int, end: int) -> bytes:
        while self._offset < start:
            self.read(min(_PIECE, start - self._offset))
        return self.read(end - start)
