"""The default graph of a query is the union of the graphs: a set, in which each triple stands once."""

from pyoxigraph import NamedNode, Quad

from triagraph.project import load_project
from triagraph.results import Solutions
from triagraph.store.loading import load, load_with_store
from triagraph.store.memory import MemoryStore


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
    dataset, store = load_with_store(load_project())
    every = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    named = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert dataset == load(load_project())
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
