"""Shapes graphs: their shapes, targets, messages and hints, and the layers that they are run on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.errors import Location, ShapesError
from triagraph.language import Text
from triagraph.namespaces import DEFAULT_BASE, OWL, RDF, RDFS, SH, SHAPES
from triagraph.parser import parse, read_document
from triagraph.project import DEFAULT_GRAPH_LAYERS, Project
from triagraph.store.loading import rebased
from triagraph.validation.messages import BuiltinMessages, Templates
from triagraph.validation.screening import prepared
from triagraph.validation.statements import Statements, statements
from triagraph.validation.targets import Target

_TYPE: Final = f"{RDF}type"
_RUNS_ON: Final = f"{SHAPES}runsOn"
_HINT: Final = f"{SHAPES}hint"
_STANDS_AT: Final = f"{SHAPES}standsAt"
_SHAPE_TYPES: Final = frozenset({f"{SH}NodeShape", f"{SH}PropertyShape"})
_REFERENCES: Final = frozenset({f"{SH}property", f"{SH}node"})
_PATH: Final = f"{SH}path"
_MESSAGE: Final = f"{SH}message"
_QUERIES: Final = (f"{SH}select", f"{SH}ask")
#: What no engine looks at.
_FOR_PEOPLE: Final = (_HINT, f"{SH}name", f"{SH}description")
_DEACTIVATED: Final = f"{SH}deactivated"
_TARGETS: Final = {
    f"{SH}targetClass": "class",
    f"{SH}targetNode": "node",
    f"{SH}targetSubjectsOf": "subjects",
    f"{SH}targetObjectsOf": "objects",
}


@dataclass(frozen=True, slots=True)
class ShapesGraph:
    """One or more shapes files that are run on the same layers."""

    quads: Statements = field(repr=False)
    layers: frozenset[str]
    shapes: frozenset[str] = field(repr=False)
    targets: frozenset[Target] = field(repr=False)
    templates: Templates = field(repr=False, compare=False)
    builtin: BuiltinMessages = field(repr=False, compare=False)
    hints: dict[str, Text] = field(repr=False)
    about_values: frozenset[str] = field(repr=False)
    notes: tuple[Text, ...] = ()


def read_shapes(project: Project) -> tuple[ShapesGraph, ...]:
    """Read a project's shapes, grouped by the layers that they are run on.

    Raises:
        ShapesError: there are no files, or a file has no shape.
    """
    files = [(_read(path, project), path) for path in project.shape_files()]
    if not files:
        raise ShapesError(
            Text(
                "Das Projekt hat keine Shapes; geprüft wurde nichts.", "The project has no shapes; nothing was checked."
            ),
            hint=Text(
                "Shapes stehen in ontology/shapes/, in Dateien namens NAME.shapes.ttl.",
                "shapes stand in ontology/shapes/, in files called NAME.shapes.ttl.",
            ),
            location=Location(str(project.root)),
        )
    shared = [_read(path, project) for path in project.shape_annotation_files()]
    groups: dict[frozenset[str], list[Statements]] = defaultdict(list)
    for quads, path in files:
        if not _shapes(quads):
            raise ShapesError(
                Text("In der Datei steht keine Shape.", "There is no shape in the file."), location=Location(str(path))
            )
        groups[_layers(quads)].append(quads)
    whole = shapes_graph(Statements.together(*shared, *(quads for quads, _ in files)))
    kept = whole.quads
    targets = kept.of(*_TARGETS)
    rest = kept.but(*_TARGETS, *_FOR_PEOPLE)
    implicit = _implicit_targets(kept)
    ordered = sorted(groups.items(), key=lambda item: sorted(item[0]))
    return tuple(_group(replace(whole, quads=rest, targets=implicit), targets, *each) for each in ordered)


def _group(whole: ShapesGraph, targets: list[Quad], layers: frozenset[str], own: list[Statements]) -> ShapesGraph:
    """Give the shapes of some files: the whole shapes graph to refer to, but of the targets only their own."""
    targeted = {quad.subject for each in own for quad in each.of(*_TARGETS)}
    kept = [quad for quad in targets if quad.subject in targeted]
    return replace(
        whole,
        quads=whole.quads.joined(kept),
        layers=layers,
        shapes=_shapes(Statements.together(*own)),
        targets=whole.targets | _stated_targets(statements(kept)),
    )


def _read(path: Path, project: Project) -> Statements:
    quads = parse(read_document(path), base=project.base)
    return Statements(quads if project.base == DEFAULT_BASE else (rebased(quad, project) for quad in quads))


def shapes_graph(quads: Iterable[Quad], layers: frozenset[str] = frozenset(DEFAULT_GRAPH_LAYERS)) -> ShapesGraph:
    """Find shapes, targets, messages and hints in the triples of a shapes graph."""
    kept = prepared(quads)
    return ShapesGraph(
        _for_engines(kept),
        layers,
        _shapes(kept),
        _stated_targets(kept) | _implicit_targets(kept),
        Templates(kept),
        BuiltinMessages(kept),
        _texts(kept, _HINT),
        _about_values(kept),
    )


def _for_engines(quads: Statements) -> Statements:
    """Leave out the messages of shapes: an engine fills in those of SPARQL constraints, and copies all others to each result."""
    filled = {quad.object for quad in quads.of(f"{SH}sparql")} | {quad.subject for quad in quads.of(*_QUERIES)}
    return quads.but(_MESSAGE).joined(quad for quad in quads.of(_MESSAGE) if quad.subject in filled)


def _about_values(quads: Statements) -> frozenset[str]:
    """Find the shapes whose results are about the value, not the focus node: `trsh:standsAt sh:value`."""
    return frozenset(str(quad.subject) for quad in quads.of(_STANDS_AT) if quad.object == NamedNode(f"{SH}value"))


def _layers(quads: Statements) -> frozenset[str]:
    named = {quad.object.value for quad in quads.of(_RUNS_ON) if isinstance(quad.object, Literal)}
    return frozenset(named) or frozenset(DEFAULT_GRAPH_LAYERS)


def _shapes(quads: Statements) -> frozenset[str]:
    """Find the active node and property shapes: those that are typed or are used as one."""
    typed = {
        str(quad.subject)
        for quad in quads.of(_TYPE)
        if isinstance(quad.object, NamedNode) and quad.object.value in _SHAPE_TYPES
    }
    referred = {str(quad.object) for quad in quads.of(*_REFERENCES)}
    used = {str(quad.subject) for quad in quads.of(*_TARGETS, _PATH)}
    inactive = {
        str(quad.subject)
        for quad in quads.of(_DEACTIVATED)
        if isinstance(quad.object, Literal) and quad.object.value in {"true", "1"}
    }
    return frozenset((typed | referred | used) - inactive)


def _stated_targets(quads: Statements) -> frozenset[Target]:
    return frozenset(
        Target(
            _TARGETS[quad.predicate.value],
            str(quad.object)[1:-1] if isinstance(quad.object, NamedNode) else str(quad.object),
        )
        for quad in quads.of(*_TARGETS)
    )


def _implicit_targets(quads: Statements) -> frozenset[Target]:
    """Find the shapes that are classes, and so target their instances: https://www.w3.org/TR/shacl/#implicit-targetClass."""
    types: dict[str, set[str]] = defaultdict(set)
    for quad in quads.of(_TYPE):
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
            types[quad.subject.value].add(quad.object.value)
    return frozenset(
        Target("class", subject)
        for subject, found in types.items()
        if f"{SH}NodeShape" in found and found & {f"{RDFS}Class", f"{OWL}Class"}
    )


def _texts(quads: Statements, predicate: str) -> dict[str, Text]:
    """Collect texts per subject in both languages; a text without a language stands for both."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads.of(predicate):
        if isinstance(quad.object, Literal):
            found[str(quad.subject)][quad.object.language or ""] = quad.object.value
    texts = {}
    for subject, by_language in found.items():
        fallback = by_language.get("") or by_language.get("en") or next(iter(by_language.values()))
        texts[subject] = Text(by_language.get("de", fallback), by_language.get("en", fallback))
    return texts
