"""Rules for nginx, which compares no numbers: the greatest of five is found digit by digit, with one map for each digit.

A quality value is four digits, `0800`, and a fifth for how exactly the range names the type (2 the type, 1 `text/*`,
0 `*/*`); the five keys of a request stand in one text, `08002-10000-…`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from triagraph.language import LANGUAGES, Language
from triagraph.site.hosting.negotiation import (
    FAMILIES,
    MEDIA_TYPES,
    OFFERS,
    WITH_CHARSET,
    asks_for,
    asks_for_language,
)
from triagraph.site.hosting.routes import Route
from triagraph.site.hosting.sitemap import NOT_FOUND

_ANY: Final = "any"
#: Quality values by how many digits they have, and what they are written as.
_VALUES: Final = (
    (r";\s*q\s*=\s*0\.(?<tria_d>\d\d\d)\s*(?:[;,]|$)", "0${tria_d}"),
    (r";\s*q\s*=\s*0\.(?<tria_d>\d\d)\s*(?:[;,]|$)", "0${tria_d}0"),
    (r";\s*q\s*=\s*0\.(?<tria_d>\d)\s*(?:[;,]|$)", "0${tria_d}00"),
    (r";\s*q\s*=\s*0\.?\s*(?:[;,]|$)", "0000"),
    (r"(?:;\s*q\s*=\s*1(?:\.0*)?\s*)?(?:[;,]|$)", "1000"),
)


def maps(routes: Sequence[Route], language: Language, place: str) -> str:
    """Write the maps, which belong into nginx's `http` block."""
    moved = [replace(route, pattern=f"{_literal(place)}{route.pattern}") for route in routes]
    lines = [
        "# Written by triagraph; the next release replaces it. How to use it: hosting/README.md",
        "# Which document an IRI leads to: the page, the data, and the file that must be there.",
        *_routing("page", {route.pattern: route.page for route in moved}),
        *_routing("data", {route.pattern: route.documents for route in moved}),
        *_routing("exists", {route.pattern: place + route.exists for route in moved}),
        "# How much the client likes each form (RFC 9110, 12.5.1).",
        *_quality("http_accept", _ANY, asks_for(("*/*",)), 0, unasked="10000"),
    ]
    for family in FAMILIES:
        lines += _quality("http_accept", family, asks_for((f"{family}/*",)), 1)
    for offer in OFFERS:
        lines += _quality("http_accept", offer.name, asks_for(offer.media_types), 2)
        lines += _first(offer.name, (offer.name, offer.family, _ANY))
    lines += ["# The form that it likes best: the greatest key, digit by digit."]
    lines += _greatest("form", [offer.name for offer in OFFERS])
    lines += _quality("http_accept_language", "anylang", asks_for_language("*"), 0)
    tags = [language, *(tag for tag in LANGUAGES if tag != language)]
    for tag in tags:
        lines += _quality("http_accept_language", tag, asks_for_language(tag), 2)
        lines += _first(tag, (tag, "anylang"))
    lines += _greatest("lang", tags, otherwise=language)
    lines += _targets()
    return "".join(f"{line}\n" for line in lines)


def _literal(place: str) -> str:
    return "".join(character if character.isalnum() or character in "/-_" else f"[{character}]" for character in place)


def _map(source: str, variable: str, entries: Mapping[str, str], default: str = "") -> Iterator[str]:
    yield f'map "{source}" $tria_{variable} {{'
    yield f'  default "{default}";'
    for pattern, value in entries.items():
        yield f'  "{pattern}" "{value}";'
    yield "}"


def _routing(variable: str, values: Mapping[str, str]) -> Iterator[str]:
    yield from _map("$uri", variable, {f"~^{pattern}$": value for pattern, value in values.items()})


def _quality(header: str, name: str, pattern: str, rank: int, unasked: str | None = None) -> Iterator[str]:
    entries = {f"~*{pattern}{value}": f"{kept}{rank}" for value, kept in _VALUES}
    yield from _map(f"${header}", f"q_{name}", ({"": unasked} if unasked else {}) | entries)


def _first(name: str, ranges: Sequence[str]) -> Iterator[str]:
    """Give the key of the most exact range that the client names, else zeros."""
    source = ":".join(f"$tria_q_{one}" for one in ranges)
    yield from _map(source, f"k_{name}", {r"~^:*(?<tria_k>\d+)": "${tria_k}"}, "00000")


def _greatest(variable: str, names: Sequence[str], otherwise: str = "") -> Iterator[str]:
    keys = "-".join(f"$tria_k_{name}" for name in names)
    known = ""
    for position, digits in enumerate(("1", "987654321", "987654321", "987654321", "21")):
        step = f"{variable}_{position}"
        # What is known so far of the greatest key, then the keys: is there one that goes on with this digit?
        yield from _map(
            f"{known}:{keys}", step, {f"~^({'.' * position}):(?:.*-)?\\g{{1}}{digit}": digit for digit in digits}, "0"
        )
        known += f"${{tria_{step}}}"
    places = {f"~^(.....):{'[0-9]+-' * number}\\g{{1}}(?:-|$)": name for number, name in enumerate(names)}
    yield from _map(f"{known}:{keys}", variable, {"~^0000": otherwise} | places)


def _targets() -> Iterator[str]:
    pages_only = {"~^:0000": "", "~^:": "html"}
    yield from _map("$tria_data:$tria_k_html", "chosen", pages_only, "$tria_form")
    targets = {
        offer.name: f"${{tria_data}}{offer.suffix}" if offer.suffix else "${tria_page}.${tria_lang}.html"
        for offer in OFFERS
    }
    yield from _map("$tria_chosen", "target", targets)


def locations(place: str, *, has_page: bool) -> str:
    """Write the locations, which belong into nginx's `server` block; its `root` is what the release's path is below.

    `has_page` says whether the release has a page for what is not there.
    """
    not_found = f'\n  error_page 404 "{place}{NOT_FOUND}";' if has_page else ""
    types = "".join(f"    {media_type} {suffix};\n" for suffix, media_type in MEDIA_TYPES.items())
    charset = " ".join(sorted({MEDIA_TYPES[suffix] for suffix in WITH_CHARSET} - {"text/html"}))
    return f"""\
# Written by triagraph; the next release replaces it. How to use it: hosting/README.md
location {place} {{{not_found}
  types {{
{types}  }}
  charset utf-8;
  charset_types {charset};
  add_header Access-Control-Allow-Origin "*" always;
  add_header X-Content-Type-Options "nosniff" always;
  try_files $uri @triagraph;
}}
location = {place}.well-known/void {{
  types {{ }}
  default_type "text/turtle; charset=utf-8";
  add_header Access-Control-Allow-Origin "*" always;
}}
location @triagraph {{{not_found}
  absolute_redirect off;
  add_header Access-Control-Allow-Origin "*" always;
  add_header Vary "Accept, Accept-Language" always;
  if ($tria_page = "") {{ return 404; }}
  if (!-f "$document_root$tria_exists") {{ return 404; }}
  if ($tria_target = "") {{ return 406; }}
  return 303 "{place}$tria_target";
}}
"""
