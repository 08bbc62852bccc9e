"""The value-chain board: who holds which position of which chain, by field and by region, and which positions are empty.

A position is held by whoever holds it or a narrower one, as in the named queries `value-chain-gaps` and
`partners-for-position`. A chain that a source names has empty positions; where no source names a chain, nothing is known,
and the board says "not stated".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from triagraph.namespaces import SKOS, TRIA
from triagraph.site.graph import TYPE, GraphIndex

_PARTS = ("participant", "chain", "position")


@dataclass(frozen=True, slots=True)
class Position:
    """A position of the value chain and the narrower ones below it."""

    iri: str
    narrower: tuple[str, ...]


class Board:
    """The positions of a graph and who holds them."""

    def __init__(self, graph: GraphIndex) -> None:
        self._graph = graph
        every = graph.subjects(TYPE, f"{TRIA}ValueChainPosition")
        self.positions = self._in_order(every)
        self.chains = sorted(graph.subjects(TYPE, f"{TRIA}ValueChain"))
        self._above: dict[str, frozenset[str]] = {}
        self._within: dict[str, frozenset[str]] = {}
        #: Who holds a position in a chain, each once, by chain and position.
        self.holders: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        #: The same by region and position, for every region that a holder lies in.
        self.in_region: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for participation in graph.subjects(TYPE, f"{TRIA}ValueChainParticipation"):
            who, where, what = (graph.iris(participation, f"{TRIA}{part}") for part in _PARTS)
            for position in {above for step in what for above in self._closure(step, f"{SKOS}broader", self._above)}:
                for holder in who:
                    for chain in where:
                        self.holders[chain, position][holder] = None
                    for region in self._regions(holder):
                        self.in_region[region, position][holder] = None

    @property
    def regions(self) -> list[str]:
        """The regions in which somebody holds a position."""
        return sorted({region for region, _ in self.in_region})

    def fields(self) -> dict[str, list[str]]:
        """Give the chains of each field that a chain or a network has; a field may have none."""
        found: dict[str, list[str]] = defaultdict(list)
        for chain in self.chains:
            for field in self._graph.iris(chain, f"{TRIA}technologyField") or [""]:
                found[field].append(chain)
        for network in self._graph.subjects(TYPE, f"{TRIA}NetworkOrganisation"):
            for field in self._graph.iris(network, f"{TRIA}technologyField"):
                found.setdefault(field, [])
        return dict(found)

    def _in_order(self, every: list[str]) -> list[Position]:
        """Put the positions in the order of the scheme's files: each top one with its narrower ones after it."""
        below: dict[str, list[str]] = defaultdict(list)
        for iri in every:
            for broader in self._graph.iris(iri, f"{SKOS}broader"):
                below[broader].append(iri)
        known = set(every)
        tops = [iri for iri in every if not known.intersection(self._graph.iris(iri, f"{SKOS}broader"))]
        return [Position(iri, tuple(below[iri])) for iri in tops]

    def _regions(self, holder: str) -> Iterable[str]:
        return (
            around
            for place in self._graph.iris(holder, f"{TRIA}locatedIn")
            for around in self._closure(place, f"{TRIA}locatedIn", self._within)
        )

    def _closure(self, start: str, predicate: str, known: dict[str, frozenset[str]]) -> frozenset[str]:
        """Give a thing and everything that a property leads to from it, step by step."""
        found = known.get(start)
        if found is None:
            seen, waiting = {start}, [start]
            while waiting:
                further = set(self._graph.iris(waiting.pop(), predicate)) - seen
                seen |= further
                waiting += further
            found = known[start] = frozenset(seen)
        return found
