"""What strangers send to `triagraph validate` gets a verdict: no crash, hang, traceback, fetched URL or foreign file."""

import gzip
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from triagraph.cli import main

SHARED = Path(__file__).parents[3] / "shared" / "hostile"
PREFIXES = ("ttl-", "nt-", "trig-", "jld-", "xml-", "shacl-data-")
FILES = sorted(path for path in SHARED.glob("*") if path.name.startswith(PREFIXES))
SHAPES = sorted(SHARED.glob("shacl-shapes*"))
PORT = 18999
#: Processor seconds: on a busy machine the clock on the wall tells nothing. All limits are the operating system's.
SECONDS, SECONDS_WITH_SHAPES = 10, 30
GIBIBYTE = 1 << 30
URL = f"http://127.0.0.1:{PORT}/own"
SECRET = "uncommonly-secret-words"  # noqa: S105 - stands in a file that nobody may read
#: Shapes that are as good as others, and data that conforms to them.
LEGAL = {
    ("shacl-shapes.ttl", "pyshacl"): "three plain shapes; the data has what they ask for",
    ("shacl-shapes.ttl", "shacl"): "three plain shapes; the data has what they ask for",
}

needs_files = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/hostile")


class Canary(HTTPServer):
    """A listener that keeps who asked it for something; nobody should."""

    allow_reuse_port = True  # several test processes may listen at once

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", PORT), BaseHTTPRequestHandler)
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
    with Canary() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
    assert server.heard == []


def spent() -> tuple[float, int]:
    """Give processor seconds and peak memory of the workers so far; nothing where the system does not tell."""
    if sys.platform == "win32":
        return 0.0, 0
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def judge(canary: Canary, *arguments: object, seconds: float = SECONDS, stdin: bytes = b"") -> Result:
    """Validate, and check what holds for every input."""
    before, _ = spent()
    result = CliRunner().invoke(main, ["--lang", "en", "validate", *map(str, arguments)], input=stdin)
    after, memory = spent()
    text = result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert result.exit_code in {0, 1, 2}
    assert after - before < seconds
    assert memory < GIBIBYTE
    assert canary.heard == []
    assert SECRET not in text
    assert not re.search(r"Traceback|File \"|\.py\b|\.rs\b|pyo3|panicked|Error\(", text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", text)
    assert "mistake in triagraph" not in text
    return result


@needs_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_hostile_file_is_refused_or_does_not_conform(path: Path, canary: Canary) -> None:
    result = judge(canary, path)
    assert result.exit_code in {1, 2}
    host = Path("/etc/hostname")
    name = host.read_text(encoding="utf-8").strip() if host.is_file() else ""
    assert not name or not re.search(rf"\b{re.escape(name)}\b", result.output)


@needs_files
@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.name)
def test_hostile_shapes_get_a_verdict(path: Path, engine: str, canary: Canary) -> None:
    data = SHARED / "shacl-data-type-injection.ttl"
    result = judge(canary, data, "--shapes", path, "--engine", engine, seconds=SECONDS_WITH_SHAPES)
    assert (result.exit_code == 0) == ((path.name, engine) in LEGAL), result.output


@needs_files
def test_there_are_files() -> None:
    assert len(FILES) > 80
    assert len(SHAPES) >= 3


# ---- more of our own

EX = "@prefix e: <http://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
NETWORK = "@prefix tria: <https://w3id.org/triagraph/ontology#> . @prefix network: <https://w3id.org/triagraph/id/network/> .\n"


@dataclass(frozen=True, slots=True)
class Data:
    """A hostile file: how its bytes are made, given the address of a secret file, and the exit status."""

    name: str
    made: Callable[[str], bytes]
    status: int


def networks(number: int) -> str:
    return NETWORK + "".join(f"network:n{each} a tria:NetworkOrganisation .\n" for each in range(number))


DATA = (
    Data("many-results.ttl", lambda _: networks(3000).encode(), 1),
    Data("one-line.ttl", lambda _: networks(1500).replace("\n", " ").encode(), 1),
    Data("iri-that-steers.ttl", lambda _: (NETWORK + "<http://e.org/%1B%5D0;owned%07> a tria:NetworkOrganisation .").encode(), 1),
    Data("label-right-to-left.ttl", lambda _: (NETWORK + 'network:x a tria:NetworkOrganisation ; tria:memberCount "\u202e3" .').encode(), 1),
    Data("list-in-itself.ttl", lambda _: (EX + NETWORK + "network:x a tria:NetworkOrganisation ; tria:activeIn _:l . _:l rdf:rest _:l ; rdf:first _:l .").encode(), 1),
    Data("type-of-itself.ttl", lambda _: (NETWORK + "network:x a network:x, tria:NetworkOrganisation .").encode(), 1),
    Data("imports-a-file.ttl", lambda secret: f"<> <http://www.w3.org/2002/07/owl#imports> <{secret}> .".encode(), 2),
    Data("shapes-graph.ttl", lambda _: (EX + NETWORK + f"network:acod sh:shapesGraph <{URL}> .").encode(), 1),
    Data("context-beside-it.jsonld", lambda _: b'{"@context": "secret.jsonld", "@id": "http://e.org/x"}', 2),
    Data("include.rdf", lambda secret: f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret}" parse="text"/></rdf:RDF>'.encode(), 2),
    Data("entity.rdf", lambda secret: f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret}">]><a>&b;</a>'.encode(), 2),
    Data("bomb.ttl.gz", lambda _: gzip.compress(bytes(700 << 20), 1), 2),
    Data("statement-bomb.nt.gz", lambda _: gzip.compress(b"<http://e.org/s> <http://e.org/p> <http://e.org/o> .\n" * 400_000, 1), 2),
)  # fmt: skip


