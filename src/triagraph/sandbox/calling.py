"""The side that stays safe: start a worker, hand it the work, wait no longer than allowed, tell what came of it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from triagraph.sandbox import frames, outcomes
from triagraph.sandbox.errors import WorkerError
from triagraph.sandbox.frames import Value

if TYPE_CHECKING:
    from subprocess import Popen

#: The worker gets its import path as arguments: with -I it looks at no variable and no folder of the user.
_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from triagraph.sandbox.worker import main; main()"
#: What a Python or its C library may need to start; everything else, secrets included, stays here.
_ENVIRONMENT: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
#: Each thread's arena of glibc takes 64 MiB of address space, used or not.
_SETTINGS: Final = {"MALLOC_ARENA_MAX": "2"}
_COMPLAINT: Final = 8192
#: The time to the deadline is counted in steps of so many seconds.
_STEP: Final = 0.5
#: What the last worker put in place.
_observed: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use: seconds from its start to its answer, and bytes of memory on top of what Python takes."""

    seconds: float
    memory: int


def call(  # noqa: PLR0913 - what is asked for and how, each by name
    target: str,
    arguments: Mapping[str, Value],
    *,
    limits: Limits,
    setup: Mapping[str, Value] | None = None,
    inputs: Sequence[int] = (),
    meanwhile: Callable[[], object] | None = None,
) -> Any:
    """Run a function of ours in a worker with limits and give what it returns.

    Once limited, the worker opens no file, so that nothing can be imported either. A target that needs modules or files
    of ours gets them in `setup`.

    Args:
        target: `package.module:function`; it takes and returns JSON-able values and bytes.
        arguments: its arguments, by name; what strangers sent goes here.
        limits: how long it may take and how much memory.
        setup: what is ours. With it, the target is first called with these arguments, while files may still be read,
            and gives the function that is then called with `arguments`.
        inputs: descriptors of open files that the worker gets too, under the same numbers (not on Windows).
        meanwhile: is called while the worker works; what it raises ends the worker.

    Raises:
        TriagraphError: what the target raised, as it raised it: class, message, hint and location.
        TimeLimitError: it took too long.
        MemoryLimitError: it needs too much memory.
        CrashError: a signal ended it.
        ForbiddenError: it tried to reach a file, the network or another process.
        WorkerError: it ended in another way.
    """
    import subprocess

    request = frames.pack(
        {
            "target": target,
            "arguments": arguments,
            "setup": setup,
            "seconds": limits.seconds,
            "memory": limits.memory,
        }
    )
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
            [sys.executable, "-I", "-S", "-c", _START, *_import_path()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | _SETTINGS,
            start_new_session=True,
            pass_fds=inputs,
        )
    except OSError as error:
        raise WorkerError(str(error)) from error
    ending = _converse(process, request, limits, meanwhile)
    if isinstance(ending.answer, dict) and "enforced" in ending.answer:
        _observed["here"] = tuple(ending.answer["enforced"])
    return outcomes.value_of(ending)


def enforced() -> tuple[str, ...]:
    """Tell what is kept from a worker here: any of deadline, cpu, memory, files, network, processes.

    It is what the system accepted when the last worker started; the first question starts one.
    """
    if not _observed:
        call("triagraph.sandbox.targets:nothing", {}, limits=Limits(seconds=30, memory=64 << 20))
    return _observed["here"]


def _import_path() -> list[str]:
    """Give the folders that this interpreter imports from, and first the one that this package lies in."""
    package = str(Path(__file__).resolve().parents[2])
    return list(dict.fromkeys([package, *(folder for folder in sys.path if Path(folder).is_absolute())]))


def _converse(
    process: Popen[bytes], request: list[bytes], limits: Limits, meanwhile: Callable[[], object] | None
) -> outcomes.Ending:
    """Send the request and wait for the answer; the deadline kills the worker, and every wait ends."""
    import threading

    overdue, ended = threading.Event(), threading.Event()
    complaint = bytearray()

    def watch() -> None:
        if is_overdue(limits.seconds, ended.wait):
            overdue.set()
            _kill(process)

    watcher = threading.Thread(target=watch, daemon=True)
    listener = threading.Thread(target=_listen, args=(process, complaint), daemon=True)
    watcher.start()
    listener.start()
    try:
        _send(process, request)
        if meanwhile is not None:
            meanwhile()
        answer = _receive(process, limits.memory)
        status = process.wait()
    finally:
        ended.set()
        _kill(process)
        listener.join(timeout=1)
    details = bytes(complaint).decode("utf-8", "replace")
    return outcomes.Ending(answer, status, details, limits.seconds, limits.memory, timed_out=overdue.is_set())


def is_overdue(seconds: float, wait: Callable[[float], bool], clock: Callable[[], float] = time.monotonic) -> bool:
    """Wait so many seconds, or until `wait` says that what is waited for has ended; tell whether the time ran out.

    Time in which this process stood still itself – suspended, or on a machine that was – does not count: the worker stood too.
    """
    left = seconds
    while left > 0:
        before, step = clock(), min(left, _STEP)
        if wait(step):
            return False
        left -= min(clock() - before, 2 * step)
    return True


def _send(process: Popen[bytes], request: list[bytes]) -> None:
    """Write the request; a worker that has already ended is told by its status."""
    if process.stdin is None:
        return
    try:
        with process.stdin as stream:
            for piece in request:
                stream.write(piece)
    except (BrokenPipeError, ConnectionResetError):
        return


def _receive(process: Popen[bytes], most: int) -> Any:
    if process.stdout is None:
        return None
    with process.stdout as stream:
        try:
            return frames.read(stream, most)
        except frames.TooLargeError:
            return {"oversized": most}
        except (ValueError, TypeError, LookupError, RecursionError):
            return None


def _listen(process: Popen[bytes], complaint: bytearray) -> None:
    """Keep the end of what the worker writes on stderr."""
    if process.stderr is None:
        return
    with process.stderr as stream:
        while piece := os.read(stream.fileno(), _COMPLAINT):
            complaint += piece
            del complaint[:-_COMPLAINT]


def _kill(process: Popen[bytes]) -> None:
    """End the worker, and where there are process groups, whatever it may have started."""
    if process.poll() is not None:
        return
    if sys.platform != "win32":
        import signal

        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
    else:
        process.kill()
    process.wait()
