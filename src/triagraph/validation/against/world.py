"""The existing graph and what a contribution changes in it, looked up statement by statement.

A statement is a triple of terms in N-Triples syntax. The world holds what is there before or after the change: enough for
either to be cut out of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final, Protocol, TypeAlias

from pyoxigraph import Quad
from pyoxigraph import Triple as TripleTerm

from triagraph.validation.against.patterns import Closure

Triple: TypeAlias = tuple[str, str, str]
#: A triple and the layer that it stands in; of what is derived, the rule as well: `derived/forms`.
Fact: TypeAlias = tuple[str, str, str, str]

#: The layer of the ontology's own terms, which every shape sees.
TERMS: Final = "terms"
_EVERY: Final = "*"


def terms_of(quad: Quad) -> Triple:
    """Give a statement as terms in N-Triples syntax."""
    return str(quad.subject), str(quad.predicate), _written(quad.object)


def _written(term: Any) -> str:
    """Write a term; a triple term is written in another way by itself than as one of a statement."""
    if isinstance(term, TripleTerm):
        return f"<<( {term.subject} {term.predicate} {_written(term.object)} )>>"
    return str(term)


class Source(Protocol):
    """A graph that can be asked for the statements of nodes; each with its layer, and as it was written."""

    def outgoing(self, subjects: Collection[str], predicate: str | None) -> Iterable[Fact]:
        """Give the statements about nodes."""
        ...

    def incoming(self, objects: Collection[str], predicate: str | None) -> Iterable[Fact]:
        """Give the statements that point to nodes."""
        ...

    def extent(self, predicate: str | None) -> Iterable[Fact]:
        """Give all statements with a predicate, or all there are."""
        ...

    def fan(self, term: str, predicate: str, most: int) -> int:
        """Say how many statements point to a node, counting no further than `most`."""
        ...


class FactsInMemory:
    """Statements in memory."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = list(dict.fromkeys(facts))
        self._tables: dict[tuple[int, ...], dict[tuple[str, ...], list[Fact]]] = {}

    def outgoing(self, subjects: Collection[str], predicate: str | None) -> Iterator[Fact]:
        """See `Source.outgoing`."""
        return self._found(0, subjects, predicate)

    def incoming(self, objects: Collection[str], predicate: str | None) -> Iterator[Fact]:
        """See `Source.incoming`."""
        return self._found(2, objects, predicate)

    def extent(self, predicate: str | None) -> list[Fact]:
        """See `Source.extent`."""
        return self._facts if predicate is None else self._table((1,)).get((predicate,), [])

    def fan(self, term: str, predicate: str, most: int) -> int:
        """See `Source.fan`."""
        return min(most, len(self._table((2, 1)).get((term, predicate), ())))

    def _found(self, position: int, terms: Collection[str], predicate: str | None) -> Iterator[Fact]:
        table = self._table((position,) if predicate is None else (position, 1))
        for term in terms:
            yield from table.get((term,) if predicate is None else (term, predicate), ())

    def _table(self, positions: tuple[int, ...]) -> dict[tuple[str, ...], list[Fact]]:
        if positions not in self._tables:
            table: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
            for fact in self._facts:
                table[tuple(fact[position] for position in positions)].append(fact)
            self._tables[positions] = table
        return self._tables[positions]


