"""The names that a Turtle or SPARQL text uses, and the prefixes that it declares, read from the text itself.

A parser resolves prefixes and forgets them; here it matters how a text writes its names. Tokens:
https://www.w3.org/TR/turtle/#sec-grammar-grammar and https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""
      (?P<declaration>(?:@prefix|\bPREFIX)\s+(?P<declared>[\w.-]*):\s*<(?P<space>[^<>\s]*)>)
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<comment>\#[^\n]*)
    | (?P<name>(?<![\w?$@:])(?P<prefix>[A-Za-z][\w-]*)?:(?P<local>\w(?:[\w.%-]*[\w-])?)?)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prefix:
    """A prefix as a text declares it."""

    name: str
    namespace: str
    line: int


@dataclass(frozen=True, slots=True)
class Name:
    """An IRI as a text uses it."""

    iri: str
    line: int


def prefixes(text: str) -> tuple[Prefix, ...]:
    """List the prefixes that a Turtle or SPARQL text declares."""
    tokens = (match for match in _TOKEN.finditer(text) if match["declaration"])
    return tuple(Prefix(match["declared"], match["space"], _line(text, match.start())) for match in tokens)


def names(text: str, known: Mapping[str, str] | None = None) -> Iterator[Name]:
    """Give the IRIs that a text uses outside of strings and comments.

    Args:
        text: Turtle or SPARQL.
        known: prefixes that hold where the text declares none; a name with an unknown prefix is left out.
    """
    spaces = {**(known or {}), **{prefix.name: prefix.namespace for prefix in prefixes(text)}}
    for match in _TOKEN.finditer(text):
        if match["iri"]:
            yield Name(match["iri"][1:-1], _line(text, match.start()))
        elif match["name"] and (match["prefix"] or "") in spaces:
            yield Name(spaces[match["prefix"] or ""] + (match["local"] or ""), _line(text, match.start()))


def bare(text: str) -> str:
    """Give a SPARQL text without its strings, comments and IRIs, to look for keywords in."""
    return _TOKEN.sub(lambda match: match[0] if match["name"] else " ", text)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
