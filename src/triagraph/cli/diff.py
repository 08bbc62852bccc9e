"""triagraph diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from triagraph.cli.common import Session, language_option, output_option, write

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from triagraph.labelling import Labels
    from triagraph.project import Project

_FORMATS = ["text", "markdown", "json", "patch"]


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="How the difference is written; `patch` is RDF Patch.",
)
@output_option
@language_option
@click.pass_context
def diff(context: click.Context, old: str, new: str, form: str, output: Path | None) -> None:
    """Show what changed from OLD to NEW, resource by resource: what is new, gone or different.

    Each is an RDF file (`-` is stdin), the folder of a project, or the folder of a release. The graphs of both are
    compared as one, unless both are N-Quads or TriG. Nodes without an IRI are compared by what is said with them.

    Exit status: 0 they are the same; 1 they differ; 2 it could not be told.
    """
    from triagraph import changes
    from triagraph.serializer import merged

    session = context.ensure_object(Session)
    project = session.project()
    (before, old_graphs), (after, new_graphs) = (_read(place, project) for place in (old, new))
    if not (old_graphs and new_graphs):
        before, after = merged(before), merged(after)
    found = changes.difference(before, after, (old, new))
    write(changes.write(found, form, _labels(project, [*before, *after]), session.language), output)
    context.exit(1 if found else 0)


def _read(place: str, project: Project) -> tuple[list[Quad], bool]:
    """Read a graph; tell whether it is from a file with named graphs."""
    from triagraph.parser import parse, read_document
    from triagraph.project import load_project
    from triagraph.site import release_graph
    from triagraph.store.loading import load

    folder = Path(place)
    if not folder.is_dir():
        document = read_document(place)
        return list(parse(document, base=project.base)), document.syntax.has_graphs
    if (folder / "triagraph.toml").exists():
        return list(load(load_project(folder)).quads()), False
    return release_graph(folder), False


def _labels(project: Project, quads: list[Quad]) -> Labels:
    """Collect what the two graphs and the ontology call things."""
    from triagraph.labelling import Labels
    from triagraph.namespaces import prefixes_for
    from triagraph.parser import parse, read_document
    from triagraph.store.loading import LABEL_PREDICATES, labels

    terms = [quad for path in project.term_files() for quad in parse(read_document(path), base=project.base)]
    return Labels(labels([*quads, *terms], LABEL_PREDICATES), prefixes_for(project.base))
