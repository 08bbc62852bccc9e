"""The named queries as RDF: an editor that lists `sh:SPARQLExecutable` finds, shows and runs each of them."""

import re

import pytest
from pyoxigraph import Literal, QuerySolutions, Store

from triagraph.formats import TURTLE
from triagraph.language import LANGUAGES
from triagraph.namespaces import DCTERMS, SH, prefixes_for
from triagraph.project import Project, load_project
from triagraph.query import list_queries, run
from triagraph.query.executables import CSVW, queries_graph
from triagraph.results import Solutions
from triagraph.serializer import serialize
from triagraph.store.loading import load

#: What sib-swiss/sparql-editor and its like ask for.
EDITOR = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?query ?comment ?text WHERE {
  ?query a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?text .
} ORDER BY ?query ?comment"""
PREFIXES = f"SELECT ?prefix ?space WHERE {{ ?s <{SH}declare> ?d . ?d <{SH}prefix> ?prefix ; <{SH}namespace> ?space }}"


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project()


@pytest.fixture(scope="module")
def described(project: Project) -> Store:
    store = Store()
    store.extend(queries_graph(list_queries(project), project))
    return store


def rows(store: Store, text: str) -> list[list[str]]:
    answer = store.query(text)
    assert isinstance(answer, QuerySolutions)
    return [[term.value if isinstance(term, Literal) else str(term) for term in row] for row in answer]


def test_an_editor_finds_every_query_in_both_languages(described: Store, project: Project) -> None:
    found = rows(described, EDITOR)
    queries = list_queries(project)
    assert len(found) == 2 * len(queries)
    assert {row[0] for row in found} == {f"<{project.base}queries/{query.name}>" for query in queries}
    assert {row[1] for row in found} == {text for query in queries for text in (query.question.de, query.question.en)}


def test_what_an_editor_runs_gives_what_we_answer(described: Store, project: Project) -> None:
    store = load(project).store()
    texts = {row[0]: row[2] for row in rows(described, EDITOR)}
    for query in list_queries(project):
        own = run(query, {}, store, project)
        other = store.query(texts[f"<{project.base}queries/{query.name}>"])
        assert isinstance(own, Solutions)
        assert own == other, query.name
        assert len(own.rows) >= 1


def test_every_prefix_of_a_query_is_declared(described: Store, project: Project) -> None:
    declared: dict[str, str] = {row[0]: row[1] for row in rows(described, PREFIXES)}
    used = [found for query in list_queries(project) for found in re.findall(r"PREFIX (\w+): <(\S+)>", query.text)]
    assert used
    assert all(declared[prefix] == space for prefix, space in used)


def test_every_parameter_is_described(described: Store, project: Project) -> None:
    text = (
        f"SELECT ?query ?name (COUNT(?about) AS ?texts) WHERE {{ ?query <{SH}parameter> ?p . ?p <{SH}name> ?name ; "
        f"<{SH}description> ?about ; <{SH}path> ?path ; <{SH}optional> true ; <{SH}order> ?order ; "
        f"<{SH}nodeKind>|<{SH}datatype> ?kind }} GROUP BY ?query ?name ORDER BY ?query ?name"
    )
    assert [row[:2] for row in rows(described, text)] == [
        [f"<{project.base}queries/{query.name}>", name]
        for query in list_queries(project)
        for name in sorted(parameter.name for parameter in query.parameters)
    ]
    assert {row[2] for row in rows(described, text)} == {"2"}


def test_every_column_has_its_heading_and_meaning_in_both_languages(described: Store, project: Project) -> None:
    text = (
        f"SELECT ?query ?name ?heading ?meaning WHERE {{ ?query <{CSVW}tableSchema>/<{CSVW}column> ?column . "
        f"?column <{CSVW}name> ?name ; <{SH}order> ?order ; <{CSVW}title> ?heading ; <{DCTERMS}description> ?meaning . "
        "FILTER(LANG(?heading) = LANG(?meaning)) } ORDER BY ?query ?order LANG(?heading)"
    )
    assert rows(described, text) == [
        [f"<{project.base}queries/{query.name}>", column.name, column.heading.to(tag), column.meaning.to(tag)]
        for query in list_queries(project)
        for column in query.columns
        for tag in LANGUAGES
    ]


def test_the_document_is_the_same_each_time(project: Project) -> None:
    one, two = (
        serialize(queries_graph(list_queries(project), project), TURTLE, prefixes=prefixes_for(project.base))
        for _ in range(2)
    )
    assert one == two
    assert b"_:" not in one
