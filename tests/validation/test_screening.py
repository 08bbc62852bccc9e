"""Shapes that no engine can be trusted with are an error, never "conforms"."""

import pytest
from pyoxigraph import Quad

from triagraph.errors import ShapesError
from triagraph.formats import TURTLE
from triagraph.parser import Document, parse
from triagraph.validation.screening import check_terms, prepared

PROLOGUE = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"


def shapes(text: str) -> list[Quad]:
    return list(parse(Document("shapes.ttl", (PROLOGUE + text).encode(), TURTLE)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ex:S a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCont 1 ] .", "`sh:minCont`.*not a term"),
        ("ex:S a sh:NodeShape ; sh:js [ sh:jsFunctionName 'f' ] .", "`sh:js`.*not supported"),
        ("ex:S a sh:NodeShape ; sh:rule [ a sh:SPARQLRule ] .", "not supported"),
        ("ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ] .", "not supported"),
        ("ex:S sh:sparql [ sh:select 'SELECT $this WHERE { $this ?p ?o MINUS { $this ex:a ?o } }' ] .", "MINUS"),
        ("ex:S sh:sparql [ sh:select 'SELECT $this WHERE { SERVICE <http://e> { ?s ?p ?o } }' ] .", "SERVICE"),
        ("ex:S sh:sparql [ sh:select 'SELECT $this WHERE { { SELECT ?o WHERE { ?s ?p ?o } } }' ] .", "inner SELECT"),
        ("ex:S sh:sparql [ sh:select 'SELECT $this WHERE { BIND(1 AS $this) }' ] .", "binds \\$this again"),
    ],
)
def test_what_no_engine_does_is_an_error(text: str, message: str) -> None:
    with pytest.raises(ShapesError, match=message):
        prepared(shapes(text))


def test_a_mistyped_term_gets_the_nearest() -> None:
    with pytest.raises(ShapesError) as caught:
        prepared(shapes("ex:S sh:property [ sh:path ex:p ; sh:minCont 1 ] ."))
    assert caught.value.hint is not None
    assert "`sh:minCount`" in caught.value.hint.en


def test_sound_shapes_are_counted_and_named() -> None:
    quads = shapes("ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .")
    assert check_terms(quads) == 5
    assert not any(str(quad.subject).startswith("_:") for quad in prepared(quads))


def test_words_in_strings_and_comments_are_not_taken_for_clauses() -> None:
    query = "SELECT $this WHERE { $this ?p 'MINUS' . # VALUES\\n FILTER(?p != <http://e/SERVICE>) }"
    assert prepared(shapes(f'ex:S sh:sparql [ sh:select "{query}" ] .'))


def test_a_shape_that_is_named_but_not_described_is_an_error() -> None:
    with pytest.raises(ShapesError, match="nowhere described"):
        prepared(shapes("ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:not ex:Missing ."))
