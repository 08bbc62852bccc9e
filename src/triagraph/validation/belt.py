"""Hand pieces of bytes from one thread to another, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty, Full, Queue
from typing import Final

_MOST: Final = 4
_PATIENCE: Final = 0.1


class Belt:
    """What one thread puts on it, another takes from it; who puts waits while there is much on it.

    It stops when either side gives up: nothing is waited for any more.
    """

    def __init__(self) -> None:
        self._pieces: Queue[bytes | None] = Queue(_MOST)
        self._stopped = False

    def put(self, piece: bytes) -> None:
        """Put a piece on the belt; one that nobody will take is dropped."""
        self._put(piece)

    def end(self) -> None:
        """Say that there is no more to come."""
        self._put(None)

    def stop(self) -> None:
        """Give up, whichever side one is on."""
        self._stopped = True

    def take(self) -> Iterator[bytes]:
        """Give the pieces as they come."""
        try:
            while not self._stopped:
                try:
                    piece = self._pieces.get(timeout=_PATIENCE)
                except Empty:
                    continue
                if piece is None:
                    return
                yield piece
        finally:
            self.stop()

    def _put(self, piece: bytes | None) -> None:
        while not self._stopped:
            try:
                self._pieces.put(piece, timeout=_PATIENCE)
            except Full:
                continue
            return
