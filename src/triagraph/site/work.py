"""The parts of a release that stand each for itself, cut into shares that any process can write: pages and documents of things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeAlias

from triagraph.site.documents import Writer, description, told_of
from triagraph.site.editions import Edition
from triagraph.site.graph import GraphIndex
from triagraph.site.pages import Press, write_list, write_overviews, write_thing
from triagraph.site.places import Places
from triagraph.site.signposts import evidence, named_graphs, write_evidence, write_graph
from triagraph.site.writer import ReleaseWriter

#: How far it is at most from a node to the thing that it tells of: a statement tells of a record, and this of a thing.
_STEPS: Final = 3
#: How many things a share has: a process that has nothing left to do waits for no more than one share of the other.
_TOGETHER: Final = 16

Share: TypeAlias = Callable[[], None]


def shares(writer: ReleaseWriter, editions: Sequence[Edition], documents: Writer) -> list[Share]:
    """Give the shares of the work, the same for the same graph: heavy ones and pages first, documents last."""
    describer = editions[0].describer
    graph, places = describer.graph, describer.places
    press = Press(writer, editions)
    things, told = list(places), evidence(graph)
    graphs = named_graphs(graph)
    return [
        *(partial(write_list, press, places, kind) for kind in places.kinds),
        partial(write_overviews, press),
        *(partial(_graphs, writer, places, documents, graphs, some) for some in _cut(list(graphs))),
        *(partial(_pages, press, places, some) for some in _cut(things)),
        *(partial(_documents, writer, places, documents, some) for some in _cut(together(graph, things + told))),
    ]


def together(graph: GraphIndex, names: list[str]) -> list[str]:
    """Put what tells of a thing beside it: their documents have the same nodes, of which each is written once then."""
    homes: dict[str, str] = {}
    for name in names:
        home = name
        for _ in range(_STEPS):
            home = told_of(graph, home) or home
        homes[name] = home
    return sorted(names, key=lambda name: (homes[name], name))


def _cut(names: list[str]) -> list[list[str]]:
    return [names[start : start + _TOGETHER] for start in range(0, len(names), _TOGETHER)]


def _graphs(
    writer: ReleaseWriter, places: Places, documents: Writer, graphs: dict[str, list[str]], some: list[str]
) -> None:
    for name in some:
        write_graph(writer, documents, places, name, graphs[name])


def _pages(press: Press, places: Places, some: list[str]) -> None:
    for iri in some:
        write_thing(press, places, iri)


def _documents(writer: ReleaseWriter, places: Places, documents: Writer, some: list[str]) -> None:
    for iri in some:
        stem = places.thing(iri)
        if stem is None:
            write_evidence(writer, documents, places, iri)
            continue
        for syntax, data in documents.of_nodes(description(documents.graph, iri), iri):
            writer.add(f"{stem}{syntax.suffix}", data)
