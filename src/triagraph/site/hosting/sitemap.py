"""The sitemap of a release: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, XMLParser, fromstring
from xml.sax.saxutils import escape

_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
SITEMAP: Final = "sitemap.xml"
#: A sitemap may list so many pages.
MOST_PAGES: Final = 50_000
#: What hosts show where there is no page; no sitemap lists it.
NOT_FOUND: Final = "404.html"
#: What a page has that only leads on to another.
REFRESH: Final = '<meta http-equiv="refresh"'


def sitemaps(address: str, pages: Iterable[str], date: str, *, most: int = MOST_PAGES) -> Iterator[tuple[str, bytes]]:
    """Write the sitemap of pages, by their paths below an address.

    Returns:
        The files, by their paths: `sitemap.xml`; with more than `most` pages this is an index of further ones.
    """
    listed = sorted(pages)
    if len(listed) <= most:
        yield SITEMAP, _written("urlset", "url", [address + path for path in listed], date)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, -(-len(listed) // most) + 1)]
    for number, name in enumerate(names):
        part = listed[number * most : (number + 1) * most]
        yield name, _written("urlset", "url", [address + path for path in part], date)
    yield SITEMAP, _written("sitemapindex", "sitemap", [address + name for name in names], date)


def _written(root: str, entry: str, addresses: Iterable[str], date: str) -> bytes:
    entries = "".join(f"<{entry}><loc>{escape(each)}</loc><lastmod>{date}</lastmod></{entry}>\n" for each in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n{entries}</{root}>\n'.encode()


def is_index(data: bytes) -> bool:
    """Tell whether a sitemap lists others instead of pages; see `locations` for what is raised."""
    return _read(data).tag == f"{{{_SPACE}}}sitemapindex"


def locations(data: bytes) -> set[str]:
    """Read the addresses of a sitemap.

    Raises:
        ParseError: it is not XML.
        ValueError: it declares a document type, which a sitemap has no use for.
    """
    return {element.text.strip() for element in _read(data).iter(f"{{{_SPACE}}}loc") if element.text}


def _read(data: bytes) -> Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("a document type")
    return fromstring(data, XMLParser(encoding="utf-8"))  # noqa: S314 - no entities: see above
