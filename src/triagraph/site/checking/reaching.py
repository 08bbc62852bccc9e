"""Reach a release: in a folder or on the web, with limits on time and size, and without following it elsewhere."""

from __future__ import annotations

import hashlib
import http.client
import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, cast
from urllib.parse import quote, urlsplit

from pyoxigraph import Quad

from triagraph.errors import InputError, system_reason
from triagraph.language import Text
from triagraph.project import is_web_address
from triagraph.site.listing import Listing

_SECONDS: Final = 20
_LONGEST: Final = 300
_PIECE: Final = 1 << 16
_LARGE_PIECE: Final = 1 << 20
_OK: Final = 200
#: Of an answer without a known size no more is read than this.
MOST: Final = 256 * 1024 * 1024
#: A file of so many bytes is not held in memory.
LARGE: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a path: its bytes, or None; on the web also the status, the type and where it leads.

    Of a large file on the disk there are no bytes, but their number and SHA-256; it is opened where it is to be read.
    """

    body: bytes | None
    status: int = _OK
    media_type: str | None = None
    location: str | None = None
    measured: tuple[int, str] | None = None

    @property
    def measure(self) -> tuple[int, str] | None:
        """The size and the SHA-256 of what stands there; None if nothing does."""
        if self.body is None:
            return self.measured
        return len(self.body), hashlib.sha256(self.body).hexdigest()


class Folder:
    """A release on the disk."""

    is_local: Final = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def get(self, path: str, most: int = MOST) -> Found:
        """Read a file; a name that leads out of the release is not there."""
        return self._with(path, lambda opened: Found(opened.read(most + 1)))

    def look_at(self, path: str, most: int = MOST) -> Found:
        """Read a file, or measure it if it is a large one."""
        if most < LARGE:
            return self.get(path, most)
        return self._with(path, lambda opened: _measured(opened, most))

    def open(self, path: str) -> BinaryIO | None:
        """Open a file, None if it is not there."""
        file = self._file(path)
        try:
            return open(file, "rb") if file is not None else None  # noqa: PTH123 - who asks closes it
        except OSError:
            return None

    def _with(self, path: str, use: Callable[[BinaryIO], Found]) -> Found:
        file = self._file(path)
        if file is None:
            return Found(None, http.HTTPStatus.NOT_FOUND)
        try:
            with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - as above
                return use(cast("BinaryIO", opened))
        except OSError:
            return Found(None, http.HTTPStatus.FORBIDDEN)

    def _file(self, path: str) -> str | None:
        """Give where a file lies; None if there is none, or its name leads out of the release."""
        file = f"{self.name}/{path}"
        if path.startswith("/") or ".." in path.split("/") or not os.path.isfile(file):  # noqa: PTH113 - a million of them
            return None
        return file

    def unlisted(self, listing: Listing) -> Iterator[str]:
        """Give the paths of the files that a listing does not have, in no order."""
        for root, _, names in os.walk(self.path):
            below = Path(root).relative_to(self.path).as_posix()
            folder = "" if below == "." else f"{below}/"
            yield from (path for name in names if (path := f"{folder}{name}") not in listing)

    def close(self) -> None:
        """Nothing is open."""


class WebSpace:
    """A release at a web address, over one connection that is kept open."""

    is_local: Final = False

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.name = address if address.endswith("/") else f"{address}/"
        self._origin = (parts.scheme, parts.netloc)
        self.root = parts.path if parts.path.endswith("/") else f"{parts.path}/"
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.netloc, timeout=_SECONDS)

    def get(self, path: str, most: int = MOST, *, method: str = "GET", **headers: str) -> Found:
        """Ask for a path below the release; redirects are told, not followed.

        Raises:
            InputError: the server does not answer.
        """
        target = self.root + quote(path, safe="/-._~!$&'()*+,;=:@%")
        for attempt in (1, 2):
            try:
                return self._ask(method, target, headers, most)
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()  # a server may close a connection that was kept open
                if attempt == 2:  # noqa: PLR2004 - once more is enough
                    raise _unreachable(self.name, error) from error
        raise AssertionError

    def _ask(self, method: str, target: str, headers: dict[str, str], most: int) -> Found:
        given = {"User-Agent": "triagraph", "Accept-Encoding": "identity", **headers}
        self._connection.request(method, target, headers=given)
        with self._connection.getresponse() as answer:
            body = _read(answer, most)
            if not answer.isclosed():
                self._connection.close()
            typed = answer.headers.get_content_type() if "Content-Type" in answer.headers else None
            location = answer.headers.get("Location")
            return Found(body if answer.status == _OK else None, answer.status, typed, location)

    def look_at(self, path: str, most: int = MOST) -> Found:
        """Ask for a path, as a client that takes anything."""
        return self.get(path, most)

    def open(self, path: str) -> BinaryIO | None:
        """Give what stands at a path for reading, None if it is not there."""
        found = self.get(path)
        return io.BytesIO(found.body) if found.body is not None else None

    def unlisted(self, listing: Listing) -> Iterator[str]:  # noqa: ARG002 - as a folder has it
        """Give nothing: what else a server has is not known."""
        return iter(())

    def answers(self, address: str) -> bool:
        """Tell whether an address below the release answers with success; no other address is asked."""
        parts = urlsplit(address)
        if (parts.scheme, parts.netloc) != self._origin or not parts.path.startswith(self.root):
            return False
        return self.get(parts.path.removeprefix(self.root), method="HEAD").status == _OK

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _measured(opened: BinaryIO, most: int) -> Found:
    """Measure a file piece by piece; one that is longer than it should be is not read to its end."""
    digest, size = hashlib.sha256(), 0
    while size <= most and (piece := opened.read(_LARGE_PIECE)):
        digest.update(piece)
        size += len(piece)
    return Found(None, measured=(size, digest.hexdigest()))


def _read(answer: http.client.HTTPResponse, most: int) -> bytes:
    """Read a body, one byte more than is wanted at most, and not for ever: a server may send drop by drop."""
    deadline = time.monotonic() + _LONGEST
    pieces: list[bytes] = []
    left = most + 1
    while left > 0 and (piece := answer.read1(min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
        if time.monotonic() > deadline:
            raise TimeoutError(f"{_LONGEST} s")
    return b"".join(pieces)


def reach(where: str) -> Folder | WebSpace:
    """Give the folder or the web space that a user names.

    Raises:
        InputError: it is neither.
    """
    if where.lower().startswith(("http://", "https://")):
        if is_web_address(where) and where.isascii():
            return WebSpace(where)
        raise InputError(
            Text(f"`{where}` ist keine Adresse einer Veröffentlichung.", f"`{where}` is no address of a release."),
            hint=Text("Ohne Anmeldung, `?` und `#`.", "without a login, `?` and `#`."),
        )
    path = Path(where)
    if path.is_dir():
        return Folder(path)
    raise InputError(
        Text(f"Einen Ordner `{where}` gibt es nicht.", f"There is no folder `{where}`."),
        hint=Text(
            "Einen Ordner oder eine Adresse mit http:// oder https:// nennen.",
            "name a folder, or an address with http:// or https://.",
        ),
    )


def _unreachable(address: str, error: Exception) -> InputError:
    own = str(error) or type(error).__name__
    reason = system_reason(error) if isinstance(error, OSError) else Text(own, own)
    return InputError(
        Text(f"`{address}` antwortet nicht: {reason.de}.", f"`{address}` does not answer: {reason.en}."),
        hint=Text("Stimmt die Adresse, läuft der Server?", "is the address right, and does the server run?"),
    )


@dataclass(slots=True)
class Release:
    """A release that is walked: its place, its manifest, and what of it has been read."""

    place: Folder | WebSpace
    files: Listing
    #: The statements of each catalogue.
    parsed: dict[str, list[Quad]] = field(default_factory=dict)
    #: Files that are missing or not as the manifest says: nothing more is said about them.
    bad: set[str] = field(default_factory=set)

    @property
    def base(self) -> str:
        """The base of the project's IRIs."""
        return str(self.files.about.get("base", ""))

    def read(self, path: str) -> bytes | None:
        """Read a file that is known to be good."""
        if path in self.bad or path not in self.files:
            return None
        return self.place.get(path).body
