"""triagraph index."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triagraph.cli.common import Session, interruptible, language_option
from triagraph.language import Text

if TYPE_CHECKING:
    from triagraph.store.record import IndexRecord


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--data",
    "data",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Index these RDF files, gzipped or not, instead of the project; may be repeated.",
)
@click.option(
    "--verify",
    is_flag=True,
    help="Read the whole index, count its statements and report damage; with --data, after building it.",
)
@language_option
@click.pass_context
def index(context: click.Context, folder: Path, data: tuple[Path, ...], verify: bool) -> None:
    """Build the on-disk index of a large graph in the folder DIR, for `--store DIR`.

    DIR must not exist, be empty, or hold an index. A new index takes its place at once; until then, and if anything
    fails, the old one stays. Without --data it is the index of the project's graph.

    Exit status: 0 built, or verified; 1 --verify found damage; 2 it could not be told or built.
    """
    session = context.ensure_object(Session)
    if data or not verify:
        _built(session, folder, data)
    if verify:
        context.exit(0 if _verified(session, folder) else 1)


def _built(session: Session, folder: Path, data: tuple[Path, ...]) -> None:
    from triagraph.store.indexing import index_dataset, index_files
    from triagraph.store.loading import load

    project = session.project()
    try:
        if data:
            record = index_files(folder, data, base=project.base, progress=_progress)
        else:
            record = index_dataset(folder, load(project), progress=_progress)
    except KeyboardInterrupt:
        os._exit(130)  # at once: the engine may still be at work, on a folder that is gone
    _conclude(session, folder, record)


def _verified(session: Session, folder: Path) -> bool:
    from triagraph.store.disk import DiskStore
    from triagraph.store.errors import IndexDamagedError

    try:
        with interruptible(), DiskStore(folder) as store:
            store.verify(_progress)
            changed = store.changed_inputs()
            record = store.record
    except IndexDamagedError as error:
        click.echo(error.to_text(session.language), err=True)
        return False
    session.say(
        Text(
            f"Unversehrt: {record.triples} Tripel, {len(record.graphs)} benannte Graphen in {folder}",
            f"Intact: {record.triples} triples, {len(record.graphs)} named graphs in {folder}",
        )
    )
    if changed:
        session.say(
            Text(
                f"Hinweis: Seitdem verändert: {', '.join(changed)}. `triagraph index` baut den Index neu.",
                f"hint: changed since then: {', '.join(changed)}. `triagraph index` builds the index again.",
            )
        )
    return True


def _progress(done: int, total: int | None) -> None:
    """Show how far it is, in one line of the terminal."""
    if not sys.stderr.isatty():
        return
    click.echo("\r\033[K" if done == total else f"\r{done}{'' if total is None else f'/{total}'}", err=True, nl=False)


def _conclude(session: Session, folder: Path, record: IndexRecord) -> None:
    session.say(
        Text(
            f"Index: {record.triples} Tripel, {len(record.graphs)} benannte Graphen in {folder}",
            f"Index: {record.triples} triples, {len(record.graphs)} named graphs in {folder}",
        )
    )
