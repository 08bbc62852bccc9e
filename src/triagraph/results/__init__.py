"""Query results, in every format: https://www.w3.org/TR/sparql11-results-json/ and its siblings for CSV, TSV and XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Label: TypeAlias = Callable[[Term], str]


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer of a SELECT query: one row per solution, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """The answer of a SELECT query, to be read once: its rows are found as they are asked for."""

    variables: tuple[str, ...]
    rows: Iterator[tuple[Term | None, ...]] = field(repr=False)
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer of a CONSTRUCT or DESCRIBE query."""

    triples: tuple[Quad, ...] = field(repr=False)


Answer: TypeAlias = Solutions | Graph | bool


def graph_of(triples: Iterable[Triple]) -> Graph:
    """Keep constructed triples as quads of the default graph."""
    return Graph(tuple(Quad(triple.subject, triple.predicate, triple.object) for triple in triples))
