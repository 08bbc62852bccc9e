"""The runs of an engine that reads what it validates through a pipe: it makes a graph of the data while the rest of it is still made.

What rules derive is known last, and is little. So the run that looks at it has read everything else by then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Self

from triagraph.validation.blanknodes import names_blank_node
from triagraph.validation.engine import FileEngine, Finding
from triagraph.validation.lexical import as_reported, with_patterns
from triagraph.validation.pipes import Run
from triagraph.validation.shapes import ShapesGraph


class PipedRuns:
    """Does what `triagraph.validation.runs.Runs` does, and leaves to that what cannot be told without the whole text.

    To be closed, as by `with`.

    Args:
        engine: reads pipes.
        shapes: the shapes graphs; the data is small enough to be in memory.

    Raises:
        OSError: there can be no pipe.
        ShapesError: the engine cannot use the shapes.
    """

    def __init__(self, engine: FileEngine, shapes: Sequence[ShapesGraph]) -> None:
        self.engine = engine
        self.shapes = shapes
        self._texts: dict[str, bytes] = {}
        self._terms: bytes | None = None
        self._runs: list[Run] = []
        self._patterns: list[frozenset[str]] = []
        for graph in shapes:
            quads, patterns = with_patterns(graph.quads)
            self._patterns.append(patterns)
            self._runs.append(Run(engine.validate_file(quads, 0)))

    def __enter__(self) -> Self:
        """Give the runs themselves."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Wait for the engine, which gets nothing more."""
        for run in self._runs:
            run.stop()
            run.wait()

    def start(self, texts: Mapping[str, bytes], terms: bytes, *, until: str | None = None) -> None:
        """Send each run what it has not been sent: all of it, or all but the layer `until`, which another call gives."""
        new = {layer: text for layer, text in texts.items() if layer not in self._texts and layer != until}
        for run, graph in zip(self._runs, self.shapes, strict=True):
            run.send(new[layer] for layer in sorted(graph.layers & new.keys()))
            if self._terms is None:
                run.send([terms])
            waits = until is not None and until in graph.layers
            if not waits and not run.finished:
                run.finish()
        self._texts.update(new)
        self._terms = terms

    def findings(self) -> list[list[Finding]]:
        """Wait for what was found, in the order of the shapes graphs.

        Raises:
            ShapesError: the engine cannot use the shapes.
        """
        with suppress(ValueError, OSError):  # the text says what is wrong, and has room for more results
            found = [run.findings() for run in self._runs]
            if not any(names_blank_node(finding) for some in found for finding in some):
                return [as_reported(some, patterns) for some, patterns in zip(found, self._patterns, strict=True)]
        from triagraph.validation.runs import Runs

        with Runs(self.engine, self.shapes) as runs:
            runs.start(self._texts, self._terms or b"")
            return runs.findings()
