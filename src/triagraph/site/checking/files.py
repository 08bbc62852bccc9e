"""Is each file of the manifest there, with its size, its SHA-256 and, on the web, its type?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from triagraph.language import Text
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.pages import Pages
from triagraph.site.checking.reaching import MOST, Entry, Folder, Release
from triagraph.site.hosting.negotiation import MEDIA_TYPES
from triagraph.site.writer import MANIFEST

#: Types that servers also give to files of ours.
_ALSO = {
    "text/javascript": {"application/javascript"},
    "application/xml": {"text/xml"},
    "image/x-icon": {"image/vnd.microsoft.icon"},
}
#: Files that web servers read themselves and do not hand out.
_CONFIGURATION = frozenset({".htaccess", "_redirects", "_headers"})


def check(release: Release, pages: Pages, tally: Tally) -> Iterator[Finding]:
    """Compare each file with the manifest; the pages are read on the way."""
    on_disk = isinstance(release.place, Folder)
    for path, entry in sorted(release.files.items()):
        if not on_disk and path in _CONFIGURATION:
            continue
        tally.add("files")
        stated = Entry.of(entry)
        found = release.place.get(path, MOST if stated.size is None else stated.size)
        problem = _problem(found.body, found.status, stated)
        if problem is None and not on_disk:
            yield from _type(path, found.media_type)
        if problem is not None:
            release.bad.add(path)
            yield Finding("file", path, problem)
        elif path.endswith(".html") and found.body is not None:
            pages.read(path, found.body.decode("utf-8", "replace"))
    if isinstance(release.place, Folder):
        for path in sorted(release.place.names() - release.files.keys() - {MANIFEST}):
            yield Finding("file", path, Text("steht nicht in manifest.json.", "is not in manifest.json."))


def _problem(body: bytes | None, status: int, stated: Entry) -> Text | None:
    if body is None:
        return Text(f"fehlt (Status {status}).", f"is missing (status {status}).")
    if stated.size is None:
        return Text("hat in manifest.json keine Größe und Prüfsumme.", "has no size and checksum in manifest.json.")
    if len(body) != stated.size:
        return Text(
            f"hat nicht die {stated.size} Byte des Manifests.", f"has not the {stated.size} bytes of the manifest."
        )
    if hashlib.sha256(body).hexdigest() != stated.sha256:
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
