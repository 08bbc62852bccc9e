"""The command line: load, call, print, exit.

Exit: 0 fine · 1 it does not conform or differs · 2 we could not tell. Results go to stdout, talk goes to stderr.
"""

from __future__ import annotations

from pathlib import Path

import click

from triagraph.cli.assess import assess
from triagraph.cli.check import check
from triagraph.cli.common import Group, Session, language_option
from triagraph.cli.diff import diff
from triagraph.cli.export import export
from triagraph.cli.index import index
from triagraph.cli.publish import publish
from triagraph.cli.push import push
from triagraph.cli.query import query
from triagraph.cli.validate import validate

_EPILOG = (
    "Exit status: 0 fine; 1 it does not conform, differs, or ASK says no; 2 it could not be told (bad usage, unreadable "
    'input). Shell completion: add `eval "$(_TRIAGRAPH_COMPLETE=bash_source triagraph)"` to ~/.bashrc (zsh_source and '
    "fish_source for the others)."
)


@click.group(cls=Group, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
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


for command in (validate, query, export, assess, check, diff, publish, index, push):
    main.add_command(command)

__all__ = ["main"]
