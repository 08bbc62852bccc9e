"""triagraph export."""

from __future__ import annotations

from pathlib import Path

import click

from triagraph.cli.common import Session, language_option, output_option, write
from triagraph.formats import SYNTAXES


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(SYNTAXES)),
    help="RDF syntax. Default: from the suffix of -o, else turtle.",
)
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="GRAPH",
    help="Only this graph, as `layer/source` (asserted/seed), `layer` or IRI; may be repeated.",
)
@output_option
@language_option
@click.pass_context
def export(context: click.Context, form: str | None, graphs: tuple[str, ...], output: Path | None) -> None:
    """Write the graph: the union of its layers, or with nquads and trig the named graphs.

    The same graph gives the same bytes, and reading them back gives the same graph.
    """
    from triagraph.exporting import export_graph
    from triagraph.formats import syntax_of
    from triagraph.store.loading import load

    session = context.ensure_object(Session)
    name = form if form is not None else syntax_of(output.name).name if output is not None else "turtle"
    write(export_graph(load(session.project()), SYNTAXES[name], graphs), output)
