"""A statement's subject, predicate and object stand where the document writes them: line and column, one by one."""

import subprocess
import sys

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad

from triagraph.errors import ParseError
from triagraph.formats import NQUADS, NTRIPLES, TRIG, TURTLE, Syntax
from triagraph.parser import Document, parse
from triagraph.parser.positions import Position, StatementPosition, statement_positions
from triagraph.parser.positions.alignment import aligned

EX = "@prefix ex: <http://example.org/> .\n"

#: Each quad in pyoxigraph's order: `line:column=token` of subject, predicate and object.
EXACT = [
    pytest.param(
        TURTLE,
        EX + 'ex:a ex:b ex:c . ex:d ex:e "f" . ex:g a ex:h .',
        ["2:1=ex:a 2:6=ex:b 2:11=ex:c", '2:18=ex:d 2:23=ex:e 2:28="f"', "2:34=ex:g 2:39=a 2:41=ex:h"],
        id="several statements on one line",
    ),
    pytest.param(
        TURTLE,
        EX + "ex:a ex:b 1 ;\n  ex:c 2 ; ;\n\tex:d 3 .",
        ["2:1=ex:a 2:6=ex:b 2:11=1", "2:1=ex:a 3:3=ex:c 3:8=2", "2:1=ex:a 4:2=ex:d 4:7=3"],
        id="predicate list",
    ),
    pytest.param(
        TURTLE,
        EX + "ex:a ex:b 1 , 2 ,\n  3 .",
        ["2:1=ex:a 2:6=ex:b 2:11=1", "2:1=ex:a 2:6=ex:b 2:15=2", "2:1=ex:a 2:6=ex:b 3:3=3"],
        id="object list",
    ),
    pytest.param(
        TURTLE,
        EX + "ex:a ex:b [\n  ex:c 1 ;\n  ex:d [ ex:e 2 ]\n] .",
        ["2:11=[ 3:3=ex:c 3:8=1", "4:8=[ 4:10=ex:e 4:15=2", "2:11=[ 4:3=ex:d 4:8=[", "2:1=ex:a 2:6=ex:b 2:11=["],
        id="nested blank nodes",
    ),
    pytest.param(
        TURTLE,
        EX + "[ ex:a 1 ] ex:b 2 .\n[] ex:c 3 .\n_:x ex:d _:y .\n[ ex:e 4 ; ] .",
        [
            "2:1=[ 2:3=ex:a 2:8=1",
            "2:1=[ 2:12=ex:b 2:17=2",
            "3:1=[] 3:4=ex:c 3:9=3",
            "4:1=_:x 4:5=ex:d 4:10=_:y",
            "5:1=[ 5:3=ex:e 5:8=4",
        ],
        id="blank nodes as subjects",
    ),
    pytest.param(
        TURTLE,
        EX + 'ex:a ex:b ( 1 "x"\n  ex:c ) .',
        [
            "2:11=( 2:11=( 2:13=1",
            "2:1=ex:a 2:6=ex:b 2:11=(",
            '2:11=( 2:11=( 2:15="x"',
            "3:3=ex:c 3:3=ex:c 3:3=ex:c",
            '2:15="x" 2:15="x" 3:3=ex:c',
            '2:15="x" 2:15="x" 2:15="x"',
            "3:3=ex:c 3:3=ex:c 3:8=)",
        ],
        id="collection",
    ),
    pytest.param(
        TURTLE,
        EX + "( 1 ) ex:b () .",
        ["2:1=( 2:1=( 2:3=1", "2:1=( 2:1=( 2:5=)", "2:1=( 2:7=ex:b 2:12=()"],
        id="collection as subject",
    ),
    pytest.param(
        TURTLE,
        EX + "ex:a ex:b ( ( 1 ) [ ex:c 2 ] ) .",
        [
            "2:1=ex:a 2:6=ex:b 2:11=(",
            "2:13=( 2:13=( 2:15=1",
            "2:11=( 2:11=( 2:13=(",
            "2:13=( 2:13=( 2:17=)",
            "2:11=( 2:11=( 2:19=[",
            "2:19=[ 2:21=ex:c 2:26=2",
            "2:19=[ 2:19=[ 2:19=[",
            "2:19=[ 2:19=[ 2:30=)",
        ],
        id="collections in collections",
    ),
    pytest.param(
        TURTLE,
        EX + "ex:a ex:b ex:c .\nPREFIX ex: <http://other.example/>\nex:a ex:b ex:c .",
        ["2:1=ex:a 2:6=ex:b 2:11=ex:c", "4:1=ex:a 4:6=ex:b 4:11=ex:c"],
        id="prefix redefined half-way",
    ),
    pytest.param(
        TURTLE,
        "@base <http://example.org/> .\n<a> <b> <#c> .\nBASE <x/>\n<a> <b> <> .",
        ["2:1=<a> 2:5=<b> 2:9=<#c>", "4:1=<a> 4:5=<b> 4:9=<>"],
        id="base redefined half-way",
    ),
    pytest.param(
        TURTLE,
        EX + '# ex:a ex:b ex:c .\nex:a # subject\n  ex:b # "no string"\n  ex:c . # ex:d .',
        ["3:1=ex:a 4:3=ex:b 5:3=ex:c"],
        id="comments",
    ),
    pytest.param(
        TURTLE,
        EX + 'ex:a ex:b """one\n "two" # ex:c .\n""" , \'\'\'three\n\'\'\'@en ; ex:d 4 .',
        ['2:1=ex:a 2:6=ex:b 2:11="""one', "2:1=ex:a 2:6=ex:b 4:7='''three", "2:1=ex:a 5:10=ex:d 5:15=4"],
        id="long strings over many lines",
    ),
    pytest.param(
        TURTLE,
        '@prefix ex: <http://example.org/> .\r\nex:a\r\n  ex:b "c" ;\r\n  ex:d "e\\n" .\r\n',
        ['2:1=ex:a 3:3=ex:b 3:8="c"', '2:1=ex:a 4:3=ex:d 4:8="e\\n"'],
        id="CRLF",
    ),
    pytest.param(TURTLE, EX + 'ex:a\tex:b\t"c"\t.', ['2:1=ex:a 2:6=ex:b 2:11="c"'], id="tabs"),
    pytest.param(
        TURTLE,
        EX + 'ex:ä ex:ö "Thüringen 𝄞" , ex:ü .',
        ['2:1=ex:ä 2:6=ex:ö 2:11="Thüringen', "2:1=ex:ä 2:6=ex:ö 2:27=ex:ü"],
        id="columns count characters",
    ),
    pytest.param(
        TURTLE,
        EX + "ex:a ex:b ex:c .\nex:a ex:b ex:c , ex:c .",
        ["2:1=ex:a 2:6=ex:b 2:11=ex:c", "3:1=ex:a 3:6=ex:b 3:11=ex:c", "3:1=ex:a 3:6=ex:b 3:18=ex:c"],
        id="the same statement twice",
    ),
    pytest.param(
        TURTLE,
        EX + "ex:a a true ; ex:b -1.5 , 1e3 , +7 , .5 .",
        [
            "2:1=ex:a 2:6=a 2:8=true",
            "2:1=ex:a 2:15=ex:b 2:20=-1.5",
            "2:1=ex:a 2:15=ex:b 2:27=1e3",
            "2:1=ex:a 2:15=ex:b 2:33=+7",
            "2:1=ex:a 2:15=ex:b 2:38=.5",
        ],
        id="shorthands",
    ),
    pytest.param(
        TURTLE,
        EX + 'ex:a ex:b "c"@de , "d"^^ex:e , "f" ^^ <http://example.org/g> , "h" # comment\n @en .',
        [
            '2:1=ex:a 2:6=ex:b 2:11="c"@de',
            '2:1=ex:a 2:6=ex:b 2:20="d"^^ex:e',
            '2:1=ex:a 2:6=ex:b 2:32="f"',
            '2:1=ex:a 2:6=ex:b 2:64="h"',
        ],
        id="language tags and datatypes",
    ),
    pytest.param(
        TURTLE,
        EX + 'ex:a\\,b ex:c%20d <http://example.org/\\u00e4> , "\\"" .',
        ["2:1=ex:a\\,b 2:9=ex:c%20d 2:18=<http://example.org/\\u00e4>", '2:1=ex:a\\,b 2:9=ex:c%20d 2:48="\\""'],
        id="escapes",
    ),
    pytest.param(
        TURTLE,
        "PREFIX a: <http://example.org/> prefix true: <http://example.org/t> a:a a true:b.c .",
        ["1:69=a:a 1:73=a 1:75=true:b.c"],
        id="prefixes that look like keywords",
    ),
    pytest.param(
        TRIG,
        EX + "ex:g { ex:a ex:b ex:c . ex:d ex:e [ ex:f 1 ] }\nGRAPH ex:h {\n  ex:i ex:j ex:k }\n"
        "{ ex:l ex:m ex:n . }\n[] { ex:o ex:p ex:q }\nex:r ex:s ex:t .",
        [
            "2:8=ex:a 2:13=ex:b 2:18=ex:c",
            "2:35=[ 2:37=ex:f 2:42=1",
            "2:25=ex:d 2:30=ex:e 2:35=[",
            "4:3=ex:i 4:8=ex:j 4:13=ex:k",
            "5:3=ex:l 5:8=ex:m 5:13=ex:n",
            "6:6=ex:o 6:11=ex:p 6:16=ex:q",
            "7:1=ex:r 7:6=ex:s 7:11=ex:t",
        ],
        id="graphs of TriG",
    ),
    pytest.param(
        NTRIPLES,
        '# one\n<http://a> <http://b> "c" .\n\n  _:d <http://e> <http://f> . # two\r\n_:d<http://e>"g"@de.',
        [
            '2:1=<http://a> 2:12=<http://b> 2:23="c"',
            "4:3=_:d 4:7=<http://e> 4:18=<http://f>",
            '5:1=_:d 5:4=<http://e> 5:14="g"@de',
        ],
        id="N-Triples",
    ),
    pytest.param(
        NQUADS,
        '<http://a> <http://b> "c > d" <http://g> .\n<http://a> <http://b> _:x _:g .',
        ['1:1=<http://a> 1:12=<http://b> 1:23="c', "2:1=<http://a> 2:12=<http://b> 2:23=_:x"],
        id="graph names of N-Quads",
    ),
    pytest.param(
        TURTLE,
        EX + "<< ex:a ex:b ex:c ~ ex:r >> ex:d << ex:e ex:f 1 >> .",
        ["2:21=ex:r 2:1=<< 2:1=<<", "2:1=<< 2:29=ex:d 2:34=<<", "2:34=<< 2:34=<< 2:34=<<"],
        id="reified triples",
    ),
    pytest.param(
        TURTLE,
        EX + "ex:a ex:b ex:c ~ ex:r {| ex:d 1 |} , ex:e {| ex:f 2 |} .",
        [
            "2:1=ex:a 2:6=ex:b 2:11=ex:c",
            "2:18=ex:r 2:16=~ 2:11=ex:c",
            "2:18=ex:r 2:26=ex:d 2:31=1",
            "2:1=ex:a 2:6=ex:b 2:38=ex:e",
            "2:43={| 2:43={| 2:38=ex:e",
            "2:43={| 2:46=ex:f 2:51=2",
        ],
        id="annotations",
    ),
    pytest.param(
        TURTLE,
        EX + 'ex:a ex:b <<( ex:c ex:d "e" )>> , 1 .',
        ["2:1=ex:a 2:6=ex:b 2:11=<<(", "2:1=ex:a 2:6=ex:b 2:35=1"],
        id="triple terms",
    ),
]


