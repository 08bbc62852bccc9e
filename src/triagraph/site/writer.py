"""Write the files of a release: each one synced to the disk, hashed, and under a name that every file system takes."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import sys
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from triagraph.errors import PublishError, system_reason
from triagraph.language import Text
from triagraph.site.standing import Standing

MANIFEST: Final = "manifest.json"
GENERATOR: Final = "triagraph"
#: Names that hosts and other programs ask for, and that begin as no other file of a release does.
_SPECIAL: Final = frozenset({".htaccess", "_redirects", "_headers", ".well-known"})
_SEGMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")
_PATH: Final = re.compile(rf"{_SEGMENT.pattern}(?:/{_SEGMENT.pattern})*")
#: How many bytes a SHA-256 has, and how many of a file are written at once.
_DIGEST: Final = 32
_PIECE: Final = 256 * 1024
#: What a file is opened with: it must be new, and Windows must leave its line ends alone.
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of a release: its path from the release's root, its size and its hash."""

    path: str
    bytes: int
    sha256: str


class ReleaseWriter:
    """Writes files below one folder; when the context is left, all of them are on the disk.

    Of each file no more is kept than the manifest has to say: a large release has a million of them. A file that a release
    that is there already has too is not written: `take_over` makes it one of both.
    """

    def __init__(self, folder: Path, standing: Standing | None = None) -> None:
        self.folder = folder
        self.standing = standing
        self._root = str(folder)
        #: The folders below it that there are, as paths from it; the folder itself is "".
        self._folders: set[str] = {""}
        #: The names that are not in lower case, as they would be in it.
        self._folded: set[str] = set()
        self.written = Written()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and not self.written.is_unchanged and not sync_file_system(self.folder):
            for folder in sorted(self._folders, reverse=True):
                sync_folder(self.folder / folder)

    def add(self, path: str, data: bytes) -> WrittenFile:
        """Write a file.

        Raises:
            PublishError: its name is not one for a release or clashes with another, or it cannot be written.
        """
        if self.standing is not None and self.standing.has(path, data):
            self._check(path)
            return self.written.append(path, data, is_kept=True)
        with self._reported(path):
            handle = self._create(path)
            try:
                _write(handle, data)
                _make_durable(handle)
            finally:
                os.close(handle)
        return self.written.append(path, data)

    @contextmanager
    def open(self, path: str) -> Iterator[Stream]:
        """Write a file piece by piece.

        Raises:
            PublishError: as for `add`.
        """
        with self._reported(path):
            handle = self._create(path)
            try:
                stream = Stream(path, handle)
                yield stream
                stream.flush()
                _make_durable(handle)
            finally:
                os.close(handle)
        is_kept = self.standing is not None and self.standing.has_file(path, stream.size, stream.digest.hexdigest())
        if is_kept:
            with self._reported(path):
                (self.folder / path).unlink()
        self.written.append_measured(path, stream.size, stream.digest.digest(), is_kept=is_kept)

    def adopt(self, other: Written) -> None:
        """Take over files that another process wrote to the same folder.

        Raises:
            PublishError: the name of one clashes with that of another.
        """
        folders: set[str] = set()
        for path in other.paths:
            self._check(path)
        for path in other.written():
            folders.add(path.rpartition("/")[0])
        for folder in folders:
            self._folders.update(_with_parents(folder))
        self.written.extend(other)

    def take_over(self) -> None:
        """Put the files that were not written, since the other release has them, into the folder too.

        Raises:
            PublishError: as for `add`.
        """
        if self.standing is None:
            return
        for path in self.written.kept():
            if path in self._folded:  # the name of a later one differs in case only
                raise _unfit(path)
            with self._reported(path):
                self._make_folder(path)
                try:
                    self.standing.link(path, self.folder)
                except FileExistsError as error:
                    raise _unfit(path) from error

    def _make_folder(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._folders.update(_with_parents(folder))

    def _create(self, path: str) -> int:
        self._check(path)
        self._make_folder(path)
        try:
            return os.open(f"{self._root}/{path}", _NEW, 0o666)
        except FileExistsError as error:
            raise _unfit(path) from error

    @contextmanager
    def _reported(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = system_reason(error)
            raise PublishError(
                Text(f"`{path}` lässt sich nicht schreiben: {reason.de}.", f"`{path}` cannot be written: {reason.en}."),
                hint=Text("Ist die Platte voll? OUT ist, wie es war.", "is the disk full? OUT is as it was."),
            ) from error

    def _check(self, path: str) -> None:
        """Refuse a name that is not one for a release, or that differs from another one's in case only."""
        if not (_PATH.fullmatch(path) or _is_special(path)):
            raise _unfit(path)
        folded = path.lower()  # of names in ASCII, as all of ours are
        if folded in self._folded:
            raise _unfit(path)
        if folded != path:
            if os.path.lexists(f"{self._root}/{folded}"):
                raise _unfit(path)
            self._folded.add(folded)

    def add_manifest(self, about: dict[str, str]) -> None:
        """Write the manifest, which makes the folder a release of ours: size and hash of every other file."""
        head = json.dumps({"generator": GENERATOR, **about}, ensure_ascii=False)[1:-1]
        files = self.written.sorted()
        with self.open(MANIFEST) as manifest:
            manifest.write(f'{{{head},\n "files": {{\n'.encode())
            for number, file in enumerate(files):
                comma = ",\n" if number else ""
                listed = f'{comma}  {json.dumps(file.path)}: {{"bytes": {file.bytes}, "sha256": "{file.sha256}"}}'
                manifest.write(listed.encode())
            manifest.write(b"\n }}\n")


class Written:
    """The files that were written: path, size and hash of each, in little room; and which of them are still elsewhere."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._sizes = array("Q")
        self._digests = bytearray()
        self._kept = bytearray()

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def size(self) -> int:
        """The bytes of all of them."""
        return sum(self._sizes)

    @property
    def is_unchanged(self) -> bool:
        """Whether all of them are those of the release that was there."""
        return all(self._kept)

    def append(self, path: str, data: bytes, *, is_kept: bool = False) -> WrittenFile:
        """Remember a file of some bytes."""
        digest = hashlib.sha256(data)
        self.append_measured(path, len(data), digest.digest(), is_kept=is_kept)
        return WrittenFile(path, len(data), digest.hexdigest())

    def append_measured(self, path: str, size: int, digest: bytes, *, is_kept: bool) -> None:
        """Remember a file that has been measured."""
        self.paths.append(path)
        self._sizes.append(size)
        self._digests += digest
        self._kept.append(is_kept)

    def extend(self, other: Written) -> None:
        """Remember the files of another process."""
        self.paths += other.paths
        self._sizes += other._sizes
        self._digests += other._digests
        self._kept += other._kept

    def written(self) -> Iterator[str]:
        """Give the paths of those that were written, and whose folders there are."""
        return (path for path, is_kept in zip(self.paths, self._kept, strict=True) if not is_kept)

    def kept(self) -> Iterator[str]:
        """Give the paths of those that were not written."""
        return compress(self.paths, self._kept)

    def sorted(self) -> Iterator[WrittenFile]:
        """Give the files that there are by now, by their paths."""
        for number in sorted(range(len(self.paths)), key=self.paths.__getitem__):
            digest = self._digests[number * _DIGEST : (number + 1) * _DIGEST]
            yield WrittenFile(self.paths[number], self._sizes[number], digest.hex())


class Stream:
    """A file that is being written: what goes in is counted, hashed, and put together to larger pieces."""

    def __init__(self, path: str, handle: int) -> None:
        self._path = path
        self._handle = handle
        self._waiting: list[bytes] = []
        self._length = 0
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        self._waiting.append(bytes(data))
        self._length += len(data)
        if self._length >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Hand over what was put together."""
        piece = b"".join(self._waiting)
        self._waiting.clear()
        self._length = 0
        self.size += len(piece)
        self.digest.update(piece)
        _write(self._handle, piece)

    @property
    def file(self) -> WrittenFile:
        """What was written, when all of it was."""
        return WrittenFile(self._path, self.size, self.digest.hexdigest())


class Compressing:
    """A file that is being written and its compressed form beside it: the same bytes always give the same files."""

    def __init__(self, plain: Stream, compressed: Stream) -> None:
        self._plain, self._compressed = plain, compressed
        # As gzip.compress with no time: a header of zlib's own, which names neither file nor clock.
        self._compressor = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        self._compressed.write(self._compressor.compress(data))
        return self._plain.write(data)

    def flush(self) -> None:
        """There is nothing to hand over before the end."""

    def finish(self) -> None:
        """Write the end of the compressed form."""
        self._compressed.write(self._compressor.flush())


def _unfit(path: str) -> PublishError:
    return PublishError(
        Text(f"`{path}` kann keine Datei einer Veröffentlichung sein.", f"`{path}` cannot be a file of a release."),
        hint=Text("Gibt es zwei Dinge mit fast gleicher IRI?", "are there two things with nearly the same IRI?"),
    )


def _is_special(path: str) -> bool:
    return all(segment in _SPECIAL or _SEGMENT.fullmatch(segment) for segment in path.split("/"))


def _with_parents(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _make_durable(handle: int) -> None:
    """Sync a file where the whole file system cannot be synced at the end."""
    if _syncfs is None:
        os.fsync(handle)


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
            number = ctypes.get_errno()
            reason = system_reason(OSError(number, os.strerror(number)))
            raise PublishError(
                Text(
                    f"Die Dateien sind nicht auf die Platte gelangt: {reason.de}.",
                    f"The files did not reach the disk: {reason.en}.",
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
