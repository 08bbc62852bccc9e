"""What a worker must not get away with: targets for `sandbox.call`."""

import ctypes
import mmap
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from triagraph.errors import InputError, Location, ParseError
from triagraph.language import Text


class LocalError(ParseError):
    """A class that only the worker knows."""


def answer(value: Any = None) -> Any:
    return value


def prepared(factor: int) -> Callable[[int], int]:
    known = len(Path(__file__).read_bytes())
    return lambda number: number * factor if known else 0


def complain() -> None:
    raise InputError(
        Text("Das geht nicht.", "No."), hint=Text("Anders.", "Otherwise."), location=Location("a.ttl", 3, 7)
    )


def complain_locally() -> None:
    raise LocalError(Text("lokal \x1b[2J\ud800", "local \x1b[2J\ud800"))


def sleep(seconds: float = 60) -> None:
    time.sleep(seconds)


def spin() -> None:
    while True:
        pass


def ignore_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    spin()


def allocate() -> int:
    return len(b"x" * (4 << 30))


def allocate_slowly() -> int:
    kept = [bytes(1 << 20)]
    while True:
        kept.append(bytes(1 << 20))


def map_memory() -> int:
    return len(mmap.mmap(-1, 4 << 30))


def answer_at_length() -> str:
    return "x" * (40 << 20)


def print_a_lot() -> str:
    for _ in range(1000):
        os.write(1, b"noise " * 1000)
        os.write(2, b"noise " * 1000)
    return "heard"


def open_socket() -> None:
    socket.socket()


def connect(port: int) -> None:
    with socket.socket() as connection:
        connection.connect(("127.0.0.1", port))


def fork() -> int:
    return os.fork()


def start_program() -> None:
    os.execv("/bin/sh", ["sh", "-c", "true"])  # noqa: S606 - it must not work


def start_program_beside() -> None:
    subprocess.run(["/bin/true"], check=True)


def signal_parent() -> None:
    os.kill(os.getppid(), signal.SIGWINCH)


def open_memory_file() -> int:
    return os.memfd_create("more")


def trace_itself() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.ptrace(0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def write_file(path: str) -> None:
    Path(path).write_text("was here", encoding="utf-8")


def remove_file(path: str) -> None:
    Path(path).unlink()


def read_file(path: str = "/etc/hostname") -> str:
    return Path(path).read_text(encoding="utf-8")


def list_folder(path: str = "/etc") -> list[str]:
    return os.listdir(path)  # noqa: PTH208 - the system call is what is tried


def follow_link(path: str = "/proc/self/exe") -> str:
    return os.readlink(path)  # noqa: PTH115 - the system call is what is tried


def raise_limits() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))


def segfault() -> None:
    ctypes.string_at(0)


def abort() -> None:
    os.abort()


def leave() -> None:
    os._exit(3)


def leave_quietly() -> None:
    sys.exit(0)


def fail() -> None:
    raise RuntimeError("a secret of the worker")


def answer_with_an_object() -> object:
    return object()


def recurse(depth: int = 0) -> int:
    return recurse(depth + 1) + 1


def use_threads(number: int) -> int:
    """Threads must go on working: the engines use them."""
    total: list[int] = []
    threads = [threading.Thread(target=total.append, args=(count,)) for count in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(total)


def look_around() -> dict[str, Any]:
    return {"environment": sorted(os.environ), "process": os.getpid(), "arguments": sys.argv}


def parse_unchecked(data: bytes) -> int:

    return len(list(parse(data, format=RdfFormat.JSON_LD)))
