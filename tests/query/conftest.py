"""What the tests of the named queries share: three graphs, and rows in the short form of the expected files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.bundled import bundled_root
from triagraph.formats import TURTLE
from triagraph.namespaces import DEFAULT_BASE, prefixes_for
from triagraph.parser import parse, read_document
from triagraph.parser.document import document_of
from triagraph.project import Project, load_project
from triagraph.query import find_query, run
from triagraph.results import Solutions, Term
from triagraph.store.derivation import derive
from triagraph.store.loading import Dataset, load, read_graph, read_rules
from triagraph.store.memory import MemoryStore

EXAMPLE = Path(__file__).with_name("example.ttl")
#: The example speaks of value chains; the vocabulary has no prefix of record for these yet.
NAMESPACES = {
    **prefixes_for(DEFAULT_BASE),
    "completeness": f"{DEFAULT_BASE}id/completeness/",
    "chain": f"{DEFAULT_BASE}id/chain/",
    "legal-form": "http://data.europa.eu/ih3/legal-form/",
    "nuts": "http://data.europa.eu/nuts/",
    "example": "https://example.org/",
}

Row = tuple[str, ...]
Graphs = dict[str, list[Quad]]
Answer = Callable[..., list[Row]]
Change = Callable[[str, str, str], list[Quad]]


@pytest.fixture(scope="session")
def project() -> Project:
    return load_project(bundled_root())


@pytest.fixture(scope="session")
def bundled(project: Project) -> Dataset:
    return load(project)


@pytest.fixture(scope="session")
def graphs(project: Project, bundled: Dataset) -> Graphs:
    """Give the graphs by name: `seed` and `example` stand on the vocabulary alone, so that other data never changes them."""
    vocabulary = list(bundled.layers["vocabulary"])
    file = next(file for file in project.data_files() if file.name == "seed")
    seed = [*vocabulary, *read_graph(file, project)]
    example = [*vocabulary, *parse(read_document(EXAMPLE), graph=project.graph("asserted", "example"))]
    return {
        "seed": _concluded(project, seed),
        "example": _concluded(project, example),
        "bundled": bundled.quads(),
    }


@pytest.fixture(scope="session")
def stores(graphs: Graphs) -> dict[str, MemoryStore]:
    return {name: MemoryStore(quads) for name, quads in graphs.items()}


@pytest.fixture(scope="session")
def answer(project: Project, stores: dict[str, MemoryStore]) -> Answer:
    """Give a function that answers a named query on one of the graphs, or on other quads."""

    def rows(name: str, graph: str | Iterable[Quad], **arguments: str) -> list[Row]:
        store = stores[graph] if isinstance(graph, str) else MemoryStore(graph)
        solutions = run(find_query(name, project), arguments, store, project)
        assert isinstance(solutions, Solutions)
        return short_rows(solutions)

    return rows


@pytest.fixture(scope="session")
def changed(project: Project, graphs: Graphs) -> Change:
    """Give a function that takes triples away from a graph and adds others, in Turtle; then the rules run again."""
    prefixes = "".join(f"@prefix {name}: <{space}> .\n" for name, space in NAMESPACES.items())

    def change(graph: str, remove: str, add: str) -> list[Quad]:
        gone = {_triple(quad) for quad in _written(prefixes + remove)}
        assert gone <= {_triple(quad) for quad in graphs[graph]}, "what is taken away must be there"
        derived = project.graph("derived", "")
        stated = [quad for quad in graphs[graph] if not str(quad.graph_name).startswith(f"<{derived}")]
        quads = [*(quad for quad in stated if _triple(quad) not in gone), *_written(prefixes + add)]
        return _concluded(project, quads)

    return change


def _concluded(project: Project, quads: list[Quad]) -> list[Quad]:
    return [*quads, *derive(read_rules(project), quads, base=project.base)]


def _written(turtle: str) -> list[Quad]:
    document = document_of("change.ttl", turtle.encode(), TURTLE)
    return list(parse(document, graph=f"{DEFAULT_BASE}graph/asserted/change"))


def _triple(quad: Quad) -> tuple[object, object, object]:
    return quad.subject, quad.predicate, quad.object


def short_rows(solutions: Solutions) -> list[Row]:
    """Write rows as the expected files have them."""
    return [tuple(map(_short, row)) for row in solutions.rows]


def _short(term: Term | None) -> str:
    if isinstance(term, NamedNode):
        space = max((each for each in NAMESPACES.values() if term.value.startswith(each)), key=len, default="")
        prefix = next((name for name, each in NAMESPACES.items() if each == space), None)
        return f"{prefix}:{term.value[len(space) :]}" if prefix else term.value
    if isinstance(term, Literal):
        return f"“{term.value}”@{term.language}" if term.language else term.value
    return "" if term is None else str(term)
