"""Bring statements into an order that depends on nothing but the graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad

_NAMED: Final = (NamedNode, Literal, DefaultGraph)


def merged(quads: Iterable[Quad]) -> list[Quad]:
    """Give the union of all graphs, each triple once."""
    return list({Quad(quad.subject, quad.predicate, quad.object) for quad in quads})


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """Give each quad once, blank nodes named canonically, sorted by graph, subject, predicate and object.

    What blank nodes are called depends on the quads alone that mention one (https://www.w3.org/TR/rdf-canon/#hash-1d-quads),
    so that all others need not be looked at.
    """
    unique = set(quads)
    unnamed = {quad for quad in unique if not is_named(quad)}
    if unnamed:
        unique = (unique - unnamed).union(canonically_named(unnamed))
    return sorted(unique, key=sort_key)


def canonically_named(unnamed: Iterable[Quad]) -> Dataset:
    """Name blank nodes canonically, given all quads of a dataset that mention one; each comes once, in no order."""
    dataset = Dataset(unnamed)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def is_named(quad: Quad) -> bool:
    """Tell whether a quad mentions no blank node."""
    return all(isinstance(term, _NAMED) for term in (quad.subject, quad.object, quad.graph_name))


def sort_key(quad: Quad) -> tuple[str, str, str, str]:
    """Give what quads are sorted by: the N-Quads form of each term, the default graph first."""
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    return graph, str(quad.subject), str(quad.predicate), str(quad.object)


def order_of_subject(quad: Quad) -> tuple[str, str]:
    """Give what the quads of one subject in one graph are sorted by, in the order of `sort_key`."""
    return str(quad.predicate), str(quad.object)
