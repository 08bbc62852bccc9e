"""pySHACL over rdflib: the reference engine."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

import pyshacl
import rdflib
from pyoxigraph import Quad, RdfFormat, serialize
from rdflib.namespace import RDF, SH

from triagraph.errors import ShapesError
from triagraph.language import Text
from triagraph.validation.engine import Finding


class PyshaclEngine:
    """Validates with pySHACL; only graphs are handed over, since it would open strings as paths or addresses."""

    @property
    def name(self) -> str:
        """Name and version."""
        return f"pyshacl {version('pyshacl')}"

    def validate(self, data: str, shapes: Iterable[Quad]) -> list[Finding]:
        """See `Engine.validate`."""
        rdflib.NORMALIZE_LITERALS = False
        data_graph = rdflib.Graph().parse(data=data, format="nt")
        text = serialize((quad.triple for quad in shapes), format=RdfFormat.N_TRIPLES).decode()
        shapes_graph = rdflib.Graph().parse(data=text, format="nt")
        try:
            _, report, _ = pyshacl.validate(data_graph, shacl_graph=shapes_graph, advanced=False, inference="none")
        except pyshacl.errors.ShapeLoadError as error:
            raise ShapesError(
                Text(f"Die Shapes sind nicht brauchbar: {error}", f"The shapes cannot be used: {error}")
            ) from error
        if not isinstance(report, rdflib.Graph):
            raise ShapesError(
                Text(f"pySHACL konnte nicht prüfen: {report}", f"pySHACL could not validate: {report}")
            )
        return [_finding(report, node) for node in report.subjects(RDF.type, SH.ValidationResult)]


def _finding(report: rdflib.Graph, node: rdflib.term.Node) -> Finding:
    def term(predicate: rdflib.URIRef) -> str | None:
        value = report.value(node, predicate)
        return None if value is None else value.n3()

    return Finding(
        focus_node=term(SH.focusNode) or "",
        path=term(SH.resultPath),
        value=term(SH.value),
        source_shape=term(SH.sourceShape),
        component=str(report.value(node, SH.sourceConstraintComponent)),
        severity=str(report.value(node, SH.resultSeverity)),
        messages=tuple(str(message) for message in report.objects(node, SH.resultMessage)),
    )
