"""Where things lie: the points and outlines that the data has, and who has a seat there. Nothing is looked up or guessed.

Well-known text has longitude before latitude, unless it names EPSG:4326 (GeoSPARQL 1.1, §8.5.1); another system of
coordinates is not drawn.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final, TypeAlias

from triagraph.namespaces import GEO, ORG, TRIA
from triagraph.site.graph import TYPE, GraphIndex

#: A longitude and a latitude in degrees.
Point: TypeAlias = tuple[float, float]
#: How an organisation says where it is: by registered seat, by office, or by naming a place.
SEATS: Final = (f"{ORG}hasRegisteredSite", f"{ORG}hasPrimarySite", f"{TRIA}locatedIn")
_LOCATED: Final = f"{TRIA}locatedIn"
_GEOMETRY: Final = f"{GEO}hasGeometry"
_WKT: Final = re.compile(
    r"\s*(?:<(?P<system>[^>]*)>\s*)?(?P<kind>POINT|POLYGON|MULTIPOLYGON)\s*(?P<body>\([-+0-9eE.,()\s]*\))\s*",
    re.IGNORECASE,
)
_RING: Final = re.compile(r"\(([^()]*)\)")
_LATITUDE_FIRST: Final = "http://www.opengis.net/def/crs/EPSG/0/4326"
_KNOWN: Final = ("", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", _LATITUDE_FIRST)
#: How far around the seats the core reaches: a part of their extent, and at least some degrees.
_AROUND: Final = 0.25
_LEAST_AROUND: Final = 0.3
_FARTHEST: Final = (180.0, 90.0)


@dataclass(frozen=True, slots=True)
class Geometry:
    """What well-known text describes: one point, or the rings of an outline."""

    rings: tuple[tuple[Point, ...], ...]
    is_point: bool

    @property
    def point(self) -> Point:
        """The point itself."""
        return self.rings[0][0]


@dataclass(frozen=True, slots=True)
class Seat:
    """An organisation that has its seat or office at a place, or that names the place."""

    organisation: str
    kind: str


def read_wkt(text: str) -> Geometry | None:
    """Read a point or an outline; None where it is neither, or its coordinates are not those of the earth."""
    found = _WKT.fullmatch(text)
    system = (found["system"] or "").replace("https://", "http://") if found else ""
    if found is None or system not in _KNOWN:
        return None
    rings = tuple(_ring(each, latitude_first=system == _LATITUDE_FIRST) for each in _RING.findall(found["body"]))
    if not rings or not all(rings):
        return None
    return Geometry(rings, found["kind"].upper() == "POINT")


def _ring(text: str, *, latitude_first: bool) -> tuple[Point, ...]:
    """Read the points of a ring; none where one of them is none."""
    points = []
    for pair in text.split(","):
        try:
            first, second = map(float, pair.split())
        except ValueError:
            return ()
        point = (second, first) if latitude_first else (first, second)
        if not all(abs(value) <= farthest for value, farthest in zip(point, _FARTHEST, strict=True)):
            return ()
        points.append(point)
    return tuple(points)


class Geography:
    """The places of a graph."""

    def __init__(self, graph: GraphIndex) -> None:
        self._graph = graph
        self.points: dict[str, Point] = {}
        self.outlines: dict[str, tuple[tuple[Point, ...], ...]] = {}
        for geometry in sorted(graph.subjects(TYPE, f"{GEO}Geometry")):
            for place in graph.subjects(_GEOMETRY, geometry):
                self._add(place, geometry)
        self.seats = self._seats()

    def _add(self, place: str, geometry: str) -> None:
        for text in self._graph.literals(geometry, f"{GEO}asWKT"):
            read = read_wkt(text.value)
            if read is not None and read.is_point:
                self.points.setdefault(place, read.point)
            elif read is not None:
                self.outlines[place] = self.outlines.get(place, ()) + read.rings

    def _seats(self) -> dict[str, list[Seat]]:
        """Find the seats of the networks, by place; with or without a point."""
        found: dict[str, list[Seat]] = defaultdict(list)
        for network in sorted(self._graph.subjects(TYPE, f"{TRIA}NetworkOrganisation")):
            for kind in SEATS:
                for place in self._places(network, kind):
                    found[place].append(Seat(network, kind))
        return dict(found)

    def _places(self, organisation: str, kind: str) -> list[str]:
        values = self._graph.iris(organisation, kind)
        if kind == _LOCATED:
            return values
        return list(dict.fromkeys(place for site in values for place in self._graph.iris(site, _LOCATED)))

    def core(self) -> list[str]:
        """Give the places where the networks are, with those around: farther ones would make a map mostly empty."""
        seated = [self.points[place] for place in self.seats if place in self.points]
        if len(set(seated)) < 2:  # noqa: PLR2004 - one point spans nothing
            return list(self.points)
        spans = [(min(values), max(values)) for values in zip(*seated, strict=True)]
        around = [max(_AROUND * (high - low), _LEAST_AROUND) for low, high in spans]
        return [
            place
            for place, point in self.points.items()
            if all(
                low - more <= value <= high + more
                for value, (low, high), more in zip(point, spans, around, strict=True)
            )
        ]

    def located(self, place: str) -> int:
        """Count the organisations that a source locates at a place, networks apart."""
        return sum(
            f"{TRIA}MemberOrganisation" in self._graph.iris(thing, TYPE)
            for thing in self._graph.subjects(_LOCATED, place)
        )

    def of_thing(self, thing: str) -> list[str]:
        """Give the places with a point that belong on the map of a thing: itself, those of its sites, those that it names."""
        owners = self._graph.subjects(_GEOMETRY, thing)
        candidates = [thing, *owners, *(place for kind in SEATS for place in self._places(thing, kind))]
        return [place for place in dict.fromkeys(candidates) if place in self.points]
