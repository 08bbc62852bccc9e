"""pySHACL over rdflib: the reference engine."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any, Final

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.namespace import RDF, SH

from triagraph.errors import ShapesError
from triagraph.language import Text
from triagraph.report.paths import goes_back_through_several, read_path
from triagraph.validation.engine import Finding

_REPEATED: Final[dict[rdflib.term.Node, str]] = {
    SH.zeroOrMorePath: "*",
    SH.oneOrMorePath: "+",
    SH.zeroOrOnePath: "?",
}


class PyshaclEngine:
    """Validates with pySHACL; only graphs are handed over, since it would open strings as paths or addresses."""

    def __init__(self) -> None:
        self._name = f"pyshacl {version('pyshacl')}"  # now: in a worker nothing can be looked up later

    @property
    def name(self) -> str:
        """Name and version."""
        return self._name

    @property
    def runs_in_parallel(self) -> bool:
        """See `Engine.runs_in_parallel`."""
        return False

    def prepare(self, shapes: Iterable[Quad]) -> Callable[[str], list[Finding]]:
        """See `Engine.prepare`."""
        kept = tuple(shapes)
        return lambda data: self.validate(data, kept)

    def warm_up(self) -> None:
        """See `Engine.warm_up`."""
        self.validate("", ())

    def validate(self, data: str, shapes: Iterable[Quad]) -> list[Finding]:
        """See `Engine.validate`."""
        quads = parse(data.encode(), format=RdfFormat.N_TRIPLES, rename_blank_nodes=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # rdflib warns of ill-formed literals; they are results, not talk
            data_graph, shapes_graph = to_rdflib(quads), to_rdflib(shapes)
            _check_paths(shapes_graph)
            report = _report(data_graph, shapes_graph)
        reported = report.value(None, RDF.type, SH.ValidationReport)
        return [_finding(report, node) for node in report.objects(reported, SH.result)]


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Graph:
    """Give triples as an rdflib graph with the same blank node labels and lexical forms."""
    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph(bind_namespaces="none")
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: Any) -> rdflib.term.Identifier:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language is not None:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = None if term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise ShapesError(
        Text("pySHACL kennt keine Tripel-Terme (RDF 1.2).", "pySHACL does not know triple terms (RDF 1.2)."),
        hint=Text("`--engine shacl` wählen.", "choose `--engine shacl`."),
    )


def _check_paths(shapes: rdflib.Graph) -> None:
    """Refuse a sequence that is taken backwards: pySHACL 0.40 takes its steps in the wrong order, and would find nothing."""
    for node in shapes.objects(None, SH.path):
        try:
            path = _path(shapes, node)
        except RecursionError as error:
            raise _unusable(f"sh:path {node}") from error
        if goes_back_through_several(read_path(path)):
            raise ShapesError(
                Text(
                    f"pySHACL geht eine Folge von Schritten nicht richtig zurück: {path}",
                    f"pySHACL does not take a sequence of steps backwards correctly: {path}",
                ),
                hint=Text("`--engine shacl` wählen.", "choose `--engine shacl`."),
            )


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    try:
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, advanced=False, inference="none", do_owl_imports=False
        )
    except (
        pyshacl.errors.ShapeLoadError,
        pyshacl.errors.ConstraintLoadError,
        pyshacl.errors.ReportableRuntimeError,
        NotImplementedError,
        TypeError,
        RecursionError,
    ) as error:
        raise _unusable(error) from error
    if not isinstance(report, rdflib.Graph):
        raise _unusable(report)
    return report


def _unusable(reason: object) -> ShapesError:
    text = str(reason).splitlines()[0] if str(reason) else type(reason).__name__
    return ShapesError(Text(f"pySHACL kann damit nicht prüfen: {text}", f"pySHACL cannot validate with these: {text}"))


def _finding(report: rdflib.Graph, node: rdflib.term.Node) -> Finding:
    def term(predicate: rdflib.URIRef) -> str | None:
        value = report.value(node, predicate)
        return None if value is None else value.n3()

    return Finding(
        focus_node=term(SH.focusNode) or "",
        path=None if (path := report.value(node, SH.resultPath)) is None else _path(report, path),
        value=term(SH.value),
        source_shape=term(SH.sourceShape),
        component=str(report.value(node, SH.sourceConstraintComponent)),
        severity=str(report.value(node, SH.resultSeverity)),
        messages=tuple(str(message) for message in report.objects(node, SH.resultMessage)),
    )


def _path(graph: rdflib.Graph, node: rdflib.term.Node) -> str:
    """Write a property path as the other engine does, in SPARQL's syntax."""
    if isinstance(node, rdflib.URIRef):
        return f"<{node}>"
    if (node, RDF.first, None) in graph:
        return f"({'/'.join(_path(graph, step) for step in graph.items(node))})"
    for predicate, value in graph.predicate_objects(node):
        if predicate == SH.inversePath:
            return f"^{_path(graph, value)}"
        if predicate == SH.alternativePath:
            return f"({'|'.join(_path(graph, step) for step in graph.items(value))})"
        if predicate in _REPEATED:
            return f"({_path(graph, value)}){_REPEATED[predicate]}"
    raise _unusable(f"sh:path {node}")
