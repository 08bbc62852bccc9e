"""An endpoint is asked with patience and within limits; credentials go nowhere else."""

from __future__ import annotations

import base64
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import NamedNode

from triagraph.errors import InputError, QueryError, TriagraphError
from triagraph.results import Solutions
from triagraph.store.connection import Connection, Limits, check_address, connection_to
from triagraph.store.errors import (
    EndpointAnswerError,
    EndpointBusyError,
    EndpointDeniedError,
    EndpointError,
    EndpointUnreachableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import Play

QUERY = "SELECT ?a WHERE { ?a ?b ?c }"
EMPTY = '{"head": {"vars": ["a"]}, "results": {"bindings": []}}'
ONE = '{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "http://x/1"}}]}}'


# What is sent


def test_a_short_query_is_sent_by_get_and_a_long_one_by_post(play: Play) -> None:
    play.says(EMPTY)
    long = f"{QUERY} # {'x' * 3000}"
    play.store().query(QUERY)
    play.store().query(long)
    assert [request.command for request in play.asked] == ["GET", "POST"]
    assert parse_qs(urlsplit(play.asked[0].path).query) == {"query": [QUERY]}
    assert parse_qs(play.bodies[1]) == {"query": [long]}
    assert play.asked[1].path == "/sparql"


def test_what_the_address_asks_for_is_kept(play: Play) -> None:
    play.says(EMPTY)
    store = play.store()
    store.connection = Connection(
        f"{play.address}/sparql?default-graph-uri=http%3A%2F%2Fx%2Fg", limits=Limits(seconds=5)
    )
    store.query(QUERY)
    assert parse_qs(urlsplit(play.asked[0].path).query) == {"query": [QUERY], "default-graph-uri": ["http://x/g"]}


def test_relative_iris_get_the_base(play: Play) -> None:
    play.says(EMPTY)
    play.store().query("SELECT * { <thing> ?b ?c }", base="http://x/")
    play.store().query("SELECT * { <http://x/#y> ?b ?c FILTER(?b < 3 && ?c > 4) }", base="http://x/")
    asked = [parse_qs(urlsplit(request.path).query)["query"][0] for request in play.asked]
    assert [text.startswith("BASE <http://x/>\n") for text in asked] == [True, False]


def test_the_password_is_offered_at_once(play: Play) -> None:
    play.says(EMPTY)
    play.store(login=("anna", "geheim:ü")).query(QUERY)
    expected = base64.b64encode("anna:geheim:ü".encode()).decode()
    assert [request.headers["Authorization"] for request in play.asked] == [f"Basic {expected}"]


def test_a_token_is_sent_as_bearer(play: Play) -> None:
    play.says(EMPTY)
    play.store(bearer="abc").query(QUERY)
    assert play.asked[0].headers["Authorization"] == "Bearer abc"


def test_a_digest_is_given_where_it_is_asked_for(play: Play) -> None:
    def digest(handler: Any) -> None:
        given = handler.headers.get("Authorization", "")
        if given.startswith("Digest"):
            play.reply(handler, EMPTY)
        elif given:  # as Virtuoso: no challenge to who offers a password
            play.reply(handler, "", status=401)
        else:
            play.reply(handler, "", status=401, WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"')

    play.answer = digest
    store = play.store(login=("anna", "geheim"))
    assert store.query(QUERY) == Solutions(("a",), ())
    assert 'username="anna"' in play.asked[-1].headers["Authorization"]
    assert "geheim" not in str([dict(request.headers) for request in play.asked[1:]])


def test_wrong_credentials_are_told_with_the_way_to_set_them(play: Play) -> None:
    play.says("no", "text/plain", status=401, WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"')
    with pytest.raises(EndpointDeniedError) as caught:
        play.store(login=("anna", "x")).query(QUERY)
    assert "TRIAGRAPH_ENDPOINT_USER" in caught.value.to_text("en")


# Redirects


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_on_the_same_host_is_followed_as_it_was_asked(status: int, play: Play) -> None:
    play.says_in_turn(
        lambda handler: play.reply(handler, "", status=status, Location="/elsewhere?x=y"),
        lambda handler: play.reply(handler, ONE),
    )
    answer = play.store(login=("anna", "x")).query(f"{QUERY} # {'x' * 3000}")
    assert isinstance(answer, Solutions)
    assert answer.rows == ((NamedNode("http://x/1"),),)
    assert [(request.command, request.path) for request in play.asked] == [
        ("POST", "/sparql"),
        ("POST", "/elsewhere?x=y"),
    ]
    assert play.bodies[0] == play.bodies[1]
    assert play.asked[1].headers["Authorization"] is not None


@pytest.mark.parametrize(
    "location",
    ["http://localhost:{port}/x", "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "//evil.example/"],
)
def test_a_redirect_elsewhere_is_not_followed(location: str, play: Play) -> None:
    port = play.address.rpartition(":")[2]
    play.says("", status=302, Location=location.format(port=port))
    with pytest.raises(EndpointError):
        play.store().query(QUERY)
    assert len(play.asked) == 1


def test_a_redirect_to_a_host_that_is_allowed_is_followed_without_the_password(play: Play) -> None:
    port = play.address.rpartition(":")[2]
    play.says_in_turn(
        lambda handler: play.reply(handler, "", status=307, Location=f"http://localhost:{port}/sparql"),
        lambda handler: play.reply(handler, EMPTY),
    )
    play.store(hosts=("localhost",), login=("anna", "x")).query(QUERY)
    assert [request.headers["Authorization"] is None for request in play.asked] == [False, True]


def test_redirects_in_a_circle_end(play: Play) -> None:
    play.says("", status=302, Location="/sparql")
    with pytest.raises(EndpointError):
        play.store().query(QUERY)
    assert len(play.asked) < 12


def test_a_redirect_with_an_endless_body_ends(play: Play) -> None:
    def endless(handler: Any) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/other")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"x" * 65536)

    play.says_in_turn(endless, lambda handler: play.reply(handler, EMPTY))
    assert play.store(Limits(seconds=10)).query(QUERY) == Solutions(("a",), ())


# Patience and limits


def test_a_busy_server_is_asked_again_after_the_time_it_names(play: Play) -> None:
    play.says_in_turn(
        lambda handler: play.reply(handler, "", status=503, Retry_After="7"),
        lambda handler: play.reply(handler, "", status=429, Retry_After=formatdate(time.time() + 20, usegmt=True)),
        lambda handler: play.reply(handler, "", status=503),
        lambda handler: play.reply(handler, EMPTY),
    )
    play.store().query(QUERY)
    assert play.waits[0] == 7
    assert 15 < play.waits[1] <= 20
    assert play.waits[2] == 2
    assert len(play.asked) == 4


def test_patience_ends(play: Play) -> None:
    play.says("", status=503)
    with pytest.raises(EndpointBusyError):
        play.store(Limits(attempts=4, longest_wait=3)).query(QUERY)
    assert (len(play.asked), play.waits) == (4, [0.5, 1, 2])


def test_a_server_that_asks_for_too_long_a_wait_is_not_waited_for(play: Play) -> None:
    play.says("", status=429, Retry_After="86400")
    with pytest.raises(EndpointBusyError, match="asks for 86400 seconds"):
        play.store().query(QUERY)
    assert (len(play.asked), play.waits) == (1, [])


def drip(handler: Any, start: bytes, content: bytes) -> None:
    handler.wfile.write(start)
    for byte in content * 10_000:
        time.sleep(0.02)
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()


SLOW: dict[str, Callable[[Any], None]] = {
    "silence": lambda _handler: time.sleep(60),
    "status": lambda handler: drip(handler, b"", b"H"),
    "headers": lambda handler: drip(handler, b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
    "body": lambda handler: drip(handler, b"HTTP/1.1 200 OK\r\n\r\n", b" "),
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_server_that_dawdles_is_left(kind: str, play: Play) -> None:
    play.answer = SLOW[kind]
    start = time.monotonic()
    with pytest.raises(EndpointUnreachableError, match=r"within 0\.5 seconds"):
        play.store(Limits(seconds=0.5)).query(QUERY)
    assert time.monotonic() - start < 30


def test_an_answer_that_is_too_large_is_not_read(play: Play) -> None:
    play.says(EMPTY + " " * 100_000)
    with pytest.raises(EndpointAnswerError, match="larger than"):
        play.store(Limits(seconds=5, most_bytes=50_000)).query(QUERY)


def test_nobody_at_home_is_told() -> None:
    from triagraph.store.remote import RemoteStore

    with pytest.raises(EndpointUnreachableError, match="cannot be reached") as caught:
        RemoteStore(Connection("http://127.0.0.1:1/sparql")).query(QUERY)
    assert caught.value.hint is not None
    assert caught.value.message.de.endswith("nicht zu erreichen: Die Verbindung wurde abgelehnt.")
    assert caught.value.message.en.endswith("cannot be reached: Connection refused.")


# Errors


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 413, 414, 500, 502, 504, 599, 304])
def test_every_status_is_told_in_both_languages(status: int, play: Play) -> None:
    play.says("", status=status)
    with pytest.raises(TriagraphError) as caught:
        play.store().query(QUERY)
    assert str(status) in caught.value.to_text("de")
    assert str(status) in caught.value.to_text("en")


def test_what_the_server_says_of_a_query_is_handed_on_in_one_line(play: Play) -> None:
    play.says("SP030: syntax\x1b[31m error\r\n  at line 3\x07" + "x" * 5000, "text/plain", status=400)
    with pytest.raises(QueryError) as caught:
        play.store().query(QUERY)
    text = caught.value.message.en
    assert text.startswith("The server does not understand the query: SP030: syntax [31m error at line 3 ")
    assert "\x1b" not in text
    assert len(text) < 400


def test_a_page_for_people_is_not_printed(play: Play) -> None:
    play.says("<html><script>alert(1)</script>", "text/html", status=500)
    with pytest.raises(EndpointError) as caught:
        play.store().query(QUERY)
    assert "<" not in caught.value.message.en


# Settings


def test_credentials_come_from_the_environment() -> None:
    environ = {"TRIAGRAPH_ENDPOINT_USER": "a", "TRIAGRAPH_ENDPOINT_PASSWORD": "b", "TRIAGRAPH_ENDPOINT_TIMEOUT": "1.5"}
    connection = connection_to("https://data.example/sparql#x", environ)
    assert (connection.url, connection.user, connection.limits.seconds) == ("https://data.example/sparql", "a", 1.5)
    assert "'b'" not in repr(connection)
    assert connection_to("http://x/", {"TRIAGRAPH_ENDPOINT_TOKEN": "abc"}).token is not None


@pytest.mark.parametrize(
    "environ",
    [
        {"TRIAGRAPH_ENDPOINT_USER": "a"},
        {"TRIAGRAPH_ENDPOINT_PASSWORD": "a"},
        {"TRIAGRAPH_ENDPOINT_TOKEN": "a\nX-Evil: b"},
        {"TRIAGRAPH_ENDPOINT_TIMEOUT": "soon"},
        {"TRIAGRAPH_ENDPOINT_TIMEOUT": "-1"},
        {"TRIAGRAPH_ENDPOINT_TIMEOUT": "nan"},
    ],
    ids=str,
)
def test_settings_that_cannot_be_used_are_refused(environ: dict[str, str]) -> None:
    with pytest.raises(InputError):
        connection_to("http://data.example/sparql", environ)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "data.example/sparql",
            "file:///etc/passwd",
            "ftp://data.example/",
            "http://",
            "http:///x",
            "javascript:x",
        ),
        *(
            "http://a b/",
            "http://x/\n",
            "http://x:0/",
            "http://x:99999/",
            "http://[::1/",
            "http://anna:x@data.example/",
        ),
        *("http://x/ä", "http://x/<y>"),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError) as caught:
        check_address(address)
    assert caught.value.hint is not None
