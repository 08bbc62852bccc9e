"""What each shape looks at: https://www.w3.org/TR/shacl/#validation, turned around.

A unit is a shape that gives results of its own: a shape with targets, or a property shape that one of them leads to. Its
`ways` say which nodes it is run on, its `constraint` what it looks at there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from triagraph.namespaces import RDF, RDFS, SH
from triagraph.report import plain
from triagraph.validation.against.paths import Step, Triples, group_of, items_of, joined, path_of
from triagraph.validation.against.patterns import (
    Closure,
    Group,
    Names,
    Node,
    Pattern,
    Trigger,
    UnboundedError,
    Variable,
    contexts,
    triggers,
)
from triagraph.validation.against.queries import patterns_of
from triagraph.validation.against.world import terms_of
from triagraph.validation.shapes import ShapesGraph
from triagraph.validation.targets import Target, is_specific

_TYPE: Final = f"<{RDF}type>"
_SUBCLASSES: Final = Closure(frozenset({f"<{RDFS}subClassOf>"}))
_PAIRS: Final = tuple(f"<{SH}{name}>" for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals"))
_SHAPES: Final = tuple(f"<{SH}{name}>" for name in ("property", "node", "not", "qualifiedValueShape"))
_SHAPE_LISTS: Final = tuple(f"<{SH}{name}>" for name in ("and", "or", "xone"))
#: How a shape names its targets → what kind of target that is.
TARGETS: Final = {
    f"<{SH}targetClass>": "class",
    f"<{SH}targetNode>": "node",
    f"<{SH}targetSubjectsOf>": "subjects",
    f"<{SH}targetObjectsOf>": "objects",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A shape and what it looks at; `reason` says why that cannot be told, `roots` are the shapes whose targets lead to it.

    `anchor` is the node that its results are about: the focus node, or the value where the shape says so.
    """

    shape: str
    anchor: Variable
    ways: Group = field(default_factory=Group, repr=False)
    constraint: Group = field(default_factory=Group, repr=False)
    roots: frozenset[str] = frozenset()
    about_value: bool = False
    specific: bool = True
    reason: str | None = None
    triggers: tuple[Trigger, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ShapeUnits:
    """A shapes graph with what each of its shapes looks at; `triples` are its quads as terms in N-Triples syntax."""

    graph: ShapesGraph
    triples: tuple[tuple[str, str, str], ...] = field(repr=False)
    units: Mapping[str, Unit] = field(repr=False)


def analysed(shapes: Sequence[ShapesGraph]) -> tuple[ShapeUnits, ...]:
    """Read from shapes graphs what each of their shapes looks at: enough for any number of contributions."""
    written: dict[int, tuple[str, str, str]] = {}  # graphs share most of their quads
    for graph in shapes:
        written.update((id(quad), terms_of(quad)) for quad in graph.quads if id(quad) not in written)
    found = []
    for graph in shapes:
        triples = tuple(written[id(quad)] for quad in graph.quads)
        units = {unit.shape: unit for unit in _Analysis(graph, _by_subject(triples), Names()).units()}
        found.append(ShapeUnits(graph, triples, units))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Ways:
    """What leads from targets to a node."""

    node: Variable
    group: Group
    triggers: tuple[Trigger, ...]


class _Analysis:
    def __init__(self, graph: ShapesGraph, shapes: Triples, names: Names) -> None:
        self._names = names
        self._shapes = shapes
        self._about_values = graph.about_values
        self._targets = _targets_by_shape(self._shapes)
        self._own_parameters = _parameters(self._shapes)
        self._known_ways: dict[tuple[tuple[Target, tuple[Step, ...]], ...], _Ways] = {}

    def units(self) -> Iterator[Unit]:
        ways: dict[str, list[tuple[Target, tuple[Step, ...], str]]] = defaultdict(list)
        endless: set[str] = set()
        for root, targets in self._targets.items():
            for target in targets:
                for shape, steps, recursive in self._led_to(root, (), ()):
                    ways[shape].append((target, steps, root))
                    if recursive:
                        endless.add(shape)
        for shape, found in ways.items():
            yield self._unit(shape, found, recursive=shape in endless)

    def _led_to(
        self, shape: str, steps: tuple[Step, ...], above: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[Step, ...], bool]]:
        """Give the shapes that run where a shape does, itself first, with the path from the focus node to theirs."""
        if self._is_off(shape):
            return
        recursive = shape in above
        yield shape, steps, recursive
        if recursive:
            return
        paths = self._shapes[shape].get(f"<{SH}path>", ())
        further = (*steps, path_of(paths[0], self._shapes)) if paths else steps
        for each in self._shapes[shape].get(f"<{SH}property>", ()):
            yield from self._led_to(each, further, (*above, shape))

    def _unit(self, shape: str, found: list[tuple[Target, tuple[Step, ...], str]], *, recursive: bool) -> Unit:
        about_value = shape in self._about_values
        unit = Unit(
            shape=shape,
            anchor=Variable("#value"),
            roots=frozenset(root for _, _, root in found),
            about_value=about_value,
            specific=not about_value and any(is_specific(Target(each.kind, each.iri[1:-1])) for each, _, _ in found),
            reason="recursive shapes" if recursive else None,
        )
        if recursive:
            return unit
        try:
            if about_value:
                # What is said about a value does not depend on the focus node, which is always the same.
                constraint = self._constraint(shape, self._names.fresh(), (), {"value": unit.anchor})
                return replace(unit, constraint=constraint, triggers=tuple(triggers(constraint)))
            ways = self._ways_of(found)
            constraint = self._constraint(shape, ways.node, (), {})
            hits = (*ways.triggers, *triggers(constraint, contexts(ways.group)))
        except UnboundedError as error:
            return replace(unit, reason=error.message.en)
        return replace(unit, anchor=ways.node, ways=ways.group, constraint=constraint, triggers=hits)

    def _ways_of(self, found: list[tuple[Target, tuple[Step, ...], str]]) -> _Ways:
        """Give what leads to a shape; it is the same for all shapes that the same targets lead to."""
        key = tuple((target, steps) for target, steps, _ in found)
        if key not in self._known_ways:
            node = self._names.fresh()
            group = Group(alternatives=(tuple(self._way(target, steps, node) for target, steps in key),))
            self._known_ways[key] = _Ways(node, group, tuple(triggers(group)))
        return self._known_ways[key]

    def _way(self, target: Target, steps: tuple[Step, ...], node: Variable) -> Group:
        """Give what leads from a target to a node."""
        start = self._names.fresh() if steps else node
        groups = [_target(target, start, self._names)]
        for position, step in enumerate(steps):
            end = node if position == len(steps) - 1 else self._names.fresh()
            groups.append(group_of(step, start, end, self._names))
            start = end
        return joined(groups)

    def _constraint(self, shape: str, focus: Node, above: tuple[str, ...], bound: Mapping[str, Node]) -> Group:
        """Give what a shape looks at from a focus node."""
        if shape in above:
            raise UnboundedError("recursive shapes")
        if self._is_off(shape):
            return Group()
        found = self._shapes[shape]
        if self._own_parameters & found.keys():
            raise UnboundedError("a constraint component of its own")
        paths = found.get(f"<{SH}path>", ())
        path = path_of(paths[0], self._shapes) if paths else None
        value: Node = focus if path is None else self._names.fresh()
        reached = Group() if path is None else group_of(path, focus, value, self._names)
        at_values = (*self._at_values(shape, value), *self._nested(shape, value, (*above, shape)))
        # What is compared with the values as a whole matters where there is none of them, too.
        beside = (*self._pairs(shape, focus), *self._queries(shape, focus, path, bound))
        return Group(optional=(joined([reached, Group(optional=at_values)]), *beside))

    def _pairs(self, shape: str, focus: Node) -> Iterator[Group]:
        for predicate in _PAIRS:
            for other in self._shapes[shape].get(predicate, ()):
                yield Group((Pattern(focus, other, self._names.fresh()),))

    def _at_values(self, shape: str, value: Node) -> Iterator[Group]:
        found = self._shapes[shape]
        for name in found.get(f"<{SH}class>", ()):
            yield _instance(value, name, self._names)
        if _is_true(found.get(f"<{SH}closed>", ())):
            yield Group((Pattern(value, self._names.fresh(), self._names.fresh()),))

    def _nested(self, shape: str, value: Node, above: tuple[str, ...]) -> Iterator[Group]:
        found = self._shapes[shape]
        for predicate in _SHAPES:
            if predicate == f"<{SH}property>" and len(above) == 1:
                continue  # units of their own
            for each in found.get(predicate, ()):
                yield self._constraint(each, value, above, {})
        for predicate in _SHAPE_LISTS:
            for listed in found.get(predicate, ()):
                for each in items_of(listed, self._shapes):
                    yield self._constraint(each, value, above, {})
        if found.get(f"<{SH}qualifiedValueShapesDisjoint>"):
            for each in self._siblings(shape):
                yield self._constraint(each, value, above, {})

    def _siblings(self, shape: str) -> Iterator[str]:
        """Give the qualified value shapes of the property shapes beside one."""
        for found in self._shapes.values():
            beside = found.get(f"<{SH}property>", ())
            if shape in beside:
                for each in beside:
                    if each != shape:
                        yield from self._shapes[each].get(f"<{SH}qualifiedValueShape>", ())

    def _queries(self, shape: str, focus: Node, path: Step | None, bound: Mapping[str, Node]) -> Iterator[Group]:
        for constraint in self._shapes[shape].get(f"<{SH}sparql>", ()):
            for text in self._shapes[constraint].get(f"<{SH}select>", ()):
                query = _text(text)
                if "shapesGraph" in query or "currentShape" in query:
                    raise UnboundedError("$shapesGraph")
                yield patterns_of(query, self._names, bound={"this": focus, **bound}, path=path).where

    def _is_off(self, shape: str) -> bool:
        return _is_true(self._shapes[shape].get(f"<{SH}deactivated>", ()))


