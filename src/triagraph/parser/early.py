"""For a process that may open no file later: what is otherwise read or imported where it is needed."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from triagraph.parser.jsonld import own_context

_LATE_PARTS: Final = (
    *("triagraph.parser.mistakes", "triagraph.parser.positions", "triagraph.parser.rdfxml"),
    *("encodings.cp1252", "gzip", "zlib"),
)


def read_early() -> None:
    """Read our JSON-LD context, and import what reads other syntaxes, explains mistakes and finds places."""
    own_context()
    for name in _LATE_PARTS:
        import_module(name)
