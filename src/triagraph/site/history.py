"""The releases of a project, one after the other: a list, a page with what changed in each, and a feed.

The releases before this one are read from the one that is named with `--previous`: its `releases/index.json` and the whole
graph as N-Quads. What is read is looked at as a stranger's: limits on size, checksums of its manifest, fields of their kind.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date as calendar_date
from itertools import chain, count
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from triagraph import changes as graph_changes
from triagraph.errors import InputError
from triagraph.formats import NQUADS
from triagraph.language import Text
from triagraph.parser import parse
from triagraph.parser.document import document_of
from triagraph.site.checking.reaching import MOST, Folder, WebSpace, reach
from triagraph.site.listing import is_manifest
from triagraph.site.names import safe_name
from triagraph.site.packed import Packer
from triagraph.site.settings import ReleaseSettings
from triagraph.site.touched import touched
from triagraph.site.writer import MANIFEST

INDEX: Final = "releases/index.json"
#: How many releases are kept in the list, and how large the list may be.
_MOST_ENTRIES: Final = 1_000
_MOST_INDEX: Final = 16 * 1024 * 1024
_KEY: Final = re.compile(r"[a-z0-9-]{1,100}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One release: its name in paths, its version and date, and how much changed from the one before (None: not known)."""

    key: str
    version: str
    date: str
    statements: int
    before: str | None = None
    added: int | None = None
    removed: int | None = None
    resources: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToldChange:
    """How one resource changed, as a release tells it: whether it is new, gone or different, its statements as N-Triples."""

    iri: str
    kind: str
    added: tuple[str, ...] = field(repr=False)
    removed: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before: its list of releases, the newest first, its graph, and what changed in each by its key."""

    entries: tuple[Entry, ...]
    quads: Sequence[Quad] = field(repr=False)
    changes: dict[str, tuple[ToldChange, ...]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class History:
    """The releases, the newest first, and what changed in each, as far as that is known, by its key."""

    entries: tuple[Entry, ...]
    changes: dict[str, tuple[ToldChange, ...]] = field(default_factory=dict, repr=False)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Write the list of releases and what changed in each, for programs."""
        yield INDEX, _json({"releases": [_stated(entry) for entry in self.entries]})
        for entry in self.entries:
            if entry.key in self.changes:
                changes = [asdict(resource) for resource in self.changes[entry.key]]
                yield f"releases/{entry.key}.json", _json({**_stated(entry), "changes": changes})


def _stated(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if value is not None and value != {}}


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def history(quads: Iterable[Quad], settings: ReleaseSettings, previous: Previous | None) -> History:
    """Put this release before those that there were."""
    older = previous.entries if previous is not None else ()
    known = {entry.key for entry in older}
    version = settings.version or settings.date
    again = (f"{version} {settings.date} {number}" for number in count(2))
    candidates = chain([version, f"{version} {settings.date}"], again)
    key = next(name for name in (safe_name(_slug(candidate)) for candidate in candidates) if name not in known)
    if previous is None:
        return History((Entry(key, settings.version, settings.date, len({quad.triple for quad in quads})),))
    compared = touched(previous.quads, quads)
    changed = graph_changes.difference(compared.old, compared.new, ("--previous", "data"))
    kinds: dict[str, int] = {kind: changed.count(kind) for kind in graph_changes.KINDS}
    before = older[0].key if older else None
    counts = len(changed.added), len(changed.removed)
    entry = Entry(key, settings.version, settings.date, compared.statements, before, *counts, kinds)
    told = tuple(_told(each) for each in changed.resources)
    return History((entry, *older)[:_MOST_ENTRIES], {key: told, **previous.changes})


def _told(each: graph_changes.ResourceChange) -> ToldChange:
    name = each.resource.value if isinstance(each.resource, NamedNode) else str(each.resource)
    added, removed = (tuple(f"{quad} ." for quad in quads) for quads in (each.added, each.removed))
    return ToldChange(name, each.kind, added, removed)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "release"


def read_previous(where: str) -> Previous:
    """Read the release before this one, from a folder or a web address.

    Raises:
        InputError: there is no release of ours, or it is damaged.
        ParseError: its graph cannot be read.
    """
    place = reach(where)
    try:
        return _read(place)
    finally:
        place.close()


