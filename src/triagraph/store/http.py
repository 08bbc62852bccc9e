"""Send a request to a server that need not be friendly: limits on time, size and redirects; patience when it is busy.

HTTP: https://www.rfc-editor.org/rfc/rfc9110; urllib follows redirects anywhere, hands credentials on and takes a body that
is cut off for a whole one, so that each of these is looked after here.
"""

from __future__ import annotations

import http.client
import io
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from threading import Timer
from typing import Any, Final
from urllib.parse import urlsplit

from triagraph.errors import TriagraphError
from triagraph.language import Text
from triagraph.store import refusals
from triagraph.store.connection import Connection

_BUSY: Final = frozenset({429, 503})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SEE_OTHER: Final = 303
_UNAUTHORISED: Final = 401
_ERROR: Final = 400
_PIECE: Final = 1 << 16
_COMPLAINT: Final = 4096


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer; `framed` tells whether the server said where it ends."""

    status: int
    headers: Message = field(repr=False)
    body: bytes = field(repr=False)
    framed: bool

    @property
    def media_type(self) -> str:
        """The media type, without parameters, in lower case."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""


class Transport:
    """Send requests over one connection's credentials and limits; `sleep` waits between attempts."""

    def __init__(self, connection: Connection, *, sleep: Callable[[float], object] = time.sleep) -> None:
        self._connection = connection
        self._sleep = sleep
        self._offers_password = True

    def send(self, request: urllib.request.Request) -> Reply:
        """Send a request and give the answer, unless it is an error.

        Raises:
            EndpointError: there is no answer, or none that can be used.
        """
        self._authorise(request)
        for attempt in range(1, self._connection.limits.attempts + 1):
            reply = self._exchange(request)
            if reply.status == _UNAUTHORISED and self._connection.user is not None and self._offers_password:
                # Virtuoso asks for a digest only if it is not offered a password.
                self._offers_password = False
                request.remove_header("Authorization")
                reply = self._exchange(request)
            if reply.status not in _BUSY:
                break
            wait = self._wait(reply, attempt)
            if attempt == self._connection.limits.attempts or wait is None:
                raise refusals.busy(self._connection.url, attempt, reply.headers.get("Retry-After"))
            self._sleep(wait)
        if not 200 <= reply.status < 300:  # noqa: PLR2004 - success, in HTTP
            raise refusals.of_status(reply.status, reply.media_type, reply.body, self._connection.url)
        return reply

    def _authorise(self, request: urllib.request.Request) -> None:
        connection = self._connection
        if connection.token is not None:
            request.add_header("Authorization", f"Bearer {connection.token}")
        elif connection.user is not None and self._offers_password:
            pair = b64encode(f"{connection.user}:{connection.password}".encode()).decode()
            request.add_header("Authorization", f"Basic {pair}")

    def _wait(self, reply: Reply, attempt: int) -> float | None:
        """Give the seconds until the next attempt; None if the server asks for more than we have."""
        longest = self._connection.limits.longest_wait
        asked = _retry_after(reply.headers.get("Retry-After"))
        if asked is None:
            return min(2.0 ** (attempt - 2), longest)
        return asked if asked <= longest else None

    def _exchange(self, request: urllib.request.Request) -> Reply:
        limits = self._connection.limits
        deadline = time.monotonic() + limits.seconds
        opening = _Opening(self._connection, request)
        try:
            with opening.until(limits.seconds), opening.open(request, limits.seconds) as response:
                reply = self._read(response, deadline)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._explained(error, overdue=opening.overdue) from error
        if opening.overdue:  # what was read of the headers looks like all of them
            raise refusals.too_slow(self._connection.url, limits.seconds)
        return reply

    def _explained(self, error: Exception, *, overdue: bool) -> TriagraphError:
        limits, url = self._connection.limits, self._connection.url
        if isinstance(error, urllib.error.HTTPError):
            error.close()
            return refusals.of_status(error.code, "text/plain", str(error.reason).encode(), url)
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if overdue or isinstance(reason, TimeoutError):
            return refusals.too_slow(url, limits.seconds)
        if isinstance(reason, http.client.RemoteDisconnected):
            return refusals.unreachable(url, reason)
        if isinstance(reason, http.client.IncompleteRead | ConnectionResetError):
            return refusals.cut(url, refusals.LENGTH)
        return refusals.unreachable(url, reason)

    def _read(self, response: Any, deadline: float) -> Reply:
        """Read an answer piece by piece, and see that it is whole."""
        limits, url = self._connection.limits, self._connection.url
        length = response.headers.get("Content-Length")
        failed = response.status >= _ERROR
        body = io.BytesIO()
        while piece := response.read1(_PIECE):
            body.write(piece)
            if failed and body.tell() >= _COMPLAINT:
                break
            if body.tell() > limits.most_bytes:
                raise refusals.too_large(url, limits.most_bytes)
            if time.monotonic() > deadline:
                raise refusals.too_slow(url, limits.seconds)
        chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        if not failed and not chunked and length is not None and length.strip() != str(body.tell()):
            raise refusals.cut(url, refusals.LENGTH)
        if not failed and response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise refusals.unexpected(url, Text("gepackt, obwohl nicht gefragt", "packed, though not asked for"))
        return Reply(response.status, response.headers, body.getvalue(), chunked or length is not None)


