"""An answer is read strictly: one that is cut off or of another form is refused, with the reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.results import Graph, Solutions
from triagraph.store.answers import NotAnAnswerError, read_answer
from triagraph.store.errors import AnswerCutError, EndpointAnswerError

if TYPE_CHECKING:
    from tests.store.conftest import Play

QUERY = "SELECT ?a WHERE { ?a ?b ?c }"
GRAPH = "CONSTRUCT WHERE { ?a ?b ?c }"
EMPTY = '{"head": {"vars": ["a"]}, "results": {"bindings": []}}'
ONE = '{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "http://x/1"}}]}}'
TRIPLE = '<http://x/s> <http://x/p> "o" .\n'
NTRIPLES = "application/n-triples"
RDFXML = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
<r:Description r:about="http://x/s"><x:p>o</x:p></r:Description></r:RDF>"""


def test_an_answer_that_ends_too_early_is_noticed(play: Play) -> None:
    play.says(EMPTY[:30], Content_Length=str(len(EMPTY)), Connection="close")
    with pytest.raises(AnswerCutError, match="fewer bytes"):
        play.store().query(QUERY)


@pytest.mark.parametrize("end", [1, 20, len(ONE) // 2, len(ONE) - 1])
def test_json_that_ends_too_early_is_noticed(end: int, play: Play) -> None:
    play.says(ONE[:end])
    with pytest.raises(AnswerCutError, match="the JSON ends"):
        play.store().query(QUERY)


def test_a_chunk_that_is_missing_is_noticed(play: Play) -> None:
    def chunked(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", NTRIPLES)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(TRIPLE), TRIPLE.encode()))
        handler.close_connection = True

    play.answer = chunked
    with pytest.raises(AnswerCutError):
        play.store().query(GRAPH)


def test_a_graph_whose_end_nobody_announces_is_not_taken_for_whole(play: Play) -> None:
    play.says(TRIPLE, NTRIPLES, Content_Length="", Connection="close")
    with pytest.raises(AnswerCutError, match="where it ends"):
        play.store().query(GRAPH)


def test_rows_whose_end_nobody_announces_are_whole_if_the_json_is(play: Play) -> None:
    play.says(ONE, Content_Length="", Connection="close")
    assert play.store().query(QUERY) == Solutions(("a",), ((NamedNode("http://x/1"),),))


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"X_SPARQL_MaxRows": "1"}, "1 rows at most"),
        (
            {"X_SQL_State": "S1TAT", "X_SQL_Message": "RC...: Returning incomplete results"},
            "Returning incomplete results",
        ),
    ],
)
def test_what_virtuoso_says_of_a_cut_answer_is_handed_on(headers: dict[str, Any], words: str, play: Play) -> None:
    play.says(ONE, **headers)
    with pytest.raises(AnswerCutError, match=words) as caught:
        play.store().query(QUERY)
    assert caught.value.hint is not None


def test_a_limit_that_was_not_reached_cuts_nothing(play: Play) -> None:
    play.says(ONE, X_SPARQL_MaxRows="2")
    assert isinstance(play.store().query(QUERY), Solutions)


def test_a_fetched_graph_is_counted(play: Play) -> None:
    number = '{"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "2"}}]}}'
    play.answer = lambda handler: (
        play.reply(handler, TRIPLE, NTRIPLES) if "CONSTRUCT" in handler.path else play.reply(handler, number)
    )
    with pytest.raises(AnswerCutError, match="1 of 2 statements"):
        play.store().graph("http://x/g")


