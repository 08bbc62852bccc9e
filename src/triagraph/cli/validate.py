"""triagraph validate."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triagraph.cli.common import Session, language_option, output_option, write
from triagraph.report.writing import REPORT_FORMATS, write_report

if TYPE_CHECKING:
    from triagraph.report import Severity, ValidationReport
    from triagraph.validation.engine import EngineName
    from triagraph.validation.graphs import Intake


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(REPORT_FORMATS),
    default="text",
    show_default=True,
    help="How the report is written.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The mildest severity that makes the exit status 1.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "shacl", "pyshacl"]),
    default="auto",
    show_default=True,
    help="The SHACL engine; auto takes shacl where it is installed.",
)
@click.option("--limit", type=click.IntRange(min=0), help="Show at most so many results; the summary counts all.")
@click.option("--trust", is_flag=True, help="Let FILE state axioms, shapes and types of known things too.")
@click.option("--allow-empty", is_flag=True, help="Accept data in which no shape targets anything.")
@output_option
@language_option
@click.pass_context
def validate(
    context: click.Context,
    files: tuple[str, ...],
    form: str,
    fail_on: Severity,
    engine: EngineName,
    limit: int | None,
    trust: bool,
    allow_empty: bool,
    output: Path | None,
) -> None:
    """Check FILEs, or the project's own data, against the shapes.

    FILE is RDF in Turtle, JSON-LD, N-Triples, N-Quads, TriG or RDF/XML; `-` is Turtle on stdin. Several FILEs are one
    data graph.

    Exit status: 0 it conforms; 1 it does not; 2 it could not be told.
    """
    session = context.ensure_object(Session)
    from triagraph.validation.graphs import Intake

    report = _run(session, files, engine, Intake(trust, allow_empty))
    colour = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    write(write_report(report, form, session.language, limit, colour=colour), output)
    context.exit(1 if report.fails(fail_on) else 0)


def _run(session: Session, files: tuple[str, ...], engine: EngineName, intake: Intake) -> ValidationReport:
    from triagraph.labelling import Labels
    from triagraph.parser import read_document
    from triagraph.store.loading import load
    from triagraph.validation import choose_engine, read_shapes, validate_documents, validate_project

    project = session.project()
    dataset = load(project)
    shapes = read_shapes(project)
    chosen = choose_engine(engine)
    if files:
        documents = [read_document(name) for name in files]
        report = validate_documents(documents, dataset, shapes, chosen, intake=intake)
    else:
        report = validate_project(dataset, shapes, chosen)
    if not report.results:
        return report
    return replace(report, labels=Labels.of(dataset).by_iri)
