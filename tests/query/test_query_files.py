"""Every query file is a document: header in both languages, declared columns, prefixes of record, terms that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode
from rdflib.plugins.sparql import prepareQuery

from triagraph.bundled import bundled_root
from triagraph.language import LANGUAGES
from triagraph.namespaces import DEFAULT_BASE, TRIA, prefixes_for
from triagraph.project import DEFAULT_GRAPH_LAYERS, load_project
from triagraph.query import NamedQuery, bind, list_queries
from triagraph.results import Solutions

if TYPE_CHECKING:
    from triagraph.project import Project
    from triagraph.store.loading import Dataset
    from triagraph.store.memory import MemoryStore

QUERIES = list_queries(load_project(bundled_root()))
PREFIXES = prefixes_for(DEFAULT_BASE)
ASKERS = {
    "region manager",
    "cluster manager",
    "policy analyst",
    "company",
    "open-data portal",
    "journalist",
}
_PREFIX = re.compile(r"^PREFIX ([a-z0-9]+): <([^>]+)>$", re.MULTILINE)
_NO_CODE = re.compile(r"<[^\s<>]*>|\"[^\"]*\"|#[^\n]*")

each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def names_used(query: NamedQuery) -> set[tuple[str, str]]:
    """Give the prefixed names of a query as pairs of prefix and local name."""
    body = _NO_CODE.sub("", _PREFIX.sub("", query.text))
    return set(re.findall(r"(?<![\w?:.-])([a-z][a-z0-9]*):([A-Za-z][\w-]*)", body))


@each_query
def test_the_header_speaks_both_languages(query: NamedQuery) -> None:
    meanings = [parameter.meaning for parameter in query.parameters] + [column.meaning for column in query.columns]
    for text in (query.title, query.question, *meanings):
        for language in LANGUAGES:
            assert text.to(language).strip() == text.to(language) != ""
        assert text.de != text.en
    for text in (query.title, query.question):
        assert text.de.endswith("?")
        assert text.en.endswith("?")


@each_query
def test_every_column_has_a_short_heading_of_its_own_in_both_languages(query: NamedQuery) -> None:
    for language in LANGUAGES:
        headings = list(query.headings(language).values())
        assert len(set(headings)) == len(headings)
        assert [each for each in headings if not (each[:1].isupper() and len(each) <= 30)] == []
    for column in query.columns:
        assert column.stated_heading is not None


@each_query
def test_the_header_says_who_asks_and_which_layers_are_needed(query: NamedQuery) -> None:
    assert set(query.asked_by) <= ASKERS
    assert query.tags
    assert set(query.layers) <= set(DEFAULT_GRAPH_LAYERS)


@each_query
def test_every_variable_of_the_answer_is_a_declared_column(
    query: NamedQuery, project: Project, stores: dict[str, MemoryStore]
) -> None:
    answer = stores["seed"].query(bind(query, {}, project), base=project.base)
    assert isinstance(answer, Solutions)
    assert answer.variables == tuple(column.name for column in query.columns)


@each_query
def test_the_answer_is_ordered_by_its_own_columns(query: NamedQuery) -> None:
    assert query.text.count("ORDER BY") == 1
    keys = re.findall(r"\?(\w+)", query.text.rsplit("ORDER BY", 1)[1])
    assert keys
    assert set(keys) <= {column.name for column in query.columns}


@each_query
def test_the_prefixes_are_those_of_record_and_all_are_used(query: NamedQuery) -> None:
    declared = dict(_PREFIX.findall(query.text))
    assert len(declared) == query.text.count("PREFIX")
    assert {prefix: PREFIXES.get(prefix) for prefix in declared} == declared
    assert {prefix for prefix, _ in names_used(query)} == set(declared)


@each_query
def test_every_term_of_ours_that_a_query_mentions_is_declared(query: NamedQuery, bundled: Dataset) -> None:
    described = {quad.subject.value for quad in bundled.terms if isinstance(quad.subject, NamedNode)}
    mentioned = {TRIA + local for prefix, local in names_used(query) if prefix == "tria"}
    assert mentioned
    assert mentioned <= described


@each_query
def test_every_code_that_a_query_mentions_is_in_a_code_list(query: NamedQuery, bundled: Dataset) -> None:
    vocabulary = {quad.subject.value for quad in bundled.layers["vocabulary"] if isinstance(quad.subject, NamedNode)}
    mentioned = {PREFIXES[prefix] + local for prefix, local in names_used(query) if prefix != "tria"}
    assert {each for each in mentioned if each.startswith(f"{DEFAULT_BASE}id/")} <= vocabulary


@each_query
def test_another_parser_reads_it_as_sparql_1_1(query: NamedQuery) -> None:
    prepareQuery(query.text)
    assert not re.search(r"\b(SERVICE|LATERAL|TRIPLE|ADJUST)\b", query.text)


@each_query
def test_no_list_is_made_of_numbers(query: NamedQuery) -> None:
    for argument in re.findall(r"GROUP_CONCAT\(([^)]*)", query.text):
        assert argument.removeprefix("DISTINCT ").startswith("STR(")


@each_query
def test_a_parameter_explains_itself(query: NamedQuery) -> None:
    for parameter in query.parameters:
        assert parameter.example
        assert query.text.count("UNDEF") >= len(query.parameters)
        if parameter.type == "iri":
            assert parameter.kind is None or f"{DEFAULT_BASE}id/{parameter.kind}/" in PREFIXES.values()
            assert parameter.kind is not None or ":" in parameter.example


def test_the_checks_notice_a_misspelt_term(bundled: Dataset) -> None:
    described = {quad.subject.value for quad in bundled.terms if isinstance(quad.subject, NamedNode)}
    assert f"{TRIA}activeIn" in described
    assert f"{TRIA}aktivIn" not in described


def test_queries_are_files_with_names_for_the_command_line() -> None:
    folder = Path(bundled_root()) / "queries"
    assert {path.name for path in folder.iterdir() if path.suffix} == {f"{query.name}.rq" for query in QUERIES}
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name) for query in QUERIES)
