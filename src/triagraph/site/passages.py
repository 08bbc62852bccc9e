"""The quotations of a source in the order of its text, divided among pages; the same in every language.

Links to a quotation must know its page before any page is written, so that the weight of a page is estimated here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from markupsafe import escape

from triagraph.namespaces import OA
from triagraph.site.graph import QUOTED, GraphIndex

#: What the quotations of one page may weigh, in bytes of HTML.
_HEAVIEST: Final = 44_000
_OF_A_QUOTATION: Final = 160
_OF_A_THING_CARRIED: Final = 190
_START: Final = f"{OA}start"
#: A place in a text; more digits than a number has for Python are none.
_PLACE: Final = re.compile(r"[0-9]{1,18}")


class Passages:
    """Finds the quotations of sources and the part of the source's pages on which each one stands."""

    def __init__(self, graph: GraphIndex) -> None:
        self._graph = graph
        self.parts = lru_cache(maxsize=1024)(self._parts)

    def part_of(self, quotation: str) -> int:
        """Give the number (from 0) of the page of its source on which a quotation stands."""
        source = next(iter(self._graph.iris(quotation, f"{OA}hasSource")), "")
        return next((number for number, part in enumerate(self.parts(source)) if quotation in part), 0)

    def _parts(self, source: str) -> tuple[tuple[str, ...], ...]:
        quotations = sorted(self._graph.subjects(f"{OA}hasSource", source), key=lambda iri: (self._position(iri), iri))
        parts: list[list[str]] = [[]]
        weight = 0
        for quotation in quotations:
            more = self._weight(quotation)
            if parts[-1] and weight + more > _HEAVIEST:
                parts.append([])
                weight = 0
            parts[-1].append(quotation)
            weight += more
        return tuple(tuple(part) for part in parts)

    def _weight(self, quotation: str) -> int:
        graph = self._graph
        words = (
            literal.value
            for selector in (quotation, *graph.iris(quotation, f"{OA}hasSelector"))
            for literal in graph.literals(selector, f"{OA}exact")
        )
        carried = len(graph.subjects(QUOTED, quotation))
        return _OF_A_QUOTATION + sum(len(escape(text).encode()) for text in words) + carried * _OF_A_THING_CARRIED

    def _position(self, quotation: str) -> int:
        starts = (
            literal.value
            for selector in self._graph.iris(quotation, f"{OA}hasSelector")
            for literal in self._graph.literals(selector, _START)
        )
        return min((int(start) for start in starts if _PLACE.fullmatch(start)), default=0)


def passages_stem(stem: str, part: int) -> str:
    """Name the page of a part (from 0) of a source's quotations; the first part stands on the source's own page."""
    return f"{stem}_quotations-{part + 1}" if part else stem
