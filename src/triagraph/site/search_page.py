"""The page of the search: all that was found, and lists for readers whose browser runs no scripts."""

from __future__ import annotations

from triagraph.site.editions import Edition
from triagraph.site.kinds import kind_of
from triagraph.site.places import OVERVIEW, SCHEMES_PAGE, TERMS_PAGE, Places
from triagraph.site.query_pages import LIST_STEM
from triagraph.site.rendering import SEARCH_STEM, Crumb, Page, crumbs_to


def search_page(edition: Edition, places: Places) -> Page:
    """Put together the search page in one language."""
    words, language = edition.words, edition.language
    lists = [
        (places.listing(kind), kind_of(kind).plural.to(language), len(places.things[kind])) for kind in places.kinds
    ]
    more = [
        (OVERVIEW, words["overview"]),
        (LIST_STEM, words["queries"]),
        (TERMS_PAGE, words["ontology"]),
        (SCHEMES_PAGE, words["search_trees"]),
    ]
    return Page(
        stem=SEARCH_STEM,
        template="search.html",
        title=words["search"],
        description=words["search_about"],
        crumbs=crumbs_to(words, Crumb(words["search"])),
        data={"lists": lists, "more": more},
    )
