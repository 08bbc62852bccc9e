"""JSON for reading, written fast: the text of `json.dumps(value, ensure_ascii=False, indent=2)`.

The standard library indents in Python, value by value through generators; a release has a thousand documents, an answer a hundred thousand rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Any


def pretty(value: Any, newline: str = "\n") -> str:
    """Write a value of strings, numbers, lists and dictionaries with string keys; `newline` is how its lines begin."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        inner = f"{newline}  "
        pairs = [f"{encode_basestring(key)}: {pretty(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(pairs)}{newline}}}"
    if isinstance(value, list) and value:
        inner = f"{newline}  "
        return f"[{inner}{f',{inner}'.join([pretty(item, inner) for item in value])}{newline}]"
    return json.dumps(value)


def pieces(value: Any, newline: str = "\n") -> Iterator[str]:
    """Write a value as `pretty` does, piece by piece; an iterator in it stands for the list of what it gives."""
    inner = f"{newline}  "
    if isinstance(value, dict) and value:
        for number, (key, item) in enumerate(value.items()):
            yield f"{',' if number else '{'}{inner}{encode_basestring(key)}: "
            yield from pieces(item, inner)
        yield f"{newline}}}"
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            yield f"{',' if number else '['}{inner}"
            yield from pieces(item, inner)
        yield f"{newline}]"
    elif isinstance(value, Iterator):
        before = "["
        for item in value:
            yield f"{before}{inner}{pretty(item, inner)}"
            before = ","
        yield f"{newline}]" if before == "," else "[]"
    else:
        yield pretty(value, newline)
