"""Give an IRI to each blank node, the same in every run: https://www.w3.org/TR/rdf11-concepts/#section-skolemization.

The names are those of RDFC-1.0 (https://www.w3.org/TR/rdf-canon/), graph by graph, so that a graph that did not change
keeps its names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, NamedNode, Quad

from triagraph.errors import InputError
from triagraph.language import Text


def skolemised(quads: Iterable[Quad], base: str) -> Iterator[Quad]:
    """Give the quads with an IRI below `<base>.well-known/genid/` in the place of each blank node."""
    graphs: dict[Any, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad)
    for graph, members in graphs.items():
        mark = hashlib.sha256(str(graph).encode()).hexdigest()[:16]
        yield from _named(members, f"{base}.well-known/genid/{mark}-")


def in_graph(quads: Iterable[Quad], graph: str) -> Iterator[Quad]:
    """Give the quads, those of the default graph in a named one.

    Raises:
        InputError: `graph` is not an IRI.
    """
    try:
        name = NamedNode(graph)
    except ValueError as error:
        raise InputError(Text(f"`{graph}` ist keine IRI.", f"`{graph}` is not an IRI.")) from error
    for quad in quads:
        loose = isinstance(quad.graph_name, DefaultGraph)
        yield Quad(quad.subject, quad.predicate, quad.object, name) if loose else quad


def _named(quads: list[Quad], prefix: str) -> Iterable[Quad]:
    if not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        return quads
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)

    def name(term: Any) -> Any:
        return NamedNode(prefix + term.value) if isinstance(term, BlankNode) else term

    return [Quad(name(quad.subject), quad.predicate, name(quad.object), quad.graph_name) for quad in dataset]
