"""Find the places that a report names: where a statement stands, or where a node is described."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from triagraph.parser import parse
from triagraph.parser.document import Document
from triagraph.parser.positions.alignment import LINE_FORMATS, aligned, resolved
from triagraph.parser.positions.line_formats import found as found_lines
from triagraph.parser.positions.places import Lines, Position, StatementPosition, text_of

#: Subject, predicate and object in N-Triples syntax; None is any.
Wanted = tuple[str, str | None, str | None]

#: Stands for text that is no term: nothing in a document equals it.
_NO_TERM: Final = object()


@dataclass(frozen=True, slots=True)
class Found:
    """What stands for something wanted: each such statement in the order of the document, and its subject.

    `node` is where the subject is first described, or else first mentioned.
    """

    statements: tuple[StatementPosition, ...] = ()
    node: Position | None = None

    @property
    def position(self) -> Position | None:
        """The place to show: of the first such statement's object, or of the node where nothing stands."""
        return self.statements[0].object if self.statements else self.node


def locate(
    document: Document,
    wanted: Collection[Wanted],
    *,
    quads: Sequence[Quad] | None = None,
    base: str | None = None,
    first: bool = False,
) -> dict[Wanted, Found]:
    """Find what is wanted in a document; without anything wanted, nothing is read.

    Args:
        document: the bytes and their syntax.
        wanted: statements and nodes, with the blank node labels of `quads`. `(node, path, None)` is each value of a path,
            `(node, None, None)` each statement about a node.
        quads: what `triagraph.parser.parse` gave for this document, complete and in order; without it the labels are those
            of the document.
        base: the IRI that relative IRIs were resolved against.
        first: only the first statement of each is looked for.

    Raises:
        ParseError: the document is read here, and has a mistake.
    """
    if not wanted:
        return {}
    if quads is None:
        quads = list(parse(document, base=base, rename_blank_nodes=False))
    terms = {text: term_of(text) for text in {text for each in wanted for text in each}}
    sought = {each: (terms[each[0]], terms[each[1]], terms[each[2]]) for each in wanted}
    nodes: dict[Any, _Node] = defaultdict(lambda: _Node(1 if first else None))
    for node, predicate, value in sought.values():
        nodes[node].matches[predicate][value] = []
    _search(quads, nodes)
    places = _places(document, quads, {number for node in nodes.values() for number in node.numbers()}, base)
    return {each: nodes[found[0]].found(found, places) for each, found in sought.items()}


@dataclass(slots=True)
class _Node:
    """A node that is looked for: the numbers of the quads in which it was seen.

    `matches` has predicate → object → the quads about it that have these, of each at most `most`; None is any.
    """

    most: int | None
    matches: dict[Any, dict[Any, list[int]]] = field(default_factory=lambda: defaultdict(dict))
    described: int | None = None
    mentioned: int | None = None
    is_predicate: bool = False

    def describe(self, number: int, quad: Quad) -> None:
        """See a quad about the node."""
        if self.described is None:
            self.described = number
        for predicate in (None, quad.predicate):
            values = self.matches.get(predicate)
            for value in (None, quad.object) if values else ():
                if values and value in values and len(values[value]) != self.most:
                    values[value].append(number)

    def mention(self, number: int, *, is_predicate: bool) -> None:
        """See a quad that mentions the node."""
        if self.mentioned is None:
            self.mentioned, self.is_predicate = number, is_predicate

    def numbers(self) -> Iterator[int]:
        """Give the numbers of the quads whose places are needed."""
        for values in self.matches.values():
            for numbers in values.values():
                yield from numbers
        node = self.mentioned if self.described is None else self.described
        if node is not None:
            yield node

    def found(self, terms: tuple[Any, Any, Any], places: Mapping[int, StatementPosition]) -> Found:
        """Give what was found for something wanted, by the places of quads."""
        _, predicate, value = terms
        numbers = self.matches[predicate][value]
        return Found(tuple(places[number] for number in numbers if number in places), self._place(places))

    def _place(self, places: Mapping[int, StatementPosition]) -> Position | None:
        if self.described is not None:
            return places[self.described].subject if self.described in places else None
        if self.mentioned is None or self.mentioned not in places:
            return None
        place = places[self.mentioned]
        return place.predicate if self.is_predicate else place.object


def term_of(text: str | None) -> Any:
    """Read a term in N-Triples syntax; None stays None."""
    if text is None:
        return None
    line = f"<urn:s> <urn:p> {text} ."
    try:
        if text.startswith("<") and "\\" not in text and " " not in text:
            return NamedNode(text[1:-1])
        return next(parse_rdf(line, format=RdfFormat.N_TRIPLES, rename_blank_nodes=False, lenient=True)).object
    except (SyntaxError, ValueError, StopIteration):
        return _NO_TERM


def _search(quads: Sequence[Quad], nodes: Mapping[Any, _Node]) -> None:
    for number, quad in enumerate(quads):
        if quad.subject in nodes:
            nodes[quad.subject].describe(number, quad)
        if quad.object in nodes:
            nodes[quad.object].mention(number, is_predicate=False)
        if quad.predicate in nodes:
            nodes[quad.predicate].mention(number, is_predicate=True)


def _places(
    document: Document, quads: Sequence[Quad], needed: set[int], base: str | None
) -> Mapping[int, StatementPosition]:
    if not needed:
        return {}
    text = text_of(document)
    if document.syntax in LINE_FORMATS:
        places = found_lines(text, quads, needed)
        if places is not None:
            return places
    lines, last = Lines(text), max(needed)
    found: dict[int, StatementPosition] = {}
    for number, (_, place) in enumerate(aligned(document, text, quads, base, needed)):
        position = resolved(lines, place) if number in needed else None
        if position is not None:
            found[number] = position
        if number == last:
            break
    return found
