"""Positions in JSON-LD and RDF/XML: keys, values and elements."""

import json
import re
from html import unescape

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.formats import JSONLD, RDFXML, Syntax
from triagraph.namespaces import DEFAULT_BASE, prefixes_for
from triagraph.parser import Document, parse
from triagraph.parser.jsonld import CONTEXT_IRI, own_context
from triagraph.parser.positions import Position, StatementPosition, jsonld, statement_positions
from triagraph.parser.positions.alignment import aligned
from triagraph.project import load_project
from triagraph.serializer import merged, serialize
from triagraph.store.loading import load

CONTEXT = '"@context": {"ex": "http://example.org/", "@vocab": "http://example.org/", "id": "@id"'

#: Each quad in pyoxigraph's order: `line:column=token` of subject, predicate and object.
EXACT = [
    pytest.param(
        JSONLD,
        "{"
        + CONTEXT
        + '},\n "@id": "ex:a",\n "b": ["c", 1, true],\n "@type": "D",\n "e": {"@value": "f", "@type": "ex:g"}}',
        [
            '2:9="ex:a" 4:2="@type" 4:11="D"',
            '2:9="ex:a" 3:2="b" 3:8="c"',
            '2:9="ex:a" 3:2="b" 3:13=1',
            '2:9="ex:a" 3:2="b" 3:16=true',
            '2:9="ex:a" 5:2="e" 5:18="f"',
        ],
        id="values",
    ),
    pytest.param(
        JSONLD,
        "{"
        + CONTEXT
        + '},\n "id": "ex:a",\n "b": {"c": "d", "id": "ex:e"},\n "f": {"g": {"h": "i"}},\n "j": [{"id": "ex:a"}]}',
        [
            '2:8="ex:a" 3:2="b" 3:24="ex:e"',
            '3:24="ex:e" 3:8="c" 3:13="d"',
            '2:8="ex:a" 4:2="f" 4:7={',
            '4:7={ 4:8="g" 4:13={',
            '4:13={ 4:14="h" 4:19="i"',
            '2:8="ex:a" 5:2="j" 5:15="ex:a"',
        ],
        id="nested node objects",
    ),
    pytest.param(
        JSONLD,
        "{"
        + CONTEXT
        + '},\n "id": "ex:a",\n "b": {"@list": ["c",\n  "d"]},\n "e": {"@list": []}, "f": {"@set": ["g"]}}',
        [
            '2:8="ex:a" 3:2="b" 3:17=[',
            '3:17=[ 3:17=[ 3:18="c"',
            '3:17=[ 3:17=[ 4:3="d"',
            '4:3="d" 4:3="d" 4:3="d"',
            '4:3="d" 4:3="d" 4:6=]',
            '2:8="ex:a" 5:2="e" 5:17=[]',
            '2:8="ex:a" 5:22="f" 5:37="g"',
        ],
        id="lists and sets",
    ),
    pytest.param(
        JSONLD,
        "{" + CONTEXT + ', "b": {"@container": "@language"}, "c": {"@type": "@id"}, "d": {"@reverse": "ex:e"}},\n'
        ' "id": "ex:a", "b": {"de": "f", "en": ["g", "h"]},\n "c": ["ex:i"],\n "d": {"id": "ex:j"},\n'
        ' "@reverse": {"k": {"id": "ex:l"}}}',
        [
            '2:8="ex:a" 2:16="b" 2:28="f"',
            '2:8="ex:a" 2:16="b" 2:40="g"',
            '2:8="ex:a" 2:16="b" 2:45="h"',
            '2:8="ex:a" 3:2="c" 3:8="ex:i"',
            '4:14="ex:j" 4:2="d" 2:8="ex:a"',
            '5:27="ex:l" 5:15="k" 2:8="ex:a"',
        ],
        id="what the context says of keys",
    ),
    pytest.param(
        JSONLD,
        "{"
        + CONTEXT
        + '},\r\n\t"@graph": [\r\n\t{"id": "ex:ä", "ö": "ü", "x": "\\u00e4", "@graph": {"y": 1}},\r\n\t{"z": 2}]}',
        [
            '3:9="ex:ä" 3:17="ö" 3:22="ü"',
            '3:9="ex:ä" 3:27="x" 3:32="\\u00e4"',
            '3:52={ 3:53="y" 3:58=1',
            '4:2={ 4:3="z" 4:8=2',
        ],
        id="graphs, CRLF, tabs and umlauts",
    ),
    pytest.param(
        JSONLD,
        '[{"@id": "http://example.org/a",\n  "@type": ["http://example.org/z", "http://example.org/b"],\n'
        '  "http://example.org/c": [{"@value": "d"}, {"@value": "e", "@language": "de"}, {"@id": "_:f"}]}]',
        [
            '1:10="http://example.org/a" 2:3="@type" 2:37="http://example.org/b"',
            '1:10="http://example.org/a" 2:3="@type" 2:13="http://example.org/z"',
            '1:10="http://example.org/a" 3:3="http://example.org/c" 3:39="d"',
            '1:10="http://example.org/a" 3:3="http://example.org/c" 3:56="e"',
            '1:10="http://example.org/a" 3:3="http://example.org/c" 3:89="_:f"',
        ],
        id="expanded",
    ),
    pytest.param(
        JSONLD,
        '{"@context": "'
        + CONTEXT_IRI
        + '",\n "id": "https://example.org/a", "type": "Region",\n "altLabel": {"de": "b"}}',
        [
            '2:8="https://example.org/a" 2:33="type" 2:41="Region"',
            '2:8="https://example.org/a" 3:2="altLabel" 3:21="b"',
        ],
        id="our own context by its address",
    ),
    pytest.param(
        RDFXML,
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">\n'
        ' <e:T rdf:about="http://example.org/ä" e:a="1">\n  <e:b>ü</e:b><e:c rdf:resource="http://example.org/d"/>\r\n'
        '\t<e:e><e:U><e:f>x</e:f></e:U></e:e>\n  <e:g rdf:parseType="Collection"><e:V/><e:W/></e:g>\n'
        '  <e:h rdf:parseType="Literal">a<b/></e:h><e:i rdf:parseType="Resource"><e:j/></e:i></e:T>\n'
        '<rdf:Bag rdf:nodeID="k"><rdf:li>1</rdf:li><rdf:li rdf:ID="m">2</rdf:li></rdf:Bag></rdf:RDF>',
        [
            "2:2=<e:T 2:2=<e:T 2:2=<e:T",
            '2:2=<e:T 2:40=e:a 2:44="1"',
            "2:2=<e:T 3:3=<e:b> 3:3=<e:b>",
            "2:2=<e:T 3:15=<e:c 3:15=<e:c",
            "4:7=<e:U> 4:7=<e:U> 4:7=<e:U>",
            "4:7=<e:U> 4:12=<e:f> 4:12=<e:f>",
            "2:2=<e:T 4:2=<e:e> 4:2=<e:e>",
            "5:35=<e:V/> 5:35=<e:V/> 5:35=<e:V/>",
            "5:41=<e:W/> 5:41=<e:W/> 5:41=<e:W/>",
            "2:2=<e:T 5:3=<e:g 5:3=<e:g",
            "5:35=<e:V/> 5:3=<e:g 5:41=<e:W/>",
            "5:35=<e:V/> 5:3=<e:g 5:35=<e:V/>",
            "5:41=<e:W/> 5:3=<e:g 5:3=<e:g",
            "5:41=<e:W/> 5:3=<e:g 5:41=<e:W/>",
            "2:2=<e:T 6:3=<e:h 6:3=<e:h",
            "2:2=<e:T 6:43=<e:i 6:43=<e:i",
            "6:43=<e:i 6:73=<e:j/> 6:73=<e:j/>",
            "7:1=<rdf:Bag 7:1=<rdf:Bag 7:1=<rdf:Bag",
            "7:1=<rdf:Bag 7:25=<rdf:li> 7:25=<rdf:li>",
            "7:1=<rdf:Bag 7:43=<rdf:li 7:43=<rdf:li",
            *["7:43=<rdf:li 7:43=<rdf:li 7:43=<rdf:li"] * 4,
        ],
        id="RDF/XML",
    ),
    pytest.param(
        RDFXML,
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">\n'
        '<rdf:Description xmlns:f="http://example.org/f/"\n e:ä=\'>"\' xml:lang="de" rdf:about="http://example.org/😀"\r\n'
        '\te:b = "x"\n f:b="e:c=\'" rdf:type="http://example.org/T">\n<e:d e:e="1"\n rdf:resource="http://example.org/g"/>\n'
        "</rdf:Description></rdf:RDF>",
        [
            '2:1=<rdf:Description 5:14=rdf:type 5:23="http://example.org/T"',
            '2:1=<rdf:Description 5:2=f:b 5:6="e:c=\'"',
            '2:1=<rdf:Description 4:2=e:b 4:8="x"',
            "2:1=<rdf:Description 3:2=e:ä 3:6='>\"'",
            '6:1=<e:d 6:6=e:e 6:10="1"',
            "2:1=<rdf:Description 6:1=<e:d 6:1=<e:d",
        ],
        id="RDF/XML with attributes",
    ),
]


