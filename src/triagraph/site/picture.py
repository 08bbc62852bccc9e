"""The picture of a network: region, networks and fields as SVG, the same for the same graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import quoteattr

from triagraph.labelling import Labels
from triagraph.language import Language
from triagraph.namespaces import SKOS, TRIA
from triagraph.site.drawing import COLOURS, LEADING, Drawn, lines, linked, n, svg, whole, wrapped
from triagraph.site.evidence import Witnesses
from triagraph.site.facts import Describer
from triagraph.site.graph import GraphIndex
from triagraph.site.naming import Names, sortable
from triagraph.site.places import Places
from triagraph.site.words import interface
from triagraph.store.loading import Dataset

#: More networks than this do not fit into one picture that can be read.
MOST_NETWORKS: Final = 40
_WIDTH: Final = 940
_ROW: Final = 50
_MARGIN: Final = 34
_REGION_X: Final = 84
_RADIUS: Final = 74
_NETWORK_X: Final = 236
_FIELD_X: Final = 616
_LETTERS: Final = 29
_FIELD_LETTERS: Final = 38


@dataclass(frozen=True, slots=True)
class Spot:
    """Something in the picture: what it is called, in which language if not the page's, and its IRI if it has one."""

    text: str
    iri: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkSpot:
    """A network in the picture, with its fields and whether a source names it as active in the region."""

    text: str
    iri: str
    fields: tuple[Spot, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the picture shows, before it has places."""

    region: Spot
    networks: tuple[NetworkSpot, ...]
    scheme: str = ""


def network_picture(dataset: Dataset, language: Language) -> str:
    """Draw the networks of a dataset, their fields and their region as an SVG that stands alone."""
    graph = GraphIndex(dataset)
    places = Places(graph)
    names = Names(graph, places, Labels.of(dataset), language)
    describer = Describer(graph, names, Witnesses(graph, places, names))
    return draw(sketch(describer, places), language)


def sketch(describer: Describer, places: Places) -> Drawing:
    """Find what the picture shows: the project's region, the networks by name, and the fields of each."""
    graph, names = describer.graph, describer.names
    region = graph.project.rebase(graph.project.region or "")
    found = sorted(places.things.get("network", ()), key=lambda iri: (sortable(names.text(iri)), iri))
    scheme = _shared_scheme(graph, found)
    networks = tuple(
        NetworkSpot(names.text(iri), iri, _fields(describer, iri, scheme), region in graph.iris(iri, f"{TRIA}activeIn"))
        for iri in found
    )
    if len(networks) > MOST_NETWORKS:
        networks = ()
    known = bool(region) and region in graph.by_subject
    centre = Spot(names.text(region), region) if known else Spot(graph.project.title.to(names.language))
    return Drawing(centre, networks, names.text(scheme) if scheme else "")


def _shared_scheme(graph: GraphIndex, networks: list[str]) -> str:
    """Find the list of fields that says something of most networks: fields of two strategies are never mixed."""
    counts = Counter(
        scheme
        for network in networks
        for scheme in {
            scheme
            for field in graph.iris(network, f"{TRIA}technologyField")
            for scheme in graph.iris(field, f"{SKOS}inScheme")
        }
    )
    return min(counts, key=lambda scheme: (-counts[scheme], scheme), default="")


def _fields(describer: Describer, network: str, scheme: str) -> tuple[Spot, ...]:
    """Give a network's fields: those of the scheme, else the first that a source prints."""
    graph, names = describer.graph, describer.names
    fields = [
        iri for iri in graph.iris(network, f"{TRIA}technologyField") if scheme in graph.iris(iri, f"{SKOS}inScheme")
    ]
    if fields:
        spots = [Spot(names.text(iri), iri) for iri in fields]
        return tuple(sorted(spots, key=lambda spot: (sortable(spot.text), spot.iri)))
    printed = graph.literals(network, f"{TRIA}statedField")
    own = [value for value in printed if names.foreign(value) is None] or printed
    return tuple(Spot(value.value, "", names.foreign(value)) for value in sorted(own, key=str)[:1])


def draw(drawing: Drawing, language: Language, href: Callable[[str], str | None] = lambda _: None) -> Drawn:
    """Draw what was sketched; `href` gives the link of an IRI, if it shall have one."""
    return _Canvas(drawing, language, href).to_svg()


class _Canvas:
    """Gives everything its place and writes it."""

    def __init__(self, drawing: Drawing, language: Language, href: Callable[[str], str | None]) -> None:
        self._drawing = drawing
        self._words = interface(language)
        self._href = href
        self._colours = colours_of(drawing.networks)
        rows = max(len(drawing.networks), len(self._colours), 1)
        self._height = max(2 * _MARGIN + rows * _ROW, 2 * (_RADIUS + 10))
        self._network_y = self._spread(len(drawing.networks))
        self._field_y = dict(zip(self._colours, self._spread(len(self._colours)), strict=True))
        self._region_y = self._height / 2

    def _spread(self, count: int) -> list[float]:
        room = self._height - 2 * _MARGIN
        return [_MARGIN + room * (number + 0.5) / count for number in range(count)]

    def to_svg(self) -> Drawn:
        has_links = any(self._href(network.iri) for network in self._drawing.networks)
        title = f"{self._words['picture']}: {self._drawing.region.text}"
        parts = [
            f'<rect class="picture-ground" width="{_WIDTH}" height="{n(self._height)}" rx="12" fill="#ffffff"/>',
            self._spokes(),
            *self._ribbons(),
            self._region(),
            *(self._network(network, y) for network, y in zip(self._drawing.networks, self._network_y, strict=True)),
            *(self._field(field, y) for field, y in self._field_y.items()),
        ]
        return svg("picture", (_WIDTH, self._height), (title, described(self._drawing)), parts, links=has_links)

    def _spokes(self) -> str:
        path = "".join(
            _curve(_REGION_X, self._region_y, _NETWORK_X, y)
            for network, y in zip(self._drawing.networks, self._network_y, strict=True)
            if network.active
        )
        return f'<path class="picture-spoke" d="{path}" fill="none" stroke="#d3d8d8" stroke-width="2"/>'

    def _ribbons(self) -> list[str]:
        start = _NETWORK_X + 262
        return [
            '<g fill="none" stroke-width="3" stroke-linecap="round" opacity="0.75">',
            *(
                f'<path d="{_curve(start, y, _FIELD_X, self._field_y[field])}" stroke="{self._colours[field]}"/>'
                for network, y in zip(self._drawing.networks, self._network_y, strict=True)
                for field in network.fields
            ),
            "</g>",
        ]

    def _region(self) -> str:
        words = wrap(self._drawing.region.text, 13, break_long_words=False)
        top = self._region_y - LEADING * (len(words) - 1) / 2
        text = lines(words, _REGION_X, top, "middle")
        circle = (
            f'<circle class="picture-region" cx="{_REGION_X}" cy="{n(self._region_y)}" r="{_RADIUS}" fill="#0b5563"/>'
        )
        label = f'<text class="picture-region-text" text-anchor="middle" font-weight="600" fill="#ffffff">{text}</text>'
        return self._linked(circle + label, self._drawing.region.iri)

    def _network(self, network: NetworkSpot, y: float) -> str:
        words = wrapped(network.text, _LETTERS)
        card = (
            f'<rect class="picture-card" x="{_NETWORK_X}" y="{n(y - 20)}" width="262" height="40" rx="20" fill="#eef3f3"/>'
            f'<circle class="picture-node" cx="{_NETWORK_X + 20}" cy="{n(y)}" r="7" fill="#ffffff" stroke="#0b5563" stroke-width="3"/>'
        )
        text = lines(words, _NETWORK_X + 38, y - LEADING * (len(words) - 1) / 2)
        size = ' font-size="13.5"' if len(words) > 1 else ""
        label = f'<text class="picture-text" fill="#1b242c"{size}>{text}</text>'
        return self._linked(f"{whole(network.text, words)}{card}{label}", network.iri)

    def _field(self, field: Spot, y: float) -> str:
        words = wrapped(field.text, _FIELD_LETTERS)
        colour = self._colours[field]
        dot = f'<circle cx="{_FIELD_X}" cy="{n(y)}" r="7" fill="{colour}"/>'
        text = lines(words, _FIELD_X + 18, y - LEADING * (len(words) - 1) / 2)
        label = f'<text class="picture-text" fill="#1b242c"{manner(field)}>{text}</text>'
        return self._linked(f"{whole(field.text, words)}{dot}{label}", field.iri)

    def _linked(self, content: str, iri: str) -> str:
        return linked(content, self._href(iri) if iri else None)


def described(drawing: Drawing) -> str:
    """Say in words what the picture shows."""
    sentences = [
        f"{network.text}: {', '.join(field.text for field in network.fields)}" if network.fields else network.text
        for network in drawing.networks
    ]
    return "; ".join(sentences) + "."


def manner(field: Spot) -> str:
    """Give the attributes of a field's label: italic where a source prints it, and its language where not the page's."""
    printed = "" if field.iri else ' font-style="italic"'
    return f"{printed} lang={quoteattr(field.language)}" if field.language else printed


def colours_of(networks: tuple[NetworkSpot, ...]) -> dict[Spot, str]:
    """Give each field its colour, in the order of their networks' middle, so that few lines cross."""
    rows: dict[Spot, list[int]] = {}
    for row, network in enumerate(networks):
        for field in network.fields:
            rows.setdefault(field, []).append(row)
    fields = sorted(rows, key=lambda field: (sum(rows[field]) / len(rows[field]), field.text, field.iri))
    return {field: COLOURS[number % len(COLOURS)] for number, field in enumerate(fields)}


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"M{n(x1)} {n(y1)}C{n(middle)} {n(y1)} {n(middle)} {n(y2)} {n(x2)} {n(y2)}"
