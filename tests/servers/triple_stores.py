"""Real triple stores, started on loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from virtuoso import virtuoso_settings

from triagraph.store.connection import Connection
from triagraph.store.remote import RemoteStore


@dataclass(frozen=True)
class Server:
    """A triple store that runs: where it is asked, where it is changed, and as whom."""

    name: str
    query: str
    update: str
    graph_store: str
    user: str | None = None

    def store(self, *, rights: bool = False) -> RemoteStore:
        """Give the store, with the right to change graphs as a whole if that is asked for."""
        name = self.user if rights else None
        return RemoteStore(Connection(self.query, name, name), update_url=self.update)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, address: str) -> Iterator[None]:
    """Run a server until the block ends; wait until it answers."""
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
        try:
            _wait_for(process, address, folder)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(process: subprocess.Popen[bytes], address: str, folder: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and process.poll() is None:
        try:
            opener.open(address, timeout=30).close()
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{process.args!r} did not start: {(folder / 'output.txt').read_text(errors='replace')[-2000:]}")


@contextmanager
def run_virtuoso(folder: Path, *, rows: int = 100_000) -> Iterator[Server]:
    """Run Virtuoso; everybody may update it, as in many a closed network."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        pytest.skip("needs the program virtuoso-t (Debian virtuoso-opensource-7)")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(virtuoso_settings(sql, http, rows=rows, seconds=60), encoding="ascii")
    address = f"http://127.0.0.1:{http}"
    with running([program, "+foreground", "+configfile", "virtuoso.ini"], folder, f"{address}/sparql"):
        right = 'GRANT SPARQL_UPDATE TO "SPARQL";'
        subprocess.run(
            [client, f"127.0.0.1:{sql}", "dba", "dba", f"exec={right}"], check=True, capture_output=True, timeout=240
        )
        yield Server("virtuoso", f"{address}/sparql", f"{address}/sparql", f"{address}/sparql-graph-crud-auth", "dba")


@contextmanager
def run_oxigraph(folder: Path) -> Iterator[Server]:
    """Run the Oxigraph server, whose default graph is then the union of all."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    if program is None:
        pytest.skip("needs the program oxigraph (PyPI oxigraph)")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", "data", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with running(command, folder, address):
        yield Server("oxigraph", f"{address}/query", f"{address}/update", f"{address}/store")
