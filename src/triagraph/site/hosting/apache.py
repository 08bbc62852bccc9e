"""Rules for Apache 2.4 (mod_rewrite): in the release itself, and for the redirector w3id.org.

A quality value is kept as text, `0.8-2`: the value without zeros at its end, then how exactly the range names the type
(2 the type, 1 `text/*`, 0 `*/*`). Such texts compare as the numbers do: `-` sorts before the digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from triagraph.language import LANGUAGES, Language
from triagraph.site.hosting.negotiation import (
    FAMILIES,
    MEDIA_TYPES,
    OFFERS,
    asks_for,
    asks_for_language,
    typed,
)
from triagraph.site.hosting.routes import Route
from triagraph.site.hosting.sitemap import NOT_FOUND

_HEAD = """\
# Written by triagraph; the next release replaces it. How to use it: hosting/README.md
<IfModule mod_negotiation.c>
Options -MultiViews
</IfModule>
<IfModule mod_headers.c>
Header always set Access-Control-Allow-Origin "*"
Header always set X-Content-Type-Options "nosniff"
Header always merge Vary "Accept" env=TRIA_ROUTED
Header always merge Vary "Accept-Language" env=TRIA_ROUTED
</IfModule>
"""


def release_rules(routes: Sequence[Route], language: Language, place: str | None) -> str:
    """Write the `.htaccess` at the root of a release; it works below any path, `place` is the one that is known, if any."""
    types = "".join(f'AddType "{typed(suffix)}" .{suffix}\n' for suffix in MEDIA_TYPES)
    languages = "".join(f"AddLanguage {tag} .{tag}\n" for tag in LANGUAGES)
    rules = [
        "RewriteEngine On",
        "# Files are what they are.",
        "RewriteCond %{REQUEST_FILENAME} -f",
        "RewriteRule ^ - [L]",
        "# The path of the folder that this file is in.",
        "RewriteCond %{REQUEST_URI}::$0 ^(/.+)/(.*)::\\2$",
        "RewriteRule .* - [E=TRIA_ROOT:%1]",
        *_routing(routes, check=True),
        *_negotiation(language),
        *_redirects("%{ENV:TRIA_ROOT}/"),
    ]
    not_found = f'ErrorDocument 404 "{place}{NOT_FOUND}"\n' if place is not None else ""
    return (
        f"{_HEAD}{not_found}DirectoryIndex index.html\n<IfModule mod_mime.c>\nRemoveEncoding .gz\n{types}{languages}"
        f'</IfModule>\n<Files "void">\nForceType "{typed("ttl")}"\n</Files>\n' + "".join(f"{rule}\n" for rule in rules)
    )


def redirector_rules(routes: Sequence[Route], language: Language, hosted_at: str) -> str:
    """Write the `.htaccess` of a folder of w3id.org, which leads to where the release is hosted."""
    rules = [
        "RewriteEngine On",
        *_routing(routes, check=False),
        *_negotiation(language, otherwise=f"{_escaped(hosted_at)}$1"),
        *_redirects(_escaped(hosted_at)),
    ]
    return _HEAD + "".join(f"{rule}\n" for rule in rules)


def _escaped(address: str) -> str:
    """Keep an address from being read as variables of a rule."""
    return address.replace("\\", "").replace("%", "\\%").replace("$", "\\$")


def _routing(routes: Sequence[Route], *, check: bool) -> Iterator[str]:
    yield "# Which document an IRI leads to: the page, and the data."
    for route in routes:
        again = "RewriteCond %{ENV:TRIA_ROUTED} ^$"
        flags = f"E=TRIA_ROUTED:1,E=TRIA_PAGE:{route.page},E=TRIA_DATA:{route.documents}"
        yield again
        if check:
            # The folder's path on the disk is what is left of the file name when the path is taken away.
            yield "RewriteCond %{REQUEST_FILENAME}%{PATH_INFO}::$0 ^(.*?)/?(.*)::\\2$"
            yield f"RewriteCond %1/{route.exists} -f"
        yield f"RewriteRule ^{route.pattern}$ - [{flags}]"


def _negotiation(language: Language, otherwise: str | None = None) -> Iterator[str]:
    yield "RewriteCond %{ENV:TRIA_ROUTED} ^$"
    yield f"RewriteRule ^(.*)$ {otherwise} [R=302,L]" if otherwise else "RewriteRule ^ - [L]"
    yield "# How much the client likes each form (RFC 9110, 12.5.1)."
    yield "RewriteCond %{HTTP:Accept} ^\\s*$"
    yield "RewriteRule ^ - [E=TRIA_Q_ANY:1-0]"
    yield from _quality("Accept", "ANY", asks_for(("*/*",)), 0)
    for family in FAMILIES:
        yield from _quality("Accept", family, asks_for((f"{family}/*",)), 1)
    for offer in OFFERS:
        yield from _quality("Accept", offer.name, asks_for(offer.media_types), 2)
        yield from _fallback(offer.name, offer.family, "ANY")
    yield from _quality("Accept-Language", "ANYLANG", asks_for_language("*"), 0)
    for tag in LANGUAGES:
        yield from _quality("Accept-Language", tag, asks_for_language(tag), 2)
        yield from _fallback(tag, "ANYLANG")
    yield "# The form and the language that it likes best."
    yield from _best("SUFFIX", [(offer.suffix or ".html", offer.name) for offer in OFFERS])
    others = [tag for tag in LANGUAGES if tag != language]
    yield f"RewriteRule ^ - [E=TRIA_LANG:{language},E=TRIA_BEST:%{{ENV:TRIA_Q_{language}}}]"
    for tag in others:
        yield f'RewriteCond expr "%{{reqenv:TRIA_Q_{tag}}} > %{{reqenv:TRIA_BEST}}"'
        yield f"RewriteRule ^ - [E=TRIA_LANG:{tag},E=TRIA_BEST:%{{ENV:TRIA_Q_{tag}}}]"


def _quality(header: str, name: str, pattern: str, rank: int) -> Iterator[str]:
    """Set `TRIA_Q_<name>` from an element of a header with a quality value, or without one."""
    for value, kept in (
        (r";\s*q\s*=\s*(0\.\d{0,2}[1-9])0*\s*(?:[;,]|$)", "%1"),
        (r";\s*q\s*=\s*0(?:\.0*)?\s*(?:[;,]|$)", "0"),
        (r"(?:;\s*q\s*=\s*1(?:\.0*)?\s*)?(?:[;,]|$)", "1"),
    ):
        yield f"RewriteCond %{{ENV:TRIA_Q_{name}}} ^$"
        yield f"RewriteCond %{{HTTP:{header}}} {pattern}{value} [NC]"
        yield f"RewriteRule ^ - [E=TRIA_Q_{name}:{kept}-{rank}]"


def _fallback(name: str, *wider: str) -> Iterator[str]:
    """Take the quality of a wider range where the type itself is not named."""
    for other in wider:
        yield f"RewriteCond %{{ENV:TRIA_Q_{name}}} ^$"
        yield f"RewriteRule ^ - [E=TRIA_Q_{name}:%{{ENV:TRIA_Q_{other}}}]"


def _best(variable: str, choices: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f"RewriteRule ^ - [E=TRIA_{variable}:,E=TRIA_TOP:0-9]"
    for value, name in choices:
        if value != ".html":
            yield "RewriteCond %{ENV:TRIA_DATA} !^$"
        yield f'RewriteCond expr "%{{reqenv:TRIA_Q_{name}}} > %{{reqenv:TRIA_TOP}}"'
        yield f"RewriteRule ^ - [E=TRIA_{variable}:{value},E=TRIA_TOP:%{{ENV:TRIA_Q_{name}}}]"


def _redirects(root: str) -> Iterator[str]:
    yield "# 406 where it likes none of them."
    yield "RewriteCond %{ENV:TRIA_SUFFIX} ^$"
    yield "RewriteRule ^ - [R=406,L]"
    yield "RewriteCond %{ENV:TRIA_SUFFIX} ^\\.html$"
    yield f"RewriteRule ^ {root}%{{ENV:TRIA_PAGE}}.%{{ENV:TRIA_LANG}}.html [R=303,L]"
    yield f"RewriteRule ^ {root}%{{ENV:TRIA_DATA}}%{{ENV:TRIA_SUFFIX}} [R=303,L]"
