"""A fresh interpreter beside this process: whether there is a processor for it, how it starts, and that it never outlives this one."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Final, Self

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
