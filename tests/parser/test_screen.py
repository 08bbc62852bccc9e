"""What is RDF but harms its readers is refused, with its place; what only looks like it is not."""

import contextlib
import random
import time
from collections.abc import Iterator

import pytest
from pyoxigraph import Quad

from triagraph.errors import ParseError
from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Syntax
from triagraph.parser import parse
from triagraph.parser.document import Document, document_of
from triagraph.parser.screen import (
    MAX_ATTRIBUTES,
    MAX_MARKUP,
    MAX_MARKUP_DEPTH,
    MAX_NUMBER,
    check_text,
    plainly_harmless,
    screened,
)

PREFIXES = """@prefix e: <http://e.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">'


def document(text: str, syntax: Syntax = TURTLE) -> Document:
    return document_of("input", text.encode("utf-8", "surrogatepass"), syntax)


def read(found: Document) -> list[Quad]:
    check_text(found)
    return list(screened(parse(found), found))


def turtle(value: str) -> Document:
    return document(f"{PREFIXES}e:s e:p {value} .")


REFUSED = [
    pytest.param("1e99999", 4, 9, "exponent", id="double with a long exponent"),
    pytest.param('"1e999999999"^^xsd:decimal', 4, 10, "exponent", id="decimal with a long exponent"),
    pytest.param('"1E-99999  "^^xsd:float', 4, 10, "exponent", id="exponent, capital, negative, spaces"),
    pytest.param('"1e٩٩٩٩٩"^^xsd:decimal', 4, 10, "exponent", id="exponent in Arabic digits"),
    pytest.param('"1e9_9_9_9_9"^^xsd:decimal', 4, 10, "exponent", id="exponent with underscores"),
    pytest.param('"1.e99999"^^xsd:double', 4, 10, "exponent", id="exponent after a point"),
    pytest.param("9" * (MAX_NUMBER + 1), 4, 9, "300 characters", id="integer of many digits"),
    pytest.param(f'"{"9" * 400}-01-01"^^xsd:date', 4, 10, "300 characters", id="year of many digits"),
    pytest.param(f'"P{"9" * 400}Y"^^xsd:duration', 4, 10, "300 characters", id="duration of many digits"),
    pytest.param(f'"{"x" * (MAX_MARKUP + 1)}"^^rdf:HTML', 4, 10, "64 KiB", id="large HTML"),
    pytest.param(f'"{"<div>" * (MAX_MARKUP_DEPTH + 1)}"^^rdf:HTML', 4, 10, "256 levels", id="deep HTML"),
    pytest.param(f'"{"<div></x>" * 300}"^^rdf:HTML', 4, 10, "256 levels", id="end tags that end nothing"),
    pytest.param("'" + '<div a="<">' * 300 + "'^^rdf:HTML", 4, 10, "256 levels", id="HTML with < in attributes"),
    pytest.param(f'"{"<a>" * 300}"^^rdf:XMLLiteral', 4, 10, "256 levels", id="deep XML"),
    pytest.param('"<!DocType x><x/>"^^rdf:XMLLiteral', 4, 10, "DOCTYPE", id="XML with a document type"),
    pytest.param("<javascript:alert(1)>", 4, 10, "`javascript:`", id="script"),
    pytest.param("<JavaScript:alert(1)>", 4, 10, "`JavaScript:`", id="script, capitals"),
    pytest.param("<data:text/html,x>", 4, 10, "`data:`", id="data"),
    pytest.param("<file:///etc/passwd>", 4, 10, "`file:`", id="file"),
    pytest.param('"x"^^<file:///etc/passwd>', 4, 15, "`file:`", id="file as a datatype"),
    pytest.param('"a\x01b"', 4, 11, "U+0001", id="control character"),
    pytest.param('"a\\u0001b"', 4, 11, "U+0001", id="escaped control character"),
    pytest.param('"a\\U0000001Fb"', 4, 11, "U+001F", id="control character, escaped at length"),
    pytest.param('"a\\bb"', 4, 11, "U+0008", id="backspace"),
    pytest.param('"a\\fb"', 4, 11, "U+000C", id="form feed"),
    pytest.param('"a\uffffb"', 4, 11, "U+FFFF", id="noncharacter"),
    pytest.param('"""a\n\x02"""', 5, 1, "U+0002", id="control character in a long string"),
    pytest.param('"""' + "<http://>\n" * 1000 + '"""^^rdf:HTML', 4, 12, "256 levels", id="HTML that looks like IRIs"),
    pytest.param("<<( e:a e:b <file:///x> )>>", 4, 22, "`file:`", id="file in a triple term"),
    pytest.param("<<( e:a e:b " * 10 + "1" + " )>>" * 10, 4, 9, "8 levels", id="deep triple terms"),
]


@pytest.mark.parametrize(("value", "line", "column", "message"), REFUSED)
def test_what_harms_is_refused_with_its_place(value: str, line: int, column: int, message: str) -> None:
    found = turtle(value)
    with pytest.raises(ParseError) as caught:
        read(found)
    error = caught.value
    assert message in error.message.en
    assert error.message.de != error.message.en
    assert str(error.location) == f"input:{line}:{column}"
    assert not plainly_harmless(found)


@pytest.mark.parametrize(
    "value",
    [
        *("1e9999", "1.5e-300", "-42", '"01"^^xsd:integer', '"abc"^^xsd:integer', "9" * MAX_NUMBER),
        *(
            '"2024-01-01"^^xsd:date',
            '"0e00000"',
            '"die 1e99999ste"',
            '"\\t\\n\\r ä € 😀"',
            '"a\\\\b"',
            '"a < b <b>"@de',
        ),
        *("<https://e.org/x>", "<HTTP://e.org/>", "<urn:isbn:1>", "<mailto:a@e.org>", "<tel:+49>", "<geo:50.6,10.9>"),
        *('"""a\n"b\n"""', "[ e:p [] ]", "( 1 2 3 )", f'"{"x" * 100_000}"', '"x"^^<http://e.org/Type>'),
        *('"<p>a<br>b</p>"^^rdf:HTML', f'"{"<p>a</p>" * 300}"^^rdf:HTML', f'"{"<br>" * 300}"^^rdf:HTML'),
        *('"<a/>"^^rdf:XMLLiteral', f'"{"<a/>" * 300}"^^rdf:XMLLiteral', "<<( e:a e:b 1 )>>", '"\u202eא"@he'),
    ],
)
def test_what_does_not_harm_is_taken(value: str) -> None:
    found = turtle(value)
    assert len(read(found)) == len(list(parse(found)))


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("<http://e.org/s> <http://e.org/p> <file:///x> .\n", NTRIPLES),
        ('<http://e.org/s> <file:///x> "x" .\n', NTRIPLES),
        ('<file:///x> <http://e.org/p> "x" .\n', NTRIPLES),
        ('<http://e.org/s> <http://e.org/p> "x" <file:///x> .\n', NQUADS),
        ("<file:///x> { <http://e.org/s> <http://e.org/p> 1 }\n", TRIG),
        ('{"@id": "http://e.org/s", "http://e.org/p": {"@id": "file:///x"}}', JSONLD),
        ('{"@id": "file:///x", "@graph": [{"@id": "http://e.org/s", "http://e.org/p": 1}]}', JSONLD),
        (f'{RDF}<rdf:Description rdf:about="file:///x"><e:p>x</e:p></rdf:Description></rdf:RDF>', RDFXML),
    ],
)
def test_iris_are_checked_at_each_place_of_each_syntax(text: str, syntax: Syntax) -> None:
    with pytest.raises(ParseError, match="`file:`") as caught:
        read(document(text, syntax))
    assert caught.value.location is not None
    assert caught.value.location.line == 1
    assert len(read(document(text.replace("file:///x", "urn:x"), syntax))) == 1


