"""Write files so that a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from triagraph.errors import InputError
from triagraph.language import Text


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it, synced and then renamed.

    Raises:
        InputError: the folder is missing or cannot be written; an old file is still as it was.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise InputError(
            Text(
                f"`{path}` lässt sich nicht schreiben: {error.strerror}.",
                f"`{path}` cannot be written: {error.strerror}.",
            )
        ) from error
