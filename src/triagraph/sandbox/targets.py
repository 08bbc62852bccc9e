"""What is run in a worker: functions that take and return JSON-able values and bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pyoxigraph import RdfFormat, serialize

from triagraph.errors import InputError, Location
from triagraph.formats import syntax_of
from triagraph.language import Text
from triagraph.parser import parse
from triagraph.parser.document import GZIP, Document, document_of, unpacked
from triagraph.parser.early import read_early
from triagraph.parser.screen import check_text, screened
from triagraph.sandbox.blanknodes import check_blank_nodes

#: The largest input, unpacked, that is looked at where the caller names none.
LARGEST: Final = 512 << 20
#: A gzipped file may become so many times as large; RDF becomes 10 to 30 times as large. Small ones may become this large.
_RATIO: Final = 50
_SMALL: Final = 64 << 20


def nothing() -> None:
    """Do nothing: what a worker is, without work."""


def document_parser() -> Callable[..., dict[str, Any]]:
    """Give `parse_document`, with all that it reads from our own files already read: call it with `setup={}`."""
    read_early()
    return parse_document


def parse_document(  # noqa: PLR0913 - what a caller may say about an input, each by name
    name: str,
    data: bytes,
    *,
    syntax: str | None = None,
    base: str | None = None,
    graph: str | None = None,
    largest: int = LARGEST,
    canonical: bool = False,
) -> dict[str, Any]:
    """Parse and screen a document of a stranger.

    Args:
        name: the file's name, for messages, and for the syntax where `syntax` says none.
        data: its bytes, gzipped or not.
        syntax: the name of the syntax.
        base: the IRI that relative IRIs are resolved against.
        graph: the named graph for what the document puts into the default graph.
        largest: how many bytes it may have, unpacked.
        canonical: refuse blank nodes that could not be named canonically in reasonable time.

    Returns:
        `nquads`, the statements in the order in which they are written, as N-Quads in UTF-8; `statements`, their number.

    Raises:
        InputError: the syntax is unknown, or the document is too large.
        ParseError: there is a mistake in it, or something that is not taken from strangers.
    """
    document = received(name, data, syntax, largest)
    check_text(document)
    quads = screened(parse(document, base=base, graph=graph, same_labels=False), document)
    if canonical:
        quads = check_blank_nodes(quads, name)
    nquads = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return {"statements": nquads.count(b"\n"), "nquads": nquads}


def received(name: str, data: bytes, syntax: str | None, largest: int) -> Document:
    """Make a document of the bytes of a file, unpacking it if it is gzipped.

    Raises:
        InputError: the syntax is unknown, or there are more than `largest` bytes.
        ParseError: the gzip file is damaged or cut off, or the bytes are not UTF-8.
    """
    found = syntax_of(name, syntax)
    if data.startswith(GZIP):
        largest = most_unpacked(len(data), largest)
        data = unpacked(data, name, largest)
    if len(data) > largest:
        size = largest >> 20
        raise InputError(
            Text(f"Die Datei ist größer als {size} MiB.", f"The file is larger than {size} MiB."),
            hint=Text("Die Datei in kleinere teilen.", "split the file into smaller ones."),
            location=Location(name),
        )
    return document_of(name, data, found)


def most_unpacked(size: int, largest: int) -> int:
    """Give how many bytes a gzipped file of some bytes may become."""
    return min(largest, max(_SMALL, size * _RATIO))
