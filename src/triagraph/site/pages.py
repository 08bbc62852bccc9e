"""Write the pages of things and their lists: most of a release, and apart from the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from triagraph.site.editions import Edition
from triagraph.site.list_pages import list_page
from triagraph.site.places import Places
from triagraph.site.rendering import Page
from triagraph.site.writer import ReleaseWriter


def write_page(writer: ReleaseWriter, edition: Edition, page: Page) -> None:
    """Write a page in the language of an edition."""
    writer.add(f"{page.stem}.{edition.language}.html", edition.renderer.render(page))


def write_pages(
    writer: ReleaseWriter,
    editions: Iterable[Edition],
    places: Places,
    *,
    before_each: Callable[[], None] = lambda: None,
) -> None:
    """Write the page of each thing and the list of each kind, in every language."""
    for iri in places:
        before_each()
        for edition in editions:
            write_page(writer, edition, edition.things.page(iri, places.thing(iri) or ""))
    for kind in places.kinds:
        for edition in editions:
            write_page(writer, edition, list_page(edition, places, kind))
