"""Read JSON and keep where each key and value begins: https://www.rfc-editor.org/rfc/rfc8259."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_BLANK: Final = re.compile(r"[ \t\r\n]*+")
_SCALAR: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[^\s,:\[\]{}"]++')


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, a number, true, false or null."""

    offset: int
    value: str | float | bool | None

    def plain(self) -> Any:
        """Give the value as `json.loads` would."""
        return self.value


@dataclass(frozen=True, slots=True)
class Array:
    """A list, with the place of its brackets."""

    offset: int
    end: int
    items: tuple[Value, ...]

    def plain(self) -> Any:
        """Give the value as `json.loads` would."""
        return [item.plain() for item in self.items]


@dataclass(frozen=True, slots=True)
class Object:
    """An object; each member has the place of its key."""

    offset: int
    members: Mapping[str, tuple[int, Value]]

    def plain(self) -> Any:
        """Give the value as `json.loads` would."""
        return {key: value.plain() for key, (_, value) in self.members.items()}


Value = Scalar | Array | Object


def read(text: str) -> Value:
    """Read JSON text that `triagraph.parser.jsonld.prepare` has accepted: it is strict, and not deep."""
    return _Reader(text).value()


class _Reader:
    """A place in the text that moves on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = 0

    def value(self) -> Value:
        """Read one value."""
        start = self._next()
        if self._text[start] == "{":
            return Object(start, self._members())
        if self._text[start] == "[":
            items = self._items()
            return Array(start, self._offset - 1, items)
        return Scalar(start, self._scalar())

    def _next(self) -> int:
        """Skip white space and give the place of what follows."""
        blank = _BLANK.match(self._text, self._offset)
        self._offset = blank.end() if blank else self._offset
        return self._offset

    def _take(self, character: str) -> bool:
        if self._text[self._next()] != character:
            return False
        self._offset += 1
        return True

    def _scalar(self) -> Any:
        match = _SCALAR.match(self._text, self._offset)
        if match is None:
            raise ValueError(self._offset)
        self._offset = match.end()
        return json.loads(match[0])

    def _items(self) -> tuple[Value, ...]:
        items: list[Value] = []
        self._offset += 1
        while not self._take("]"):
            items.append(self.value())
            self._take(",")
        return tuple(items)

    def _members(self) -> dict[str, tuple[int, Value]]:
        members: dict[str, tuple[int, Value]] = {}
        self._offset += 1
        while not self._take("}"):
            start = self._next()
            key = self._scalar()
            self._take(":")
            members[key] = start, self.value()
            self._take(",")
        return members