def starts(text: str, position: Position, token: str) -> bool:
    """Tell whether a token begins at a place."""
    assert position.column is not None
    return text.split("\n")[position.line - 1].startswith(token, position.column - 1)


@pytest.mark.parametrize(("syntax", "text", "expected"), EXACT)
def test_each_token_stands_at_its_line_and_column(syntax: Syntax, text: str, expected: list[str]) -> None:
    document = Document("input", text.encode(), syntax)
    found = []
    for (_, position), line in zip(statement_positions(document), expected, strict=True):
        assert position is not None
        places = (position.subject, position.predicate, position.object)
        tokens = [part.partition("=")[2] for part in line.split(" ")]
        assert [starts(text, place, token) for place, token in zip(places, tokens, strict=True)] == [True] * 3, line
        found.append(
            " ".join(f"{place.line}:{place.column}={token}" for place, token in zip(places, tokens, strict=True))
        )
    assert found == expected


def test_the_quads_are_those_of_the_parser() -> None:
    text = EX + "_:x ex:a 1 , 2 . ex:b ex:c _:x ."
    document = Document("input", text.encode(), TURTLE)
    assert [quad for quad, _ in statement_positions(document)] == list(parse(document, rename_blank_nodes=False))


def test_relative_iris_are_resolved_with_the_base() -> None:
    document = Document("input", b"<a> <b> <c> .", TURTLE)
    ((quad, position),) = statement_positions(document, base="http://example.org/")
    assert quad.object == NamedNode("http://example.org/c")
    assert position == StatementPosition(Position(1, 1), Position(1, 5), Position(1, 9))


