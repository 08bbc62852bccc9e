"""Where statements stand: file, line and column of subject, predicate and object.

pyoxigraph gives no places, so a document is read a second time, by readers that follow the grammars and know in which
order pyoxigraph gives the quads. What they say is compared with each quad; where it does not fit, the line is told
instead, or nothing. Nothing here is needed while a document has no problems.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Quad

from triagraph.parser import Document, parse
from triagraph.parser.positions.alignment import aligned, resolved
from triagraph.parser.positions.locating import Found, Wanted, locate, term_of
from triagraph.parser.positions.places import Lines, Position, StatementPosition, text_of

__all__ = ["Found", "Position", "StatementPosition", "Wanted", "locate", "statement_positions", "term_of"]


def statement_positions(
    document: Document, *, base: str | None = None
) -> Iterator[tuple[Quad, StatementPosition | None]]:
    """Give the quads of a document, each with where it stands.

    Args:
        document: the bytes and their syntax.
        base: the IRI that relative IRIs are resolved against.

    Returns:
        The quads of `parse(document, base=base, rename_blank_nodes=False)` in its order. A position has no columns where
        only the line is known, and is None where not even that is.

    Raises:
        ParseError: at the first mistake.
    """
    text = text_of(document)
    lines = Lines(text)
    quads = parse(document, base=base, rename_blank_nodes=False)
    for quad, place in aligned(document, text, quads, base):
        yield quad, resolved(lines, place)
