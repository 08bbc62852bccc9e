"""Readable Turtle: nested, sorted, lexically exact."""

import pytest

from triagraph.formats import TURTLE
from triagraph.namespaces import RDF
from triagraph.parser import Document, parse
from triagraph.serializer import serialize
from triagraph.serializer.order import sort_key
from triagraph.serializer.turtle import write

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


def chain(length: int, predicate: str, end: str) -> str:
    """Write blank nodes each of which leads to the next one."""
    lines = [f"_:b{number} <{predicate}> _:b{number + 1} ; rdf:first {number} ." for number in range(length)]
    return f"@prefix rdf: <{RDF}> . <http://s> <http://p> _:b0 . {' '.join(lines)} _:b{length} {end} ."


@pytest.mark.parametrize(
    ("predicate", "end"),
    [
        ("http://p", "rdf:first 1"),
        (f"{RDF}rest", "rdf:first 1 ; rdf:rest () ; <http://p> 1"),
        (f"{RDF}rest", "rdf:first 1 ; rdf:rest <http://other>"),
    ],
    ids=["no list", "a list whose end says more", "a list that does not end"],
)
def test_blank_nodes_are_not_nested_without_end(predicate: str, end: str) -> None:
    written = turtle(chain(1_500, predicate, end))
    assert max(len(line) - len(line.lstrip()) for line in written.splitlines()) == 102
    assert len(list(parse(Document("again.ttl", written.encode(), TURTLE)))) == 3_002 + end.count(";")


def test_a_long_list_and_lists_in_lists_are_written() -> None:
    long = chain(1_500, f"{RDF}rest", "rdf:first 1500 ; rdf:rest ()")
    assert turtle(long).endswith(f"( {' '.join(map(str, range(1_501)))} ) .\n")
    deep = list(parse(Document("deep.ttl", f"<http://s> <http://p> {'( ' * 500}{') ' * 500}.".encode(), TURTLE)))
    written = write(sorted(deep, key=sort_key), {})  # to name these nodes canonically takes minutes
    assert written.count("( ") == 50
    assert len(list(parse(Document("again.ttl", written.encode(), TURTLE)))) == len(deep)


def test_only_prefixes_that_are_used_are_declared() -> None:
    assert "unused" not in turtle("<http://example.org/a> <http://example.org/b> <http://example.org/c> .")


def test_the_longest_namespace_that_leaves_a_local_name_is_taken() -> None:
    prefixes = {"b": "http://x/", "a": "http://x/", "odd": "http://x/id-", "urn": "urn:x:"}
    text = "<http://x/one> <http://x/id-two> <http://x/id-> , <urn:x:y> , <http://x/one/two> ."
    written = serialize(parse(Document("test.ttl", text.encode(), TURTLE)), TURTLE, prefixes=prefixes).decode()
    assert written.endswith("\n\na:one odd:two a:id- ,\n    <http://x/one/two> ,\n    urn:y .\n")
