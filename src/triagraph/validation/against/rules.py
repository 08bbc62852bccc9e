"""What rules conclude differently with a contribution: https://www.w3.org/TR/sparql11-query/#construct.

A rule names the variable that its conclusions are about: `#+ about: network`. Only the solutions for those terms of it that a
changed statement can affect are computed, without and with the contribution. For a rule that names none, all are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from triagraph.store.derivation import Rule, conclusions
from triagraph.store.loading import GIVEN_LAYERS
from triagraph.store.memory import MemoryStore
from triagraph.validation.against.patterns import (
    Closure,
    Context,
    Group,
    Names,
    Pattern,
    Trigger,
    UnboundedError,
    Variable,
    contexts,
    triggers,
)
from triagraph.validation.against.queries import patterns_of
from triagraph.validation.against.walking import Changes, collect, supporters, unified
from triagraph.validation.against.world import TERMS, Source, Triple, World

_ABOUT: Final = re.compile(r"^#\+ about: *[?$]?(\w+) *$", re.MULTILINE)
GIVEN: Final = frozenset({*GIVEN_LAYERS, TERMS})


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What a rule concludes only with the contribution, and what it does not any more; each with a statement that is why."""

    added: dict[Triple, Triple] = field(default_factory=dict)
    removed: dict[Triple, Triple] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """A rule's patterns and the variable that it is about."""

    rule: Rule
    base: str
    anchor: Variable
    where: Group
    template: tuple[Pattern, ...]
    triggers: tuple[Trigger, ...]
    contexts: tuple[Context, ...]


def concluded(rule: Rule, sources: Collection[Source], changes: Collection[Triple], *, base: str) -> Conclusions:
    """Tell what changes in a rule's conclusions when statements are added.

    Args:
        rule: the rule.
        sources: the existing graph.
        changes: the statements that are added and that no layer which rules see holds already.
        base: the base IRI of the rule.
    """
    world = World(sources, without=frozenset({"derived"}))
    for triple in changes:
        world.add(triple, "asserted")
    try:
        reading = _read(rule, base)
        nodes = _affected(reading, changes, world)
        if not nodes:
            return Conclusions()
        return _difference(reading, nodes, world, sources)
    except UnboundedError:
        return _all(rule, world, next(iter(changes)), base)


def _read(rule: Rule, base: str) -> _Reading:
    """Read a rule.

    Raises:
        UnboundedError: it names no variable, or its query has something that is not followed.
    """
    named = _ABOUT.search(rule.text)
    if named is None:
        raise UnboundedError("no variable is named")
    names = Names()
    anchor = names.fresh()
    patterns = patterns_of(rule.text, names, bound={named[1]: anchor})
    where = patterns.where
    return _Reading(rule, base, anchor, where, patterns.template, tuple(triggers(where)), contexts(where))


def _affected(reading: _Reading, changes: Collection[Triple], world: World) -> dict[str, Triple]:
    found: dict[str, Triple] = {}
    changed = Changes(changes, world)
    for trigger in reading.triggers:
        nodes = changed.affected(trigger, reading.anchor)
        if nodes is None:
            raise UnboundedError("everything")
        found = {**nodes, **found}
    return found


def _difference(reading: _Reading, nodes: dict[str, Triple], world: World, sources: Collection[Source]) -> Conclusions:
    """Compute the conclusions about some nodes, and about those that might conclude the same, before and after."""
    before, after = _both(reading, nodes, world)
    with_derived = World(sources)
    others: dict[str, Triple] = {}
    for triple in sorted(before ^ after):
        for node in _supporters(triple, reading, with_derived, world):
            others[node] = _why(triple, nodes)
    if not others.keys() <= nodes.keys():
        nodes = {**others, **nodes}
        before, after = _both(reading, nodes, world)
    return Conclusions(
        {triple: _why(triple, nodes) for triple in sorted(after - before)},
        {triple: _why(triple, nodes) for triple in sorted(before - after)},
    )


def _why(triple: Triple, nodes: dict[str, Triple]) -> Triple:
    """Give the statement that changed what is concluded."""
    return nodes.get(triple[0]) or nodes.get(triple[2]) or next(iter(nodes.values()))


def _both(reading: _Reading, nodes: Collection[str], world: World) -> tuple[set[Triple], set[Triple]]:
    kept: set[Triple] = set()
    collect(reading.where, {reading.anchor: set(nodes)}, world, kept)
    if any(_others(context, reading.anchor, kept) - set(nodes) for context in reading.contexts):
        raise UnboundedError("solutions for other nodes")
    before = [triple for triple in kept if world.was_in(triple, GIVEN)]
    return _run(reading.rule, before, reading.base), _run(reading.rule, kept, reading.base)


def _others(context: Context, anchor: Variable, kept: Collection[Triple]) -> set[str]:
    """Give the nodes that may have solutions in a part of the graph."""
    found: set[str] | None = None
    for pattern in context.patterns:
        if anchor in pattern.variables() and not isinstance(pattern.predicate, Closure):
            nodes = {row[anchor] for triple in kept if (row := unified(pattern, triple)) is not None}
            found = nodes if found is None else found & nodes
    return found or set()


def _supporters(triple: Triple, reading: _Reading, derived: World, world: World) -> set[str]:
    """Find what else may conclude a statement: through what must match, or through what was concluded with it."""
    found: set[str] = set()
    for pattern in reading.template:
        row = unified(pattern, triple)
        if row is None:
            continue
        nodes = _through(row, reading, Context(), world)
        for other in reading.template:
            if nodes is not None:
                break
            if other is not pattern and row.keys() & set(other.variables()):
                nodes = _through(row, reading, Context((other,)), derived)
        if nodes is None:
            raise UnboundedError("a conclusion that leads nowhere")
        found |= nodes
    return found


def _through(row: dict[Variable, str], reading: _Reading, more: Context, world: World) -> set[str] | None:
    if reading.anchor in row:
        return {row[reading.anchor]}
    found: set[str] = set()
    for context in reading.contexts:
        nodes = supporters((row, ("", "", "")), context.with_(more), reading.anchor, world)
        if nodes is None:
            return None
        found |= nodes.keys()
    return found


def _all(rule: Rule, world: World, why: Triple, base: str) -> Conclusions:
    """Run a rule on the whole graph, without and with the contribution."""
    every = set(world.extent(None))
    before = _run(rule, [triple for triple in every if world.was_in(triple, GIVEN)], base)
    after = _run(rule, every, base)
    return Conclusions(
        dict.fromkeys(sorted(after - before), why), dict.fromkeys(sorted(before - after), why), whole=True
    )


def _run(rule: Rule, triples: Iterable[Triple], base: str) -> set[Triple]:
    store = MemoryStore(quads_of(triples))
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in conclusions(rule, store, base=base)}


def text_of(triples: Iterable[Triple]) -> str:
    """Write statements as N-Triples, in an order that is always the same."""
    return "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in sorted(triples))


def quads_of(triples: Iterable[Triple]) -> list[Quad]:
    """Make quads of statements."""
    return list(parse(text_of(triples).encode(), format=RdfFormat.N_TRIPLES, rename_blank_nodes=False))
