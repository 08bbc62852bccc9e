"""Readable Turtle: nested, sorted, lexically exact."""

from triagraph.formats import TURTLE
from triagraph.parser import Document, parse
from triagraph.serializer import serialize

PREFIXES = {"ex": "http://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#", "unused": "http://unused/"}


def turtle(text: str) -> str:
    quads = parse(Document("test.ttl", text.encode(), TURTLE))
    return serialize(quads, TURTLE, prefixes=PREFIXES).decode()


def test_lists_and_blank_nodes_stand_where_they_are_used() -> None:
    text = """@prefix ex: <http://example.org/> .
ex:s ex:list ( 1 "two" [ ex:p ex:o ] ) ; a ex:Thing ; ex:empty () ; ex:any [] .
"""
    assert (
        turtle(text)
        == """@prefix ex: <http://example.org/> .

ex:s
  a ex:Thing ;
  ex:any [] ;
  ex:empty () ;
  ex:list ( 1 "two" [ ex:p ex:o ] ) .
"""
    )


def test_a_literal_keeps_its_lexical_form() -> None:
    text = turtle(
        '<http://a> <http://b> 01, 1.50, "1."^^<http://www.w3.org/2001/XMLSchema#decimal>, true, "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .'
    )
    assert [word.strip(" .;,\n") for word in text.split("<http://b>")[1].split(" ,\n")] == [
        "01",
        '"1"^^xsd:boolean',
        '"1."^^xsd:decimal',
        "1.50",
        "true",
    ]


def test_blank_nodes_that_point_at_each_other_are_kept() -> None:
    text = turtle("_:a <http://p> _:b . _:b <http://p> _:a .")
    assert len(list(parse(Document("again.ttl", text.encode(), TURTLE)))) == 2


def test_only_prefixes_that_are_used_are_declared() -> None:
    assert "unused" not in turtle("<http://example.org/a> <http://example.org/b> <http://example.org/c> .")


def test_the_longest_namespace_that_leaves_a_local_name_is_taken() -> None:
    prefixes = {"b": "http://x/", "a": "http://x/", "odd": "http://x/id-", "urn": "urn:x:"}
    text = "<http://x/one> <http://x/id-two> <http://x/id-> , <urn:x:y> , <http://x/one/two> ."
    written = serialize(parse(Document("test.ttl", text.encode(), TURTLE)), TURTLE, prefixes=prefixes).decode()
    assert written.endswith("\n\na:one odd:two a:id- ,\n    <http://x/one/two> ,\n    urn:y .\n")
