"""triagraph export."""

from __future__ import annotations

from pathlib import Path

import click

from triagraph.cli.common import Session, language_option, output_option, write
from triagraph.errors import InputError
from triagraph.formats import JSONLD, SYNTAXES
from triagraph.language import Text

#: The formats that are no RDF syntax; each is a suffix too.
_OTHERS = ("csv", "xlsx", "geojson")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([*SYNTAXES, *_OTHERS]),
    help="RDF syntax, table (csv, xlsx) or places (geojson). Default: from the suffix of -o, else turtle.",
)
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="GRAPH",
    help="Only this graph, as `layer/source` (asserted/seed), `layer` or IRI; may be repeated.",
)
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help="For csv and xlsx: only the things of this class, as `tria:NetworkOrganisation` or IRI; for xlsx repeatable.",
)
@click.option(
    "--frame",
    metavar="NAME",
    help="JSON-LD as trees by a frame of the project (ontology/frames/NAME.jsonld): network, region, form.",
)
@output_option
@language_option
@click.pass_context
def export(
    context: click.Context,
    form: str | None,
    graphs: tuple[str, ...],
    classes: tuple[str, ...],
    frame: str | None,
    output: Path | None,
) -> None:
    """Write the graph: the union of its layers, or with nquads and trig the named graphs; as tables or places too.

    The same graph gives the same bytes, and reading them back gives the same graph.
    """
    from triagraph.exporting import export_graph, export_other
    from triagraph.formats import syntax_of
    from triagraph.store.loading import load

    session = context.ensure_object(Session)
    suffix = output.suffix.lower() if output is not None else ""
    name = form or next((other for other in _OTHERS if suffix == f".{other}"), None)
    if name is None and frame is not None:
        name = JSONLD.name
    if name is None:
        name = syntax_of(output.name).name if output is not None else "turtle"
    _refuse_what_does_not_fit(name, graphs, classes, frame)
    dataset = load(session.project())
    if frame is not None:
        from triagraph.exporting.framing import framed

        data = framed(dataset, frame)
    elif name in _OTHERS:
        data = export_other(dataset, name, classes)
    else:
        data = export_graph(dataset, SYNTAXES[name], graphs)
    write(data, output)


def _refuse_what_does_not_fit(name: str, graphs: tuple[str, ...], classes: tuple[str, ...], frame: str | None) -> None:
    if frame is not None and (name != JSONLD.name or graphs):
        raise InputError(
            Text("Ein Frame gilt für den ganzen Graphen als JSON-LD.", "A frame is for the whole graph as JSON-LD."),
            hint=Text("`--graph` und `--format` weglassen.", "leave out `--graph` and `--format`."),
        )
    if name in _OTHERS and graphs:
        raise InputError(
            Text(f"`--graph` gilt nicht für `{name}`.", f"`--graph` is not for `{name}`."),
            hint=Text("Tabellen zeigen den ganzen Graphen.", "tables show the whole graph."),
        )
    if name not in _OTHERS and classes:
        raise InputError(
            Text(f"`--class` gilt nicht für `{name}`.", f"`--class` is not for `{name}`."),
            hint=Text("Klassen wählt man für csv und xlsx.", "classes are chosen for csv and xlsx."),
        )
