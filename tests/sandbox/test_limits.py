"""Whatever a target does, the caller gets an answer or the right error, and the next call is right."""

import os
import platform
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from triagraph import sandbox
from triagraph.errors import InputError, Location, ParseError, TriagraphError
from triagraph.sandbox import (
    CrashError,
    ForbiddenError,
    Limits,
    MemoryLimitError,
    SandboxError,
    TimeLimitError,
    WorkerError,
)
from triagraph.sandbox.calling import is_overdue

LIMITS = Limits(seconds=20, memory=128 << 20)
SHORT = Limits(seconds=1, memory=128 << 20)
FULL = sys.platform == "linux" and platform.machine() in {"x86_64", "aarch64"}
full_sandbox = pytest.mark.skipif(not FULL, reason="all limits hold on Linux on x86_64 and aarch64 only")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups are those of POSIX")


def call(function: str, limits: Limits = LIMITS, **arguments: Any) -> Any:
    return sandbox.call(f"misbehaving:{function}", arguments, limits=limits)


def expect(kind: type[TriagraphError], function: str, limits: Limits = LIMITS, **arguments: Any) -> TriagraphError:
    """Call what must fail in one way, and then what must not fail at all."""
    with pytest.raises(TriagraphError) as caught:
        call(function, limits, **arguments)
    assert type(caught.value) is kind, caught.value
    assert call("answer", value="right") == "right"
    return caught.value


@pytest.mark.parametrize(
    "value", [None, True, 0, -1.5, "ä\0\ud800", [], {}, [1, {"a": [b"\0\xff", b""]}], {"mark": 1}, b"x" * 300_000]
)
def test_what_is_sent_comes_back(value: Any) -> None:
    assert call("answer", value=value) == value


def test_a_target_can_be_prepared_with_what_is_ours() -> None:
    assert sandbox.call("misbehaving:prepared", {"number": 6}, setup={"factor": 7}, limits=LIMITS) == 42


@full_sandbox
def test_what_is_not_prepared_cannot_be_read() -> None:
    with pytest.raises(ForbiddenError):
        sandbox.call("misbehaving:read_file", {"path": __file__}, limits=LIMITS)


def test_an_error_of_ours_travels_back_as_it_is() -> None:
    error = expect(InputError, "complain")
    assert (error.message.de, error.message.en) == ("Das geht nicht.", "No.")
    assert error.hint is not None
    assert (error.hint.de, error.hint.en) == ("Anders.", "Otherwise.")
    assert error.location == Location("a.ttl", 3, 7)


def test_an_error_of_a_class_that_is_unknown_here_is_the_nearest_known_one() -> None:
    error = expect(ParseError, "complain_locally")
    assert error.hint is None
    assert error.location is None


def test_a_message_cannot_steer_the_terminal() -> None:
    text = expect(ParseError, "complain_locally").to_text("en")
    assert text == "error: local \N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("function", ["sleep", "spin", "ignore_signals"])
def test_the_deadline_ends_what_takes_too_long(function: str) -> None:
    before = time.monotonic()
    error = expect(TimeLimitError, function, SHORT)
    assert time.monotonic() - before < 30
    assert error.message.en == "Processing was stopped after 1 seconds."


def test_time_in_which_the_machine_stood_still_does_not_count() -> None:
    now = 0.0
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        nonlocal now
        waits.append(seconds)
        now += 3600 if len(waits) == 3 else seconds
        return False

    assert is_overdue(10, wait, lambda: now)
    assert 9 <= sum(waits) <= 10
    assert not is_overdue(10, lambda _: True, lambda: now)


def test_the_deadline_holds_while_the_request_is_written() -> None:
    with pytest.raises(TimeLimitError):
        call("answer", Limits(seconds=0.001, memory=128 << 20), value=b"x" * (32 << 20))


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is limited on Linux only")
@pytest.mark.parametrize("function", ["allocate", "allocate_slowly", "map_memory"])
def test_memory_is_limited(function: str) -> None:
    assert expect(MemoryLimitError, function).message.en.startswith("Processing needs more memory than the 128 MiB")


