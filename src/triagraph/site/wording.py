"""Dates, numbers and sizes as German and English write them; independent of the machine's locale."""

from __future__ import annotations

import re
from typing import Final

from triagraph.language import Language
from triagraph.namespaces import XSD

_MONTHS: Final = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
_DATE: Final = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?)?)?)?(Z|[+-]\d\d:\d\d)?")
_NUMBER: Final = re.compile(r"([+-]?)(\d+)(?:\.(\d+))?")
_DATES: Final = frozenset(f"{XSD}{name}" for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"))
_INTEGERS: Final = frozenset(
    f"{XSD}{name}"
    for name in (
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "unsignedInt",
        "unsignedLong",
    )
)
_DECIMALS: Final = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))
_KILO: Final = 1000
_MINUS: Final = "\N{MINUS SIGN}"
#: It never stands alone at the beginning of a line.
_ELLIPSIS: Final = "\N{NO-BREAK SPACE}…"


def written(text: str, datatype: str, language: Language) -> str:
    """Write a literal's lexical form for readers; what is not understood stays as it is."""
    if datatype in _DATES:
        return date(text, language)
    if datatype in _INTEGERS or datatype in _DECIMALS:
        return number(text, language)
    if datatype == f"{XSD}boolean":
        yes = text in {"true", "1"}
        return ("ja" if yes else "nein") if language == "de" else ("yes" if yes else "no")
    return text


def date(text: str, language: Language) -> str:
    """Write `2006`, `2006-06` or `2006-06-23` as `2006`, `Juni 2006` or `23. Juni 2006`."""
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day, time, _ = found.groups()
    if month is None or not 1 <= int(month) <= len(_MONTHS[language]):
        return year if month is None else text
    named = f"{_MONTHS[language][int(month) - 1]} {year}"
    if day is not None:
        named = f"{int(day)}{'.' if language == 'de' else ''} {named}"
    if time is None:
        return named
    return f"{named}, {time} Uhr" if language == "de" else f"{named}, {time}"


def number(value: str | int, language: Language) -> str:
    """Write a number with the language's thousands separator and decimal mark."""
    found = _NUMBER.fullmatch(str(value))
    if found is None:
        return str(value)
    sign, whole, fraction = found.groups()
    thousands, mark = (".", ",") if language == "de" else (",", ".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", thousands, whole)
    return f"{sign.replace('-', _MINUS)}{grouped}{f'{mark}{fraction}' if fraction else ''}"


def size(count: int, language: Language) -> str:
    """Write a number of bytes in B, kB or MB."""
    if count < _KILO:
        return f"{count} B"
    if count < _KILO * _KILO:
        return f"{number(round(count / _KILO), language)} kB"
    return f"{number(f'{count / _KILO / _KILO:.1f}', language)} MB"


def shortened(text: str, limit: int) -> str:
    """Give the beginning of a text, cut between words, with an ellipsis where something was left out.

    A bracket that would stay open is left out with it, unless little is left then.
    """
    plain = " ".join(text.split())
    if len(plain) <= limit:
        return plain
    kept = plain[:limit].rsplit(" ", 1)[0]
    opened = kept.rfind("(")
    if opened > limit / 2 and ")" not in kept[opened:]:
        kept = kept[:opened]
    return f"{kept.rstrip(' ,;:.–-')}{_ELLIPSIS}"
