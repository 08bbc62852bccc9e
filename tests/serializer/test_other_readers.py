"""What we write, other readers read: rdflib, and for JSON-LD also PyLD, offline."""

import json
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import to_isomorphic

from triagraph.exporting import export_graph
from triagraph.formats import JSONLD, NTRIPLES, RDFXML, TURTLE, Syntax
from triagraph.project import load_project
from triagraph.store.loading import Dataset, load

RDFLIB_NAMES = {TURTLE.name: "turtle", RDFXML.name: "xml", JSONLD.name: "json-ld", NTRIPLES.name: "nt"}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load(load_project())


@pytest.fixture(scope="module")
def expected(dataset: Dataset) -> set[str]:
    lines = export_graph(dataset, NTRIPLES).decode().splitlines()
    assert len(lines) > 10_000
    return set(lines)


@pytest.mark.parametrize("syntax", [TURTLE, RDFXML, JSONLD], ids=lambda syntax: syntax.name)
def test_rdflib_reads_the_same_graph(
    syntax: Syntax, dataset: Dataset, expected: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    read = rdflib.Graph().parse(data=export_graph(dataset, syntax), format=RDFLIB_NAMES[syntax.name])
    written = read.serialize(format="nt", encoding="utf-8")
    quads = ox.parse(written, format=ox.RdfFormat.N_TRIPLES)
    assert {f"{quad} ." for quad in quads} == expected


def test_pyld_reads_the_same_graph(dataset: Dataset, expected: set[str]) -> None:
    def refuse(address: str, _options: dict[str, Any]) -> dict[str, Any]:
        raise AssertionError(f"fetches {address}")

    document = json.loads(export_graph(dataset, JSONLD))
    nquads = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": refuse})
    assert {f"{quad} ." for quad in ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS)} == expected


def test_a_changed_value_is_noticed(dataset: Dataset) -> None:
    text = export_graph(dataset, TURTLE, ["asserted/seed"])
    graphs = [rdflib.Graph().parse(data=each, format="turtle") for each in (text, text.replace(b"ACOD", b"ACO"))]
    assert to_isomorphic(graphs[0]) != to_isomorphic(graphs[1])
