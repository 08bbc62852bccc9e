"""A fresh interpreter beside this process: whether there is a processor for it, how it starts, and that it never outlives this one."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from typing import Final, Self

from triagraph.site.shares import last_back, number_taken

_PARENT_DEATH_SIGNAL: Final = 1


def has_processors() -> bool:
    """Tell whether there is a second processor, and an interpreter to start."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return processors > 1 and bool(sys.executable)


def interpreter(program: str) -> subprocess.Popen[bytes]:
    """Start a program, with pipes to its standard input and from its standard output."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", program, str(os.getpid())]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603


class Helper:
    """A fresh interpreter that does its part of a work: it takes shares from the first on, this process from the last back.

    To be stopped, whatever happens.

    Args:
        program: what it runs; it is told what to do on its standard input, and answers on its standard output.

    Raises:
        OSError: there is no room for it.
    """

    def __init__(self, program: str) -> None:
        self._process = interpreter(program)
        #: Who still writes to it.
        self._senders: list[Thread] = []
        self._shares: Path | None = None
        self._done = 0

    def make_shares(self, folder: Path | None = None) -> Path:
        """Make the folder in which shares are taken, in the given one or that for temporary files."""
        self._shares = Path(mkdtemp(prefix="triagraph-shares-", dir=folder))
        return self._shares

    def last_back(self, count: int) -> Iterator[int]:
        """Take shares of the work, which it does from the first on."""
        assert self._shares is not None  # noqa: S101 - it has begun
        return last_back(self._shares, count)

    def done(self) -> int:
        """Give how many shares it has taken so far."""
        assert self._shares is not None  # noqa: S101 - it has begun
        self._done = number_taken(self._shares, self._done)
        return self._done

    def answer(self) -> bytes | None:
        """Wait until it has finished; give what it says, None if it ended early."""
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        answer = self._process.stdout.read()
        return None if self._process.wait() or not answer else answer

    def stop(self) -> None:
        """End it, if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for sender in self._senders:
            sender.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent cannot be sent any more
                    pipe.close()
        if self._shares is not None:
            shutil.rmtree(self._shares, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Parent:
    """The process that started this one, as this one sees it."""

    number: int

    @classmethod
    def of_this(cls) -> Self:
        """Read who it is; from now on this process ends with it, and Ctrl-C, which reaches both, is its business."""
        parent = cls(int(sys.argv[1]))
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        parent.end_without_it()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return parent

    def end_without_it(self) -> None:
        """End if it has ended: nobody may find what an orphan writes."""
        if sys.platform != "win32" and os.getppid() != self.number:
            os._exit(1)
