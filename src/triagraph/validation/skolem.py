"""Give every shape a name: blank nodes that are shapes become IRIs, so that a result can say which shape it is about.

Skolemisation: https://www.w3.org/TR/rdf11-concepts/#section-skolemization. Lists and paths stay blank: as IRIs they would
mean something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import BlankNode, NamedNode, Quad

from triagraph.namespaces import RDF, SH
from triagraph.validation.statements import Statements, statements

_FIRST: Final = f"{RDF}first"
_REST: Final = f"{RDF}rest"
PREFIX: Final = "urn:triagraph:shape:"
_LISTS_OF_SHAPES: Final = frozenset(f"{SH}{name}" for name in ("and", "or", "xone"))
_SINGLE_SHAPES: Final = frozenset(f"{SH}{name}" for name in ("property", "node", "not", "qualifiedValueShape"))
_SUBJECTS_ARE_SHAPES: Final = frozenset(
    f"{SH}{name}" for name in ("path", "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
)


def skolemised(shapes: Iterable[Quad]) -> Statements:
    """Name the blank nodes that stand where SHACL expects a shape; the rest is as it was."""
    quads = statements(shapes)
    names = {node: NamedNode(f"{PREFIX}{node.value}") for node in _blank_shapes(quads)}
    if not names:
        return quads

    def renamed(term: Any) -> Any:
        return names.get(term, term) if isinstance(term, BlankNode) else term

    return Statements(
        Quad(renamed(subject), predicate, renamed(value), graph)
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode)
        else quad
        for quad in quads
        for subject, predicate, value, graph in (quad,)
    )


def unskolemised(term: str | None) -> str | None:
    """Give back the blank node that a name made by `skolemised` stands for; terms are in N-Triples syntax."""
    if term is not None and term.startswith(f"<{PREFIX}"):
        return f"_:{term[len(PREFIX) + 1 : -1]}"
    return term


def referenced_shapes(quads: Iterable[Quad]) -> set[Any]:
    """Find the nodes that stand where SHACL expects a shape."""
    kept = statements(quads)
    items: dict[Any, Any] = {quad.subject: quad.object for quad in kept.of(_FIRST)}
    rests: dict[Any, Any] = {quad.subject: quad.object for quad in kept.of(_REST)}
    found: set[Any] = {quad.object for quad in kept.of(*_SINGLE_SHAPES)}
    for quad in kept.of(*_LISTS_OF_SHAPES):
        node: Any = quad.object
        seen: set[Any] = set()
        while node in items and node not in seen:
            seen.add(node)
            found.add(items[node])
            node = rests.get(node)
    return found


def _blank_shapes(quads: Statements) -> set[BlankNode]:
    subjects = (quad.subject for quad in quads.of(*_SUBJECTS_ARE_SHAPES))
    return {node for node in (*referenced_shapes(quads), *subjects) if isinstance(node, BlankNode)}
