"""Validate with a few shapes at a time, where all of them together would find more than fits in memory.

The `shacl` engine writes a graph of its results, some 11 kB for each. A spreadsheet that was exported wrongly has hundreds of
thousands. So that no run has many, each target gets only some of the constraints of its shape:

1. A node shape that has nothing but property shapes is taken apart into these. Each of them is put at the same target, by a
   shape of ours; the node shape itself stays, without a target, for others to refer to.
2. What a node shape asks for itself is put at the target by a copy of it, and results of the copy are the shape's own.
3. A closed shape, and a property shape with a target, are not taken apart.
4. Each SPARQL constraint of a node shape has a copy of its own.
5. What still finds too many is run at some of its nodes at a time: see `triagraph.validation.batches`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.namespaces import OWL, RDF, RDFS, SH
from triagraph.validation.batches import Aim, RunShapes, focus_nodes, in_batches
from triagraph.validation.engine import Finding
from triagraph.validation.statements import Statements

#: While it is found out which portions have how many results, a run has so many at most.
_FEW: Final = 5_000
_TYPE: Final = f"{RDF}type"
_PROPERTY: Final = f"{SH}property"
_SPARQL: Final = f"{SH}sparql"
_TARGETS: Final = tuple(f"{SH}target{name}" for name in ("Class", "Node", "SubjectsOf", "ObjectsOf"))
_CLASSES: Final = frozenset({f"{RDFS}Class", f"{OWL}Class"})
#: What a shape says that asks for nothing.
_NO_CONSTRAINTS: Final = frozenset(
    [_PROPERTY, *_TARGETS, *(f"{SH}{name}" for name in ("message", "severity", "deactivated", "order", "group"))]
)
_OURS: Final = "urn:triagraph:portion:"


@dataclass(frozen=True, slots=True)
class Portion:
    """What gives some constraints a target: `shape`, which `quads` describe, is aimed.

    `sources` are the shapes (in N-Triples syntax) that its results can be of.
    """

    shape: NamedNode
    quads: tuple[Quad, ...] = field(repr=False)
    aims: tuple[Aim, ...] = field(repr=False)
    sources: frozenset[str]

    @property
    def aimed(self) -> list[Quad]:
        """Give the shape with its targets."""
        return [*self.quads, *(Quad(self.shape, predicate, value) for predicate, value in self.aims)]


def in_portions(
    shapes: Statements, seen: Mapping[str | None, int], run: RunShapes, data: str, most: int
) -> list[Finding]:
    """Give what shapes find.

    Args:
        shapes: a shapes graph in which every shape has an IRI.
        seen: of the results that were too many, how many are of each shape.
        run: validates the data with some shapes.
        data: N-Triples in canonical form.
        most: how many results a run may have.

    Raises:
        InputError: there are more at a single node than there is room for.
    """
    base, waiting, originals = taken_apart(shapes)
    alone: list[Portion] = []
    found: list[Finding] = []
    counts, complete = Counter(seen), False
    while not complete:
        many = _most_telling(waiting, counts)
        alone += many
        waiting = [each for each in waiting if each not in many]
        found, complete = run(base.joined(quad for each in waiting for quad in each.aimed), _FEW, "")
        counts = Counter(each.source_shape for each in found)
        complete = complete or not waiting
    for portion in alone:
        some, complete = run(base.joined(portion.aimed), _FEW, "")
        found += (
            some
            if complete
            else in_batches(base.joined(portion.quads), portion.shape, focus_nodes(portion.aims, data), run, most)
        )
    return [_of_original(each, originals) for each in found]


def _most_telling(portions: Sequence[Portion], counts: Mapping[str | None, int]) -> list[Portion]:
    """Choose the portions with the most results, at least one."""
    totals = [sum(counts.get(source, 0) for source in portion.sources) for portion in portions]
    most = max(totals, default=0)
    return [portion for portion, total in zip(portions, totals, strict=True) if 2 * total >= most]


def _of_original(finding: Finding, originals: Mapping[str, str]) -> Finding:
    original = originals.get(finding.source_shape or "")
    return finding if original is None else replace(finding, source_shape=original)


def taken_apart(shapes: Statements) -> tuple[Statements, list[Portion], dict[str, str]]:
    """Take shapes apart.

    Returns:
        The shapes without targets, the portions, and the shapes of ours that are copies: copy → original.
    """
    about: dict[Any, list[Quad]] = defaultdict(list)
    for quad in shapes:
        about[quad.subject].append(quad)
    targets = _targets_of(shapes)
    base = Statements(
        quad
        for quad in shapes
        if quad.predicate.value not in _TARGETS
        and not (quad.subject in targets and quad.predicate.value == _TYPE and _is_class(quad.object))
    )
    portions: list[Portion] = []
    originals: dict[str, str] = {}
    for shape, aims in targets.items():
        own = about[shape]
        if _has(own, "deactivated"):
            continue
        if _has(own, "path") or _has(own, "closed"):
            portions.append(Portion(shape, (), tuple(aims), _sources(shape, about)))
            continue
        for each in [quad.object for quad in own if quad.predicate.value == _PROPERTY]:
            node = NamedNode(f"{_OURS}{len(portions)}")
            refers = (_typed(node), Quad(node, NamedNode(_PROPERTY), each))
            portions.append(Portion(node, refers, tuple(aims), _sources(each, about)))
        for constraints in _constraints(own):
            node = NamedNode(f"{_OURS}{len(portions)}")
            copied = (_typed(node), *(Quad(node, quad.predicate, quad.object) for quad in constraints))
            portions.append(Portion(node, copied, tuple(aims), frozenset({str(node), str(shape)})))
            originals[str(node)] = str(shape)
    return base, portions, originals


def _constraints(own: Sequence[Quad]) -> Iterator[list[Quad]]:
    """Give what a node shape asks for itself, each SPARQL constraint apart, and with each what is said of all."""
    rest = [quad for quad in own if quad.predicate.value not in {_PROPERTY, _TYPE, *_TARGETS}]
    beside = [quad for quad in rest if quad.predicate.value in _NO_CONSTRAINTS or not _is_of_shacl(quad)]
    asked = [quad for quad in rest if quad.predicate.value == _SPARQL]
    others = [quad for quad in rest if quad not in beside and quad not in asked]
    yield from ([*beside, *some] for some in ([others] if others else []))
    yield from ([*beside, quad] for quad in asked)


def _is_of_shacl(quad: Quad) -> bool:
    return quad.predicate.value.startswith(SH)


def _targets_of(shapes: Statements) -> dict[Any, list[tuple[NamedNode, Any]]]:
    """Give shape → its targets, each as predicate and object; a shape that is a class targets its instances."""
    found: dict[Any, list[tuple[NamedNode, Any]]] = defaultdict(list)
    for quad in shapes.of(*_TARGETS):
        found[quad.subject].append((quad.predicate, quad.object))
    types: dict[Any, set[str]] = defaultdict(set)
    for quad in shapes.of(_TYPE):
        if isinstance(quad.object, NamedNode):
            types[quad.subject].add(quad.object.value)
    for shape, names in types.items():
        if names & _CLASSES and names & {f"{SH}NodeShape", f"{SH}PropertyShape"}:
            found[shape].append((NamedNode(_TARGETS[0]), shape))
    return dict(found)


def _is_class(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value in _CLASSES


def _has(own: Iterable[Quad], name: str) -> bool:
    """Tell whether something is said of a shape, other than that it is not so."""
    return any(
        quad.predicate.value == f"{SH}{name}"
        and not (isinstance(quad.object, Literal) and quad.object.value in {"false", "0"})
        for quad in own
    )


def _typed(shape: NamedNode) -> Quad:
    return Quad(shape, NamedNode(_TYPE), NamedNode(f"{SH}NodeShape"))


def _sources(shape: Any, about: Mapping[Any, Sequence[Quad]]) -> frozenset[str]:
    """Give a shape and the property shapes below it."""
    found: set[Any] = set()
    waiting = [shape]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += [quad.object for quad in about.get(each, ()) if quad.predicate.value == _PROPERTY]
    return frozenset(str(each) for each in found)
