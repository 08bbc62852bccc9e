"""Count what the validation of a project looks at: the triples of the default graph, and the focus nodes of all shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from triagraph.project import DEFAULT_GRAPH_LAYERS
from triagraph.serializer import merged
from triagraph.validation.lines import LineScan
from triagraph.validation.plain import NotPlainError
from triagraph.validation.tallies import Tally, distinct
from triagraph.validation.targets import Target, Targeting, focus_nodes


@dataclass(frozen=True, slots=True)
class Targets:
    """What the shapes of one shapes graph target, and the layers that it is run on."""

    layers: frozenset[str]
    targets: frozenset[Target] = field(repr=False)


def counted(texts: Mapping[str, bytes], terms: bytes, graphs: Sequence[Targeting]) -> tuple[int, int]:
    """Count triples and focus nodes; by lines, which is quicker, unless data has axioms about classes.

    Args:
        texts: layer → its triples as N-Triples.
        terms: the ontology as N-Triples.
        graphs: what the shapes target.
    """
    ontology = _quads(terms)
    try:
        return counted_by_lines({layer: (text,) for layer, text in texts.items()}, ontology, graphs)
    except NotPlainError:
        return _counted_in_full(texts, ontology, graphs)


def counted_by_lines(
    layers: Mapping[str, Iterable[bytes]], ontology: Sequence[Quad], graphs: Sequence[Targeting]
) -> tuple[int, int]:
    """Count triples and focus nodes of layers that are given in pieces of whole lines.

    Raises:
        NotPlainError: data has axioms about classes.
    """
    scans: list[LineScan] = []
    focus: list[Tally] = []
    for layer, pieces in layers.items():
        scan = LineScan([graph for graph in graphs if layer in graph.layers], ontology, {}, trust=True)
        for piece in pieces:
            scan.count(piece)
        scans += [scan] if layer in DEFAULT_GRAPH_LAYERS else []
        focus += scan.focus.tallies()
    return distinct(*(scan.triples for scan in scans)), distinct(*focus)


def _counted_in_full(
    texts: Mapping[str, bytes], ontology: Sequence[Quad], graphs: Sequence[Targeting]
) -> tuple[int, int]:
    quads = {layer: _quads(text) for layer, text in texts.items()}
    nodes: set[str] = set()
    for graph in graphs:
        looked_at = [quad for layer in sorted(graph.layers) for quad in quads.get(layer, ())]
        nodes |= focus_nodes(looked_at, graph.targets, ontology)
    return len(merged(quad for layer in DEFAULT_GRAPH_LAYERS for quad in quads.get(layer, ()))), len(nodes)


def _quads(text: bytes) -> list[Quad]:
    return list(parse_rdf(text, format=RdfFormat.N_TRIPLES, rename_blank_nodes=False))
