"""Find what makes a query fetch: SERVICE clauses (https://www.w3.org/TR/sparql11-federated-query/) and updates.

pyoxigraph fetches what SERVICE names and has no switch for it, so that a query is looked through before it is run. A filter
that reads tokens as one would is unsafe: `?a<?b)SERVICE#>` is an IRI for one reader and the beginning of a SERVICE clause
for another, and the engine sees `1SERVICE` and `trueSERVICE` as two words. So every reading is followed: where `<` may
begin an IRI or be an operator, both; words letter by letter. A place that any reading reaches counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from triagraph.errors import Location, QueryError
from triagraph.language import Text

_SPACE: Final = r"(?:[ \t\r\n]|#[^\r\n]*+)*+"
_SPACES: Final = re.compile(_SPACE)
_IRI: Final = re.compile(r"<[^<>\x00-\x20]*+>")
#: What is read as a whole: comments, strings, variables, the local part of a prefixed name, escapes in it.
_TOKEN: Final = re.compile(
    r"#[^\r\n]*+"
    r'|"""(?:[^"\\]|\\.|"{1,2}+(?!"))*+"""|\'\'\'(?:[^\'\\]|\\.|\'{1,2}+(?!\'))*+\'\'\''
    r'|"(?:[^"\\\r\n]|\\.)*+"|\'(?:[^\'\\\r\n]|\\.)*+\''
    r"|[?$]\w++|:[\w-]++|\\.",
    re.DOTALL,
)
_CLAUSE: Final = re.compile(
    rf"SERVICE{_SPACE}(?:SILENT{_SPACE})?(<[^<>]*+>|[?$][^\s{{}}#]++|[^\s<>{{}}?$#:\"']*+:(?:\\.|[^\s<>{{}}#\\])*+){_SPACE}\{{",
    re.IGNORECASE | re.ASCII,
)
_FORM: Final = re.compile(
    rf"{_SPACE}(?:(?:BASE{_SPACE}<[^<>]*+>|PREFIX{_SPACE}[^\s<>:]*+:{_SPACE}<[^<>]*+>){_SPACE})*+([A-Za-z]++)",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?(?:[/?#].*)?", re.ASCII)
_UPDATES: Final = frozenset({"LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE", "WITH"})


def form_of(text: str) -> str | None:
    """Tell the form of a query or update in capitals: SELECT, ASK, CONSTRUCT, DESCRIBE, LOAD, INSERT …; None if unclear."""
    found = _FORM.match(text)
    return found[1].upper() if found else None


def rows_of_construct(text: str) -> str | None:
    """Make the SELECT that has as many rows as a CONSTRUCT has solutions; None if the query is none."""
    found = _FORM.match(text)
    if found is None or found[1].upper() != "CONSTRUCT":
        return None
    position = _SPACES.match(text, found.end()).end()  # type: ignore[union-attr]  # it matches nothing, too
    if text[position : position + 1] == "{":  # the template: it has no braces but those in strings and comments
        position += 1
        while position < len(text) and text[position] != "}":
            position = skip_token(text, position)
        position += 1
    return f"{text[: found.start(1)]}SELECT (1 AS ?row) {text[position:]}"


def services_of(text: str) -> tuple[str, ...]:
    """List what the SERVICE clauses of a query name, as it is written: `<http://…>`, `?variable`, `prefix:name`."""
    if "service" not in text.lower():
        return ()
    clauses = (_CLAUSE.match(text, position) for position in sorted(_reached(text)) if text[position] in "sS")
    return tuple(clause[1] for clause in clauses if clause)


def _reached(text: str) -> set[int]:
    """Collect the places at which a token may begin in any reading of the text."""
    reached: set[int] = set()
    branches = [0]
    while branches:
        position = branches.pop()
        while position < len(text) and position not in reached:
            reached.add(position)
            if text[position] == "<" and (iri := _IRI.match(text, position)):
                branches.append(iri.end())
            token = _TOKEN.match(text, position)
            position = token.end() if token else position + 1
    return reached


def skip_token(text: str, position: int) -> int:
    """Give the end of the IRI, string, comment or variable that begins here, else the next character's place."""
    found = (_IRI.match(text, position) if text[position] == "<" else None) or _TOKEN.match(text, position)
    return found.end() if found else position + 1


def check_services(text: str, allowed: Iterable[str] = ()) -> None:
    """Refuse a query that would fetch from a host that is not named, and whatever is an update.

    Args:
        text: the query.
        allowed: hosts, as `example.org` or `example.org:8890`.

    Raises:
        QueryError: the query fetches, or it is an update.
    """
    form = form_of(text)
    if form in _UPDATES:
        raise QueryError(
            Text(f"{form} ist keine Abfrage, sondern eine Änderung.", f"{form} is an update, not a query."),
            hint=Text(
                "Abfragen ändern nichts und laden nichts: SELECT, ASK, CONSTRUCT oder DESCRIBE schreiben.",
                "a query changes and loads nothing: write SELECT, ASK, CONSTRUCT or DESCRIBE.",
            ),
        )
    hosts = frozenset(host.lower() for host in allowed)
    for target in services_of(text):
        if not _is_allowed(target, hosts):
            raise _refusal(target, text)


def _is_allowed(target: str, hosts: frozenset[str]) -> bool:
    iri = target[1:-1]
    if not target.startswith("<") or not _HOST.fullmatch(iri):
        return False
    parts = urlsplit(iri)
    return parts.hostname in hosts or parts.netloc.lower() in hosts


def _refusal(target: str, text: str) -> QueryError:
    found = _HOST.fullmatch(target[1:-1]) if target.startswith("<") else None
    if found:
        hint = Text(
            f"`--allow-service {found[1]}` erlaubt es; die Adresse bekommt Teile der Abfrage und ihrer Ergebnisse.",
            f"`--allow-service {found[1]}` permits it; the address gets parts of the query and of its results.",
        )
    else:
        hint = Text(
            "Die Adresse als vollständige IRI schreiben, `SERVICE <https://…>`, und `--allow-service` mit ihrem Host.",
            "write the address as a full IRI, `SERVICE <https://…>`, and `--allow-service` with its host.",
        )
    before = text[: text.find(target)]
    return QueryError(
        Text(f"SERVICE {target} würde eine fremde Adresse abrufen.", f"SERVICE {target} would fetch from elsewhere."),
        hint=hint,
        location=Location("query", before.count("\n") + 1, len(before) - before.rfind("\n")),
    )
