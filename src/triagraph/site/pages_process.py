"""Write the pages of things in a process of their own, beside the one that writes everything else.

The graph goes to it as N-Quads, as it was read and validated, never from the files a second time. It is a fresh
interpreter: a forked one would share what an open store and the engines' threads hold.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Final, Self

from pyoxigraph import RdfFormat, parse, serialize

from triagraph.errors import PublishError, TriagraphError
from triagraph.language import Text
from triagraph.project import Project
from triagraph.site.editions import editions
from triagraph.site.graph import GraphIndex
from triagraph.site.pages import write_pages
from triagraph.site.places import Places
from triagraph.site.settings import ReleaseSettings
from triagraph.site.signposts import write_signposts
from triagraph.site.writer import ReleaseWriter, WrittenFile
from triagraph.store.loading import Dataset

#: With fewer things, starting a process takes longer than it saves.
_WORTH_IT: Final = 200
#: With more things, a second process would hold a large graph a second time: then memory is worth more than time.
_TOO_MANY: Final = 5_000
#: So many containers may be made before the garbage collector looks for cycles: the graph stays, and pages have few.
_MADE_BEFORE_COLLECTING: Final = 200_000
_PARENT_DEATH_SIGNAL: Final = 1
_PROGRAM: Final = "from triagraph.site.pages_process import main; main()"


@dataclass(frozen=True, slots=True)
class Job:
    """What the process is told: the graph, the settings, and where to write."""

    project: Project
    layers: dict[str, bytes] = field(repr=False)
    terms: bytes = field(repr=False)
    settings: ReleaseSettings
    folder: Path

    @classmethod
    def of(cls, dataset: Dataset, settings: ReleaseSettings, folder: Path) -> Self:
        """Put a job together."""
        layers = {name: serialize(quads, format=RdfFormat.N_QUADS) or b"" for name, quads in dataset.layers.items()}
        terms = serialize(dataset.terms, format=RdfFormat.N_QUADS) or b""
        return cls(dataset.project, layers, terms, settings, folder)

    def dataset(self) -> Dataset:
        """Give the graph back."""
        layers = {name: tuple(parse(data, format=RdfFormat.N_QUADS)) for name, data in self.layers.items()}
        return Dataset(self.project, layers, tuple(parse(self.terms, format=RdfFormat.N_QUADS)), ())


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in the process, in words."""

    message: Text
    hint: Text | None


class PagesProcess:
    """The process that writes the pages of things."""

    def __init__(self, job: Job) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-c", _PROGRAM, str(os.getpid())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603
        # It reads only when it has started; nobody waits for that.
        self._sender = Thread(target=self._send, args=(pickle.dumps(job),), daemon=True)
        self._sender.start()

    @classmethod
    def start(cls, dataset: Dataset, settings: ReleaseSettings, folder: Path, things: int) -> Self | None:
        """Start it; None where it would not pay or there is no second processor."""
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        if not _WORTH_IT <= things <= _TOO_MANY or processors < 2 or not sys.executable:  # noqa: PLR2004 - one for each process
            return None
        return cls(Job.of(dataset, settings, folder))

    def _send(self, job: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        with suppress(OSError), self._process.stdin as pipe:  # if it has ended, `result` says so
            pipe.write(job)

    def result(self) -> list[WrittenFile]:
        """Wait until it has finished; give the files that it wrote.

        Raises:
            PublishError: a file could not be written, or the process ended early.
        """
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        answer = self._process.stdout.read()
        if self._process.wait():
            raise PublishError(
                Text(
                    "Der Prozess, der die Seiten schreibt, ist abgebrochen.",
                    "The process that writes the pages has ended early.",
                ),
                hint=Text("Reicht der Arbeitsspeicher?", "is there enough memory?"),
            )
        found: list[WrittenFile] | Failure = pickle.loads(answer)  # noqa: S301 - our own process wrote it
        if isinstance(found, Failure):
            raise PublishError(found.message, hint=found.hint)
        return found

    def stop(self) -> None:
        """End it, if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._sender.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _die_with(parent: int) -> None:
    """End with the process that started this one: nobody else may find files written by an orphan."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    _stop_if_orphaned(parent)


def _stop_if_orphaned(parent: int) -> None:
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(1)


def main() -> None:
    """Read a job from standard input, do it, and write what came of it to standard output."""
    parent = int(sys.argv[1])
    _die_with(parent)
    gc.set_threshold(_MADE_BEFORE_COLLECTING)
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
    answer: list[WrittenFile] | Failure
    try:
        graph = GraphIndex(job.dataset())
        places = Places(graph)
        gc.freeze()
        with ReleaseWriter(job.folder) as writer:
            made = editions(graph, places, job.settings)
            write_pages(writer, made, places, before_each=lambda: _stop_if_orphaned(parent))
            write_signposts(writer, graph, places, before_each=lambda: _stop_if_orphaned(parent))
        answer = list(writer.files.values())
    except TriagraphError as error:
        answer = Failure(error.message, error.hint)
    sys.stdout.buffer.write(pickle.dumps(answer))
