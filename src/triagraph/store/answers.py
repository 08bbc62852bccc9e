"""Read what endpoints answer, strictly: https://www.w3.org/TR/sparql11-results-json/.

`typed-literal` is what the format's first edition called a literal with a datatype; Virtuoso still writes it.
"""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from triagraph.results import Solutions, Term

_LITERALS: Final = frozenset({"literal", "typed-literal"})
_TERM_KEYS: Final = frozenset({"type", "value", "xml:lang", "datatype", "its:dir"})
_DEEPEST: Final = 32


class NotAnAnswerError(ValueError):
    """The text is not SPARQL results in JSON; `cut` tells whether it just ends too early."""

    def __init__(self, reason: str, *, cut: bool = False) -> None:
        super().__init__(reason)
        self.cut = cut


def read_answer(body: bytes) -> Solutions | bool:
    """Read SPARQL results in JSON.

    Raises:
        NotAnAnswerError: it is something else, or only a part.
    """
    content = _json(body)
    if not isinstance(content, dict) or not isinstance(content.get("head"), dict):
        raise NotAnAnswerError("no head")
    if isinstance(content.get("boolean"), bool):
        return bool(content["boolean"])
    variables = content["head"].get("vars")
    rows = content["results"].get("bindings") if isinstance(content.get("results"), dict) else None
    if not isinstance(variables, list) or not all(isinstance(name, str) for name in variables):
        raise NotAnAnswerError("no vars")
    if not isinstance(rows, list):
        raise NotAnAnswerError("no bindings")
    return Solutions(tuple(variables), tuple(_row(row, variables) for row in rows))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        rest = error.doc[error.pos :].strip()
        begun = error.doc.lstrip()[:1] == "{"
        raise NotAnAnswerError(str(error), cut=begun and (not rest or "Unterminated" in error.msg)) from error
    except RecursionError as error:
        raise NotAnAnswerError("nested too deeply") from error
    except UnicodeDecodeError as error:
        raise NotAnAnswerError("not UTF-8", cut=error.end == len(body) and "unexpected end" in error.reason) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAnAnswerError("a name occurs twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise NotAnAnswerError(name)


def _row(row: Any, variables: list[str]) -> tuple[Term | None, ...]:
    if not isinstance(row, dict) or not set(row) <= set(variables):
        raise NotAnAnswerError("a row has what no variable announces")
    return tuple(_term(row[name]) if name in row else None for name in variables)


def _term(found: Any, depth: int = 0) -> Any:
    if not isinstance(found, dict):
        raise NotAnAnswerError("a term is no object")
    kind, value = found.get("type"), found.get("value")
    try:
        if kind == "triple" and isinstance(value, dict) and depth < _DEEPEST:
            return Triple(*(_term(value.get(part), depth + 1) for part in ("subject", "predicate", "object")))
        if not isinstance(value, str) or not set(found) <= _TERM_KEYS:
            raise NotAnAnswerError("a term without its value")
        if kind == "uri":
            return NamedNode(value)
        if kind == "bnode":
            return BlankNode(_label(value))
        if kind in _LITERALS:
            return _literal(value, found)
    except (ValueError, TypeError) as error:
        raise NotAnAnswerError(str(error)) from error
    raise NotAnAnswerError(f"a term of type {kind!r}")


def _literal(value: str, found: dict[str, Any]) -> Literal:
    language, datatype = found.get("xml:lang"), found.get("datatype")
    if language:
        return Literal(value, language=language)
    return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)


def _label(value: str) -> str:
    """Give a label that pyoxigraph takes: Virtuoso's is `nodeID://b10001`."""
    try:
        BlankNode(value.removeprefix("_:"))
    except ValueError:
        return "x" + value.encode().hex()
    return value.removeprefix("_:")
