"""What changed from one graph to another, thing by thing: statements that were added and statements that were removed.

Graphs are compared as sets of triples, as they are written: blank nodes by the names that RDFC-1.0 gives them
(https://www.w3.org/TR/rdf-canon/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal as Choice

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

Kind = Choice["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """How one resource changed: whether it is new, gone or told of otherwise, and its statements as N-Triples."""

    iri: str
    kind: Kind
    added: tuple[str, ...] = field(repr=False)
    removed: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """The resources that changed, in order of their IRIs."""

    resources: tuple[ResourceChange, ...]

    @property
    def added(self) -> int:
        """How many statements were added."""
        return sum(len(resource.added) for resource in self.resources)

    @property
    def removed(self) -> int:
        """How many statements were removed."""
        return sum(len(resource.removed) for resource in self.resources)

    def of_kind(self, kind: Kind) -> list[ResourceChange]:
        """Give the resources that are new, gone or changed."""
        return [resource for resource in self.resources if resource.kind == kind]


def difference(old: Iterable[Quad], new: Iterable[Quad]) -> Difference:
    """Compare two graphs; the named graphs that their statements stand in are not looked at."""
    before, after = _by_subject(old), _by_subject(new)
    return Difference(tuple(_changes(before, after)))


def _changes(before: dict[str, set[str]], after: dict[str, set[str]]) -> Iterator[ResourceChange]:
    nothing: set[str] = set()
    for subject in sorted(before.keys() | after.keys()):
        old, new = before.get(subject, nothing), after.get(subject, nothing)
        if old != new:
            kind: Kind = "added" if not old else "removed" if not new else "changed"
            yield ResourceChange(_name(subject), kind, tuple(sorted(new - old)), tuple(sorted(old - new)))


def _name(subject: str) -> str:
    return subject[1:-1] if subject.startswith("<") else subject


def _by_subject(quads: Iterable[Quad]) -> dict[str, set[str]]:
    triples = [Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    if any(isinstance(term, BlankNode) for quad in triples for term in (quad.subject, quad.object)):
        dataset = Dataset(triples)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        triples = list(dataset)
    found: dict[str, set[str]] = {}
    for quad in triples:
        found.setdefault(str(quad.subject), set()).add(f"{quad.subject} {quad.predicate} {quad.object} .")
    return found
