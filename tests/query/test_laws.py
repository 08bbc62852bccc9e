"""What holds for every named query on every graph."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from triagraph.bundled import bundled_root
from triagraph.project import load_project
from triagraph.query import NamedQuery, bind, list_queries, run
from triagraph.results import Solutions
from triagraph.store.loading import load
from triagraph.store.memory import MemoryStore

if TYPE_CHECKING:
    from rdflib.query import ResultRow

    from triagraph.project import Project
    from triagraph.query import Parameter
    from triagraph.store.loading import Dataset

    Graphs = dict[str, list[Quad]]

QUERIES = list_queries(load_project(bundled_root()))
NOT_STATED = load_project(bundled_root()).thing("code", "not-stated")
#: The parameters whose variable is a column: there, giving a value is the same as choosing rows.
CHOOSING = [
    (query, parameter)
    for query in QUERIES
    for parameter in query.parameters
    if parameter.name in {column.name for column in query.columns}
]
#: Enough values to see a difference; each is tried on the example and on the bundled graph.
VALUES = 3

each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
each_graph = pytest.mark.parametrize("graph", ["seed", "example", "bundled"])


def without_defaults(query: NamedQuery) -> NamedQuery:
    return replace(query, parameters=tuple(replace(each, default=None) for each in query.parameters))


def rows_of(query: NamedQuery, store: MemoryStore, project: Project, **arguments: str) -> Solutions:
    answer = run(query, arguments, store, project)
    assert isinstance(answer, Solutions)
    return answer


@each_graph
@each_query
def test_no_two_rows_tie(query: NamedQuery, graph: str, stores: dict[str, MemoryStore], project: Project) -> None:
    answer = rows_of(without_defaults(query), stores[graph], project)
    keys = re.findall(r"\?(\w+)", query.text.rsplit("ORDER BY", 1)[1])
    places = [answer.variables.index(key) for key in keys]
    order = [tuple(str(row[place]) for place in places) for row in answer.rows]
    assert len(set(order)) == len(order)


@each_query
def test_the_order_of_the_data_and_a_second_source_for_it_change_nothing(
    query: NamedQuery, graphs: Graphs, stores: dict[str, MemoryStore], project: Project
) -> None:
    quads = graphs["example"]
    elsewhere = NamedNode(project.graph("asserted", "elsewhere"))
    copies = [Quad(quad.subject, quad.predicate, quad.object, elsewhere) for quad in quads]
    again = MemoryStore([*reversed(quads), *copies])
    every = without_defaults(query)
    assert rows_of(every, again, project) == rows_of(every, stores["example"], project)


@each_query
def test_the_declared_layers_are_enough(
    query: NamedQuery, bundled: Dataset, stores: dict[str, MemoryStore], project: Project
) -> None:
    restricted = MemoryStore(bundled.quads(query.layers))
    assert rows_of(query, restricted, project) == rows_of(query, stores["bundled"], project)


@each_graph
@pytest.mark.parametrize(("query", "parameter"), CHOOSING, ids=lambda each: each.name)
def test_a_value_chooses_its_rows(
    query: NamedQuery, parameter: Parameter, graph: str, stores: dict[str, MemoryStore], project: Project
) -> None:
    query = without_defaults(query)
    every = rows_of(query, stores[graph], project)
    place = every.variables.index(parameter.name)
    terms = [row[place] for row in every.rows]
    values = sorted({term.value for term in terms if isinstance(term, NamedNode)} - {NOT_STATED})
    for value in values[:VALUES]:
        chosen = rows_of(query, stores[graph], project, **{parameter.name: value})
        assert chosen.rows == tuple(row for row in every.rows if row[place] == NamedNode(value))


@each_graph
def test_the_rules_conclude_what_an_independent_query_concludes(graph: str, stores: dict[str, MemoryStore]) -> None:
    concluded = stores[graph].query(
        """PREFIX tria: <https://w3id.org/triagraph/ontology#>
SELECT DISTINCT ?network ?definition ?status WHERE {
  ?result a tria:FormAssessment ; tria:network ?network ; tria:definition ?definition ; tria:outcome ?status .
}
ORDER BY ?network ?definition"""
    )
    independent = stores[graph].query(Path(__file__).with_name("status.rq").read_text(encoding="utf-8"))
    assert isinstance(concluded, Solutions)
    assert len(concluded.rows) >= 24
    assert concluded == independent


def test_a_project_with_another_base_gets_the_same_answers(stores: dict[str, MemoryStore], project: Project) -> None:
    moved = replace(project, base="https://cluster.example/kg/")
    store = load(moved).store()
    for query in list_queries(moved):
        here = next(each for each in QUERIES if each.name == query.name)
        assert len(rows_of(query, store, moved).rows) == len(rows_of(here, stores["bundled"], project).rows), query.name


@each_query
def test_the_examples_of_the_parameters_give_rows(
    query: NamedQuery, stores: dict[str, MemoryStore], project: Project
) -> None:
    examples = {parameter.name: parameter.example for parameter in query.parameters}
    for name, value in examples.items():
        assert rows_of(query, stores["bundled"], project, **{name: value}).rows
    assert rows_of(query, stores["bundled"], project, **examples).rows


@pytest.fixture(scope="session")
def flat(graphs: Graphs) -> rdflib.Graph:
    """Give the example to another engine, as one graph."""
    triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in graphs["example"]}
    data = serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES)
    assert data is not None
    return rdflib.Graph().parse(data=data.decode(), format="nt")


@each_query
def test_another_engine_gives_the_same_rows_in_the_same_order(
    query: NamedQuery, flat: rdflib.Graph, stores: dict[str, MemoryStore], project: Project
) -> None:
    values = {"region": "ex-region", "network": "ex-alpha", "thing": "network:ex-alpha"}
    arguments = {each.name: values[each.name] for each in query.parameters if each.name in values}
    ours = rows_of(query, stores["example"], project, **arguments)
    theirs = list(flat.query(bind(query, arguments, project)))
    assert [[_plain(term) for term in cast("ResultRow", row)] for row in theirs] == [
        [_plain(term) for term in row] for row in ours.rows
    ]


def _plain(term: object) -> tuple[str, str] | None:
    if term is None:
        return None
    value = str(getattr(term, "value", term)) if not isinstance(term, rdflib.term.Node) else str(term)
    return value, str(getattr(term, "language", None) or "").lower()
