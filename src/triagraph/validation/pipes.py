"""Hand an engine that reads files a pipe instead, so that what is validated is never in memory as a whole.

A worker may open no file once it looks at what strangers sent. So the pipe is opened on both ends before, and has no name
any more when the first byte goes through it.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Final

from triagraph.validation.engine import Finding

_PIECE: Final = 1 << 20
_PATIENCE: Final = 10.0
#: A large pipe that is full is left alone so long, in seconds. The engine takes 8 kB at a time; who waits in write(2) is woken
#: for each, which costs a tenth of the time that the engine needs to read. It takes four times as long to empty the pipe.
_PAUSE: Final = 0.002
_NO_TRIPLE: Final = b"\nstopped\n"


class Run:
    """An engine that waits for its data.

    Raises:
        OSError: there can be no pipe.
    """

    def __init__(self, validate: Callable[[str], list[Finding]]) -> None:
        self._findings: list[Finding] = []
        self._stopped = False
        self._fed = False
        self._failure: ValueError | OSError | None = None
        with tempfile.TemporaryDirectory(prefix="triagraph-") as folder:
            pipe = Path(folder) / "data.nt"
            os.mkfifo(pipe, 0o600)
            self._engine = Thread(target=self._validate, args=(validate, str(pipe)), daemon=True)
            self._engine.start()
            self._writer = self._open(pipe)
        os.set_blocking(self._writer, not _enlarged(self._writer))

    def feed(self, pieces: Iterable[bytes], files: Iterable[Iterable[bytes]]) -> None:
        """Send some bytes and then whole files, each in pieces; an engine that has given up gets no more."""
        self._fed = True
        try:
            for piece in pieces:
                self._write(piece)
            for file in files:
                for piece in file:
                    if self._stopped:
                        break
                    self._write(piece)
                self._write(b"\n")
            if self._stopped:
                self._write(_NO_TRIPLE)
        except BrokenPipeError:
            return
        except OSError as error:
            self._failure = error
        finally:
            os.close(self._writer)

    @property
    def finished(self) -> bool:
        """Whether the engine has been told that nothing follows."""
        return self._fed

    def send(self, pieces: Iterable[bytes]) -> None:
        """Send some bytes, after which more may follow until `finish`; an engine that has given up gets no more."""
        try:
            for piece in pieces:
                self._write(piece)
        except BrokenPipeError:
            return
        except OSError as error:
            self._failure = error

    def finish(self) -> None:
        """Tell the engine that nothing follows."""
        self.feed([], [])

    def stop(self) -> None:
        """Send nothing more, and let the engine give up: what it has is not all of it."""
        self._stopped = True

    def wait(self) -> None:
        """Wait for the engine to end; one that was given nothing ends too."""
        if not self._fed:
            self.feed([], [])
        self._engine.join()

    def findings(self) -> list[Finding]:
        """Wait for the engine and give what it found.

        Raises:
            ValueError: it cannot read the data.
            OSError: it cannot read the pipe.
        """
        self._engine.join()
        if self._failure is not None:
            raise self._failure
        return self._findings

    def _validate(self, validate: Callable[[str], list[Finding]], path: str) -> None:
        try:
            self._findings = validate(path)
        except (ValueError, OSError) as error:
            self._failure = error

    def _open(self, pipe: Path) -> int:
        """Open the end to write to, which works as soon as the engine has opened its own."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                if not self._engine.is_alive() or time.monotonic() > end:
                    raise
                time.sleep(0.0005)

    def _write(self, piece: bytes) -> None:
        view = memoryview(piece)
        while view:
            try:
                view = view[os.write(self._writer, view) :]
            except BlockingIOError:
                time.sleep(_PAUSE)


def _enlarged(pipe: int) -> bool:
    """Let a pipe hold much, where the system can do that."""
    with suppress(OSError, AttributeError):
        return bool(fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIECE) >= _PIECE)
    return False
