"""What a report names is found in its document: a statement, each value of a path, or a node."""

import pytest

from triagraph.errors import ParseError
from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Syntax
from triagraph.namespaces import RDF
from triagraph.parser import Document, parse
from triagraph.parser.positions import Found, Position, StatementPosition, Wanted, locate

EX = "http://example.org/"
A, B, C, D, E = (f"<{EX}{name}>" for name in "abcde")
TEXT = """@prefix ex: <http://example.org/> .
ex:c ex:mentions ex:a .
ex:a ex:b "x" , "y" ;
  ex:c [ ex:d 1 ; ex:e ( 2 ) ] .
ex:a ex:b "x" .
"""
XML = f"""<r:RDF xmlns:r="{RDF}" xmlns:e="{EX}">
<r:Description r:about="{EX}a">
<e:b r:resource="{EX}c"/><e:b r:resource="{EX}d"/></r:Description></r:RDF>"""


def find(text: str, wanted: Wanted, syntax: Syntax = TURTLE) -> Found:
    return locate(Document("input", text.encode(), syntax), [wanted])[wanted]


def objects(found: Found) -> list[tuple[int, int | None]]:
    return [(statement.object.line, statement.object.column) for statement in found.statements]


def test_a_statement_stands_at_its_object() -> None:
    found = find(TEXT, (A, B, '"y"'))
    assert found.statements == (StatementPosition(Position(3, 1), Position(3, 6), Position(3, 17)),)
    assert found.position == Position(3, 17)


def test_a_statement_that_is_made_twice_is_found_twice() -> None:
    assert objects(find(TEXT, (A, B, '"x"'))) == [(3, 11), (5, 11)]


def test_each_value_of_a_path_is_found() -> None:
    assert objects(find(TEXT, (A, B, None))) == [(3, 11), (3, 17), (5, 11)]


def test_each_statement_about_a_node_is_found() -> None:
    assert objects(find(TEXT, (A, None, None))) == [(3, 11), (3, 17), (4, 8), (5, 11)]


def test_a_missing_value_stands_where_its_node_is_first_described() -> None:
    found = find(TEXT, (A, E, None))
    assert found == Found((), Position(3, 1))
    assert found.position == Position(3, 1)


@pytest.mark.parametrize(
    ("node", "place"), [(f"<{EX}c>", Position(2, 1)), ('"y"', Position(3, 17)), (f"<{EX}mentions>", Position(2, 6))]
)
def test_a_node_that_nobody_describes_stands_where_it_is_first_mentioned(node: str, place: Position) -> None:
    assert find(TEXT, (node, E, None)).position == place


def test_what_does_not_occur_is_not_found() -> None:
    assert find(TEXT, (f"<{EX}zzz>", B, None)) == Found()
    assert find(TEXT, ("no term", B, None)) == Found()
    assert find(TEXT, (A, B, '"z')) == Found((), Position(3, 1))
    assert find(TEXT, (A, B, '"z"')).statements == ()


def test_blank_nodes_have_the_labels_of_the_quads_that_were_validated() -> None:
    document = Document("input", TEXT.encode(), TURTLE)
    quads = list(parse(document))
    inner = str(next(quad.subject for quad in quads if quad.predicate.value == f"{EX}d"))
    cell = str(next(quad.subject for quad in quads if quad.predicate.value == f"{RDF}first"))
    wanted: list[Wanted] = [(A, C, inner), (inner, D, None), (inner, B, None), (cell, f"<{RDF}first>", None)]
    found = locate(document, wanted, quads=quads)
    assert [found[each].position for each in wanted] == [
        Position(4, 8),
        Position(4, 15),
        Position(4, 8),
        Position(4, 26),
    ]
    assert locate(document, wanted)[inner, D, None] == Found()


def test_labels_of_the_document_serve_without_quads() -> None:
    assert find("_:x <http://example.org/b> _:y .", ("_:x", B, "_:y")).position == Position(1, 28)


def test_without_anything_wanted_nothing_is_read() -> None:
    broken = Document("input", b"this is no Turtle", TURTLE)
    assert locate(broken, []) == {}
    with pytest.raises(ParseError):
        locate(broken, [(A, B, None)])


@pytest.mark.parametrize(
    ("text", "syntax", "place"),
    [
        (f"# one\n\n{A} {B} {C} .\r\n{A} {B} {D} . # two\n{E} {B} {A} .", NTRIPLES, Position(4, 47)),
        (f"  {A} {B} {C} .\n{A} {B} {D} .", NTRIPLES, Position(2, 47)),
        (f"{A} {B} {C} .\r{A} {B} {D} .", NTRIPLES, Position(1, 118)),
        (f"{A} {B} {C} {E} .\n{A} {B} {D} {E} .", NQUADS, Position(2, 47)),
        (f"{E} {{ {A} {B} {C} ,\n {D} }}", TRIG, Position(2, 2)),
        (f'{{"@id": "{EX}a",\n "{EX}b": [{{"@id": "{EX}c"}}, {{"@id": "{EX}d"}}]}}', JSONLD, Position(2, 68)),
        (
            XML,
            RDFXML,
            Position(3, 41),
        ),
    ],
    ids=["N-Triples", "indented N-Triples", "N-Triples with carriage returns", "N-Quads", "TriG", "JSON-LD", "RDF/XML"],
)
def test_every_syntax_has_places(text: str, syntax: Syntax, place: Position) -> None:
    assert find(text, (A, B, D), syntax).position == place
    assert find(text, (A, B, B), syntax).statements == ()


def test_the_first_of_several_mentions_counts() -> None:
    assert find(f"{A} {B} {D} .\n{C} {B} {D} .", (D, E, None)).position == Position(1, 47)


@pytest.mark.parametrize("syntax", [NTRIPLES, TURTLE], ids=lambda syntax: syntax.name)
def test_quads_of_another_document_are_noticed(syntax: Syntax) -> None:
    prefix = "" if syntax is NTRIPLES else "PREFIX ex: <http://example.org/>\n"
    document = Document("input", f"{prefix}{A} {B} {C} .\n{A} {B} {D} .\n".encode(), syntax)
    other = list(parse(Document("other", f"{A} {B} {C} .\n{A} {E} {D} .\n".encode(), NTRIPLES)))
    assert locate(document, [(A, E, D)], quads=other)[A, E, D].position == Position(2 + prefix.count("\n"))


def test_a_prefixed_name_that_means_something_else_is_noticed() -> None:
    document = Document("input", TEXT.encode(), TURTLE)
    quads = list(parse(Document("other", TEXT.replace("ex:mentions", "ex:names").encode(), TURTLE)))
    wanted = (C, f"<{EX}names>", A)
    assert locate(document, [wanted], quads=quads)[wanted].position == Position(2)
