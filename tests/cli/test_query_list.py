"""`triagraph query --list` gives the named queries in the format that is asked for; what it cannot heed it refuses."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from triagraph.cli import main
from triagraph.namespaces import SH
from triagraph.project import load_project
from triagraph.query import list_queries

QUERIES = list_queries(load_project())
NAMES = [query.name for query in QUERIES]


def listing(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", language, "query", "--list", *arguments])


@pytest.mark.parametrize("arguments", [(), ("--format", "table")])
def test_people_get_a_line_per_query(arguments: tuple[str, ...]) -> None:
    result = listing(*arguments, language="de")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == NAMES
    assert [line.split(maxsplit=1)[1] for line in result.stdout.splitlines()] == [query.title.de for query in QUERIES]


def test_json_is_an_array_of_objects_with_names_parameters_and_columns() -> None:
    found = json.loads(listing("--format", "json", language="de").stdout)
    assert [each["name"] for each in found] == NAMES
    assert [[column["heading"] for column in each["columns"]] for each in found] == [
        [column.heading.de for column in query.columns] for query in QUERIES
    ]
    assert all({"name", "title", "question", "parameters", "columns"} == set(each) for each in found)


def test_csv_and_tsv_have_a_row_per_query() -> None:
    rows = list(csv.DictReader(io.StringIO(listing("--format", "csv").stdout)))
    assert [row["name"] for row in rows] == NAMES
    assert [row["question"] for row in rows] == [query.question.en for query in QUERIES]
    assert [row["parameters"].split() for row in rows] == [
        [each.name for each in query.parameters] for query in QUERIES
    ]
    head, *lines = listing("--format", "tsv").stdout.splitlines()
    assert head == "?name\t?title\t?question\t?parameters"
    assert [line.split("\t")[0] for line in lines] == [f'"{name}"' for name in NAMES]


def test_xml_is_a_result_of_sparql() -> None:
    found = parse_query_results(listing("--format", "xml").stdout.encode(), format=QueryResultsFormat.XML)
    assert isinstance(found, QuerySolutions)
    assert [row["name"] for row in found] == [Literal(name) for name in NAMES]


def test_markdown_is_a_table_with_headings_in_the_language() -> None:
    lines = listing("--format", "markdown", language="de").stdout.splitlines()
    assert lines[0] == "| Name | Titel | Frage | Parameter |"
    assert len(lines) == 2 + len(QUERIES)


@pytest.mark.parametrize(
    ("form", "syntax"),
    [("turtle", RdfFormat.TURTLE), ("ntriples", RdfFormat.N_TRIPLES), ("json-ld", RdfFormat.JSON_LD)],
)
def test_a_format_of_graphs_gives_the_queries_as_executables(form: str, syntax: RdfFormat) -> None:
    quads = parse(listing("--format", form).stdout.encode(), format=syntax)
    found = {quad.subject for quad in quads if quad.object == NamedNode(f"{SH}SPARQLExecutable")}
    assert sorted(str(query).rpartition("/")[2].strip(">") for query in found) == NAMES


@pytest.mark.parametrize(
    ("arguments", "one", "other"),
    [
        (["--list", "--show"], "--list", "--show"),
        (["--list", "networks"], "--list", "NAME"),
        (["--list", "-p", "region=tria"], "--list", "-p"),
        (["--list", "-f", "x.rq"], "--list", "-f"),
        (["--list", "--data", "x.ttl"], "--list", "--data"),
        (["--list", "--store", "x"], "--list", "--store"),
        (["--list", "--endpoint", "http://localhost/sparql"], "--list", "--endpoint"),
        (["networks", "--show", "--format", "json"], "--show", "--format"),
        (["networks", "--show", "--store", "x"], "--show", "--store"),
    ],
)
def test_options_that_would_be_ignored_are_refused(arguments: list[str], one: str, other: str) -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "query", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: `{one}` and `{other}` do not go together.")
    german = CliRunner().invoke(main, ["--lang", "de", "query", *arguments])
    assert german.stderr.startswith(f"Fehler: `{one}` und `{other}` passen nicht zusammen.")
