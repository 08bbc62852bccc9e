"""How an endpoint is reached: its address, credentials from the environment, and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from triagraph.errors import InputError
from triagraph.language import Text

USER: Final = "TRIAGRAPH_ENDPOINT_USER"
PASSWORD: Final = "TRIAGRAPH_ENDPOINT_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN: Final = "TRIAGRAPH_ENDPOINT_TOKEN"  # noqa: S105 - the name of a variable
TIMEOUT: Final = "TRIAGRAPH_ENDPOINT_TIMEOUT"
_FORBIDDEN: Final = frozenset(' <>"{}|\\^`')


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often an endpoint is asked, and how much it may answer.

    Attributes:
        seconds: from a request to its whole answer.
        attempts: how often a request is sent to a server that says it is busy.
        longest_wait: seconds between two attempts, at most.
        most_bytes: of one answer.
    """

    seconds: float = 60
    attempts: int = 5
    longest_wait: float = 30
    most_bytes: int = 512 << 20


@dataclass(frozen=True, slots=True)
class Connection:
    """An endpoint and what it is asked with; `hosts` are those that it may redirect to, besides its own."""

    url: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    hosts: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)


def connection_to(url: str, environ: Mapping[str, str], *, hosts: Iterable[str] = ()) -> Connection:
    """Make the connection to an endpoint, with credentials and time-out from the environment.

    Raises:
        InputError: the address or a setting cannot be used.
    """
    user, password, token = (environ.get(name) or None for name in (USER, PASSWORD, TOKEN))
    for name in (USER, PASSWORD, TOKEN):
        if any(character < " " or character == "\x7f" for character in environ.get(name, "")):
            raise InputError(
                Text(f"{name} enthält ein Steuerzeichen.", f"{name} has a control character."),
                hint=Text("Steht ein Zeilenende darin?", "is there a line end in it?"),
            )
    if (user is None) != (password is None):
        raise InputError(
            Text(f"{USER} und {PASSWORD} gehören zusammen.", f"{USER} and {PASSWORD} belong together."),
            hint=Text("Beide setzen oder keine.", "set both or none."),
        )
    return Connection(
        check_address(url),
        user,
        password,
        token,
        frozenset(host.lower() for host in hosts),
        Limits(seconds=_seconds(environ.get(TIMEOUT))),
    )


def check_address(url: str) -> str:
    """Give the address of an endpoint back, if it is one.

    Raises:
        InputError: it is not an http(s) address, or it carries a password.
    """
    hint = Text(
        "Eine Adresse wie `https://data.example/sparql` nennen.",
        "name an address such as `https://data.example/sparql`.",
    )
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character <= " " or character in _FORBIDDEN or character > "~" for character in url):
        raise InputError(Text(f"`{url}` ist keine http-Adresse.", f"`{url}` is not an http address."), hint=hint)
    if parts.username is not None:
        raise InputError(
            Text("Die Adresse enthält Zugangsdaten.", "The address holds credentials."),
            hint=Text(f"{USER} und {PASSWORD} setzen.", f"set {USER} and {PASSWORD}."),
        )
    return url.partition("#")[0]


def _seconds(value: str | None) -> float:
    if not value:
        return Limits().seconds
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 86_400:  # noqa: PLR2004 - a day
        raise InputError(
            Text(f"{TIMEOUT} ist keine Zeit in Sekunden: `{value}`.", f"{TIMEOUT} is not a time in seconds: `{value}`.")
        )
    return seconds
