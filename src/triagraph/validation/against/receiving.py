"""Validate what strangers send on an existing graph, in a worker with limits (`triagraph.sandbox`).

The worker reads a project or opens an index before it looks at what was sent. It reaches no network: a graph on an endpoint is
asked from here for the statements that the contribution can affect, and the worker gets the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Quad, RdfFormat, parse

from triagraph.bundled import bundled_root
from triagraph.errors import ParseError
from triagraph.parser import Document
from triagraph.parser.early import read_early
from triagraph.project import Project, load_project
from triagraph.report import ValidationReport
from triagraph.report.transport import from_plain, to_plain
from triagraph.sandbox import call
from triagraph.sandbox.targets import LARGEST, received
from triagraph.store.connection import Connection
from triagraph.store.loading import read_rules
from triagraph.validation.against.ground import (
    AS_THE_SERVER_GIVES,
    Ground,
    endpoint_ground,
    index_ground,
    project_ground,
    vocabulary_of,
)
from triagraph.validation.against.sources import EndpointSource, RecordedSource
from triagraph.validation.against.validating import affected_by, contribution_of, validate_against, with_labels
from triagraph.validation.against.world import Fact, terms_of
from triagraph.validation.engine import Engine, EngineName, choose_engine
from triagraph.validation.given import UnknownTerms, given_shapes
from triagraph.validation.intake import Intake, ReceivedFile, limits_for
from triagraph.validation.reading import mistake, read_quads, unreadable
from triagraph.validation.shapes import ShapesGraph, read_shapes
from triagraph.validation.suggestions import with_suggestions

#: Each statement is followed through the shapes.
_MORE_SECONDS_PER_MIB: Final = 20.0
_LAYER: Final = "urn:triagraph:layer:"


@dataclass(frozen=True, slots=True)
class Existing:
    """An existing graph: the index in `store`, or what an endpoint has; without either the project's own data."""

    project: Project
    name: str
    store: Path | None = None
    endpoint: Connection | None = None


def validate_files_against(  # noqa: PLR0913 - all that a user may ask for, each by name
    files: tuple[ReceivedFile, ...],
    existing: Existing,
    *,
    engine: EngineName = "auto",
    intake: Intake | None = None,
    shapes: tuple[ReceivedFile, ...] = (),
    unknown_terms: UnknownTerms = "error",
) -> ValidationReport:
    """Validate files of strangers as one contribution on top of an existing graph; see `validate_against`.

    With `shapes` these are used instead of the project's.

    Raises:
        InputError: nothing is targeted, a file is too large, or the endpoint's graph cannot be asked.
        IndexFolderError: there is no index.
        EndpointError: the endpoint does not answer.
        SandboxError: the worker ran out of time or memory, or died.
    """
    size = sum(file.size for file in files) / (1 << 20)
    limits = limits_for(files, engine)
    limits = replace(limits, seconds=limits.seconds + _MORE_SECONDS_PER_MIB * size)
    arguments: dict[str, Any] = {"files": _plain(files)}
    answers = None
    if existing.endpoint is not None:
        parsed = call("triagraph.validation.against.receiving:parser", arguments, limits=limits, setup=_setup(existing))
        if "report" in parsed:
            return from_plain(parsed["report"])
        graphs = _shapes(existing.project, _plain(shapes), choose_engine(engine), unknown_terms)
        answers = _ask(existing, parsed["triples"], intake or Intake(), graphs)
    arguments |= {
        "trust": (intake or Intake()).trust,
        "allow_empty": (intake or Intake()).allow_empty,
        "answers": answers.facts if answers else None,
    }
    setup = {
        **_setup(existing),
        "engine": engine,
        "shapes": _plain(shapes),
        "unknown_terms": unknown_terms,
        "name": existing.name,
        "store": str(existing.store) if existing.store else None,
        "rules": answers.rules if answers else None,
    }
    report = from_plain(call("triagraph.validation.against.receiving:ready", arguments, limits=limits, setup=setup))
    if answers:
        report = with_labels(
            replace(report, notes=(*answers.ground.notes, *(note for graph in graphs for note in graph.notes))),
            answers.ground.sources,
        )
    return report if shapes else with_suggestions(report, existing.project)


def _plain(files: Sequence[ReceivedFile]) -> list[list[Any]]:
    return [[file.name, file.syntax, file.data] for file in files]


def _setup(existing: Existing) -> dict[str, Any]:
    return {"folder": None if existing.project.bundled else str(existing.project.root)}


