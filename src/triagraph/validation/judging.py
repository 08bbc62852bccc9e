"""Judge a project's layers, given as N-Triples: each shapes graph is run on the layers that it names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from triagraph.report import Checked, ValidationReport
from triagraph.store.loading import DERIVED
from triagraph.validation.engine import Engine, reads_files
from triagraph.validation.shapes import ShapesGraph

if TYPE_CHECKING:
    from triagraph.validation.piped import PipedRuns
    from triagraph.validation.runs import Runs


class Judge:
    """Shapes made ready for an engine. To be closed, as by `with`.

    Args:
        engine: runs them.
        shapes: the shapes graphs.
        allow_empty: accept that they target nothing.
        piped: give the engine its data bit by bit where that is possible, which is quicker for a few megabytes.
    """

    def __init__(
        self, engine: Engine, shapes: Sequence[ShapesGraph], *, allow_empty: bool = False, piped: bool = False
    ) -> None:
        self._shapes = shapes
        self._allow_empty = allow_empty
        self._runs = _runs(engine, shapes, piped=piped)
        self._texts: dict[str, bytes] = {}
        self._terms = b""

    def __enter__(self) -> Self:
        """Give the judge."""
        return self

    def __exit__(self, *error: object) -> None:
        """Wait for the runs that have begun."""
        self._runs.__exit__(*error)

    def begin(self, texts: Mapping[str, bytes], terms: bytes) -> None:
        """Start the runs that look at nothing derived.

        Args:
            texts: layer → its triples as N-Triples, without the derived layer.
            terms: the ontology as N-Triples.
        """
        self._texts.update(texts)
        self._terms = terms
        self._runs.start(self._texts, terms, until=DERIVED)

    def end(self, derived: bytes) -> ValidationReport:
        """Start the other runs, and give what all have found, without places and labels; no files are counted.

        Raises:
            InputError: no shape targets any node, so that a verdict would be one on nothing.
            ShapesError: the engine cannot use the shapes.
        """
        from triagraph.validation.counting import counted
        from triagraph.validation.graphs import nothing_checked

        self.go_on(derived)
        triples, nodes = counted(self._texts, self._terms, self._shapes)
        report = self.found()
        if not nodes and not self._allow_empty:
            raise nothing_checked()
        return replace(report, checked=replace(report.checked, triples=triples, focus_nodes=nodes))

    def go_on(self, derived: bytes) -> None:
        """Start the other runs."""
        self._texts[DERIVED] = derived
        self._runs.start(self._texts, self._terms)

    def found(self) -> ValidationReport:
        """Wait for what all runs have found; of what was looked at, only the shapes are counted.

        Raises:
            ShapesError: the engine cannot use the shapes.
        """
        from triagraph.validation.graphs import report_of, results_of  # now, since the engine is at work
        from triagraph.validation.standing import with_values

        found = zip(self._runs.findings(), self._shapes, strict=True)
        results = [
            result
            for findings, graph in found
            for result in with_values(results_of(findings, graph), self._seen(graph))
        ]
        checked = Checked(0, 0, sum(len(graph.shapes) for graph in self._shapes), 0)
        return report_of(results, self._runs.engine, checked)

    def _seen(self, graph: ShapesGraph) -> Iterator[bytes]:
        """Give what a shapes graph was run on."""
        yield from (self._texts.get(layer, b"") for layer in sorted(graph.layers))
        yield self._terms


def _runs(engine: Engine, shapes: Sequence[ShapesGraph], *, piped: bool) -> Runs | PipedRuns:
    if piped and reads_files(engine) and hasattr(os, "mkfifo"):
        from triagraph.validation.piped import PipedRuns

        with suppress(OSError):
            return PipedRuns(engine, shapes)
    from triagraph.validation.runs import Runs

    return Runs(engine, shapes)
