"""Lines of N-Triples as bytes: told to be plain, or written anew as https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples.

Plain is what is in canonical form, has no escape and no blank node, and is harmless besides (`triagraph.parser.screen`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize

from triagraph.errors import ParseError
from triagraph.formats import NTRIPLES
from triagraph.parser.document import Document
from triagraph.parser.screen import plainly_harmless, screened

#: What stands between and in terms and could end one, or means something there. All other bytes are taken away before
#: lines are looked at, which is four times as quick. Where such a byte stands outside a term, the engine finds the mistake.
_TELLING: Final = b'<>" \\^@.#{}|`' + bytes((*range(0x20), *range(0x7F, 0x100)))
_OTHERS: Final = bytes(byte for byte in range(0x100) if byte not in _TELLING)
_SHAPE: Final = re.compile(
    rb"(?:%b %b (?:%b|\"[^\"\\\x00-\x1f\x7f]*+\"(?:@|\^\^%b)?+) \.\n)*+" % ((rb"<[.#\x80-\xff]*+>",) * 4)
)
#: A literal with a datatype, how long one may be, and what a number with an exponent looks like.
_TYPED: Final = re.compile(rb'"([^"]*+)"\^\^<')
_SHORT: Final = 250
_EXPONENT: Final = re.compile(rb"[0-9.][Ee]")
_CAPITAL_TAG: Final = re.compile(rb'"@[a-z0-9-]*[A-Z]')
_NONCHARACTER: Final = b"\xef\xbf"
#: The datatype that is not written: with it and without it, a literal is the same.
_UNWRITTEN: Final = b"XMLSchema#string>"
#: Lines in canonical form; an IRI with an escape, and a blank node, are not of it.
_IRI: Final = rb'<[^<>"{}|^`\\\x00-\x20]++>'
_CANONICAL: Final = re.compile(
    rb"(?:%b %b (?:%b|\"(?:[^\"\\\r\n]++|\\.)*+\"(?:@[a-z0-9-]++|\^\^%b)?+) \.\n)*+" % ((_IRI,) * 4)
)
_LONGEST: Final = 8 << 20


class NotPlainError(Exception):
    """The document has to be read in full."""


def canonical(name: str, chunk: bytes) -> bytes:
    """Give whole lines in canonical form: as they are, if they are plain.

    Raises:
        NotPlainError: there is a mistake, something that is not taken from strangers, a blank node, or something else that
            changes when it is written anew.
    """
    if _is_plain(chunk):
        return chunk
    _check(name, chunk)
    return _written_anew(chunk)


def _is_plain(chunk: bytes) -> bool:
    """Tell whether lines are plain, unless they have a mistake that the engine finds."""
    shape = chunk.translate(None, _OTHERS)
    return (
        _SHAPE.fullmatch(shape) is not None
        and chunk.count(b"<http") == shape.count(b"<")
        and _CAPITAL_TAG.search(chunk) is None
        and _UNWRITTEN not in chunk
        and _has_short_values(chunk)
        and (chunk.isascii() or _is_text(chunk))
    )


def _has_short_values(chunk: bytes) -> bool:
    """Tell whether all literals with a datatype are short, and no number among them has an exponent."""
    values = _TYPED.findall(chunk)
    return not values or (max(map(len, values)) <= _SHORT and _EXPONENT.search(b" ".join(values)) is None)


def _is_text(chunk: bytes) -> bool:
    """Tell whether bytes are UTF-8 without characters that are none."""
    try:
        chunk.decode()
    except UnicodeDecodeError as error:
        raise NotPlainError from error
    return _NONCHARACTER not in chunk


def _check(name: str, chunk: bytes) -> None:
    """Do what is done with each document of a stranger, on some lines of it."""
    document = Document(name, chunk, NTRIPLES)
    try:
        chunk.decode()
        if b"\0" in chunk:
            raise NotPlainError
        if not plainly_harmless(document):
            for _ in screened(parse(chunk, format=RdfFormat.N_TRIPLES), document):
                continue
    except (UnicodeDecodeError, ParseError, SyntaxError) as error:
        raise NotPlainError from error


def _written_anew(chunk: bytes) -> bytes:
    if _CAPITAL_TAG.search(chunk) is not None:
        raise NotPlainError
    try:
        written = serialize(parse(chunk, format=RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES) or b""
    except (SyntaxError, ValueError) as error:
        raise NotPlainError from error
    if _CANONICAL.fullmatch(written) is None:
        raise NotPlainError
    return written


def chunks(read: Callable[[int], bytes], size: int = 1 << 20) -> Iterator[bytes]:
    """Give what is read in pieces of whole lines; the last line gets an end if it has none."""
    rest = b""
    while piece := read(size):
        end = piece.rfind(b"\n") + 1
        if not end:
            rest += piece
            if len(rest) > _LONGEST:
                raise NotPlainError
            continue
        yield rest + piece[:end]
        rest = piece[end:]
    if rest:
        yield rest + b"\n"
