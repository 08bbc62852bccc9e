"""A second process that does its share of the work of publishing, on a second processor.

The graph goes to it as N-Quads, as it was read and validated, never from the files a second time. It is a fresh
interpreter: a forked one would share what an open store and the engines' threads hold. It starts and reads the graph while
the first process still validates it; what is to be written where it is told when that is known.
"""

from __future__ import annotations

import gc
import pickle
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from threading import Thread
from typing import IO, Final, Self

from pyoxigraph import Quad, RdfFormat, parse, serialize

from triagraph.errors import PublishError, TriagraphError
from triagraph.language import Text
from triagraph.project import Project
from triagraph.site.beside import Helper, Parent, has_processors
from triagraph.site.documents import Writer
from triagraph.site.editions import editions
from triagraph.site.graph import GraphIndex
from triagraph.site.packed import PackedQuads, Packer
from triagraph.site.places import Places
from triagraph.site.settings import ReleaseSettings
from triagraph.site.shares import first_on
from triagraph.site.standing import Standing
from triagraph.site.work import shares
from triagraph.site.writer import ReleaseWriter, Written
from triagraph.store.loading import Dataset

#: With fewer things, or less data in bytes, starting a process takes longer than it saves.
_WORTH_IT: Final = 200
_WORTH_STARTING: Final = 200_000
#: So many containers may be made before the garbage collector looks for cycles: the graph stays, and pages have few.
_MADE_BEFORE_COLLECTING: Final = 200_000
#: How many quads go through the pipe at once.
_AT_ONCE: Final = 5_000
_PROGRAM: Final = "from triagraph.site.second_process import main; main()"


@dataclass(frozen=True, slots=True)
class Contents:
    """What the graph is made of that follows as N-Quads: the layers in their order, how many quads each has, and the terms."""

    project: Project
    layers: dict[str, int]
    terms: int
    is_packed: bool


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written, where to, and where shares are taken."""

    settings: ReleaseSettings
    folder: Path
    shares: Path
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in the process, in words."""

    message: Text
    hint: Text | None


class SecondProcess(Helper):
    """The second process, as the first one sees it."""

    def __init__(self) -> None:
        super().__init__(_PROGRAM)

    @classmethod
    def ready(cls, project: Project) -> Self | None:
        """Start it before the graph is read; None where it would not pay or there is no second processor."""
        size = sum(file.path.stat().st_size for file in project.data_files())
        return cls() if size >= _WORTH_STARTING and has_processors() else None

    @classmethod
    def started(cls, dataset: Dataset, things: int) -> Self | None:
        """Start it and send the graph; None where it would not pay or there is no second processor."""
        if things < _WORTH_IT or not has_processors():
            return None
        process = cls()
        process.send(dataset)
        return process

    def send(self, dataset: Dataset) -> None:
        """Send the graph; nobody waits until it has arrived."""
        self._later(lambda pipe: hand_over(dataset, pipe))

    def begin(self, settings: ReleaseSettings, folder: Path, standing: Standing | None = None) -> None:
        """Let it begin to write into a folder what the release that is there does not have."""
        order = Order(settings, folder, self.make_shares(folder.parent), standing)
        self._later(lambda pipe: pickle.dump(order, pipe))

    def _later(self, give: Callable[[IO[bytes]], None]) -> None:
        """Give it something when it has taken what came before: it reads only when it has started."""
        before = tuple(self._senders)

        def run() -> None:
            for sender in before:
                sender.join()
            assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
            with suppress(OSError, ValueError):  # if it has ended, `result` says so
                give(self._process.stdin)
                self._process.stdin.flush()

        self._senders.append(Thread(target=run, daemon=True))
        self._senders[-1].start()

    def result(self) -> Written:
        """Wait until it has finished; give the files that it wrote.

        Raises:
            PublishError: a file could not be written, or the process ended early.
        """
        answer = self.answer()
        if answer is None:
            raise PublishError(
                Text(
                    "Der Prozess, der die Seiten schreibt, ist abgebrochen.",
                    "The process that writes the pages has ended early.",
                ),
                hint=Text("Reicht der Arbeitsspeicher?", "is there enough memory?"),
            )
        found: Written | Failure = pickle.loads(answer)  # noqa: S301 - our own process wrote it
        if isinstance(found, Failure):
            raise PublishError(found.message, hint=found.hint)
        return found


def hand_over(dataset: Dataset, pipe: IO[bytes]) -> None:
    """Write a graph, layer by layer, some quads at a time."""
    counts = {name: len(quads) for name, quads in dataset.layers.items()}
    is_packed = any(isinstance(quads, PackedQuads) for quads in dataset.layers.values())
    pickle.dump(Contents(dataset.project, counts, len(dataset.terms), is_packed), pipe)
    quads = chain(*dataset.layers.values(), dataset.terms)
    while some := list(islice(quads, _AT_ONCE)):
        pickle.dump(serialize(some, format=RdfFormat.N_QUADS), pipe)
    pickle.dump(None, pipe)


def taken_over(pipe: IO[bytes]) -> Dataset:
    """Read a graph that was handed over."""
    contents: Contents = pickle.load(pipe)  # noqa: S301 - our own process wrote it
    quads = (quad for some in iter(lambda: pickle.load(pipe), None) for quad in parse(some, format=RdfFormat.N_QUADS))  # noqa: S301
    pack: Callable[[Iterable[Quad]], Sequence[Quad]] = Packer().packed if contents.is_packed else tuple
    layers = {name: pack(islice(quads, count)) for name, count in contents.layers.items()}
    return Dataset(contents.project, layers, tuple(quads), ())


def main() -> None:
    """Read a graph and an order from standard input, do it, and write what came of it to standard output."""
    parent = Parent.of_this()
    gc.set_threshold(_MADE_BEFORE_COLLECTING)
    graph = GraphIndex(taken_over(sys.stdin.buffer))
    answer: Written | Failure
    try:
        places = Places(graph)
        order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
        made = editions(graph, places, order.settings)
        gc.freeze()
        with ReleaseWriter(order.folder, order.standing) as writer:
            work = shares(writer, made, Writer(graph))
            for number in first_on(order.shares, len(work)):
                parent.end_without_it()
                work[number]()
        answer = writer.written
    except TriagraphError as error:
        answer = Failure(error.message, error.hint)
    sys.stdout.buffer.write(pickle.dumps(answer))