@pytest.mark.parametrize(("syntax", "text", "expected"), EXACT)
def test_each_key_value_and_element_stands_at_its_line_and_column(
    syntax: Syntax, text: str, expected: list[str]
) -> None:
    lines = text.split("\n")
    found = []
    for (_, position), line in zip(
        statement_positions(Document("input", text.encode(), syntax), base="http://base.example/"),
        expected,
        strict=True,
    ):
        assert position is not None
        written = []
        for place, part in zip((position.subject, position.predicate, position.object), line.split(" "), strict=True):
            token = part.partition("=")[2]
            assert place.column is not None
            assert lines[place.line - 1].startswith(token, place.column - 1), line
            written.append(f"{place.line}:{place.column}={token}")
        found.append(" ".join(written))
    assert found == expected


def own_quads() -> list[Quad]:
    return merged(load(load_project(None)).quads())


def characters(lines: list[str], place: Position) -> str:
    """Give the line from a place on, and some more lines."""
    assert place.column is not None
    return "\n".join(lines[place.line - 1 : place.line + 20])[place.column - 1 :]


@pytest.mark.parametrize("is_compact", [True, False], ids=["compact", "expanded"])
def test_every_value_of_our_own_graph_in_json_ld_stands_at_its_position(*, is_compact: bool) -> None:
    context = own_context() if is_compact else {}
    text = serialize(own_quads(), JSONLD, prefixes={}, context=context).decode()
    literals, lines = 0, text.split("\n")
    for quad, position in statement_positions(Document("input", text.encode(), JSONLD)):
        assert position is not None
        value = json.JSONDecoder().raw_decode(characters(lines, position.object))[0]
        if isinstance(quad.object, Literal):
            assert value == quad.object.value or not isinstance(value, str)
            literals += 1
        elif isinstance(quad.object, NamedNode):
            assert quad.object.value.endswith(value.rpartition(":")[2])
        if isinstance(quad.subject, NamedNode):
            subject = json.JSONDecoder().raw_decode(characters(lines, position.subject))[0]
            assert quad.subject.value.endswith(subject.rpartition(":")[2])
    assert literals > 1000


