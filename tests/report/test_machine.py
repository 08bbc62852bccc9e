"""What programs read: SARIF against its schema, JUnit by another reader, workflow commands by their rules, the W3C report graph."""

import csv
import io
import json
import re
import shutil
import subprocess
import tarfile
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema.validators import validator_for
from junitparser import Failure, JUnitXml
from pyoxigraph import RdfFormat, parse

from triagraph.errors import Location
from triagraph.formats import JSONLD, TURTLE
from triagraph.language import LANGUAGES, Language, Text
from triagraph.namespaces import RDF, SH
from triagraph.report import Checked, Severity, ValidationReport, ValidationResult, Values
from triagraph.report.graph import to_graph
from triagraph.report.machine import to_csv, to_github, to_json, to_junit, to_sarif
from triagraph.report.writing import REPORT_FORMATS, write_report

#: The schema of OASIS travels in this package; nothing of it is kept here.
SCHEMA_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
NASTY = "a: b, c % d\r\ne :: ::error ]]> <b>&amp;</b> \u202e ü 😀 \x01 \\n `x`"


def result(number: int, severity: Severity = "violation", text: str = NASTY) -> ValidationResult:
    return ValidationResult(
        severity,
        Text(f"{text} de", f"{text} en"),
        hint=Text("Tun.", "Do."),
        focus_node=f"<http://example.org/thing{number}>",
        path="^<http://example.org/p>/<http://example.org/q>*",
        value='"=1+1"',
        component=f"{SH}MinCountConstraintComponent",
        source_shape=f"<http://example.org/shapes#S{number % 2}>",
        location=Location("data/über uns.ttl", number + 1, 3),
    )


MISTAKE = ValidationResult("error", Text("Kaputt.", "Broken."), location=Location("<stdin>", 2, 1), excerpt="x\n^")
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
REPORTS = {
    "empty": ValidationReport(conforms=True, engine="none 1", checked=Checked(1, 2, 3, 4)),
    "unreadable": ValidationReport(conforms=None, engine="–", checked=Checked(files=1), results=(MISTAKE,)),
    "without place": ValidationReport(
        conforms=False,
        engine="none 1",
        checked=Checked(1, 2, 3, 4),
        results=(ValidationResult("violation", Text("Nein.", "No.")),),
    ),
    "many": ValidationReport(
        conforms=False,
        engine="none 1",
        checked=Checked(2, 3, 4, 5),
        results=tuple(result(number, SEVERITIES[number % 3]) for number in range(7)),
    ),
    "values": ValidationReport(
        conforms=False,
        engine="none 1",
        checked=Checked(1, 2, 3, 4),
        results=(replace(result(1), values=Values(9, ((f'"{NASTY}"', Location("über.ttl", 2, 1)), ("<x:y>", None)))),),
    ),
}

every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


# ---- SARIF


@pytest.fixture(scope="session")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Fetch the package and read the schema in it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm")
    folder = tmp_path_factory.mktemp("sarif")
    packed = subprocess.run([npm, "pack", "--silent", SCHEMA_PACKAGE], cwd=folder, capture_output=True, check=False)
    if packed.returncode:
        pytest.skip("needs npm, and a registry that it reaches")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        member = archive.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json")
        assert member is not None
        schema: dict[str, Any] = json.load(member)
    return schema


def mistakes(log: Any, schema: dict[str, Any]) -> list[str]:
    return [error.message for error in validator_for(schema)(schema).iter_errors(log)]


@every_report
@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_is_valid_against_its_schema(
    report: ValidationReport, language: Language, sarif_schema: dict[str, Any]
) -> None:
    assert mistakes(json.loads("".join(to_sarif(report, language))), sarif_schema) == []


def test_sarif_that_is_none_is_noticed(sarif_schema: dict[str, Any]) -> None:
    log = json.loads("".join(to_sarif(REPORTS["many"], "en")))
    log["runs"][0]["results"][0]["level"] = "violation"
    del log["runs"][0]["tool"]["driver"]["name"]
    assert len(mistakes(log, sarif_schema)) >= 2


