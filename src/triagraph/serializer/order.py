"""Bring statements into an order that depends on nothing but the graph."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad


def merged(quads: Iterable[Quad]) -> list[Quad]:
    """Give the union of all graphs, each triple once."""
    return list({Quad(quad.subject, quad.predicate, quad.object) for quad in quads})


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """Give each quad once, blank nodes named canonically, sorted by graph, subject, predicate and object."""
    unique = set(quads)
    if any(isinstance(term, BlankNode) for quad in unique for term in (quad.subject, quad.object, quad.graph_name)):
        dataset = Dataset(unique)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        unique = set(dataset)
    return sorted(unique, key=sort_key)


def sort_key(quad: Quad) -> tuple[str, str, str, str]:
    """Give what quads are sorted by: the N-Quads form of each term, the default graph first."""
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    return graph, str(quad.subject), str(quad.predicate), str(quad.object)
