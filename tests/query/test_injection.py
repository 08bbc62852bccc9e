"""A parameter's value is a term and nothing else, whatever characters it is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal

from triagraph.bundled import bundled_root
from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.project import load_project
from triagraph.query import Column, NamedQuery, Parameter, bind, list_queries, run
from triagraph.results import Solutions

if TYPE_CHECKING:
    from triagraph.project import Project
    from triagraph.query.document import ParameterType
    from triagraph.store.memory import MemoryStore

QUERIES = list_queries(load_project(bundled_root()))
EVERYTHING = "?injected ?injectedPredicate ?injectedObject"
VALUES = (
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    '\\"',
    '" }',
    f'" }} {EVERYTHING} #',
    f"' }} {EVERYTHING} #",
    f'"@de }} {EVERYTHING} . VALUES ?x {{ "',
    f'"^^<http://www.w3.org/2001/XMLSchema#string> }} {EVERYTHING} #',
    f"> }} {EVERYTHING} #",
    f"http://example.org/> }} {EVERYTHING} #",
    f"https://example.org/x> }} UNION {{ {EVERYTHING} }} #",
    "urn:x> } SERVICE <http://example.org/sparql> { ?s ?p ?o } #",
    f"network:optonet }} {EVERYTHING} #",
    f"optonet\n}} {EVERYTHING} #",
    f"optonet\r\n}} {EVERYTHING}",
    "UNDEF",
    "UNDEF } VALUES ?network { UNDEF",
    "VALUES ?other { UNDEF }",
    'VALUES ?other { UNDEF } " } ?s ?p ?o . { "',
    "?network",
    "$network",
    "_:b",
    "[]",
    "()",
    f"1 }} {EVERYTHING} #",
    "1e400",
    "0x10",
    f"2026-11-22 }} {EVERYTHING} #",
    "\\u0022 } ?s ?p ?o . { \\u0022",
    "\\U00000022 } #",
    "\\u003E } ?s ?p ?o #",
    "%22%20%7D%20?s%20?p%20?o",
    "\u201d } ?s ?p ?o #",
    "\u2028} ?s ?p ?o",
    "\x00\x01\x7f",
    "\udcff",
    "; DROP ALL",
    "} ; DELETE WHERE { ?s ?p ?o } #",
    "\\1\\g<0>",
    "{0} %s ${x}",
)
TYPES: tuple[ParameterType, ...] = ("iri", "string", "integer", "date")
_TEXT = Text("etwas", "something")


def query_of(kind: ParameterType) -> NamedQuery:
    """Make a query whose two parameters choose among literals and things of the graph."""
    parameters = tuple(Parameter(name, kind, _TEXT, "x", "network") for name in ("value", "other"))
    text = """SELECT ?thing ?value ?other WHERE {
  VALUES ?value { UNDEF }
  VALUES ?other { UNDEF }
  ?thing ?predicate ?value ; ?otherPredicate ?other .
}
ORDER BY ?thing"""
    columns = tuple(Column(name, _TEXT) for name in ("thing", "value", "other"))
    return NamedQuery("try", _TEXT, _TEXT, (), (), (), parameters, columns, 0, text)


def rows(query: NamedQuery, arguments: dict[str, str], store: MemoryStore, project: Project) -> set[object] | None:
    """Give the rows; None where the value is refused."""
    try:
        answer = run(query, arguments, store, project)
    except InputError as error:
        error.to_text("de").encode()  # it can be printed, whatever the value is
        return None
    assert isinstance(answer, Solutions)
    assert answer.variables == tuple(column.name for column in query.columns)
    return set(answer.rows)


def test_there_are_forty_values() -> None:
    assert len(set(VALUES)) >= 40


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_value_of_any_type_finds_nothing_that_it_should_not(
    kind: ParameterType, value: str, stores: dict[str, MemoryStore], project: Project
) -> None:
    query = query_of(kind)
    for arguments in ({"value": value}, {"other": value}, {"value": value, "other": value}):
        assert not rows(query, arguments, stores["seed"], project)
    if kind in {"integer", "date"}:
        assert rows(query, {"value": value}, stores["seed"], project) is None


@pytest.mark.parametrize("query", [query for query in QUERIES if query.parameters], ids=lambda query: query.name)
def test_no_value_makes_a_named_query_say_more(
    query: NamedQuery, stores: dict[str, MemoryStore], project: Project
) -> None:
    free = replace(query, parameters=tuple(replace(each, default=None) for each in query.parameters))
    every = rows(free, {}, stores["seed"], project)
    assert every is not None
    refused = 0
    for parameter in free.parameters:
        for value in VALUES:
            found = rows(free, {parameter.name: value}, stores["seed"], project)
            refused += found is None
            # A text with quotation marks may well be in the graph; whatever is found was there before.
            assert not found or (value == '"' and parameter.type == "string" and found < every)
    assert refused > 0


@pytest.mark.parametrize("value", [value for value in VALUES if value != "\udcff"], ids=ascii)
def test_a_text_arrives_as_it_was_given(value: str, stores: dict[str, MemoryStore], project: Project) -> None:
    query = replace(query_of("string"), text="SELECT ?value WHERE { VALUES ?value { UNDEF } VALUES ?other { UNDEF } }")
    answer = stores["seed"].query(bind(query, {"value": value, "other": "VALUES ?value { UNDEF }"}, project))
    assert isinstance(answer, Solutions)
    assert answer.rows == ((Literal(value),),)


def test_the_graph_stays_as_it_is(stores: dict[str, MemoryStore], project: Project) -> None:
    before = len(stores["seed"])
    for value in VALUES:
        rows(query_of("string"), {"value": value}, stores["seed"], project)
    assert len(stores["seed"]) == before