def test_sarif_has_what_code_review_shows() -> None:
    run = json.loads("".join(to_sarif(REPORTS["many"], "de")))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "http://example.org/shapes#S0",
        "http://example.org/shapes#S1",
    ]
    first = run["results"][0]
    assert first["level"] == "error"
    assert first["message"]["text"].startswith("thing0: ")
    assert first["message"]["text"].endswith("Tun.")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/%C3%BCber%20uns.ttl"
    assert place["region"] == {"startLine": 1, "startColumn": 3}
    for each in run["results"]:
        assert run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
    assert run["invocations"] == [{"executionSuccessful": True}]
    unreadable = json.loads("".join(to_sarif(REPORTS["unreadable"], "en")))["runs"][0]
    assert unreadable["invocations"] == [{"executionSuccessful": False}]


# ---- JUnit


@every_report
@pytest.mark.parametrize("language", LANGUAGES)
def test_junit_is_read_by_another_reader(report: ValidationReport, language: Language) -> None:
    document: Any = JUnitXml.fromstring("".join(to_junit(report, language)).encode())
    (suite,) = document
    cases = list(suite)
    failures = [item for case in cases for item in case.result if isinstance(item, Failure)]
    assert suite.tests == len(cases) == max(1, len(report.results))
    assert suite.failures == len(failures) == len(report.results)
    assert suite.errors == suite.skipped == 0
    assert all(case.name and case.classname for case in cases)
    for failure, each in zip(failures, report.results, strict=True):
        assert failure.type == each.severity
        assert "\x01" not in str(failure.message)
        assert re.sub(r"\s|\x01|\ufffd", "", each.message.to(language)) in re.sub(
            r"\s|\ufffd", "", str(failure.message)
        )


# ---- GitHub's workflow commands

_COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as GitHub's runner does: properties are split at commas, then unescaped."""

    def data(value: str) -> str:
        return value.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")

    found = []
    for line in text.split("\n")[:-1]:
        match = _COMMAND.fullmatch(line)
        assert match is not None, line
        pairs = (pair.partition("=") for pair in match[2].split(","))
        properties = {name: data(value.replace("%3A", ":").replace("%2C", ",")) for name, _, value in pairs}
        found.append((match[1], properties, data(match[3])))
    return found


@every_report
def test_workflow_commands_are_read_back(report: ValidationReport) -> None:
    read = commands("".join(to_github(report, "en")))
    assert len(read) == len(report.results)
    for (level, properties, message), each in zip(read, report.results, strict=True):
        assert level == {"error": "error", "violation": "error", "warning": "warning", "info": "notice"}[each.severity]
        assert each.message.en in message
        if each.location is not None:
            assert properties["file"] == each.location.file
            assert properties["line"] == str(each.location.line)
            assert properties["col"] == str(each.location.column)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_out_of_a_workflow_command(text: str) -> None:
    report = ValidationReport(conforms=False, engine="none 1", checked=Checked(), results=(result(0, text=text),))
    ((level, _, message),) = commands("".join(to_github(report, "en")))
    assert level == "error"
    assert text in message


def test_workflow_commands_say_what_a_limit_hides() -> None:
    assert "".join(to_github(REPORTS["many"], "en", 2)).endswith("::notice title=triagraph::… and 5 more\n")


# ---- JSON and CSV


@every_report
def test_json_has_the_fields_of_the_design(report: ValidationReport) -> None:
    written = json.loads("".join(to_json(report, "en")))
    assert list(written) == ["conforms", "engine", "checked", "summary", "results"]
    assert list(written["checked"]) == ["files", "triples", "shapes", "focusNodes"]
    for each in written["results"]:
        assert {"severity", "message"} <= each.keys()
        assert each.keys() <= {
            *(
                "file",
                "line",
                "column",
                "severity",
                "focusNode",
                "path",
                "value",
                "component",
                "shape",
                "message",
                "hint",
                "values",
                "valueCount",
            )
        }


