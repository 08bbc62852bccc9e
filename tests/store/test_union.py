"""The default graph of a query is the union of the graphs: a set, in which each triple stands once."""

from pyoxigraph import NamedNode, Quad

from triagraph.project import load_project
from triagraph.results import Solutions
from triagraph.store.loading import load
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
