"""triagraph push."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from triagraph.cli.common import Session, language_option, write
from triagraph.errors import InputError, QueryError
from triagraph.language import Text

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from triagraph.project import Project
    from triagraph.store.push import Change, Mismatch, Progress, Step
    from triagraph.store.remote import RemoteStore

_ADDRESSES: Final = Text(
    "Viele Server nehmen Änderungen an einer eigenen Adresse an: `--update URL` oder `--graph-store URL` (docs/scaling.md).",
    "many servers take changes at an address of their own: `--update URL` or `--graph-store URL` (docs/scaling.md).",
)


@click.command()
@click.argument("url")
@click.option("--update", metavar="URL", help="Where SPARQL updates are sent. Default: the same address.")
@click.option("--graph-store", metavar="URL", help="Send whole graphs here by the Graph Store Protocol instead.")
@click.option(
    "--whole/--difference",
    default=True,
    help="Replace each graph, or add and remove only what differs. Default: whole.",
)
@click.option(
    "--data",
    "data",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Send these RDF files instead of the project's graph; may be repeated.",
)
@click.option(
    "--graph", metavar="IRI", help="Graph for statements of --data that stand in none. Default: the default graph."
)
@click.option("--skolemise", is_flag=True, help="Give an IRI to each blank node; without it they are refused.")
@click.option("--prune", is_flag=True, help="Also remove graphs of the project that it no longer has.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
@click.option("--allow-service", "hosts", multiple=True, metavar="HOST", help="Follow redirects to this host too.")
@language_option
@click.pass_context
def push(
    context: click.Context,
    url: str,
    update: str | None,
    graph_store: str | None,
    whole: bool,
    data: tuple[Path, ...],
    graph: str | None,
    skolemise: bool,
    prune: bool,
    dry_run: bool,
    hosts: tuple[str, ...],
) -> None:
    """Put the graph into the triple store whose SPARQL endpoint is URL, and count afterwards.

    TRIAGRAPH_ENDPOINT_USER and TRIAGRAPH_ENDPOINT_PASSWORD, or TRIAGRAPH_ENDPOINT_TOKEN, hold its credentials.

    Exit status: 0 the store has what it should; 1 the counts differ; 2 it could not be told or sent.
    """
    import os

    from triagraph.store import push as pushing
    from triagraph.store.connection import check_address, connection_to
    from triagraph.store.remote import RemoteStore

    session = context.ensure_object(Session)
    _check_options(data, graph, prune=prune)
    project = session.project()
    store = RemoteStore(connection_to(url, os.environ, hosts=hosts), update_url=update)
    graph_store = check_address(graph_store) if graph_store is not None else None
    quads = _quads(project, data, graph, skolemise=skolemise)
    if whole:
        changes = pushing.plan_whole(quads)
    else:
        changes = pushing.plan_difference(quads, store, whole_graphs=graph_store is not None)
    if prune:
        names = pushing.left_over(quads, store, f"{project.base}graph/")
        changes += [pushing.Change(name, whole=True, added=()) for name in names]
    steps = list(pushing.steps(changes, store, graph_store=graph_store))
    if dry_run:
        write("".join(map(_shown, steps)), None)
        if not steps:
            session.say(Text("Nichts ist zu senden.", "There is nothing to send."))
        return
    _send(session, steps, store, elsewhere=update is not None or graph_store is not None)
    mismatches = pushing.verify(quads, store)
    _conclude(session, changes, mismatches)
    if not data:
        _say_left_over(session, pushing.left_over(quads, store, f"{project.base}graph/"))
    context.exit(1 if mismatches else 0)


def _check_options(data: Sequence[Path], graph: str | None, *, prune: bool) -> None:
    """Refuse what would be ignored, and what would remove the graphs of a project because some files do not have them."""
    if graph is not None and not data:
        raise InputError(
            Text("`--graph` gehört zu `--data`.", "`--graph` belongs to `--data`."),
            hint=Text(
                "Die Graphen des Projekts haben ihre eigenen Namen.", "the graphs of the project have their own names."
            ),
        )
    if prune and data:
        raise InputError(
            Text("`--prune` und `--data` passen nicht zusammen.", "`--prune` and `--data` do not go together."),
            hint=Text(
                "Entfernt würden alle Graphen des Projekts, die nicht in den Dateien stehen.",
                "all graphs of the project would be removed that do not stand in the files.",
            ),
        )


def _quads(project: Project, data: Sequence[Path], graph: str | None, *, skolemise: bool) -> list[Quad]:
    from triagraph.store.loading import load
    from triagraph.store.naming import in_graph, skolemised
    from triagraph.store.reading import read_quads

    if not data:
        quads = load(project).quads()
    else:
        quads = [quad for file in data for quad in read_quads(file, base=project.base)]
        quads = list(in_graph(quads, graph)) if graph is not None else quads
    return list(skolemised(quads, project.base)) if skolemise else quads


def _shown(step: Step) -> str:
    where = f" <{step.graph}>" if step.graph else ""
    body = f"{step.body.rstrip()}\n\n" if step.body else "\n"
    return f"# {step.method} {step.address}{where}\n{body}"


def _send(session: Session, steps: list[Step], store: RemoteStore, *, elsewhere: bool) -> None:
    """Send the requests; after Ctrl-C say how far it came: what the store has done stays.

    `elsewhere` tells whether they go to another address than queries; where not, the server may want just that.
    """
    from triagraph.store.errors import EndpointError
    from triagraph.store.push import send

    sent, show = 0, _progress(len(steps))

    def progress(done: int, total: int | None) -> None:
        nonlocal sent
        sent = done
        show(done, total)

    try:
        send(steps, store, progress)
    except KeyboardInterrupt:
        session.say(
            Text(
                f"Abgebrochen: {sent} von {len(steps)} Anfragen sind beantwortet, und was sie ändern, bleibt. "
                "Derselbe Befehl noch einmal stellt den Graphen ganz her.",
                f"Interrupted: {sent} of {len(steps)} requests are answered, and what they change stays. "
                "The same command once more makes the graph whole.",
            )
        )
        raise
    except (QueryError, EndpointError) as error:
        if (
            sent or elsewhere or type(error) not in {QueryError, EndpointError}
        ):  # a server that refuses, not one that fails
            raise
        raise EndpointError(error.message, hint=_ADDRESSES) from error


def _progress(total: int) -> Progress:
    """Show how far it is, in one line of the terminal."""

    def show(done: int, _total: int | None) -> None:
        if sys.stderr.isatty():
            click.echo("\r\033[K" if done == total else f"\r{done}/{total}", err=True, nl=False)

    return show


def _conclude(session: Session, changes: list[Change], mismatches: list[Mismatch]) -> None:
    added = sum(len(change.added) for change in changes)
    removed = sum(len(change.removed) for change in changes)
    session.say(
        Text(
            f"Gesendet: {added} Aussagen in {len(changes)} Graphen; entfernt: {removed}.",
            f"Sent: {added} statements in {len(changes)} graphs; removed: {removed}.",
        )
    )
    for each in mismatches:
        name = Text(each.graph or "Standardgraph", each.graph or "default graph")
        session.say(
            Text(
                f"{name.de}: {each.found} Aussagen statt {each.expected}",
                f"{name.en}: {each.found} statements instead of {each.expected}",
            )
        )


def _say_left_over(session: Session, names: list[str]) -> None:
    if names:
        some = ", ".join(names[:3]) + (" …" if len(names) > len(names[:3]) else "")
        session.say(
            Text(
                f"Hinweis: Der Server hat auch Graphen, die das Projekt nicht mehr hat ({len(names)}): {some}. "
                "`--prune` entfernt sie.",
                f"hint: the server also has graphs that the project no longer has ({len(names)}): {some}. "
                "`--prune` removes them.",
            )
        )
