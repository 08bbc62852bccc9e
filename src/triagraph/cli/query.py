"""triagraph query."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triagraph.cli.common import Session, interruptible, language_option, output_option, write
from triagraph.cli.query_help import query_help
from triagraph.cli.query_list import query_listing
from triagraph.cli.query_writing import terminal_width, written_answer
from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.results import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from triagraph.labelling import Labels
    from triagraph.project import Project
    from triagraph.query import NamedQuery
    from triagraph.results import Answer
    from triagraph.store import Store

_FORMATS = ["table", "csv", "tsv", "json", "xml", "markdown", "turtle", "json-ld", "ntriples"]
_SUFFIXES = {
    **{f".{name}": name for name in ("csv", "tsv", "json", "xml")},
    ".srj": "json",
    ".srx": "xml",
    ".md": "markdown",
    ".ttl": "turtle",
    ".jsonld": "json-ld",
    ".nt": "ntriples",
}


@click.command(add_help_option=False)
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the named queries.")
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter of the named query; may be repeated.",
)
@click.option("-f", "--file", "path", metavar="FILE", help="A SPARQL query of your own; `-` is stdin.")
@click.option("--show", is_flag=True, help="Print the SPARQL of the named query instead of running it.")
@click.option(
    "--data",
    "data",
    multiple=True,
    metavar="FILE",
    help="Query these RDF files instead of the project; may be repeated.",
)
@click.option(
    "--store",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Query the index that `triagraph index DIR` has built.",
)
@click.option("--endpoint", metavar="URL", help="Query a SPARQL 1.1 endpoint, over its default graph.")
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="HOST",
    help="Let a query fetch from this host by SERVICE, and an endpoint redirect to it; may be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="How the answer is written. Default: from the suffix of -o, else table, or turtle for a graph.",
)
@click.option("-h", "--help", "helping", is_flag=True, help="Show this, or with NAME what the query asks and gives.")
@output_option
@language_option
@click.pass_context
def query(
    context: click.Context,
    name: str | None,
    listing: bool,
    params: tuple[str, ...],
    path: str | None,
    show: bool,
    data: tuple[str, ...],
    folder: Path | None,
    endpoint: str | None,
    services: tuple[str, ...],
    form: str | None,
    helping: bool,
    output: Path | None,
) -> None:
    """Answer a named query, or one of your own.

    `triagraph query --list` shows the names; `triagraph query NAME --help` its question, parameters and columns;
    `triagraph query NAME --show` its SPARQL.
    TRIAGRAPH_ENDPOINT_USER and TRIAGRAPH_ENDPOINT_PASSWORD, or TRIAGRAPH_ENDPOINT_TOKEN, hold the credentials of an
    endpoint.

    Exit status: 0 answered (no rows is an answer); 1 ASK says no; 2 it could not be told.
    """
    session = context.ensure_object(Session)
    if helping and name is None:
        click.echo(context.get_help())
        return
    project = session.project()
    where = {"--data": data, "--store": folder, "--endpoint": endpoint, "--allow-service": services}
    if listing:
        _check_alone("--list", {"NAME": name, "-p": params, "-f": path, "--show": show, **where})
        write(query_listing(project, form or _form_of(output), session.language), output)
        return
    _check_asked(name, path)
    arguments = _arguments(params)
    if name is None:
        _check_own(arguments, show=show)
        named, text = None, _own_query(path or "")
    else:
        from triagraph.query import bind, find_query

        named = find_query(name, project)
        if helping:
            write(query_help(named, project, session.language, min(terminal_width(), 120)), output)
            return
        text = bind(named, arguments, project)  # a wrong argument is told before anything is loaded
        if show:
            _check_alone("--show", {"--format": form, **where})
            write(_documentation(named, session) + text, output)
            return
    asked, form = _Asked(named, text, arguments), form or _form_of(output)
    source = (project, data, folder, endpoint, services)
    answer = _answered(asked, lambda: _source(*source), form, project, session, output)
    context.exit(1 if answer is False else 0)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked: a named query or none, the SPARQL, and the values of parameters."""

    named: NamedQuery | None
    text: str
    arguments: dict[str, str]


def _answered(
    asked: _Asked,
    found: Callable[[], tuple[Store, Callable[[Answer], Labels]]],
    form: str | None,
    project: Project,
    session: Session,
    output: Path | None,
) -> Answer | Stream:
    """Write the answer and give it; Ctrl-C ends it at once, except while a file is written, which would leave a part of it."""
    from triagraph.results.writers import STREAMED_FORMATS

    with interruptible():
        store, labels = found()
        answer = _answer(asked.named, asked.text, asked.arguments, store, project, streamed=form in STREAMED_FORMATS)
        headings = asked.named.headings(session.language) if asked.named is not None else {}
        written = written_answer(answer, form, project, labels, session, headings)
        if output is None:
            write(written, None)
    if output is not None:
        write(written, output)
    if asked.named is not None and (answer.empty if isinstance(answer, Stream) else not getattr(answer, "rows", True)):
        _say_defaults(asked.named, asked.arguments, project, session)
    return answer


