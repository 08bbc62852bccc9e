"""A judge in a process of its own, beside the one that reads a project and derives what its rules say.

Reading and deriving take as long as to make the shapes ready and to run them, and neither needs the other before its end. The
second process is a copy of the first (fork(2)), so that nothing is imported twice that both need; it only gets N-Triples, and only gives
what its shapes target, by which the first counts what is looked at, and a report.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, NoReturn, Self

if TYPE_CHECKING:
    from triagraph.project import Project
    from triagraph.report import ValidationReport
    from triagraph.validation.engine import EngineName
    from triagraph.validation.shapes import ShapesGraph


def can_work_beside() -> bool:
    """Tell whether a second process can do part of the work: on Linux, with a second processor, from a process of one thread."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


class JudgeBeside:
    """Does in a second process what `triagraph.validation.judging.Judge` does. To be closed, as by `with`.

    Args:
        project: whose shapes are taken.
        engine: what runs them.
        meanwhile: is called while this process would wait for the other.
    """

    def __init__(self, project: Project, engine: EngineName, meanwhile: Callable[[], object]) -> None:
        reads, to_child = os.pipe()
        from_child, writes = os.pipe()
        self._child = os.fork()
        if not self._child:
            os.close(to_child)
            os.close(from_child)
            _work(project, engine, reads, writes)
        os.close(reads)
        os.close(writes)
        self._requests = os.fdopen(to_child, "wb")
        self._answers = os.fdopen(from_child, "rb")
        self._sending = threading.Thread(target=lambda: None)
        self._texts: dict[str, bytes] = {}
        self._terms = b""
        self._meanwhile = meanwhile

    def __enter__(self) -> Self:
        """Give the judge."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End the second process, if it is not at its end."""
        with suppress(OSError):
            os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        if self._sending.ident is not None:
            self._sending.join()
        for stream in (self._requests, self._answers):
            with suppress(OSError):
                stream.close()

    def begin(self, texts: Mapping[str, bytes], terms: bytes) -> None:
        """See `Judge.begin`; what is sent is sent while this process goes on."""
        self._texts.update(texts)
        self._terms = terms
        self._send((self._texts, terms))

    def end(self, derived: bytes) -> ValidationReport | None:
        """See `Judge.end`; None where the second process could not give a report, for whatever reason, or on nothing."""
        self._sending.join()
        self._send(derived)
        from triagraph.report.transport import from_plain

        try:
            targets = marshal.load(self._answers)  # noqa: S302 - the bytes are those of our own copy
            triples, nodes = (0, 0) if targets is None else self._counted(derived, targets)
            self._meanwhile()
            plain = marshal.load(self._answers) if nodes else None  # noqa: S302
        except (EOFError, ValueError, TypeError):
            return None
        if plain is None:
            return None
        report = from_plain(plain)
        return replace(report, checked=replace(report.checked, triples=triples, focus_nodes=nodes))

    def _counted(self, derived: bytes, targets: list[Any]) -> tuple[int, int]:
        from triagraph.store.loading import DERIVED
        from triagraph.validation.counting import Targets, counted
        from triagraph.validation.targets import Target

        graphs = [Targets(frozenset(layers), frozenset(Target(*each) for each in some)) for layers, some in targets]
        return counted({**self._texts, DERIVED: derived}, self._terms, graphs)

    def _send(self, value: Any) -> None:
        self._sending = threading.Thread(target=_sent, args=(value, self._requests))
        self._sending.start()


def _sent(value: Any, requests: IO[bytes]) -> None:
    with suppress(OSError, ValueError):  # the other process is gone, and says so by not answering
        marshal.dump(value, requests)
        requests.flush()


def _work(project: Project, engine: EngineName, reads: int, writes: int) -> NoReturn:
    """Be the second process; whatever happens, it ends here."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status = 1
    try:
        with os.fdopen(reads, "rb") as requests, os.fdopen(writes, "wb") as answers:
            marshal.dump(_judged(project, engine, requests, answers), answers)
        status = 0
    finally:
        os._exit(status)


def _judged(project: Project, engine: EngineName, requests: IO[bytes], answers: IO[bytes]) -> dict[str, Any] | None:
    """Judge what is sent; None where that raises an error, which the first process will find by itself and tell."""
    from triagraph.errors import TriagraphError
    from triagraph.report.transport import to_plain
    from triagraph.validation.engine import choose_engine
    from triagraph.validation.judging import Judge
    from triagraph.validation.shapes import read_shapes

    try:
        shapes = read_shapes(project)
        with Judge(choose_engine(engine), shapes, piped=True) as judge:
            judge.begin(*marshal.load(requests))  # noqa: S302 - see `JudgeBeside.end`
            marshal.dump(_targets(shapes), answers)
            answers.flush()
            judge.go_on(marshal.load(requests))  # noqa: S302
            return to_plain(judge.found())
    except (TriagraphError, EOFError):
        return None


def _targets(shapes: Sequence[ShapesGraph]) -> list[Any]:
    return [([*graph.layers], [(each.kind, each.iri) for each in graph.targets]) for graph in shapes]
