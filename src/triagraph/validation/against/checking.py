"""Validate the part of a graph that a contribution can affect, with and without it; the difference is what it causes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Quad

from triagraph.store.derivation import Rule
from triagraph.validation.against.patterns import UnboundedError
from triagraph.validation.against.rules import GIVEN, concluded, text_of
from triagraph.validation.against.units import TARGETS, ShapeUnits, Unit
from triagraph.validation.against.walking import Changes, collect
from triagraph.validation.against.world import TERMS, Source, Triple, World
from triagraph.validation.engine import Engine, Finding
from triagraph.validation.lexical import findings_of

#: The layer that a contribution is taken for.
LAYER = "asserted"


@dataclass(frozen=True, slots=True)
class Part:
    """What one shapes graph must look at: its units, each with the nodes that may be affected and why; None for all nodes.

    `before` and `after` are the statements to look at, without and with the contribution.
    """

    shapes: ShapeUnits
    nodes: Mapping[str, Mapping[str, Triple] | None]
    before: frozenset[Triple] = field(repr=False)
    after: frozenset[Triple] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Affected:
    """All that a contribution can affect.

    `looked_at` counts the existing statements that were looked at; `whole` are the shapes and rules for which that had to be
    all of them.
    """

    parts: tuple[Part, ...]
    looked_at: int
    whole: tuple[str, ...] = ()

    def focus_nodes(self, *, specific: bool = False) -> set[str]:
        """Give the nodes that are validated; with `specific`, only those that a shape names for what they are."""
        return {
            node
            for part in self.parts
            for shape, nodes in part.nodes.items()
            if not part.shapes.units[shape].about_value and (part.shapes.units[shape].specific or not specific)
            for node in nodes or ()
        }


def find_affected(
    contributed: Collection[Triple],
    sources: Sequence[Source],
    shapes: Sequence[ShapeUnits],
    rules: Sequence[Rule],
    *,
    base: str,
) -> Affected:
    """Find what a contribution can affect.

    Args:
        contributed: its statements.
        sources: the existing graph.
        shapes: what is validated; see `analysed`.
        rules: the rules whose conclusions the existing graph holds.
        base: the base IRI of the rules.
    """
    world = World(sources)
    for triple in contributed:
        world.add(triple, LAYER)
    causes = {triple: triple for triple in contributed}
    whole: list[str] = []
    given = [triple for triple in contributed if not world.holds(triple, GIVEN)]
    for rule in rules if given else ():
        outcome = concluded(rule, sources, given, base=base)
        for triple, why in outcome.added.items():
            world.add(triple, f"derived/{rule.name}")
            causes.setdefault(triple, why)
        for triple, why in outcome.removed.items():
            world.removed[triple].add(f"derived/{rule.name}")
            causes.setdefault(triple, why)
        whole += [rule.name] if outcome.whole else []
    parts = tuple(_part(each, world, causes) for each in shapes)
    whole += [shape for part in parts for shape, nodes in part.nodes.items() if nodes is None]
    looked_at = set().union(*(part.before for part in parts))
    return Affected(parts, len(looked_at), tuple(whole))


def _part(shapes: ShapeUnits, world: World, causes: Mapping[Triple, Triple]) -> Part:
    layers = {*shapes.graph.layers, TERMS}
    changes = Changes((triple for triple in causes if _changes(triple, layers, world)), world)
    nodes: dict[str, Mapping[str, Triple] | None] = {}
    kept: set[Triple] = set()
    for shape, unit in shapes.units.items() if changes.triples else ():
        found = _affected(unit, changes)
        if found:
            try:
                collect(unit.ways, {unit.anchor: set(found)}, world, kept)
                collect(unit.constraint, {unit.anchor: set(found)}, world, kept)
            except UnboundedError:
                found = None
        if found is None or found:
            nodes[shape] = None if found is None else {node: causes[why] for node, why in found.items()}
    if any(found is None for found in nodes.values()):
        kept = set(world.extent(None))
    before = frozenset(each for each in kept if world.was_in(each, layers))
    after = frozenset(each for each in kept if world.is_in(each, layers))
    return Part(shapes, nodes, before, after)


def _changes(triple: Triple, layers: Collection[str], world: World) -> bool:
    was = world.holds(triple, layers)
    return was != world.is_in(triple, layers)


def _affected(unit: Unit, changes: Changes) -> dict[str, Triple] | None:
    """Give the nodes that a unit must be run on, each with a change that is why; None for all nodes."""
    if unit.reason is not None:
        return None
    found: dict[str, Triple] = {}
    for trigger in unit.triggers:
        nodes = changes.affected(trigger, unit.anchor)
        if nodes is None:
            return None
        for node, why in nodes.items():
            found.setdefault(node, why)
    return found


def caused(part: Part, engine: Engine) -> list[tuple[Finding, Triple | None]]:
    """Give the findings that are there only with the contribution, each with a statement of it that is why."""
    if not part.nodes:
        return []
    shapes = _shapes(part)
    after = [each for each in findings_of(engine, text_of(part.after), shapes) if _counts(each, part)]
    if not after:
        return []
    before = {_key(each) for each in findings_of(engine, text_of(part.before), shapes)}
    return [(each, _why(each, part)) for each in after if _key(each) not in before]


def _key(finding: Finding) -> tuple[str | None, ...]:
    """Give what makes two findings the same one; a message may name a blank node in another way each time."""
    return (
        finding.focus_node,
        finding.path,
        finding.value,
        finding.source_shape,
        finding.component,
        finding.severity,
    )


def _counts(finding: Finding, part: Part) -> bool:
    shape = finding.source_shape or ""
    if shape not in part.nodes:
        return False
    nodes = part.nodes[shape]
    return nodes is None or _node(finding, part) in nodes


def _node(finding: Finding, part: Part) -> str | None:
    unit = part.shapes.units[finding.source_shape or ""]
    return finding.value if unit.about_value else finding.focus_node


def _why(finding: Finding, part: Part) -> Triple | None:
    nodes = part.nodes[finding.source_shape or ""]
    return None if nodes is None else nodes.get(_node(finding, part) or "")


def _shapes(part: Part) -> list[Quad]:
    """Cut out of a shapes graph what is needed for the units that count: their roots and all that these refer to."""
    objects: dict[str, list[str]] = defaultdict(list)
    for subject, _, value in part.shapes.triples:
        objects[subject].append(value)
    roots = {root for shape in part.nodes for root in part.shapes.units[shape].roots}
    needed: set[str] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node not in needed and node in objects:
            needed.add(node)
            waiting += objects[node]
    return [
        quad
        for quad, (subject, predicate, _) in zip(part.shapes.graph.quads, part.shapes.triples, strict=True)
        if subject in needed and (predicate not in TARGETS or subject in roots)
    ]