def test_a_datatype_that_is_written_in_two_halves_is_seen() -> None:
    text = PREFIXES + "@prefix h: <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTM> .\n"
    with pytest.raises(ParseError, match="256 levels"):
        read(document(f'{text}e:s e:p "{"<div>" * 300}"^^h:L .'))


def test_a_scheme_that_is_written_as_a_prefix_is_found_there() -> None:
    with pytest.raises(ParseError, match="`javascript:`") as caught:
        read(document("@prefix j: <javascript:> .\n<http://e.org/s> <http://e.org/p> j:alert ."))
    assert str(caught.value.location) == "input:1:13"


@pytest.mark.parametrize("escape", ["\\ud800", "\\uDFFF", "\\udc00\\ud800", "\\ud800x", "\\\\\\ud800"])
def test_half_a_character_in_json_is_refused(escape: str) -> None:
    with pytest.raises(ParseError, match="half of a character") as caught:
        read(document(f'{{"@id": "http://e.org/s",\n "http://e.org/p": "{escape}"}}', JSONLD))
    assert caught.value.location is not None
    assert caught.value.location.line == 2


@pytest.mark.parametrize("escape", ["\\ud83d\\ude00", "\\uD83D\\uDE00!", "\\\\ud800", "\\u00e4"])
def test_whole_characters_in_json_are_taken(escape: str) -> None:
    assert len(read(document(f'{{"@id": "http://e.org/s", "http://e.org/p": "{escape}"}}', JSONLD))) == 1


