"""The folder of a release: what may be replaced, a staging folder beside it, the swap, and the older releases.

A reader sees the old release or the new one, never a part: the new one is built beside OUT on the same file system and
takes its place in one step. Killed at any moment, OUT is the old release or the new one.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

from triagraph.errors import PublishError
from triagraph.language import Text
from triagraph.site.writer import GENERATOR, MANIFEST, sync_folder

_IGNORED: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_EXCHANGE: Final = 2
_HERE: Final = -100
_UNFIT: Final = re.compile(r"[^A-Za-z0-9.+-]+")


@dataclass(frozen=True, slots=True)
class Target:
    """The folder that a release is published to, and the manifest of the release that is there now, if any."""

    path: Path
    manifest: dict[str, Any] | None

    @property
    def archive(self) -> Path:
        """The folder of older releases."""
        return self.path.with_name(f"{self.path.name}.releases")

    @property
    def staging(self) -> Path:
        """The folder in which a new release is built."""
        return self.path.with_name(f".{self.path.name}.staging")


def check_target(out: Path) -> Target:
    """Look at OUT: it must be absent, empty, or a release of ours and nothing else.

    Raises:
        PublishError: it holds something that is not ours, which is left as it is.
    """
    path = Path(os.path.realpath(out))
    if not path.name:
        raise _foreign(path, Text("Das ist kein Ordner für eine Veröffentlichung.", "That is no folder for a release."))
    if not path.exists():
        return Target(path, None)
    if not path.is_dir():
        raise _foreign(path, Text("Dort liegt eine Datei.", "there is a file."))
    manifest = read_manifest(path)
    if manifest is None:
        if any(entry.name not in _IGNORED for entry in path.iterdir()):
            raise _foreign(path, Text("Dort liegt etwas anderes.", "it holds something else."))
        return Target(path, None)
    foreign = sorted(name for name in _files(path) if name != MANIFEST and name not in manifest["files"])
    if foreign:
        some = ", ".join(foreign[:3]) + (" …" if len(foreign) > len(foreign[:3]) else "")
        raise _foreign(
            path, Text(f"Dort liegen auch fremde Dateien: {some}.", f"it also holds files of others: {some}.")
        )
    return Target(path, manifest)


def _files(folder: Path) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in (*names, *links):
            if name not in _IGNORED:
                yield (Path(root) / name).relative_to(folder).as_posix()


def _foreign(path: Path, reason: Text) -> PublishError:
    return PublishError(
        Text(f"`{path}` wird nicht überschrieben: {reason.de}", f"`{path}` is not overwritten: {reason.en}"),
        hint=Text(
            "Einen neuen oder leeren Ordner nennen, oder einen, der nur eine Veröffentlichung von triagraph enthält.",
            "name a new or empty folder, or one that holds nothing but a release of triagraph.",
        ),
    )


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Read the manifest of a release of ours; None if the folder is none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and is_manifest(manifest) else None


def is_manifest(manifest: dict[str, Any]) -> bool:
    """Tell whether a JSON object is the manifest of a release of ours."""
    return manifest.get("generator") == GENERATOR and isinstance(manifest.get("files"), dict)


@contextmanager
def staging(target: Target) -> Iterator[Path]:
    """Give an empty folder beside OUT; unless the release in it is published, it is removed at the end.

    Raises:
        PublishError: it cannot be made.
    """
    folder = target.staging
    with _reported(target):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder.parent):
        with _reported(target):
            _settle_leftover(target)
            folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _reported(target: Target) -> Iterator[None]:
    """Say what went wrong with the folders beside OUT, and OUT itself."""
    try:
        yield
    except OSError as error:
        raise PublishError(
            Text(
                f"Nach `{target.path}` lässt sich nicht veröffentlichen: {error.strerror} (`{error.filename}`).",
                f"Nothing can be published to `{target.path}`: {error.strerror} (`{error.filename}`).",
            ),
            hint=Text(
                "Die Veröffentlichung entsteht in einem Ordner daneben und wird dann umbenannt.",
                "a release is built in a folder beside it, which is then renamed.",
            ),
        ) from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time publish into a folder; the next one waits."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _settle_leftover(target: Target) -> None:
    """Clear up after a process that was killed: keep a whole release, which may be the one that was just replaced."""
    folder = target.staging
    if not folder.exists():
        return
    manifest = read_manifest(folder)
    if manifest is not None and manifest != read_manifest(target.path):
        _archive(folder, manifest, target)
    else:
        shutil.rmtree(folder)


def swap(target: Target, keep: int) -> None:
    """Put what was built in the staging folder in the place of OUT, and keep at most `keep` older releases.

    The older release goes to `OUT.releases/`, unless it is the same as the new one.

    Raises:
        PublishError: the system cannot rename the folders; OUT is as it was.
    """
    new = target.staging
    with _reported(target):
        if not target.path.exists():
            new.rename(target.path)
        elif _exchange(new, target.path):
            _dispose(new, target)
        else:
            _replace_in_two_steps(target)
        sync_folder(target.path.parent)
        _prune(target.archive, keep)


def _dispose(old: Path, target: Target) -> None:
    manifest = read_manifest(old)
    if manifest is None or manifest == read_manifest(target.path):
        shutil.rmtree(old)
    else:
        _archive(old, manifest, target)


def _replace_in_two_steps(target: Target) -> None:
    """Replace OUT on a system that cannot exchange two folders: for a moment there is none, and the old one is whole."""
    if target.manifest is None:
        shutil.rmtree(target.path)
    else:
        _archive(target.path, target.manifest, target)
    target.staging.rename(target.path)


def _archive(folder: Path, manifest: dict[str, Any], target: Target) -> None:
    """Move an older release to the folder of older releases, under its version or else its date."""
    target.archive.mkdir(exist_ok=True)
    version, date = (_UNFIT.sub("-", str(manifest.get(name, ""))).strip(".-") for name in ("version", "date"))
    first = version or f"{date or 'release'}-1"
    following = (f"{version or date or 'release'}-{number}" for number in count(2))
    name = next(name for name in chain([first], following) if not (target.archive / name).exists())
    folder.rename(target.archive / name)
    sync_folder(target.archive)


def _prune(archive: Path, keep: int) -> None:
    """Remove the oldest of the older releases; what is not one of ours stays."""
    if not archive.is_dir():
        return
    releases = [entry for entry in archive.iterdir() if not entry.is_symlink() and read_manifest(entry) is not None]
    by_age = sorted(releases, key=lambda entry: ((entry / MANIFEST).stat().st_mtime_ns, entry.name))
    for entry in by_age[: max(0, len(by_age) - keep)]:
        shutil.rmtree(entry)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot.

    Linux: renameat2(2) with RENAME_EXCHANGE; macOS: renamex_np(2) with RENAME_SWAP.
    """
    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            failed = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
        elif sys.platform == "darwin":
            failed = library.renamex_np(names[0], names[1], _EXCHANGE)
        else:
            return False
    except (AttributeError, OSError, TypeError):
        return False
    if failed and ctypes.get_errno() not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed
