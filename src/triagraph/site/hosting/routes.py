r"""Which path below the base leads to which page and which documents.

Patterns are regular expressions over the bytes of a decoded path. What an IRI contributes to one is written in letters,
digits, `/`, `-`, `_` and `\xHH` only: nothing in an IRI can be read as part of a server's configuration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

_PLAIN: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_")
_NAME: Final = "([a-z0-9-]+)"
_LANGUAGE: Final = ".en.html"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a path leads: `page` and `documents` are stems, with `$1` and `$2` for what the pattern captured.

    `documents` is empty where there is only a page; `exists` is the file that must be there, by its stem and suffix.
    """

    pattern: str
    page: str
    documents: str
    exists: str


def routes(base: str, odd: Mapping[str, str], written: frozenset[str]) -> tuple[Route, ...]:
    """Give the routes of a release, the special ones first."""
    special = [
        ("", "index", "void"),
        ("catalog", "data/index", "catalog.dcat-ap"),
        ("void", "data/index", "void"),
        ("ontology/?", "ontology/index", "ontology/triagraph"),
        ("shapes/?", "ontology/shapes/index", "ontology/shapes"),
        ("ontology/shapes", "ontology/shapes/index", "ontology/shapes"),
    ]
    found = [
        Route(pattern, page, documents if f"{documents}.ttl" in written else "", f"{page}{_LANGUAGE}")
        for pattern, page, documents in special
        if f"{page}{_LANGUAGE}" in written
    ]
    for iri, stem in sorted(odd.items()):
        path = literal(iri, base)
        if path is not None:
            found.append(Route(path, stem, stem, f"{stem}.ttl"))
    return (
        *found,
        Route(f"(id|graph)/{_NAME}/{_NAME}", "$1/$2/$3", "$1/$2/$3", "$1/$2/$3.ttl"),
        Route(f"ontology/{_NAME}", "ontology/schemes", "ontology/$1", "ontology/$1.ttl"),
        Route(f"queries/{_NAME}", "queries/$1", "", f"queries/$1{_LANGUAGE}"),
        Route(f"id/{_NAME}/?", "id/$1/index", "", f"id/$1/index{_LANGUAGE}"),
    )


def literal(iri: str, base: str) -> str | None:
    """Give the regular expression for the path of one IRI below the base; None where no path leads to it."""
    path = iri.removeprefix(base).partition("#")[0]
    if not iri.startswith(base) or "?" in path or not path:
        return None
    return "".join(chr(byte) if byte in _PLAIN else f"\\x{byte:02x}" for byte in unquote_to_bytes(path))
