"""What documents are validated with, and the work on them: what a worker runs (`triagraph.validation.intake`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from triagraph.bundled import bundled_root
from triagraph.errors import ParseError
from triagraph.parser.early import read_early
from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.report.transport import to_plain
from triagraph.sandbox.targets import LARGEST, received
from triagraph.store.loading import Dataset, label_index, load
from triagraph.validation.engine import Engine, EngineName, choose_engine
from triagraph.validation.given import UnknownTerms, given_shapes
from triagraph.validation.graphs import validate_documents
from triagraph.validation.intake import Intake
from triagraph.validation.reading import mistake, unreadable
from triagraph.validation.shapes import ShapesGraph, read_shapes


@dataclass(frozen=True, slots=True)
class Ground:
    """All that is ours and that documents are validated with."""

    dataset: Dataset
    graphs: tuple[ShapesGraph, ...]
    engine: Engine

    def validate(self, files: list[list[Any]], intake: Intake) -> ValidationReport:
        """Validate files, each given as name, syntax and bytes, as one data graph."""
        documents = []
        mistakes = []
        for name, syntax, data in files:
            try:
                documents.append(received(name, data, syntax, LARGEST))
            except ParseError as error:
                mistakes.append(mistake(error))
        if mistakes:
            return unreadable(mistakes, len(files))
        return validate_documents(documents, self.dataset, self.graphs, self.engine, intake=intake)

    def handed_over(self, report: ValidationReport) -> dict[str, Any]:
        """Give a report as plain values, with labels and what there is to know about the shapes."""
        report = replace(report, notes=(*report.notes, *(note for graph in self.graphs for note in graph.notes)))
        known = label_index(self.dataset) if report.results else {}
        return to_plain(replace(report, labels={**report.labels, **known}))


def ground(
    folder: str | None, engine: EngineName, shapes: list[list[Any]], unknown_terms: UnknownTerms = "error"
) -> Ground:
    """Read all that is ours while files may still be opened; with `shapes` that is nothing else."""
    project = load_project(Path(folder) if folder is not None else bundled_root())
    chosen = choose_engine(engine)
    read_early()
    chosen.warm_up()
    if shapes:
        given = [received(name, data, syntax, LARGEST) for name, syntax, data in shapes]
        graphs = (given_shapes(given, chosen, project.base, unknown_terms),)
        return Ground(Dataset(project, {}, (), ()), graphs, chosen)
    dataset = load(project)
    return Ground(dataset, read_shapes(project), chosen)


def ready(
    folder: str | None, engine: EngineName, shapes: list[list[Any]], unknown_terms: UnknownTerms
) -> Callable[..., dict[str, Any]]:
    """Give the function that looks at what strangers sent; see `ground`."""
    ours = ground(folder, engine, shapes, unknown_terms)

    def run(files: list[list[Any]], *, trust: bool, allow_empty: bool) -> dict[str, Any]:
        return ours.handed_over(ours.validate(files, Intake(trust, allow_empty)))

    return run
