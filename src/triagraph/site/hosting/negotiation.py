"""What a client may ask for, in the order in which we choose between what it likes equally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from triagraph.language import LANGUAGES, Language
from triagraph.project import Project


@dataclass(frozen=True, slots=True)
class Offer:
    """A form of a document: its name in the rules, its suffix, the media types that ask for it, and their kind."""

    name: str
    suffix: str
    media_types: tuple[str, ...]

    @property
    def family(self) -> str:
        """The wildcard that covers it: `text` or `application`."""
        return self.media_types[0].partition("/")[0]


#: A page comes first: who takes anything is a person's program, and the page links to everything else.
OFFERS: Final = (
    Offer("html", "", ("text/html", "application/xhtml+xml")),
    Offer("turtle", ".ttl", ("text/turtle",)),
    Offer("jsonld", ".jsonld", ("application/ld+json", "application/json")),
    Offer("ntriples", ".nt", ("application/n-triples",)),
    Offer("rdfxml", ".rdf", ("application/rdf+xml",)),
)
FAMILIES: Final = ("text", "application")

#: The types of the files of a release, by suffix.
MEDIA_TYPES: Final = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "txt": "text/plain",
    "md": "text/markdown",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
    "rq": "application/sparql-query",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gz": "application/gzip",
}
#: The types that are text in UTF-8 and say so.
WITH_CHARSET: Final = tuple(
    suffix for suffix, media_type in MEDIA_TYPES.items() if media_type.startswith("text/") or suffix == "svg"
)

#: A parameter that is no quality value.
_PARAMETERS: Final = r"(?:;(?!\s*q\s*=)[^,;]*)*"


def typed(suffix: str) -> str:
    """Give the type of a file as a server sends it."""
    return f"{MEDIA_TYPES[suffix]}{'; charset=utf-8' if suffix in WITH_CHARSET else ''}"


def default_language(project: Project) -> Language:
    """Give the language of the pages for who asks for neither: the first of the project's languages that pages have."""
    stated = project.setting("project", "languages")
    listed = stated if isinstance(stated, list) else []
    return next((language for tag in listed for language in LANGUAGES if language == tag), LANGUAGES[0])


def asks_for(names: tuple[str, ...]) -> str:
    """Give the regular expression for one element of `Accept` that names one of some ranges, up to its quality value."""
    escaped = (name.replace("+", r"\+").replace("*", r"\*").replace(".", r"\.") for name in names)
    return rf"(?:^|,)\s*(?:{'|'.join(escaped)})\s*{_PARAMETERS}"


def asks_for_language(tag: str) -> str:
    """Give the regular expression for one element of `Accept-Language`, up to its quality value."""
    name = r"\*" if tag == "*" else rf"{tag}(?:-[a-z0-9-]+)?"
    return rf"(?:^|,)\s*{name}\s*{_PARAMETERS}"