class _Opening:
    """Open one request: only http and https, redirects within limits, a hard end to the waiting for an answer."""

    def __init__(self, connection: Connection, request: urllib.request.Request) -> None:
        self.overdue = False
        self._connections: list[http.client.HTTPConnection] = []
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if connection.user is not None and connection.password is not None:
            origin = urlsplit(request.full_url)
            passwords.add_password(None, f"{origin.scheme}://{origin.netloc}/", connection.user, connection.password)
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            _Plain(self._connections),
            _Secure(self._connections),
            _Redirects(connection),
            urllib.request.HTTPDigestAuthHandler(passwords),
            _Errors(),
        ):
            self._opener.add_handler(handler)

    def open(self, request: urllib.request.Request, seconds: float) -> Any:
        return self._opener.open(request, timeout=seconds)

    @contextmanager
    def until(self, seconds: float) -> Iterator[None]:
        """Hang up after some seconds: a server may send one byte at a time for ever."""
        timer = Timer(seconds, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _hang_up(self) -> None:
        import socket

        self.overdue = True
        for connection in self._connections:
            sock = connection.sock
            if sock is not None:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, connections: list[http.client.HTTPConnection]) -> None:
        super().__init__()
        self._connections = connections

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_remembering(http.client.HTTPConnection, self._connections), req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, connections: list[http.client.HTTPConnection]) -> None:
        super().__init__()
        self._connections = connections

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_remembering(http.client.HTTPSConnection, self._connections), req)


def _remembering(kind: Any, connections: list[http.client.HTTPConnection]) -> Any:
    def connect(host: str, **settings: Any) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection = kind(host, **settings)
        connections.append(connection)
        return connection

    return connect


class _Errors(urllib.request.HTTPErrorProcessor):
    """Hand redirects and requests for a digest to their handlers; every other status is an answer."""

    def http_response(self, request: urllib.request.Request, response: Any) -> Any:
        status, headers = response.status, response.headers
        if status in _REDIRECTS:
            # The handler reads what it is given to the end; a hostile server's redirect has none.
            body: Any = io.BytesIO()
        elif status == _UNAUTHORISED and "digest" in headers.get("WWW-Authenticate", "").lower():
            body = response
        else:
            return response
        try:
            found = self.parent.error("http", request, body, status, response.reason, headers)
        except BaseException:
            response.close()
            raise
        if found is not None:
            response.close()
        return found or response

    https_response = http_response


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow a redirect to the same host or one that is allowed; the request stays what it is, its password too."""

    max_redirections = 5

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def redirect_request(
        self, req: urllib.request.Request, _fp: Any, code: int, _msg: str, _headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        same_host = new.hostname == old.hostname
        if new.scheme not in {"http", "https"} or (old.scheme == "https" and new.scheme == "http"):
            raise refusals.redirected(self._connection.url, newurl)
        if not same_host and not {new.hostname, new.netloc.lower()} & self._connection.hosts:
            raise refusals.redirected(self._connection.url, newurl, new.hostname)
        if code == _SEE_OTHER and req.get_method() != "GET":
            raise refusals.redirected(self._connection.url, newurl)
        same_place = same_host and (new.port, new.scheme) in {(old.port, old.scheme), (None, "https")}
        kept = {
            name: value
            for name, value in req.header_items()
            if name != "Host" and (same_place or name != "Authorization")
        }
        return urllib.request.Request(newurl, data=req.data, headers=kept, method=req.get_method())  # noqa: S310 - checked


def _retry_after(value: str | None) -> float | None:
    """Read Retry-After: seconds, or a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
