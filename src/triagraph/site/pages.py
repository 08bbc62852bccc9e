"""Write the pages of things and their lists: most of a release, and apart from the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from triagraph.site.editions import Edition
from triagraph.site.list_pages import list_of, list_page
from triagraph.site.overviews import Overview, contents_page, overviews
from triagraph.site.places import Places
from triagraph.site.portions import Neighbours, Pages, in_parts, portioned
from triagraph.site.rendering import Page
from triagraph.site.writer import ReleaseWriter


class Press:
    """Renders a page in each language, weighs it and writes it; what was rendered to be weighed is not rendered again."""

    def __init__(self, writer: ReleaseWriter, editions: Iterable[Edition]) -> None:
        self.editions = tuple(editions)
        self._writer = writer
        self._rendered: dict[int, tuple[Page, bytes]] = {}

    def weigh(self, pages: Pages) -> int:
        """Give the bytes of the heaviest of a page's languages."""
        return max(len(self._render(edition, page)) for edition, page in zip(self.editions, pages, strict=True))

    def _render(self, edition: Edition, page: Page) -> bytes:
        known = self._rendered.get(id(page))
        if known is None:
            known = self._rendered[id(page)] = page, edition.renderer.render(page)
        return known[1]

    def write(self, many: Iterable[Pages]) -> None:
        """Write pages, each in every language."""
        for pages in many:
            for edition, page in zip(self.editions, pages, strict=True):
                self._writer.add(f"{page.stem}.{edition.language}.html", self._render(edition, page))
        self._rendered.clear()


def write_page(writer: ReleaseWriter, edition: Edition, page: Page) -> None:
    """Write a page in the language of an edition."""
    writer.add(f"{page.stem}.{edition.language}.html", edition.renderer.render(page))


def write_thing(press: Press, places: Places, iri: str) -> None:
    """Write the page of a thing, in every language, and those on which its lists go on."""
    stem = places.thing(iri) or ""
    press.write(portioned(tuple(edition.things.page(iri, stem) for edition in press.editions), press.weigh))
    press.write(zip(*(edition.things.passages_pages(iri, stem) for edition in press.editions), strict=True))


def write_list(press: Press, places: Places, kind: str) -> None:
    """Write the list of a kind of things."""
    press.write(_lists(press, places, kind))


def write_overviews(press: Press) -> None:
    """Write the overviews, and the page that names them."""
    firsts: list[Pages] = []
    for group in zip(*(overviews(edition) for edition in press.editions), strict=True):
        parts = in_parts(len(group[0]), _page_of(group), group[0].stem, press.weigh)
        firsts.append(parts[0])
        press.write(parts)
    press.write(
        [
            tuple(
                contents_page(edition, [first[number] for first in firsts])
                for number, edition in enumerate(press.editions)
            )
        ]
    )


def _page_of(group: tuple[Overview, ...]) -> Callable[[slice, Neighbours], Pages]:
    return lambda rows, parts: tuple(each.page(rows, parts) for each in group)


def _lists(press: Press, places: Places, kind: str) -> list[Pages]:
    """Divide the list of a kind among pages that are light enough."""
    lists = [(edition, list_of(edition, places, kind)) for edition in press.editions]
    return in_parts(
        len(places.things[kind]),
        lambda rows, parts: tuple(list_page(edition, found, rows, parts) for edition, found in lists),
        places.listing(kind),
        press.weigh,
    )
