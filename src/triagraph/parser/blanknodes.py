"""Blank nodes get labels by the content of their document and the order in which they stand there.

So what is written of an input has the same bytes each time. Documents of the same content share their blank nodes, which
says nothing new: a graph with a copy of itself is equivalent to the graph alone (https://www.w3.org/TR/rdf11-mt/#semantic-conditions-for-blank-nodes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from triagraph.formats import JSONLD, NQUADS, NTRIPLES, TRIG, TURTLE
from triagraph.parser.document import Document

try:
    from _blake2 import blake2b  # as hashlib has it; hashlib itself loads OpenSSL, which takes 4 MB
except ImportError:
    from hashlib import blake2b

#: What stands where there is a blank node, in syntaxes that name it and in those that may write it without a name.
_LINES: Final = re.compile(rb"_:")
_TERSE: Final = re.compile(rb"_:|\[|\(|<<|\{\||~")
#: Where a syntax is not named here, there may always be one.
_SIGNS: Final = {NTRIPLES.name: _LINES, NQUADS.name: _LINES, TURTLE.name: _TERSE, TRIG.name: _TERSE}
#: What a line can be cleared of before signs are looked for: texts and IRIs of this line, and a comment.
_NO_SIGN: Final = re.compile(rb""""(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|<[^<>"{}|^`\\\x00-\x20]*>|#[^\r\n]*""")
#: What then says that a line was not understood: an end of a text is missing, or escaped outside of one.
_UNCLEAR: Final = re.compile(rb"[\"'\\]")
_LONG_TEXTS: Final = (b'"""', b"'''")
#: Longer lines are not looked into.
_LONGEST: Final = 10_000
#: Statements about statements are looked into so far: each level is made anew for each that is looked at, and `screen` allows fewer.
_DEEPEST: Final = 16
_PLAIN: Final = frozenset({(NamedNode, NamedNode), (NamedNode, Literal)})


def with_own_labels(quads: Iterable[Quad], document: Document, base: str | None = None) -> Iterator[Quad]:
    """Give the quads of a document with labels of blank nodes that no document of another content has.

    Where the quads raise an error and go on after it, so does what is given.
    """
    return map(_Labels(document, base).quad, quads) if may_have_blank_nodes(document) else iter(quads)


def may_have_blank_nodes(document: Document) -> bool:
    """Tell whether a document may have a blank node; False where none can be in it, however its texts look."""
    sign, data = _SIGNS.get(document.syntax.name), document.data
    if sign is None:
        return True
    several_lines = any(mark in data for mark in _LONG_TEXTS)
    done = 0
    for found in sign.finditer(data):
        if several_lines:
            return True
        if found.start() >= done:
            end = data.find(b"\n", found.end())
            done = end if end >= 0 else len(data)
            if _stands(sign, data[data.rfind(b"\n", 0, found.start()) + 1 : done]):
                return True
    return False


def _stands(sign: re.Pattern[bytes], line: bytes) -> bool:
    """Tell whether a sign stands in a line outside of texts, IRIs and a comment, or may do so."""
    rest = _NO_SIGN.sub(b" ", line) if len(line) <= _LONGEST else line
    return sign.search(rest) is not None or _UNCLEAR.search(rest) is not None


class _Labels:
    """Blank nodes as the parser calls them, and as we do."""

    def __init__(self, document: Document, base: str | None) -> None:
        key = blake2b((base or "").encode()).digest()
        self._stem = f"b{blake2b(document.data, digest_size=8, key=key).hexdigest()}n"
        self._has_graphs = document.syntax.has_graphs or document.syntax is JSONLD
        self._known: dict[BlankNode, BlankNode] = {}

    def quad(self, quad: Quad) -> Quad:
        """Give a quad with our labels."""
        # Each part that is looked at is made for it, so that none is looked at twice.
        subject, value = quad.subject, quad.object
        plain = (type(subject), type(value)) in _PLAIN
        if self._has_graphs:
            graph = quad.graph_name
            if plain and type(graph) is not BlankNode:
                return quad
            return Quad(self._term(subject), quad.predicate, self._term(value), self._term(graph))
        return quad if plain else Quad(self._term(subject), quad.predicate, self._term(value))

    def _term(self, term: Any, depth: int = 0) -> Any:
        if type(term) is Triple:
            if depth == _DEEPEST:
                return term
            return Triple(self._term(term.subject, depth + 1), term.predicate, self._term(term.object, depth + 1))
        if type(term) is not BlankNode:
            return term
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = BlankNode(f"{self._stem}{len(self._known) + 1}")
        return known
