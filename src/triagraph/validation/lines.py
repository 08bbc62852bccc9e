"""Look through N-Triples by their lines: what a report counts, and whether there is anything to look at more closely.

Documents of many megabytes are not made into terms, for that takes longer than to validate them. What is read here has
one statement on a line, as https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples writes it; other lines are written so
first. Where a line might be refused, or holds what only a graph can answer, the document is read in full instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from pyoxigraph import Quad

from triagraph.namespaces import RDF, RDFS
from triagraph.validation.plain import NotPlainError, canonical
from triagraph.validation.policy import RESERVED, predicate_reason, type_reason
from triagraph.validation.tallies import FocusTally, Tally
from triagraph.validation.targets import Target, Targeting, is_specific, with_subclasses

if TYPE_CHECKING:
    from triagraph.validation.joint import Sight

_TYPE: Final = f"<{RDF}type>".encode()
_SUBCLASS: Final = f"{RDFS}subClassOf"
_AXIOM: Final = f"<{_SUBCLASS}>".encode()
#: How a line begins that is about a term of our own.
_RESERVED: Final = tuple(f"\n<{start}".encode() for start in RESERVED)
#: More nodes than these are not searched for in the text.
_MOST_NODES: Final = 16
#: Where no more predicates than these matter, only the lines with them are taken apart.
_FEW: Final = 3

Action = Callable[[bytes, bytes], object]
_Token = TypeVar("_Token")
_Found = TypeVar("_Found")


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
        #: The hashes of the lines.
        self.triples = Tally()
        #: The hashes of the focus nodes.
        self.focus = FocusTally(len(graphs))
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
        self._actions = _Cached(self._action)
        self._types = _Cached(self._type_action)
        self._telling = self._telling_predicates()

    def feed(self, name: str, chunk: bytes) -> int:
        """Look at whole lines; give how many there are when they are written in canonical form.

        Raises:
            NotPlainError: there is something to be looked at more closely.
        """
        written = canonical(name, chunk)
        self.rewritten = self.rewritten or written != chunk
        return self.look(written)

    def look(self, written: bytes) -> int:
        """Look at lines of canonical form that are harmless; see `feed`."""
        if not self._trust and any(start in written or written.startswith(start[1:]) for start in _RESERVED):
            raise NotPlainError
        return self.count(written)

    def count(self, written: bytes) -> int:
        """Count in lines of canonical form, which may have blank nodes; give how many there are.

        Raises:
            NotPlainError: there is an axiom about classes, or something that only trusted documents may state.
        """
        for node in self._nodes:
            if node in written and _mentions(written, node):
                self._count_node(node)
        lines = written.split(b"\n")
        lines.pop()  # what follows the last line's end
        self.triples.add(map(hash, lines))
        if self._telling is None or _AXIOM in written:
            self._look_at(lines)
        else:
            for predicate in self._telling:
                self._look_at_those_with(predicate, written)
        self.focus.settle()
        return len(lines)

    def _look_at(self, lines: Iterable[bytes]) -> None:
        actions, known = self._actions, self._known_actions
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            act = actions[predicate]
            if act is not None:
                act(subject, rest)
            if subject in known:
                known[subject](subject, rest)

    def _look_at_those_with(self, predicate: bytes, written: bytes) -> None:
        token = b" %b " % predicate
        place = written.find(token)
        act = self._actions[predicate] if place >= 0 else None
        while place >= 0 and act is not None:
            subject = written[written.rfind(b"\n", 0, place) + 1 : place]
            end = written.find(b"\n", place)
            if b" " not in subject:  # else it stands in a text
                act(subject, written[place + len(token) : end])
            place = written.find(token, end)

    def _telling_predicates(self) -> list[bytes] | None:
        """Give the predicates that something is to be done for, if there are few, and only predicates tell that."""
        if not self._trust or self._known_actions:
            return None
        kinds = {"class": _TYPE, "subjects": None, "objects": None}
        found = {
            kinds[each.kind] or f"<{each.iri}>".encode()
            for graph in self._graphs
            for each in graph.targets
            if each.kind in kinds
        }
        found.update(
            name.encode() for sight in self._sights for part in (sight.subjects, sight.objects) for name in part
        )
        return sorted(found) if len(found) <= _FEW and b"" not in found else None

    def _count_node(self, node: bytes) -> None:
        for add in self._adders(Target("node", node[1:-1].decode()), self._targeting("node", node[1:-1].decode())):
            add(hash(node))

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
