"""Validate from Python: `triagraph.validate("contribution.ttl")`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from triagraph.project import Project, load_project
from triagraph.report import ValidationReport
from triagraph.store.loading import label_index
from triagraph.validation.engine import EngineName
from triagraph.validation.intake import Intake, receive, validate_files
from triagraph.validation.whole import validate_files_of


def validate(
    *files: str | Path,
    project: Project | Path | str | None = None,
    engine: EngineName = "auto",
    trust: bool = False,
    allow_empty: bool = False,
) -> ValidationReport:
    """Validate files or folders as one contribution to a project; without any, the project itself.

    Args:
        files: RDF files or folders; they are read in a worker with limits.
        project: the project or its folder; without one, the nearest upwards from the working folder, else the bundled graph.
        engine: `shacl`, `pyshacl` or `auto`.
        trust: let files state axioms and shapes too.
        allow_empty: accept files in which no shape targets anything.

    Raises:
        InputError: a file cannot be read, or nothing in the files is targeted.
        ProjectError: the folder is no project.
        SandboxError: a file takes too much time or memory.
    """
    chosen = project if isinstance(project, Project) else load_project(None if project is None else Path(project))
    if files:
        received = receive(*map(str, files))
        return validate_files(received, chosen, engine=engine, intake=Intake(trust, allow_empty))
    report, dataset = validate_files_of(chosen, engine)
    return replace(report, labels=label_index(dataset)) if report.results else report
