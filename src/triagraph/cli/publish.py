"""triagraph publish."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from triagraph.cli.common import Session, language_option, write
from triagraph.errors import InputError, PublishError
from triagraph.language import Text

if TYPE_CHECKING:
    from triagraph.site import Published, ReleaseSettings
    from triagraph.site.building import Progress
    from triagraph.store.loading import Dataset

_KEEP = 5
_SHOWN_RESULTS = 20
#: How finely the bar shows how far it is.
_STEPS = 200


@click.command()
@click.argument("out", metavar="[OUT]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--base-url",
    metavar="URL",
    help="Where the release will be hosted: for the catalogue, sitemap.xml and fixed addresses.",
)
@click.option("--date", metavar="DATE", help="Date of the release, as 2026-11-22. Default: the one in triagraph.toml.")
@click.option(
    "--keep",
    metavar="N",
    type=click.IntRange(min=0),
    default=_KEEP,
    show_default=True,
    help="How many older releases are kept in OUT.releases.",
)
@click.option(
    "--previous",
    metavar="URL|DIR",
    help="The release before this one: the list of releases goes on, with what changed, and so does the feed.",
)
@click.option(
    "--check",
    "checked",
    metavar="URL|DIR",
    help="Publish nothing: walk the release that is there, every file, link, document and IRI, and score its catalogue.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the report of --check is written.",
)
@language_option
@click.pass_context
def publish(
    context: click.Context,
    out: Path | None,
    base_url: str | None,
    date: str | None,
    keep: int,
    previous: str | None,
    checked: str | None,
    form: str,
) -> None:
    """Validate the project and write it to the folder OUT: pages, data in every format, catalogues and documentation.

    OUT must not exist, be empty, or hold a release of triagraph and nothing else. The new release takes its place at
    once; if nothing has changed, and after a violation or an error, OUT is as it was.

    Exit status: 0 published, or --check found nothing; 1 the data does not conform, or there are findings; 2 it could
    not be told, or OUT is not ours.
    """
    if checked is not None:
        _check(context, checked, form, out)
    if out is None:
        raise click.MissingParameter(ctx=context, param_hint="'OUT'", param_type="argument")
    from triagraph.site import check_target, publish_release, release_settings
    from triagraph.site.history import read_previous
    from triagraph.site.packed import in_little_room
    from triagraph.site.second_process import SecondProcess
    from triagraph.store.loading import load

    session = context.ensure_object(Session)
    project = session.project()
    settings = release_settings(project, base_url=base_url, date=date, keep=keep)
    target = check_target(out)
    before = read_previous(previous) if previous is not None else None
    with ExitStack() as stack:
        other = SecondProcess.ready(project)
        if other is not None:
            stack.callback(other.stop)
        dataset = in_little_room(load(project))
        if other is not None:
            other.send(dataset)
        if not _conforms(dataset, session):
            context.exit(1)
        gc.freeze()  # the graph stays: nobody need look for cycles in it
        published = publish_release(
            dataset,
            target,
            settings,
            stack.enter_context(_progress(session, Text("Seiten und Dokumente", "Pages and documents"))),
            waiting=lambda: session.say(
                Text(
                    f"Ein anderer Prozess veröffentlicht gerade nach `{target.path.parent}`; auf ihn wird gewartet.",
                    f"Another process is publishing to `{target.path.parent}`; waiting for it.",
                )
            ),
            previous=before,
            other=other,
        )
    _conclude(session, published, settings, dataset)


def _check(context: click.Context, checked: str, form: str, out: Path | None) -> NoReturn:
    """Walk a release, print what was found, and end."""
    import json

    from triagraph.site.checking import check_release

    if out is not None:
        raise InputError(
            Text("`--check` und OUT stehen nebeneinander.", "`--check` and OUT stand side by side."),
            hint=Text("Entweder prüfen oder veröffentlichen.", "either check or publish."),
        )
    session = context.ensure_object(Session)
    with _progress(session, Text("Dateien der Veröffentlichung", "Files of the release")) as progress:
        report = check_release(checked, progress)
    language = session.language
    as_json = json.dumps(report.to_json(language), ensure_ascii=False, indent=2) + "\n"
    write(as_json if form == "json" else report.to_text(language), None)
    context.exit(0 if report.passes else 1)


def _conforms(dataset: Dataset, session: Session) -> bool:
    """Validate the project; say what is wrong."""
    from triagraph.labelling import Labels
    from triagraph.report.text import to_text
    from triagraph.validation import choose_engine, read_shapes, validate_project

    report = validate_project(dataset, read_shapes(dataset.project), choose_engine())
    if not report.checked.focus_nodes:
        raise PublishError(
            Text(
                "Für nichts in diesen Daten gibt es eine Regel; es wurde nichts geprüft und nichts veröffentlicht.",
                "There is no rule for anything in this data; nothing was checked and nothing was published.",
            ),
            hint=Text("Stimmt der Ordner des Projekts?", "is this the folder of the project?"),
        )
    if report.fails("violation"):
        labelled = replace(report, labels=Labels.of(dataset).by_iri)
        click.echo("".join(to_text(labelled, session.language, limit=_SHOWN_RESULTS)), err=True, nl=False)
        session.say(Text("Nichts wurde veröffentlicht.", "Nothing was published."))
        return False
    return True


@contextmanager
def _progress(session: Session, about: Text) -> Iterator[Progress]:
    """Show how far it is, as a bar in one line of the terminal; nothing where there is none."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=_STEPS, label=about.to(session.language), file=sys.stderr) as bar:
        yield lambda done, total: bar.update(max(0, done * _STEPS // max(1, total) - bar.pos))


def _conclude(session: Session, published: Published, settings: ReleaseSettings, dataset: Dataset) -> None:
    """Say what is not configured, then what was written."""
    from triagraph.site import not_configured

    for text in not_configured(dataset.project, settings):
        session.say(Text(f"Hinweis: {text.de}", f"hint: {text.en}"))
    if published.unanswered:
        names = ", ".join(published.unanswered)
        session.say(
            Text(
                f"Hinweis: der Graph ist zu groß, um diese Fragen auf ihren Seiten zu beantworten (`answered_up_to` in ihrem Kopf): {names}.",
                f"hint: the graph is too large to answer these questions on their pages (`answered_up_to` in their headers): {names}.",
            )
        )
    megabytes = f"{published.bytes / 1_000_000:.1f}"
    german, english = ("Unverändert", "Unchanged") if published.is_unchanged else ("Veröffentlicht", "Published")
    session.say(
        Text(
            f"{german}: {published.pages} Seiten, {published.files} Dateien, {megabytes.replace('.', ',')} MB in {published.path}",
            f"{english}: {published.pages} pages, {published.files} files, {megabytes} MB in {published.path}",
        )
    )
