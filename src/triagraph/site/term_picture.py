"""The diagrams of the ontology as SVG: a class with all that belongs to it, and all classes at once.

A diagram is laid out by rows, so that nothing in it can overlap, and the same ontology gives the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from triagraph.site.drawing import COLOURS, Drawn, linked, n, svg, width_of

_ROW: Final = 46
_EDGE: Final = 4
_BOX: Final = 196
_OTHER_X: Final = 396
_WIDTH: Final = 640
_TYPE: Final = 13.0
_BOX_LETTERS: Final = 21
_ARROW_LETTERS: Final = 25
_OTHER_LETTERS: Final = 29
_LINE: Final = 15
#: The name of a class stands in the middle of its rows, and of the first so many where there are more.
_MOST_MIDDLE: Final = 6

_LIST_ROW: Final = 26
_INDENT: Final = 18
_LIST_WIDTH: Final = 940
_LIST_LETTERS: Final = 46


@dataclass(frozen=True, slots=True)
class Named:
    """What stands in a diagram: its name, and where a click leads."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """One row of a class's diagram: what the arrow is called, what is at its other end, and whether it leads there."""

    kind: str
    name: Named
    other: Named
    leads_away: bool


def draw_class(name: str, class_: str, arrows: Sequence[Arrow], texts: tuple[str, str]) -> Drawn:
    """Draw a class with the arrows from it and to it.

    Args:
        name: of the picture, the only one of this name on a page.
        class_: what the class is called.
        arrows: one row each.
        texts: the title, and what the picture shows in words.
    """
    height = _ROW * max(1, len(arrows))
    lines = _wrapped(class_, _BOX_LETTERS)
    parts = [
        f'<rect class="picture-region" x="1" y="{_EDGE}" width="{_BOX}" height="{height - 2 * _EDGE}" rx="8" fill="#0b5563"/>',
        '<text class="picture-region-text" text-anchor="middle" font-weight="600" fill="#ffffff">',
        _lines(lines, _BOX / 2, min(height, _MOST_MIDDLE * _ROW) / 2),
        "</text>",
        '<g class="picture-arrow" fill="none" stroke="#6a757e" stroke-width="1.5">',
        *(_stroke(arrow, row) for row, arrow in enumerate(arrows)),
        f'</g><g class="picture-text" fill="#1b242c" text-anchor="middle" font-size="{n(_TYPE)}">',
        *(_labels(arrow, row) for row, arrow in enumerate(arrows)),
        "</g>",
    ]
    links = any(each.href for arrow in arrows for each in (arrow.name, arrow.other))
    return svg(name, (_WIDTH, height), texts, parts, links=links)


def _stroke(arrow: Arrow, row: int) -> str:
    """Draw an arrow: a filled line for a property, a broken one for a subclass."""
    y = row * _ROW + _ROW - 14
    end, back = (_OTHER_X - 2, -8) if arrow.leads_away else (_BOX + 3, 8)
    broken = ' stroke-dasharray="5 4"' if arrow.kind == "subclass" else ""
    head = f"M{end + back} {y - 5}L{end} {y}L{end + back} {y + 5}"
    return f'<path d="M{_BOX + 1} {y}H{_OTHER_X}"{broken}/><path d="{head}"/>'


def _labels(arrow: Arrow, row: int) -> str:
    y = row * _ROW
    middle = (_BOX + _OTHER_X) / 2
    above = _lines(_wrapped(arrow.name.text, _ARROW_LETTERS, most=1), middle, y + _ROW - 26)
    round_off = 4 if arrow.kind == "attribute" else 16
    centre = (_OTHER_X + _WIDTH) / 2
    box = (
        f'<rect class="picture-card" x="{_OTHER_X}" y="{y + 7}" width="{_WIDTH - _OTHER_X - 1}" height="{_ROW - 10}" '
        f'rx="{round_off}" fill="#eef3f3"/>'
    )
    inside = _lines(_wrapped(arrow.other.text, _OTHER_LETTERS), centre, y + _ROW / 2 + 2)
    return linked(f"<text>{above}</text>", arrow.name.href) + linked(f"{box}<text>{inside}</text>", arrow.other.href)


