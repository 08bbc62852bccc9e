"""What is said when an endpoint does not answer as it should: what happened, and what to do."""

from __future__ import annotations

import re
from typing import Final

from triagraph.errors import QueryError, TriagraphError, system_reason
from triagraph.language import Text
from triagraph.store import errors
from triagraph.store.connection import PASSWORD, TIMEOUT, TOKEN, USER

LENGTH: Final = Text("weniger Byte als angekündigt", "fewer bytes than announced")
_NARROW: Final = Text(
    "Die Abfrage enger fassen, etwa mit einem Parameter oder LIMIT.",
    "narrow the query, with a parameter or LIMIT for instance.",
)
_LONGEST: Final = 300
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


def unreachable(url: str, reason: object) -> errors.EndpointUnreachableError:
    """There is no connection."""
    own = said(str(reason))
    told = system_reason(reason) if isinstance(reason, OSError) else Text(own, own)
    return errors.EndpointUnreachableError(
        Text(f"`{url}` ist nicht zu erreichen: {said(told.de)}.", f"`{url}` cannot be reached: {said(told.en)}."),
        hint=Text("Stimmt die Adresse, und läuft der Server?", "is the address right, and is the server running?"),
    )


def too_slow(url: str, seconds: float) -> errors.EndpointUnreachableError:
    """The time is over."""
    return errors.EndpointUnreachableError(
        Text(
            f"`{url}` hat in {seconds:g} Sekunden nicht vollständig geantwortet.",
            f"`{url}` did not answer completely within {seconds:g} seconds.",
        ),
        hint=Text(f"{_NARROW.de} {TIMEOUT} setzt die Sekunden.", f"{_NARROW.en} {TIMEOUT} sets the seconds."),
    )


def too_large(url: str, most: int) -> errors.EndpointAnswerError:
    """The answer is larger than what is read."""
    return errors.EndpointAnswerError(
        Text(
            f"Die Antwort von `{url}` ist größer als {most >> 20} MiB.",
            f"The answer of `{url}` is larger than {most >> 20} MiB.",
        ),
        hint=_NARROW,
    )


def cut(url: str, how: Text) -> errors.AnswerCutError:
    """The answer is not whole."""
    return errors.AnswerCutError(
        Text(
            f"Die Antwort von `{url}` ist unvollständig: {how.de}.", f"The answer of `{url}` is incomplete: {how.en}."
        ),
        hint=Text(
            f"{_NARROW.de} Oder die Grenzen des Servers heraufsetzen.",
            f"{_NARROW.en} Or raise the limits of the server.",
        ),
    )


def unexpected(url: str, what: Text) -> errors.EndpointAnswerError:
    """The answer is not what was asked for."""
    return errors.EndpointAnswerError(
        Text(
            f"`{url}` antwortet nicht wie ein SPARQL-Endpunkt: {what.de}.",
            f"`{url}` does not answer as a SPARQL endpoint: {what.en}.",
        ),
        hint=Text(
            "Ist das die Adresse des Endpunkts? Oft endet sie auf /sparql oder /query.",
            "is this the address of the endpoint? It often ends with /sparql or /query.",
        ),
    )


def redirected(url: str, new: str, host: str | None = None) -> errors.EndpointUnreachableError:
    """The server sends us elsewhere."""
    if host is not None:
        hint = Text(f"`--allow-service {said(host)}` erlaubt es.", f"`--allow-service {said(host)}` permits it.")
    else:
        hint = Text("Die endgültige Adresse angeben.", "give the final address.")
    return errors.EndpointUnreachableError(
        Text(
            f"`{url}` leitet weiter nach `{said(new)}`; dem wird nicht gefolgt.",
            f"`{url}` redirects to `{said(new)}`, which is not followed.",
        ),
        hint=hint,
    )


def busy(url: str, attempts: int, asked: str | None) -> errors.EndpointBusyError:
    """The server is busy, and stays so."""
    later = (
        Text(f" Er bittet um {said(asked)} Sekunden.", f" It asks for {said(asked)} seconds.")
        if asked
        else Text("", "")
    )
    return errors.EndpointBusyError(
        Text(
            f"`{url}` ist überlastet (Versuche: {attempts}).{later.de}",
            f"`{url}` is too busy (attempts: {attempts}).{later.en}",
        ),
        hint=Text("Später noch einmal versuchen.", "try again later."),
    )


def of_status(status: int, media_type: str, body: bytes, url: str) -> TriagraphError:
    """The server answers with an error; its first words are handed on, if they are text."""
    words = said(body.decode("utf-8", "replace")) if "html" not in media_type else ""
    if status == 400 and words:  # noqa: PLR2004 - Bad Request
        return QueryError(
            Text(
                f"Der Server versteht die Abfrage nicht: {words}", f"The server does not understand the query: {words}"
            )
        )
    kind: type[errors.EndpointError] = errors.EndpointDeniedError if status in {401, 403, 407} else errors.EndpointError
    said_so = f": {words}" if words else ""
    return kind(
        Text(f"`{url}` antwortet mit dem Status {status}{said_so}.", f"`{url}` answers with status {status}{said_so}."),
        hint=_HINTS.get(status, _HINTS[500] if status >= 500 else None),  # noqa: PLR2004 - the server's fault
    )


_CREDENTIALS: Final = Text(f"{USER} und {PASSWORD} oder {TOKEN} setzen.", f"set {USER} and {PASSWORD}, or {TOKEN}.")
_ADDRESS: Final = Text(
    "Ist das die Adresse des Endpunkts? Oft endet sie auf /sparql oder /query.",
    "is this the address of the endpoint? It often ends with /sparql or /query.",
)
_HINTS: Final = {
    401: _CREDENTIALS,
    403: Text(
        f"Darf dieser Benutzer das? {_CREDENTIALS.de}",
        f"may this user do that? {_CREDENTIALS.en[0].upper()}{_CREDENTIALS.en[1:]}",
    ),
    404: _ADDRESS,
    405: _ADDRESS,
    406: Text("Der Server kann keine SPARQL-Ergebnisse in JSON.", "the server has no SPARQL results in JSON."),
    413: Text("Weniger auf einmal schicken.", "send less at a time."),
    500: _NARROW,
}


def said(words: str) -> str:
    """Give a server's words in one short line, without what could play tricks on a terminal."""
    text = _CONTROL.sub(" ", words).strip().rstrip(".")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
