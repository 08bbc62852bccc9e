"""A result that says "more than one" says what stands there: the first values, each with its line, and how many more."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from triagraph.errors import Location
from triagraph.formats import JSONLD, NTRIPLES, RDFXML, TURTLE, Syntax
from triagraph.language import Text
from triagraph.namespaces import SH
from triagraph.parser import Document, parse
from triagraph.project import load_project
from triagraph.report import Checked, ValidationReport, ValidationResult, Values
from triagraph.report.html import to_html
from triagraph.report.machine import to_csv, to_sarif
from triagraph.report.text import to_text
from triagraph.report.transport import from_plain, to_plain
from triagraph.serializer import serialize
from triagraph.validation.intake import ReceivedFile, validate_files
from triagraph.validation.standing import FIRST, with_values

PREFIXES = """@prefix e: <http://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
"""
SHAPES = f"""{PREFIXES}
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P , e:L , e:Q , e:I .
e:P a sh:PropertyShape ; sh:path e:p ; sh:maxCount 1 .
e:L a sh:PropertyShape ; sh:path e:l ; sh:uniqueLang true .
e:Q a sh:PropertyShape ; sh:path e:q ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 1 .
e:I a sh:PropertyShape ; sh:path [ sh:inversePath e:i ] ; sh:maxCount 0 .
"""
DATA = f"""{PREFIXES}
e:a a e:C ; e:p 3 ,
    2 , "two" ;
  e:l "x"@de , "X"@en ,
    "y"@DE , "z" ;
  e:q e:b , e:c .
e:b a e:C ; e:p 1 ; e:i e:a .
"""


def validated(*files: tuple[str, str | bytes]) -> ValidationReport:
    received = [ReceivedFile(name, text.encode() if isinstance(text, str) else text) for name, text in files]
    return validate_files(tuple(received), load_project(), shapes=(ReceivedFile("s.ttl", SHAPES.encode()),))


def told(report: ValidationReport) -> dict[str, list[str]]:
    """Give property → the values that results name, with their places."""
    return {
        (result.path or "").rpartition("/")[2].rstrip(">"): [
            f"{value} {location}" for value, location in (result.values.first if result.values else ())
        ]
        for result in report.results
    }


def test_the_values_are_named_with_their_places() -> None:
    report = validated(("in.ttl", DATA))
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert told(report) == {
        "p": [f'"3"{integer} in.ttl:3:17', f'"2"{integer} in.ttl:4:5', '"two" in.ttl:4:9'],
        "l": ['"x"@de in.ttl:5:7', '"y"@de in.ttl:6:5'],  # and not what stands in another language, or in none
        "q": ["<http://e.org/b> in.ttl:7:7", "<http://e.org/c> in.ttl:7:13"],
        "i": [],  # what leads backwards is not one statement about the thing
    }


@pytest.mark.parametrize("syntax", [NTRIPLES, JSONLD, RDFXML], ids=lambda syntax: syntax.name)
def test_they_are_found_in_every_syntax(syntax: Syntax) -> None:
    quads = list(parse(Document("in.ttl", DATA.encode(), TURTLE)))
    found = told(validated((f"in{syntax.suffix}", serialize(quads, syntax, prefixes={"e": "http://e.org/"}))))
    assert [len(found[name]) for name in "plqi"] == [3, 2, 2, 0]
    assert "None" not in str(found)


def test_of_many_values_the_first_are_named_in_the_order_of_the_files() -> None:
    many = ",\n".join(str(number) for number in range(40, 0, -1))
    report = validated(("b.ttl", DATA), ("a.ttl", f"{PREFIXES} e:b e:p {many} ."))
    (result,) = [each for each in report.results if each.focus_node == "<http://e.org/b>" and each.values]
    assert result.values is not None
    assert result.values.number == 40
    assert len(result.values.first) == FIRST
    places = [str(location) for _, location in result.values.first]
    assert places == ["a.ttl:2:10", "a.ttl:3:1", "a.ttl:4:1", "a.ttl:5:1", "b.ttl:8:17"]


def test_a_value_that_the_project_has_stands_in_no_file() -> None:
    text = '<https://w3id.org/triagraph/id/network/acod> <http://www.w3.org/2004/02/skos/core#prefLabel> "Zweiter"@de .'
    report = validate_files((ReceivedFile("in.ttl", text.encode()),), load_project())
    (result,) = [each for each in report.results if each.component == f"{SH}UniqueLangConstraintComponent"]
    assert result.values is not None
    assert [location is None for _, location in result.values.first] == [False, True]
    assert '"Zweiter"@de (line 1)' in "".join(to_text(report, "en"))
    assert 'Ostdeutschland"@de (in keiner der geprüften Dateien)' in "".join(to_text(report, "de"))


def test_without_such_results_nothing_is_read() -> None:
    def texts() -> Sequence[bytes]:
        raise AssertionError

    result = ValidationResult("violation", Text("x", "x"), component=f"{SH}MinCountConstraintComponent", path="<x:p>")
    assert with_values([result], (text for _ in (0,) for text in texts())) == [result]


RESULT = ValidationResult(
    "violation",
    Text("Zu viel.", "Too much."),
    focus_node="<http://e.org/a>",
    path="<http://e.org/p>",
    location=Location("in.ttl", 3, 1),
    values=Values(
        1236, (('"<b>"@de', Location("in.ttl", 3, 1)), ("<http://e.org/t>", Location("o.ttl", 4, 2)), ('"z"', None))
    ),
)
REPORT = ValidationReport(
    conforms=False, engine="e", checked=Checked(1), results=(RESULT,), labels={"http://e.org/t": {"de": "T"}}
)


def test_they_survive_the_way_out_of_a_worker() -> None:
    assert from_plain(to_plain(REPORT)) == REPORT


def test_the_text_names_them_line_by_line() -> None:
    lines = [
        '      it says: "<b>"@de (line 3)',
        "      it says: T (o.ttl:4:2)",
        '      it says: "z" (in none of the files that were checked)',
        "      … and 1,233 more",
    ]
    assert "".join(f"{line}\n" for line in lines) in "".join(to_text(REPORT, "en"))
    assert "      … und 1.233 weitere\n" in "".join(to_text(REPORT, "de"))
    against = replace(REPORT, checked=Checked(1, against="X"))
    assert '"z" (im bestehenden Graphen)' in "".join(to_text(against, "de"))


def test_the_page_names_them() -> None:
    page = "".join(to_html(REPORT, "de"))
    assert "<dd>&quot;&lt;b&gt;&quot;@de (Zeile 3)<br>T (o.ttl:4:2)<br>" in page
    assert "<br>und 1.233 weitere</dd>" in page


def test_programs_get_them() -> None:
    (result,) = REPORT.to_json("en")["results"]
    assert result["valueCount"] == 1236
    assert result["values"] == [
        {"value": "<b>", "language": "de", "file": "in.ttl", "line": 3, "column": 1},
        {"value": "http://e.org/t", "file": "o.ttl", "line": 4, "column": 2},
        {"value": "z"},
    ]
    assert 'Dort steht: ""<b>""@de (Zeile 3), T (o.ttl:4:2)' in "".join(to_csv(REPORT, "de"))
    (found,) = json.loads("".join(to_sarif(REPORT, "en")))["runs"][0]["results"]
    places = [
        (place["message"]["text"], place["physicalLocation"]["region"]["startLine"])
        for place in found["relatedLocations"]
    ]
    assert places == [('"<b>"@de', 3), ("T", 4)]