@pytest.mark.parametrize("each", DATA, ids=lambda each: each.name)
def test_hostile_data_of_our_own_gets_a_verdict(each: Data, tmp_path: Path, canary: Canary) -> None:
    secret = tmp_path / "secret.jsonld"
    secret.write_text(f'{{"@context": {{"{SECRET}": "http://e.org/"}}}}', encoding="utf-8")
    path = tmp_path / each.name
    path.write_bytes(each.made(secret.as_uri()))
    assert judge(canary, path).exit_code == each.status


def shape(rest: str) -> str:
    return f"{EX}e:s a sh:NodeShape ; sh:targetSubjectsOf e:p ; {rest}"


#: Shapes that a stranger may write, and what is said of them, in English.
STRANGE = {
    "service": (shape(f'sh:sparql e:q . e:q sh:select "SELECT $this WHERE {{ SERVICE <{URL}> {{ $this ?p ?o }} }}" .'), ""),
    "from-file": (shape('sh:sparql e:q . e:q sh:select "SELECT $this FROM <file:///etc/hostname> WHERE { $this ?p ?o }" .'), "contains FROM"),
    "imports": (shape(f"sh:nodeKind sh:IRI . <http://e.org/> <http://www.w3.org/2002/07/owl#imports> <{URL}> ."), None),
    "javascript": (shape(f'sh:js e:j . e:j sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL <{URL}> ] .'), "not supported"),
    "list-in-itself": (shape("sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l ."), ""),
    "path-in-itself": (shape("sh:property [ sh:path _:a ; sh:minCount 1 ] . _:a sh:inversePath _:a ."), ""),
    "shape-in-itself": (shape("sh:or ( [ sh:node e:s ] ) ."), "refers to itself"),
    "nested": (shape('sh:sparql e:q . e:q sh:select "SELECT $this WHERE { $this ?p ?o FILTER (' + "(" * 20_000 + "1" + ")" * 20_000 + ') }" .'), ""),
    "pattern": (shape('sh:pattern "((((a{1,100}){1,100}){1,100}){1,100})" .'), ""),
    "misspelt": (shape("sh:minCont 1 ."), "minCont"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_strange_shapes_get_a_verdict(name: str, tmp_path: Path, canary: Canary) -> None:
    text, said = STRANGE[name]
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(text, encoding="utf-8")
    data.write_text(EX + "e:x e:p e:y .", encoding="utf-8")
    result = judge(canary, data, "--shapes", shapes, seconds=SECONDS_WITH_SHAPES)
    assert result.exit_code == (0 if said is None else 2), result.output
    assert said is None or said in result.output


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path, canary: Canary) -> None:
    folder = tmp_path / "contribution"
    folder.mkdir()
    (tmp_path / "outside.ttl").write_text(f"{SECRET} is no Turtle", encoding="utf-8")
    (folder / "link.ttl").symlink_to(tmp_path / "outside.ttl")
    result = judge(canary, folder)
    assert result.exit_code == 2
    assert "leads out of the folder" in result.output


def test_a_file_whose_name_steers_a_terminal_is_named_without_that(tmp_path: Path, canary: Canary) -> None:
    path = tmp_path / "a\x1b[31m\nb.ttl"
    path.write_text("x", encoding="utf-8")
    assert judge(canary, path).exit_code == 2
    assert judge(canary, tmp_path).exit_code == 2


def test_noise_on_standard_input_gets_a_verdict(canary: Canary) -> None:
    for data in (b"", b"\xff\xfe\x00", b"\x1f\x8b", b"<", b"{" * 100_000, bytes(range(256)) * 100):
        assert judge(canary, "-", stdin=data).exit_code == 2


def test_the_canary_hears(canary: Canary) -> None:
    socket.create_connection(("127.0.0.1", PORT)).close()
    for _ in range(100):
        if canary.heard:
            break
        threading.Event().wait(0.05)
    # With several test processes, any of them may have taken the call.
    canary.heard.clear()
