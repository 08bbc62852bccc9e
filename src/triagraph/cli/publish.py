"""triagraph publish."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triagraph.cli.common import Session, language_option
from triagraph.errors import PublishError
from triagraph.language import Text

if TYPE_CHECKING:
    from triagraph.site import Published, ReleaseSettings
    from triagraph.store.loading import Dataset

_KEEP = 5
_SHOWN_RESULTS = 20


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--base-url",
    metavar="URL",
    help="Where the release will be hosted: for the catalogue, sitemap.xml and fixed addresses.",
)
@click.option("--date", metavar="DATE", help="Date of the release, as 2026-11-22. Default: the one in triagraph.toml.")
@click.option(
    "--keep",
    type=click.IntRange(min=0),
    default=_KEEP,
    show_default=True,
    help="How many older releases are kept in OUT.releases.",
)
@language_option
@click.pass_context
def publish(context: click.Context, out: Path, base_url: str | None, date: str | None, keep: int) -> None:
    """Validate the project and write it to the folder OUT: pages, data in every format, catalogues and documentation.

    OUT must not exist, be empty, or hold a release of triagraph and nothing else. The new release takes its place at
    once; a violation or an error leaves it as it was.

    Exit status: 0 published; 1 the data does not conform; 2 it could not be told, or OUT is not ours.
    """
    from triagraph.site import check_target, publish_release, release_settings
    from triagraph.store.loading import load

    session = context.ensure_object(Session)
    project = session.project()
    settings = release_settings(project, base_url=base_url, date=date, keep=keep)
    target = check_target(out)
    dataset = load(project)
    if not _conforms(dataset, session):
        context.exit(1)
    published = publish_release(
        dataset, target, settings, _progress if sys.stderr.isatty() else lambda _done, _total: None
    )
    _conclude(session, published, settings, dataset)


def _conforms(dataset: Dataset, session: Session) -> bool:
    """Validate the project; say what is wrong."""
    from triagraph.labelling import Labels
    from triagraph.report.text import to_text
    from triagraph.validation import choose_engine, read_shapes, validate_project

    report = validate_project(dataset, read_shapes(dataset.project), choose_engine())
    if not report.checked.focus_nodes:
        raise PublishError(
            Text(
                "Keine Shape betrifft etwas in diesen Daten; es wurde nichts geprüft und nichts veröffentlicht.",
                "No shape targets anything in this data; nothing was checked and nothing was published.",
            ),
            hint=Text("Stimmt der Ordner des Projekts?", "is this the folder of the project?"),
        )
    if report.fails("violation"):
        labelled = replace(report, labels=Labels.of(dataset).by_iri)
        click.echo(to_text(labelled, session.language, limit=_SHOWN_RESULTS), err=True, nl=False)
        session.say(Text("Nichts wurde veröffentlicht.", "Nothing was published."))
        return False
    return True


def _progress(done: int, total: int) -> None:
    """Show how far it is, in one line of the terminal."""
    if done % 10 == 0 or done == total:
        click.echo(f"\r{done}/{total}", err=True, nl=False)
    if done == total:
        click.echo("\r\033[K", err=True, nl=False)


def _conclude(session: Session, published: Published, settings: ReleaseSettings, dataset: Dataset) -> None:
    """Say what is not configured, then what was written."""
    from triagraph.site import not_configured

    for text in not_configured(dataset.project, settings):
        session.say(Text(f"Hinweis: {text.de}", f"hint: {text.en}"))
    megabytes = f"{published.bytes / 1_000_000:.1f}"
    session.say(
        Text(
            f"Veröffentlicht: {published.pages} Seiten, {published.files} Dateien, {megabytes.replace('.', ',')} MB in {published.path}",
            f"Published: {published.pages} pages, {published.files} files, {megabytes} MB in {published.path}",
        )
    )
