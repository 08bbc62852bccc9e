"""The words of the pages, in German and English, in TOML files that need no programmer to be improved."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from triagraph.language import Language, Text


@cache
def read_words(name: str) -> Mapping[str, Mapping[str, Text]]:
    """Read one file of words: table → key → text."""
    tables: dict[str, dict[str, Any]] = tomllib.loads(
        files("triagraph.site.words").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    )
    return {
        table: {key: Text(value["de"], value["en"]) for key, value in entries.items()}
        for table, entries in tables.items()
    }


def interface(language: Language) -> dict[str, str]:
    """Give the words of the pages in one language: key → text."""
    tables = {**read_words("interface")}
    tables |= {name: entries for name, entries in read_words("scripts").items() if name != "script"}
    return {key: text.to(language) for entries in tables.values() for key, text in entries.items()}
