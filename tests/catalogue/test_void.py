"""VoID counts what the graph holds and names what it is linked to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.catalogue import Distribution, void_description
from triagraph.catalogue.void import count
from triagraph.store.loading import Dataset

BASE = "https://data.example/tria/"
OWN = "https://w3id.org/triagraph/id/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VOID = "http://rdfs.org/ns/void#"

Configure = Callable[..., Dataset]


def triple(subject: str, predicate: str, value: str | Literal, graph: str = "a") -> Quad:
    term = NamedNode(value) if isinstance(value, str) else value
    return Quad(NamedNode(subject), NamedNode(predicate), term, NamedNode(f"https://w3id.org/triagraph/graph/{graph}"))


@pytest.fixture
def small() -> list[Quad]:
    network, region = f"{OWN}network/a", f"{OWN}region/b"
    return [
        triple(network, RDF_TYPE, "https://w3id.org/triagraph/ontology#NetworkOrganisation"),
        triple(region, RDF_TYPE, "https://w3id.org/triagraph/ontology#Region"),
        triple(network, f"{SKOS}prefLabel", Literal("A")),
        triple(network, f"{SKOS}prefLabel", Literal("A"), "b"),
        triple(region, f"{SKOS}exactMatch", "http://data.europa.eu/nuts/code/DEG0T"),
        triple(region, f"{SKOS}exactMatch", "http://data.europa.eu/nuts/code/DEG0F"),
        triple(region, f"{SKOS}exactMatch", "http://dcat-ap.de/def/politicalGeocoding/districtKey/16070"),
        triple(region, f"{SKOS}closeMatch", f"{OWN}region/c"),
        triple(region, "https://schema.org/url", "https://www.ilm-kreis.de/"),
        triple("http://elsewhere.example/x", f"{SKOS}exactMatch", "http://data.europa.eu/nuts/code/DEG0"),
    ]


def objects(quads: list[Quad], subject: str, name: str) -> set[str]:
    wanted = (f"<{subject}>", VOID + name)
    return {
        quad.object.value
        for quad in quads
        if (str(quad.subject), quad.predicate.value) == wanted and isinstance(quad.object, NamedNode | Literal)
    }


def test_a_triple_in_two_graphs_counts_once(small: list[Quad]) -> None:
    counts = count(small, "https://w3id.org/triagraph/")
    assert (counts.triples, counts.entities, counts.subjects) == (9, 2, 3)
    assert counts.properties[f"{SKOS}prefLabel"] == 1
    assert counts.classes == {
        "https://w3id.org/triagraph/ontology#NetworkOrganisation": 1,
        "https://w3id.org/triagraph/ontology#Region": 1,
    }


def test_links_go_from_own_things_to_things_elsewhere(small: list[Quad]) -> None:
    assert count(small, "https://w3id.org/triagraph/").links == {
        ("http://data.europa.eu/nuts/code/", f"{SKOS}exactMatch"): 2,
        ("http://dcat-ap.de/def/politicalGeocoding/districtKey/", f"{SKOS}exactMatch"): 1,
    }


def test_each_target_has_a_linkset(configured: Configure, small: list[Quad], files: list[Distribution]) -> None:
    quads = void_description(configured({}, small), files, base_url=BASE, date="2026-11-22")
    linksets = objects(quads, f"{BASE}catalog#dataset", "subset")
    assert len(linksets) == 2
    found = set()
    for linkset in linksets:
        (target,) = objects(quads, linkset, "objectsTarget")
        found.add((*objects(quads, target, "uriSpace"), *objects(quads, linkset, "triples")))
        assert objects(quads, linkset, "subjectsTarget") == {f"{BASE}catalog#dataset"}
        assert objects(quads, linkset, "linkPredicate") == {f"{SKOS}exactMatch"}
    assert found == {
        ("http://data.europa.eu/nuts/code/", "2"),
        ("http://dcat-ap.de/def/politicalGeocoding/districtKey/", "1"),
    }


def test_description_has_the_counts_and_the_dumps(
    configured: Configure, small: list[Quad], files: list[Distribution]
) -> None:
    quads = void_description(configured({}, small), files, base_url=BASE, date="2026-11-22")
    dataset = f"{BASE}catalog#dataset"
    assert objects(quads, dataset, "triples") == {"9"}
    assert objects(quads, dataset, "entities") == {"2"}
    assert objects(quads, dataset, "classes") == {"2"}
    assert objects(quads, dataset, "properties") == {"5"}
    assert objects(quads, dataset, "uriSpace") == {"https://w3id.org/triagraph/"}
    assert objects(quads, dataset, "dataDump") == {
        f"{BASE}data/tria{suffix}" for suffix in (".ttl", ".ttl.gz", ".jsonld", ".nt", ".nq", ".trig", ".rdf")
    }
    assert SKOS in objects(quads, dataset, "vocabulary")


def test_partitions_add_up(bundled: Dataset, files: list[Distribution]) -> None:
    quads = void_description(bundled, files, base_url=BASE, date="2026-11-22")
    dataset = f"{BASE}catalog#dataset"
    (triples,) = objects(quads, dataset, "triples")
    parts = objects(quads, dataset, "propertyPartition")
    assert sum(int(number) for part in parts for number in objects(quads, part, "triples")) == int(triples)
    (classes,) = objects(quads, dataset, "classes")
    assert len(objects(quads, dataset, "classPartition")) == int(classes)


def test_void_has_no_blank_node_and_no_statement_twice(bundled: Dataset, files: list[Distribution]) -> None:
    quads = void_description(bundled, files, base_url=BASE, date="2026-11-22")
    assert not [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]
    assert len(quads) == len(set(quads))


def test_an_empty_graph_has_counts_of_nought(configured: Configure) -> None:
    quads = void_description(configured({}, []), [], base_url=BASE, date="2026-11-22")
    assert objects(quads, f"{BASE}catalog#dataset", "triples") == {"0"}
    assert objects(quads, f"{BASE}catalog#dataset", "subset") == set()


def described(quads: list[Quad], subject: str, name: str) -> set[str]:
    wanted = (subject, f"http://www.w3.org/ns/sparql-service-description#{name}")
    return {
        quad.object.value
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and (quad.subject.value, quad.predicate.value) == wanted
        and isinstance(quad.object, NamedNode)
    }


def test_each_named_graph_is_described_with_its_size_and_the_union_as_the_default(bundled: Dataset) -> None:
    quads = void_description(bundled, [], base_url=BASE, date="2026-11-22")
    dataset = f"{BASE}catalog#dataset"
    sizes = {}
    for graph in described(quads, dataset, "namedGraph"):
        (name,) = described(quads, graph, "name")
        (content,) = described(quads, graph, "graph")
        (size,) = objects(quads, content, "triples")
        sizes[name] = int(size)
    expected: dict[str, set[object]] = {}
    for quad in bundled.each():
        assert isinstance(quad.graph_name, NamedNode)
        expected.setdefault(quad.graph_name.value, set()).add(quad.triple)
    assert sizes == {name: len(triples) for name, triples in expected.items()}
    (union,) = described(quads, dataset, "defaultGraph")
    assert objects(quads, union, "triples") == objects(quads, dataset, "triples")


def test_a_statement_that_stands_twice_in_a_graph_counts_once_there(configured: Configure, small: list[Quad]) -> None:
    graph = "https://w3id.org/triagraph/graph/a"
    quads = void_description(configured({}, [*small, small[0]]), [], base_url=BASE, date="2026-11-22")
    content = f"{BASE}void#graph/https%3A%2F%2Fw3id.org%2Ftriagraph%2Fgraph%2Fa/content"
    assert described(quads, content.removesuffix("/content"), "name") == {graph}
    assert objects(quads, content, "triples") == {"9"}


def test_a_service_is_described_only_where_there_is_one(configured: Configure, small: list[Quad]) -> None:
    service = f"{BASE}void#service"
    without = void_description(configured({}, small), [], base_url=BASE, date="2026-11-22")
    assert service not in {str(quad.subject).strip("<>") for quad in without}
    settings = {"portal": {"endpoint": "https://sparql.example/query"}}
    quads = void_description(configured(settings, small), [], base_url=BASE, date="2026-11-22")
    assert described(quads, service, "endpoint") == {"https://sparql.example/query"}
    assert described(quads, service, "defaultDataset") == {f"{BASE}catalog#dataset"}
    assert objects(quads, f"{BASE}catalog#dataset", "sparqlEndpoint") == {"https://sparql.example/query"}