def _check_asked(name: str | None, path: str | None) -> None:
    if (name is None) == (path is None):
        raise InputError(
            Text("Welche Abfrage? Ein Name oder `-f DATEI`.", "Which query? A name or `-f FILE`."),
            hint=Text("`triagraph query --list` zeigt die Namen.", "`triagraph query --list` shows the names."),
        )


def _answer(
    named: NamedQuery | None,
    text: str,
    arguments: dict[str, str],
    store: Store,
    project: Project,
    *,
    streamed: bool,
) -> Answer | Stream:
    if named is None:
        return (store.stream if streamed else store.query)(text, base=project.base)
    from triagraph.query.running import run, stream

    return (stream if streamed else run)(named, arguments, store, project)


def _form_of(output: Path | None) -> str | None:
    return _SUFFIXES.get(output.suffix.lower()) if output is not None else None


def _say_defaults(named: NamedQuery, arguments: dict[str, str], project: Project, session: Session) -> None:
    """Where no row came, say what was asked for without being named."""
    from triagraph.query.running import argument_of

    defaults = {
        each.name: value
        for each in named.parameters
        if each.name not in arguments and (value := argument_of(each, project)) is not None
    }
    for name, value in defaults.items():
        short = value.removeprefix(f"{project.base}id/").rpartition("/")[2]
        session.say(
            Text(
                f"Hinweis: Ohne `-p {name}=…` ist nach `{short}` gefragt.",
                f"hint: without `-p {name}=…` it is asked for `{short}`.",
            )
        )


def _check_alone(option: str, others: dict[str, object]) -> None:
    """Refuse options that would change nothing beside this one."""
    given = next((name for name, value in others.items() if value), None)
    if given is not None:
        raise InputError(
            Text(f"`{option}` und `{given}` passen nicht zusammen.", f"`{option}` and `{given}` do not go together."),
            hint=Text("Nur eines davon angeben.", "give only one of them."),
        )


def _check_own(arguments: dict[str, str], *, show: bool) -> None:
    if arguments or show:
        option = "-p" if arguments else "--show"
        raise InputError(
            Text(f"`{option}` gehört zu einer benannten Abfrage.", f"`{option}` belongs to a named query."),
            hint=Text("Den Wert in die eigene Abfrage schreiben.", "write the value into the query of your own.")
            if arguments
            else None,
        )


def _arguments(params: tuple[str, ...]) -> dict[str, str]:
    arguments = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            raise InputError(
                Text(f"`{param}` ist kein Parameter.", f"`{param}` is not a parameter."),
                hint=Text("`-p name=wert` schreiben.", "write `-p name=value`."),
            )
        if key in arguments:
            raise InputError(
                Text(f"`{key}` ist zweimal angegeben.", f"`{key}` is given twice."),
                hint=Text("Ein Parameter hat einen Wert.", "a parameter has one value."),
            )
        arguments[key] = value
    return arguments


def _own_query(path: str) -> str:
    from triagraph.parser.document import read_stdin

    try:
        return (read_stdin() if path == "-" else Path(path).read_bytes()).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            Text(f"`{path}` lässt sich nicht lesen.", f"`{path}` cannot be read."),
            hint=Text("`-f` nennt eine Datei mit SPARQL in UTF-8.", "`-f` names a file with SPARQL in UTF-8."),
        ) from error


def _source(
    project: Project, data: tuple[str, ...], folder: Path | None, endpoint: str | None, services: tuple[str, ...]
) -> tuple[Store, Callable[[Answer], Labels]]:
    """Give what is queried, and how the labels for its answer are found."""
    if sum((bool(data), folder is not None, endpoint is not None)) > 1:
        raise InputError(
            Text(
                "--data, --store und --endpoint schließen einander aus.",
                "--data, --store and --endpoint exclude each other.",
            ),
            hint=Text("Nur eines davon angeben.", "give only one of them."),
        )
    store = _store(project, data, folder, endpoint, services)

    def labels(answer: Answer) -> Labels:
        from triagraph.labelling import Labels  # only what people read needs it

        return Labels.of_answer(answer, store, project)

    return store, labels


def _store(
    project: Project, data: tuple[str, ...], folder: Path | None, endpoint: str | None, services: tuple[str, ...]
) -> Store:
    if data:
        from triagraph.store.memory import MemoryStore

        return MemoryStore.of_files(map(Path, data), base=project.base, services=services)
    if folder is not None:
        return _index(folder, services)
    if endpoint is not None:
        return _remote(endpoint, services)
    from triagraph.store.loading import load_store

    return load_store(project, services=services)


def _index(folder: Path, services: tuple[str, ...]) -> Store:
    from triagraph.store.disk import DiskStore

    return DiskStore(folder, services=services)


def _remote(endpoint: str, hosts: tuple[str, ...]) -> Store:
    import os

    from triagraph.store.connection import connection_to
    from triagraph.store.remote import RemoteStore

    return RemoteStore(connection_to(endpoint, os.environ, hosts=hosts))


def _documentation(named: NamedQuery, session: Session) -> str:
    language = session.language
    lines = [named.title.to(language), named.question.to(language)]
    lines += [f"-p {each.name}={each.example}: {each.meaning.to(language)}" for each in named.parameters]
    lines += [f"?{each.name}: {each.meaning.to(language)}" for each in named.columns]
    return "".join(f"# {line}\n" for line in lines) + "\n"
