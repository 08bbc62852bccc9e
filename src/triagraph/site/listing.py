"""What the manifest of a release says, in little room: a large release has a million files."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Self

from triagraph.site.writer import GENERATOR

_DIGEST: Final = 32
#: Of a manifest that is not written as ours no more is read than this.
MOST_MANIFEST: Final = 256 * 1024 * 1024
#: What stands for a size that the manifest does not tell.
_UNKNOWN: Final = -1
_MOST_BYTES: Final = 1 << 62
#: How `ReleaseWriter.add_manifest` writes a file, the line before the files, and the end.
_FILE: Final = re.compile(
    rb'  "([A-Za-z0-9._+/-]++)": \{"bytes": (0|[1-9][0-9]{0,17}), "sha256": "([0-9a-f]{64})"\}(,?)\n'
)
_FILES: Final = b' "files": {\n'
_END: Final = b" }}\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of a file: its size, or None where it does not say so much, and its SHA-256."""

    size: int | None
    sha256: str


class Listing:
    """The files of a release by their paths, and what else its manifest says."""

    def __init__(self, about: dict[str, Any], paths: list[str], sizes: array[int], digests: bytes) -> None:
        self.about = about
        #: In their order.
        self.paths: Sequence[str] = paths
        self._sizes = sizes
        self._digests = digests

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, path: str) -> bool:
        return self.number(path) is not None

    def number(self, path: str) -> int | None:
        """Give a file's number in the order of the paths, None if there is no such file."""
        number = bisect_left(self.paths, path)
        return number if number < len(self.paths) and self.paths[number] == path else None

    def entry(self, path: str) -> Entry:
        """Give what is said of a file that is listed.

        Raises:
            KeyError: it is not.
        """
        number = self.number(path)
        if number is None:
            raise KeyError(path)
        if self._sizes[number] == _UNKNOWN:
            return Entry(None, "")
        return Entry(self._sizes[number], self._digests[number * _DIGEST : (number + 1) * _DIGEST].hex())

    def under(self, prefix: str) -> range:
        """Give the numbers of the files whose paths begin so."""
        return range(bisect_left(self.paths, prefix), bisect_left(self.paths, f"{prefix}\U0010ffff"))

    @classmethod
    def read(cls, opened: BinaryIO) -> Self | None:
        """Read a manifest, and close the file; None if it is not that of a release of ours.

        Raises:
            OSError: it cannot be read.
        """
        with opened:
            found = cls._as_written(opened)
            if found is None:
                opened.seek(0)
                found = cls._as_json(opened.read(MOST_MANIFEST))
        return found

    @classmethod
    def _as_written(cls, lines: BinaryIO) -> Self | None:
        """Read it line by line, as we write it; None if it is written otherwise."""
        paths, sizes, digests = list[str](), array("q"), bytearray()
        head = next(lines, b"")
        if not head.endswith(b",\n") or next(lines, b"") != _FILES:
            return None
        last = ""
        for line in lines:
            file = _FILE.fullmatch(line if line.endswith(b"\n") else line + b"\n")
            if file is None:
                return None
            path = file[1].decode("ascii")
            if path <= last:
                return None
            last = path
            paths.append(path)
            sizes.append(int(file[2]))
            digests += bytes.fromhex(file[3].decode("ascii"))
            if not file[4]:
                break
        if lines.read(len(_END) + 1) != _END:
            return None
        return cls._of(_parsed(head[:-2] + b', "files": {}}'), paths, sizes, bytes(digests))

    @classmethod
    def _as_json(cls, data: bytes) -> Self | None:
        manifest = _parsed(data)
        if not isinstance(manifest, dict) or not is_manifest(manifest):
            return None
        listed = manifest.pop("files")
        paths = sorted(listed)
        found = [_stated(listed[path]) for path in paths]
        sizes = array("q", (size for size, _ in found))
        return cls._of(manifest | {"files": {}}, paths, sizes, b"".join(digest for _, digest in found))

    @classmethod
    def _of(cls, manifest: Any, paths: list[str], sizes: array[int], digests: bytes) -> Self | None:
        if not isinstance(manifest, dict) or not is_manifest(manifest):
            return None
        del manifest["files"]
        return cls(manifest, paths, sizes, digests)


def is_manifest(manifest: dict[str, Any]) -> bool:
    """Tell whether a JSON object is the manifest of a release of ours."""
    files = manifest.get("files")
    return (
        manifest.get("generator") == GENERATOR
        and isinstance(files, dict)
        and all(name.isascii() and name.isprintable() for name in files)
    )


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data, object_hook=_light)
    except (ValueError, RecursionError):
        return None


def _light(found: dict[str, Any]) -> Any:
    """Make less of what is said of a file."""
    size, digest = found.get("bytes"), found.get("sha256")
    if len(found) == len(("bytes", "sha256")) and type(size) is int and isinstance(digest, str):
        with suppress(ValueError):
            return size, bytes.fromhex(digest)
    return found


def _stated(found: object) -> tuple[int, bytes]:
    """Take size and SHA-256 of a file, whatever stands there."""
    if isinstance(found, tuple):
        size, digest = found
        if 0 <= size < _MOST_BYTES and len(digest) == _DIGEST:
            return size, digest
    return _UNKNOWN, bytes(_DIGEST)
