"""Does each IRI lead to the right document, for each form that a client can ask for?

IRIs are asked at the address of the release: `<address>id/network/optonet`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from triagraph.language import LANGUAGES, Text
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.reaching import Release, WebSpace
from triagraph.site.hosting.negotiation import OFFERS

_SEE_OTHER = 303
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def check(release: Release, space: WebSpace, tally: Tally) -> Iterator[Finding]:
    """Ask for each IRI in each form; where the host knows no rules at all, that is said once."""
    stems = sorted(
        path.removesuffix(".ttl")
        for path in release.files.paths
        if path.startswith(("id/", "graph/")) and path.endswith(".ttl")
    )
    if not stems:
        return
    first = space.get(stems[0], Accept="text/turtle")
    tally.add("requests")
    if first.status not in _REDIRECTS:
        yield Finding(
            "iri",
            stems[0],
            Text(
                f"führt nirgendwohin (Status {first.status}): Diese Seite wertet keine der Regeln aus (hosting/README.md).",
                f"leads nowhere (status {first.status}): this host applies none of the rules (hosting/README.md).",
            ),
        )
        return
    if first.status != _SEE_OTHER:
        yield Finding(
            "iri",
            stems[0],
            Text(f"antwortet mit {first.status}, nicht mit 303.", f"answers with {first.status}, not with 303."),
        )
    for stem in stems:
        yield from _iri(space, stem, tally)


def _iri(space: WebSpace, stem: str, tally: Tally) -> Iterator[Finding]:
    for offer in OFFERS:
        accept = offer.media_types[0]
        found = space.get(stem, Accept=accept)
        tally.add("requests")
        wanted = {f"{stem}{offer.suffix}"} if offer.suffix else {f"{stem}.{language}.html" for language in LANGUAGES}
        target = urlsplit(urljoin(f"{space.name}{stem}", found.location)) if found.location else None
        reached = unquote(target.path).removeprefix(space.root) if target else None
        if found.status not in _REDIRECTS or reached not in wanted:
            yield Finding(
                "iri",
                stem,
                Text(
                    f"{accept}: führt zu {reached} (Status {found.status}).",
                    f"{accept}: leads to {reached} (status {found.status}).",
                ),
            )
