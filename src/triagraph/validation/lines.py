"""Look through N-Triples by their lines: what a report counts, and whether there is anything to look at more closely.

Documents of many megabytes are not made into terms, for that takes longer than to validate them. What is read here has
one statement on a line, as https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples writes it; other lines are written so
first. Where a line might be refused, or holds what only a graph can answer, the document is read in full instead.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad, RdfFormat, parse, serialize

from triagraph.errors import ParseError
from triagraph.formats import NTRIPLES
from triagraph.namespaces import RDF, RDFS
from triagraph.parser.document import Document
from triagraph.parser.screen import plainly_harmless, screened
from triagraph.validation.policy import RESERVED, predicate_reason, type_reason
from triagraph.validation.shapes import ShapesGraph, Target
from triagraph.validation.targets import is_specific, with_subclasses

if TYPE_CHECKING:
    from triagraph.validation.together import Sight

#: Lines in canonical form that are harmless besides (`triagraph.parser.screen`): IRIs are those of the web, no character
#: is escaped, and what has a datatype is short and has no exponent.
_WEB: Final = rb'<https?://[^<>"{}|^`\\\x00-\x20]++>'
_PLAIN: Final = re.compile(
    rb"(?:%b %b (?:%b|\"[^\"\\\x00-\x1f]*+\"(?:@[a-z0-9-]++)?+|\"[^\"\\\x00-\x1fEe]{0,250}+\"\^\^%b) \.\n)*+"
    % ((_WEB,) * 4)
)
#: Lines in canonical form; an IRI with an escape, and a blank node, are not of it.
_IRI: Final = rb'<[^<>"{}|^`\\\x00-\x20]++>'
_CANONICAL: Final = re.compile(
    rb"(?:%b %b (?:%b|\"(?:[^\"\\\r\n]++|\\.)*+\"(?:@[a-z0-9-]++|\^\^%b)?+) \.\n)*+" % ((_IRI,) * 4)
)
_NONCHARACTER: Final = b"\xef\xbf"
_CAPITAL_TAG: Final = re.compile(rb'"@[a-z0-9-]*[A-Z]')
#: The datatype that is not written: with it and without it, a literal is the same.
_UNWRITTEN: Final = b"XMLSchema#string>"
_TYPE: Final = f"<{RDF}type>".encode()
_SUBCLASS: Final = f"{RDFS}subClassOf"
#: How a line begins that is about a term of our own.
_RESERVED: Final = tuple(f"\n<{start}".encode() for start in RESERVED)
#: More nodes than these are not searched for in the text.
_MOST_NODES: Final = 16
_LONGEST: Final = 8 << 20

Action = Callable[[bytes, bytes], object]


class NotPlainError(Exception):
    """The document has to be read in full."""


class Tally:
    """Hashes of terms or lines, eight bytes each."""

    def __init__(self) -> None:
        self.hashes = array("q")

    def add(self, hashes: Iterable[int]) -> None:
        """Write down hashes."""
        self.hashes.extend(hashes)

    def within(self, texts: Iterable[str]) -> set[str]:
        """Give those of some texts that were seen."""
        by_hash = {hash(text.encode()): text for text in texts}
        return {by_hash[each] for each in self.hashes if each in by_hash} if by_hash else set()


def distinct(*tallies: Tally) -> int:
    """Count what differs.

    A set would take more memory than the engine. So a table of one byte for several hashes tells which of them could have been
    seen before, and only those are kept.
    """
    total = sum(len(tally.hashes) for tally in tallies)
    mask = (1 << max(10, total.bit_length() + 3)) - 1
    table = bytearray(mask + 1)
    again: set[int] = set()
    for tally in tallies:
        for each in tally.hashes:
            place = each & mask
            if table[place]:
                again.add(each)
            else:
                table[place] = 1
    if not again:
        return total
    return total - sum(each in again for tally in tallies for each in tally.hashes) + len(again)


class LineScan:
    """Counts triples and focus nodes of what is fed to it.

    Args:
        graphs: the shapes graphs.
        terms: the triples whose subclass axioms hold.
        known_types: the project's things (in N-Triples syntax) and the IRIs of their types.
        trust: do not look for what a contribution may not state.
        sights: of each shapes graph, what would let it see more than its own layers.
    """

    def __init__(
        self,
        graphs: Sequence[ShapesGraph],
        terms: Sequence[Quad],
        known_types: Mapping[str, set[str]],
        *,
        trust: bool,
        sights: Sequence[Sight] = (),
    ) -> None:
        self.triples = Tally()
        self.focus = [Tally() for _ in graphs]
        #: The hash of each line's subject.
        self.subjects = array("q")
        self.specific = False
        self.rewritten = False
        self._trust = trust
        self._graphs = graphs
        self._sights = sights
        self._seen: set[int] = set()
        self._classes = [
            with_subclasses({each.iri for each in graph.targets if each.kind == "class"}, terms) for graph in graphs
        ]
        self._known = {node.encode(): types for node, types in known_types.items()}
        self._known_actions = {node: self._known_action(types) for node, types in self._known.items()}
        nodes = {each.iri for graph in graphs for each in graph.targets if each.kind == "node"}
        if len(nodes) > _MOST_NODES:
            raise NotPlainError
        self._nodes = [f"<{node}>".encode() for node in nodes]
        self._actions = _Cached(self._action)
        self._types = _Cached(self._type_action)

    def feed(self, name: str, chunk: bytes) -> None:
        """Look at whole lines.

        Raises:
            NotPlainError: there is something to be looked at more closely.
        """
        written = chunk
        if _PLAIN.fullmatch(chunk) is None or _UNWRITTEN in chunk or not (chunk.isascii() or _is_text(chunk)):
            _check(name, chunk)
            written = _in_canonical_form(chunk)
            self.rewritten = self.rewritten or written != chunk
        if not self._trust and any(start in written or written.startswith(start[1:]) for start in _RESERVED):
            raise NotPlainError
        self.count(written)

    def count(self, written: bytes) -> None:
        """Count in lines of canonical form; they may have blank nodes.

        Raises:
            NotPlainError: there is an axiom about classes, or something that only trusted documents may state.
        """
        for node in self._nodes:
            if node in written and _mentions(written, node):
                self._count_node(node)
        lines = written.split(b"\n")
        lines.pop()  # what follows the last line's end
        self.triples.add(map(hash, lines))
        actions, known, seen = self._actions, self._known_actions, self.subjects.append
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            seen(hash(subject))
            act = actions[predicate]
            if act is not None:
                act(subject, rest)
            if subject in known:
                known[subject](subject, rest)

    def _count_node(self, node: bytes) -> None:
        for add in self._adders(Target("node", node[1:-1].decode()), self._targeting("node", node[1:-1].decode())):
            add(hash(node))

    def lines_about(self, nodes: Iterable[str], start: int, end: int) -> list[int]:
        """Give the numbers of the lines whose subjects are some nodes; `start` and `end` say which lines, and count from there."""
        hashes = {hash(node.encode()) for node in nodes}
        lines = enumerate(islice(self.subjects, start, end))
        return [number for number, each in lines if each in hashes]

    def _action(self, predicate: bytes) -> Action | None:
        """Say what a predicate asks for, when it is first seen."""
        iri = predicate[1:-1].decode()
        if iri == _SUBCLASS or (not self._trust and predicate_reason(iri) is not None):
            raise NotPlainError
        subjects = self._adders(Target("subjects", iri), self._targeting("subjects", iri))
        objects = self._adders(Target("objects", iri), self._targeting("objects", iri))
        always = _all([_both(subjects, objects), *self._watchers(iri)])
        return self._typed(always) if predicate == _TYPE else always

    def sees(self, number: int) -> bool:
        """Tell whether a shapes graph could see more than its own layers."""
        sight = self._sights[number]
        return (
            sight.everywhere
            or number in self._seen
            or bool(self.focus[number].within(sight.nodes))
            or bool(self.lines_about(sight.values, 0, len(self.subjects)))
        )

    def _watchers(self, iri: str) -> Iterator[Action]:
        """Look out for what lets a shapes graph see more than its own layers."""
        for number, sight in enumerate(self._sights):
            subjects, objects = (
                {node.encode() for key in ("", f"<{iri}>") for node in nodes.get(key, ())}
                for nodes in (sight.subjects, sight.objects)
            )
            if subjects or objects:
                yield self._watcher(number, subjects, objects)

    def _watcher(self, number: int, subjects: set[bytes], objects: set[bytes]) -> Action:
        see = self._seen.add

        def watch(subject: bytes, rest: bytes) -> None:
            if subject in subjects or rest[:-2] in objects:
                see(number)

        return watch

    def _typed(self, always: Action | None) -> Action:
        known, types = self._known, self._types

        def act(subject: bytes, rest: bytes) -> None:
            if always is not None:
                always(subject, rest)
            if subject in known and not self._trust and rest[1:-3].decode() not in known[subject]:
                raise NotPlainError
            of_class = types[rest]
            if of_class is not None:
                of_class(subject, rest)

        return act

    def _type_action(self, rest: bytes) -> Action | None:
        name = rest[1:-3].decode() if rest.startswith(b"<") else ""
        if not self._trust and type_reason(name) is not None:
            raise NotPlainError
        return _both(self._adders(Target("class", name), self._of_class(name)), [])

    def _known_action(self, types: set[str]) -> Action:
        """Say what it means that a document describes a thing of the project: it has the types that are known."""
        numbers = sorted({number for name in types for number in self._of_class(name)})
        typed = self._targeting("subjects", f"{RDF}type")
        act = _both([self.focus[number].hashes.append for number in (*numbers, *typed)], [])

        def seen(subject: bytes, rest: bytes) -> None:
            self.specific = self.specific or bool(numbers)
            if act is not None:
                act(subject, rest)

        return seen

    def _of_class(self, name: str) -> list[int]:
        return [number for number, classes in enumerate(self._classes) if name in classes]

    def _targeting(self, kind: str, iri: str) -> list[int]:
        target = Target(kind, iri)
        return [number for number, graph in enumerate(self._graphs) if target in graph.targets]

    def _adders(self, target: Target, numbers: Iterable[int]) -> list[Callable[[int], None]]:
        found = [self.focus[number].hashes.append for number in numbers]
        self.specific = self.specific or (bool(found) and is_specific(target))
        return found


class _Cached(dict[bytes, Action | None]):
    """What is to be done with a token, found out when it is first seen."""

    def __init__(self, find: Callable[[bytes], Action | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, token: bytes) -> Action | None:
        found = self[token] = self._find(token)
        return found


def _both(subjects: Sequence[Callable[[int], None]], objects: Sequence[Callable[[int], None]]) -> Action | None:
    """Write down the hashes of subject and object where they are asked for."""
    if not objects:
        if not subjects:
            return None
        if len(subjects) == 1:
            (add,) = subjects
            return lambda subject, _rest: add(hash(subject))

    def act(subject: bytes, rest: bytes) -> None:
        for add in subjects:
            add(hash(subject))
        for add in objects:
            add(hash(rest[:-2]))

    return act


def _all(actions: Iterable[Action | None]) -> Action | None:
    """Do one after the other."""
    todo = [action for action in actions if action is not None]
    if len(todo) < 2:  # noqa: PLR2004 - nothing to put together
        return todo[0] if todo else None

    def act(subject: bytes, rest: bytes) -> None:
        for action in todo:
            action(subject, rest)

    return act


def _mentions(written: bytes, node: bytes) -> bool:
    """Tell whether a node is a subject or an object."""
    return written.startswith(node + b" ") or b"\n%b " % node in written or b" %b .\n" % node in written


def _is_text(chunk: bytes) -> bool:
    """Tell whether bytes are UTF-8 without characters that are none."""
    try:
        chunk.decode()
    except UnicodeDecodeError as error:
        raise NotPlainError from error
    return _NONCHARACTER not in chunk


def _check(name: str, chunk: bytes) -> None:
    """Do what is done with each document of a stranger, on some lines of it."""
    document = Document(name, chunk, NTRIPLES)
    try:
        chunk.decode()
        if b"\0" in chunk:
            raise NotPlainError
        if not plainly_harmless(document):
            for _ in screened(parse(chunk, format=RdfFormat.N_TRIPLES), document):
                continue
    except (UnicodeDecodeError, ParseError, SyntaxError) as error:
        raise NotPlainError from error


def _in_canonical_form(chunk: bytes) -> bytes:
    """Give lines as they would be written.

    Raises:
        NotPlainError: there are blank nodes, or something else that changes when it is rewritten.
    """
    if _CAPITAL_TAG.search(chunk) is not None:
        raise NotPlainError
    try:
        written = serialize(parse(chunk, format=RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES) or b""
    except (SyntaxError, ValueError) as error:
        raise NotPlainError from error
    if _CANONICAL.fullmatch(written) is None:
        raise NotPlainError
    return written


def chunks(read: Callable[[int], bytes], size: int = 1 << 20) -> Iterator[bytes]:
    """Give what is read in pieces of whole lines; the last line gets an end if it has none."""
    rest = b""
    while piece := read(size):
        end = piece.rfind(b"\n") + 1
        if not end:
            rest += piece
            if len(rest) > _LONGEST:
                raise NotPlainError
            continue
        yield rest + piece[:end]
        rest = piece[end:]
    if rest:
        yield rest + b"\n"
