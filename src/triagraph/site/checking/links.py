"""The links and anchors of a page.

A page that is written regularly, as ours are, is scanned for its tags, which is many times faster than to parse it; every
other one is parsed. Both give the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final

_REFRESH_URL: Final = re.compile(r"^\s*\d+\s*;\s*url=(.*)$", re.IGNORECASE)
_ATTRIBUTES: Final = r'((?:[ \t\n\r\f]++[a-z][a-zA-Z:-]*+(?:="[^"<>]*+")?+)*+)[ \t\n\r\f]*+/?+'
#: A tag of a regular page: its name and attributes, or nothing of one that closes or declares.
_TAG: Final = re.compile(rf"<(?:([a-z][a-zA-Z0-9-]*+){_ATTRIBUTES}|/[a-z][a-zA-Z0-9-]*+|!(?:doctype|DOCTYPE) html)>")
#: Elements in which a tag is no tag, and those of them that have none.
_RAW: Final = re.compile(
    r"<(?:script|style|title|textarea|iframe|noembed|noframes|noscript|xmp|plaintext)\b", re.IGNORECASE
)
_RAW_WITHOUT_TAGS: Final = re.compile(rf"<(script|style|title|textarea){_ATTRIBUTES}>[^<]*+</\1>")
_ATTRIBUTE: Final = re.compile(r'[ \t\n\r\f]([a-zA-Z:-]++)(="[^"]*+")?+')
_WITH_HREF: Final = frozenset({"a", "link", "area"})
_WITH_SRC: Final = frozenset({"img", "script", "source", "iframe"})
_ID: Final = re.compile(r"\sid=", re.IGNORECASE)
_ASKED: Final = _WITH_HREF | _WITH_SRC | {"meta"}


@dataclass(slots=True)
class Links:
    """What a page links to, and the places in it that can be linked to."""

    links: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)

    def add(self, tag: str, attributes: Iterable[tuple[str, str | None]]) -> None:
        """Take what the start of an element says."""
        said = {name: value for name, value in attributes if value is not None}
        if "id" in said:
            self.anchors.add(said["id"])
        if tag in _WITH_HREF and "href" in said:
            self.links.add(said["href"])
        elif tag in _WITH_SRC and "src" in said:
            self.links.add(said["src"])
        elif tag == "meta" and said.get("http-equiv", "").lower() == "refresh":
            match = _REFRESH_URL.match(said.get("content", ""))
            # Where it leads on to, the reader finds the place without the anchor too.
            self.links.update({match[1].partition("#")[0]} if match else ())


class _Page(HTMLParser):
    """Collects the links and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found = Links()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag, attrs)


def links_of(text: str) -> Links:
    """Read a page."""
    return scanned(text) or parsed(text)


def parsed(text: str) -> Links:
    """Parse a page, however it is written."""
    return _Page(text).found


def scanned(text: str) -> Links | None:
    """Scan a page; None if it is not written regularly: then only a parser knows what in it is a tag."""
    tags = _TAG.findall(text)
    if len(tags) != text.count("<") or len(_RAW.findall(text)) != len(_RAW_WITHOUT_TAGS.findall(text)):
        return None
    found = Links()
    for tag, attributes in tags:
        if attributes and (tag in _ASKED or _ID.search(attributes)):
            each = _ATTRIBUTE.findall(attributes)
            found.add(tag, ((name.lower(), unescape(value[2:-1])) for name, value in each if value))
    return found
