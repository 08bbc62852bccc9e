"""The sitemap of a release: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import XMLParser, fromstring
from xml.sax.saxutils import escape

_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: What a page has that only leads on to another.
REFRESH: Final = '<meta http-equiv="refresh"'


def sitemap(address: str, pages: Iterable[str], date: str) -> bytes:
    """Write the sitemap of pages, by their paths below an address."""
    urls = "".join(
        f"<url><loc>{escape(address + path)}</loc><lastmod>{date}</lastmod></url>\n" for path in sorted(pages)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SPACE}">\n{urls}</urlset>\n'.encode()


def locations(data: bytes) -> set[str]:
    """Read the addresses of a sitemap.

    Raises:
        ParseError: it is not XML.
        ValueError: it declares a document type, which a sitemap has no use for.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("a document type")
    root = fromstring(data, XMLParser(encoding="utf-8"))  # noqa: S314 - no entities: see above
    return {element.text.strip() for element in root.iter(f"{{{_SPACE}}}loc") if element.text}
