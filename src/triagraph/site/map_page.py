"""The overview of seats and regions: the map with its table."""

from __future__ import annotations

from triagraph.site.cartography import MAP_STEM, MOST_PLACES
from triagraph.site.editions import Edition
from triagraph.site.places import OVERVIEW
from triagraph.site.portions import Neighbours
from triagraph.site.rendering import Crumb, Page, crumbs_to


class MapOverview:
    """The map with its table: a row for each place."""

    stem = MAP_STEM

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._cartographer = edition.things.cartographer
        self._origin = f"{self.stem}.{edition.language}.html"
        self._rows = self._cartographer.rows(self._origin) if self._cartographer.geography.points else []

    def __len__(self) -> int:
        return len(self._rows)

    def page(self, rows: slice, parts: Neighbours) -> Page:
        """Put together the page of some of the places; the first one has the map."""
        words, cartographer = self._edition.words, self._cartographer
        return Page(
            stem=parts.stem,
            template="map.html",
            title=words["map"],
            description=words["map_about"],
            crumbs=crumbs_to(words, Crumb(words["overview"], OVERVIEW), Crumb(words["map"])),
            data={
                "maps": cartographer.maps(self._origin) if parts.number == 1 else [],
                "rows": self._rows[rows],
                "has_outlines": bool(cartographer.geography.outlines),
                "most": None if cartographer.is_complete else MOST_PLACES,
                "parts": parts,
            },
        )
