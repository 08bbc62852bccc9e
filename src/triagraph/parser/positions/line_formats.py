"""Say where each statement of an N-Triples or N-Quads document stands: https://www.w3.org/TR/n-triples/#n-triples-grammar.

A statement is a line, so only its three beginnings are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Quad

from triagraph.parser.positions.agreement import agreed as agreed_in_full
from triagraph.parser.positions.places import MisreadError, Offsets, Position, StatementPosition

_LINE: Final = re.compile(
    r"[ \t]*+(?:(?P<subject><[^>\r\n]*+>|_:[^\s<]++)[ \t]*+(?P<predicate><[^>\r\n]*+>)[ \t]*+(?P<object>[^\s#])[^\r\n]*+"
    r"|(?:#[^\r\n]*+)?+)(?:[\r\n]++|(?P<end>\Z)|(?P<bad>.))"
)
_SUBJECT, _PREDICATE, _OBJECT, _END, _BAD = 1, 2, 3, 4, 5


def statements(text: str) -> Iterator[Offsets]:
    """Give the offsets of all statements of a document that pyoxigraph accepts.

    Raises:
        MisreadError: a line is neither a statement nor a comment.
    """
    for match in _LINE.finditer(text):
        start = match.start
        if start(_OBJECT) >= 0:
            yield start(_SUBJECT), start(_PREDICATE), start(_OBJECT)
        if match.lastindex == _BAD:
            raise MisreadError


def agreed(text: str, offsets: Offsets, quad: Quad) -> Offsets | None:
    """Give the offsets if the quad can come from that line, else None; a predicate written without escapes is enough."""
    if text.startswith(quad.predicate.value, offsets[1] + 1):
        return offsets
    return agreed_in_full(text, offsets, quad)


def found(text: str, quads: Sequence[Quad], numbers: Iterable[int]) -> dict[int, StatementPosition] | None:
    """Find some statements without reading the others, or give None where lines are not what they seem.

    Args:
        text: the document.
        quads: all its quads.
        numbers: the numbers of those that are looked for, from 0.
    """
    lines = text.split("\n")
    written = [number for number, line in enumerate(lines) if line and line[0] in "<_"]
    if len(written) != len(quads):
        return None
    places: dict[int, StatementPosition] = {}
    for number in numbers:
        line = lines[written[number]]
        offsets = next(statements(line), None)
        if offsets is None or agreed(line, offsets, quads[number]) is None:
            return None
        subject, predicate, value = (Position(written[number] + 1, offset + 1) for offset in offsets)
        places[number] = StatementPosition(subject, predicate, value)
    return places
