"""Shapes that a user gives: checked against SHACL's own shapes for shapes before anything is validated with them.

https://www.w3.org/TR/shacl/#shacl-shacl; the copy is the one that pySHACL ships.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pyoxigraph import Quad

from triagraph.errors import InputError, Location, ShapesError
from triagraph.language import Text
from triagraph.namespaces import SH
from triagraph.parser import Document, parse, read_document
from triagraph.serializer import ntriples
from triagraph.validation.engine import Engine
from triagraph.validation.reading import ReadDocument
from triagraph.validation.screening import prepared, suggestion, unknown_terms
from triagraph.validation.shapes import ShapesGraph, shapes_graph

if TYPE_CHECKING:
    from triagraph.parser.positions import Wanted

#: What a term of the SHACL namespace is that does not exist.
UnknownTerms = Literal["error", "warn"]


def given_shapes(
    documents: Sequence[Document], engine: Engine, base: str, unknown: UnknownTerms = "error"
) -> ShapesGraph:
    """Read shapes files as one shapes graph.

    Args:
        documents: the files.
        engine: validates the shapes themselves.
        base: the IRI that relative IRIs are resolved against.
        unknown: what a term of the SHACL namespace is that does not exist: an error, or a note of the report. What is
            stated with it is left out.

    Raises:
        ParseError: a file cannot be read.
        ShapesError: there is no shape, one is not well-formed, or it has a term that does not exist.
    """
    read = [ReadDocument(document, tuple(parse(document, base=base))) for document in documents]
    quads = [quad for each in read for quad in each.quads]
    found = unknown_terms(quads)
    places = _places(found, read, base)
    if found and unknown == "error":
        raise _unknown_error(places)
    left_out = {quad for _, quad in found}
    quads = [quad for quad in quads if quad not in left_out]
    graph = replace(shapes_graph(quads), notes=tuple(_note(name, places[name]) for name in sorted(places)))
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


def _places(found: Sequence[tuple[str, Quad]], read: Sequence[ReadDocument], base: str) -> dict[str, list[Location]]:
    """Give unknown term → where it stands."""
    from triagraph.parser.positions import locate

    places: dict[str, list[Location]] = {name: [] for name, _ in found}
    wanted: dict[Wanted, str] = {
        (str(quad.subject), str(quad.predicate), str(quad.object)): name for name, quad in found
    }
    for each in read if wanted else ():
        for triple, where in locate(each.document, wanted, quads=each.quads, base=base).items():
            name = wanted[triple]
            is_predicate = triple[1] == f"<{SH}{name}>"
            places[name] += [
                each.location(place.predicate if is_predicate else place.object) for place in where.statements
            ]
    return {name: sorted(some, key=lambda place: (place.file, place.line or 0)) for name, some in places.items()}


def _unknown_error(places: Mapping[str, Sequence[Location]]) -> ShapesError:
    """Say of the unknown terms where they stand, and what to do; the first is told as the mistake."""
    name = next(iter(places))
    meant = suggestion(name)
    asked = Text(f"{meant.de} ", f"{meant.en} ") if meant else Text("", "")
    told = [_where(each, some) for each, some in places.items()]
    where = Text("; ".join(each.de for each in told), "; ".join(each.en for each in told))
    return ShapesError(
        Text(f"`sh:{name}` gibt es in SHACL nicht.", f"`sh:{name}` is not a term of SHACL."),
        hint=Text(
            f"{asked.de}`--unknown-terms warn` lässt weg, was so gesagt ist, und prüft das Übrige. {where.de}.",
            f"{asked.en}`--unknown-terms warn` leaves out what is stated so, and validates the rest. {where.en}.",
        ),
        location=places[name][0] if places[name] else None,
    )


def _note(name: str, places: Sequence[Location]) -> Text:
    meant, where = suggestion(name), _where(name, places)
    return Text(
        f"`sh:{name}` gibt es in SHACL nicht; was damit gesagt ist, wurde nicht geprüft. {where.de}.{f' {meant.de}' if meant else ''}",
        f"`sh:{name}` is not a term of SHACL; what is stated with it was not checked. {where.en}.{f' {meant.en}' if meant else ''}",
    )


def _where(name: str, places: Sequence[Location]) -> Text:
    """Say in which lines of which files a term stands."""
    by_file: dict[str, list[str]] = {}
    for place in places:
        by_file.setdefault(place.file, []).append(str(place.line))
    lines = [(file, len({*some}), ", ".join(dict.fromkeys(some))) for file, some in by_file.items()]
    return Text(
        f"`sh:{name}`: "
        + "; ".join(f"{file}, {'Zeilen' if number > 1 else 'Zeile'} {some}" for file, number, some in lines),
        f"`sh:{name}`: "
        + "; ".join(f"{file}, {'lines' if number > 1 else 'line'} {some}" for file, number, some in lines),
    )


def _shapes_for_shapes() -> list[Quad]:
    found = find_spec("pyshacl")
    if found is None or not found.submodule_search_locations:
        raise InputError(Text("pySHACL ist nicht installiert.", "pySHACL is not installed."))
    path = Path(found.submodule_search_locations[0]) / "assets" / "shacl-shacl.ttl"
    return list(parse(read_document(path)))
