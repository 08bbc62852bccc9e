"""triagraph validate."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from triagraph.cli.common import Session, language_option, output_option, write
from triagraph.errors import InputError, ParseError
from triagraph.language import Text
from triagraph.report.writing import REPORT_FORMATS, prepare_report, write_report

if TYPE_CHECKING:
    from triagraph.project import Project
    from triagraph.report import Severity, ValidationReport
    from triagraph.store.loading import Dataset
    from triagraph.validation.against.receiving import Existing
    from triagraph.validation.engine import EngineName
    from triagraph.validation.given import UnknownTerms
    from triagraph.validation.intake import ReceivedFile


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
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=0), help="Show at most so many results; the summary counts all."
)
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    help="Validate FILE against these shapes instead of the project's; may be repeated.",
)
@click.option(
    "--unknown-terms",
    type=click.Choice(["error", "warn"]),
    default="error",
    show_default=True,
    help="What a term of SHACL in --shapes is that does not exist; with warn, what it states is left out, and the report says so.",
)
@click.option(
    "--against",
    metavar="PROJECT|URL",
    help="Validate FILE as a contribution on top of this graph, and report only what it causes: a folder with "
    "triagraph.toml, `bundled`, or the address of a SPARQL endpoint.",
)
@click.option(
    "--store",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Validate FILE on top of the graph in this index, built by `triagraph index`, instead of the project's data.",
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
    unknown_terms: UnknownTerms,
    against: str | None,
    folder: Path | None,
    trust: bool,
    allow_empty: bool,
    output: Path | None,
) -> None:
    """Check FILEs, or the project's own data, against the shapes.

    FILE is RDF in Turtle, JSON-LD, N-Triples, N-Quads, TriG or RDF/XML, gzipped or not; a folder stands for the RDF files
    in it, `-` for Turtle on stdin. Several FILEs are one data graph. They are read in a worker process with limits.

    Without --against, FILE is checked by itself, with the things of the project as they are known. With --against or
    --store it is a contribution: added to the graph that is there, and reported is what it causes, at its own things or
    at others. Only what it can affect is looked at. --store alone takes the shapes and the vocabulary of the project and
    the data of the index; with `--against PROJECT` they are those of PROJECT.

    Exit status: 0 it conforms; 1 it does not; 2 it could not be told.
    """
    session = context.ensure_object(Session)
    given = _GivenShapes(shapes, unknown_terms)
    if unknown_terms == "warn" and not shapes:
        raise InputError(
            Text(
                "`--unknown-terms` gilt nur für die Shapes von `--shapes`.",
                "`--unknown-terms` is only about the shapes of `--shapes`.",
            ),
            hint=Text("`--shapes DATEI` dazu angeben.", "give `--shapes FILE` too."),
        )
    if against is not None or folder is not None:
        report = _run_against(session, files, given, engine, against, folder, trust=trust, allow_empty=allow_empty)
    else:
        report = _run(session, files, given, engine, form, trust=trust, allow_empty=allow_empty)
    terminal = output is None and sys.stdout.isatty()
    colour = terminal and "NO_COLOR" not in os.environ
    width = _width() if terminal else None
    write(write_report(report, form, session.language, limit, colour=colour, width=width), output)
    context.exit(2 if report.conforms is None else 1 if report.fails(fail_on) else 0)


def _width() -> int:
    import shutil

    return max(60, shutil.get_terminal_size().columns)


class _GivenShapes(NamedTuple):
    """The names of shapes files, and what is done with terms in them that do not exist."""

    names: tuple[str, ...]
    unknown_terms: UnknownTerms

    def received(self) -> tuple[ReceivedFile, ...]:
        from triagraph.validation.intake import receive

        return receive(*self.names)


def _run(
    session: Session,
    files: tuple[str, ...],
    shapes: _GivenShapes,
    engine: EngineName,
    form: str,
    *,
    trust: bool,
    allow_empty: bool,
) -> ValidationReport:
    project = session.project()
    if files:
        from triagraph.validation.intake import Intake, receive, validate_files

        received = receive(*files)
        given = shapes.received()
        intake = Intake(trust or bool(given), allow_empty)
        return validate_files(
            received, project, engine=engine, intake=intake, shapes=given, unknown_terms=shapes.unknown_terms
        )
    if shapes.names:
        raise InputError(
            Text("`--shapes` braucht auch eine DATEI mit Daten.", "`--shapes` needs a FILE with data too."),
            hint=Text(
                "`triagraph validate DATEI --shapes SHAPES` schreiben.",
                "write `triagraph validate FILE --shapes SHAPES`.",
            ),
        )
    from triagraph.validation.whole import validate_files_of

    try:
        report, dataset = validate_files_of(
            project, engine, beside=True, meanwhile=lambda: prepare_report(form), allow_empty=allow_empty
        )
    except ParseError as error:
        from triagraph.validation.reading import unreadable_file

        return unreadable_file(error)
    return _labelled(report, dataset)


def _labelled(report: ValidationReport, dataset: Dataset) -> ValidationReport:
    if not report.results:
        return report
    from triagraph.store.loading import label_index

    return replace(report, labels=label_index(dataset))


def _run_against(
    session: Session,
    files: tuple[str, ...],
    shapes: _GivenShapes,
    engine: EngineName,
    against: str | None,
    folder: Path | None,
    *,
    trust: bool,
    allow_empty: bool,
) -> ValidationReport:
    if not files:
        raise InputError(
            Text(
                "`--against` und `--store` brauchen eine DATEI mit dem Beitrag.",
                "`--against` and `--store` need a FILE with the contribution.",
            ),
            hint=Text(
                "`triagraph validate DATEI --against .` schreiben.", "write `triagraph validate FILE --against .`."
            ),
        )
    existing = _existing(session, against, folder)
    from triagraph.validation.against.receiving import validate_files_against
    from triagraph.validation.intake import Intake, receive

    received = receive(*files)
    given = shapes.received()
    intake = Intake(trust or bool(given), allow_empty)
    return validate_files_against(
        received, existing, engine=engine, intake=intake, shapes=given, unknown_terms=shapes.unknown_terms
    )


def _existing(session: Session, against: str | None, folder: Path | None) -> Existing:
    """Find the graph that is meant."""
    from triagraph.validation.against.receiving import Existing

    if against is not None and against.startswith(("http://", "https://")):
        if folder is not None:
            raise InputError(
                Text("Ein Endpunkt und --store schließen einander aus.", "An endpoint and --store exclude each other."),
                hint=Text("Nur eines davon angeben.", "give only one of them."),
            )
        from triagraph.store.connection import connection_to

        connection = connection_to(against, os.environ)
        return Existing(session.project(), connection.url, endpoint=connection)
    project = session.project() if against is None else _named_project(against)
    if folder is not None:
        return Existing(project, str(folder), store=folder.resolve())
    return Existing(project, project.title.to(session.language) or project.name)


def _named_project(name: str) -> Project:
    from triagraph.bundled import bundled_root
    from triagraph.project import SETTINGS, load_project

    path = Path(name)
    if name == "bundled" and not path.exists():
        return load_project(bundled_root())
    folder = path.parent if path.name == SETTINGS else path
    if not (folder / SETTINGS).is_file():
        raise InputError(
            Text(f"`{name}` ist kein Projekt.", f"`{name}` is not a project."),
            hint=Text(
                f"Einen Ordner mit {SETTINGS}, `bundled` oder die Adresse eines SPARQL-Endpunkts nennen.",
                f"name a folder with {SETTINGS}, `bundled`, or the address of a SPARQL endpoint.",
            ),
        )
    return load_project(folder)