def test_a_select_gives_solutions(play: Play) -> None:
    terms = {
        "a": {"type": "uri", "value": "http://x/1"},
        "b": {"type": "literal", "value": "Straße", "xml:lang": "de"},
        "c": {"type": "typed-literal", "value": "5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        "d": {"type": "bnode", "value": "nodeID://b10001"},
    }
    play.says(json.dumps({"head": {"vars": ["a", "b", "c", "d", "e"]}, "results": {"bindings": [terms]}}))
    answer = play.store().query("SELECT * { ?a ?b ?c }")
    assert isinstance(answer, Solutions)
    assert answer.variables == ("a", "b", "c", "d", "e")
    integer = Literal("5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert answer.rows[0][:3] == (NamedNode("http://x/1"), Literal("Straße", language="de"), integer)
    assert str(answer.rows[0][3]).startswith("_:")
    assert answer.rows[0][4] is None


def test_an_ask_gives_a_truth_value(play: Play) -> None:
    play.says('{"head": {}, "boolean": false}')
    assert play.store().query("ASK { ?a ?b ?c }") is False


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        (NTRIPLES, TRIPLE),
        ("text/plain", TRIPLE),
        ("text/turtle; charset=utf-8", '@prefix x: <http://x/> . x:s x:p "o" .'),
        (
            "application/rdf+xml",
            RDFXML,
        ),
    ],
)
def test_a_construct_gives_a_graph(media_type: str, body: str, play: Play) -> None:
    play.says(body, media_type)
    answer = play.store().query(GRAPH)
    assert isinstance(answer, Graph)
    assert answer.triples == (Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal("o")),)


DEEP = '{"head": {"vars": ["a"]}, "results": {"bindings": ' + "[" * 100_000 + "]" * 100_000 + "}}"
ODD = {
    "no object": "[]",
    "no head": '{"results": {"bindings": []}}',
    "no vars": '{"head": {}, "results": {"bindings": []}}',
    "no bindings": '{"head": {"vars": []}}',
    "bindings of another kind": '{"head": {"vars": ["a"]}, "results": {"bindings": {}}}',
    "a variable that nobody announced": '{"head": {"vars": []}, "results": {"bindings": [{"a": {"type": "uri", "value": "x:y"}}]}}',
    "an unknown type": ONE.replace('"uri"', '"thing"'),
    "no value": ONE.replace('"value"', '"worth"'),
    "a number for a value": ONE.replace('"http://x/1"', "1"),
    "an IRI with a space": ONE.replace("http://x/1", "http://x/ 1"),
    "a bad language": ONE.replace('"uri", ', '"literal", "xml:lang": "d e", '),
    "a name twice": ONE.replace('"type": "uri"', '"type": "uri", "type": "bnode"'),
    "not a number": ONE.replace('"http://x/1"', "NaN"),
    "too deep": DEEP,
    "half a character": ONE.replace("http://x/1", "http://x/\\ud800"),
    "something after it": ONE + "{}",
    "not UTF-8": ONE.replace("http://x/1", "http://x/\udcff"),
    "triple of triples": ONE.replace('{"type": "uri", "value": "http://x/1"}', '{"type": "triple", "value": {}}'),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_json_of_another_form_is_refused(body: str, play: Play) -> None:
    play.says(body.encode("utf-8", "surrogateescape"))
    with pytest.raises(EndpointAnswerError) as caught:
        play.store().query(QUERY)
    assert len(caught.value.to_text("de")) < 1000


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_the_reader_of_results_has_one_way_to_refuse(body: str) -> None:
    with pytest.raises(NotAnAnswerError):
        read_answer(body.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("media_type", ["text/html", "application/sparql-results+xml", "", "application/json+evil"])
def test_another_kind_of_content_is_refused(media_type: str, play: Play) -> None:
    play.says("<html>", media_type)
    with pytest.raises(EndpointAnswerError, match="SPARQL endpoint") as caught:
        play.store().query(QUERY)
    assert caught.value.hint is not None
    assert "/sparql" in caught.value.hint.en


def test_a_graph_that_does_not_parse_is_refused(play: Play) -> None:
    play.says(TRIPLE + "<http://x/s>", NTRIPLES)
    with pytest.raises(EndpointAnswerError):
        play.store().query(GRAPH)


def test_what_is_packed_though_nobody_asked_is_refused(play: Play) -> None:
    play.says(b"\x1f\x8b\x08", Content_Encoding="gzip")
    with pytest.raises(EndpointAnswerError, match="packed"):
        play.store().query(QUERY)
