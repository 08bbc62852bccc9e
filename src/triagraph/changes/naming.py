"""Name blank nodes by what is said with them, so that two graphs that say the same use the same names.

RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) names the blank nodes of a graph by the whole of it: one more statement can
change every name. Here each group of blank nodes that are connected with each other is canonicalised by itself, and its
names are made from the hash of what it says. A group that is the same in two graphs has the same names in both.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

from triagraph.sandbox.blanknodes import check_blank_nodes


def named_by_content(quads: Iterable[Quad], name: str = "") -> set[Quad]:
    """Give each quad once, its blank nodes named by content.

    Args:
        quads: a dataset.
        name: what it is called, for the error.

    Raises:
        ParseError: too many blank nodes look alike; naming them would take too long.
    """
    named: set[Quad] = set()
    with_blanks: list[Quad] = []
    for quad in check_blank_nodes(set(quads), name):
        if blank_nodes(quad):
            with_blanks.append(quad)
        else:
            named.add(quad)
    groups = defaultdict(list)
    for group in _groups(with_blanks):
        dataset = Dataset(group)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        said = sorted(dataset, key=str)
        groups[hashlib.sha256("".join(f"{quad} .\n" for quad in said).encode()).hexdigest()].append(said)
    for digest, copies in groups.items():
        for number, said in enumerate(copies):
            named.update(_renamed(quad, f"b{digest[:32]}n{number}") for quad in said)
    return named


def blank_nodes(quad: Quad) -> list[BlankNode]:
    """Give the blank nodes of a quad, its graph's name included."""
    return [term for term in (quad.subject, quad.object, quad.graph_name) if isinstance(term, BlankNode)]


def _groups(quads: list[Quad]) -> Iterable[list[Quad]]:
    """Put quads together that are connected by blank nodes."""
    leader: dict[BlankNode, BlankNode] = {}

    def find(node: BlankNode) -> BlankNode:
        way = []
        while leader.setdefault(node, node) != node:
            way.append(node)
            node = leader[node]
        leader.update(dict.fromkeys(way, node))
        return node

    for quad in quads:
        first, *others = blank_nodes(quad)
        for other in others:
            leader[find(other)] = find(first)
    groups = defaultdict(list)
    for quad in quads:
        groups[find(blank_nodes(quad)[0])].append(quad)
    return groups.values()


def _renamed(quad: Quad, prefix: str) -> Quad:
    def name(term: Any) -> Any:
        return BlankNode(f"{prefix}{term.value}") if isinstance(term, BlankNode) else term

    return Quad(name(quad.subject), quad.predicate, name(quad.object), name(quad.graph_name))