@dataclass(frozen=True, slots=True)
class _Answers:
    """What an endpoint has answered, and the rules whose conclusions it holds."""

    ground: Ground
    facts: bytes
    rules: list[str]


def _ask(existing: Existing, triples: bytes, intake: Intake, graphs: Sequence[ShapesGraph]) -> _Answers:
    """Ask an endpoint for all that a contribution can affect."""
    from triagraph.store.remote import RemoteStore

    if existing.endpoint is None:
        raise TypeError("no endpoint")
    source = EndpointSource(RemoteStore(existing.endpoint), existing.project)
    ground = endpoint_ground(source, existing.project, existing.name)
    quads = list(parse(triples, format=RdfFormat.N_TRIPLES, rename_blank_nodes=False))
    affected_by(contribution_of(quads, ground, trust=intake.trust), ground, graphs)
    facts = "".join(
        f"{subject} {predicate} {value} <{_LAYER}{layer}> .\n" for subject, predicate, value, layer in source.answers
    )
    return _Answers(ground, facts.encode(), [rule.name for rule in ground.rules])


def _project(folder: str | None) -> Project:
    return load_project(Path(folder) if folder is not None else bundled_root())


def _shapes(
    project: Project, shapes: list[list[Any]], engine: Engine, unknown_terms: UnknownTerms
) -> tuple[ShapesGraph, ...]:
    if not shapes:
        return read_shapes(project)
    given = [received(name, data, syntax, LARGEST) for name, syntax, data in shapes]
    return (given_shapes(given, engine, project.base, unknown_terms),)


def _documents(files: list[list[Any]]) -> tuple[list[Document], ValidationReport | None]:
    """Make documents of what was sent, or a report that says what cannot be read."""
    documents, mistakes = [], []
    for name, syntax, data in files:
        try:
            documents.append(received(name, data, syntax, LARGEST))
        except ParseError as error:
            mistakes.append(mistake(error))
    return documents, unreadable(mistakes, len(files)) if mistakes else None


def parser(folder: str | None) -> Callable[..., dict[str, Any]]:
    """Prepare to read what strangers sent; give the function that does."""
    project = _project(folder)
    read_early()

    def run(files: list[list[Any]]) -> dict[str, Any]:
        documents, report = _documents(files)
        if report is not None:
            return {"report": to_plain(report)}
        readings = [read_quads(document, project.base) for document in documents]
        mistakes = [found for _, each in readings for found in each]
        if mistakes:
            return {"report": to_plain(unreadable(mistakes, len(files)))}
        lines = [f"{' '.join(terms_of(quad))} .\n" for reading, _ in readings for quad in reading.quads]
        return {"triples": "".join(lines).encode()}

    return run


def ready(  # noqa: PLR0913 - all that a worker is told, each by name
    folder: str | None,
    engine: EngineName,
    shapes: list[list[Any]],
    *,
    name: str,
    store: str | None,
    rules: list[str] | None,
    unknown_terms: UnknownTerms,
) -> Callable[..., dict[str, Any]]:
    """Read all that is ours while files may still be opened; give the function that looks at what strangers sent."""
    project, chosen = _project(folder), choose_engine(engine)
    graphs = _shapes(project, shapes, chosen, unknown_terms)
    ground = _ground(project, name, store, rules)
    read_early()
    chosen.warm_up()

    def run(files: list[list[Any]], *, trust: bool, allow_empty: bool, answers: bytes | None) -> dict[str, Any]:
        documents, report = _documents(files)
        if report is not None:
            return to_plain(report)
        existing = ground if answers is None else replace(ground, sources=(_recorded(answers), *ground.sources))
        return to_plain(validate_against(documents, existing, graphs, chosen, intake=Intake(trust, allow_empty)))

    return run


def _ground(project: Project, name: str, store: str | None, rules: list[str] | None) -> Ground:
    if store is not None:
        from triagraph.store.disk import DiskStore

        return index_ground(DiskStore(Path(store)), project, name)
    if rules is None:
        return project_ground(project, name)
    kept = tuple(rule for rule in read_rules(project) if rule.name in rules)
    return Ground(name, project, (vocabulary_of(project),), kept, (AS_THE_SERVER_GIVES,))


def _recorded(answers: bytes) -> RecordedSource:
    return RecordedSource(_fact(quad) for quad in parse(answers, format=RdfFormat.N_QUADS, rename_blank_nodes=False))


def _fact(quad: Quad) -> Fact:
    graph: Any = quad.graph_name
    return (*terms_of(quad), graph.value[len(_LAYER) :])
