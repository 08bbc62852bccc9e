"""JSON-LD as a web developer would write it by hand."""

from __future__ import annotations

import json

from triagraph.formats import JSONLD, TURTLE
from triagraph.parser import parse
from triagraph.parser.document import document_of
from triagraph.parser.jsonld import own_context
from triagraph.serializer import serialize

DATA = """\
@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://e.example/a> a tria:MemberCountObservation ; skos:prefLabel "Zahl"@de , "A number"@en ; tria:countedUnit <https://e.example/u> ;
  skos:altLabel "b"@en , "z"@de , "a"@en ; tria:memberCount 92 ; dcat:byteSize "7"^^xsd:nonNegativeInteger ; rdf:object <https://e.example/b> .
<https://e.example/odd> tria:memberCount "092"^^xsd:integer , "-0"^^xsd:integer , "9007199254740993"^^xsd:integer .
"""


def nodes() -> dict[str, dict[str, object]]:
    quads = parse(document_of("data.ttl", DATA.encode(), TURTLE))
    document = json.loads(serialize(quads, JSONLD, prefixes={}, context=own_context()))
    return {node["id"].rpartition("/")[2]: node for node in document["@graph"]}


def test_a_node_begins_with_what_it_is_and_is_called() -> None:
    assert list(nodes()["a"])[:4] == ["id", "type", "prefLabel", "altLabel"]


def test_languages_stand_in_the_same_order_everywhere() -> None:
    node = nodes()["a"]
    assert json.dumps(node["prefLabel"]) == '{"de": "Zahl", "en": "A number"}'
    assert json.dumps(node["altLabel"]) == '{"de": ["z"], "en": ["a", "b"]}'


def test_a_whole_number_is_a_number_where_it_reads_back_as_it_is_written() -> None:
    found = nodes()
    assert (found["a"]["memberCount"], found["a"]["byteSize"]) == (92, 7)
    assert found["odd"]["memberCount"] == ["-0", "092", "9007199254740993"]


def test_a_reference_has_the_short_name_of_the_identifier() -> None:
    assert nodes()["a"]["object"] == {"id": "https://e.example/b"}
