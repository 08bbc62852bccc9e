"""Shapes that a user gives: checked against SHACL's own shapes for shapes before anything is validated with them.

https://www.w3.org/TR/shacl/#shacl-shacl; the copy is the one that pySHACL ships.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from pyoxigraph import Quad

from triagraph.errors import InputError, ShapesError
from triagraph.language import Text
from triagraph.parser import Document, parse, read_document
from triagraph.serializer import ntriples
from triagraph.validation.engine import Engine
from triagraph.validation.screening import prepared
from triagraph.validation.shapes import ShapesGraph, shapes_graph


def given_shapes(documents: Sequence[Document], engine: Engine, base: str) -> ShapesGraph:
    """Read shapes files as one shapes graph.

    Raises:
        ParseError: a file cannot be read.
        ShapesError: there is no shape, or one is not well-formed.
    """
    quads = [quad for document in documents for quad in parse(document, base=base)]
    graph = shapes_graph(quads)
    if not graph.shapes:
        raise ShapesError(Text("In den Dateien steht keine Shape.", "There is no shape in the files."))
    findings = engine.validate(ntriples(quads), prepared(_shapes_for_shapes()))
    if findings:
        first = findings[0]
        reason = "; ".join(first.messages) or first.component.rpartition("#")[2]
        raise ShapesError(
            Text(
                f"Die Shape {first.focus_node} ist nicht wohlgeformt: {reason}",
                f"The shape {first.focus_node} is not well-formed: {reason}",
            ),
            hint=Text(
                "https://www.w3.org/TR/shacl/#shapes nennt die Regeln.",
                "https://www.w3.org/TR/shacl/#shapes has the rules.",
            ),
        )
    return graph


def _shapes_for_shapes() -> list[Quad]:
    found = find_spec("pyshacl")
    if found is None or not found.submodule_search_locations:
        raise InputError(Text("pySHACL ist nicht installiert.", "pySHACL is not installed."))
    path = Path(found.submodule_search_locations[0]) / "assets" / "shacl-shacl.ttl"
    return list(parse(read_document(path)))
