"""Put each quad of a document beside the place that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count, islice
from typing import Any, Final

from pyoxigraph import Quad

from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML
from triagraph.parser.document import Document
from triagraph.parser.positions import agreement, jsonld, line_formats, rdfxml, terse
from triagraph.parser.positions.feeding import line_numbers
from triagraph.parser.positions.places import Lines, MisreadError, Offsets, Position, StatementPosition

#: Exact offsets; or the line, where reading failed; or None, where not even the line can be told.
Place = Offsets | Position | None

#: Syntaxes that write one statement on a line.
LINE_FORMATS: Final = (NTRIPLES, NQUADS)
_ANYWHERE: Final = (0, 0, 0)


def aligned(
    document: Document, text: str, quads: Iterable[Quad], base: str | None, needed: Container[int] | None = None
) -> Iterator[tuple[Quad, Place]]:
    """Give each quad with its place.

    Args:
        document: where the quads come from.
        text: its text.
        quads: all its quads, in the order in which `triagraph.parser.parse` gives them.
        base: the IRI that relative IRIs were resolved against.
        needed: the numbers of the quads whose places matter; only these are compared with their tokens. None is all.
    """
    if document.syntax is JSONLD:
        return jsonld.aligned(text, quads, base)
    readings: Iterator[Any]
    agreed: Callable[[Any, Quad], Offsets | None]
    if document.syntax is RDFXML:
        readings, agreed = rdfxml.statements(document.data), rdfxml.agreed
    elif document.syntax in LINE_FORMATS:
        readings, agreed = line_formats.statements(text), partial(line_formats.agreed, text)
    else:
        readings, agreed = terse.statements(text), partial(agreement.agreed, text)
    if needed is not None:
        agreed = _when(needed, agreed)
    return _checked(quads, _until_misread(readings), agreed, lambda: line_numbers(document, base))


def resolved(lines: Lines, place: Place) -> StatementPosition | None:
    """Give a place in lines and columns."""
    if isinstance(place, Position):
        return StatementPosition(place, place, place)
    return None if place is None else lines.statement(place)


def _checked(
    quads: Iterable[Quad],
    readings: Iterator[Any],
    agreed: Callable[[Any, Quad], Offsets | None],
    numbers_of_lines: Callable[[], Iterator[int]],
) -> Iterator[tuple[Quad, Place]]:
    rest = iter(quads)
    given = 0
    for quad in rest:
        reading = next(readings, None)
        place = None if reading is None else agreed(reading, quad)
        if place is None:
            break
        given += 1
        yield quad, place
    else:
        return
    numbers = islice(numbers_of_lines(), given, None)
    yield quad, Position(next(numbers))
    for quad, number in zip(rest, numbers, strict=True):
        yield quad, Position(number)


def _until_misread(readings: Iterator[Any]) -> Iterator[Any]:
    with suppress(MisreadError):
        yield from readings


def _when(
    needed: Container[int], agreed: Callable[[Any, Quad], Offsets | None]
) -> Callable[[Any, Quad], Offsets | None]:
    """Compare only those quads whose numbers are needed."""
    numbers = count()

    def agreed_if_needed(reading: Any, quad: Quad) -> Offsets | None:
        return agreed(reading, quad) if next(numbers) in needed else _ANYWHERE

    return agreed_if_needed
