"""Walk a published release, in a folder or on the web: is everything there, whole, of its type, and linked rightly?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pyoxigraph import Quad

from triagraph.catalogue.mqa import Assessment, assess
from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.site.checking import answering, catalogues, documents, files, pages
from triagraph.site.checking.findings import CheckReport, Finding, Tally
from triagraph.site.checking.reaching import Folder, Release, WebSpace, light, reach
from triagraph.site.folder import is_manifest
from triagraph.site.writer import MANIFEST

__all__ = ["CheckReport", "Finding", "check_release"]

_MOST_MANIFEST = 256 * 1024 * 1024
_SCORED = "catalog.dcat-ap.ttl"


def check_release(where: str) -> CheckReport:
    """Check the release in a folder or at a web address.

    Raises:
        InputError: there is no release of ours.
        TriagraphError: the server does not answer.
    """
    place = reach(where)
    try:
        return _check(place)
    finally:
        place.close()


def _check(place: Folder | WebSpace) -> CheckReport:
    manifest = _manifest(place)
    release = Release(place, manifest)
    tally = Tally()
    findings = list(_walk(release, tally))
    quads = release.parsed.get(_SCORED)
    score = _score(release, quads) if quads else None
    return CheckReport(place.name, dict(tally.counts), tuple(findings), score)


def _walk(release: Release, tally: Tally) -> Iterator[Finding]:
    read = pages.Pages(release, tally)
    yield from files.check(release, read, tally)
    yield from read.check()
    del read  # what is known of them takes much room in a large release
    yield from documents.check(release, tally)
    yield from catalogues.check(release, tally)
    if isinstance(release.place, WebSpace):
        yield from answering.check(release, release.place, tally)


def _score(release: Release, quads: list[Quad]) -> Assessment | None:
    answers = None
    if isinstance(release.place, WebSpace):
        answers = {address: release.place.answers(address) for address in catalogues.addresses(quads)}
    try:
        return assess(quads, answers=answers)
    except InputError:
        return None


def _manifest(place: Folder | WebSpace) -> dict[str, Any]:
    found = place.get(MANIFEST, _MOST_MANIFEST)
    try:
        manifest = json.loads(found.body, object_hook=light) if found.body is not None else None
    except (ValueError, RecursionError):
        manifest = None
    if isinstance(manifest, dict) and is_manifest(manifest):
        return manifest
    raise InputError(
        Text(
            f"`{place.name}` ist keine Veröffentlichung von triagraph.", f"`{place.name}` is no release of triagraph."
        ),
        hint=Text(
            f"Den Ordner oder die Adresse nennen, unter der {MANIFEST} liegt.",
            f"name the folder or the address at which {MANIFEST} is.",
        ),
    )
