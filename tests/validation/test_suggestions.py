"""A misspelt class, property or code is answered with the one that was meant, and nothing else is."""

from dataclasses import replace

import pytest

from triagraph.bundled import bundled_root
from triagraph.language import Text
from triagraph.project import load_project
from triagraph.report import Checked, ValidationReport, ValidationResult
from triagraph.validation.suggestions import _MOST, with_suggestions

TRIA = "https://w3id.org/triagraph/ontology#"
CODE = "https://w3id.org/triagraph/id/code/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
HINT = Text("Anders schreiben.", "Write it differently.")


def reported(*results: ValidationResult, labels: dict[str, dict[str, str]] | None = None) -> ValidationReport:
    return ValidationReport(conforms=False, engine="x", checked=Checked(files=1), results=results, labels=labels or {})


def hints(report: ValidationReport) -> list[str]:
    found = with_suggestions(report, load_project(bundled_root())).results
    return [result.hint.en if result.hint else "" for result in found]


def result(*, path: str | None = None, value: str | None = None) -> ValidationResult:
    return ValidationResult("violation", Text("x", "x"), HINT, focus_node="<urn:x>", path=path, value=value)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (result(path=TYPE, value=f"<{TRIA}NetworkOrganization>"), "tria:NetworkOrganisation"),
        (result(path=TYPE, value=f"<{TRIA}network_organisation>"), "tria:NetworkOrganisation"),
        (result(path=TYPE, value=f"<{TRIA}MemberCount>"), "tria:MemberCountObservation"),  # and not tria:memberCount
        (result(path=TYPE, value=f"<{TRIA}Netzwerk>"), "tria:NetworkOrganisation"),  # the beginning of its German label
        (result(path=TYPE, value=f"<{TRIA}Technologiefeld>"), "tria:TechnologyField"),
        (result(path=f"<{TRIA}tätigIn>"), "tria:activeIn"),
        (result(path=f"<{TRIA}printetName>"), "tria:printedName"),
        (result(path=f"<{TRIA}technologyfield>"), "tria:technologyField"),  # and not tria:TechnologyField
        (result(path=f"<{TRIA}reach>", value=f"<{CODE}regionall>"), "code:regional"),
    ],
)
def test_what_was_meant_is_suggested(given: ValidationResult, meant: str) -> None:
    assert hints(reported(given)) == [f"Did you mean `{meant}`? Write it differently."]


@pytest.mark.parametrize(
    "given",
    [
        result(path=f"<{TRIA}reach>", value=f"<{CODE}regional>"),  # is known
        result(path=f"<{TRIA}seat>"),  # is like nothing
        result(path=TYPE, value=f"<{TRIA}Techn>"),  # may be a field or a region
        result(path=TYPE, value=f"<{TRIA}Netz>"),  # is too short to begin anything
        result(path=TYPE, value="<https://example.org/NetworkOrganisation>"),  # another namespace
        result(path=f"<{TRIA}reach>", value='"regionall"'),
        result(path=f"<{TRIA}network>/<{TRIA}reech>"),
        result(path=f"<{TRIA}reach>", value="_:b1"),
        result(path=TYPE, value="<< <urn:a> <urn:b> <urn:c> >>"),
        result(),
    ],
)
def test_nothing_is_suggested_where_nothing_is_misspelt(given: ValidationResult) -> None:
    assert hints(reported(given)) == ["Write it differently."]


def test_what_the_contribution_itself_names_is_not_misspelt() -> None:
    own = result(path=f"<{TRIA}reach>", value=f"<{CODE}regionall>")
    assert hints(reported(own, labels={f"{CODE}regionall": {"de": "regionall"}})) == ["Write it differently."]


def test_a_result_without_a_hint_gets_the_question_as_its_hint() -> None:
    given = replace(result(path=f"<{TRIA}printetName>"), hint=None)
    assert hints(reported(given)) == ["Did you mean `tria:printedName`?"]


def test_of_a_great_many_unknown_things_the_first_are_compared() -> None:
    many = [result(path=f"<{TRIA}reach>", value=f"<{CODE}regional{number}>") for number in range(_MOST + 50)]
    assert sum("Did you mean" in hint for hint in hints(reported(*many))) == _MOST
