"""Do the catalogues keep the rules of DCAT-AP, and are the files they describe there, as large and with that checksum?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from pyoxigraph import Quad

from triagraph.catalogue.compliance import check as breaches
from triagraph.errors import ParseError
from triagraph.language import Text
from triagraph.namespaces import DCAT
from triagraph.site.checking.documents import statements
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.reaching import Release

_CATALOGUE = re.compile(r"catalog\.[a-z-]+\.(?:ttl|rdf|jsonld|nt)")
_ADDRESSES = frozenset({f"{DCAT}accessURL", f"{DCAT}downloadURL"})
_CHECKSUM = "http://spdx.org/rdf/terms#checksum"
_VALUE = "http://spdx.org/rdf/terms#checksumValue"


def check(release: Release, tally: Tally) -> Iterator[Finding]:
    """Read each catalogue; those of one profile must say the same."""
    profiles: dict[str, tuple[str, set[Quad]]] = {}
    for path in release.files.paths:
        data = release.read(path) if _CATALOGUE.fullmatch(path) else None
        if data is None:
            continue
        tally.add("catalogues")
        try:
            quads = statements(release, path, data)
        except ParseError as error:
            yield Finding("catalogue", path, error.message)
            continue
        release.parsed[path] = quads
        for breach in breaches(quads):
            yield Finding(
                "catalogue",
                path,
                Text(f"{breach.subject}: {breach.reason.de}", f"{breach.subject}: {breach.reason.en}"),
            )
        first, said = profiles.setdefault(path.rpartition(".")[0], (path, set(quads)))
        if said != set(quads):
            yield Finding("catalogue", path, Text(f"sagt anderes als {first}.", f"says other things than {first}."))
        yield from _files(release, path, quads)


def addresses(quads: Iterable[Quad]) -> list[str]:
    """Give the addresses of a catalogue's distributions."""
    return sorted({str(quad.object)[1:-1] for quad in quads if quad.predicate.value in _ADDRESSES})


def _files(release: Release, path: str, quads: list[Quad]) -> Iterator[Finding]:
    """Compare what a catalogue says of its files with the manifest."""
    values = {(str(quad.subject), quad.predicate.value): quad.object for quad in quads}
    root = _root(release, quads)
    for quad in quads:
        if quad.predicate.value != f"{DCAT}downloadURL":
            continue
        address = str(quad.object)[1:-1]
        file = unquote(urlsplit(address).path).removeprefix(root)
        if file not in release.files:
            yield Finding(
                "catalogue",
                path,
                Text(f"{address} ist keine Datei der Veröffentlichung.", f"{address} is no file of the release."),
            )
            continue
        size = values.get((str(quad.subject), f"{DCAT}byteSize"))
        digest = values.get((str(values.get((str(quad.subject), _CHECKSUM))), _VALUE))
        stated = (getattr(size, "value", None), str(getattr(digest, "value", "")).lower())
        entry = release.files.entry(file)
        if stated != (str(entry.size), entry.sha256):
            yield Finding(
                "catalogue",
                path,
                Text(f"Größe oder Prüfsumme von {file} stimmt nicht.", f"size or checksum of {file} is not right."),
            )


def _root(release: Release, quads: list[Quad]) -> str:
    """Give the path of the release's root in the addresses of a catalogue: what all of them begin with."""
    for quad in quads:
        if quad.predicate.value == f"{DCAT}downloadURL":
            path = unquote(urlsplit(str(quad.object)[1:-1]).path)
            for place, character in enumerate(path):
                if character == "/" and path[place + 1 :] in release.files:
                    return path[: place + 1]
    return "/"
