"""Write a project's graph, whole or some of its named graphs; as tables and as GeoJSON too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad

from triagraph.errors import InputError, nearest
from triagraph.exporting import geojson, tables, xlsx
from triagraph.formats import Syntax
from triagraph.labelling import Labels
from triagraph.language import Text
from triagraph.namespaces import prefixes_for
from triagraph.parser.jsonld import own_context
from triagraph.serializer import serialize
from triagraph.store.loading import Dataset

#: The formats that are no RDF syntax, by name, with their suffixes.
OTHER_FORMATS: Final = {"csv": ".csv", "xlsx": ".xlsx", "geojson": ".geojson"}


def export_other(dataset: Dataset, form: str, classes: Sequence[str] = ()) -> bytes:
    """Write the things of a graph as one CSV table, as a workbook with a sheet for each class, or as GeoJSON.

    Raises:
        InputError: a class is not known; for CSV, not exactly one is named.
    """
    if form == "geojson":
        if classes:
            raise InputError(Text("GeoJSON kennt keine Klassen.", "GeoJSON knows no classes."))
        return geojson.to_geojson(dataset)
    found = tables.tables(dataset, tuple(dict.fromkeys(classes)))
    if form == "xlsx":
        return xlsx.to_xlsx(found)
    if len(classes) != 1:
        labels = Labels.of(dataset)
        known = ", ".join(labels.short(table.class_iri) for table in tables.tables(dataset))
        raise InputError(
            Text("Eine CSV-Datei hält die Dinge einer Klasse.", "A CSV file holds the things of one class."),
            hint=Text(
                f"`--class` nennt sie: {known}. Alle zusammen: `--format xlsx`.",
                f"`--class` names it: {known}. All of them: `--format xlsx`.",
            ),
        )
    return tables.to_csv(found[0])


def export_graph(dataset: Dataset, syntax: Syntax, graphs: Sequence[str] = ()) -> bytes:
    """Write the default graph's layers, or only the graphs that are named.

    Raises:
        InputError: there is no such graph.
    """
    quads = dataset.quads() if not graphs else _selected(dataset, graphs)
    return serialize(quads, syntax, prefixes=prefixes_for(dataset.project.base), context=own_context())


def _selected(dataset: Dataset, graphs: Sequence[str]) -> list[Quad]:
    base = f"{dataset.project.base}graph/"
    every = [quad for quads in dataset.layers.values() for quad in quads]
    names = sorted({quad.graph_name.value for quad in every if isinstance(quad.graph_name, NamedNode)})
    wanted: set[str] = set()
    for graph in graphs:
        iri = graph if graph.startswith(base) else f"{base}{graph}"
        found = [name for name in names if name == iri or name.startswith(f"{iri}/")]
        if not found:
            short = [name.removeprefix(base) for name in names]
            raise InputError(
                Text(f"Einen Graphen `{graph}` gibt es nicht.", f"There is no graph `{graph}`."),
                hint=nearest(graph, short)
                or Text(f"Es gibt: {', '.join(short[:8])} …", f"There are: {', '.join(short[:8])} …"),
            )
        wanted.update(found)
    return [quad for quad in every if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value in wanted]
