"""JSON-LD of one thing as one tree: its records, statements and quotations stand inside it, each where it is first told of.

The tree says exactly what the same nodes say side by side; only where they stand is another. What tells of the thing is
found under a name of our context for the other direction (`statements`, `memberships` …), or under `@reverse`:
https://www.w3.org/TR/json-ld11/#reverse-properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pyoxigraph import NamedNode, Quad

from triagraph.namespaces import RDF
from triagraph.serializer.jsonld import CompactContext, node_object

_TYPE = f"{RDF}type"


@cache
def _reverse_names(context: CompactContext) -> dict[str, str]:
    """Give the names for the other direction of a property, by its IRI."""
    return {
        value["@reverse"]: name
        for name, value in context.document.items()
        if isinstance(value, dict) and "@reverse" in value
    }


@cache
def _links(context: CompactContext) -> frozenset[str]:
    """Give the names whose values are IRIs."""
    return frozenset(term.name for terms in context.properties.values() for term in terms if term.coercion == "@id")


class Tree:
    """Puts the nodes of one document into one tree."""

    def __init__(self, blocks: Mapping[str, list[Quad]], context: CompactContext) -> None:
        self._blocks = blocks
        self._context = context
        self._waiting = set(blocks)
        #: The names for the other direction that the tree uses.
        self.reversed: set[str] = set()

    def grown(self, root: str) -> dict[str, Any] | None:
        """Give the tree; None where a node has no place in it."""
        self._waiting.discard(root)
        tellers = self._tellers(root)
        self._waiting -= {teller for _, teller in tellers}
        tree = self._node(root, None)
        for predicate, teller in tellers:
            name = _reverse_names(self._context).get(predicate)
            node = self._node(teller, (predicate, root))
            if name is not None:
                self.reversed.add(name)
                tree.setdefault(name, []).append(node)
            else:
                other = tree.setdefault("@reverse", {})
                other.setdefault(self._context.compact_iri(predicate), []).append(node)
        return None if self._waiting else tree

    def _tellers(self, root: str) -> list[tuple[str, str]]:
        """Give the nodes that refer to the root and that nothing else refers to, each once, with its property."""
        referred = {
            quad.object.value for quads in self._blocks.values() for quad in quads if isinstance(quad.object, NamedNode)
        }
        found: list[tuple[str, str]] = []
        for node, quads in self._blocks.items():
            if node in self._waiting and node not in referred:
                predicates = [
                    quad.predicate.value
                    for quad in quads
                    if isinstance(quad.object, NamedNode)
                    and quad.object.value == root
                    and quad.predicate.value != _TYPE
                ]
                named = [predicate for predicate in predicates if predicate in _reverse_names(self._context)]
                if predicates:
                    found.append(((named or predicates)[0], node))
        return sorted(found)

    def _node(self, iri: str, told: tuple[str, str] | None) -> dict[str, Any]:
        """Give a node with what it leads to; `told` is the triple that its place in the tree says already."""
        properties: dict[str, list[Any]] = {}
        for quad in self._blocks[iri]:
            value = quad.object
            if (
                told is None
                or (quad.predicate.value, getattr(value, "value", None)) != told
                or not isinstance(value, NamedNode)
            ):
                properties.setdefault(quad.predicate.value, []).append(value)
        node = node_object(NamedNode(iri), properties, self._context)
        links = _links(self._context)
        keys = (self._context.id_key, self._context.type_key)
        return {
            key: value if key in keys else self._embedded(value, are_links=key in links) for key, value in node.items()
        }

    def _embedded(self, value: Any, *, are_links: bool) -> Any:
        if isinstance(value, list):
            return [self._embedded(each, are_links=are_links) for each in value]
        target = value if are_links and isinstance(value, str) else None
        if isinstance(value, dict) and value.keys() == {self._context.id_key}:
            target = value[self._context.id_key]
        if target is None or target not in self._waiting:
            return value
        self._waiting.discard(target)
        return self._node(target, None)
