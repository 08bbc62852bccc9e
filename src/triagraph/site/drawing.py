"""What every picture of a release is drawn with: SVG that needs no style of its own, and labels that never overlap.

Colours and sizes are attributes of the elements (a page's Content-Security-Policy forbids a style of their own), so that a
picture also stands alone as a file; a page restyles it by its classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape, quoteattr

FONTS: Final = "system-ui, Segoe UI, Roboto, Liberation Sans, Arial, sans-serif"
#: The width of a letter, as a part of the size of the type: wide enough for nearly every font.
_LETTER: Final = 0.6
_LINE: Final = 1.25
#: How close, in units of the picture, a label may come to a point that it does not belong to.
_CLOSE: Final = 6.0
#: What the name of a narrow picture ends with; without it, it is that of the wide one, whose words say both.
NARROW: Final = "-narrow"
#: How far below each other the lines of a label with several of them stand.
LEADING: Final = 18
COLOURS: Final = (
    "#1f8a9a", "#c07a1c", "#7667c4", "#c04f66", "#4f9040", "#3f78c6", "#a8579f", "#8f7a3a", "#5f8790", "#c2673a",
)  # fmt: skip


class Drawn(str):
    """SVG that was escaped when it was made: templates write it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Give the SVG itself (the protocol of MarkupSafe)."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Picture:
    """The same picture twice: for wide screens and paper, and for a telephone; a page shows one of them."""

    wide: Drawn
    narrow: Drawn


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its left upper corner, its width and its height."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles overlap."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: Box) -> bool:
        """Tell whether another rectangle lies within this one."""
        return (
            self.x <= other.x
            and other.x + other.width <= self.x + self.width
            and self.y <= other.y
            and other.y + other.height <= self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label and the point that it belongs to, with the radius of what is drawn there."""

    text: str
    x: float
    y: float
    radius: float


def svg(name: str, size: tuple[float, float], texts: tuple[str, str], parts: Iterable[str], *, links: bool) -> Drawn:
    """Put a picture together.

    Args:
        name: of the picture, the only one of this name on a page; it may be part of an IRI.
        size: width and height.
        texts: the title, and what the picture shows in words; the narrow form of a picture refers to those of the wide one.
        parts: the elements.
        links: whether there are links in it; then it is a group of them, and else one image.
    """
    width, height = size
    words = escape(name.removesuffix(NARROW), {'"': "&quot;"})
    role = "group" if links else "img"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n(width)} {n(height)}" role="{role}" '
        f'aria-labelledby="{words}-title" aria-describedby="{words}-desc" font-family="{FONTS}" font-size="15" '
        'stroke-linejoin="round" paint-order="stroke">'
    )
    title, described = texts
    said = [f'<title id="{words}-title">{escape(title)}</title>', f'<desc id="{words}-desc">{escape(described)}</desc>']
    return Drawn("\n".join([head, *(said if not name.endswith(NARROW) else ()), *parts, "</svg>"]))


def n(value: float) -> str:
    """Write a coordinate without needless digits."""
    written = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def linked(content: str, href: str | None) -> str:
    """Make a link of some elements, if there is something to link to."""
    return f"<a href={quoteattr(href)}>{content}</a>" if href is not None else f"<g>{content}</g>"


def text(box: Box, words: str, size: float, kind: str = "picture-text picture-halo") -> str:
    """Write a label into its place, with a rim that keeps it apart from lines (`svg` says how it is painted)."""
    return (
        f'<text class="{kind}" x="{n(box.x)}" y="{n(box.y + box.height / 2)}" dy="0.35em" font-size="{n(size)}" '
        f'fill="#1b242c" stroke="#ffffff" stroke-width="4">{escape(words)}</text>'
    )


def width_of(words: str, size: float) -> float:
    """Estimate how wide words are, rather too wide than too narrow."""
    return len(words) * size * _LETTER


def wrapped(words: str, letters: int, most: int = 2) -> list[str]:
    """Break words into at most so many lines; what does not fit is left out."""
    lines = wrap(words, letters, break_long_words=True)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: letters - 2].rstrip()} …"]


def whole(words: str, shown: Sequence[str]) -> str:
    """Give the whole of a label that is shown with less, for who points at it; nothing where all of it is shown."""
    return f"<title>{escape(words)}</title>" if shown and shown[-1].endswith("…") else ""


def lines(words: Sequence[str], x: float, y: float, anchor: str = "start") -> str:
    """Write the lines of a label one below the other, the first with its middle at `y`."""
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return "".join(
        f'<tspan x="{n(x)}" y="{n(y + number * LEADING)}" dy="0.35em"{anchored}>{escape(line)}</tspan>'
        for number, line in enumerate(words)
    )


def place(
    wanted: Sequence[Wanted], frame: Box, size: float, taken: Sequence[Box] = (), *, above: bool = False
) -> list[Box | None]:
    """Give each label a place beside its point where it meets no other label and no point; None where there is none.

    No label stands close to another point and nearer to it than to its own: it would seem to be that one's. The labels come in the order of their importance; for each the nearest free place is taken, to the right first, or `above`.
    """
    points = [Box(each.x - each.radius, each.y - each.radius, 2 * each.radius, 2 * each.radius) for each in wanted]
    occupied = [*taken, *points]
    found: list[Box | None] = []
    for each in wanted:
        box = next(
            (
                box
                for box in _candidates(each, size, above=above)
                if each.text
                and frame.holds(box)
                and not any(box.meets(other) for other in occupied)
                and not any(_gap(other, box) < min(_gap(each, box), _CLOSE) for other in wanted)
            ),
            None,
        )
        found.append(box)
        if box is not None:
            occupied.append(box)
    return found


def _gap(each: Wanted, box: Box) -> float:
    """Measure how far the edge of a point is from a label."""
    aside = max(box.x - each.x, 0, each.x - box.x - box.width)
    above = max(box.y - each.y, 0, each.y - box.y - box.height)
    return hypot(aside, above) - each.radius


def _candidates(each: Wanted, size: float, *, above: bool) -> Iterable[Box]:
    width, height = width_of(each.text, size), size * _LINE
    for distance in (4, 10, 18, 28, 40):
        gap = each.radius + distance
        right, left = each.x + gap, each.x - gap - width
        middle, over, below = each.y - height / 2, each.y - gap - height, each.y + gap
        centre = each.x - width / 2
        sides = [(right, middle), (left, middle)]
        ends = [(centre, over), (centre, below)]
        corners = [(x, y) for x in (right, left) for y in (over + gap / 2, below - gap / 2)]
        for x, y in [*ends, *sides, *corners] if above else [*sides, *ends, *corners]:
            yield Box(x, y, width, height)


def leader(each: Wanted, box: Box) -> str:
    """Draw a line from a point to its label, where the label stands away from it."""
    x = min(max(each.x, box.x), box.x + box.width)
    y = min(max(each.y, box.y), box.y + box.height)
    if abs(x - each.x) + abs(y - each.y) < each.radius + 9:
        return ""
    return f'<path class="picture-line" d="M{n(each.x)} {n(each.y)}L{n(x)} {n(y)}" stroke="#8a8f98" stroke-width="1"/>'
