"""`_redirects` and `_headers` for Netlify and Cloudflare Pages, which do not look at `Accept`: an IRI leads to its page.

https://docs.netlify.com/routing/redirects/ and https://developers.cloudflare.com/pages/configuration/redirects/. Both
know plain rules; Cloudflare takes 2,000 of them and follows a rule even where a file has that name, so that there are no
placeholders, which would lead from a file to itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from triagraph.language import Language
from triagraph.site.hosting.negotiation import MEDIA_TYPES, typed
from triagraph.site.hosting.routes import Route
from triagraph.site.kinds import EVIDENCE_KINDS

#: What Cloudflare takes at most.
MOST_RULES: Final = 2_000


def redirects(routes: Sequence[Route], language: Language, place: str, written: frozenset[str]) -> str:
    """Write one rule for each thing, the important ones first."""
    suffix = f".{language}.html"
    fixed = {route.pattern.rstrip("/?"): route.page for route in routes if _is_plain(route)}
    stems = sorted(path.removesuffix(suffix) for path in written if path.endswith(suffix))
    things = [stem for stem in stems if stem.startswith(("id/", "graph/"))]
    lists = {stem.removesuffix("/index"): stem for stem in things if stem.endswith("/index")}
    others = sorted((stem for stem in things if stem not in lists.values()), key=lambda stem: (_rank(stem), stem))
    rules = {path: page for path, page in fixed.items() if path} | lists | {stem: stem for stem in others}
    chosen = list(rules.items())[:MOST_RULES]
    left = len(rules) - len(chosen)
    note = f"# {left} more IRIs have no rule: Cloudflare Pages takes {MOST_RULES} at most.\n" if left else ""
    lines = "".join(f"{place}{path} {place}{page}{suffix} 302\n" for path, page in chosen)
    return f"# Written by triagraph for Netlify and Cloudflare Pages: hosting/README.md\n{note}{lines}"


def _is_plain(route: Route) -> bool:
    return all(character.isalnum() or character in "/-_?" for character in route.pattern)


def _rank(stem: str) -> int:
    return 2 if stem.split("/")[1] in EVIDENCE_KINDS else 1 if stem.startswith("graph/") else 0


def headers(place: str) -> str:
    """Write the media types, and that a page of any other site may read the data."""
    lines = [f"{place}*", "  Access-Control-Allow-Origin: *", "  X-Content-Type-Options: nosniff"]
    lines += [f"{place}.well-known/void", f"  Content-Type: {typed('ttl')}"]
    for suffix in MEDIA_TYPES:
        if suffix not in {"html", "css", "js", "png", "ico"}:
            lines += [f"{place}*.{suffix}", f"  Content-Type: {typed(suffix)}"]
    return "# Written by triagraph for Netlify and Cloudflare Pages: hosting/README.md\n" + "".join(
        f"{line}\n" for line in lines
    )
