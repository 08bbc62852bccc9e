"""The start page: what this is, the network in a picture, figures, and the way to everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from triagraph.language import Language
from triagraph.namespaces import RDF, TRIA
from triagraph.project import Project
from triagraph.results import Solutions
from triagraph.site import schema_org
from triagraph.site.cartography import MAP_STEM
from triagraph.site.comparison import Comparison
from triagraph.site.drawing import Picture
from triagraph.site.editions import Edition
from triagraph.site.facts import Describer
from triagraph.site.feed import MEDIA_TYPE, feed_name
from triagraph.site.graph import QUOTED, GraphIndex
from triagraph.site.kinds import RECORD_KINDS, kind_of
from triagraph.site.links import relative
from triagraph.site.naming import Inline
from triagraph.site.narrow_picture import draw_narrow
from triagraph.site.numbers_page import NumbersOverview
from triagraph.site.picture import Drawing, draw, sketch
from triagraph.site.places import OVERVIEW, Places
from triagraph.site.query_pages import AnsweredQuery
from triagraph.site.rendering import Alternate, Page
from triagraph.site.settings import ReleaseSettings, first_questions

STEM: Final = "index"
#: What both forms of the picture may weigh, in bytes; the rest of the page stays far below what is left of 60,000.
_HEAVIEST_PICTURE: Final = 36_000
#: How many questions are shown where triagraph.toml names none.
_MOST_QUESTIONS: Final = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that says how much there is, and the list that it counts."""

    label: str
    count: int
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A list of things of one kind, as the start page announces it."""

    target: str
    label: str
    count: int
    about: str


def start_page(
    edition: Edition,
    places: Places,
    settings: ReleaseSettings,
    queries: list[AnsweredQuery],
    dumps: list[tuple[str, str]],
) -> Page:
    """Put together the start page; `dumps` are the paths and media types of the files that hold the whole graph."""
    describer, words = edition.describer, edition.words
    graph, language = describer.graph, describer.language
    origin = f"{STEM}.{language}.html"
    drawing = sketch(describer, places)
    return Page(
        stem=STEM,
        template="start.html",
        title=graph.project.title.to(language),
        description=graph.project.description.to(language),
        alternates=(Alternate(feed_name(language), MEDIA_TYPE, words["releases_feed"]),),
        machine_readable=schema_org.dataset(edition.describer, settings, dumps),
        data={
            "figures": _figures(graph, places, words),
            "picture": _picture(drawing, describer, origin),
            "scheme": drawing.scheme,
            "networks": _as_list(describer, drawing, origin),
            "overviews": _overviews(edition),
            "cards": [_card(places, kind, language) for kind in places.kinds if kind not in RECORD_KINDS],
            "details": [_card(places, kind, language) for kind in places.kinds if kind in RECORD_KINDS],
            "queries": [(each.stem, each.query.title.to(language)) for each in _first(queries, graph.project)],
            "all_queries": len(queries),
        },
    )


def _first(queries: list[AnsweredQuery], project: Project) -> list[AnsweredQuery]:
    """Give the queries that triagraph.toml puts first; if it names none, some, those with an answer before the others."""
    chosen = queries[: len(first_questions(project))]
    return chosen or sorted(queries, key=lambda each: not _has_rows(each))[:_MOST_QUESTIONS]


def _has_rows(query: AnsweredQuery) -> bool:
    return isinstance(query.answer, Solutions) and bool(query.answer.rows)


def _overviews(edition: Edition) -> list[tuple[str, str]]:
    """Give the overviews that the start page names, as far as there is something to show, and the page of all."""
    words = edition.words
    found = [(MAP_STEM, words["map"])] if edition.things.cartographer.geography.points else []
    numbers, forms = NumbersOverview(edition), Comparison(edition)
    found += [(numbers.stem, words["numbers"])] if len(numbers) else []
    found += [(forms.stem, words["comparison"])] if len(forms) else []
    return [*found, (OVERVIEW, words["overviews_from_start"])]


def _card(places: Places, kind: str, language: Language) -> Card:
    named, count = kind_of(kind), len(places.things[kind])
    return Card(places.listing(kind), named.plural.to(language), count, named.about.to(language))


def _picture(drawing: Drawing, describer: Describer, origin: str) -> Picture | None:
    """Draw the network; None where there is none, or where long names would make the page too heavy."""
    if not drawing.networks:
        return None

    def href(iri: str) -> str | None:
        page = describer.places.page(iri, describer.language)
        return relative(origin, page) if page is not None else None

    picture = Picture(draw(drawing, describer.language, href), draw_narrow(drawing, describer.language, href))
    return picture if len(picture.wide.encode()) + len(picture.narrow.encode()) <= _HEAVIEST_PICTURE else None


def _as_list(describer: Describer, drawing: Drawing, origin: str) -> list[tuple[Inline, list[Inline], list[Inline]]]:
    return [
        (
            describer.names.link(network.iri, origin),
            [
                describer.names.link(field.iri, origin) if field.iri else Inline(field.text, field.language)
                for field in network.fields
            ],
            [describer.names.link(drawing.region.iri, origin)] if drawing.region.iri else [],
        )
        for network in drawing.networks
    ]


def _figures(graph: GraphIndex, places: Places, words: dict[str, str]) -> list[Figure]:
    quoted = sum(1 for quads in graph.by_subject.values() if any(quad.predicate.value == QUOTED for quad in quads))
    counts = {
        **{kind: len(places.things.get(kind, ())) for kind in ("network", "organisation", "source")},
        "statement": quoted,
        "quotation": len(graph.subjects(f"{RDF}type", f"{TRIA}Quotation")),
    }
    return [
        Figure(
            words[f"figure_{name}" if count == 1 else f"figure_{name}s"],
            count,
            places.listing(name) if name in places.things else None,
        )
        for name, count in counts.items()
        if count
    ]