def test_our_own_graph_in_json_ld_is_foretold_quad_by_quad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(jsonld, "_Search")
    text = serialize(own_quads(), JSONLD, prefixes={}, context=own_context())
    assert len(list(statement_positions(Document("input", text, JSONLD)))) > 1000
    with pytest.raises(NameError):
        list(statement_positions(Document("input", TYPED.encode(), JSONLD)))


def test_every_literal_of_our_own_graph_in_rdf_xml_stands_at_its_property() -> None:
    prefixes = prefixes_for(DEFAULT_BASE)
    text = serialize(own_quads(), RDFXML, prefixes=prefixes).decode()
    literals, lines = 0, text.split("\n")
    for quad, position in statement_positions(Document("input", text.encode(), RDFXML)):
        assert position is not None
        written = re.match(r"<(?:[\w.-]+:)?([\w.-]+)[^>]*?(?:/>|>([^<]*))", characters(lines, position.object))
        assert written is not None
        if isinstance(quad.object, Literal):
            assert quad.predicate.value.endswith(written[1])
            assert unescape(written[2] or "") == quad.object.value
            literals += 1
        assert characters(lines, position.subject).startswith("<")
    assert literals > 1000


TYPED = """{"@context": {"@vocab": "http://example.org/",
  "T": {"@id": "http://example.org/T", "@context": {"q": {"@type": "@id"}}}},
 "@id": "http://example.org/a", "@type": "T",
 "q": {"@list": ["http://example.org/b"]}, "r": "c", "s": "c"}"""


def test_json_ld_that_pyoxigraph_reads_in_its_own_way_keeps_its_positions() -> None:
    document = Document("input", TYPED.encode(), JSONLD)
    positions = {str(quad.object): position for quad, position in statement_positions(document)}
    assert positions['"http://example.org/b"'] == StatementPosition(Position(4, 17), Position(4, 17), Position(4, 18))
    assert positions['"c"'] == StatementPosition(Position(3, 9), Position(4, 54), Position(4, 59))


def test_a_json_ld_statement_that_is_not_found_stands_at_its_node_object() -> None:
    document = Document("input", TYPED.encode(), JSONLD)
    unknown = Quad(NamedNode("http://example.org/a"), NamedNode("http://example.org/x"), Literal("y"))
    stranger = Quad(NamedNode("http://example.org/z"), NamedNode("http://example.org/x"), Literal("y"))
    quads = [*parse(document), unknown, stranger]
    places = [place for _, place in aligned(document, TYPED, quads, None)]
    assert places[-2:] == [(TYPED.index('"http://example.org/a"'),) * 3, None]
    assert None not in places[:-1]


def test_statements_that_do_not_fit_the_elements_get_lines() -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">\n'
        '<rdf:Description rdf:about="http://example.org/a">\n<e:b>1</e:b>\n<e:c>2</e:c>\n</rdf:Description>\n</rdf:RDF>'
    )
    document = Document("input", text.encode(), RDFXML)
    quads = list(parse(document))
    first, second = (place for _, place in aligned(document, text, quads, None))
    assert (first, second) == ((96, 147, 147), (96, 160, 160))
    assert [place for _, place in aligned(document, text, quads[::-1], None)] == [Position(3), Position(4)]