def test_an_element_of_endless_attributes_is_refused_at_once() -> None:
    def element(count: int) -> Document:
        attributes = " ".join(f'e:a{number}="> x"' for number in range(count))
        return document(f'{RDF}\n <rdf:Description rdf:about="http://e.org/s" {attributes}/></rdf:RDF>', RDFXML)

    before = time.process_time()
    with pytest.raises(ParseError, match="attributes") as caught:
        read(element(100_000))
    assert time.process_time() - before < 2
    assert str(caught.value.location) == "input:2:2"
    assert len(read(element(MAX_ATTRIBUTES - 1))) == MAX_ATTRIBUTES - 1


@pytest.mark.parametrize("soup", ["<a", "<a ", "<a/", "</a>", "<a b='", "<!--", "<a><", "e", "<a b=/"])
def test_no_markup_makes_the_screen_slow(soup: str) -> None:
    text = soup * (MAX_MARKUP // len(soup))
    before = time.process_time()
    with contextlib.suppress(ParseError):
        read(turtle(f'"""{text} """^^rdf:HTML'))
    assert time.process_time() - before < 2


def test_what_is_plainly_harmless_passes_untouched() -> None:
    """The cheap way is taken where it matters: for large files of the usual kind."""
    lines = (f'<http://e.org/{number}> <https://e.org/p> "Netzwerk {number} (e. V.)"@de .\n' for number in range(2000))
    found = document("".join(lines), NTRIPLES)
    assert plainly_harmless(found)
    quads: Iterator[Quad] = iter(())
    assert screened(quads, found) is quads


@pytest.mark.parametrize("position", [0, 255, 256, 257, 999])
def test_one_harmful_statement_among_many_is_found(position: int) -> None:
    lines = [f'<http://e.org/s> <http://e.org/p> "{number}" .\n' for number in range(1000)]
    lines[position] = "<http://e.org/s> <http://e.org/p> <javascript:x> .\n"
    with pytest.raises(ParseError) as caught:
        read(document("".join(lines), NTRIPLES))
    assert caught.value.location is not None
    assert caught.value.location.line == position + 1


PIECES = [
    *('"1e99999"', "^^xsd:double", "1e99999", '"', "\\u0001", "\x01", "<file:x>", "<http://e.org/x>", "e:o", "\\b"),
    *("^^rdf:HTML", '"' + "<div>" * 300 + '"', '"a"', "@de", ",", " ", "9" * 301, "٩", "e", "0", "\uffff", "'''"),
]


def test_bytes_never_call_harmless_what_a_look_at_each_term_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cheap proof against the dear one, on documents put together at random."""
    chance = random.Random(7)
    refused = 0
    for _ in range(4000):
        found = turtle("".join(chance.choices(PIECES, k=chance.randint(1, 5))))
        try:
            list(parse(found))
        except ParseError:
            continue
        with monkeypatch.context() as patch:
            patch.setattr("triagraph.parser.screen._is_plain", lambda _: False)
            dear = accepts(found)
        assert accepts(found) == dear, found.data
        refused += not dear
    assert refused > 100


def accepts(found: Document) -> bool:
    try:
        read(found)
    except ParseError:
        return False
    return True
