"""Where a property path of several steps arrives: the statement that names the value, somewhere behind the focus node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from triagraph.report import ValidationResult
from triagraph.report.paths import Step, properties, read_path

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from triagraph.parser.positions import Wanted

#: Node → the statement that led to it; None is no step at all.
_Reached: TypeAlias = "Mapping[Any, Quad | None]"


def takes_steps(result: ValidationResult) -> bool:
    """Tell whether the value of a result is reached by more than one step forward."""
    return result.value is not None and result.path is not None and not result.path.startswith("<")


def arrivals(results: Iterable[ValidationResult], quads: Iterable[Quad]) -> dict[tuple[str, str, str], Wanted]:
    """Give focus node, path and value of results → the statement with which the path arrives at the value.

    Args:
        results: those whose path is a single property are left out; they need no search.
        quads: what the documents say, in their order, with the labels that the results have. They are only looked at
            where there is something to look for.

    Returns:
        The first such statement of the shortest way; nothing where the documents do not have the whole way, and where the
        value is the focus node itself. Of a last step backwards it is the statement that the path goes back along.
    """
    from triagraph.parser.positions import term_of  # most reports have no such results

    sought: dict[tuple[str, str], set[str]] = defaultdict(set)
    for result in results:
        if takes_steps(result):
            sought[result.focus_node or "", result.path or ""].add(result.value or "")
    if not sought:
        return {}
    paths = {path: read_path(path) for _, path in sought}
    graph = _Graph(quads, frozenset().union(*(properties(path) for path in paths.values())))
    found: dict[tuple[str, str, str], Wanted] = {}
    for (focus, path), values in sought.items():
        reached = graph.along(paths[path], {term_of(focus): None})
        for value in values:
            quad = reached.get(term_of(value))
            if quad is not None:
                found[focus, path, value] = (str(quad.subject), str(quad.predicate), str(quad.object))
    return found


class _Graph:
    """The statements with some properties."""

    def __init__(self, quads: Iterable[Quad], wanted: frozenset[str]) -> None:
        self._from: dict[tuple[str, Any], list[Quad]] = defaultdict(list)
        self._to: dict[tuple[str, Any], list[Quad]] = defaultdict(list)
        for quad in quads:
            name = str(quad.predicate)
            if name in wanted:
                self._from[name, quad.subject].append(quad)
                self._to[name, quad.object].append(quad)

    def along(self, path: Step, starts: _Reached, *, back: bool = False) -> _Reached:
        """Give what a path leads to from some nodes, nearest first; `starts` has how they were reached themselves."""
        if isinstance(path, str):
            statements = self._to if back else self._from
            steps = (quad for node in starts for quad in statements.get((path, node), ()))
            return _first((quad.subject if back else quad.object, quad) for quad in steps)
        if path.kind == "inverse":
            return self.along(path.steps[0], starts, back=not back)
        if path.kind == "sequence":
            for step in reversed(path.steps) if back else path.steps:
                starts = self.along(step, starts, back=back)
            return starts
        if path.kind == "alternative":
            parts = [self.along(step, starts, back=back) for step in path.steps]
            return _first(each for part in parts for each in part.items())
        once = self.along(path.steps[0], starts, back=back)
        if path.kind == "optional":
            return {**once, **starts}
        return self._again(path.steps[0], once if path.kind == "plus" else starts, back=back)

    def _again(self, path: Step, starts: _Reached, *, back: bool) -> _Reached:
        found = dict(starts)
        edge = starts
        while edge:
            edge = {node: quad for node, quad in self.along(path, edge, back=back).items() if node not in found}
            found.update(edge)
        return found


def _first(pairs: Iterable[tuple[Any, Quad | None]]) -> _Reached:
    found: dict[Any, Quad | None] = {}
    for node, quad in pairs:
        found.setdefault(node, quad)
    return found
