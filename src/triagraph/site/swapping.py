"""A new release takes the place of the old one: the folder it is built in, the swap, and the older releases.

A reader sees the old release or the new one, never a part: the new one is built beside OUT on the same file system and
takes its place in one step. Killed at any moment, OUT is the old release or the new one, and each older release is whole:
1. The new release is built in `.OUT.staging/release` and synced.
2. The hash of its manifest is written to `.OUT.staging/announced`. From here on, a release in `.OUT.staging/release` with
   another hash is the one that was replaced, and is kept by whoever comes next.
3. The two folders are exchanged.
4. The replaced release is renamed into `OUT.releases`; those too many are renamed into `.OUT.staging`.
5. `.OUT.staging` is removed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import Final

from triagraph.errors import PublishError, system_reason
from triagraph.files import exchange_folders
from triagraph.language import Text
from triagraph.site.folder import Target, check_target, read_manifest
from triagraph.site.writer import MANIFEST, sync_folder

_ANNOUNCED: Final = "announced"
#: How many threads remove files.
_AT_ONCE: Final = 2
_UNFIT: Final = re.compile(r"[^A-Za-z0-9.+-]+")


@contextmanager
def staging(target: Target, waiting: Callable[[], None]) -> Iterator[Path]:
    """Give an empty folder beside OUT, to one process at a time; what is not published is removed at the end.

    Args:
        target: the folder that is published to.
        waiting: is called if another process is publishing there.

    Raises:
        PublishError: it cannot be made.
    """
    with _reported(target):
        target.path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target, waiting):
        with _reported(target):
            _clear_up(target)
            target.staging.mkdir(parents=True)
        try:
            yield target.staging
        finally:
            with suppress(OSError):  # whoever publishes next clears up
                _clear_up(target)


@contextmanager
def _reported(target: Target) -> Iterator[None]:
    """Say what went wrong with the folders beside OUT, and OUT itself."""
    try:
        yield
    except OSError as error:
        reason = system_reason(error)
        raise PublishError(
            Text(
                f"Nach `{target.path}` lässt sich nicht veröffentlichen: {reason.de} (`{error.filename}`).",
                f"Nothing can be published to `{target.path}`: {reason.en} (`{error.filename}`).",
            ),
            hint=Text(
                "Die Veröffentlichung entsteht in einem Ordner daneben und wird dann umbenannt.",
                "a release is built in a folder beside it, which is then renamed.",
            ),
        ) from error


@contextmanager
def _locked(target: Target, waiting: Callable[[], None]) -> Iterator[None]:
    """Let one process at a time publish into a folder; the next one waits."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with _reported(target):
        handle = os.open(target.path.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _clear_up(target: Target) -> None:
    """Remove what was not finished; a release that was replaced is kept, and one that was to replace it is put in place."""
    found, announced = _hash(target.staging), _announced(target)
    if announced is not None and found is not None:
        if found != announced:
            _archive(target.staging, target)
        elif not target.path.exists():
            target.staging.rename(target.path)
    if target.workshop.exists():
        # Without it, what is left of a release is nothing but left.
        (target.workshop / _ANNOUNCED).unlink(missing_ok=True)
        _remove(target.workshop)


def _remove(folder: Path) -> None:
    """Remove a folder with all that is in it; a release has so many files that two threads pay."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        deque(pool.map(_remove_files, [root for root, _, _ in os.walk(folder)]), maxlen=0)
    shutil.rmtree(folder)


def _remove_files(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = [entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)]
    for name in files:
        os.unlink(f"{folder}/{name}")  # noqa: PTH108 - a Path for each of a million files takes as long again


def _announced(target: Target) -> str | None:
    try:
        return (target.workshop / _ANNOUNCED).read_text(encoding="ascii")
    except (OSError, ValueError):
        return None


def _hash(release: Path) -> str | None:
    """Give the hash of a release's manifest, which has that of each file; None if there is no release of ours."""
    if read_manifest(release) is None:
        return None
    return hashlib.sha256((release / MANIFEST).read_bytes()).hexdigest()


def swap(target: Target, keep: int) -> None:
    """Put what was built in the staging folder in the place of OUT, and keep at most `keep` older releases.

    The older release goes to `OUT.releases/`, unless it is the same as the new one.

    Raises:
        PublishError: OUT holds something else by now, or the system cannot rename the folders; OUT is as it was.
    """
    check_target(target.path)
    with _reported(target):
        replaced = _hash(target.path)
        is_kept = replaced is not None and replaced != _hash(target.staging)
        if is_kept:
            target.archive.mkdir(exist_ok=True)
        if not target.path.exists():
            target.staging.rename(target.path)
        else:
            _announce(target)
            if exchange_folders(target.staging, target.path):
                _keep_replaced(target, is_kept=is_kept)
            else:
                _replace_in_two_steps(target, is_kept=is_kept)
        sync_folder(target.path.parent)
    prune(target, keep)


def _announce(target: Target) -> None:
    with (target.workshop / _ANNOUNCED).open("x", encoding="ascii") as file:
        file.write(_hash(target.staging) or "")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(target.workshop)


def _keep_replaced(target: Target, *, is_kept: bool) -> None:
    if not is_kept:
        return
    try:
        _archive(target.staging, target)
    except OSError:
        exchange_folders(target.staging, target.path)
        raise


def _replace_in_two_steps(target: Target, *, is_kept: bool) -> None:
    """Replace OUT on a system that cannot exchange two folders: for a moment there is none, and both are whole."""
    old = _archive(target.path, target) if is_kept else target.path.rename(target.workshop / "replaced")
    try:
        target.staging.rename(target.path)
    except OSError:
        old.rename(target.path)
        raise


def _archive(release: Path, target: Target) -> Path:
    """Move an older release to the folder of older releases, under its version or else its date."""
    target.archive.mkdir(exist_ok=True)
    manifest = read_manifest(release)
    about = manifest.about if manifest is not None else {}
    version, date = (_UNFIT.sub("-", str(about.get(name, ""))).strip(".-") for name in ("version", "date"))
    first = version or f"{date or 'release'}-1"
    following = (f"{version or date or 'release'}-{number}" for number in count(2))
    name = next(name for name in chain([first], following) if not os.path.lexists(target.archive / name))
    moved = release.rename(target.archive / name)
    sync_folder(target.archive)
    return moved


def prune(target: Target, keep: int) -> None:
    """Remove the oldest of the older releases; what is not one of ours stays.

    Each leaves in one step: nobody finds half of it.
    """
    if not target.archive.is_dir():
        return
    releases = [
        entry for entry in target.archive.iterdir() if not entry.is_symlink() and read_manifest(entry) is not None
    ]
    by_age = sorted(releases, key=lambda entry: ((entry / MANIFEST).stat().st_mtime_ns, entry.name))
    for number, entry in enumerate(by_age[: max(0, len(by_age) - keep)]):
        try:
            entry.rename(target.workshop / f"removed-{number}")
        except OSError as error:
            reason = system_reason(error)
            raise PublishError(
                Text(
                    f"Veröffentlicht nach `{target.path}`; die ältere Veröffentlichung `{entry}` lässt sich aber nicht löschen: {reason.de}.",
                    f"Published to `{target.path}`, but the older release `{entry}` cannot be removed: {reason.en}.",
                )
            ) from error
