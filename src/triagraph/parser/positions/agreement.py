"""Compare a quad with the tokens that it is said to come from, as far as tokens tell without their prefixes and base."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.namespaces import RDF
from triagraph.parser.positions.places import Offsets
from triagraph.parser.positions.terse_tokens import IRI, NAME

_TYPE: Final = f"{RDF}type"
_NIL: Final = f"{RDF}nil"
_FIRST: Final = f"{RDF}first"
_REST: Final = f"{RDF}rest"
_REIFIES: Final = f"{RDF}reifies"

_SCHEME: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_ANONYMOUS: Final = frozenset("[(~{")


def agreed(text: str, offsets: Offsets, quad: Quad) -> Offsets | None:
    """Give the offsets back if the quad can come from there, else None."""
    subject, predicate, value = offsets
    if subject == predicate or text[predicate] in _ANONYMOUS or text.startswith("<<", predicate):
        generated = quad.predicate.value
        if generated == _FIRST:
            return offsets if _stands(text, value, quad.object) else None
        return offsets if generated in {_REST, _REIFIES} else None
    if (
        _stands(text, predicate, quad.predicate)
        and _stands(text, value, quad.object)
        and _stands(text, subject, quad.subject)
    ):
        return offsets
    return None


def _stands(text: str, offset: int, term: Any) -> bool:
    """Tell whether a term can be what the token at an offset means."""
    if isinstance(term, NamedNode):
        value = term.value
        end = offset + 1 + len(value)
        return (text[end : end + 1] == ">" and text.startswith(value, offset + 1)) or _is_short(text, offset, value)
    if isinstance(term, Literal):
        return _is_literal(text, offset, term.value)
    if isinstance(term, BlankNode):
        return text[offset] in _ANONYMOUS or text.startswith(("_:", "<<"), offset)
    return text.startswith("<<(", offset)


def _is_literal(text: str, offset: int, value: str) -> bool:
    if text[offset] not in "\"'":
        return text.startswith(value, offset)
    return (
        text.startswith(value, offset + 1)
        or text.startswith(value, offset + 3)
        or text.find("\\", offset, offset + len(value) + 4) >= 0
    )


@cache
def _term() -> re.Pattern[str]:
    return re.compile(rf"({IRI})|({NAME})")


def _is_short(text: str, offset: int, iri: str) -> bool:
    """Tell whether a relative or escaped IRI, a prefixed name, `a`, `()` or `<< … >>` can mean an IRI."""
    match = _term().match(text, offset)
    if match is None:
        start = text[offset]
        return iri == (_NIL if start == "(" else _TYPE) if start in "(a" else text.startswith("<<", offset)
    token = match[0]
    if "\\" in token:
        return True
    if match[1] is None:
        return iri.endswith(token[token.index(":") + 1 :])
    return "/." in token or _SCHEME.match(token) is None
