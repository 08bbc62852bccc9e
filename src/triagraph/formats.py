"""The RDF syntaxes that are read and written: names, suffixes and media types.

Media types: https://www.w3.org/TR/rdf11-new/#section-serializations and the IANA registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from triagraph.errors import InputError
from triagraph.language import Text


@dataclass(frozen=True, slots=True)
class Syntax:
    """One RDF syntax."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    media_type: str
    has_graphs: bool = False

    @property
    def suffix(self) -> str:
        """The suffix that files of this syntax get when we write them."""
        return self.suffixes[0]


TURTLE: Final = Syntax("turtle", "Turtle", (".ttl", ".turtle"), "text/turtle")
NTRIPLES: Final = Syntax("ntriples", "N-Triples", (".nt",), "application/n-triples")
NQUADS: Final = Syntax("nquads", "N-Quads", (".nq",), "application/n-quads", has_graphs=True)
TRIG: Final = Syntax("trig", "TriG", (".trig",), "application/trig", has_graphs=True)
JSONLD: Final = Syntax("json-ld", "JSON-LD", (".jsonld", ".json"), "application/ld+json")
RDFXML: Final = Syntax("rdfxml", "RDF/XML", (".rdf", ".xml", ".owl"), "application/rdf+xml")

SYNTAXES: Final = {syntax.name: syntax for syntax in (TURTLE, JSONLD, NTRIPLES, NQUADS, TRIG, RDFXML)}
_BY_SUFFIX: Final = {suffix: syntax for syntax in SYNTAXES.values() for suffix in syntax.suffixes}


def has_known_suffix(name: str) -> bool:
    """Tell whether a file name ends like an RDF file, gzipped or not."""
    return PurePath(name.removesuffix(".gz")).suffix.lower() in _BY_SUFFIX


def syntax_of(name: str, explicit: str | None = None) -> Syntax:
    """Find the syntax of a file: the one that is named, else by its suffix.

    Raises:
        InputError: the suffix says nothing.
    """
    if explicit is not None:
        return SYNTAXES[explicit]
    suffix = PurePath(name.removesuffix(".gz")).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    known = ", ".join(sorted(_BY_SUFFIX))
    raise InputError(
        Text(
            f"Das Format von `{name}` ist nicht zu erkennen.", f"The format of `{name}` cannot be told from its name."
        ),
        hint=Text(
            f"Bekannte Endungen: {known}. Die Datei nach ihrem Format benennen.",
            f"Known suffixes: {known}. Name the file after its format.",
        ),
    )
