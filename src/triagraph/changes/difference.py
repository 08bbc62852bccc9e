"""The difference of two graphs: statements that were added and removed, and the resources that they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, Literal

from pyoxigraph import BlankNode, NamedNode, Quad

from triagraph.changes.naming import blank_nodes, named_by_content
from triagraph.serializer.order import sort_key

Kind = Literal["added", "removed", "changed"]
KINDS: Final[tuple[Kind, ...]] = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What changed about one resource; what is said of its blank nodes is said of it."""

    resource: NamedNode | BlankNode
    kind: Kind
    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be removed from one graph and added to it to get another; blank nodes are named by content.

    `resources` has each statement once, sorted by resource.
    """

    added: tuple[Quad, ...] = field(repr=False)
    removed: tuple[Quad, ...] = field(repr=False)
    resources: tuple[ResourceChange, ...] = field(repr=False)

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.added or self.removed)

    @property
    def has_blank_nodes(self) -> bool:
        """Tell whether a statement of it has a blank node."""
        return any(blank_nodes(quad) for quad in (*self.added, *self.removed))

    def count(self, kind: Kind) -> int:
        """Count the resources that were added, removed or changed."""
        return sum(each.kind == kind for each in self.resources)


def difference(old: Iterable[Quad], new: Iterable[Quad], names: tuple[str, str] = ("", "")) -> Difference:
    """Compare two datasets; their blank nodes are compared by what is said with them.

    Args:
        old: the one before.
        new: the one after.
        names: what they are called, for errors.

    Raises:
        ParseError: the blank nodes of one cannot be told apart in reasonable time.
    """
    before, after = named_by_content(old, names[0]), named_by_content(new, names[1])
    added, removed = (tuple(sorted(found, key=sort_key)) for found in (after - before, before - after))
    return Difference(added, removed, tuple(_by_resource(before, after, added, removed)))


def apply(change: Difference, quads: Iterable[Quad]) -> set[Quad]:
    """Make the new dataset from the old one; blank nodes are named by content."""
    return (named_by_content(quads) - set(change.removed)) | set(change.added)


def _by_resource(
    before: set[Quad], after: set[Quad], added: tuple[Quad, ...], removed: tuple[Quad, ...]
) -> list[ResourceChange]:
    owners = {False: _Owners(before), True: _Owners(after)}
    grouped: dict[NamedNode | BlankNode, dict[bool, list[Quad]]] = defaultdict(lambda: {True: [], False: []})
    for is_new, quads in ((True, added), (False, removed)):
        for quad in quads:
            grouped[owners[is_new].of(quad.subject)][is_new].append(quad)
    old, new = {quad.subject for quad in before}, {quad.subject for quad in after}
    return [
        ResourceChange(resource, _kind(resource, old, new), tuple(quads[True]), tuple(quads[False]))
        for resource, quads in sorted(grouped.items(), key=lambda item: str(item[0]))
    ]


def _kind(resource: NamedNode | BlankNode, before: AbstractSet[object], after: AbstractSet[object]) -> Kind:
    if resource not in before:
        return "added"
    return "changed" if resource in after else "removed"


class _Owners:
    """Which resource a blank node belongs to: the first IRI that leads to it."""

    def __init__(self, quads: set[Quad]) -> None:
        self._leading: dict[BlankNode, set[NamedNode | BlankNode]] = defaultdict(set)
        for quad in quads:
            if isinstance(quad.object, BlankNode) and isinstance(quad.subject, NamedNode | BlankNode):
                self._leading[quad.object].add(quad.subject)

    def of(self, node: object) -> NamedNode | BlankNode:
        """Give the resource; a blank node that no IRI leads to is one itself."""
        assert isinstance(node, NamedNode | BlankNode)  # noqa: S101 - RDF 1.1 has no other subjects
        if isinstance(node, NamedNode):
            return node
        waiting, seen, found = [node], {node}, []
        while waiting:
            for leading in self._leading[waiting.pop()]:
                if isinstance(leading, NamedNode):
                    found.append(leading)
                elif leading not in seen:
                    seen.add(leading)
                    waiting.append(leading)
        return min(found, key=str, default=node)
