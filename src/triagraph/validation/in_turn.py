"""Validate a large project: one shapes graph after the other, each handed to the engine through a pipe.

Side by side, every run has a text and a graph of its own: two gigabytes for three quarters of a million statements. In turn,
they share one text, and one graph at a time is in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from triagraph.report import Checked, ValidationReport
from triagraph.serializer import ntriples
from triagraph.store.loading import Dataset
from triagraph.validation.blanknodes import names_blank_node
from triagraph.validation.counting import counted_by_lines
from triagraph.validation.engine import Engine, FileEngine, Finding, reads_files
from triagraph.validation.graphs import nothing_checked, report_of, results_of
from triagraph.validation.lexical import as_reported, with_patterns
from triagraph.validation.memory import give_back
from triagraph.validation.pipes import Run
from triagraph.validation.plain import NotPlainError
from triagraph.validation.shapes import ShapesGraph
from triagraph.validation.standing import with_values


class _NeedsTextError(Exception):
    """What was found cannot be told without the whole text."""


def validated_in_turn(
    dataset: Dataset, shapes: Sequence[ShapesGraph], engine: Engine, *, allow_empty: bool = False
) -> ValidationReport | None:
    """Validate all layers of a project as `validate_project` does, in little memory.

    Returns:
        The report, without places and labels; None where only the text tells: a blank node is to be named, the engine cannot
        read a pipe, or the data has axioms.

    Raises:
        InputError: no shape targets any node, so that a verdict would be one on nothing.
        ShapesError: the engine cannot use the shapes.
    """
    if not reads_files(engine):
        return None
    layers = {layer: list(dataset.pieces(layer)) for layer in dataset.layers}
    terms = ntriples(dataset.terms).encode()
    try:
        found = [_found(engine, graph, layers, terms) for graph in shapes]
        triples, nodes = counted_by_lines(layers, dataset.terms, shapes)
    except (_NeedsTextError, NotPlainError, ValueError, OSError):
        return None
    finally:
        give_back()
    if not nodes and not allow_empty:
        raise nothing_checked()
    results = [
        result
        for some, graph in zip(found, shapes, strict=True)
        for result in with_values(results_of(some, graph), _pieces(graph, layers, terms))
    ]
    checked = Checked(0, triples, sum(len(graph.shapes) for graph in shapes), nodes)
    return report_of(results, engine, checked)


def _found(engine: FileEngine, graph: ShapesGraph, layers: Mapping[str, list[bytes]], terms: bytes) -> list[Finding]:
    """Run one shapes graph on the layers that it names."""
    quads, patterns = with_patterns(graph.quads)
    size = sum(len(piece) for layer in graph.layers for piece in layers.get(layer, ()))
    run = Run(engine.validate_file(quads, size))
    run.feed(_pieces(graph, layers, terms), ())
    found = run.findings()
    give_back()
    if any(names_blank_node(finding) for finding in found):
        raise _NeedsTextError
    return as_reported(found, patterns)


def _pieces(graph: ShapesGraph, layers: Mapping[str, list[bytes]], terms: bytes) -> Iterable[bytes]:
    """Give what a shapes graph is run on."""
    return chain(*(layers.get(layer, ()) for layer in sorted(graph.layers)), (terms,))
