"""Follow the grammar of Turtle and TriG and say where each statement stands.

Grammars: https://www.w3.org/TR/turtle/#sec-grammar, https://www.w3.org/TR/trig/#sec-grammar, and RDF 1.2's reifiers,
annotations and triple terms: https://www.w3.org/TR/rdf12-turtle/. Statements come in the order in which pyoxigraph gives
them: what one token completes comes last thing first, and a string without a suffix is complete only with the next token.
Nesting is kept on a stack of our own, so that it may be as deep as memory allows.

Statements that nobody wrote stand where they come from. The cells of a list stand at `(` and at each further item, the
end of a list at its `)`; a reification stands at its `~`, `{|` or `<<`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Final

from triagraph.parser.positions.places import MisreadError, Offsets
from triagraph.parser.positions.terse_tokens import END, KEYWORD, MARK, PLAIN, STRINGS, TERM, token


class _Expects(Enum):
    """What the next token is, as far as positions depend on it."""

    SUBJECT = auto()
    VERB = auto()
    OBJECT = auto()
    AFTER_OBJECT = auto()
    FIRST_ITEM = auto()
    ITEM = auto()
    REIFIER = auto()
    REIFIED_SUBJECT = auto()
    REIFIED_VERB = auto()
    REIFIED_OBJECT = auto()
    REIFIED_END = auto()
    TRIPLE_TERM = auto()


#: What an opening bracket interrupts: subject, predicate, what was expected, the bracket (or the reifier), the object.
_Frame = tuple[int, int, _Expects, int, int]

_NEXT_IN_REIFIED: Final = {
    _Expects.REIFIED_SUBJECT: _Expects.REIFIED_VERB,
    _Expects.REIFIED_VERB: _Expects.REIFIED_OBJECT,
    _Expects.REIFIED_OBJECT: _Expects.REIFIED_END,
}
#: No reifier has been met; or it has been met and given.
_NONE: Final = -1
_REIFIED: Final = -2


def statements(text: str) -> Iterator[Offsets]:
    """Give the offsets of all statements of a Turtle or TriG document that pyoxigraph accepts.

    Raises:
        MisreadError: the text does not follow the grammar.
    """
    reader = _Reader()
    complete, marks = reader.complete, reader.marks
    for match in token().finditer(text):
        kind = match.lastindex
        if kind in STRINGS:
            offset = match.start(PLAIN)
            reader.begin_item(offset)
            while complete:
                yield complete.pop()
            reader.value(offset)
        elif kind == MARK:
            marks[match[MARK]](match.start(MARK))
        elif kind == TERM:
            reader.term(match.start(TERM))
        elif kind == KEYWORD:
            reader.keyword(match.start(KEYWORD))
        elif kind == END and match[END]:
            raise MisreadError
        if kind != PLAIN:
            while complete:
                yield complete.pop()


class _Reader:
    """The state between two tokens."""

    def __init__(self) -> None:
        self.complete: list[Offsets] = []
        self.marks: dict[str, Callable[[int], None]] = {
            ".": self._end_statement,
            ";": self._next_predicate,
            ",": self._next_object,
            "[": self._open,
            "]": self._close_node,
            "(": self._open_list,
            ")": self._close_list,
            "{": self._begin_graph,
            "}": self._begin_graph,
            "<<(": self._open_triple_term,
            ")>>": self._close_node,
            "<<": self._open_reified,
            ">>": self._close_reified,
            "~": self._reifier,
            "{|": self._open_annotation,
            "|}": self._close_annotation,
        }
        self._stack: list[_Frame] = []
        self._expects = _Expects.SUBJECT
        self._subject = self._predicate = self._object = self._reified_by = _NONE

    def keyword(self, offset: int) -> None:
        """Take `a`, `true`, `false`, or `GRAPH` before a graph's name."""
        if self._expects is not _Expects.SUBJECT:
            self.term(offset)

    def term(self, offset: int) -> None:
        """Take a term that one token makes complete."""
        self.begin_item(offset)
        self.value(offset)

    def value(self, offset: int) -> None:
        """Take a term whose place in a list is already made."""
        expects = self._expects
        if expects is _Expects.OBJECT:
            self.complete.append((self._subject, self._predicate, offset))
            self._object, self._reified_by = offset, _NONE
            self._expects = _Expects.AFTER_OBJECT
        elif expects is _Expects.VERB:
            self._predicate = offset
            self._expects = _Expects.OBJECT
        elif expects is _Expects.SUBJECT:
            self._subject = offset
            self._expects = _Expects.VERB
        elif expects is _Expects.ITEM:
            self.complete.append((self._subject, self._subject, offset))
        elif expects in _NEXT_IN_REIFIED:
            self._expects = _NEXT_IN_REIFIED[expects]
        elif expects is _Expects.REIFIED_END:
            self._name_reified(offset)
        elif expects is _Expects.REIFIER:
            self._name_reifier(offset)
        elif expects is not _Expects.TRIPLE_TERM:
            raise MisreadError

    def begin_item(self, offset: int) -> None:
        """Make the cell of a list for the item that begins here, if a list is open."""
        if self._expects is _Expects.ITEM:
            self.complete.append((self._subject, self._subject, offset))
            self._subject = self._predicate = offset
            return
        if self._expects is not _Expects.FIRST_ITEM:
            return
        subject, predicate, outer, opening, _ = self._stack[-1]
        if outer is not _Expects.SUBJECT:
            self.complete.append((subject, predicate, opening))
        self._subject = self._predicate = opening
        self._expects = _Expects.ITEM

    def _end_statement(self, _: int) -> None:
        self._end_reifier()
        if self._stack:
            raise MisreadError
        self._expects = _Expects.SUBJECT

    def _begin_graph(self, offset: int) -> None:
        self._end_statement(offset)

    def _next_predicate(self, _: int) -> None:
        self._end_reifier()
        self._expects = _Expects.VERB

    def _next_object(self, _: int) -> None:
        self._end_reifier()
        self._expects = _Expects.OBJECT

    def _open(self, offset: int) -> None:
        self.begin_item(offset)
        self._stack.append((self._subject, self._predicate, self._expects, offset, self._object))
        self._subject = offset
        self._expects = _Expects.VERB

    def _open_list(self, offset: int) -> None:
        self._open(offset)
        self._expects = _Expects.FIRST_ITEM

    def _open_triple_term(self, offset: int) -> None:
        self._open(offset)
        self._expects = _Expects.TRIPLE_TERM

    def _open_reified(self, offset: int) -> None:
        self._open(offset)
        self._reified_by = _NONE
        self._expects = _Expects.REIFIED_SUBJECT

    def _pop(self) -> int:
        if not self._stack:
            raise MisreadError
        self._subject, self._predicate, self._expects, opening, self._object = self._stack.pop()
        return opening

    def _close_node(self, _: int) -> None:
        self._end_reifier()
        self.value(self._pop())

    def _close_list(self, offset: int) -> None:
        is_empty = self._expects is _Expects.FIRST_ITEM
        if not is_empty:
            self.complete.append((self._subject, self._subject, offset))
        opening = self._pop()
        if is_empty:
            self.value(opening)
        elif self._expects is _Expects.OBJECT:
            self._object, self._reified_by = opening, _NONE
            self._expects = _Expects.AFTER_OBJECT
        elif self._expects is _Expects.SUBJECT:
            self.value(opening)

    def _name_reified(self, reifier: int) -> None:
        opening = self._stack[-1][3]
        self.complete.append((reifier, opening, opening))
        self._reified_by = _REIFIED

    def _close_reified(self, _: int) -> None:
        if not self._stack:
            raise MisreadError
        if self._reified_by != _REIFIED:
            self._name_reified(self._stack[-1][3] if self._reified_by == _NONE else self._reified_by)
        self._reified_by = _NONE
        self.value(self._pop())

    def _reifier(self, offset: int) -> None:
        self._end_reifier()
        self._reified_by = offset
        if self._expects is not _Expects.REIFIED_END:
            self._expects = _Expects.REIFIER

    def _name_reifier(self, offset: int) -> None:
        self.complete.append((offset, self._reified_by, self._object))
        self._reified_by = offset
        self._expects = _Expects.AFTER_OBJECT

    def _end_reifier(self) -> None:
        """Take a `~` that no name follows."""
        if self._expects is _Expects.REIFIER:
            self._name_reifier(self._reified_by)

    def _open_annotation(self, offset: int) -> None:
        self._end_reifier()
        reifier = self._reified_by
        if reifier == _NONE:
            self.complete.append((offset, offset, self._object))
        self._stack.append((self._subject, self._predicate, _Expects.AFTER_OBJECT, reifier, self._object))
        self._subject = offset if reifier == _NONE else reifier
        self._expects = _Expects.VERB

    def _close_annotation(self, _: int) -> None:
        self._end_reifier()
        self._reified_by = self._pop()
