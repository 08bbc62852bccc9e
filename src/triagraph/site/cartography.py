"""Maps of seats and regions in words of one language: the whole one with its table, and that of a thing that has a place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from triagraph.namespaces import GEO
from triagraph.site import wording
from triagraph.site.drawing import NARROW, Drawn, Picture
from triagraph.site.evidence import Proof
from triagraph.site.facts import Describer
from triagraph.site.geography import Geography, Point
from triagraph.site.links import relative
from triagraph.site.map_picture import MapWords, Place, Sheet, draw_map
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import OVERVIEW_FOLDER

#: The page of the map.
MAP_STEM: Final = f"{OVERVIEW_FOLDER}/map"
#: More places than this do not fit on one map that can be read; those with the most networks are drawn.
MOST_PLACES: Final = 60
_MOST_AROUND: Final = 24
#: How wide the map of a telephone is, and that of one thing on every screen.
_NARROW: Final = 400
_SMALL: Final = 560


@dataclass(frozen=True, slots=True)
class MapRow:
    """A place in the table beside the map."""

    place: Inline
    seats: tuple[tuple[Inline, str], ...]
    located: int
    coordinates: str
    evidence: tuple[Proof, ...]


class Cartographer:
    """Draws maps in one language."""

    def __init__(self, describer: Describer, geography: Geography, words: dict[str, str]) -> None:
        self.geography = geography
        self._describer = describer
        self._names = describer.names
        self._words = words
        weights = {
            place: len({seat.organisation for seat in geography.seats.get(place, ())}) for place in geography.points
        }
        self._ranked = sorted(weights, key=lambda iri: (-weights[iri], sortable(self._names.text(iri)), iri))
        self._weights = weights
        self._core = frozenset(geography.core())

    def maps(self, origin: str) -> list[Picture]:
        """Draw the places where the networks are and those around; and, smaller, the networks' and those farther away, if any."""
        core = [iri for iri in self._ranked if iri in self._core]
        maps = [self._both(core, origin, Sheet((), name="map-core"))]
        if len(core) < len(self._ranked):
            far = [iri for iri in self._ranked if self._weights[iri] or iri not in self._core]
            maps.append(self._both(far, origin, Sheet((), width=_SMALL, name="map-all")))
        return maps

    @property
    def is_complete(self) -> bool:
        """Whether every place with a point is drawn."""
        return len(self._ranked) <= MOST_PLACES

    def _both(self, iris: list[str], origin: str, sheet: Sheet) -> Picture:
        narrow = replace(sheet, width=_NARROW, name=f"{sheet.name}{NARROW}")
        return Picture(self._drawn(iris, origin, sheet), self._drawn(iris, origin, narrow))

    def _drawn(self, iris: list[str], origin: str, sheet: Sheet) -> Drawn:
        shown = iris[:MOST_PLACES]
        places = [self._place(iri) for iri in shown]
        described = "; ".join(
            f"{each.name}: {', '.join(names)}" if (names := self._seated(iri)) else each.name
            for iri, each in zip(shown, places, strict=True)
        )
        rings = [ring for iri in iris for ring in self.geography.outlines.get(iri, ())]
        words = MapWords(self._words["map"], f"{described}.", self._describer.language)
        return draw_map(replace(sheet, places=places, outlines=rings), words, lambda iri: self._href(iri, origin))

    def around(self, thing: str, origin: str) -> Drawn | None:
        """Draw where a thing lies, among the places of the graph; None where it has no point."""
        own = self.geography.of_thing(thing)
        if not own:
            return None
        others = [iri for iri in self._ranked if iri in self._core and iri not in own][:_MOST_AROUND]
        places = [self._place(iri, stands_out=True) for iri in own] + [self._place(iri) for iri in others]
        described = ", ".join(f"{self._names.text(iri)} ({self.coordinates(iri)})" for iri in own)
        title = self._words["map_of"].format(place=", ".join(self._names.text(iri) for iri in own))
        words = MapWords(title, f"{described}.", self._describer.language)
        return draw_map(Sheet(places, width=_NARROW), words, lambda iri: self._href(iri, origin))

    def _place(self, iri: str, *, stands_out: bool = False) -> Place:
        networks = 0 if stands_out else self._weights[iri]
        return Place(self._names.text(iri), iri, self.geography.points[iri], networks, stands_out)

    def _seated(self, iri: str) -> list[str]:
        return sorted({self._names.text(seat.organisation) for seat in self.geography.seats.get(iri, ())}, key=sortable)

    def _href(self, iri: str, origin: str) -> str | None:
        page = self._describer.places.page(iri, self._describer.language)
        return relative(origin, page) if page is not None and page != origin else None

    def coordinates(self, iri: str) -> str:
        """Write the point of a place as readers know it, latitude first; empty where the data has none."""
        point = self.geography.points.get(iri)
        return written_point(point, self._words, self._describer) if point is not None else ""

    def rows(self, origin: str) -> list[MapRow]:
        """Give the places with a point or a seat, those with the most networks first."""
        without = [iri for iri in self.geography.seats if iri not in self._weights]
        without.sort(key=lambda iri: (sortable(self._names.text(iri)), iri))
        return [self._row(iri, origin) for iri in [*self._ranked, *without]]

    def _row(self, iri: str, origin: str) -> MapRow:
        describer = self._describer
        kinds: dict[str, list[str]] = {}
        for seat in self.geography.seats.get(iri, ()):
            kinds.setdefault(seat.organisation, []).append(self._names.text(seat.kind))
        seats = [(self._names.link(organisation, origin), ", ".join(found)) for organisation, found in kinds.items()]
        return MapRow(
            self._names.link(iri, origin),
            tuple(sorted(seats, key=lambda seat: sortable(seat[0].text))),
            self.geography.located(iri),
            self.coordinates(iri),
            tuple(
                proof
                for geometry in describer.graph.iris(iri, f"{GEO}hasGeometry")
                for proof in describer.witnesses.of_thing(geometry, origin)
            ),
        )


def written_point(point: Point, words: dict[str, str], describer: Describer) -> str:
    """Write a point in degrees with the letters of the language: `50,68° N, 10,92° O`."""
    longitude, latitude = point
    north, south, east, west = words["compass"].split()

    def degrees(value: float, positive: str, negative: str) -> str:
        number = wording.number(f"{abs(value):.2f}", describer.language)
        return f"{number}° {positive if value >= 0 else negative}"

    return f"{degrees(latitude, north, south)}, {degrees(longitude, east, west)}"
