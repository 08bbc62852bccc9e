"""The map: places as points, where the data has them, on a grid of degrees with a scale; no tile server, no outline of others.

Degrees of longitude are shortened by the cosine of the middle latitude (equirectangular projection): true enough for a
region, and the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, log10, radians
from typing import Final
from xml.sax.saxutils import escape

from triagraph.language import Language
from triagraph.site import wording
from triagraph.site.drawing import Box, Drawn, Wanted, leader, linked, n, place, svg, text
from triagraph.site.geography import Point

_KILOMETRES_PER_DEGREE: Final = 111.32
_MARGIN: Final = 46
_FOOT: Final = 44
#: The least height and width of a map, in degrees of latitude.
_LEAST_DEGREES: Final = 0.3
_TYPE: Final = 15.0
_SEAT: Final = 7.0
_RING: Final = 11.0
_GRIDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 45.0)
_MOST_LINES: Final = 7
#: How far apart the lines that are written below a map stand at least.
_APART: Final = 60.0
#: How far apart the points of an outline are at least, and what all outlines of a map may weigh in bytes.
_DISTANCES: Final = (0.5, 1.5, 4.0, 10.0, 25.0, 80.0)
_HEAVIEST_OUTLINES: Final = 20_000
_TALLEST: Final = 1.1


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map: its name, its point, how many networks have a seat there, and how it is shown."""

    name: str
    iri: str
    point: Point
    networks: int = 0
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is on a map: places, the first of them with the first choice of where its name stands, and outlines."""

    places: Sequence[Place]
    outlines: Sequence[tuple[Point, ...]] = ()
    width: int = 900
    name: str = "map-picture"


@dataclass(frozen=True, slots=True)
class MapWords:
    """What is written on a map in the reader's language."""

    title: str
    description: str
    language: Language


def draw_map(sheet: Sheet, words: MapWords, href: Callable[[str], str | None] = lambda _: None) -> Drawn:
    """Draw a map; `href` gives the link of a place, if it shall have one."""
    return _Map(sheet).to_svg(words, href)


