"""Blank nodes get labels by the content of their document and the order in which they stand there.

So what is written of an input has the same bytes each time. Documents of the same content share their blank nodes, which
says nothing new: a graph with a copy of itself is equivalent to the graph alone (https://www.w3.org/TR/rdf11-mt/#semantic-conditions-for-blank-nodes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from triagraph.formats import JSONLD, NQUADS, NTRIPLES, TRIG, TURTLE
from triagraph.parser.document import Document

try:
    from _blake2 import blake2b  # as hashlib has it; hashlib itself loads OpenSSL, which takes 4 MB
except ImportError:
    from hashlib import blake2b

_LINES: Final = (b"_:",)
_TERSE: Final = (b"_:", b"[", b"(", b"<<", b"{|", b"~")
#: What stands in a document that has a blank node; what is not named here may always have one.
_SIGNS: Final = {NTRIPLES.name: _LINES, NQUADS.name: _LINES, TURTLE.name: _TERSE, TRIG.name: _TERSE}
#: Statements about statements are looked into so far: each level is made anew for each that is looked at, and `screen` allows fewer.
_DEEPEST: Final = 16
_PLAIN: Final = frozenset({(NamedNode, NamedNode), (NamedNode, Literal)})


def with_own_labels(quads: Iterable[Quad], document: Document, base: str | None = None) -> Iterator[Quad]:
    """Give the quads of a document with labels of blank nodes that no document of another content has.

    Where the quads raise an error and go on after it, so does what is given.
    """
    signs = _SIGNS.get(document.syntax.name)
    if signs is not None and not any(sign in document.data for sign in signs):
        return iter(quads)
    return map(_Labels(document, base).quad, quads)


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
