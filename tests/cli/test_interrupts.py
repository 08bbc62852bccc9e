"""Ctrl-C ends a command at once, whatever it is doing: status 130, no traceback, and nothing half-written stays."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from triagraph.store.disk import DiskStore
from triagraph.store.indexing import index_files

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
STATEMENTS = 60_000
#: Statuses that a shell gives as 130: that of a program that ends itself, and of one that the signal ends.
INTERRUPTED = {130, -signal.SIGINT}
#: Seconds in which a command ends; a machine may have other work.
SOON = 20

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def interrupted(arguments: list[str], folder: Path, ready: Callable[[], bool]) -> tuple[float, str, str]:
    """Start a command, press Ctrl-C once it is ready; give the seconds until it ended, and what it wrote."""
    command = [TRIAGRAPH, "--lang", "en", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, text=True) as process:
        deadline = time.monotonic() + 240
        while not ready():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.005)
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=240)
        assert process.returncode in INTERRUPTED
        return time.monotonic() - begin, output, errors


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "large.nt"
    number = '"{0}"^^<http://www.w3.org/2001/XMLSchema#int>'
    path.write_text(
        "".join(f"<urn:s{each}> <urn:p{each % 7}> {number.format(each)} .\n" for each in range(STATEMENTS)),
        encoding="ascii",
    )
    return path


@pytest.fixture
def silent_server() -> Iterator[socket.socket]:
    """Give a socket that takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0)
        yield server


def asked(server: socket.socket, kept: list[socket.socket]) -> bool:
    """Tell whether a whole request has come in."""
    try:
        kept.append(server.accept()[0])
    except (BlockingIOError, TimeoutError):
        return bool(kept)
    return True


def address_of(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}/sparql"


@pytest.mark.parametrize("part", [0.0, 0.4, 0.8])
def test_an_index_that_is_being_built_is_given_up_and_the_old_one_stays(
    part: float, large: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small.nt"
    small.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="ascii")
    begin = time.monotonic()
    index_files(tmp_path / "large", [large], base=None)
    whole = time.monotonic() - begin
    index_files(tmp_path / "index", [small], base=None)
    begun: list[float] = []

    def ready() -> bool:
        if not begun and list(tmp_path.glob(".index.staging-*")):
            begun.append(time.monotonic())
        return bool(begun) and time.monotonic() >= begun[0] + part * whole * 0.8

    seconds, output, errors = interrupted(["index", "index", "--data", str(large)], tmp_path, ready)
    assert (output, errors) == ("", "")
    assert seconds < SOON
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        ".index.lock", ".large.lock", "index", "large", "small.nt",
    ]  # fmt: skip
    with DiskStore(tmp_path / "index") as store:
        store.verify()
        assert len(store) == 1


def test_an_interrupt_before_there_is_any_index_leaves_none(large: Path, tmp_path: Path) -> None:
    def ready() -> bool:
        return bool(list(tmp_path.glob(".new.staging-*/literals.sqlite")))

    interrupted(["index", "new", "--data", str(large)], tmp_path, ready)
    assert [each.name for each in tmp_path.iterdir()] == [".new.lock"]


@pytest.mark.parametrize(
    "arguments",
    [["query", "networks", "--endpoint"], ["push"], ["push", "--difference"]],
    ids=["query", "push", "push --difference"],
)
def test_a_server_that_does_not_answer_is_not_waited_for(
    arguments: list[str], silent_server: socket.socket, tmp_path: Path
) -> None:
    kept: list[socket.socket] = []
    arguments = [*arguments, address_of(silent_server)]
    seconds, output, errors = interrupted(arguments, tmp_path, lambda: asked(silent_server, kept))
    for connection in kept:
        connection.close()
    assert output == ""
    assert seconds < SOON
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_push_says_how_far_it_came(silent_server: socket.socket, tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("".join(f"<urn:s{each}> <urn:p> <urn:o> .\n" for each in range(5_000)), encoding="ascii")
    kept: list[socket.socket] = []

    def second_request() -> bool:
        if asked(silent_server, kept) and len(kept) == 1:
            with kept[0] as first:
                first.settimeout(120)
                while (piece := first.recv(1 << 16)) and not piece.endswith(b"%7D"):  # an encoded `}`
                    pass
                first.sendall(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            kept.append(first)
        return len(kept) > 2

    _, output, errors = interrupted(["push", address_of(silent_server), "--data", str(data)], tmp_path, second_request)
    assert output == ""
    kept[-1].close()
    assert "Interrupted: 1 of 3 requests are answered, and what they change stays." in errors


def test_a_large_file_that_is_being_loaded_is_given_up(large: Path, tmp_path: Path) -> None:
    begin = time.monotonic()
    query = tmp_path / "all.rq"
    query.write_text("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) < STR(?f)) }", encoding="ascii")
    seconds, output, errors = interrupted(
        ["query", "--data", str(large), "-f", str(query)], tmp_path, lambda: time.monotonic() > begin + 2
    )
    assert (output, errors) == ("", "")
    assert seconds < SOON