def test_a_limit_cuts_the_results_and_not_the_counts() -> None:
    written = json.loads("".join(to_json(REPORTS["many"], "en", 2)))
    assert len(written["results"]) == 2
    assert sum(written["summary"].values()) == 7


def test_no_cell_of_the_csv_is_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(to_csv(REPORTS["many"], "en")), newline="")))
    assert len(rows) == 7
    assert rows[0]["value"] == "'=1+1"
    assert rows[0]["focusLabel"] == "thing0"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


# ---- the W3C report graph


@every_report
@pytest.mark.parametrize("syntax", [TURTLE, JSONLD], ids=lambda syntax: syntax.name)
def test_the_report_graph_is_complete(report: ValidationReport, syntax: Any) -> None:
    form = RdfFormat.TURTLE if syntax is TURTLE else RdfFormat.JSON_LD
    quads = list(parse(to_graph(report, syntax), format=form))
    uses = Counter(quad.predicate.value.removeprefix(SH) for quad in quads if quad.predicate.value.startswith(SH))
    number = len(report.results)
    complete = sum(each.path is not None for each in report.results)
    assert uses["result"] == uses["resultSeverity"] == number
    assert uses["resultMessage"] == 2 * number
    for name in ("focusNode", "resultPath", "value", "sourceShape", "sourceConstraintComponent"):
        assert uses[name] == complete
    assert uses["inversePath"] == uses["zeroOrMorePath"] == complete
    assert uses["conforms"] == (report.conforms is not None)
    types = Counter(quad.object for quad in quads if quad.predicate.value == f"{RDF}type")
    assert sorted(types.values()) == sorted(filter(None, [1, number]))


@every_report
@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_every_form_can_be_written_in_both_languages_and_is_the_same_each_time(
    report: ValidationReport, form: str
) -> None:
    for language in LANGUAGES:
        written = b"".join(write_report(report, form, language))
        assert written == b"".join(write_report(report, form, language))
        assert written.decode() or (form, report.results) == ("github", ())
        assert len(b"".join(write_report(report, form, language, 1))) <= len(written) + 60


def gitlab(name: str, language: Language = "en") -> Any:
    return json.loads(b"".join(write_report(REPORTS[name], "gitlab", language)))


@pytest.mark.parametrize("name", REPORTS)
def test_gitlab_finds_all_that_its_format_asks_for(name: str) -> None:
    """https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""
    found = gitlab(name)
    assert len(found) == len(REPORTS[name].results)
    for each in found:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert all(isinstance(each[field], str) and each[field] for field in set(each) - {"location"})
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not each["location"]["path"].startswith("./")
        assert each["location"]["lines"]["begin"] >= 1
    assert len({each["fingerprint"] for each in found}) == len(found)


def test_a_result_stays_the_same_for_gitlab_when_lines_move_and_in_the_other_language() -> None:
    first = result(1)
    moved = replace(first, location=Location("data/über uns.ttl", 99, 1))
    report = ValidationReport(conforms=False, engine="none 1", checked=Checked(1, 2, 3, 4), results=(first,))
    one, other = (
        json.loads(b"".join(write_report(each, "gitlab", "en"))) for each in (report, replace(report, results=(moved,)))
    )
    assert one[0]["fingerprint"] == other[0]["fingerprint"]
    assert one[0]["location"] != other[0]["location"]
    assert json.loads(b"".join(write_report(report, "gitlab", "de")))[0]["fingerprint"] == one[0]["fingerprint"]
    twice = json.loads(b"".join(write_report(replace(report, results=(first, moved)), "gitlab", "en")))
    assert twice[0]["fingerprint"] != twice[1]["fingerprint"]
