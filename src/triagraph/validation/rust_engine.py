"""The PyPI package `shacl`: a SHACL engine in Rust."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

import shacl
from pyoxigraph import Quad, RdfFormat, serialize

from triagraph.errors import ShapesError
from triagraph.language import Text
from triagraph.validation.engine import Finding


class RustEngine:
    """Validates with `shacl`; it gives messages only where the shape has some."""

    @property
    def name(self) -> str:
        """Name and version."""
        return f"shacl {version('shacl')}"

    def validate(self, data: str, shapes: Iterable[Quad]) -> list[Finding]:
        """See `Engine.validate`."""
        text = serialize((quad.triple for quad in shapes), format=RdfFormat.N_TRIPLES).decode()
        try:
            compiled = shacl.Shapes.from_text(text, format="ntriples")
        except ValueError as error:
            raise ShapesError(
                Text(f"Die Shapes sind nicht brauchbar: {error}", f"The shapes cannot be used: {error}")
            ) from error
        report = compiled.validate_text(data, format="ntriples")
        return [
            Finding(
                focus_node=result.focus_node,
                path=result.path,
                value=result.value,
                source_shape=result.source_shape,
                component=result.component_iri,
                severity=result.severity_iri,
                messages=tuple(result.messages),
            )
            for result in report.results
        ]