def _by_subject(triples: Iterable[tuple[str, str, str]]) -> Triples:
    """Give triples by subject and predicate."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        found[subject][predicate].append(value)
    return found


def _targets_by_shape(shapes: Triples) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for shape, properties in shapes.items():
        targets = [Target(kind, term) for predicate, kind in TARGETS.items() for term in properties.get(predicate, ())]
        types = set(properties.get(_TYPE, ()))
        if f"<{SH}NodeShape>" in types and any(name.endswith(("rdf-schema#Class>", "owl#Class>")) for name in types):
            targets.append(Target("class", shape))
        if targets:
            found[shape] = targets
    return found


def _parameters(shapes: Triples) -> frozenset[str]:
    """Give the predicates that constraint components of the shapes graph itself bring."""
    return frozenset(
        path
        for properties in list(shapes.values())
        for parameter in properties.get(f"<{SH}parameter>", ())
        for path in shapes[parameter].get(f"<{SH}path>", ())
    )


def _target(target: Target, node: Variable, names: Names) -> Group:
    if target.kind == "class":
        return _instance(node, target.iri, names)
    if target.kind == "subjects":
        return Group((Pattern(node, target.iri, names.fresh()),))
    if target.kind == "objects":
        return Group((Pattern(names.fresh(), target.iri, node),))
    return Group(values={node: frozenset({target.iri})})


def _instance(node: Node, name: str, names: Names) -> Group:
    """Give what makes a node an instance of a class."""
    kind = names.fresh()
    return Group((Pattern(node, _TYPE, kind), Pattern(kind, _SUBCLASSES, name)))


def _is_true(terms: Iterable[str]) -> bool:
    return any(term.startswith(('"true"', '"1"')) for term in terms)


def _text(term: str) -> str:
    """Give the value of a literal in N-Triples syntax."""
    return plain(term) or ""
