"""Walk a published release, in a folder or on the web: is everything there, whole, of its type, and linked rightly?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

from pyoxigraph import Quad

from triagraph.catalogue.mqa import Assessment, assess
from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.site.checking import answering, catalogues, files, pages
from triagraph.site.checking.findings import CheckReport, Finding, Tally
from triagraph.site.checking.reaching import Folder, Release, WebSpace, reach
from triagraph.site.checking.second_process import SecondProcess
from triagraph.site.checking.walking import Walked, count_shares, together, walk
from triagraph.site.listing import Listing
from triagraph.site.writer import MANIFEST

__all__ = ["CheckReport", "Finding", "check_release"]

Progress = Callable[[int, int], None]

_SCORED: Final = "catalog.dcat-ap.ttl"
#: In which order the findings are told, by their rules; those of one rule by what they are about.
_ORDER: Final = {"file": 0, "type": 0, "link": 1, "sitemap": 2, "document": 3, "catalogue": 4, "iri": 5}


def check_release(where: str, progress: Progress = lambda _done, _total: None) -> CheckReport:
    """Check the release in a folder or at a web address.

    Args:
        where: the folder or the address.
        progress: is told how many of how many shares of the files are done.

    Raises:
        InputError: there is no release of ours.
        TriagraphError: the server does not answer, or the process that helps has ended early.
    """
    place = reach(where)
    try:
        return _check(place, progress)
    finally:
        place.close()


def _check(place: Folder | WebSpace, progress: Progress) -> CheckReport:
    release = Release(place, _listing(place))
    walked = _walked(release, progress)
    findings, tally = together(walked)
    release.bad = {finding.where for finding in findings if finding.rule == "file"}
    findings += files.unlisted(release)
    findings += pages.check(release, [part.pages for part in walked])
    walked.clear()  # what is known of the pages takes much room in a large release
    findings += _rest(release, tally)
    findings.sort(key=lambda finding: (_ORDER[finding.rule], finding.where))
    quads = release.parsed.get(_SCORED)
    score = _score(release, quads) if quads else None
    return CheckReport(place.name, dict(tally.counts), tuple(findings), score)


def _walked(release: Release, progress: Progress) -> list[Walked]:
    """Walk all files, on the disk together with a second process if there are many."""
    own, count = Walked(), count_shares(release)
    other = SecondProcess.started(release, count)
    if other is None:
        for share in range(count):
            progress(share, count)
            walk(release, share, own)
        progress(count, count)
        return [own]
    try:
        for done, share in enumerate(other.last_back(count)):
            progress(min(done + other.done(), count), count)
            walk(release, share, own)
        theirs = other.result()
    finally:
        other.stop()
    progress(count, count)
    return [own, theirs]


def _rest(release: Release, tally: Tally) -> Iterator[Finding]:
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


def _listing(place: Folder | WebSpace) -> Listing:
    listing = None
    if (opened := place.open(MANIFEST)) is not None:
        with suppress(OSError):
            listing = Listing.read(opened)
    if listing is not None:
        return listing
    raise InputError(
        Text(
            f"`{place.name}` ist keine Veröffentlichung von triagraph.", f"`{place.name}` is no release of triagraph."
        ),
        hint=Text(
            f"Den Ordner oder die Adresse nennen, unter der {MANIFEST} liegt.",
            f"name the folder or the address at which {MANIFEST} is.",
        ),
    )
