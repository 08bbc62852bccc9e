"""No input of a stranger crashes, hangs or bloats the command, fetches a URL or reads a file: each gets a verdict."""

import gzip
import json
import os
import re
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hostile_inputs import OWN, RDF_XML, Input

from triagraph import sandbox
from triagraph.errors import InputError, ParseError, TriagraphError
from triagraph.sandbox import Limits, MemoryLimitError, SandboxError

FOLDER = Path(__file__).parents[3] / "shared" / "hostile"
PREFIXES = ("ttl-", "nt-", "trig-", "jld-", "xml-")
FILES = sorted(path for path in FOLDER.glob("*") if path.name.startswith(PREFIXES))
LIMITS = Limits(seconds=60, memory=512 << 20)
#: Processor seconds of a worker: on a busy machine the clock on the wall tells nothing.
VERDICT_WITHIN = 10
PORT = 18999

#: Files that are taken, and why.
LEGAL = {
    "jld-many-inline-contexts.jsonld": "2,000 contexts, all of them in the document",
    "jld-named-graph.jsonld": "a named graph is RDF; who adds a contribution decides about graphs",
    "jld-script-id.jsonld": "JSON-LD drops what is no IRI, here the only object; no statement is left",
    "nt-rdfc10-clique12.nt": "harmless unless its nodes are named canonically; see the test of that below",
    "trig-graph-smuggle.trig": "named graphs are what TriG is for; who adds a contribution decides about graphs",
    "ttl-base-evil.ttl": "a document may name its own base",
    "ttl-bom.ttl": "a byte order mark is read past",
    "ttl-deep-bnodes-100k.ttl": "Turtle has no limit of depth, and the parser needs none",
    "ttl-deep-bnodes-500.ttl": "Turtle has no limit of depth, and the parser needs none",
    "ttl-deep-lists-100k.ttl": "Turtle has no limit of depth, and the parser needs none",
    "ttl-empty.ttl": "an empty document is a graph without statements",
    "ttl-iri-dotdot.ttl": "dots are a matter of who makes file names of IRIs",
    "ttl-iri-empty.ttl": "an empty reference is the base",
    "ttl-iri-idn-homoglyph.ttl": "IRIs may be written in any script",
    "ttl-iri-nfc-nfd.ttl": "two spellings are two IRIs",
    "ttl-lang-dir.ttl": "RDF 1.2 has base directions",
    "ttl-lexical-bad.ttl": "RDF allows ill-typed literals; validation reports them",
    "ttl-long-list-300k.ttl": "a long list is a list",
    "ttl-relative-nobase.ttl": "relative references are resolved against the project's base",
    "ttl-xss.ttl": "markup in a plain text is text; pages escape it",
    "xml-relative-nobase.rdf": "relative references are resolved against the project's base",
}
needs_files = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the folder of hostile inputs, ../shared/hostile, is missing"
)


