"""triagraph validate."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triagraph.cli.common import Session, language_option, output_option, write
from triagraph.errors import InputError, ParseError
from triagraph.language import Text
from triagraph.report.writing import REPORT_FORMATS, write_report

if TYPE_CHECKING:
    from triagraph.report import Severity, ValidationReport
    from triagraph.validation.engine import EngineName


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
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    help="Validate FILE against these shapes instead of the project's; may be repeated.",
)
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
    shapes: tuple[str, ...],
    trust: bool,
    allow_empty: bool,
    output: Path | None,
) -> None:
    """Check FILEs, or the project's own data, against the shapes.

    FILE is RDF in Turtle, JSON-LD, N-Triples, N-Quads, TriG or RDF/XML, gzipped or not; a folder stands for the RDF files
    in it, `-` for Turtle on stdin. Several FILEs are one data graph. They are read in a worker process with limits.

    Exit status: 0 it conforms; 1 it does not; 2 it could not be told.
    """
    session = context.ensure_object(Session)
    report = _run(session, files, shapes, engine, trust=trust, allow_empty=allow_empty)
    terminal = output is None and sys.stdout.isatty()
    colour = terminal and "NO_COLOR" not in os.environ
    width = max(60, shutil.get_terminal_size().columns) if terminal else None
    write(write_report(report, form, session.language, limit, colour=colour, width=width), output)
    context.exit(2 if report.conforms is None else 1 if report.fails(fail_on) else 0)


def _run(
    session: Session,
    files: tuple[str, ...],
    shapes: tuple[str, ...],
    engine: EngineName,
    *,
    trust: bool,
    allow_empty: bool,
) -> ValidationReport:
    from triagraph.store.loading import label_index, load
    from triagraph.validation import choose_engine, read_shapes, validate_project

    project = session.project()
    if files:
        from triagraph.validation.graphs import Intake
        from triagraph.validation.intake import receive, validate_files

        received = tuple(file for name in files for file in receive(name))
        given = tuple(file for name in shapes for file in receive(name))
        intake = Intake(trust or bool(given), allow_empty)
        return validate_files(received, project, engine=engine, intake=intake, shapes=given)
    if shapes:
        raise InputError(
            Text("`--shapes` braucht auch eine DATEI mit Daten.", "`--shapes` needs a FILE with data too."),
            hint=Text(
                "`triagraph validate DATEI --shapes SHAPES` schreiben.",
                "write `triagraph validate FILE --shapes SHAPES`.",
            ),
        )
    try:
        dataset = load(project)
    except ParseError as error:
        from triagraph.validation.reading import unreadable_file

        return unreadable_file(error)
    report = validate_project(dataset, read_shapes(project), choose_engine(engine))
    return replace(report, labels=label_index(dataset)) if report.results else report
