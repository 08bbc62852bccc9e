"""A filter for system calls of Linux.

https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html

What a parser needs is allowed (memory, threads, clocks, and to read and write what is open already); everything else is
answered with EPERM, so that a library that can do without goes on. It holds for all threads and cannot be taken back.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from errno import ENOSYS, EPERM
from typing import Final

# Classic BPF: load a word of `struct seccomp_data`, jump if equal, jump if a bit is set, return.
_LOAD: Final = 0x20
_IF_EQUAL: Final = 0x15
_IF_SET: Final = 0x45
_RETURN: Final = 0x06

# `struct seccomp_data`: the call's number, the architecture, six arguments of two words each (the low one first).
_NUMBER: Final = 0
_ARCHITECTURE: Final = 4
_ARGUMENTS: Final = 16

_KILL: Final = 0x8000_0000
_REFUSE: Final = 0x0005_0000
_ALLOW: Final = 0x7FFF_0000

_FILTER_MODE: Final = 1
_ALL_THREADS: Final = 1

_CLONE_THREAD: Final = 0x0001_0000
_AT_EMPTY_PATH: Final = 0x1000
_PR_SET_NAME: Final = 15

#: system call → its number on x86_64 and on aarch64 (None: it has none there).
_NUMBERS: Final[dict[str, tuple[int | None, int | None]]] = {
    "read": (0, 63),
    "write": (1, 64),
    "futex": (202, 98),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    "mincore": (27, 232),
    "brk": (12, 214),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "poll": (7, None),
    "ppoll": (271, 73),
    "fcntl": (72, 25),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getcpu": (309, 168),
    "membarrier": (324, 283),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "rseq": (334, 293),
    "futex_waitv": (449, 449),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrusage": (98, 165),
    "getrlimit": (97, None),
    "getrandom": (318, 278),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # Allowed under a condition, or refused in a way of its own.
    "clone": (56, 220),
    "clone3": (435, 435),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "tgkill": (234, 131),
    "kill": (62, 129),
    # What installs the filter.
    "seccomp": (317, 277),
}


@dataclass(frozen=True, slots=True)
class _Machine:
    """A processor architecture: its audit number (linux/audit.h) and its column of `_NUMBERS`."""

    audit: int
    column: int

    def number(self, name: str) -> int | None:
        return _NUMBERS[name][self.column]


_MACHINES: Final = {"x86_64": _Machine(0xC000_003E, 0), "aarch64": _Machine(0xC000_00B7, 1)}

_Instruction = tuple[int, int, int, int]


def install(library: ctypes.CDLL, machine: str) -> bool:
    """Put the filter on all threads of this process; tell whether the system took it.

    `no_new_privs` must be set before.
    """
    known = _MACHINES.get(machine)
    if known is None:
        return False
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program(known, os.getpid()))
    text = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: how many instructions of 8 bytes, and where.
    argument = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(text)))
    return int(library.syscall(known.number("seccomp"), _FILTER_MODE, _ALL_THREADS, argument)) == 0


def program(machine: _Machine, process: int) -> list[_Instruction]:
    """Write the filter for one architecture and the process with this number."""
    conditions = {
        "clone": _if_set(0, _CLONE_THREAD),
        # There is no looking into its arguments; without it, the C library falls back to clone.
        "clone3": [_give(_REFUSE | ENOSYS)],
        # A descriptor's own state may be asked for, not a path's.
        "newfstatat": _if_set(3, _AT_EMPTY_PATH),
        "statx": _if_set(2, _AT_EMPTY_PATH),
        "prctl": _if_equal(0, _PR_SET_NAME),
        # Limits may be read, not set.
        "prlimit64": _if_zero(2),
        # A signal may go to this process alone: abort needs that.
        "tgkill": _if_equal(0, process),
        "kill": _if_equal(0, process),
    }
    lines: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, machine.audit),
        _give(_KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for name in _NUMBERS:
        number = machine.number(name)
        if number is not None and name != "seccomp":
            block = conditions.get(name, [_give(_ALLOW)])
            lines += [(_IF_EQUAL, 0, len(block), number), *block]
    return [*lines, _give(_REFUSE | EPERM)]


def _give(verdict: int) -> _Instruction:
    return (_RETURN, 0, 0, verdict)


def _low(argument: int) -> int:
    return _ARGUMENTS + 8 * argument


def _verdicts(tests: Iterable[_Instruction]) -> list[_Instruction]:
    return [*tests, _give(_REFUSE | EPERM), _give(_ALLOW)]


def _if_set(argument: int, bit: int) -> list[_Instruction]:
    return _verdicts([(_LOAD, 0, 0, _low(argument)), (_IF_SET, 1, 0, bit)])


def _if_equal(argument: int, value: int) -> list[_Instruction]:
    return _verdicts([(_LOAD, 0, 0, _low(argument)), (_IF_EQUAL, 1, 0, value)])


def _if_zero(argument: int) -> list[_Instruction]:
    """Both words are 0: a pointer to nothing."""
    low = _low(argument)
    return _verdicts([(_LOAD, 0, 0, low), (_IF_EQUAL, 0, 2, 0), (_LOAD, 0, 0, low + 4), (_IF_EQUAL, 1, 0, 0)])
