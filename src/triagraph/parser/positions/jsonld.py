"""Say where each statement of a JSON-LD document stands: https://www.w3.org/TR/json-ld11-api/#expansion.

A document is walked in the order in which pyoxigraph gives its quads: a node's link to where it is used, its types, its
properties as they are written, its graph. Where pyoxigraph turns out to see something else, each quad is looked for by
what it says; in the worst case it stands at its subject's node object.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.parser.positions import json_text
from triagraph.parser.positions.json_context import Context
from triagraph.parser.positions.json_walk import Foretold, foretell
from triagraph.parser.positions.places import Offsets


def aligned(text: str, quads: Iterable[Quad], base: str | None) -> Iterator[tuple[Quad, Offsets | None]]:
    """Give each quad of a document with its place, or None."""
    all_quads = list(quads)
    foretold = list(foretell(json_text.read(text), Context(base)))
    if _is_foretold(all_quads, foretold):
        return zip(all_quads, (each.offsets for each in foretold), strict=True)
    search = _Search(foretold)
    in_order = foretold if len(foretold) == len(all_quads) else []
    return ((quad, search.place(quad, each)) for quad, each in zip_longest(all_quads, in_order))


def _is_foretold(quads: list[Quad], foretold: list[Foretold]) -> bool:
    """Tell whether quads are those that were foretold, one by one, generated blank nodes apart."""
    generated: dict[int, str] = {}

    def fits(key: str | int | None, term: Any) -> bool:
        if isinstance(key, int):
            return isinstance(term, BlankNode) and generated.setdefault(key, term.value) == term.value
        return key is None or key == _key(term)

    return all(
        quad is not None
        and each is not None
        and quad.predicate.value == each.predicate
        and isinstance(quad.object, Literal) == each.is_literal
        and fits(each.subject, quad.subject)
        and fits(each.object, quad.object)
        for quad, each in zip_longest(quads, foretold)
    )


def _key(term: Any) -> str:
    """Name a term as `Foretold` does."""
    return (
        str(term) if isinstance(term, BlankNode) else str(term.value) if isinstance(term, NamedNode | Literal) else ""
    )


class _Search:
    """Finds quads by what they say, each occurrence in its turn."""

    def __init__(self, foretold: Iterable[Foretold]) -> None:
        self._places: dict[tuple[str | None, str, str | None], deque[Offsets]] = defaultdict(deque)
        self._nodes: dict[str, int] = {}
        for each in foretold:
            subject = None if isinstance(each.subject, int) else each.subject
            value = None if isinstance(each.object, int) else each.object
            self._places[subject, each.predicate, value].append(each.offsets)
            if subject is not None:
                self._nodes.setdefault(subject, each.offsets[0])

    def place(self, quad: Quad, guess: Foretold | None) -> Offsets | None:
        """Find where a quad stands, or the node object of its subject, or nothing.

        Args:
            quad: what is looked for.
            guess: the statement of that number, where there are as many statements as quads.
        """
        subject, predicate, value = _key(quad.subject), quad.predicate.value, _key(quad.object)
        exact = self._take(subject, predicate, value)
        if exact is not None:
            return exact
        if guess is not None and guess.predicate == predicate:
            return guess.offsets
        node = self._nodes.get(subject)
        return (
            self._take(subject, predicate, None)
            or self._take(None, predicate, value)
            or (None if node is None else (node, node, node))
        )

    def _take(self, subject: str | None, predicate: str, value: str | None) -> Offsets | None:
        places = self._places.get((subject, predicate, value))
        if not places:
            return None
        return places.popleft() if len(places) > 1 else places[0]
