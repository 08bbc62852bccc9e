"""Numbers over time as a chart: each kind of count apart, and each number as exact as its source gives it.

A filled dot is an exact number, an open one "about"; a triangle points up for "more than" and down for "less than". Numbers
that count the same are joined by a thin line in the order of their dates, which says nothing of the time between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10
from typing import Final
from xml.sax.saxutils import escape

from triagraph.language import Language
from triagraph.site import wording
from triagraph.site.drawing import COLOURS, Box, Drawn, Wanted, leader, linked, n, place, svg, text, width_of

_PLOT: Final = 230.0
_RIGHT, _TOP, _BOTTOM = 24.0, 26.0, 30.0
_TYPE: Final = 14.0
_LEGEND: Final = 22.0
_RADIUS: Final = 6.0
_STEPS: Final = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Count:
    """A number that a source gives: when (a year with a fraction), how much, how exactly, what was counted, and in words."""

    when: float
    number: int
    qualifier: str
    unit: str
    label: str
    said: str
    iri: str


@dataclass(frozen=True, slots=True)
class Form:
    """How wide a chart is, where its plot begins, and how many years are written below it at most."""

    width: float
    left: float
    years: int


WIDE: Final = Form(720, 64, 12)
NARROW: Final = Form(340, 46, 6)


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What is written on a chart in the reader's language."""

    name: str
    title: str
    language: Language


def draw_chart(
    counts: Sequence[Count], words: ChartWords, href: Callable[[str], str | None] = lambda _: None, form: Form = WIDE
) -> Drawn:
    """Draw numbers over time; `href` gives the link of a number, if it shall have one."""
    return _Chart(counts, form).to_svg(words, href)


