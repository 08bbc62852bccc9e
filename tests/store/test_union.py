"""The default graph of a query is the union of the graphs: a set, in which each triple stands once."""

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from triagraph.project import load_project
from triagraph.results import Solutions
from triagraph.store.derivation import digest_of, digest_of_text
from triagraph.store.loading import load, load_store, read_stated
from triagraph.store.memory import MemoryStore
from triagraph.store.parts import Part


def test_a_triple_of_two_graphs_is_counted_once() -> None:
    triple = (NamedNode("urn:s"), NamedNode("urn:p"), NamedNode("urn:o"))
    store = MemoryStore(Quad(*triple, NamedNode(graph)) for graph in ("urn:g1", "urn:g2"))
    assert count(store, "?s ?p ?o") == "1"
    assert count(store, "GRAPH ?g { ?s ?p ?o }") == "2"


def count(store: MemoryStore, pattern: str) -> str:
    answer = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(answer, Solutions)
    return str(answer.rows[0][0]).split('"')[1]


def test_there_are_ten_networks_however_many_sources_name_them() -> None:
    pattern = "?n a <https://w3id.org/triagraph/ontology#NetworkOrganisation>"
    assert count(load(load_project()).store(), pattern) == "10"


def test_the_store_of_a_loaded_project_holds_what_a_new_one_holds_and_not_the_ontology() -> None:
    dataset, store = load(load_project()), load_store(load_project())
    every = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    named = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
    for text in (every, named):
        assert rows(store, text) == rows(dataset.store(), text)
    term = "<https://w3id.org/triagraph/ontology#NetworkOrganisation> ?p ?o"
    assert count(store, term) == "0"
    assert any("ontology#NetworkOrganisation>" in str(quad.subject) for quad in dataset.terms)


def test_what_passes_through_a_store_takes_nothing_with_it_that_was_there() -> None:
    there, new = (Quad(NamedNode("urn:s"), NamedNode("urn:p"), NamedNode(iri)) for iri in ("urn:a", "urn:b"))
    store = MemoryStore([Quad(there.subject, there.predicate, there.object, NamedNode("urn:g"))])
    added = store.passing([there, new])
    assert added == [new]
    assert count(store, "?s ?p ?o") == "2"
    store.remove(added)
    assert count(store, "?s ?p <urn:a>") == count(store, "?s ?p ?o") == "1"


def rows(store: MemoryStore, text: str) -> list[tuple[str, ...]]:
    answer = store.query(text)
    assert isinstance(answer, Solutions)
    return sorted(tuple(map(str, row)) for row in answer.rows)


def test_the_digest_of_what_rules_were_given_is_that_of_the_quads() -> None:
    stated = read_stated(load_project())
    quads = [quad for part in [*stated.given(), Part(None, stated.terms)] for quad in part.named()]
    assert len(quads) > 10_000
    assert digest_of_text(stated.text()) == digest_of(quads) == digest_of(quads[::-1])
    assert digest_of(quads[1:]) != digest_of(quads)


@pytest.mark.parametrize(
    "text",
    [
        "<urn:s> <urn:p> 'a .\\n<urn:x> .' , \"quote \\\" .\" , 'ü'@de , 01 .",
        "<urn:s> <urn:p> [ <urn:q> ( 1 2 ) ] .",
        "<urn:s> <urn:p> <urn:ü> .",
    ],
)
def test_a_part_is_written_without_its_graph_and_its_digest_is_that_of_its_triples(text: str) -> None:
    part = Part("urn:graph:ü", list(parse(text.encode(), format=RdfFormat.TURTLE)))
    assert part.quads
    assert part.ntriples() == Part(None, list(part.named())).ntriples()
    again = list(parse(text.encode(), format=RdfFormat.TURTLE, rename_blank_nodes=True))
    assert digest_of_text(part.ntriples()) == digest_of(part.named()) == digest_of(again[::-1])
    assert digest_of(again[1:]) != digest_of(again)
