"""The statements of a project's files as they were parsed; quads of named graphs are made of them when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat
from pyoxigraph import serialize as serialize_rdf

#: How many statements are written at once where they are not wanted all at once.
_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """Statements of one file: triples of the named graph `graph`, or quads that name their graphs themselves (None)."""

    graph: str | None
    quads: Sequence[Quad] = field(repr=False)

    def named(self) -> Iterator[Quad]:
        """Give the statements as quads of their named graph."""
        if self.graph is None:
            return iter(self.quads)
        graph = NamedNode(self.graph)
        return (Quad(subject, predicate, value, graph) for subject, predicate, value, _ in self.quads)

    def plain(self) -> Iterator[Quad]:
        """Give the statements as triples of the default graph."""
        if self.graph is not None:
            return iter(self.quads)
        return (Quad(subject, predicate, value) for subject, predicate, value, _ in self.quads)

    def ntriples(self) -> bytes:
        """Write the statements as N-Triples, without their graph."""
        return serialize_rdf(self.plain(), format=RdfFormat.N_TRIPLES) or b""

    def pieces(self) -> Iterator[bytes]:
        """Write the statements as `ntriples` does, some at a time."""
        statements = self.plain()
        while some := list(islice(statements, _AT_ONCE)):
            yield serialize_rdf(some, format=RdfFormat.N_TRIPLES) or b""


def ntriples_of(parts: Iterable[Part]) -> bytes:
    """Write the statements of files as N-Triples as they were read: nothing is sorted, no graph is named."""
    return b"".join(part.ntriples() for part in parts)


class Layers(Mapping[str, tuple[Quad, ...]]):
    """Layer → its quads, each in its named graph, made when they are first asked for."""

    def __init__(self, parts: Mapping[str, Sequence[Part]]) -> None:
        self.parts = parts
        self._quads: dict[str, tuple[Quad, ...]] = {}

    def __getitem__(self, layer: str) -> tuple[Quad, ...]:
        """Give the quads of a layer."""
        if layer not in self._quads:
            self._quads[layer] = tuple(quad for part in self.parts[layer] for quad in part.named())
        return self._quads[layer]

    def __iter__(self) -> Iterator[str]:
        """Give the layers in the order in which they were read."""
        return iter(self.parts)

    def __len__(self) -> int:
        """Count the layers."""
        return len(self.parts)
