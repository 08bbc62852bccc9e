"""Is each file of the manifest there, with its size, its SHA-256 and, on the web, its type?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from triagraph.language import Text
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.reaching import MOST, Found, Release
from triagraph.site.hosting.negotiation import MEDIA_TYPES
from triagraph.site.listing import Entry
from triagraph.site.writer import MANIFEST

#: Types that servers also give to files of ours.
_ALSO = {
    "text/javascript": {"application/javascript"},
    "application/xml": {"text/xml"},
    "image/x-icon": {"image/vnd.microsoft.icon"},
}
#: Files that web servers read themselves and do not hand out.
_CONFIGURATION = frozenset({".htaccess", "_redirects", "_headers"})


def check(release: Release, path: str, found: Found, tally: Tally) -> Iterator[Finding]:
    """Compare what was found at a path with the manifest; what is not as it says is remembered as bad."""
    tally.add("files")
    problem = _problem(found, release.files.entry(path))
    if problem is not None:
        release.bad.add(path)
        yield Finding("file", path, problem)
    elif not release.place.is_local:
        yield from _type(path, found.media_type)


def look_at(release: Release, path: str) -> Found | None:
    """Read a file of the manifest; None if it is one that this place does not hand out."""
    if not release.place.is_local and path in _CONFIGURATION:
        return None
    size = release.files.entry(path).size
    return release.place.look_at(path, MOST if size is None else size)


def unlisted(release: Release) -> Iterator[Finding]:
    """Name the files that the manifest does not know."""
    for path in sorted(release.place.unlisted(release.files)):
        if path != MANIFEST:
            yield Finding("file", path, Text("steht nicht in manifest.json.", "is not in manifest.json."))


def _problem(found: Found, stated: Entry) -> Text | None:
    measure = found.measure
    if measure is None:
        return Text(f"fehlt (Status {found.status}).", f"is missing (status {found.status}).")
    if stated.size is None:
        return Text("hat in manifest.json keine Größe und Prüfsumme.", "has no size and checksum in manifest.json.")
    size, digest = measure
    if size != stated.size:
        return Text(
            f"hat nicht die {stated.size} Byte des Manifests.", f"has not the {stated.size} bytes of the manifest."
        )
    if digest != stated.sha256:
        return Text("hat eine andere SHA-256 als im Manifest.", "has another SHA-256 than in the manifest.")
    return None


def _type(path: str, media_type: str | None) -> Iterator[Finding]:
    wanted = MEDIA_TYPES.get(PurePosixPath(path).suffix.removeprefix("."))
    if wanted is not None and media_type != wanted and media_type not in _ALSO.get(wanted, set()):
        yield Finding(
            "type",
            path,
            Text(
                f"wird als `{media_type}` ausgeliefert, nicht als `{wanted}`.",
                f"is served as `{media_type}`, not as `{wanted}`.",
            ),
        )
