"""What each rule of a project derives, and which rules cannot be run.

`store.loading.derive` stops at the first rule that is broken; a check says so and looks at the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from triagraph.errors import QueryError
from triagraph.language import Text
from triagraph.project import Project
from triagraph.results import Graph
from triagraph.store.loading import rebase_text
from triagraph.store.memory import MemoryStore


@dataclass(frozen=True, slots=True)
class Derivations:
    """The derived quads by rule, and what is wrong with the rules that gave none; keys are file names."""

    by_rule: dict[str, tuple[Quad, ...]] = field(repr=False)
    broken: dict[str, QueryError]

    @property
    def quads(self) -> tuple[Quad, ...]:
        """All derived quads, in the order of the rules."""
        return tuple(quad for quads in self.by_rule.values() for quad in quads)


def derivations(project: Project, quads: Iterable[Quad]) -> Derivations:
    """Run the rules, each on what is given alone: none sees what another derives."""
    store = MemoryStore(quads)
    by_rule: dict[str, tuple[Quad, ...]] = {}
    broken: dict[str, QueryError] = {}
    for path in project.rule_files():
        try:
            answer = store.query(rebase_text(path.read_text(encoding="utf-8"), project), base=project.base)
        except QueryError as error:
            broken[path.name] = error
            continue
        if not isinstance(answer, Graph):
            broken[path.name] = QueryError(Text("Die Regel ist kein CONSTRUCT.", "The rule is not a CONSTRUCT."))
            continue
        graph = NamedNode(project.graph("derived", path.stem))
        made = tuple(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in answer.triples)
        by_rule[path.name] = made
    return Derivations(by_rule, broken)