def _read(place: Folder | WebSpace) -> Previous:
    manifest = _object(place.get(MANIFEST, MOST).body)
    if manifest is None or not is_manifest(manifest):
        raise InputError(
            Text(
                f"`{place.name}` ist keine Veröffentlichung von triagraph.",
                f"`{place.name}` is no release of triagraph.",
            ),
            hint=Text(
                "`--previous` nennt ihren Ordner oder ihre Adresse.", "`--previous` names its folder or address."
            ),
        )
    files = manifest["files"]
    dump = next((path for path in sorted(files) if re.fullmatch(r"data/[a-z0-9-]+\.nq", path)), None)
    if dump is None:
        raise _damaged(place, "data/*.nq")
    data = _whole(place, dump, files)
    quads = Packer().packed(parse(document_of(f"{place.name}/{dump}", data, NQUADS), rename_blank_nodes=False))
    del data
    entries: list[Entry] = []
    if INDEX in files:
        listed = (_object(_whole(place, INDEX, files)) or {}).get("releases")
        entries = [
            entry for each in (listed if isinstance(listed, list) else []) if (entry := _entry(each)) is not None
        ]
    if not entries:  # a release from before there was a list
        version, date = (str(manifest.get(name, "")) for name in ("version", "date"))
        made = _entry(
            {"key": safe_name(_slug(version or date)), "version": version, "date": date, "statements": len(quads)}
        )
        entries = [made] if made is not None else []
    changes: dict[str, tuple[ToldChange, ...]] = {}
    for entry in entries[:_MOST_ENTRIES]:
        path = f"releases/{entry.key}.json"
        if path in files:
            changes[entry.key] = _changes(_object(_whole(place, path, files)))
    return Previous(tuple(entries[:_MOST_ENTRIES]), quads, changes)


def _changes(document: dict[str, Any] | None) -> tuple[ToldChange, ...]:
    """Read what changed in a release; what is not of its kind is left out."""
    listed = (document or {}).get("changes")
    return tuple(
        ToldChange(each["iri"], each["kind"], tuple(each["added"]), tuple(each["removed"]))
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
        and isinstance(each.get("iri"), str)
        and each.get("kind") in {"added", "changed", "removed"}
        and all(_are_texts(each.get(name)) for name in ("added", "removed"))
    )


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _whole(place: Folder | WebSpace, path: str, files: dict[str, Any]) -> bytes:
    """Read a file and compare it with its checksum."""
    stated = files[path].get("sha256") if isinstance(files[path], dict) else None
    body = place.get(path, _MOST_INDEX if path == INDEX else MOST).body
    if body is None or hashlib.sha256(body).hexdigest() != stated:
        raise _damaged(place, path)
    return body


def _damaged(place: Folder | WebSpace, path: str) -> InputError:
    return InputError(
        Text(
            f"In der Veröffentlichung `{place.name}` fehlt `{path}` oder ist verändert.",
            f"In the release `{place.name}`, `{path}` is missing or altered.",
        ),
        hint=Text("`triagraph publish --check` sagt, was noch.", "`triagraph publish --check` tells what else."),
    )


def _object(data: bytes | None) -> dict[str, Any] | None:
    try:
        found = json.loads(data) if data is not None else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _entry(value: object) -> Entry | None:
    """Read an entry of a list of releases; None where it is not of its kind."""
    if not isinstance(value, dict):
        return None
    key, version, date, before = (value.get(name) for name in ("key", "version", "date", "before"))
    numbers = {name: value.get(name) for name in ("statements", "added", "removed")}
    counted = value.get("resources")
    resources = {
        kind: number
        for kind, number in (counted if isinstance(counted, dict) else {}).items()
        if kind in {"added", "changed", "removed"} and type(number) is int
    }
    if not (isinstance(key, str) and _KEY.fullmatch(key) and isinstance(version, str) and _is_day(date)):
        return None
    if not all(number is None or type(number) is int for number in numbers.values()):
        return None
    named = before if isinstance(before, str) and _KEY.fullmatch(before) else None
    return Entry(
        key, version, str(date), numbers["statements"] or 0, named, numbers["added"], numbers["removed"], resources
    )


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and calendar_date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
