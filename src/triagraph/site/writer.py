"""Write the files of a release: each one synced to the disk, hashed, and under a name that every file system takes."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from triagraph.errors import PublishError
from triagraph.language import Text

MANIFEST: Final = "manifest.json"
GENERATOR: Final = "triagraph"
#: Names that hosts and other programs ask for, and that begin as no other file of a release does.
_SPECIAL: Final = frozenset({".htaccess", "_redirects", "_headers", ".well-known"})
_SEGMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")
_PATH: Final = re.compile(rf"{_SEGMENT.pattern}(?:/{_SEGMENT.pattern})*")
#: What a file is opened with: it must be new, and Windows must leave its line ends alone.
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of a release: its path from the release's root, its size and its hash."""

    path: str
    bytes: int
    sha256: str


class ReleaseWriter:
    """Writes files below one folder; when the context is left, all of them are on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._folded: set[str] = set()
        self._root = str(folder)
        #: The folders below it that there are, as paths from it; the folder itself is "".
        self._folders: set[str] = {""}
        self.files: dict[str, WrittenFile] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and not sync_file_system(self.folder):
            for folder in sorted(self._folders, reverse=True):
                sync_folder(self.folder / folder)

    def add(self, path: str, data: bytes) -> WrittenFile:
        """Write a file.

        Raises:
            PublishError: its name is not one for a release or clashes with another, or it cannot be written.
        """
        self._check(path)
        folder = path.rpartition("/")[0]
        try:
            if folder not in self._folders:
                (self.folder / folder).mkdir(parents=True, exist_ok=True)
                self._folders.update(_with_parents(folder))
            _write(f"{self._root}/{path}", data)
        except OSError as error:
            raise PublishError(
                Text(
                    f"`{path}` lässt sich nicht schreiben: {error.strerror}.",
                    f"`{path}` cannot be written: {error.strerror}.",
                ),
                hint=Text("Ist die Platte voll? OUT ist, wie es war.", "is the disk full? OUT is as it was."),
            ) from error
        written = WrittenFile(path, len(data), hashlib.sha256(data).hexdigest())
        self.files[path] = written
        return written

    def adopt(self, files: Iterable[WrittenFile]) -> None:
        """Take over files that another process wrote to the same folder.

        Raises:
            PublishError: the name of one clashes with that of another.
        """
        for file in files:
            self._check(file.path)
            self.files[file.path] = file
            self._folders.update(_with_parents(file.path.rpartition("/")[0]))

    def _check(self, path: str) -> None:
        folded = path.lower()  # of names in ASCII, as all of ours are
        if folded in self._folded or not (_PATH.fullmatch(path) or _is_special(path)):
            raise PublishError(
                Text(
                    f"`{path}` kann keine Datei einer Veröffentlichung sein.",
                    f"`{path}` cannot be a file of a release.",
                ),
                hint=Text(
                    "Gibt es zwei Dinge mit fast gleicher IRI?", "are there two things with nearly the same IRI?"
                ),
            )
        self._folded.add(folded)

    def add_manifest(self, about: dict[str, str]) -> None:
        """Write the manifest, which makes the folder a release of ours: size and hash of every other file."""
        head = json.dumps({"generator": GENERATOR, **about}, ensure_ascii=False)[1:-1]
        lines = (
            f'  {json.dumps(path)}: {{"bytes": {file.bytes}, "sha256": "{file.sha256}"}}'
            for path, file in sorted(self.files.items())
        )
        listed = ",\n".join(lines)
        self.add(MANIFEST, f'{{{head},\n "files": {{\n{listed}\n }}}}\n'.encode())


def _is_special(path: str) -> bool:
    return all(segment in _SPECIAL or _SEGMENT.fullmatch(segment) for segment in path.split("/"))


def _with_parents(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _write(path: str, data: bytes) -> None:
    handle = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if _syncfs is None:
            os.fsync(handle)
    finally:
        os.close(handle)


def _find_syncfs() -> Callable[[int], int] | None:
    """Find Linux's syncfs(2): it makes all files of a release durable at once, where each by itself takes seconds."""
    try:
        function: Callable[[int], int] = ctypes.CDLL(None, use_errno=True).syncfs
    except (AttributeError, OSError, TypeError):
        return None
    return function if sys.platform == "linux" else None


_syncfs: Final = _find_syncfs()


def sync_file_system(folder: Path) -> bool:
    """Make everything that was written to a folder's file system durable; False where the system has no such call.

    Raises:
        PublishError: the disk could not take it.
    """
    if _syncfs is None:
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        if _syncfs(handle):
            reason = os.strerror(ctypes.get_errno())
            raise PublishError(
                Text(
                    f"Die Dateien sind nicht auf die Platte gelangt: {reason}.",
                    f"The files did not reach the disk: {reason}.",
                ),
                hint=Text("OUT ist, wie es war.", "OUT is as it was."),
            )
    finally:
        os.close(handle)
    return True


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; where a system cannot open folders, there is nothing to do."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:  # some file systems cannot sync a folder
        pass
    finally:
        os.close(handle)