def _wrapped(text: str, letters: int, most: int = 2) -> list[str]:
    lines = wrap(text, letters, break_long_words=True) or [""]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: letters - 2].rstrip()} …"]


def _lines(lines: list[str], x: float, middle: float) -> str:
    """Write lines of text around a middle."""
    top = middle - _LINE * (len(lines) - 1) / 2
    return "".join(
        f'<tspan x="{n(x)}" y="{n(top + number * _LINE)}" dy=".35em">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )


@dataclass(frozen=True, slots=True)
class Node:
    """A class in the picture of all: its name, how deep it stands in the tree, and whether it is ours."""

    name: Named
    depth: int
    own: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """The relations from one class to another (by their places in the list), in words."""

    source: int
    target: int
    said: str


def draw_classes(nodes: Sequence[Node], arcs: Sequence[Arc], texts: tuple[str, str]) -> Drawn:
    """Draw all classes, one below the other as a tree, and an arc for each pair that relations join."""
    height = _LIST_ROW * len(nodes) + 16
    start = max((_text_end(node) for node in nodes), default=0) + 26
    reach = max((abs(arc.source - arc.target) for arc in arcs), default=1)
    parts = [
        '<g fill="none" stroke-width="2" opacity="0.85">',
        *(_arc(arc, start, reach) for arc in arcs),
        f'</g><g class="picture-text" fill="#1b242c" font-size="{n(_TYPE + 1)}">',
        *(_entry(node, row, start) for row, node in enumerate(nodes)),
        "</g>",
    ]
    links = any(node.name.href for node in nodes)
    return svg("classes", (_LIST_WIDTH, height), texts, parts, links=links)


def _text_end(node: Node) -> float:
    return 4 + node.depth * _INDENT + width_of(_short(node), _TYPE + 1) * 0.92


def _short(node: Node) -> str:
    return _wrapped(node.name.text, _LIST_LETTERS, most=1)[0]


def _y(row: int) -> float:
    return 8 + _LIST_ROW * (row + 0.5)


def _entry(node: Node, row: int, start: float) -> str:
    x = 4 + node.depth * _INDENT
    slant = "" if node.own else ' font-style="italic"'
    leader = (
        f'<path class="picture-line" d="M{n(_text_end(node) + 4)} {n(_y(row))}H{n(start - 7)}" stroke="#8a8f98" '
        'stroke-width="1" stroke-dasharray="1 5"/>'
    )
    dot = f'<circle class="picture-node" cx="{n(start)}" cy="{n(_y(row))}" r="5" fill="#ffffff" stroke="#0b5563" stroke-width="2.5"/>'
    words = f'<text x="{x}" y="{n(_y(row))}" dy=".35em"{slant}>{escape(_short(node))}</text>'
    return leader + linked(words + dot, node.name.href)


def _arc(arc: Arc, start: float, reach: int) -> str:
    """Draw an arc that leaves a class above its middle and arrives below the other's, so that both ways can be told apart."""
    colour = COLOURS[arc.source % len(COLOURS)]
    y1, y2 = _y(arc.source) - 2, _y(arc.target) + 2
    if arc.source == arc.target:
        out, x = 44.0, start + 6
        y1, y2 = y1 - 3, y2 + 3
    else:
        x = start + 6
        out = 60 + (_LIST_WIDTH - start - 90) * 4 / 3 * abs(arc.source - arc.target) / reach
    path = f"M{n(x)} {n(y1)}C{n(x + out)} {n(y1)} {n(x + out)} {n(y2)} {n(x + 2)} {n(y2)}"
    head = f"M{n(x + 9)} {n(y2 - 5)}L{n(x + 1)} {n(y2)}L{n(x + 9)} {n(y2 + 5)}"
    return f'<path d="{path}{head}" stroke="{colour}"><title>{escape(arc.said)}</title></path>'
