"""The overview of member numbers over time: for each network a chart, and the table with the words of the sources."""

from __future__ import annotations

from dataclasses import dataclass

from triagraph.namespaces import TRIA
from triagraph.site.drawing import Picture
from triagraph.site.editions import Edition
from triagraph.site.graph import TYPE
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import OVERVIEW, OVERVIEW_FOLDER
from triagraph.site.portions import Neighbours
from triagraph.site.records import Table
from triagraph.site.rendering import Crumb, Page, crumbs_to


@dataclass(frozen=True, slots=True)
class Charted:
    """A network with its chart, if its numbers have dates, and the table of its numbers."""

    network: Inline
    chart: Picture | None
    table: Table | None


class NumbersOverview:
    """The member numbers of all networks: a row for each network that has one."""

    stem = f"{OVERVIEW_FOLDER}/member-numbers"

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        names, graph = edition.describer.names, edition.describer.graph
        found = {
            network
            for node in graph.subjects(TYPE, f"{TRIA}MemberCountObservation")
            for network in graph.iris(node, f"{TRIA}network")
        }
        self._networks = sorted(found, key=lambda iri: (sortable(names.text(iri)), iri))

    def __len__(self) -> int:
        return len(self._networks)

    def page(self, rows: slice, parts: Neighbours) -> Page:
        """Put together the page of some of the networks."""
        words = self._edition.words
        origin = f"{self.stem}.{self._edition.language}.html"
        return Page(
            stem=parts.stem,
            template="numbers.html",
            title=words["numbers"],
            description=words["numbers_about"],
            crumbs=crumbs_to(words, Crumb(words["overview"], OVERVIEW), Crumb(words["numbers"])),
            data={
                "rows": [self._charted(iri, number, origin) for number, iri in enumerate(self._networks[rows])],
                "parts": parts,
            },
        )

    def _charted(self, network: str, number: int, origin: str) -> Charted:
        things = self._edition.things
        tables = things.recorder.tables(network, origin)
        return Charted(
            self._edition.describer.names.link(network, origin),
            things.recorder.chart(network, origin, name=f"chart-{number}"),
            next((table for table in tables if table.name == "numbers"), None),
        )
