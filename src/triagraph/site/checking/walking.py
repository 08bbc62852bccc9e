"""Walk the files of a release, each of which is read once; what they say is looked at on the way.

The files are cut into shares, which two processes can take; what comes of it is the same, whoever took which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from triagraph.site.checking import documents, files
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.pages import Pages
from triagraph.site.checking.reaching import Release

#: How many files a share has: a process that has nothing left to do waits for no more than one share of the other.
_TOGETHER: Final = 128


@dataclass(slots=True)
class Walked:
    """What one process has seen: what is wrong in each of its shares, how much it looked at, and the pages."""

    findings: dict[int, list[Finding]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    pages: Pages = field(default_factory=Pages)


def count_shares(release: Release) -> int:
    """Give the number of shares."""
    return -(-len(release.files) // _TOGETHER)


def walk(release: Release, share: int, walked: Walked) -> None:
    """Look at the files of a share."""
    found = walked.findings[share] = []
    for path in release.files.paths[share * _TOGETHER : (share + 1) * _TOGETHER]:
        stem = documents.stem_of(path)
        if stem is None:
            found += _file(release, path, walked)
        elif path == _first(release, stem):
            found += _document(release, stem, walked.tally)


def _file(release: Release, path: str, walked: Walked) -> Iterator[Finding]:
    found = files.look_at(release, path)
    if found is None:
        return
    yield from files.check(release, path, found, walked.tally)
    if path.endswith(".html") and path not in release.bad:
        body = found.body if found.body is not None else release.read(path) or b""
        yield from walked.pages.read(release, path, body.decode("utf-8", "replace"), walked.tally)


def _first(release: Release, stem: str) -> str:
    """Give the first file of a document: whoever comes to it looks at all of them."""
    return min(path for path in documents.paths_of(stem) if path in release.files)


def _document(release: Release, stem: str, tally: Tally) -> Iterator[Finding]:
    bodies: dict[str, bytes] = {}
    for path in documents.paths_of(stem):
        found = files.look_at(release, path) if path in release.files else None
        if found is not None:
            yield from files.check(release, path, found, tally)
            if found.body is not None:
                bodies[path] = found.body
    yield from documents.check(release, stem, bodies, tally)


def together(walked: list[Walked]) -> tuple[list[Finding], Tally]:
    """Put together what several processes have seen: the findings, share by share, and the counts."""
    tally = Tally()
    by_share: dict[int, list[Finding]] = {}
    for part in walked:
        tally.counts += part.tally.counts
        by_share |= part.findings
    return list(chain.from_iterable(by_share[share] for share in sorted(by_share))), tally
