"""A second process that walks its share of a release in a folder, on a second processor."""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.site.beside import Helper, Parent, has_processors
from triagraph.site.checking.reaching import Folder, Release
from triagraph.site.checking.walking import Walked, count_shares, walk
from triagraph.site.listing import Listing
from triagraph.site.shares import first_on
from triagraph.site.writer import MANIFEST

#: With fewer shares, starting a process takes longer than it saves.
_WORTH_IT: Final = 20
_PROGRAM: Final = "from triagraph.site.checking.second_process import main; main()"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be walked, and where shares are taken."""

    release: Path
    shares: Path


class SecondProcess(Helper):
    """The second process, as the first one sees it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_PROGRAM)
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        with suppress(OSError):  # if it has ended, `result` says so
            pickle.dump(Order(folder, self.make_shares()), self._process.stdin)
            self._process.stdin.close()

    @classmethod
    def started(cls, release: Release, count: int) -> Self | None:
        """Start it; None where it would not pay, there is no second processor, or the release is on the web."""
        if count < _WORTH_IT or not isinstance(release.place, Folder) or not has_processors():
            return None
        try:
            return cls(release.place.path.absolute())
        except OSError:  # no room for it: one process does it all
            return None

    def result(self) -> Walked:
        """Wait until it has finished; give what it has seen.

        Raises:
            InputError: it ended early.
        """
        answer = self.answer()
        if answer is None:
            raise InputError(
                Text(
                    "Der Prozess, der beim Prüfen hilft, ist abgebrochen.",
                    "The process that helps to check has ended early.",
                ),
                hint=Text("Reicht der Arbeitsspeicher?", "is there enough memory?"),
            )
        found: Walked = pickle.loads(answer)  # noqa: S301 - our own process wrote it
        return found


def main() -> None:
    """Read an order from standard input, do it, and write what was seen to standard output."""
    parent = Parent.of_this()
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
    walked = Walked()
    place = Folder(order.release)
    opened = place.open(MANIFEST)
    listing = Listing.read(opened) if opened is not None else None
    if listing is not None:
        release = Release(place, listing)
        for share in first_on(order.shares, count_shares(release)):
            parent.end_without_it()
            walk(release, share, walked)
        sys.stdout.buffer.write(pickle.dumps(walked))
