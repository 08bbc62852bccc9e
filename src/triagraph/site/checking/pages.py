"""Does each internal link of each page lead to a file and an anchor, and does the sitemap list the pages?"""

from __future__ import annotations

import posixpath
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import ParseError

from triagraph.language import Text
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.links import links_of
from triagraph.site.checking.reaching import Release
from triagraph.site.hosting.sitemap import NOT_FOUND, REFRESH, SITEMAP, is_index, locations
from triagraph.site.writer import MANIFEST

#: So many links are remembered with where they lead: pages of a folder have most of them in common.
_REMEMBERED: Final = 1 << 14
_NO_PAGE: Final = -1
_STYLE: Final = "assets/style.css"


@dataclass(slots=True)
class Pages:
    """What is kept of the pages that one process has read: no more than what the links of others ask for.

    Pages are named by their numbers in the manifest; each set of anchors, and each link, stands here once.
    """

    pages: array[int] = field(default_factory=lambda: array("I"))
    #: The number of the anchors of each of them.
    anchored: array[int] = field(default_factory=lambda: array("I"))
    anchors: dict[str, int] = field(default_factory=dict)
    leading_on: set[int] = field(default_factory=set)
    #: Links to places of other pages: the page, the number of the link, the page that it leads to.
    places: tuple[array[int], array[int], array[int]] = field(
        default_factory=lambda: (array("I"), array("I"), array("I"))
    )
    links: dict[str, int] = field(default_factory=dict)

    def read(self, release: Release, path: str, text: str, tally: Tally) -> Iterator[Finding]:
        """Read a page: follow its links, and keep its anchors, and those of its links that lead to an anchor."""
        number = release.files.number(path)
        assert number is not None  # noqa: S101 - only files of the manifest are read
        page = links_of(text)
        # None of them has a space in it that a link could lead to.
        anchors = f" {' '.join(sorted(page.anchors))} "
        self.pages.append(number)
        self.anchored.append(self.anchors.setdefault(anchors, len(self.anchors)))
        leads_on = REFRESH in text
        if leads_on:
            self.leading_on.add(number)
        folder = posixpath.dirname(path)
        root = _root(page.links) if path == NOT_FOUND else ""
        for link in sorted(page.links):
            target, fragment = _resolved(folder, link.removeprefix(root))
            if target is None:
                continue
            tally.add("links")
            target = target or path
            reached = release.files.number(target)
            if reached is None:
                if target != MANIFEST:
                    yield Finding("link", path, Text(f"`{link}` führt ins Leere.", f"`{link}` leads nowhere."))
            elif fragment and "=" not in fragment and not leads_on:  # "=": what a page's script is told
                self._remember(number, link, reached)

    def _remember(self, page: int, link: str, target: int) -> None:
        known = self.links.setdefault(link, len(self.links))
        for numbers, each in zip(self.places, (page, known, target), strict=True):
            numbers.append(each)


def check(release: Release, read: Iterable[Pages]) -> Iterator[Finding]:
    """Give what is wrong with places that links lead to, and with the sitemap, when all pages have been read."""
    read = list(read)
    anchored = array("i", [_NO_PAGE]) * len(release.files)
    sets: list[frozenset[str]] = []
    for part in read:
        for page, number in zip(part.pages, part.anchored, strict=True):
            anchored[page] = len(sets) + number
        sets += [frozenset(anchors.split(" ")) for anchors in part.anchors]
    for part in read:
        links = [(link, urlsplit(link).fragment) for link in part.links]
        for page, number, target in zip(*part.places, strict=True):
            link, fragment = links[number]
            if anchored[target] != _NO_PAGE and fragment not in sets[anchored[target]]:
                yield Finding(
                    "link",
                    release.files.paths[page],
                    Text(f"`{link}`: die Stelle gibt es nicht.", f"`{link}`: there is no such place."),
                )
    leading_on = set().union(*(part.leading_on for part in read))
    shown = {release.files.paths[page] for part in read for page in part.pages if page not in leading_on}
    yield from _sitemap(release, shown - {NOT_FOUND})


def _root(links: Iterable[str]) -> str:
    """Give the path of the release that the links of a page begin with which is shown at any depth."""
    return next((link.removesuffix(_STYLE) for link in sorted(links) if link.endswith(f"/{_STYLE}")), "")


@lru_cache(_REMEMBERED)
def _resolved(folder: str, link: str) -> tuple[str | None, str]:
    """Give the path of the file that a link of a page in a folder leads to, and the place in it.

    The path is empty where it is the page itself, and None where the link leaves the release.
    """
    try:
        parts = urlsplit(link)
    except ValueError:  # no address at all
        return link, ""
    if parts.scheme or parts.netloc:
        return None, ""
    target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else ""
    return target, parts.fragment


def _sitemap(release: Release, pages: set[str]) -> Iterator[Finding]:
    """Compare the sitemap with the pages that do not only lead on."""
    listed: set[str] = set()
    waiting = [SITEMAP] if SITEMAP in release.files else []
    if not waiting:
        return
    for path in waiting:
        data = release.read(path)
        try:
            found = locations(data) if data is not None else set()
            if path == SITEMAP and data is not None and is_index(data):
                waiting += sorted({each.rpartition("/")[2] for each in found} - {SITEMAP})
                continue
        except (ParseError, ValueError):
            yield Finding("sitemap", path, Text("ist kein XML.", "is not XML."))
            return
        if data is None:
            yield Finding("sitemap", path, Text("steht in sitemap.xml, aber fehlt.", "is in sitemap.xml, but missing."))
        listed |= found
    roots = {address.removesuffix("index.html") for address in listed if address.endswith("/index.html")}
    root = min(roots, key=len, default="")
    paths = {address.removeprefix(root) for address in listed}
    for path in sorted(path for path in paths if path not in release.files):
        yield Finding("sitemap", path, Text("steht in sitemap.xml, aber fehlt.", "is in sitemap.xml, but missing."))
    for path in sorted(pages - paths):
        yield Finding("sitemap", path, Text("fehlt in sitemap.xml.", "is missing in sitemap.xml."))
