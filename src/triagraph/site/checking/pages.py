"""Does each internal link of each page lead to a file and an anchor, and does the sitemap list the pages?"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Iterator
from html.parser import HTMLParser
from sys import intern
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import ParseError

from triagraph.language import Text
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.reaching import Release
from triagraph.site.hosting.sitemap import NOT_FOUND, REFRESH, SITEMAP, is_index, locations
from triagraph.site.writer import MANIFEST

_REFRESH_URL = re.compile(r"^\s*\d+\s*;\s*url=(.*)$", re.IGNORECASE)


class _Page(HTMLParser):
    """Collects the links and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value for name, value in attrs if value is not None}
        if "id" in attributes:
            self.anchors.add(attributes["id"])
        if tag in {"a", "link", "area"} and "href" in attributes:
            self.links.add(attributes["href"])
        if tag in {"img", "script", "source", "iframe"} and "src" in attributes:
            self.links.add(attributes["src"])
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            match = _REFRESH_URL.match(attributes.get("content", ""))
            # Where it leads on to, the reader finds the place without the anchor too.
            self.links.update({match[1].partition("#")[0]} if match else ())


class Pages:
    """The pages of a release: each one is read once, and no more of it is kept than what others ask for."""

    def __init__(self, release: Release, tally: Tally) -> None:
        self._release = release
        self._tally = tally
        self._anchors: dict[str, str] = {}
        #: Links to a place on another page, by page; each link stands once in the list of them.
        self._places: dict[str, array[int]] = {}
        self._links: list[str] = []
        self._numbers: dict[str, int] = {}
        self._leading_on: set[str] = set()
        self._found: list[tuple[str, str, Finding]] = []

    def read(self, path: str, text: str) -> None:
        """Read a page: follow its links, and keep its anchors, and those of its links that lead to an anchor."""
        page = _Page(text)
        anchors = _one(page.anchors)
        self._anchors[path] = anchors
        leads_on = REFRESH in text
        if leads_on:
            self._leading_on.add(path)
        places = array("I")
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            self._tally.add("links")
            target = _target(path, parts.path)
            if target not in self._release.files and target != MANIFEST:
                self._add(path, link, Text(f"`{link}` führt ins Leere.", f"`{link}` leads nowhere."))
            elif parts.fragment and "=" not in parts.fragment and not leads_on:  # "=": what a page's script is told
                places.append(self._number(link))
        if places:
            self._places[path] = places

    def _number(self, link: str) -> int:
        number = self._numbers.get(link)
        if number is None:
            number = self._numbers[link] = len(self._links)
            self._links.append(link)
        return number

    def _add(self, path: str, link: str, message: Text) -> None:
        self._found.append((path, link, Finding("link", path, message)))

    def check(self) -> Iterator[Finding]:
        """Give what is wrong with the links, and with the sitemap, when all pages have been read."""
        for path, places in self._places.items():
            for link in map(self._links.__getitem__, places):
                parts = urlsplit(link)
                anchors = self._anchors.get(_target(path, parts.path))
                if anchors is not None and f" {parts.fragment} " not in anchors:
                    self._add(
                        path, link, Text(f"`{link}`: die Stelle gibt es nicht.", f"`{link}`: there is no such place.")
                    )
        yield from (finding for _, _, finding in sorted(self._found, key=lambda found: found[:2]))
        yield from _sitemap(self._release, self._anchors.keys() - self._leading_on - {NOT_FOUND})


def _one(anchors: set[str]) -> str:
    """Put anchors, none of which has a space in it, into one text; many pages have the same ones."""
    return intern(f" {' '.join(sorted(anchors))} ")


def _target(path: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(link))) if link else path


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
                waiting += sorted(each.rpartition("/")[2] for each in found)
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
    for path in sorted(paths - release.files.keys()):
        yield Finding("sitemap", path, Text("steht in sitemap.xml, aber fehlt.", "is in sitemap.xml, but missing."))
    for path in sorted(pages - paths):
        yield Finding("sitemap", path, Text("fehlt in sitemap.xml.", "is missing in sitemap.xml."))
