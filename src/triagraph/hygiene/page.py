"""The text of a source: a text file as it is, or the text of a saved web page.

A page's markup is dropped and its words are kept: https://html.spec.whatwg.org/multipage/dom.html#the-innertext-idl-attribute,
without styles. The county's pages mark where their own text begins with "Seiteninhalt"; menus before it are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from triagraph.errors import InputError
from triagraph.language import Text

_SILENT: Final = frozenset({"head", "noscript", "script", "style", "svg", "template", "title"})
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_MARKUP: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BEGINNING: Final = re.compile(r"^\s*Seiteninhalt\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a source, and whether it had to be taken out of HTML (then offsets are of our making)."""

    name: str
    text: str = field(repr=False)
    is_html: bool


def read_page(name: str, data: bytes) -> Page:
    """Read the bytes of a text or HTML file.

    Raises:
        InputError: the bytes are not text.
    """
    text = _decoded(name, data)
    if not (name.lower().endswith((".html", ".htm", ".xhtml")) or _MARKUP.match(text)):
        return Page(name, text, is_html=False)
    extracted = html_text(text)
    begins = _BEGINNING.search(extracted)
    return Page(name, extracted[begins.start() :].lstrip() if begins else extracted, is_html=True)


def _decoded(name: str, data: bytes) -> str:
    stated = _CHARSET.search(data[:4096])
    for encoding in ("utf-8-sig", stated[1].decode("ascii", "replace") if stated else None):
        try:
            if encoding is not None:
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise InputError(
        Text(f"`{name}` ist kein Text in UTF-8.", f"`{name}` is not text in UTF-8."),
        hint=Text("Den Text als UTF-8 speichern.", "Save the text as UTF-8."),
    )


def html_text(markup: str) -> str:
    """Give the text of an HTML document: entities resolved, one line per block, scripts and styles left out."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Collects the text of a document; the depth counts open elements whose text is not shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "body":
            self._silent.clear()
        elif tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
