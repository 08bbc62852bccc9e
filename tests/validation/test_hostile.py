"""What strangers send to `triagraph validate` gets a verdict: no crash, hang, traceback, fetched URL or foreign file."""

import gzip
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

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

    def __init__(self, port: int = PORT) -> None:
        super().__init__(("127.0.0.1", port), BaseHTTPRequestHandler)
        self.heard: list[Any] = []

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Keep the caller's address."""
        self.heard.append(client_address)
        return super().verify_request(request, client_address)

    def handle_error(self, *_: Any) -> None:
        """Say nothing."""


#: Runs the command again and again in a process that stays small: a worker's peak memory is never told lower than that of the
#: process which started it, and a process that runs tests becomes large.
_CALLER = """
import json, os, sys, traceback
from click.testing import CliRunner
from triagraph.cli import main
for line in sys.stdin:
    asked = json.loads(line)
    os.chdir(asked["folder"])
    result = CliRunner().invoke(main, asked["arguments"], input=bytes.fromhex(asked["stdin"]))
    wrong = result.exception is not None and not isinstance(result.exception, SystemExit)
    seconds = memory = 0
    if sys.platform != "win32":
        import resource
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = usage.ru_utime + usage.ru_stime
        memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    error = "".join(traceback.format_exception(*result.exc_info)) if wrong else None
    told = [result.exit_code, result.output, error, seconds, memory]
    print(json.dumps(told), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What the command said."""

    exit_code: int
    output: str


class Caller:
    """The process that runs the command."""

    def __init__(self, canary: Canary) -> None:
        self.canary = canary
        self._process = subprocess.Popen([sys.executable, "-c", _CALLER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._seconds = 0.0

    def ask(self, arguments: list[str], stdin: bytes) -> tuple[Result, str | None, float, int]:
        """Run the command; give also the error that it raised, the processor seconds of its workers and their peak memory."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"arguments": arguments, "stdin": stdin.hex(), "folder": str(Path.cwd())}
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        code, output, error, seconds, memory = json.loads(self._process.stdout.readline())
        before, self._seconds = self._seconds, seconds
        return Result(code, output), error, seconds - before, memory

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def canary() -> Iterator[Caller]:
    """Listen where the hostile inputs point to, for as long as they are tried."""
    with Canary() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        caller = Caller(server)
        yield caller
        caller.close()
        server.shutdown()
        thread.join()
    assert server.heard == []


def judge(canary: Caller, *arguments: object, seconds: float = SECONDS, stdin: bytes = b"") -> Result:
    """Validate, and check what holds for every input."""
    result, error, spent, memory = canary.ask(["--lang", "en", "validate", *map(str, arguments)], stdin)
    text = result.output
    assert error is None, error
    assert result.exit_code in {0, 1, 2}
    assert spent < seconds
    assert memory < GIBIBYTE
    assert canary.canary.heard == []
    assert SECRET not in text
    assert not re.search(r"Traceback|File \"|\.py\b|\.rs\b|pyo3|panicked|Error\(", text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", text)
    assert "mistake in triagraph" not in text
    return result


@needs_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_hostile_file_is_refused_or_does_not_conform(path: Path, canary: Caller) -> None:
    result = judge(canary, path)
    assert result.exit_code in {1, 2}
    host = Path("/etc/hostname")
    name = host.read_text(encoding="utf-8").strip() if host.is_file() else ""
    assert not name or not re.search(rf"\b{re.escape(name)}\b", result.output)


@needs_files
@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.name)
def test_hostile_shapes_get_a_verdict(path: Path, engine: str, canary: Caller) -> None:
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
def test_hostile_data_of_our_own_gets_a_verdict(each: Data, tmp_path: Path, canary: Caller) -> None:
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
def test_strange_shapes_get_a_verdict(name: str, tmp_path: Path, canary: Caller) -> None:
    text, said = STRANGE[name]
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(text, encoding="utf-8")
    data.write_text(EX + "e:x e:p e:y .", encoding="utf-8")
    result = judge(canary, data, "--shapes", shapes, seconds=SECONDS_WITH_SHAPES)
    assert result.exit_code == (0 if said is None else 2), result.output
    assert said is None or said in result.output


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path, canary: Caller) -> None:
    folder = tmp_path / "contribution"
    folder.mkdir()
    (tmp_path / "outside.ttl").write_text(f"{SECRET} is no Turtle", encoding="utf-8")
    (folder / "link.ttl").symlink_to(tmp_path / "outside.ttl")
    result = judge(canary, folder)
    assert result.exit_code == 2
    assert "leads out of the folder" in result.output


def test_a_file_whose_name_steers_a_terminal_is_named_without_that(tmp_path: Path, canary: Caller) -> None:
    path = tmp_path / "a\x1b[31m\nb.ttl"
    path.write_text("x", encoding="utf-8")
    assert judge(canary, path).exit_code == 2
    assert judge(canary, tmp_path).exit_code == 2


def test_noise_on_standard_input_gets_a_verdict(canary: Caller) -> None:
    for data in (b"", b"\xff\xfe\x00", b"\x1f\x8b", b"<", b"{" * 100_000, bytes(range(256)) * 100):
        assert judge(canary, "-", stdin=data).exit_code == 2


def test_the_canary_hears() -> None:
    with Canary(0) as server:  # on a port of its own, since several test processes listen on the other
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        socket.create_connection(("127.0.0.1", server.server_port)).close()
        thread.join()
    assert len(server.heard) == 1
