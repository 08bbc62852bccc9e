"""Write files so that a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from triagraph.errors import InputError
from triagraph.language import Text


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it, synced and then renamed.

    A link keeps pointing where it points. A device or a pipe is written to and stays what it is.

    Raises:
        InputError: the folder is missing or cannot be written; an old file is still as it was.
    """
    temporary: Path | None = None
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".triagraph-", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        temporary.replace(target)
    except OSError as error:
        raise InputError(
            Text(
                f"`{path}` lässt sich nicht schreiben: {error.strerror}.",
                f"`{path}` cannot be written: {error.strerror}.",
            )
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
