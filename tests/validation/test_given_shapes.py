"""`--shapes`: a user's own shapes, checked before they are used."""

from pathlib import Path

import pytest

from triagraph.errors import InputError, ShapesError
from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.validation.given import UnknownTerms
from triagraph.validation.intake import Intake, ReceivedFile, validate_files

OFFICIAL = Path(__file__).parents[3] / "shared" / "dcat-shapes" / "dcat-ap-3.0.1-shapes.ttl"
PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .\n"
SHAPES = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."
DATA = "e:a a e:C .\n\ne:b a e:C ; e:p 1 ."


def validated(shapes: str, data: str = DATA, unknown_terms: UnknownTerms = "error") -> ValidationReport:
    files = [
        ReceivedFile(name, (PREFIXES + text).encode()) for name, text in (("data.ttl", data), ("shapes.ttl", shapes))
    ]
    taken = Intake(trust=True)
    return validate_files((files[0],), load_project(), intake=taken, shapes=(files[1],), unknown_terms=unknown_terms)


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


UNKNOWN = """e:S a sh:NodeShape ; sh:targetClass e:C ;
  sh:property [ sh:path e:p ; sh:minCount 1 ; sh:shape e:T ] ,
    [ sh:path e:q ; sh:shape e:T ; sh:maxCont 1 ] .
e:T a sh:NodeShape ; sh:nodeKind sh:Literal ."""


def test_terms_that_do_not_exist_are_told_with_their_lines_and_what_is_meant() -> None:
    with pytest.raises(ShapesError) as caught:
        validated(UNKNOWN)
    error = caught.value
    assert str(error.location) == "shapes.ttl:3:47"
    assert error.message.en == "`sh:shape` is not a term of SHACL."
    assert error.hint is not None
    assert error.hint.en.startswith("Did you mean `sh:node`? `--unknown-terms warn` leaves out")
    assert error.hint.en.endswith("`sh:shape`: shapes.ttl, lines 3, 4; `sh:maxCont`: shapes.ttl, line 4.")
    assert error.hint.de.endswith("`sh:shape`: shapes.ttl, Zeilen 3, 4; `sh:maxCont`: shapes.ttl, Zeile 4.")


def test_what_they_state_is_left_out_where_that_is_asked_for_and_the_report_says_so() -> None:
    report = validated(UNKNOWN, unknown_terms="warn")
    assert [str(result.location) for result in report.results] == ["data.ttl:2:1"]
    assert [note.en.partition(";")[0] for note in report.notes] == [
        "`sh:maxCont` is not a term of SHACL",
        "`sh:shape` is not a term of SHACL",
    ]
    assert report.notes[0].de.endswith("`sh:maxCont`: shapes.ttl, Zeile 4. Meinten Sie `sh:maxCount`?")


def test_what_is_only_written_large_or_small_is_asked_for_first() -> None:
    with pytest.raises(ShapesError) as caught:
        validated("e:S a sh:NodeShape ; sh:targetClass e:C ; sh:nodeKind sh:Iri , sh:Iri ; sh:foo 1 , 2 .")
    assert caught.value.hint is not None
    assert caught.value.hint.en.startswith("Did you mean `sh:IRI`?")
    assert caught.value.hint.en.endswith("`sh:foo`: shapes.ttl, line 2.")


def test_what_no_engine_does_is_an_error_all_the_same() -> None:
    with pytest.raises(ShapesError, match="is not supported"):
        validated("e:S a sh:NodeShape ; sh:targetClass e:C ; sh:js [] .", unknown_terms="warn")


@pytest.mark.skipif(not OFFICIAL.is_file(), reason="the shapes of DCAT-AP, ../shared/dcat-shapes, are missing")
def test_the_official_shapes_of_dcat_ap_can_be_used() -> None:
    data = "<http://e.org/c> a <http://www.w3.org/ns/dcat#Catalog> ; <http://purl.org/dc/terms/modified> 1 ."
    files = (ReceivedFile("data.ttl", data.encode()),)
    shapes = (ReceivedFile("shapes.ttl", OFFICIAL.read_bytes()),)
    report = validate_files(files, load_project(), intake=Intake(trust=True), shapes=shapes, unknown_terms="warn")
    assert [note.en.count("lines 66, 373, 403, 658, 671") for note in report.notes] == [1]
    assert "<http://purl.org/dc/terms/title>" in {result.path for result in report.results}
