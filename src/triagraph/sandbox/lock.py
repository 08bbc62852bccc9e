"""What a worker gives up before it looks at what strangers sent.

Limits: https://pubs.opengroup.org/onlinepubs/9799919799/functions/getrlimit.html; on Linux also `seccomp`.
"""

from __future__ import annotations

import ctypes
import math
import os
import sys
from typing import Final

from triagraph.sandbox import seccomp

#: prctl(2): kill me when the one who started me is gone; never gain rights by starting a program.
_SET_PARENT_DEATH_SIGNAL: Final = 1
_SET_NO_NEW_PRIVILEGES: Final = 38
_SIGKILL: Final = 9


def lock(seconds: float, memory: int) -> tuple[str, ...]:
    """Limit this process for good and give the names of what is now kept from it.

    Args:
        seconds: the processor time that each core may spend.
        memory: bytes of address space on top of what is in use now.
    """
    if sys.platform == "win32":
        return ("deadline",)
    kept = {"deadline", *_limit_resources(seconds, memory)}
    if sys.platform == "linux":
        kept |= _give_up_system_calls()
    return tuple(name for name in ("deadline", "cpu", "memory", "files", "network", "processes") if name in kept)


def _limit_resources(seconds: float, memory: int) -> set[str]:
    """Set the limits that every POSIX system has.

    With no free descriptor below RLIMIT_NOFILE, no file and no socket can be opened.
    """
    if sys.platform == "win32":
        return set()
    import resource

    spent = resource.getrusage(resource.RUSAGE_SELF)
    processor_time = math.ceil(spent.ru_utime + spent.ru_stime + seconds * (os.cpu_count() or 1)) + 1
    free = os.dup(0)  # the lowest descriptor that is free
    os.close(free)
    limits = [
        ("core", resource.RLIMIT_CORE, 0),
        ("writing", resource.RLIMIT_FSIZE, 0),
        ("cpu", resource.RLIMIT_CPU, processor_time),
        ("files", resource.RLIMIT_NOFILE, free),
    ]
    used = _address_space()
    if used is not None:
        limits.append(("memory", resource.RLIMIT_AS, used + memory))
    kept = {name for name, kind, limit in limits if _limit(kind, limit)} - {"core", "writing"}
    return kept | {"network"} if "files" in kept else kept


def _limit(kind: int, limit: int) -> bool:
    import resource

    try:
        resource.setrlimit(kind, (limit, limit))
    except (OSError, ValueError):
        return False
    return True


def _address_space() -> int | None:
    """Give the size of this process's address space, where the system tells it."""
    if sys.platform != "linux":
        return None
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib costs more than the whole call
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None


def _give_up_system_calls() -> set[str]:
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_SET_PARENT_DEATH_SIGNAL, _SIGKILL, 0, 0, 0)
    if library.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and seccomp.install(library, os.uname().machine):
        return {"files", "network", "processes"}
    return set()
