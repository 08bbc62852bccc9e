"""The command line: load, call, print, exit.

Exit: 0 fine · 1 it does not conform or differs · 2 we could not tell. Results go to stdout, talk goes to stderr.
"""

from __future__ import annotations

import atexit
import os
import sys
from pathlib import Path

import click

from triagraph.cli.common import Group, Session, language_option

_EPILOG = (
    "Exit status: 0 fine; 1 it does not conform, differs, or ASK says no; 2 it could not be told (bad usage, unreadable "
    'input). Shell completion: add `eval "$(_TRIAGRAPH_COMPLETE=bash_source triagraph)"` to ~/.bashrc (zsh_source and '
    "fish_source for the others)."
)


#: A command is a function of the same name in the module of its name; what the list of commands says of it.
_COMMANDS = {
    "validate": "Check files, or the project, against the shapes.",
    "query": "Answer a named query, or one of your own.",
    "export": "Write the graph as RDF, tables or places.",
    "assess": "Which form has each network, on whose word?",
    "check": "Check the ontology, queries and quotations.",
    "diff": "Show what changed from one graph to another.",
    "publish": "Write pages, data and catalogues to a folder.",
    "index": "Build the index of a large graph.",
    "push": "Send the graph to a triple store.",
}


@click.group(
    cls=Group,
    commands_of="triagraph.cli",
    summaries=_COMMANDS,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--project",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with a triagraph.toml. Default: the nearest upwards, else the bundled TRIA graph.",
)
@language_option
@click.version_option(package_name="triagraph", prog_name="triagraph")
@click.pass_context
def main(context: click.Context, project: Path | None) -> None:
    """Keep a graph of regional clusters and networks valid, and publish it as linked open data."""
    session = context.ensure_object(Session)
    session.project_folder = project


def run() -> None:
    """Be the program `triagraph`: run the command, write what is left to write, and leave.

    What is in memory is not taken apart term by term first, which would take as long as to answer a small query again.
    """
    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            _leave(end.code or 0)
        raise


def _leave(status: int) -> None:
    """End the process as its end would, but for the objects; where something cannot be written, Python's own end says so."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return
    atexit._run_exitfuncs()  # noqa: SLF001 - public only in that every end of a process calls it
    os._exit(status)


__all__ = ["main", "run"]
