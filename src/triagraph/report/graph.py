"""The W3C report graph: https://www.w3.org/TR/shacl/#validation-report, with everything that a result has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from triagraph.formats import Syntax
from triagraph.language import LANGUAGES
from triagraph.namespaces import PREFIXES, RDF, SH, SHAPES, XSD
from triagraph.report import ValidationReport, ValidationResult
from triagraph.report.paths import Step, read_path
from triagraph.serializer import serialize

_PREDICATES: Final = {
    "alternative": "alternativePath",
    "inverse": "inversePath",
    "star": "zeroOrMorePath",
    "plus": "oneOrMorePath",
    "optional": "zeroOrOnePath",
}


def to_graph(report: ValidationReport, syntax: Syntax, limit: int | None = None) -> bytes:
    """Write the report graph in an RDF syntax; messages stand in both languages."""
    quads = list(report_quads(report, limit))
    return serialize(quads, syntax, prefixes=PREFIXES, context={"sh": {"@id": SH, "@prefix": True}})


def report_quads(report: ValidationReport, limit: int | None = None) -> Iterator[Quad]:
    """Give the triples of the report graph; report and results are blank nodes."""
    node = BlankNode("report")
    yield _quad(node, f"{RDF}type", NamedNode(f"{SH}ValidationReport"))
    if report.conforms is not None:
        conforms = Literal(str(report.conforms).lower(), datatype=NamedNode(f"{XSD}boolean"))
        yield _quad(node, f"{SH}conforms", conforms)
    for number, result in enumerate(report.results[:limit]):
        item = BlankNode(f"result{number}")
        yield _quad(node, f"{SH}result", item)
        yield from _result_quads(item, result, number)


def _result_quads(item: BlankNode, result: ValidationResult, number: int) -> Iterator[Quad]:
    yield _quad(item, f"{RDF}type", NamedNode(f"{SH}ValidationResult"))
    severity = {"error": "Violation", "violation": "Violation", "warning": "Warning", "info": "Info"}[result.severity]
    yield _quad(item, f"{SH}resultSeverity", NamedNode(SH + severity))
    for language in LANGUAGES:
        yield _quad(item, f"{SH}resultMessage", Literal(result.message.to(language), language=language))
        if result.hint is not None:
            yield _quad(item, f"{SHAPES}hint", Literal(result.hint.to(language), language=language))
    if result.component is not None:
        yield _quad(item, f"{SH}sourceConstraintComponent", NamedNode(result.component))
    terms = {"focusNode": result.focus_node, "value": result.value, "sourceShape": result.source_shape}
    for name, term in terms.items():
        if term is not None:
            yield _quad(item, SH + name, _term(term))
    if result.path is not None:
        path = _PathWriter(f"path{number}-")
        yield _quad(item, f"{SH}resultPath", path.node(read_path(result.path)))
        yield from path.quads


def _quad(subject: BlankNode, predicate: str, value: NamedNode | BlankNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value)


def _term(text: str) -> NamedNode | BlankNode | Literal:
    """Read a term in N-Triples syntax."""
    line = f"<urn:s> <urn:p> {text} .".encode()
    (quad,) = parse(line, format=RdfFormat.N_TRIPLES, rename_blank_nodes=False)
    value: NamedNode | BlankNode | Literal = quad.object
    return value


class _PathWriter:
    """Writes a path in SHACL's own form (https://www.w3.org/TR/shacl/#property-paths)."""

    def __init__(self, stem: str) -> None:
        self.quads: list[Quad] = []
        self._stem = stem
        self._count = 0

    def node(self, path: Step) -> NamedNode | BlankNode:
        """Give the node that stands for a path; what it says of it is added to the quads."""
        if isinstance(path, str):
            return NamedNode(path[1:-1])
        nodes = [self.node(step) for step in path.steps]
        if path.kind == "sequence":
            return self._list(nodes)
        value = self._list(nodes) if path.kind == "alternative" else nodes[0]
        node = self._blank()
        self.quads.append(_quad(node, SH + _PREDICATES[path.kind], value))
        return node

    def _blank(self) -> BlankNode:
        self._count += 1
        return BlankNode(f"{self._stem}{self._count}")

    def _list(self, items: list[NamedNode | BlankNode]) -> NamedNode | BlankNode:
        rest: NamedNode | BlankNode = NamedNode(f"{RDF}nil")
        for item in reversed(items):
            node = self._blank()
            self.quads += [_quad(node, f"{RDF}first", item), _quad(node, f"{RDF}rest", rest)]
            rest = node
        return rest
