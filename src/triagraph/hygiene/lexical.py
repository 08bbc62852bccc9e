"""Which lexical forms a datatype allows: https://www.w3.org/TR/xmlschema11-2/ and, for WKT, GeoSPARQL.

The patterns are those of the validation; here days must exist too, and numbers must be in their datatype's range.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from triagraph.namespaces import GEO, XSD
from triagraph.validation.lexical import PATTERNS, TIME, YEAR, ZONE

_DOUBLE: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_NUMBER: Final = r"-?[0-9]+(?:\.[0-9]+)?"
_POINTS: Final = rf"{_NUMBER} {_NUMBER}(?:, ?{_NUMBER} {_NUMBER})*"
_WKT: Final = rf"(?:<[^<>\s]+> )?(?:POINT ?\({_NUMBER} {_NUMBER}\)|LINESTRING ?\({_POINTS}\)|(?:MULTI)?POLYGON ?\([0-9\s.,()-]+\))"
Fits = Callable[[str], bool]


def _matching(pattern: str) -> Fits:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _integer(lowest: int | None = None, highest: int | None = None) -> Fits:
    def fits(text: str) -> bool:
        if not re.fullmatch(r"[+-]?[0-9]+", text):
            return False
        number = Decimal(text)  # int refuses numbers of thousands of digits
        return (lowest is None or number >= lowest) and (highest is None or number <= highest)

    return fits


def _dated(rest: str) -> Fits:
    pattern = re.compile(rf"(?P<year>{YEAR})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}}){rest}")

    def fits(text: str) -> bool:
        match = pattern.fullmatch(text)
        if match is None or int(match["month"]) not in range(1, 13):
            return False
        # The calendar repeats after 400 years; Python's has no year 0 and none before it.
        year = int(match["year"][-4:]) % 400 + 400
        return 1 <= int(match["day"]) <= calendar.monthrange(year, int(match["month"]))[1]

    return fits


_FORMS: Final[dict[str, Fits]] = {
    **{datatype: _matching(pattern) for datatype, pattern in PATTERNS.items()},
    f"{XSD}boolean": _matching(r"true|false|0|1"),
    f"{XSD}date": _dated(ZONE),
    f"{XSD}dateTime": _dated(f"T{TIME}{ZONE}"),
    f"{XSD}decimal": _matching(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    f"{XSD}double": _matching(_DOUBLE),
    f"{XSD}float": _matching(_DOUBLE),
    f"{XSD}int": _integer(-(2**31), 2**31 - 1),
    f"{XSD}integer": _integer(),
    f"{XSD}long": _integer(-(2**63), 2**63 - 1),
    f"{XSD}negativeInteger": _integer(highest=-1),
    f"{XSD}nonNegativeInteger": _integer(0),
    f"{XSD}nonPositiveInteger": _integer(highest=0),
    f"{XSD}positiveInteger": _integer(1),
    f"{XSD}short": _integer(-(2**15), 2**15 - 1),
    f"{XSD}string": lambda _: True,
    f"{XSD}time": _matching(rf"{TIME}{ZONE}"),
    f"{GEO}wktLiteral": _matching(f"(?i:{_WKT})"),
}


def is_well_formed(text: str, datatype: str) -> bool:
    """Tell whether a datatype allows a lexical form; an unknown one of XML Schema does not, a foreign one does."""
    fits = _FORMS.get(datatype)
    return fits(text) if fits is not None else not datatype.startswith(XSD)