class _Map:
    """Gives every place its point on the paper."""

    def __init__(self, sheet: Sheet) -> None:
        self._name = sheet.name
        self._places = places = sheet.places
        self._outlines = outlines = sheet.outlines
        self._width = float(sheet.width)
        every = [each.point for each in places] + [point for ring in outlines for point in ring]
        west, east = min(point[0] for point in every), max(point[0] for point in every)
        south, north = min(point[1] for point in every), max(point[1] for point in every)
        self._squeeze = max(0.05, cos(radians((south + north) / 2)))
        self._west, self._east = _widened(west, east, _LEAST_DEGREES / self._squeeze)
        self._south, self._north = _widened(south, north, _LEAST_DEGREES)
        room = self._width - 2 * _MARGIN
        wide, high = (self._east - self._west) * self._squeeze, self._north - self._south
        self._scale = min(room / wide, _TALLEST * room / high)
        self._left = _MARGIN + (room - wide * self._scale) / 2
        self._height = high * self._scale + 2 * _MARGIN + _FOOT

    def _at(self, point: Point) -> tuple[float, float]:
        longitude, latitude = point
        return (
            self._left + (longitude - self._west) * self._squeeze * self._scale,
            _MARGIN + (self._north - latitude) * self._scale,
        )

    def to_svg(self, words: MapWords, href: Callable[[str], str | None]) -> Drawn:
        spots = [Wanted(_label(each), *self._at(each.point), _radius(each)) for each in self._places]
        foot = Box(0, self._height - _FOOT, self._width, _FOOT)
        labels = place(spots, Box(52, 4, self._width - 56, self._height - _FOOT - 24), _TYPE, [foot])
        parts = [
            f'<rect class="picture-ground" width="{n(self._width)}" height="{n(self._height)}" rx="12" fill="#ffffff"/>',
            *self._grid(words.language),
            *self._drawn_outlines(),
            *(
                self._spot(each, spot, label, href(each.iri))
                for each, spot, label in zip(self._places, spots, labels, strict=True)
            ),
            self._bar(words.language),
        ]
        links = any(href(each.iri) for each in self._places)
        return svg(self._name, (self._width, self._height), (words.title, words.description), parts, links=links)

    def _spot(self, each: Place, spot: Wanted, label: Box | None, href: str | None) -> str:
        kind = "map-out" if each.stands_out else "map-seat" if each.networks else "map-place"
        fill = {"map-out": "#c04f66", "map-seat": "#0b5563", "map-place": "#8a8f98"}[kind]
        dot = f'<circle class="{kind}" cx="{n(spot.x)}" cy="{n(spot.y)}" r="{n(_SEAT if each.stands_out else spot.radius)}" fill="{fill}"/>'
        if each.stands_out:
            dot += f'<circle class="map-ring" cx="{n(spot.x)}" cy="{n(spot.y)}" r="{n(spot.radius)}" fill="none" stroke="{fill}" stroke-width="2"/>'
        words = leader(spot, label) + text(label, spot.text, _TYPE) if label is not None else ""
        return linked(f"<title>{escape(each.name)}</title>{dot}{words}", href)

    def _drawn_outlines(self) -> list[str]:
        """Draw the outlines, each the coarser the more there is to draw, so that the page stays light."""
        for distance in _DISTANCES:
            paths = [self._outline(ring, distance) for ring in self._outlines]
            if sum(map(len, paths)) <= _HEAVIEST_OUTLINES:
                return paths
        return []

    def _outline(self, ring: tuple[Point, ...], distance: float) -> str:
        kept: list[tuple[float, float]] = []
        for x, y in map(self._at, ring):
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= distance:
                kept.append((x, y))
        path = "L".join(f"{n(x)} {n(y)}" for x, y in kept)
        return f'<path class="map-outline" d="M{path}Z" fill="none" stroke="#8a8f98" stroke-width="1.5"/>'

    def _grid(self, language: Language) -> list[str]:
        step = next((step for step in _GRIDS if (self._north - self._south) / step <= _MOST_LINES), _GRIDS[-1])
        across = next((each for each in _GRIDS if each >= step and each * self._squeeze * self._scale >= _APART), step)
        bottom, right = self._height - _FOOT, self._width
        lines = []
        for degrees in _multiples(self._west, self._east, across):
            x, _ = self._at((degrees, self._north))
            lines.append(
                _line(x, 0, x, bottom)
                + _degrees(x + 4, bottom - 6, degrees, "EW" if language == "en" else "OW", language)
            )
        for degrees in _multiples(self._south, self._north, step):
            _, y = self._at((self._west, degrees))
            lines.append(_line(0, y, right, y) + _degrees(6, y - 5, degrees, "NS", language))
        return lines

    def _bar(self, language: Language) -> str:
        """Draw the scale: a round number of kilometres, about a fifth of the width."""
        per_kilometre = self._scale / _KILOMETRES_PER_DEGREE
        wanted = self._width / 5 / per_kilometre
        power = 10.0 ** floor(log10(wanted))
        kilometres = max(step * power for step in (1, 2, 5) if step * power <= wanted)
        length, y = kilometres * per_kilometre, self._height - _FOOT / 2
        words = f"{wording.number(f'{kilometres:g}', language)} km"
        start = _MARGIN
        return (
            f'<path class="map-bar" d="M{n(start)} {n(y - 6)}V{n(y)}H{n(start + length)}V{n(y - 6)}" fill="none" '
            f'stroke="#1b242c" stroke-width="2"/>' + text(Box(start + length + 10, y - 11, 90, 16), words, 14)
        )


def _radius(each: Place) -> float:
    """Give how far a place reaches; what stands out has a ring, so that not only its colour tells it from others."""
    return _RING if each.stands_out else _SEAT if each.networks else 4.5


def _label(each: Place) -> str:
    return f"{each.name} ({each.networks})" if each.networks > 1 else each.name


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    missing = max(0.0, least - (high - low)) / 2
    return low - missing, high + missing


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [number * step for number in range(ceil(low / step), floor(high / step) + 1)]


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path class="map-grid" d="M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}" stroke="#e3e6e4" stroke-width="1"/>'


def _degrees(x: float, y: float, degrees: float, sides: str, language: Language) -> str:
    side = sides[0] if degrees >= 0 else sides[1]
    words = f"{wording.number(f'{abs(degrees):g}', language)}° {side}"
    return f'<text class="picture-soft" x="{n(x)}" y="{n(y)}" font-size="11" fill="#6a757e">{escape(words)}</text>'