class Canary(HTTPServer):
    """A listener that keeps who asked it for something; nobody should."""

    allow_reuse_port = True  # several test processes may listen at once

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), BaseHTTPRequestHandler)
        self.heard: list[Any] = []

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Keep the caller's address."""
        self.heard.append(client_address)
        return super().verify_request(request, client_address)

    def handle_error(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    """Listen where the hostile inputs point to, for as long as they are tried."""
    with Canary(PORT) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
    assert server.heard == []


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an input."""

    seconds: float
    answer: dict[str, Any] | None = None
    error: TriagraphError | None = None


def judge(name: str, data: bytes, **options: Any) -> Verdict:
    arguments = {"name": name, "data": data, "base": "https://w3id.org/triagraph/", "largest": 64 << 20, **options}
    before = spent_by_workers()
    try:
        answer = sandbox.call("triagraph.sandbox.targets:document_parser", arguments, setup={}, limits=LIMITS)
    except TriagraphError as error:
        return Verdict(spent_by_workers() - before, error=error)
    return Verdict(spent_by_workers() - before, answer=answer)


def texts(verdict: Verdict) -> str:
    if verdict.error is not None:
        return verdict.error.to_text("de") + "\n" + verdict.error.to_text("en")
    assert verdict.answer is not None
    statements: bytes = verdict.answer["nquads"]
    return statements.decode()


def assert_harmless(verdict: Verdict, data: bytes, canary: Canary) -> None:
    """Check what holds for every input, refused or not."""
    assert verdict.seconds < VERDICT_WITHIN
    assert canary.heard == []
    assert peak_memory() < 1 << 30
    text = texts(verdict)
    host = Path("/etc/hostname")
    secret = host.read_text(encoding="utf-8").strip() if host.is_file() else ""
    if secret and secret.encode() not in data:
        assert secret not in text or not re.search(rf"\b{re.escape(secret)}\b", text)
    if verdict.error is not None:
        assert not re.search(r"Traceback|File \"|\.py\b|\.rs\b|pyoxigraph|pyo3|panicked|0x[0-9a-f]{6}|Error\(", text)
        assert verdict.error.message.de != verdict.error.message.en
        assert re.fullmatch(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]*", text)
        assert len(text) < 10_000


def spent_by_workers() -> float:
    """Give the processor seconds of the workers that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def peak_memory() -> int:
    """Give the most memory that a worker of this process has had, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@needs_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_hostile_file_gets_a_verdict(path: Path, canary: Canary) -> None:
    data = path.read_bytes()
    verdict = judge(path.name, data)
    assert_harmless(verdict, data, canary)
    if path.name in LEGAL:
        assert verdict.error is None, verdict.error
        return
    assert isinstance(verdict.error, ParseError), verdict
    assert verdict.error.location is not None
    assert verdict.error.location.file == path.name
    assert verdict.error.location.line is not None


@needs_files
def test_the_lists_name_files_that_are_there() -> None:
    assert len(FILES) > 60
    assert {path.name for path in FILES} >= LEGAL.keys()


@pytest.mark.parametrize("hostile", OWN, ids=lambda hostile: hostile.name)
def test_a_hostile_input_of_our_own_gets_a_verdict(hostile: Input, canary: Canary) -> None:
    data = hostile.data()
    verdict = judge(hostile.name, data)
    assert_harmless(verdict, data, canary)
    if hostile.refusal is None:
        assert verdict.error is None, verdict.error
        return
    assert isinstance(verdict.error, ParseError | InputError | MemoryLimitError), verdict
    assert re.search(hostile.refusal, verdict.error.message.en), verdict.error
    if hostile.has_line:
        assert verdict.error.location is not None
        assert verdict.error.location.line is not None


@needs_files
def test_nodes_that_cannot_be_named_are_refused_by_those_who_name_them(canary: Canary) -> None:
    path = FOLDER / "nt-rdfc10-clique12.nt"
    verdict = judge(path.name, path.read_bytes(), canonical=True)
    assert_harmless(verdict, b"", canary)
    assert isinstance(verdict.error, ParseError)
    assert "cannot be told apart" in verdict.error.message.en


def test_a_good_document_is_taken_after_a_bomb(canary: Canary) -> None:
    good = b'<http://e.org/s> <http://e.org/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    for name in ("prefix-bomb.ttl", "bomb.ttl.gz"):
        bomb = next(hostile for hostile in OWN if hostile.name == name)
        assert judge(name, bomb.data()).error is not None
        verdict = judge("good.nt", good)
        assert verdict.answer == {"statements": 1, "nquads": good}
    assert canary.heard == []


def test_a_crash_of_the_parser_is_told_as_one() -> None:
    """Without the checks before it, the parser ends its process; that stays behind the wall."""
    nested = b'{"@id":"_:b","http://e.org/p":' * 4000 + b"1" + b"}" * 4000
    with pytest.raises(SandboxError) as caught:
        sandbox.call("misbehaving:parse_unchecked", {"data": nested}, limits=LIMITS)
    assert type(caught.value).__name__ in {"CrashError", "MemoryLimitError"}


def test_the_canary_hears() -> None:
    with Canary(0) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        socket.create_connection(("127.0.0.1", server.server_port)).close()
        thread.join()
    assert len(server.heard) == 1


DOCUMENTS = {
    "a.ttl": b"""@prefix e: <http://e.org/> .
# a comment
e:s a e:T ; e:p "x"@de , '''long
text''' , 1.5e3 , true ;
  e:q [ e:r ( 1 2 e:x ) ] .
<http://e.org/\xc3\xa4> e:p "a \\"b\\" \\u00e4"^^e:d .
""",
    "a.nt": b'<http://e.org/s> <http://e.org/p> "a \\u00e4"@de-AT .\n_:b <http://e.org/p> "1"^^<http://e.org/d> . # c\n',
    "a.nq": b'<http://e.org/s> <http://e.org/p> "x" <http://e.org/g> .\n_:b <http://e.org/p> _:c _:g .\n',
    "a.trig": b"@prefix e: <http://e.org/> .\ne:s e:p 1 .\nGRAPH e:g { e:s e:p [ e:q 2 ] }\ne:h { e:s e:p ( 3 ) . }\n",
    "a.jsonld": b'{"@context": {"n": "http://e.org/n", "e": "http://e.org/"},\n "@id": "e:s", "n": ["x", 1.5, true,'
    b' {"@value": "y", "@language": "de"}], "e:l": {"@list": [1, {"@id": "_:b"}]}}',
    "a.rdf": RDF_XML + b'\n<rdf:Description rdf:about="http://e.org/s"><e:p xml:lang="de">x &amp; y</e:p>'
    b'<e:q rdf:parseType="Collection"><e:T/></e:q></rdf:Description></rdf:RDF>',
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_cut_off_anywhere_gets_a_verdict(name: str, canary: Canary) -> None:
    """Taken is only what ends where a statement ends; JSON and XML have one end."""
    whole = DOCUMENTS[name]
    cuts = [whole[:length] for length in range(len(whole) + 1)]
    verdicts = sandbox.call("parsing_many:parser_of_many", {"name": name, "documents": cuts}, setup={}, limits=LIMITS)
    assert canary.heard == []
    assert len(verdicts) == len(cuts)
    assert verdicts[-1].get("statements", 0) > 1
    for cut, verdict in zip(cuts, verdicts, strict=True):
        if "error" in verdict:
            assert verdict["line"] is not None
            assert not re.search(r"Traceback|pyoxigraph|Parser error", verdict["error"])
        elif name.endswith((".jsonld", ".rdf")):
            assert cut.rstrip() == whole.rstrip()
        else:
            rest = re.sub(rb"(?m)(^|[ \t])#.*$", b"", cut).rstrip()
            assert rest == b"" or rest.endswith((b".", b"}"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_with_any_byte_changed_gets_a_verdict(name: str, canary: Canary) -> None:
    whole = DOCUMENTS[name]
    changed = [
        whole[:position] + bytes([byte]) + whole[position + 1 :]
        for position in range(len(whole))
        for byte in (0x00, 0xFF, ord("<"), ord('"'), ord("\\"), whole[position] ^ 0x20)
    ]
    verdicts = sandbox.call(
        "parsing_many:parser_of_many", {"name": name, "documents": changed}, setup={}, limits=LIMITS
    )
    assert canary.heard == []
    assert len(verdicts) == len(changed)
    assert sum("error" in verdict for verdict in verdicts) > len(changed) / 3


def test_a_gzipped_document_that_is_cut_off_anywhere_is_refused(canary: Canary) -> None:
    packed = gzip.compress(DOCUMENTS["a.ttl"])
    cuts = [packed[:length] for length in range(2, len(packed))]
    verdicts = sandbox.call(
        "parsing_many:parser_of_many", {"name": "a.ttl.gz", "documents": cuts}, setup={}, limits=LIMITS
    )
    assert canary.heard == []
    assert all("damaged or cut off" in verdict["error"] for verdict in verdicts)


def test_json_of_every_kind_gets_a_verdict(canary: Canary) -> None:
    """Every keyword of JSON-LD with every kind of value."""
    keywords = (
        *("@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@reverse", "@index", "@included", "@nest"),
        *("@context", "@base", "@vocab", "@container", "@json", "@none", "@prefix", "@propagate", "@protected"),
        *("@version", "@direction", "@import", "@annotation", "@unknown", ""),
    )
    values: tuple[Any, ...] = (
        None,
        True,
        0,
        -1.5,
        "",
        "@id",
        "http://e.org/x",
        "_:b",
        "../x",
        [],
        [[]],
        {},
        {"@id": "x"},
    )
    inner = [{"@id": "http://e.org/s", "http://e.org/p": {key: value}} for key in keywords for value in values]
    outer = [{"@id": "http://e.org/s", key: value} for key in keywords for value in values]
    context = [{"@context": {key: value, "t": {key: value}}, "t": 1} for key in keywords for value in values]
    documents = [json.dumps(document).encode() for document in (*inner, *outer, *context)]
    verdicts = sandbox.call(
        "parsing_many:parser_of_many", {"name": "a.jsonld", "documents": documents}, setup={}, limits=LIMITS
    )
    assert canary.heard == []
    assert len(verdicts) == len(documents)
