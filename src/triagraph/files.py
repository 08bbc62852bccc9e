"""Files and folders that are replaced so that a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from triagraph.errors import InputError, system_reason
from triagraph.language import Text

_EXCHANGE: Final = 2
_HERE: Final = -100


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file, whole or piece by piece, through a temporary one beside it, synced and then renamed.

    A link keeps pointing where it points. A device or a pipe is written to and stays what it is.

    Raises:
        InputError: the folder is missing or cannot be written; an old file is still as it was.
    """
    import tempfile  # of the commands, few write a file

    temporary: Path | None = None
    pieces = (data,) if isinstance(data, bytes) else data
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                device.writelines(pieces)
            return
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".triagraph-", delete=False) as file:
            temporary = Path(file.name)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        temporary.replace(target)
    except OSError as error:
        reason = system_reason(error)
        raise InputError(
            Text(f"`{path}` lässt sich nicht schreiben: {reason.de}.", f"`{path}` cannot be written: {reason.en}.")
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot.

    Linux: renameat2(2) with RENAME_EXCHANGE; macOS: renamex_np(2) with RENAME_SWAP.

    Raises:
        OSError: one of them is missing or may not be renamed; both are as they were.
    """
    import ctypes

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
