"""A folder that is replaced at once or not at all: one writer, a staging folder beside it, the swap, and what is left over.

Killed at any moment, the folder is the old one or the new one. Where the system cannot exchange two folders there is for a
moment none; the next writer puts the old one back.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

from triagraph.files import exchange_folders


class BusyError(Exception):
    """Another process holds the lock; the message is its number."""


def lock(file: IO[str], *, shared: bool = False) -> bool:
    """Lock an open file until it is closed; False if another process holds the lock. On Windows only writers lock."""
    try:
        if sys.platform == "win32":
            if not shared:
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
            return False
        raise
    return True


@contextmanager
def staging(target: Path, marker: str) -> Iterator[Path]:
    """Give an empty folder beside `target`, for one process at a time; what is in it at the end is removed.

    Args:
        target: the folder that is to be replaced.
        marker: a file in it; a reader holds a shared lock on it, and what is still being read is not removed.

    Raises:
        BusyError: another process is at it.
        OSError: nothing can be made there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(f".{target.name}.lock").open("a+", encoding="ascii") as file:
        if not lock(file):
            file.seek(0)
            raise BusyError(file.read(20).strip())
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _clean(target, marker)
        folder = target.with_name(f".{target.name}.staging-{token_hex(4)}")
        try:
            folder.mkdir(mode=0o700)
            yield folder
        except BaseException:
            # Whoever was interrupted may still write into it: under another name it is not found any more.
            ended = folder.with_name(f"{folder.name}-ended")
            with suppress(OSError):
                folder.rename(ended)
                folder = ended
            raise
        finally:
            _remove(folder, marker)


def put_in_place(folder: Path, target: Path) -> None:
    """Put `folder` in the place of `target`, in one step where the system can.

    `folder` then holds what `target` was, if there was any.

    Raises:
        OSError: the system cannot rename; `target` is as it was.
    """
    for path in (*folder.rglob("*"), folder):
        _sync(path)
    folder.chmod(0o755)
    if not target.exists():
        folder.rename(target)
    elif not exchange_folders(folder, target):
        old = target.with_name(folder.name.replace(".staging-", ".old-", 1))
        target.rename(old)
        folder.rename(target)
        old.rename(folder)
    _sync(target.parent)


def _clean(target: Path, marker: str) -> None:
    """Clear up after a process that was killed: put the old folder back if there is none, remove the others."""
    for old in sorted(target.parent.glob(f".{target.name}.old-*")):
        if not target.exists():
            old.rename(target)
        else:
            _remove(old, marker)
    for folder in target.parent.glob(f".{target.name}.staging-*"):
        _remove(folder, marker)


def _remove(folder: Path, marker: str) -> None:
    """Remove a folder, unless somebody still reads it; then the next writer does."""
    try:
        with (folder / marker).open(encoding="utf-8") as file:
            if not lock(file):
                return
    except OSError:
        pass  # no marker: nobody reads it
    shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    if sys.platform == "win32":
        return  # it syncs neither folders nor files that are open for reading
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
