"""One contract, four back ends: every named query gives the same rows in memory, on disk, on Oxigraph server and on Virtuoso.

Numbers and dates are compared by value (`values`), and the order counts.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from triagraph.bundled import bundled_root
from triagraph.project import Project, load_project
from triagraph.query import bind, list_queries
from triagraph.results import Graph, Solutions
from triagraph.store import Store, push
from triagraph.store.disk import DiskStore
from triagraph.store.indexing import index_files
from triagraph.store.memory import MemoryStore
from triagraph.store.values import statement_of, value_of

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from triple_stores import Server

    Graphs = dict[str, list[Quad]]

QUERIES = {query.name: query for query in list_queries(load_project(bundled_root()))}
#: Ours: Virtuoso's union of all graphs holds some of its own.
THINGS = '?s a ?c FILTER(STRSTARTS(STR(?s), "https://w3id.org/triagraph/id/"))'
#: Queries of a user's own, with what stores are known to differ in: counts, bounds, languages, dates.
OWN = (
    f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {THINGS} }}",
    f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {THINGS} }} GROUP BY ?c ORDER BY DESC(?n) ?c",
    "SELECT DISTINCT ?o WHERE { ?s <http://purl.org/dc/terms/date> ?o } ORDER BY STR(?o)",
    'SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(LANG(?o) = "de") } ORDER BY STR(?o) LIMIT 50',
    "SELECT DISTINCT ?n WHERE { ?s <https://w3id.org/triagraph/ontology#memberCount> ?n } ORDER BY ?n",
    "ASK { ?s a <https://w3id.org/triagraph/ontology#NetworkOrganisation> }",
    "ASK { ?s a <https://w3id.org/triagraph/ontology#Nothing> }",
    f"CONSTRUCT {{ ?s a ?c }} WHERE {{ {THINGS} }}",
)


def cases_of_the_queries() -> tuple[Any, ...]:
    """Take the arguments on the example graph from the tests of the queries, so that there is one list of them."""
    path = Path(__file__).parents[1] / "query" / "test_named_queries.py"
    spec = importlib.util.spec_from_file_location("named_queries", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return tuple(module.EXAMPLE)


def arguments_of(name: str, graph: str) -> list[dict[str, str]]:
    """Give what a query is asked with: nothing, each parameter alone, all at once; on the example what its tests ask."""
    if graph == "example":
        return [{}, *(case.arguments for case in cases_of_the_queries() if case.query == name)]
    examples = {parameter.name: parameter.example for parameter in QUERIES[name].parameters}
    return [{}, *({key: value} for key, value in examples.items()), examples]


@pytest.fixture(scope="session", params=["disk", "oxigraph", "virtuoso"])
def back_end(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def memories(graphs: Graphs) -> dict[str, MemoryStore]:
    return {name: MemoryStore(quads) for name, quads in graphs.items()}


@pytest.fixture(scope="session", params=["bundled", "example"])
def loaded(
    request: pytest.FixtureRequest, back_end: str, graphs: Graphs, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Store]]:
    """Load one of the graphs into a back end."""
    name = str(request.param)
    if back_end == "disk":
        folder = tmp_path_factory.mktemp("disk")
        lines = "".join(f"{quad} .\n" for quad in graphs[name])
        (folder / "data.nq").write_text(lines, encoding="utf-8")
        index_files(folder / "index", [folder / "data.nq"], base=None)
        with DiskStore(folder / "index") as store:
            yield name, store
        return
    server: Server = request.getfixturevalue(back_end)
    remote = server.store()
    stale = push.left_over(graphs[name], remote, "https://w3id.org/triagraph/")
    changes = [*push.plan_whole(graphs[name]), *(push.Change(graph, whole=True, added=()) for graph in stale)]
    push.send(push.steps(changes, remote), remote)
    assert push.verify(graphs[name], remote) == []
    yield name, remote


def values(solutions: object) -> list[tuple[Any, ...]]:
    assert isinstance(solutions, Solutions)
    return [tuple(None if term is None else value_of(term) for term in row) for row in solutions.rows]


@pytest.mark.parametrize("name", QUERIES)
def test_a_named_query_gives_the_same_rows(
    name: str, loaded: tuple[str, Store], memories: dict[str, MemoryStore], project: Project
) -> None:
    graph, store = loaded
    for arguments in arguments_of(name, graph):
        text = bind(QUERIES[name], arguments, project)
        ours, theirs = memories[graph].query(text, base=project.base), store.query(text, base=project.base)
        assert isinstance(ours, Solutions)
        assert isinstance(theirs, Solutions)
        assert theirs.variables == ours.variables
        assert values(theirs) == values(ours), arguments


@pytest.mark.parametrize("text", OWN)
def test_a_query_of_ones_own_gives_the_same_answer(
    text: str, loaded: tuple[str, Store], memories: dict[str, MemoryStore]
) -> None:
    graph, store = loaded
    ours, theirs = memories[graph].query(text), store.query(text)
    if isinstance(ours, Solutions):
        assert values(theirs) == values(ours)
    elif isinstance(ours, Graph):
        assert isinstance(theirs, Graph)
        assert {statement_of(quad) for quad in theirs.triples} == {statement_of(quad) for quad in ours.triples}
        assert ours.triples
    else:
        assert theirs is ours


def test_there_is_something_to_compare(memories: dict[str, MemoryStore], project: Project) -> None:
    assert len(QUERIES) >= 31
    rows = [
        values(memories[graph].query(bind(QUERIES[name], arguments, project), base=project.base))
        for graph in memories
        for name in QUERIES
        for arguments in arguments_of(name, graph)
    ]
    assert sum(map(bool, rows)) > 0.8 * len(rows)
    assert sum(map(len, rows)) > 5000
