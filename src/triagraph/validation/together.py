"""Shapes that are run on different layers, in one run on all of them.

A shapes graph is run on the layers that it names. An engine reads a large file once for each set of layers, and reading
takes it longer than to validate. On all layers at once, the shapes find the same in documents, unless the documents
touch what stands in the layers that a shapes graph does not name, in a way that its shapes look at:

1. What each shape looks at is known as triple patterns (`against.units`).
2. From the statements of the layers that are not named, these lead back to nodes (`against.walking`), through the statements
   of the layers that are. Each node that is asked about on the way is a node that documents must not say more about.
3. If the documents do, or if they describe a node that the way ends at, that shapes graph is run by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from triagraph.store.loading import Dataset
from triagraph.validation.against.units import ShapeUnits, Unit, analysed
from triagraph.validation.against.walking import Changes
from triagraph.validation.against.world import TERMS, Fact, FactsInMemory, Triple, World, terms_of
from triagraph.validation.joint import Joint, Sight, united
from triagraph.validation.shapes import ShapesGraph

_LAYER = "asserted"


@dataclass(frozen=True, slots=True)
class Together(Joint):
    """Shapes graphs that can be put together, and what their shapes look at."""

    parts: list[ShapeUnits] = field(repr=False, compare=False)

    def sights(self, dataset: Dataset) -> list[Sight]:
        """Find out for each shapes graph what would let it see the layers that the others name and it does not.

        To be asked once: what the shapes look at takes memory, and is forgotten then.
        """
        facts = {layer: [(*terms_of(quad), layer) for quad in dataset.quads([layer])] for layer in self.graph.layers}
        facts[TERMS] = [(*terms_of(quad), TERMS) for quad in dataset.terms]
        found = [_sight(part, facts) for part in self.parts]
        self.parts.clear()
        return found


def together(graphs: Sequence[ShapesGraph]) -> Together | None:
    """Put shapes graphs together; None if there is only one, or if two of them run the same shape."""
    if len(graphs) < 2:  # noqa: PLR2004 - nothing to put together
        return None
    parts = analysed(graphs)
    owners = {shape: number for number, part in enumerate(parts) for shape in part.units}
    if len(owners) < sum(len(part.units) for part in parts):
        return None
    return Together(united(graphs), len(graphs), owners, list(parts))


def _sight(part: ShapeUnits, facts: Mapping[str, Sequence[Fact]]) -> Sight:
    named = {*part.graph.layers, TERMS}
    source = _Asked(fact for layer, some in facts.items() if layer in named for fact in some)
    own = {fact[:3] for layer, some in facts.items() if layer in named for fact in some}
    others = {fact[:3]: None for layer, some in facts.items() if layer not in named for fact in some}
    changes = _changes([triple for triple in others if triple not in own], source)
    nodes: set[str] = set()
    values: set[str] = set()
    for unit in part.units.values() if changes.triples else ():
        found = _affected(unit, changes)
        if found is None:
            return Sight(everywhere=True)
        (values if unit.about_value else nodes).update(found)
    if source.everything:
        return Sight(everywhere=True)
    return Sight(_frozen(source.subjects), _frozen(source.objects), frozenset(nodes), frozenset(values))


def _changes(triples: Sequence[Triple], source: _Asked) -> Changes:
    world = World([source])
    for triple in triples:
        world.add(triple, _LAYER)
    return Changes(triples, world)


def _affected(unit: Unit, changes: Changes) -> set[str] | None:
    """Give the nodes at which a shape sees a change; None for all nodes."""
    if unit.reason is not None:
        return None
    found: set[str] = set()
    for trigger in unit.triggers:
        nodes = changes.affected(trigger, unit.anchor)
        if nodes is None:
            return None
        found |= nodes.keys()
    return found


def _frozen(asked: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {predicate: frozenset(nodes) for predicate, nodes in asked.items()}


class _Asked(FactsInMemory):
    """Statements in memory that remember what they were asked for."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        super().__init__(facts)
        self.subjects: dict[str, set[str]] = defaultdict(set)
        self.objects: dict[str, set[str]] = defaultdict(set)
        self.everything = False

    def outgoing(self, subjects: Collection[str], predicate: str | None) -> Iterator[Fact]:
        """See `Source.outgoing`."""
        self.subjects[predicate or ""].update(subjects)
        return super().outgoing(subjects, predicate)

    def incoming(self, objects: Collection[str], predicate: str | None) -> Iterator[Fact]:
        """See `Source.incoming`."""
        self.objects[predicate or ""].update(objects)
        return super().incoming(objects, predicate)

    def extent(self, predicate: str | None) -> list[Fact]:
        """See `Source.extent`."""
        self.everything = True
        return super().extent(predicate)