class World:
    """What sources hold, and what is added; each statement that was asked for is remembered."""

    def __init__(self, sources: Collection[Source], *, without: frozenset[str] = frozenset()) -> None:
        self._sources = tuple(sources)
        self._without = without
        self._added: dict[tuple[int, str, str], list[Triple]] = defaultdict(list)
        self._known: dict[tuple[int, str, str], list[Triple]] = {}
        self._reached: dict[tuple[frozenset[str], Closure, bool], frozenset[str]] = {}
        #: Of each triple that was seen, the layers that it stands in before the change.
        self.layers: dict[Triple, set[str]] = {}
        #: Of each triple that is added, the layer that it is added to.
        self.added: dict[Triple, set[str]] = defaultdict(set)
        #: Of each triple that is no longer derived, the rules (as layers) that derived it.
        self.removed: dict[Triple, set[str]] = defaultdict(set)

    def add(self, triple: Triple, layer: str) -> None:
        """Add a statement."""
        if triple not in self.added:
            self._reached.clear()
            subject, predicate, value = triple
            for key in ((0, subject, predicate), (0, subject, _EVERY), (2, value, predicate), (2, value, _EVERY)):
                self._added[key].append(triple)
            self._added[1, predicate, _EVERY].append(triple)
            self._added[1, _EVERY, _EVERY].append(triple)
        self.added[triple].add(layer)

    def outgoing(self, subjects: Collection[str], predicate: str | None = None) -> Iterator[Triple]:
        """Give the statements about nodes."""
        return self._found(0, subjects, predicate)

    def incoming(self, objects: Collection[str], predicate: str | None = None) -> Iterator[Triple]:
        """Give the statements that point to nodes."""
        return self._found(2, objects, predicate)

    def extent(self, predicate: str | None) -> Iterator[Triple]:
        """Give all statements with a predicate, or all there are."""
        if predicate is not None and not _is_iri(predicate):
            return
        key = (1, predicate or _EVERY, _EVERY)
        if key not in self._known:
            self._remember(
                (key,), (fact for source in self._sources for fact in source.extent(predicate)), lambda _: key
            )
        yield from self._known[key]
        yield from self._added.get(key, ())

    def fan(self, terms: Collection[str], predicate: str, most: int) -> int:
        """Say how many statements point to nodes, counting no further than `most`."""
        number = 0
        for term in terms:
            number += len(self._added.get((2, term, predicate), ()))
            number += sum(source.fan(term, predicate, most - number) for source in self._sources if number < most)
            if number >= most:
                break
        return number

    def holds(self, triple: Triple, layers: Collection[str]) -> bool:
        """Tell whether a statement stood in one of some layers before the change."""
        subject, predicate, _ = triple
        self._look_up(0, (subject,), predicate)
        return self.was_in(triple, layers)

    def was_in(self, triple: Triple, layers: Collection[str]) -> bool:
        """Tell whether a statement that has been looked up stood in one of some layers before the change."""
        return any(_kind(layer) in layers for layer in self.layers.get(triple, ()))

    def is_in(self, triple: Triple, layers: Collection[str]) -> bool:
        """Tell whether a statement that has been looked up stands in one of some layers after the change."""
        left = self.layers.get(triple, set()) - self.removed.get(triple, set())
        return any(_kind(layer) in layers for layer in (*left, *self.added.get(triple, ())))

    def reach(self, starts: Iterable[str], closure: Closure, *, against: bool = False) -> frozenset[str]:
        """Give the nodes that any number of steps lead to, the starts included; `against` goes the other way round."""
        key = (frozenset(starts), closure, against)
        if key not in self._reached:
            self._reached[key] = frozenset(self._walked(key[0], closure, against=against))
        return self._reached[key]

    def spread(self, starts: Iterable[str], closure: Closure, *, against: bool = False) -> Iterator[set[str]]:
        """Give for one start after the other what `reach` gives for it, without what an earlier one has led to.

        So each node is walked through once, however many starts lead to it.
        """
        reached: set[str] = set()
        for start in starts:
            new = self._walked({start} - reached, closure, against=against, without=reached)
            yield new
            reached |= new

    def _walked(
        self, starts: Collection[str], closure: Closure, *, against: bool, without: Collection[str] = frozenset()
    ) -> set[str]:
        along, back = (closure.backward, closure.forward) if against else (closure.forward, closure.backward)
        reached = set(starts)
        edge = reached
        while edge:
            found = {triple[2] for name in sorted(along) for triple in self.outgoing(edge, name)}
            found |= {triple[0] for name in sorted(back) for triple in self.incoming(edge, name)}
            edge = {node for node in found if node not in reached and node not in without}
            reached |= edge
        return reached

    def _found(self, position: int, terms: Collection[str], predicate: str | None) -> Iterator[Triple]:
        if predicate is not None and not _is_iri(predicate):
            return  # a value stands where a variable made it a predicate
        if position == 0:
            terms = [term for term in terms if _is_iri(term) or term.startswith("_:")]
        self._look_up(position, terms, predicate)
        name = predicate or _EVERY
        for term in terms:
            key = (position, term, name)
            if key in self._known:
                yield from self._known[key]
            else:
                yield from (triple for triple in self._known[position, term, _EVERY] if triple[1] == predicate)
            yield from self._added.get(key, ())

    def _look_up(self, position: int, terms: Iterable[str], predicate: str | None) -> None:
        """Ask the sources for what has not been asked for yet."""
        name = predicate or _EVERY
        missing = [
            term
            for term in terms
            if (position, term, name) not in self._known and (position, term, _EVERY) not in self._known
        ]
        if missing:
            facts = (
                fact
                for source in self._sources
                for fact in (source.outgoing if position == 0 else source.incoming)(missing, predicate)
            )
            self._remember(
                [(position, term, name) for term in missing], facts, lambda fact: (position, fact[position], name)
            )

    def _remember(self, keys: Iterable[tuple[int, str, str]], facts: Iterable[Fact], key_of: _KeyOf) -> None:
        for key in keys:
            self._known[key] = []
        found: dict[tuple[tuple[int, str, str], Triple], None] = {}
        for fact in facts:
            if _kind(fact[3]) not in self._without:
                found[key_of(fact), fact[:3]] = None
                self.layers.setdefault(fact[:3], set()).add(fact[3])
        for key, triple in found:
            self._known[key].append(triple)


def _is_iri(term: str) -> bool:
    return term.startswith("<") and not term.startswith("<<")


def _kind(layer: str) -> str:
    """Give the layer without the rule."""
    return layer.partition("/")[0]


class _KeyOf(Protocol):
    def __call__(self, fact: Fact, /) -> tuple[int, str, str]: ...
