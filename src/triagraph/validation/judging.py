"""Judge a project's layers, given as N-Triples: each shapes graph is run on the layers that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from pyoxigraph import Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from triagraph.project import DEFAULT_GRAPH_LAYERS
from triagraph.report import Checked, ValidationReport
from triagraph.serializer import merged
from triagraph.store.loading import DERIVED
from triagraph.validation.engine import Engine
from triagraph.validation.graphs import nothing_checked, report_of, results_of
from triagraph.validation.lines import LineScan, Tally, distinct, distinct_triples
from triagraph.validation.plain import NotPlainError
from triagraph.validation.runs import Runs
from triagraph.validation.shapes import ShapesGraph
from triagraph.validation.targets import focus_nodes


class Judge:
    """Shapes made ready for an engine. To be closed, as by `with`."""

    def __init__(self, engine: Engine, shapes: Sequence[ShapesGraph]) -> None:
        self._shapes = shapes
        self._runs = Runs(engine, shapes)
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
        self._texts[DERIVED] = derived
        self._runs.start(self._texts, self._terms)
        triples, nodes = self._counted()
        found = zip(self._runs.findings(), self._shapes, strict=True)
        results = [result for findings, graph in found for result in results_of(findings, graph)]
        if not nodes:
            raise nothing_checked()
        checked = Checked(0, triples, sum(len(graph.shapes) for graph in self._shapes), nodes)
        return report_of(results, self._runs.engine, checked)

    def _counted(self) -> tuple[int, int]:
        """Count the triples of the default graph and the focus nodes; by lines, which is quicker, unless data has axioms."""
        counted: list[LineScan] = []
        focus: list[Tally] = []
        terms = _quads(self._terms)
        try:
            for layer, text in self._texts.items():
                running = [graph for graph in self._shapes if layer in graph.layers]
                scan = LineScan(running, terms, {}, trust=True)
                scan.count(text)
                counted += [scan] if layer in DEFAULT_GRAPH_LAYERS else []
                focus += scan.focus
        except NotPlainError:
            return self._counted_in_full(terms)
        return distinct_triples(*counted), distinct(*focus)

    def _counted_in_full(self, terms: Sequence[Quad]) -> tuple[int, int]:
        quads = {layer: _quads(text) for layer, text in self._texts.items()}
        nodes: set[str] = set()
        for graph in self._shapes:
            looked_at = [quad for layer in sorted(graph.layers) for quad in quads.get(layer, ())]
            nodes |= focus_nodes(looked_at, graph.targets, terms)
        return len(merged(quad for layer in DEFAULT_GRAPH_LAYERS for quad in quads.get(layer, ()))), len(nodes)


def _quads(text: bytes) -> list[Quad]:
    return list(parse_rdf(text, format=RdfFormat.N_TRIPLES, rename_blank_nodes=False))
