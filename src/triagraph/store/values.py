"""What counts as the same term on every back end: stores keep values, not spellings, and each in its own way."""

from __future__ import annotations

import re
import struct
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.namespaces import GEO, XSD
from triagraph.store.spellings import stored_literal

_WHOLE: Final = frozenset(
    f"{XSD}{name}"
    for name in (
        *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
        *("negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_FLOATING: Final = frozenset({f"{XSD}double", f"{XSD}float"})
_DATETIMES: Final = frozenset({f"{XSD}dateTime", f"{XSD}dateTimeStamp"})
_DURATIONS: Final = frozenset({f"{XSD}duration", f"{XSD}dayTimeDuration", f"{XSD}yearMonthDuration"})
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,300}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,300}(?:\.[0-9]{0,300})?|\.[0-9]{1,300})", re.ASCII)
_FLOAT: Final = re.compile(rf"{_DECIMAL.pattern}(?:[eE][+-]?[0-9]{{1,4}})?", re.ASCII)
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_ZERO_ZONE: Final = re.compile(r"[+-]00:00$")

#: Virtuoso keeps coordinates in single precision, under a datatype of its own.
_GEOMETRIES: Final = frozenset({f"{GEO}wktLiteral", "http://www.openlinksw.com/schemas/virtrdf#Geometry"})
_COORDINATE: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_BRACKET: Final = re.compile(r"\s*([(),])\s*")

Value = tuple[Any, ...]


def value_of(term: Any) -> Value:
    """Give a value that is equal for terms that mean the same: numbers and dates by value, booleans as 0 and 1.

    Language tags are compared without case. A blank node's label means nothing outside its document, so that blank nodes
    are equal only if their labels are.
    """
    if isinstance(term, Literal):
        return _literal_value(term)
    kinds = {NamedNode: "iri", BlankNode: "blank"}
    return (kinds[type(term)], term.value) if type(term) in kinds else ("term", str(term))


def _literal_value(term: Literal) -> Value:
    if term.language is not None:
        return ("text", term.value, term.language.lower())
    text, datatype = term.value.strip(), term.datatype.value
    number = _number(text, datatype)
    if number is not None:
        return ("number", number)
    return _other_value(text, datatype) or ("literal", term.value, datatype)


def _other_value(text: str, datatype: str) -> Value | None:
    if datatype in _DATETIMES and (moment := _MOMENT.fullmatch(text)):
        return ("moment", *_instant(moment))
    if datatype == f"{XSD}date":
        return ("date", _ZERO_ZONE.sub("Z", text))
    if datatype in _DURATIONS:
        return ("duration", stored_literal(text, datatype))
    if datatype in _GEOMETRIES:
        return ("geometry", _BRACKET.sub(r"\1", _COORDINATE.sub(_single, text.upper())))
    return None


def statement_of(quad: Quad) -> Value:
    """Give the value of a statement, without its graph."""
    return (value_of(quad.subject), quad.predicate.value, value_of(quad.object))


def _number(text: str, datatype: str) -> int | Decimal | float | None:
    if datatype in _WHOLE and _INTEGER.fullmatch(text):
        return int(text)
    if datatype == f"{XSD}decimal" and _DECIMAL.fullmatch(text):
        return Decimal(text)
    if datatype in _FLOATING and (_FLOAT.fullmatch(text) or text in {"INF", "+INF", "-INF"}):
        return float(text)
    if datatype == f"{XSD}boolean" and text in {"true", "false", "1", "0"}:
        return int(text in {"true", "1"})
    return None


def _single(coordinate: re.Match[str]) -> str:
    return str(struct.unpack("f", struct.pack("f", float(coordinate[0])))[0])


def _instant(moment: re.Match[str]) -> tuple[str, ...]:
    local, fraction, zone = moment.groups()
    fraction = (fraction or "").rstrip("0")
    if zone is None:
        return (local, fraction)
    try:
        exact = datetime.fromisoformat(local + zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return (local, fraction, zone)
    return (exact.isoformat(), fraction)