def test_a_mistake_is_told_as_by_the_parser() -> None:
    document = Document("input", (EX + "ex:a ex:b ex:c .\nex:a ex:b .").encode(), TURTLE)
    positions = statement_positions(document)
    assert next(positions)[1] is not None
    with pytest.raises(ParseError):
        next(positions)


@pytest.mark.parametrize(
    "text",
    [
        "<x:a> <x:b> " + "[ <x:c> " * 100_000 + "1" + " ]" * 100_000 + " .",
        "<x:a> <x:b> " + "( " * 100_000 + ") " * 100_000 + ".",
    ],
    ids=["blank nodes", "collections"],
)
def test_nesting_may_be_deep(text: str) -> None:
    document = Document("input", text.encode(), TURTLE)
    positions = [position for _, position in statement_positions(document)]
    assert len(positions) >= 100_000
    assert all(position is not None and position.object.column is not None for position in positions)


def test_where_reading_fails_only_the_line_is_told() -> None:
    text = EX + 'ex:a ex:b "c" .\n\nex:d ex:e """f\ng"""\n# comment\n.\nex:h ex:i ( ex:j ) .'
    document = Document("input", text.encode(), TURTLE)
    quads = list(parse(document))
    wrong = [quads[0], quads[2], quads[1], *quads[3:]]
    places = [place for _, place in aligned(document, text, wrong, None)]
    assert places == [(36, 41, 46), Position(4), Position(8), Position(8), Position(8)]


def test_too_few_statements_are_noticed() -> None:
    text = EX + "ex:a ex:b ex:c ."
    document = Document("input", text.encode(), TURTLE)
    (quad,) = parse(document)
    other = Quad(BlankNode(), quad.predicate, quad.object)
    assert [place for _, place in aligned(document, text, [quad], None)] == [(36, 41, 46)]
    assert [place for _, place in aligned(document, text, [other], None)] == [Position(2)]


def test_parsing_alone_does_not_load_positions() -> None:
    code = "import sys, triagraph.parser; print('triagraph.parser.positions' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout == "False\n"
