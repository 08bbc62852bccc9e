"""Where the mistakes of a JSON document stand that its reader only names; looked for when there is one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from triagraph.errors import Location
from triagraph.parser.document import Document

_TOKEN: Final = re.compile(
    r'(?P<text>"[^"\\]*+(?:\\.[^"\\]*+)*+")(?P<key>\s*:(?=\s*(?P<following>\S)))?|[{}\[\]]|-?Infinity|NaN|-?\d+',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of JSON: a text, a bracket, a whole number or what is no JSON; a text may be a key.

    `is_repeated` tells that the object has this key already; `in_context`, that a key before it was one of a context;
    `following` is what the value of a key begins with.
    """

    written: str
    is_text: bool
    is_key: bool
    is_repeated: bool
    in_context: bool
    following: str | None

    @property
    def text(self) -> str:
        """What a text says."""
        return str(json.loads(self.written, strict=False))


def place(document: Document, wanted: Callable[[Token], bool]) -> Location:
    """Give the place of the first token that is wanted, or of the document if there is none."""
    return next((location for location, _ in places(document, wanted)), Location(document.name))


def places(document: Document, wanted: Callable[[Token], bool]) -> Iterator[tuple[Location, Token]]:
    """Give the tokens that are wanted, each with its place."""
    text = document.data.decode("utf-8", "replace")
    for start, token in _tokens(text):
        if wanted(token):
            line = text.count("\n", 0, start) + 1
            yield Location(document.name, line, start - text.rfind("\n", 0, start)), token


def _tokens(text: str) -> Iterator[tuple[int, Token]]:
    keys: list[set[str]] = [set()]
    in_context = False
    for match in _TOKEN.finditer(text):
        written = match["text"] or match[0]
        is_key = match["key"] is not None
        is_text, is_repeated = match["text"] is not None, written in keys[-1]
        yield match.start(), Token(written, is_text, is_key, is_repeated, in_context, match["following"])
        if is_key:
            keys[-1].add(written)
            in_context = in_context or written in {'"@context"', '"@import"'}
        elif written in {"{", "["}:
            keys.append(set())
        elif written in {"}", "]"} and len(keys) > 1:
            keys.pop()
