"""Links of a release: relative between its own files, and to the outside only where a click is harmless."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_HARMLESS: Final = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)[^\s\x00-\x1f\x7f]*", re.IGNORECASE)


def safe_href(iri: str) -> str | None:
    """Give an http, https or mailto address as it is, and None for any other: that is shown as text."""
    return iri if _HARMLESS.fullmatch(iri) else None


@lru_cache(maxsize=65536)
def relative(origin: str, target: str) -> str:
    """Give the link from one file of the release to another (paths from the release's root, `target` with its fragment)."""
    path, mark, fragment = target.partition("#")
    if path == origin and mark:
        return f"#{fragment}"
    here, there = origin.split("/")[:-1], path.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) + mark + fragment


def shown_address(address: str) -> str:
    """Give a web address as people write it: without its scheme and a slash at the end."""
    return re.sub(r"^(?:https?://(?:www\.)?|mailto:)", "", address, flags=re.IGNORECASE).rstrip("/")
