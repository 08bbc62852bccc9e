"""The release that stands in OUT: which of its files the new one has too, byte for byte, so that nobody need write them again.

A file is taken over by a hard link: in the new release it is the same file, with its age, and it has long been on the disk. Its
bytes are compared, not only what the manifest says of them: what was damaged is written anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PIECE: Final = 1 << 20
_READ: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """A release that is published already, by its folder."""

    folder: str

    def has(self, path: str, data: bytes) -> bool:
        """Tell whether it has a file of these bytes at a path."""
        handle = self._opened(path, len(data))
        if handle is None:
            return False
        try:
            return os.read(handle, len(data) + 1) == data
        except OSError:
            return False
        finally:
            os.close(handle)

    def has_file(self, path: str, size: int, sha256: str) -> bool:
        """Tell whether it has a file of this size and hash at a path."""
        handle = self._opened(path, size)
        if handle is None:
            return False
        digest = hashlib.sha256()
        try:
            while piece := os.read(handle, _PIECE):
                digest.update(piece)
        except OSError:
            return False
        finally:
            os.close(handle)
        return digest.hexdigest() == sha256

    def _opened(self, path: str, size: int) -> int | None:
        """Open a file of its own, no link to one, of a size; None if there is none."""
        file = f"{self.folder}/{path}"
        with suppress(OSError, ValueError):
            found = os.lstat(file)
            if stat.S_ISREG(found.st_mode) and found.st_size == size:
                return os.open(file, _READ)
        return None

    def link(self, path: str, to: Path) -> bool:
        """Make a file that it has one of another folder too; False if it had to be copied.

        Raises:
            FileExistsError: there is such a file.
            OSError: it can be neither linked nor copied.
        """
        file, target = f"{self.folder}/{path}", f"{to}/{path}"
        try:
            os.link(file, target)
        except FileExistsError:
            raise
        except OSError:  # the file system has no links, or none more of this file
            with open(file, "rb") as old, open(target, "xb") as new:  # noqa: PTH123 - as above
                shutil.copyfileobj(old, new, _PIECE)
                new.flush()
                os.fsync(new.fileno())
            return False
        return True
