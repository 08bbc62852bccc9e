"""Blank nodes of strangers that cannot be named in reasonable time.

RDFC-1.0 names blank nodes by what is said about them, and takes factorial time where nodes look alike:
https://www.w3.org/TR/rdf-canon/#dataset-poisoning. Validation names none; who orders or signs a graph does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import factorial, inf
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Quad

from triagraph.errors import Location, ParseError
from triagraph.language import Text

#: Estimated seconds.
AFFORDABLE: Final = 5.0
#: Seconds for one hash, measured with pyoxigraph on cliques, stars, chains, trees and grids.
_STEP: Final = 2e-6
#: Groups of look-alikes that are larger take too long, whatever their form.
_MOST_NODES: Final = 400
_MOST_LINKS: Final = 8000
#: Node → how it is linked, and with which node; a dict keeps the order, so that an estimate is always the same.
_Links: TypeAlias = dict[BlankNode, dict[tuple[str, BlankNode], None]]


def check_blank_nodes(quads: Iterable[Quad], name: str) -> Iterator[Quad]:
    """Give the quads of the document `name`, then refuse it if its blank nodes could not be named canonically in reasonable time.

    Only for those who will name them: https://www.w3.org/TR/rdf-canon/ takes factorial time on some graphs.

    Raises:
        ParseError: too many blank nodes look alike and are linked with each other.
    """
    seen: list[Quad] = []
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            seen.append(quad)
        yield quad
    if naming_cost(seen) > AFFORDABLE:
        raise ParseError(
            Text(
                "Zu viele Knoten ohne IRI verweisen aufeinander und sind nicht zu unterscheiden.",
                "Too many nodes without an IRI refer to each other and cannot be told apart.",
            ),
            hint=Text(
                "Den Knoten IRIs geben: `ex:a` statt `_:a` oder `[ … ]`.",
                "give the nodes IRIs: `ex:a` instead of `_:a` or `[ … ]`.",
            ),
            location=Location(name),
        )


def naming_cost(quads: Iterable[Quad]) -> float:
    """Estimate how many seconds RDFC-1.0 takes to name the blank nodes of some quads.

    Nodes whose own statements differ are named at once. From each of those that look alike, the algorithm walks through
    their links (4.8, Hash N-Degree Quads), and tries neighbours that look alike in every order.
    """
    looks: dict[BlankNode, list[str]] = defaultdict(list)
    links: _Links = defaultdict(dict)
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if isinstance(subject, BlankNode):
            looks[subject].append(f"> {predicate} {'_' if isinstance(value, BlankNode) else value}")
        if isinstance(value, BlankNode):
            looks[value].append(f"< {predicate} {'_' if isinstance(subject, BlankNode) else subject}")
        if isinstance(subject, BlankNode) and isinstance(value, BlankNode) and subject != value:
            links[subject][f"> {predicate}", value] = None
            links[value][f"< {predicate}", subject] = None
    alike: dict[tuple[str, ...], list[BlankNode]] = defaultdict(list)
    for node in links:
        alike[tuple(sorted(looks[node]))].append(node)
    look = {node: number for number, nodes in enumerate(alike.values()) if len(nodes) > 1 for node in nodes}
    seconds = 0.0
    for component in _components(look, links):
        seconds += _component_cost(component, links, look)
        if seconds > AFFORDABLE:
            break
    return seconds


def _components(look: dict[BlankNode, int], links: _Links) -> Iterator[list[BlankNode]]:
    """Give the groups of look-alikes that are linked through each other."""
    left = dict.fromkeys(look)
    while left:
        component = [left.popitem()[0]]
        for node in component:
            for _, other in links[node]:
                if other in left:
                    del left[other]
                    component.append(other)
        yield component


def _component_cost(nodes: list[BlankNode], links: _Links, look: dict[BlankNode, int]) -> float:
    if len(nodes) > _MOST_NODES or sum(len(links[node]) for node in nodes) > _MOST_LINKS:
        return inf
    # The names that have been tried are copied at each step, so that a step takes longer in a larger group.
    step = _STEP * (1 + len(nodes) / 25)
    seconds = 0.0
    for node in nodes:
        seconds += step * _steps(node, links, look, {node})
        if seconds > AFFORDABLE:
            break
    return seconds


def _steps(node: BlankNode, links: _Links, look: dict[BlankNode, int], named: set[BlankNode]) -> float:
    """Count the steps of the walk from a node; `named` grows with the nodes that it passes."""
    groups: dict[tuple[str, int], list[BlankNode]] = defaultdict(list)
    for label, other in links[node]:
        if other in look and other not in named:
            groups[label, look[other]].append(other)
    steps = float(len(links[node]))
    for group in groups.values():
        found = [other for other in group if other not in named]
        named.update(found)
        orders = float(factorial(min(len(found), 20)))
        steps += orders * (len(found) + sum(_steps(other, links, look, named) for other in found))
    return steps
