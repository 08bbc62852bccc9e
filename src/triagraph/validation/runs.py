"""The runs of an engine on the layers of a project: one for each shapes graph, side by side where that is quicker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from triagraph.validation.engine import Engine, Finding
from triagraph.validation.lexical import prepared_run
from triagraph.validation.shapes import ShapesGraph


class Runs:
    """Shapes graphs that are made ready for an engine at once, and run when what they look at has been read.

    To be closed, as by `with`: what has not begun then does not begin.
    """

    def __init__(self, engine: Engine, shapes: Sequence[ShapesGraph]) -> None:
        self.engine = engine
        self.shapes = shapes
        self._pool = ThreadPoolExecutor(max_workers=len(shapes) if engine.runs_in_parallel else 1)
        self._prepared = [self._pool.submit(prepared_run, engine, graph.quads) for graph in shapes]
        self._started: dict[int, Future[list[Finding]]] = {}

    def __enter__(self) -> Self:
        """Give the runs themselves."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Wait for what has begun."""
        self._pool.shutdown(cancel_futures=True)

    def start(self, texts: Mapping[str, bytes], terms: bytes, *, until: str | None = None) -> None:
        """Start the runs that have not been.

        Args:
            texts: layer → its triples as N-Triples.
            terms: the ontology, which every run sees, as N-Triples.
            until: a layer; the runs on it wait for another call.
        """
        for number, graph in enumerate(self.shapes):
            if number not in self._started and until not in graph.layers:
                data = b"".join([*(texts.get(layer, b"") for layer in sorted(graph.layers)), terms]).decode()
                self._started[number] = self._pool.submit(_validated, self._prepared[number], data)

    def findings(self) -> list[list[Finding]]:
        """Wait for what was found, in the order of the shapes graphs.

        Raises:
            ShapesError: the engine cannot use the shapes.
        """
        return [self._started[number].result() for number in range(len(self.shapes))]


def _validated(prepared: Future[Callable[[str], list[Finding]]], data: str) -> list[Finding]:
    """Run what was made ready: it was put into the pool before, so that it is ready or at work."""
    return prepared.result()(data)
