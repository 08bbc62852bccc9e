"""The overviews of a release: pictures, comparisons and lists over everything, and the page that names them."""

from __future__ import annotations

from typing import Final, Protocol

from triagraph.site.board_page import BoardOverview
from triagraph.site.comparison import Comparison
from triagraph.site.editions import Edition
from triagraph.site.listings import PLANS, Listing
from triagraph.site.map_page import MapOverview
from triagraph.site.numbers_page import NumbersOverview
from triagraph.site.places import OVERVIEW
from triagraph.site.portions import Neighbours
from triagraph.site.rendering import Crumb, Page, crumbs_to


class Overview(Protocol):
    """An overview in one language; it has as many rows as `len` says, and its pages have some of them each."""

    stem: str

    def __len__(self) -> int: ...

    def page(self, rows: slice, parts: Neighbours) -> Page:
        """Put together the page of some of the rows."""


def overviews(edition: Edition) -> list[Overview]:
    """Give the overviews that have something to show."""
    every: Final[list[Overview]] = [
        MapOverview(edition),
        BoardOverview(edition),
        NumbersOverview(edition),
        Comparison(edition),
        *(Listing(edition, plan) for plan in PLANS),
    ]
    return [each for each in every if len(each)]


def contents_page(edition: Edition, every: list[Page]) -> Page:
    """Put together the page that names the overviews; `every` has the first page of each."""
    words = edition.words
    return Page(
        stem=OVERVIEW,
        template="overviews.html",
        title=words["overview"],
        description=words["overview_about"],
        crumbs=crumbs_to(words, Crumb(words["overview"])),
        data={"overviews": [(page.stem, page.title, page.description) for page in every]},
    )
