"""What the tests of the stores share: graphs, real triple stores on loopback, and a server that plays a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pyoxigraph import Quad
from triple_stores import Server, run_oxigraph, run_virtuoso

from triagraph.bundled import bundled_root
from triagraph.parser import parse, read_document
from triagraph.project import Project, load_project
from triagraph.store.connection import Connection, Limits
from triagraph.store.derivation import derive
from triagraph.store.http import Transport
from triagraph.store.loading import load, read_rules
from triagraph.store.remote import RemoteStore

EXAMPLE = Path(__file__).parents[1] / "query" / "example.ttl"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tester's own credentials and proxies out."""
    for name in ("USER", "PASSWORD", "TOKEN", "TIMEOUT"):
        monkeypatch.delenv(f"TRIAGRAPH_ENDPOINT_{name}", raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(scope="session")
def project() -> Project:
    return load_project(bundled_root())


@pytest.fixture(scope="session")
def graphs(project: Project) -> dict[str, list[Quad]]:
    """Give two graphs by name: the bundled one, and the example of the queries' tests on the vocabulary alone."""
    dataset = load(project)
    stated = [*dataset.layers["vocabulary"], *parse(read_document(EXAMPLE), graph=project.graph("asserted", "example"))]
    derived = derive(read_rules(project), stated, base=project.base)
    return {"bundled": dataset.quads(), "example": [*stated, *derived]}


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with run_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture
def frugal_virtuoso(tmp_path: Path) -> Iterator[Server]:
    """Give a Virtuoso that hands out 50 rows at most."""
    with run_virtuoso(tmp_path, rows=50) as server:
        yield server


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with run_oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(params=["virtuoso", "oxigraph"])
def server(request: pytest.FixtureRequest) -> Server:
    """Give each of the real triple stores."""
    found: Server = request.getfixturevalue(request.param)
    return found


@dataclass
class Play:
    """A server on loopback that answers as a test says, and keeps what it was asked."""

    address: str = ""
    asked: list[Any] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    answer: Callable[[Any], None] = lambda handler: handler.send_error(404)

    def store(
        self,
        limits: Limits | None = None,
        *,
        hosts: tuple[str, ...] = (),
        login: tuple[str, str] = ("", ""),
        bearer: str | None = None,
    ) -> RemoteStore:
        """Give a store that asks this server and does not really wait."""
        user, password = (each or None for each in login)
        limits = limits or Limits(seconds=5)
        connection = Connection(f"{self.address}/sparql", user, password, bearer, frozenset(hosts), limits)
        return RemoteStore(connection, transport=Transport(connection, sleep=self.waits.append))

    def says(
        self,
        body: str | bytes,
        media_type: str = "application/sparql-results+json",
        *,
        status: int = 200,
        **headers: str,
    ) -> None:
        """Give every request the same answer."""
        self.answer = lambda handler: self.reply(handler, body, media_type, status=status, **headers)

    def says_in_turn(self, *steps: Callable[[Any], None]) -> None:
        """Answer each request in turn; the last answer stays."""
        left = list(steps)

        def answer(handler: Any) -> None:
            step = left.pop(0) if len(left) > 1 else left[0]
            step(handler)

        self.answer = answer

    @staticmethod
    def reply(
        handler: BaseHTTPRequestHandler,
        body: str | bytes,
        media_type: str = "application/sparql-results+json",
        *,
        status: int = 200,
        **headers: str,
    ) -> None:
        """Answer a request; a header's name is written with underscores, and an empty one is left out."""
        content = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        named = {"Content-Type": media_type, "Content-Length": str(len(content))}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in named.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)


@pytest.fixture
def play() -> Iterator[Play]:
    found = Play()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def do_GET(self) -> None:
            found.asked.append(self)
            found.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
            found.answer(self)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - as the server calls them

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()
