"""Does each internal link of each page lead to a file and an anchor, and does the sitemap list the pages?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import ParseError

from triagraph.language import Text
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.reaching import Release
from triagraph.site.hosting.sitemap import REFRESH, SITEMAP, is_index, locations

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


def check(release: Release, tally: Tally) -> Iterator[Finding]:
    """Follow the links inside the release, on every page."""
    pages = {path: _Page(text) for path, text in release.html.items()}
    leading_on = {path for path, text in release.html.items() if REFRESH in text}
    for path, page in sorted(pages.items()):
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            tally.add("links")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            if target not in release.files and target != "manifest.json":
                yield Finding("link", path, Text(f"`{link}` führt ins Leere.", f"`{link}` leads nowhere."))
            elif (
                parts.fragment
                and "=" not in parts.fragment  # what a page's script is told
                and target in pages
                and path not in leading_on
                and parts.fragment not in pages[target].anchors
            ):
                yield Finding(
                    "link", path, Text(f"`{link}`: die Stelle gibt es nicht.", f"`{link}`: there is no such place.")
                )
    yield from _sitemap(release, leading_on)


def _sitemap(release: Release, leading_on: set[str]) -> Iterator[Finding]:
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
    for path in sorted(release.html.keys() - leading_on - paths):
        yield Finding("sitemap", path, Text("fehlt in sitemap.xml.", "is missing in sitemap.xml."))
