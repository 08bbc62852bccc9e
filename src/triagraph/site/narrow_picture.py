"""The picture of a network as a telephone shows it: the region above, the networks below each other, each with its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from triagraph.language import Language
from triagraph.site.drawing import LEADING, NARROW, Drawn, lines, linked, n, svg, whole, wrapped
from triagraph.site.picture import Drawing, NetworkSpot, Spot, colours_of, described, manner
from triagraph.site.words import interface

_WIDTH: Final = 340
#: The line that leads from the region to the networks, and where their cards and the words in them begin.
_STEM_X: Final = 12
_CARD_X: Final = 34
_WORDS_X: Final = 54
_LETTERS: Final = 33
_FIELD_LETTERS: Final = 30
_MOST_LINES: Final = 3
_REGION_LETTERS: Final = 36
_PADDING: Final = 10
_GAP: Final = 12


def draw_narrow(drawing: Drawing, language: Language, href: Callable[[str], str | None] = lambda _: None) -> Drawn:
    """Draw what was sketched; `href` gives the link of an IRI, if it shall have one."""
    return _Column(drawing, language, href).to_svg()


class _Column:
    """Gives everything its place and writes it, from above to below."""

    def __init__(self, drawing: Drawing, language: Language, href: Callable[[str], str | None]) -> None:
        self._drawing = drawing
        self._words = interface(language)
        self._href = href
        self._colours = colours_of(drawing.networks)
        self._region = wrapped(drawing.region.text, _REGION_LETTERS)
        self._foot = 2.0 * _PADDING + LEADING * len(self._region)

    def to_svg(self) -> Drawn:
        parts = [self._head()]
        stem = self._foot
        top = self._foot + _GAP
        for network in self._drawing.networks:
            height = self._height(network)
            if network.active:
                stem = top + height / 2
                parts.append(_spoke(f"M{_STEM_X} {n(stem)}H{_CARD_X}"))
            parts.append(self._card(network, top, height))
            top += height + _GAP
        parts.insert(0, _spoke(f"M{_STEM_X} {n(self._foot)}V{n(stem)}"))
        texts = (f"{self._words['picture']}: {self._drawing.region.text}", described(self._drawing))
        links = any(self._href(network.iri) for network in self._drawing.networks)
        return svg(f"picture{NARROW}", (_WIDTH, top), texts, parts, links=links)

    def _head(self) -> str:
        band = f'<rect class="picture-region" width="{_WIDTH}" height="{n(self._foot)}" rx="12" fill="#0b5563"/>'
        words = lines(self._region, _WIDTH / 2, _PADDING + LEADING / 2, "middle")
        label = f'<text class="picture-region-text" font-weight="600" fill="#ffffff">{words}</text>'
        return self._linked(band + label, self._drawing.region.iri)

    def _height(self, network: NetworkSpot) -> float:
        fields = [line for field in network.fields for line in wrapped(field.text, _FIELD_LETTERS, _MOST_LINES)]
        return 2.0 * _PADDING + LEADING * (len(wrapped(network.text, _LETTERS, _MOST_LINES)) + len(fields))

    def _card(self, network: NetworkSpot, top: float, height: float) -> str:
        above = wrapped(network.text, _LETTERS, _MOST_LINES)
        y = top + _PADDING + LEADING / 2
        card = f'<rect class="picture-card" x="{_CARD_X}" y="{n(top)}" width="{_WIDTH - _CARD_X}" height="{n(height)}" rx="12" fill="#eef3f3"/>'
        label = f'<text class="picture-text" font-weight="600" font-size="14" fill="#1b242c">{lines(above, _WORDS_X, y)}</text>'
        parts = [self._linked(f"{whole(network.text, above)}{card}{label}", network.iri)]
        for field in network.fields:
            y += LEADING * len(above)
            above = wrapped(field.text, _FIELD_LETTERS, _MOST_LINES)
            parts.append(self._field(field, above, y))
        return "".join(parts)

    def _field(self, field: Spot, words: list[str], y: float) -> str:
        dot = f'<circle cx="{_WORDS_X + 5}" cy="{n(y)}" r="5" fill="{self._colours[field]}"/>'
        label = f'<text class="picture-text" font-size="14" fill="#1b242c"{manner(field)}>{lines(words, _WORDS_X + 18, y)}</text>'
        return self._linked(whole(field.text, words) + dot + label, field.iri)

    def _linked(self, content: str, iri: str) -> str:
        return linked(content, self._href(iri) if iri else None)


def _spoke(path: str) -> str:
    return f'<path class="picture-spoke" d="{path}" fill="none" stroke="#d3d8d8" stroke-width="2"/>'
