"""Look through N-Triples by their lines: what a report counts, and whether there is anything to look at more closely.

Documents of many megabytes are not made into terms, for that takes longer than to validate them. What is read here has
one statement on a line, as https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples writes it; other lines are written so
first. Where a line might be refused, or holds what only a graph can answer, the document is read in full instead.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from pyoxigraph import Quad

from triagraph.namespaces import RDF, RDFS
from triagraph.validation.plain import NotPlainError, canonical
from triagraph.validation.policy import RESERVED, predicate_reason, type_reason
from triagraph.validation.targets import Target, Targeting, is_specific, with_subclasses

if TYPE_CHECKING:
    from triagraph.validation.joint import Sight

_TYPE: Final = f"<{RDF}type>".encode()
_SUBCLASS: Final = f"{RDFS}subClassOf"
#: How a line begins that is about a term of our own.
_RESERVED: Final = tuple(f"\n<{start}".encode() for start in RESERVED)
#: More nodes than these are not searched for in the text.
_MOST_NODES: Final = 16
#: Of less than so many hashes (as a power of two), some MB, a set is made.
_SHARE: Final = 16
#: Of the hash of a line's subject so much is kept; the lines that are found with it are looked at again.
_SUBJECT: Final = 0xFFFF

Action = Callable[[bytes, bytes], object]
_Token = TypeVar("_Token")
_Found = TypeVar("_Found")


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


class FocusTally:
    """Hashes of the focus nodes of some shapes graphs: most are nodes of all of them, and are kept once.

    Args:
        number: how many shapes graphs.
    """

    def __init__(self, number: int) -> None:
        #: For each shapes graph what is new; lines about one node often stand together.
        self.latest: list[set[int]] = [set() for _ in range(number)]
        self._by_graphs: dict[int, Tally] = defaultdict(Tally)

    def settle(self) -> None:
        """Keep what is new."""
        graphs: dict[int, int] = {}
        for number, latest in enumerate(self.latest):
            bit = 1 << number
            for each in latest:
                graphs[each] = graphs.get(each, 0) | bit
            latest.clear()
        for each, bits in graphs.items():
            self._by_graphs[bits].hashes.append(each)

    def tallies(self) -> Collection[Tally]:
        """Give all hashes."""
        return self._by_graphs.values()

    def within(self, number: int, texts: Collection[str]) -> set[str]:
        """Give those of some texts that are focus nodes of a shapes graph."""
        bit = 1 << number
        return set[str]().union(*(tally.within(texts) for bits, tally in self._by_graphs.items() if bits & bit))


def distinct(*tallies: Tally) -> int:
    """Count what differs, a share of the hashes at a time: a set of all would take more memory than the engine."""
    shares = 1 << max(0, sum(len(tally.hashes) for tally in tallies).bit_length() - _SHARE)
    if shares == 1:
        return len(set[int]().union(*(tally.hashes for tally in tallies)))
    last = shares - 1
    return sum(
        len({each for tally in tallies for each in tally.hashes if each & last == share}) for share in range(shares)
    )


def distinct_triples(*scans: LineScan) -> int:
    """Count the triples that differ: only those with the same predicate may be the same."""
    by_predicate: dict[bytes, list[Tally]] = defaultdict(list)
    for scan in scans:
        for predicate, tally in scan.triples.items():
            by_predicate[predicate].append(tally)
    return sum(distinct(*tallies) for tallies in by_predicate.values())


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
        graphs: Sequence[Targeting],
        terms: Sequence[Quad],
        known_types: Mapping[str, set[str]],
        *,
        trust: bool,
        sights: Sequence[Sight] = (),
    ) -> None:
        #: The hashes of the lines, by predicate.
        self.triples: dict[bytes, Tally] = {}
        #: The hashes of the focus nodes.
        self.focus = FocusTally(len(graphs))
        #: Part of the hash of each line's subject.
        self.subjects = array("H")
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
        self._known_actions = self._actions_at_nodes()
        nodes = {each.iri for graph in graphs for each in graph.targets if each.kind == "node"}
        if len(nodes) > _MOST_NODES:
            raise NotPlainError
        self._nodes = [f"<{node}>".encode() for node in nodes]
        self._statements = _Cached(self._statement)
        self._types = _Cached(self._type_action)

    def feed(self, name: str, chunk: bytes) -> None:
        """Look at whole lines.

        Raises:
            NotPlainError: there is something to be looked at more closely.
        """
        written = canonical(name, chunk)
        self.rewritten = self.rewritten or written is not chunk
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
        statements, known, seen, kept = self._statements, self._known_actions, self.subjects.append, _SUBJECT
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            seen(hash(subject) & kept)
            add, act = statements[predicate]
            add(hash(line))
            if act is not None:
                act(subject, rest)
            if subject in known:
                known[subject](subject, rest)
        self.focus.settle()

    def _count_node(self, node: bytes) -> None:
        for add in self._adders(Target("node", node[1:-1].decode()), self._targeting("node", node[1:-1].decode())):
            add(hash(node))

    def lines_about(self, nodes: Iterable[str], start: int, end: int) -> list[int]:
        """Give the numbers of the lines whose subjects may be some nodes, those that are among them.

        `start` and `end` say which lines, and count from there.
        """
        hashes = {hash(node.encode()) & _SUBJECT for node in nodes}
        lines = enumerate(islice(self.subjects, start, end))
        return [number for number, each in lines if each in hashes]

    def _statement(self, predicate: bytes) -> tuple[Callable[[int], None], Action | None]:
        """Say where the lines with a predicate are counted, and what else it asks for, when it is first seen."""
        action = self._action(predicate)
        tally = self.triples[predicate] = Tally()
        return tally.hashes.append, action

    def _action(self, predicate: bytes) -> Action | None:
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
        return sight.everywhere or number in self._seen or bool(self.focus.within(number, sight.nodes))

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
        target, numbers = Target("class", name), self._of_class(name)
        self.specific = self.specific or (bool(numbers) and is_specific(target))
        typed = self._targeting("subjects", f"{RDF}type")  # these have it already
        return _both(self._adders(target, sorted({*numbers} - {*typed})), [])

    def _actions_at_nodes(self) -> dict[bytes, Action]:
        """Say what is to be done where a document describes a node that matters: the project knows it, or shapes see it elsewhere."""
        known = _Cached(self._known_action)  # there are few sets of types, and many nodes
        actions = {node: known[frozenset(types)] for node, types in self._known.items()}
        for number, sight in enumerate(self._sights):
            for node in (value.encode() for value in sight.values):
                actions[node] = _in_turn(actions.get(node), self._seer(number))
        return actions

    def _seer(self, number: int) -> Action:
        see = self._seen.add
        return lambda _subject, _rest: see(number)

    def _known_action(self, types: frozenset[str]) -> Action:
        """Say what it means that a document describes a thing of the project: it has the types that are known."""
        numbers = sorted({number for name in types for number in self._of_class(name)})
        typed = self._targeting("subjects", f"{RDF}type")
        act = _both([self.focus.latest[number].add for number in (*numbers, *typed)], [])

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
        found = [self.focus.latest[number].add for number in numbers]
        self.specific = self.specific or (bool(found) and is_specific(target))
        return found


class _Cached(dict[_Token, _Found], Generic[_Token, _Found]):
    """What is to be done with a token, found out when it is first seen."""

    def __init__(self, find: Callable[[_Token], _Found]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, token: _Token) -> _Found:
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


def _in_turn(first: Action | None, second: Action) -> Action:
    return second if first is None else (_all([first, second]) or second)


def _mentions(written: bytes, node: bytes) -> bool:
    """Tell whether a node is a subject or an object."""
    return written.startswith(node + b" ") or b"\n%b " % node in written or b" %b .\n" % node in written
