"""Which literals are well-formed."""

from __future__ import annotations

import pytest

from triagraph.hygiene.lexical import is_well_formed
from triagraph.namespaces import GEO, XSD

GOOD = {
    "date": [
        "2026-11-22",
        "2024-02-29",
        "2000-02-29",
        "2026-11-22Z",
        "2026-11-22+01:00",
        "-0001-12-31",
        f"{'9' * 5000}-01-01",
    ],
    "gYear": ["2004", "0999", "12004"],
    "gYearMonth": ["2004-01", "2004-12"],
    "dateTime": ["2026-11-22T10:00:00", "2026-11-22T10:00:00.5Z"],
    "integer": ["0", "-1", "+7", "007", "9" * 5000],
    "nonNegativeInteger": ["0", "12"],
    "positiveInteger": ["1"],
    "int": ["2147483647"],
    "decimal": ["1", "1.5", ".5", "-0.0"],
    "double": ["1e3", "INF", "NaN"],
    "boolean": ["true", "0"],
    "hexBinary": ["", "00fF"],
    "anyURI": ["https://town.example/?a=b#c"],
    "string": ["", " anything\n"],
    "language": ["de", "de-AT"],
    "time": ["23:59:59"],
}
BAD = {
    "date": [
        "2026-11-31",
        "2023-02-29",
        "1900-02-29",
        "2026-13-01",
        "2026-00-01",
        "22.11.2026",
        "2026-1-2",
        "02026-01-01",
        "202\u0666-01-01",  # digits of another script
    ],
    "gYear": ["04", "2004-01", "year"],
    "gYearMonth": ["2004-13", "2004", "2004-1"],
    "dateTime": ["2026-11-22", "2026-11-22T25:00:00"],
    "integer": ["", "1.0", "zwölf", "1 2"],
    "nonNegativeInteger": ["-1"],
    "positiveInteger": ["0"],
    "int": ["2147483648"],
    "decimal": ["1,5", "1e3", "."],
    "double": ["1,5", "inf", "\u0661e3"],
    "boolean": ["True", "ja"],
    "hexBinary": ["0", "zz"],
    "anyURI": ["two words"],
    "language": ["deutschsprachig", "de_DE"],
    "time": ["24:00", "2\u0663:59:59"],
    "whole": ["1"],
}


@pytest.mark.parametrize(("datatype", "text"), [(kind, text) for kind, texts in GOOD.items() for text in texts])
def test_a_lexical_form_of_the_datatype_is_well_formed(datatype: str, text: str) -> None:
    assert is_well_formed(text, f"{XSD}{datatype}")


@pytest.mark.parametrize(("datatype", "text"), [(kind, text) for kind, texts in BAD.items() for text in texts])
def test_anything_else_is_not(datatype: str, text: str) -> None:
    assert not is_well_formed(text, f"{XSD}{datatype}")


def test_a_point_has_two_numbers() -> None:
    assert is_well_formed("POINT(10.91858 50.68322)", f"{GEO}wktLiteral")
    assert not is_well_formed("POINT(10,91858 50,68322)", f"{GEO}wktLiteral")


def test_a_datatype_of_others_is_theirs() -> None:
    assert is_well_formed("26.70", "https://town.example/nace")
