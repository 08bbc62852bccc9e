"""Property paths as patterns: https://www.w3.org/TR/shacl/#property-paths and https://www.w3.org/TR/sparql11-query/#propertypaths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from triagraph.namespaces import RDF, SH
from triagraph.validation.against.patterns import Closure, Group, Names, Node, Pattern, UnboundedError, Variable

Kind = Literal["sequence", "alternative", "inverse", "star", "plus", "optional", "other"]


@dataclass(frozen=True, slots=True)
class Path:
    """A path that is more than a predicate; `other` is any predicate (a negated property set)."""

    kind: Kind
    steps: tuple[Step, ...] = ()


Step: TypeAlias = "str | Variable | Path"

_NIL: Final = f"<{RDF}nil>"
_SHACL: Final[dict[str, Kind]] = {
    f"<{SH}inversePath>": "inverse",
    f"<{SH}zeroOrMorePath>": "star",
    f"<{SH}oneOrMorePath>": "plus",
    f"<{SH}zeroOrOnePath>": "optional",
}

#: Subject → predicate → objects, in N-Triples syntax.
Triples = Mapping[str, Mapping[str, Sequence[str]]]


def path_of(node: str, shapes: Triples) -> Step:
    """Read a SHACL property path.

    Raises:
        UnboundedError: it is none that we know.
    """
    if node.startswith("<"):
        return node
    found = shapes.get(node, {})
    if f"<{RDF}first>" in found:
        return Path("sequence", tuple(path_of(item, shapes) for item in items_of(node, shapes)))
    for predicate, objects in found.items():
        if predicate == f"<{SH}alternativePath>":
            return Path("alternative", tuple(path_of(item, shapes) for item in items_of(objects[0], shapes)))
        if predicate in _SHACL:
            return Path(_SHACL[predicate], (path_of(objects[0], shapes),))
    raise UnboundedError(f"path {node}")


def items_of(node: str, shapes: Triples) -> Iterator[str]:
    """Give the items of an RDF list."""
    seen: set[str] = set()
    while node != _NIL and node not in seen:
        seen.add(node)
        found = shapes.get(node, {})
        yield from found.get(f"<{RDF}first>", ())[:1]
        node = next(iter(found.get(f"<{RDF}rest>", ())), _NIL)


def group_of(path: Step, start: Node, end: Node, names: Names) -> Group:
    """Give the patterns of a path from one node to another."""
    if not isinstance(path, Path):
        return Group((Pattern(start, path, end),))
    if path.kind == "inverse":
        return group_of(path.steps[0], end, start, names)
    if path.kind == "sequence":
        nodes = [start, *(names.fresh() for _ in path.steps[1:]), end]
        parts = [
            group_of(step, one, other, names)
            for step, one, other in zip(path.steps, nodes[:-1], nodes[1:], strict=True)
        ]
        return joined(parts)
    if path.kind == "alternative":
        return Group(alternatives=(tuple(group_of(step, start, end, names) for step in path.steps),))
    if path.kind == "other":
        return Group((Pattern(start, names.fresh(), end),))
    forward, backward = _reach(path.steps[0])
    return Group((Pattern(start, Closure(frozenset(forward), frozenset(backward)), end),))


def joined(parts: Sequence[Group]) -> Group:
    """Give one scope for several whose variables are the same."""
    values: dict[Variable, frozenset[str]] = {}
    for part in parts:
        for variable, terms in part.values.items():
            values[variable] = values[variable] & terms if variable in values else terms
    return Group(
        tuple(pattern for part in parts for pattern in part.patterns),
        tuple(each for part in parts for each in part.required),
        tuple(each for part in parts for each in part.alternatives),
        tuple(each for part in parts for each in part.optional),
        values,
    )


def _reach(path: Step) -> tuple[set[str], set[str]]:
    """Give the predicates that a repeated path goes along and against; for what is not simple, more than it does."""
    if isinstance(path, str):
        return {path}, set()
    if isinstance(path, Variable) or path.kind == "other":
        raise UnboundedError("a repeated path along any predicate")
    forward: set[str] = set()
    backward: set[str] = set()
    for step in path.steps:
        along, against = _reach(step)
        forward |= against if path.kind == "inverse" else along
        backward |= along if path.kind == "inverse" else against
    return forward, backward
