"""`--shapes`: a user's own shapes, checked before they are used."""

import pytest

from triagraph.errors import InputError, ShapesError
from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.validation.graphs import Intake
from triagraph.validation.intake import ReceivedFile, validate_files

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .\n"
SHAPES = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."
DATA = "e:a a e:C .\n\ne:b a e:C ; e:p 1 ."


def validated(shapes: str, data: str = DATA) -> ValidationReport:
    files = [
        ReceivedFile(name, (PREFIXES + text).encode()) for name, text in (("data.ttl", data), ("shapes.ttl", shapes))
    ]
    return validate_files((files[0],), load_project(), intake=Intake(trust=True), shapes=(files[1],))


def test_given_shapes_stand_in_the_place_of_the_projects() -> None:
    report = validated(SHAPES)
    assert [str(result.location) for result in report.results] == ["data.ttl:2:1"]
    assert (report.checked.shapes, report.checked.focus_nodes) == (2, 2)
    assert report.results[0].message.de == "Es fehlt eine Angabe: mindestens 1 ist nötig."


def test_data_that_meets_them_conforms() -> None:
    assert validated(SHAPES, "e:b a e:C ; e:p 1 .").conforms


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ("e:S a sh:NodeShape ; sh:targetClass e:C ; sh:minCont 1 .", "not a term of SHACL"),
        (
            'e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount "x" ] .',
            "not well-formed",
        ),
        ("e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:minCount 1 ] .", "not well-formed"),
        ("e:S e:p 1 .", "no shape"),
    ],
)
def test_shapes_that_are_no_shapes_are_an_error(shapes: str, message: str) -> None:
    with pytest.raises(ShapesError, match=message):
        validated(shapes)


def test_shapes_that_target_nothing_give_no_verdict() -> None:
    with pytest.raises(InputError, match="nothing was checked"):
        validated(SHAPES.replace("e:C", "e:D"))
