"""Read files of any size, statement by statement: what is read is not kept."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph as ox

from triagraph.errors import InputError, Location, ParseError, system_reason
from triagraph.formats import JSONLD, NTRIPLES, RDFXML, TURTLE, Syntax, syntax_of
from triagraph.language import Text
from triagraph.parser import Document, engine_format, parse, read_document
from triagraph.parser.document import read_bytes

_GZIP: Final = b"\x1f\x8b"
_BOM: Final = b"\xef\xbb\xbf"


def read_quads(path: Path, *, base: str | None) -> Iterator[ox.Quad]:
    """Give the quads of a file, gzipped or not.

    JSON-LD and RDF/XML are read as a whole, because they are looked through first; the others are not.

    Raises:
        InputError: the file cannot be read, or its name does not tell its syntax.
        ParseError: at the first mistake.
    """
    if path.is_dir() or not (path.exists() or str(path) == "-"):
        read_bytes(path)  # says what is wrong, whatever the name is like
    if not path.is_file() or syntax_of(path.name) in {JSONLD, RDFXML}:
        yield from parse(read_document(path), base=base)
        return
    syntax = syntax_of(path.name)
    with _told(path, syntax), ExitStack() as stack:
        yield from ox.parse(_opened(path, stack), format=engine_format(syntax), base_iri=base, rename_blank_nodes=True)


def load_file(store: ox.Store, path: Path, *, base: str | None) -> bool:
    """Let a store read a file by itself, into its default graph, if its syntax has no named graphs; tell whether it did.

    Raises:
        InputError: see `read_quads`.
        ParseError: at the first mistake; the store then holds a part of the file.
    """
    if not path.is_file() or syntax_of(path.name) not in {NTRIPLES, TURTLE}:
        return False
    syntax = syntax_of(path.name)
    with _told(path, syntax), ExitStack() as stack:
        if _is_as_written(path):
            store.bulk_load(path=path, format=engine_format(syntax), base_iri=base)  # quicker than by our own hands
        else:
            store.bulk_load(_opened(path, stack), format=engine_format(syntax), base_iri=base)
    return True


def _is_as_written(path: Path) -> bool:
    """Tell whether a file is neither gzipped nor begins with a byte order mark."""
    with path.open("rb") as file:
        return not file.read(3).startswith((_GZIP, _BOM))


@contextmanager
def _told(path: Path, syntax: Syntax) -> Iterator[None]:
    """Say what is wrong with a file that is being read."""
    try:
        yield
    except (SyntaxError, MemoryError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _explained(error, path, syntax) from error
    except OSError as error:
        reason = system_reason(error)
        raise InputError(
            Text(f"`{path}` lässt sich nicht lesen: {reason.de}.", f"`{path}` cannot be read: {reason.en}.")
        ) from error


def _opened(path: Path, stack: ExitStack) -> IO[bytes]:
    file: Any = stack.enter_context(path.open("rb"))
    if file.peek(2)[:2] == _GZIP:
        file = stack.enter_context(gzip.GzipFile(fileobj=file))
    if file.peek(3)[:3] == _BOM:
        file.read(3)
    return file  # type: ignore[no-any-return]  # a buffered or a gzip reader


def _explained(error: Exception, path: Path, syntax: Syntax) -> ParseError:
    if isinstance(error, SyntaxError):
        from triagraph.parser.mistakes import explain

        return explain(error, Document(str(path), b"", syntax))
    if isinstance(error, MemoryError):
        message = Text("Ein einzelnes Literal ist größer als 16 MiB.", "A single literal is larger than 16 MiB.")
    else:
        message = Text("Die gzip-Datei ist beschädigt oder abgeschnitten.", "The gzip file is damaged or cut off.")
    return ParseError(message, location=Location(str(path)))