class _Chart:
    """Gives every number its point."""

    def __init__(self, counts: Sequence[Count], form: Form) -> None:
        self._form = form
        self._right = form.width - _RIGHT
        self._counts = sorted(counts, key=lambda each: (each.when, each.number, each.iri))
        self._units = list(dict.fromkeys(sorted(each.unit for each in counts)))
        self._first = int(min(each.when for each in counts))
        self._last = int(max(each.when for each in counts)) + 1
        self._step = _round_step(max(each.number for each in counts) / 4)
        self._top = self._step * (max(each.number for each in counts) // self._step + 1)
        self._rows = _rows(self._units, self._right - form.left)
        self._height = _TOP + _PLOT + _BOTTOM + _LEGEND * len(self._rows)

    def _x(self, when: float) -> float:
        return self._form.left + (when - self._first) / (self._last - self._first) * (self._right - self._form.left)

    def _y(self, number: float) -> float:
        return _TOP + _PLOT * (1 - number / self._top)

    def _colour(self, unit: str) -> str:
        return COLOURS[self._units.index(unit) % len(COLOURS)]

    def to_svg(self, words: ChartWords, href: Callable[[str], str | None]) -> Drawn:
        spots = [Wanted(each.label, self._x(each.when), self._y(each.number), _RADIUS) for each in self._counts]
        left, width = self._form.left, self._form.width
        labels = place(spots, Box(left, 2, width - left - 2, _TOP + _PLOT - 4), _TYPE, above=True)
        parts = [
            f'<rect class="picture-ground" width="{n(width)}" height="{n(self._height)}" rx="12" fill="#ffffff"/>',
            *self._axes(words.language),
            *(self._line(unit) for unit in self._units),
            *(
                self._mark(each, spot, label, href(each.iri))
                for each, spot, label in zip(self._counts, spots, labels, strict=True)
            ),
            *self._legend(),
        ]
        described = "; ".join(each.said for each in self._counts)
        links = any(href(each.iri) for each in self._counts)
        return svg(words.name, (width, self._height), (words.title, f"{described}."), parts, links=links)

    def _axes(self, language: Language) -> list[str]:
        left, foot = self._form.left, _TOP + _PLOT
        numbers = [(number, self._y(number)) for number in range(0, self._top + 1, self._step)]
        every = -(-(self._last - self._first) // self._form.years)
        years = [(year, self._x(year)) for year in range(self._first, self._last + 1, every)]
        return [
            _rules("".join(f"M{n(left)} {n(y)}H{n(self._right)}" for _, y in numbers), "#e3e6e4"),
            _rules("".join(f"M{n(x)} {n(foot)}v5" for _, x in years), "#8a8f98"),
            _scale([(left - 8, y + 4, wording.number(number, language)) for number, y in numbers], "end"),
            _scale([(x, foot + 20, str(year)) for year, x in years], "middle"),
        ]

    def _line(self, unit: str) -> str:
        points = [(self._x(each.when), self._y(each.number)) for each in self._counts if each.unit == unit]
        if len(points) < 2:  # noqa: PLR2004 - a line has two ends
            return ""
        path = "L".join(f"{n(x)} {n(y)}" for x, y in points)
        return (
            f'<path d="M{path}" fill="none" stroke="{self._colour(unit)}" stroke-width="1.5" stroke-dasharray="3 4" '
            'opacity="0.8"/>'
        )

    def _mark(self, each: Count, spot: Wanted, label: Box | None, href: str | None) -> str:
        mark = _shape(each.qualifier, spot.x, spot.y, self._colour(each.unit))
        words = leader(spot, label) + text(label, each.label, _TYPE) if label is not None else ""
        return linked(f"<title>{escape(each.said)}</title>{mark}{words}", href)

    def _legend(self) -> list[str]:
        parts = []
        for row, units in enumerate(self._rows):
            y = _TOP + _PLOT + _BOTTOM + _LEGEND * (row + 0.5)
            x = self._form.left
            for unit in units:
                parts.append(_shape("exact", x + _RADIUS, y, self._colour(unit)))
                parts.append(text(Box(x + 20, y - 10, 0, 20), unit, _TYPE))
                x += _legend_width(unit)
        return parts


def _rows(units: Sequence[str], room: float) -> list[list[str]]:
    """Break the legend into rows."""
    rows: list[list[str]] = [[]]
    for unit in units:
        if rows[-1] and sum(map(_legend_width, [*rows[-1], unit])) > room:
            rows.append([])
        rows[-1].append(unit)
    return rows


def _legend_width(unit: str) -> float:
    return 44 + width_of(unit, _TYPE)


def _shape(qualifier: str, x: float, y: float, colour: str) -> str:
    paint = f'fill="{colour}" stroke="{colour}"'
    if qualifier == "about":
        return f'<circle class="chart-open" cx="{n(x)}" cy="{n(y)}" r="5" fill="#ffffff" stroke="{colour}" stroke-width="2.5"/>'
    if qualifier == "more-than":
        return f'<path d="M{n(x - 6)} {n(y + 5)}L{n(x)} {n(y - 6)}L{n(x + 6)} {n(y + 5)}Z" {paint}/>'
    if qualifier == "less-than":
        return f'<path d="M{n(x - 6)} {n(y - 5)}L{n(x)} {n(y + 6)}L{n(x + 6)} {n(y - 5)}Z" {paint}/>'
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="5.5" {paint}/>'


def _rules(path: str, colour: str) -> str:
    return f'<path class="map-grid" d="{path}" stroke="{colour}" stroke-width="1"/>'


def _scale(marks: Sequence[tuple[float, float, str]], anchor: str) -> str:
    """Write what stands beside an axis."""
    words = "".join(f'<text x="{n(x)}" y="{n(y)}">{escape(said)}</text>' for x, y, said in marks)
    return f'<g class="picture-soft" font-size="12" text-anchor="{anchor}" fill="#6a757e">{words}</g>'


def _round_step(wanted: float) -> int:
    """Give a round step of at least one that is not smaller than wanted."""
    if wanted <= 1:
        return 1
    power = 10.0 ** int(log10(wanted))
    return int(next((step * power for step in _STEPS if step * power >= wanted), 10 * power))
