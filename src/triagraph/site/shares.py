"""Work that several processes do together: each share of it is done by one of them.

A share is taken by creating a file of its number, which only one process can. One process takes shares from the first on, the
other from the last back: they meet where the work is done, however much faster the one is than the other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from triagraph.errors import PublishError
from triagraph.language import Text

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def first_on(folder: Path, count: int) -> Iterator[int]:
    """Take shares from the first on, as long as there are any."""
    return _taken(folder, range(count))


def last_back(folder: Path, count: int) -> Iterator[int]:
    """Take shares from the last back, as long as there are any."""
    return _taken(folder, range(count - 1, -1, -1))


def number_taken(folder: Path, before: int) -> int:
    """Give how many shares somebody has taken from the first on, of whom so many were taken before."""
    while (folder / str(before)).exists():
        before += 1
    return before


def _taken(folder: Path, numbers: range) -> Iterator[int]:
    for number in numbers:
        try:
            os.close(os.open(folder / str(number), _NEW))
        except FileExistsError:
            return
        except OSError as error:
            raise PublishError(
                Text(f"In `{folder}` lässt sich nicht schreiben.", f"Nothing can be written to `{folder}`."),
                hint=Text("Ist die Platte voll?", "is the disk full?"),
            ) from error
        yield number