def test_an_answer_that_is_too_large_is_not_read() -> None:
    expect(MemoryLimitError, "answer_at_length", Limits(seconds=20, memory=32 << 20))


@full_sandbox
@pytest.mark.parametrize(
    "function",
    [
        *("open_socket", "fork", "start_program", "start_program_beside", "signal_parent", "read_file", "list_folder"),
        *("follow_link", "open_memory_file", "trace_itself"),
    ],
)
def test_the_system_refuses(function: str) -> None:
    error = expect(ForbiddenError, function)
    assert "not allowed" in error.message.en
    assert error.hint is not None


@full_sandbox
def test_no_file_is_written_changed_or_removed(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("old", encoding="utf-8")
    expect(ForbiddenError, "write_file", path=str(tmp_path / "new.txt"))
    expect(ForbiddenError, "write_file", path=str(old))
    expect(ForbiddenError, "remove_file", path=str(old))
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]
    assert old.read_text(encoding="utf-8") == "old"


@full_sandbox
def test_no_connection_reaches_a_listener() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        expect(ForbiddenError, "connect", port=server.getsockname()[1])
        with pytest.raises(TimeoutError):
            server.accept()
        with socket.create_connection(server.getsockname()):
            server.accept()[0].close()


@posix
def test_limits_cannot_be_raised() -> None:
    assert "ValueError" in details(expect(WorkerError, "raise_limits"))


@posix
@pytest.mark.parametrize(("function", "name"), [("segfault", "SIGSEGV"), ("abort", "SIGABRT")])
def test_a_crash_is_told(function: str, name: str) -> None:
    assert name in expect(CrashError, function).message.en


@pytest.mark.parametrize("function", ["leave", "leave_quietly", "fail", "recurse", "answer_with_an_object"])
def test_a_mistake_of_ours_is_told_without_its_internals(function: str) -> None:
    error = expect(WorkerError, function)
    for text in (error.to_text("de"), error.to_text("en")):
        assert not re.search(r"Traceback|File \"|secret|Error\b|\.py", text)


def test_what_the_worker_wrote_on_stderr_is_kept_for_logs() -> None:
    assert "a secret of the worker" in details(expect(WorkerError, "fail"))


def test_what_a_library_prints_does_not_spoil_the_answer() -> None:
    assert call("print_a_lot") == "heard"


def test_threads_work() -> None:
    assert call("use_threads", Limits(seconds=20, memory=512 << 20), number=20) == 190


def test_a_target_that_does_not_exist_is_a_mistake_of_ours() -> None:
    expect(WorkerError, "does_not_exist")


def test_what_cannot_be_sent_is_told_before_a_worker_starts() -> None:
    with pytest.raises(TypeError, match="object cannot be sent"):
        call("answer", value=object())


def test_a_python_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(WorkerError):
        call("answer")


def test_no_secret_of_the_environment_reaches_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    found = call("look_around")
    assert set(found["environment"]) <= {
        *("LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TZ", "MALLOC_ARENA_MAX")
    }
    assert found["process"] != os.getpid()


def test_calls_from_several_threads_do_not_meet() -> None:
    answers: list[int] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(call("answer", value=n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(8))


@posix
def test_no_worker_is_left_behind() -> None:
    expect(TimeLimitError, "sleep", SHORT)
    assert "misbehaving" not in subprocess.run(["ps", "-ax"], capture_output=True, text=True, check=True).stdout


def test_what_is_enforced_is_what_the_worker_met() -> None:
    kept = sandbox.enforced()
    assert kept[0] == "deadline"
    if FULL:
        assert kept == ("deadline", "cpu", "memory", "files", "network", "processes")


def test_a_worker_costs_little_more_than_python_itself() -> None:
    """A worker that does nothing takes 60 ms where a bare Python takes 15: a mistake would cost far more than this."""

    def best(function: str) -> float:
        times = []
        for _ in range(5):
            before = time.perf_counter()
            call(function)
            times.append(time.perf_counter() - before)
        return min(times)

    assert best("answer") < 1


def details(error: TriagraphError) -> str:
    assert isinstance(error, SandboxError)
    return error.details
