"""Documents that are too large to be held in memory: are they the same, as sets of triples?

Each is read triple by triple, and all that is kept of it is how many there are and the sum of their hashes: whatever the order
in which they stand, the same triples have the same sum. Where two sums differ, or there are blank nodes, nothing is said: the
documents may still say the same, in other words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, Final

from pyoxigraph import Quad, RdfFormat, serialize
from pyoxigraph import parse as parse_rdf

from triagraph.errors import ParseError
from triagraph.formats import JSONLD, RDFXML, Syntax, syntax_of
from triagraph.parser import engine_format, parse
from triagraph.parser.document import Document, document_of
from triagraph.site.checking.reaching import Release

_AT_ONCE: Final = 2_000
#: Sums are kept below this.
_MODULUS: Final = 1 << 128
_DIGEST: Final = 16
#: How a large JSON-LD document of ours is written: the context, then a list of nodes, each with this indentation.
_LIST: Final = b'  "@graph": [\n'
_NODE, _NODE_END, _LAST_END, _END = b"    {\n", b"    },\n", b"    }\n", b"  ]\n}\n"


class _NotSo(Exception):  # noqa: N818 - no error: only the way of reading does not fit
    """The document is not one that can be read this way."""


def say_the_same(release: Release, paths: list[str]) -> bool:
    """Tell that documents have the same triples; False says nothing."""
    try:
        return len({_sum(release, path) for path in paths}) == 1
    except (
        _NotSo,
        ParseError,
        SyntaxError,
        ValueError,
        OSError,
        MemoryError,
    ):  # whoever reads them one by one says why
        return False


def _sum(release: Release, path: str) -> tuple[int, int]:
    opened = release.place.open(path)
    if opened is None:
        raise _NotSo
    syntax = syntax_of(path)
    with opened:
        if syntax is JSONLD:
            quads = _nodes(path, opened, release.base or None)
        elif syntax is RDFXML:
            quads = parse(document_of(path, opened.read(), RDFXML), base=release.base or None)
        else:
            quads = _streamed(opened, syntax, release.base or None)
        return _summed(quads)


def _streamed(opened: BinaryIO, syntax: Syntax, base: str | None) -> Iterator[Quad]:
    yield from parse_rdf(opened, format=engine_format(syntax), base_iri=base)


def _summed(quads: Iterable[Quad]) -> tuple[int, int]:
    """Count triples, and add up their hashes."""
    quads, count, total = iter(quads), 0, 0
    while some := list(islice(quads, _AT_ONCE)):
        lines = (serialize(some, format=RdfFormat.N_QUADS) or b"").splitlines()
        for line in lines:
            if line.startswith(b"_:") or b" _:" in line:
                raise _NotSo
            total += int.from_bytes(hashlib.blake2b(line, digest_size=_DIGEST).digest(), "big")
        count += len(lines)
    return count, total % _MODULUS


def _nodes(path: str, opened: BinaryIO, base: str | None) -> Iterator[Quad]:
    """Read a JSON-LD document some nodes at a time, each time with its context."""
    head = _until(opened, _LIST)
    context = json.loads(head.removesuffix(_LIST).rstrip().rstrip(b",") + b"}")
    if list(context) != ["@context"]:
        raise _NotSo
    pieces: list[bytes] = []
    while (line := opened.readline()) == _NODE:
        node = [line]
        while (line := opened.readline()) not in {_NODE_END, _LAST_END}:
            if not line.startswith(b"      "):
                raise _NotSo
            node.append(line)
        pieces += [*node, line]
        if line == _LAST_END or len(pieces) > _AT_ONCE:
            yield from _piece(path, head, pieces, base)
            pieces = []
        if line == _LAST_END:
            break
    if pieces or line != _LAST_END or opened.read(len(_END) + 1) != _END:
        raise _NotSo


def _piece(path: str, head: bytes, nodes: list[bytes], base: str | None) -> Iterator[Quad]:
    whole = Document(path, b"".join([head, *nodes[:-1], _LAST_END, _END]), JSONLD)
    yield from parse(whole, base=base, same_labels=False)


def _until(opened: BinaryIO, last: bytes) -> bytes:
    lines: list[bytes] = []
    while not lines or lines[-1] != last:
        line = opened.readline()
        if not line:
            raise _NotSo
        lines.append(line)
    return b"".join(lines)
