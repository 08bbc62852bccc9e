"""A graph is put into real triple stores, whole or the difference, and counted; what cannot be sent is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from triagraph.errors import InputError
from triagraph.namespaces import GEO, XSD
from triagraph.store import push
from triagraph.store.connection import Connection
from triagraph.store.errors import AnswerCutError, EndpointDeniedError, EndpointError, PushError
from triagraph.store.naming import in_graph, skolemised
from triagraph.store.remote import RemoteStore
from triagraph.store.values import statement_of, value_of

if TYPE_CHECKING:
    from tests.store.conftest import Play
    from triple_stores import Server

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
SPACE = "https://push.example/graph/"
S, P = NamedNode("https://push.example/s"), NamedNode("https://push.example/p")
AWKWARD = (
    'a "quoted" \\ back\\\\slash', "line\nbreak\r\nand\ttab", "  spaces  ", "", "ä ö ü ß “” 😀", "} ; DROP ALL ; {",
    "' ''' \"\"\" #", "<http://x/>", "?variable $other", "\\u0041", "x" * 20_000,
)  # fmt: skip
TYPED = (
    ("01", "integer"), ("1.50", "decimal"), ("1e3", "double"), ("true", "boolean"), ("2020-01-01", "date"),
    ("2020-01-01T00:00:00.000Z", "dateTime"), ("1999", "gYear"), ("1999-05", "gYearMonth"), ("5", "nonNegativeInteger"),
)  # fmt: skip


def quad(value: object, graph: str = "a") -> Quad:
    term = value if isinstance(value, NamedNode | Literal | BlankNode | Triple) else Literal(str(value))
    return Quad(S, P, term, NamedNode(SPACE + graph) if graph else DefaultGraph())


def there(store: RemoteStore, graph: str = "a") -> set[object]:
    return {statement_of(each) for each in store.graph(SPACE + graph)}


def said(quads: Iterable[Quad]) -> set[object]:
    return {statement_of(each) for each in quads}


@pytest.fixture
def store(server: Server) -> Iterator[RemoteStore]:
    """Give a real triple store without graphs of these tests."""
    found = server.store(rights=True)
    yield found
    for graph in found.graph_counts():
        if graph.startswith(SPACE):
            server.store().update(f"DROP SILENT GRAPH <{graph}>")


def pushed(store: RemoteStore, changes: list[push.Change], graph_store: str | None = None) -> int:
    return push.send(push.steps(changes, store, graph_store=graph_store), store)


@pytest.mark.parametrize("protocol", ["update", "graph store"])
def test_a_graph_arrives_as_it_is(protocol: str, store: RemoteStore, server: Server) -> None:
    quads = [
        *(quad(text) for text in AWKWARD),
        *(quad(Literal(value, datatype=NamedNode(XSD + kind))) for value, kind in TYPED),
        *(quad(Literal("x", language=language)) for language in ("de", "de-AT", "zh-Hans")),
        *(quad(NamedNode(iri)) for iri in ("http://x/ä", "http://x/%20?a=b&c=d#e", "http://x/it's,(a)")),
        quad(Literal("POINT(10.91858 50.68322)", datatype=NamedNode(f"{GEO}wktLiteral"))),
        quad("other", "b/c?d=e&f=ü"),
    ]
    pushed(store, push.plan_whole(quads), server.graph_store if protocol == "graph store" else None)
    assert push.verify(quads, store) == []
    assert there(store) | there(store, "b/c?d=e&f=ü") == said(quads)
    assert push.plan_difference(quads, store) == []


@pytest.mark.parametrize("protocol", ["update", "graph store"])
def test_whole_replaces_a_graph_and_leaves_others(protocol: str, store: RemoteStore, server: Server) -> None:
    address = server.graph_store if protocol == "graph store" else None
    pushed(store, push.plan_whole([quad(1), quad(2), quad(3, "b")]), address)
    pushed(store, push.plan_whole([quad(2), quad(4)]), address)
    assert there(store) == said([quad(2), quad(4)])
    assert there(store, "b") == said([quad(3, "b")])


def test_the_difference_adds_and_removes_only_what_differs(store: RemoteStore) -> None:
    pushed(store, push.plan_whole([quad(1), quad(2), quad(3, "b")]))
    wanted = [quad(2), quad("2", "b"), quad(3, "b")]
    changes = push.plan_difference(wanted, store)
    assert [
        (change.graph[len(SPACE) :], change.whole, len(change.added), len(change.removed)) for change in changes
    ] == [
        ("a", False, 0, 1),
        ("b", False, 1, 0),
    ]
    pushed(store, changes)
    assert push.verify(wanted, store) == []
    assert there(store) | there(store, "b") == said(wanted)


def test_by_the_graph_store_protocol_a_graph_that_differs_is_replaced(store: RemoteStore, server: Server) -> None:
    pushed(store, push.plan_whole([quad(1), quad(3, "b")]))
    changes = push.plan_difference([quad(2), quad(3, "b")], store, whole_graphs=True)
    assert [(change.graph, change.whole) for change in changes] == [(f"{SPACE}a", True)]
    pushed(store, changes, server.graph_store)
    assert there(store) == said([quad(2)])


@pytest.mark.parametrize("protocol", ["update", "graph store"])
def test_a_large_graph_goes_in_parts(
    protocol: str, store: RemoteStore, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "DOCUMENT_SIZE", 100_000)
    quads = [quad(number) for number in range(5000)]
    address = server.graph_store if protocol == "graph store" else None
    assert pushed(store, push.plan_whole(quads), address) >= 3
    assert push.verify(quads, store) == []


@pytest.mark.parametrize("protocol", ["update", "graph store"])
def test_graphs_that_are_no_longer_there_are_named_and_removed(
    protocol: str, store: RemoteStore, server: Server
) -> None:
    pushed(store, push.plan_whole([quad(1), quad(2, "old")]))
    assert push.left_over([quad(1)], store, SPACE) == [f"{SPACE}old"]
    address = server.graph_store if protocol == "graph store" else None
    pushed(store, [push.Change(f"{SPACE}old", whole=True, added=())], address)
    assert push.left_over([quad(1)], store, SPACE) == []


def test_a_store_that_has_more_or_less_is_noticed(store: RemoteStore) -> None:
    pushed(store, push.plan_whole([quad(1), quad(2)]))
    assert push.verify([quad(1)], store) == [push.Mismatch(f"{SPACE}a", 1, 2)]
    assert push.verify([quad(1, "none")], store) == [push.Mismatch(f"{SPACE}none", 1, 0)]


def test_a_graph_with_blank_nodes_that_is_there_is_replaced(store: RemoteStore) -> None:
    store.update(f"INSERT {{ GRAPH <{SPACE}a> {{ [] <{P.value}> 1 }} }} WHERE {{}}")
    changes = push.plan_difference([quad(1)], store)
    assert [change.whole for change in changes] == [True]
    pushed(store, changes)
    assert there(store) == said([quad(1)])


def test_the_default_graph_can_be_filled_where_there_is_one(oxigraph: Server) -> None:
    store = oxigraph.store()
    for address in (None, oxigraph.graph_store):
        pushed(store, push.plan_whole([quad(1, "")]), address)
        answer = store.query("ASK { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }")
        assert answer is True
        store.update("CLEAR DEFAULT")


def test_who_has_no_right_is_told(virtuoso: Server) -> None:
    store = virtuoso.store()
    with pytest.raises(EndpointDeniedError) as caught:
        pushed(store, push.plan_whole([quad(1)]), virtuoso.graph_store)
    assert caught.value.hint is not None
    assert "TRIAGRAPH_ENDPOINT_USER" in caught.value.hint.en


def test_a_server_that_hands_out_only_a_part_is_noticed(frugal_virtuoso: Server) -> None:
    store = frugal_virtuoso.store()
    quads = [quad(number) for number in range(80)]
    pushed(store, push.plan_whole(quads))
    assert push.verify(quads, store) == []
    for attempt in (
        lambda: store.query("SELECT * WHERE { ?s <https://push.example/p> ?o }"),
        lambda: store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?p = <https://push.example/p>) }"),
        lambda: store.query("# CONSTRUCT\nCONSTRUCT WHERE { ?s <https://push.example/p> ?o }"),
        lambda: push.plan_difference(quads, store),
    ):
        with pytest.raises(AnswerCutError) as caught:
            attempt()
        assert caught.value.hint is not None
    assert store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o = '7' && ?p = <https://push.example/p>) }")
    assert store.query("SELECT * WHERE { ?s <https://push.example/p> ?o } LIMIT 10")


def test_a_server_whose_time_is_over_says_so(virtuoso: Server) -> None:
    store = virtuoso.store()
    pushed(store, push.plan_whole([quad(number) for number in range(1000)]))
    hurried = RemoteStore(Connection(f"{virtuoso.query}?timeout=1000"))
    pattern = " ".join(f"?s{number} <{P.value}> ?o{number} ." for number in range(3))
    with pytest.raises(AnswerCutError, match="incomplete results"):
        hurried.query(f"SELECT ?s0 WHERE {{ {pattern} FILTER(CONCAT(?o0, ?o1, ?o2) = 'never') }}")
    store.update(f"DROP SILENT GRAPH <{SPACE}a>")


# Without a server


def test_blank_nodes_are_refused_with_the_way_out() -> None:
    with pytest.raises(PushError, match="blank node") as caught:
        push.plan_whole([quad(BlankNode("x"))])
    assert caught.value.hint is not None
    assert "--skolemise" in caught.value.hint.en
    with pytest.raises(PushError, match=r"RDF 1\.2"):
        push.plan_whole([quad(Triple(S, P, S))])


def test_skolem_iris_are_the_same_in_every_run() -> None:
    def build(one: str, other: str) -> list[Quad]:
        graph = NamedNode(f"{SPACE}a")
        return [
            Quad(BlankNode(one), P, BlankNode(other), graph),
            Quad(BlankNode(other), P, Literal("x"), graph),
            quad(1),
        ]

    first, second = (sorted(map(str, skolemised(build(*names), "https://push.example/"))) for names in ("ab", "yx"))
    assert first == second
    assert not any("_:" in line for line in first)
    assert sum("https://push.example/.well-known/genid/" in line for line in first) == 2
    other = skolemised(in_graph([Quad(BlankNode("a"), P, Literal("x"))], f"{SPACE}z"), "https://push.example/")
    assert str(next(iter(other)).subject) not in " ".join(first)


def test_statements_without_a_graph_get_the_one_that_is_named() -> None:
    moved = list(in_graph([quad(1, ""), quad(2, "b")], f"{SPACE}c"))
    assert [str(each.graph_name) for each in moved] == [f"<{SPACE}c>", f"<{SPACE}b>"]
    with pytest.raises(InputError):
        list(in_graph([quad(1)], "no iri"))


def test_an_update_is_cut_between_statements_and_keeps_to_its_graph(play: Play) -> None:
    quads = [quad(f"{text}{number}") for number in range(400) for text in AWKWARD]
    steps = list(push.steps(push.plan_whole(quads), play.store()))
    assert len(steps) > 2
    assert [step.body.startswith("CLEAR SILENT GRAPH") for step in steps] == [True, *[False] * (len(steps) - 1)]
    assert sum(step.statements for step in steps) == len(quads)
    assert max(len(step.body) for step in steps) < push.UPDATE_SIZE + 30_000
    pattern = re.compile(r"GRAPH <https://push\.example/graph/a>")
    assert all(len(pattern.findall(step.body)) == (2 if number == 0 else 1) for number, step in enumerate(steps))


def test_a_server_that_refuses_half_way_is_told(play: Play) -> None:
    play.says_in_turn(
        lambda handler: play.reply(handler, "", status=204),
        lambda handler: play.reply(handler, "disk full", "text/plain", status=507),
    )
    with pytest.raises(EndpointError, match="507: disk full"):
        pushed(play.store(), push.plan_whole([quad(1), quad(2, "b"), quad(3, "c")]))
    assert len(play.asked) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('"01"^^xsd:integer', '"1"^^xsd:int', True), ('"1"^^xsd:integer', '"1.0"^^xsd:decimal', True),
        ('"1e3"^^xsd:double', '"1000"^^xsd:double', True), ('"1"^^xsd:integer', '"2"^^xsd:integer', False),
        ('"true"^^xsd:boolean', '"1"^^xsd:boolean', True), ('"INF"^^xsd:double', '"1e400"^^xsd:double', True),
        ('"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T01:00:00.0+01:00"^^xsd:dateTime', True),
        ('"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T00:00:00"^^xsd:dateTime', False),
        ('"2020-01-01Z"^^xsd:date', '"2020-01-01+00:00"^^xsd:date', True), ('"PT60S"^^xsd:duration', '"PT1M"^^xsd:duration', True),
        ('"2020"^^xsd:gYear', '"2020"^^xsd:integer', False), ('"a"', '"a"@de', False), ('"a"@DE', '"a"@de', True),
        ('"x"^^xsd:integer', '"x"', False), ('"1"', '"1"^^xsd:integer', False), ("<urn:a>", '"urn:a"', False),
    ],
)  # fmt: skip
def test_what_means_the_same_is_compared_by_value(one: str, other: str, same: bool) -> None:
    assert (value_of(term(one)) == value_of(term(other))) is same


def term(text: str) -> object:
    import pyoxigraph as ox

    line = f"<urn:s> <urn:p> {text.replace('xsd:', f'<{XSD}')}{'>' if 'xsd:' in text else ''} ."
    return next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).object


# The command


def triagraph(*arguments: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [TRIAGRAPH, "--lang", "en", *arguments],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **(environ or {})},
    )  # fmt: skip


def test_the_command_sends_counts_and_is_then_content(server: Server, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("@prefix x: <https://push.example/> . x:s x:p 1, 2 . x:t x:p [] .", encoding="utf-8")
    address = [server.query, "--update", server.update, "--data", str(data), "--graph", f"{SPACE}command"]
    refused = triagraph("push", *address)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--skolemise" in refused.stderr
    shown = triagraph("push", *address, "--skolemise", "--dry-run")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith(
        f"# POST {server.update} <{SPACE}command>\nCLEAR SILENT GRAPH <{SPACE}command> ;\nINSERT DATA"
    )
    assert f"{SPACE}command" not in server.store().graph_counts()
    sent = triagraph("push", *address, "--skolemise")
    assert (sent.returncode, sent.stdout) == (0, "")
    assert "Sent: 3 statements in 1 graphs" in sent.stderr
    again = triagraph("push", *address, "--skolemise", "--difference")
    assert again.returncode == 0
    assert again.stderr == "Sent: 0 statements in 0 graphs; removed: 0.\n"
    assert server.store().graph_counts()[f"{SPACE}command"] == 3
    server.store().update(f"DROP SILENT GRAPH <{SPACE}command>")


def test_the_command_uses_the_graph_store_with_credentials(virtuoso: Server, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<https://push.example/s> <https://push.example/p> 1 .", encoding="utf-8")
    environ = {"TRIAGRAPH_ENDPOINT_USER": "dba", "TRIAGRAPH_ENDPOINT_PASSWORD": "dba"}
    address = [virtuoso.query, "--graph-store", virtuoso.graph_store, "--data", str(data), "--graph", f"{SPACE}auth"]
    assert triagraph("push", *address).returncode == 2
    assert triagraph("push", *address, environ=environ).returncode == 0
    assert virtuoso.store().graph_counts()[f"{SPACE}auth"] == 1
    virtuoso.store().update(f"DROP SILENT GRAPH <{SPACE}auth>")


def test_the_command_says_when_the_counts_differ(play: Play, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<https://push.example/s> <https://push.example/p> 1 .", encoding="utf-8")
    counts = '{"head": {"vars": ["graph", "statements"]}, "results": {"bindings": []}}'
    play.says(counts)
    result = triagraph("push", f"{play.address}/sparql", "--data", str(data), "--graph", f"{SPACE}a")
    assert (result.returncode, result.stdout) == (1, "")
    assert f"{SPACE}a: 0 statements instead of 1" in result.stderr


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_server_that_takes_changes_elsewhere_is_asked_about_with_the_option(
    language: str, oxigraph: Server, tmp_path: Path
) -> None:
    (tmp_path / "a.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="ascii")
    command = [
        TRIAGRAPH,
        "--lang",
        language,
        "push",
        oxigraph.query,
        "--data",
        str(tmp_path / "a.nt"),
        "--graph",
        "urn:g",
    ]
    wrong = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "`--update URL`" in wrong.stderr
    right = subprocess.run([*command, "--update", oxigraph.update], capture_output=True, check=False, timeout=120)
    assert right.returncode == 0
    again = [*command, "--update", oxigraph.update, "--difference", "--dry-run"]
    nothing = subprocess.run(again, capture_output=True, text=True, check=False, timeout=120)
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert nothing.stderr == {"de": "Nichts ist zu senden.\n", "en": "There is nothing to send.\n"}[language]
    oxigraph.store().update("DROP SILENT GRAPH <urn:g>")
