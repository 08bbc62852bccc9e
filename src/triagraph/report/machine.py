"""The report for programs: JSON, CSV, SARIF 2.1.0, JUnit XML and GitHub's workflow commands.

SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Workflow commands:
https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from triagraph.errors import Location
from triagraph.indented import pieces
from triagraph.language import Language, Text
from triagraph.report import Severity, ValidationReport, ValidationResult, result_object
from triagraph.report.wording import label_of, number_text, severity_name, standing_texts, value_text

_SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SARIF_LEVELS: Final[dict[Severity, str]] = {
    "error": "error",
    "violation": "error",
    "warning": "warning",
    "info": "note",
}
_GITHUB_LEVELS: Final[dict[Severity, str]] = {
    "error": "error",
    "violation": "error",
    "warning": "warning",
    "info": "notice",
}
_COLUMNS: Final = (
    "file",
    "line",
    "column",
    "severity",
    "focusNode",
    "focusLabel",
    "path",
    "value",
    "message",
    "hint",
    "component",
    "shape",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_json(report: ValidationReport, language: Language, limit: int | None = None) -> Iterator[str]:
    """The JSON object of design.md, with all results or the first `limit`."""
    results = (result_object(result, language) for result in report.results[:limit])
    return chain(pieces(report.head(language) | {"results": results}), "\n")


def to_csv(report: ValidationReport, language: Language, limit: int | None = None) -> Iterator[str]:
    """One row per result; a cell that a spreadsheet would take for a formula is quoted with `'`."""
    yield _csv_line(_COLUMNS)
    for result in report.results[:limit]:
        fields = {**result_object(result, language), "focusLabel": label_of(report, result.focus_node, language)}
        fields["message"] = " ".join([fields["message"], *_standing(result, report, language)])
        yield _csv_line([_cell(fields.get(column)) for column in _COLUMNS])


def _csv_line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def to_sarif(report: ValidationReport, language: Language, limit: int | None = None) -> Iterator[str]:
    """A SARIF log with one run; rules are the shapes."""
    results = report.results[:limit]
    rules = dict(sorted({rule_of(result): result.message.to(language) for result in reversed(results)}.items()))
    positions = {rule: position for position, rule in enumerate(rules)}
    tool = {
        "name": "triagraph",
        "version": version("triagraph"),
        "informationUri": "https://w3id.org/triagraph/",
        "rules": [
            {"id": rule, "name": rule.rpartition("#")[2], "shortDescription": {"text": text}}
            for rule, text in rules.items()
        ],
    }
    run: dict[str, Any] = {
        "tool": {"driver": tool},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.conforms is not None}],
        "results": (_sarif_result(result, report, language, positions) for result in results),
    }
    return chain(pieces({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}), "\n")


def rule_of(result: ValidationResult) -> str:
    """Name what a result breaks: the shape, or for a mistake in the syntax just that."""
    return result.source_shape.strip("<>") if result.source_shape else result.component or "syntax"


def _sarif_result(
    result: ValidationResult, report: ValidationReport, language: Language, positions: dict[str, int]
) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "ruleId": rule_of(result),
        "ruleIndex": positions[rule_of(result)],
        "level": _SARIF_LEVELS[result.severity],
        "message": {"text": sentence(result, report, language)},
    }
    if result.location is not None:
        fields["locations"] = [{"physicalLocation": _physical(result.location)}]
    if result.values is not None:
        places = (_sarif_value(each, report, language) for each in result.values.first)
        fields["relatedLocations"] = [place for place in places if place is not None]
    return fields


def _physical(location: Location) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(location.file)}}
    if location.line is not None:
        physical["region"] = {"startLine": location.line, "startColumn": location.column or 1}
    return physical


def _sarif_value(
    value: tuple[str, Location | None], report: ValidationReport, language: Language
) -> dict[str, Any] | None:
    """Say where one of several values stands; one that stands in no file has no place to show."""
    term, location = value
    if location is None:
        return None
    return {"physicalLocation": _physical(location), "message": {"text": value_text(report, term, language)}}


def _uri(file: str) -> str:
    """Give a file as a reference: relative to where the command ran, or if it is absolute, a `file:` IRI."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/.")


def sentence(result: ValidationResult, report: ValidationReport, language: Language) -> str:
    """Say a result in one paragraph: the thing, what is wrong, and what to write."""
    thing = label_of(report, result.focus_node, language)
    parts = [f"{thing}: {result.message.to(language)}" if thing else result.message.to(language)]
    parts += _standing(result, report, language)
    if result.hint is not None:
        parts.append(result.hint.to(language))
    return " ".join(parts)


def _standing(result: ValidationResult, report: ValidationReport, language: Language) -> list[str]:
    """Say in a sentence what stands there, where a result is about how much that is."""
    values, more = standing_texts(report, result, language)
    what = ", ".join(values) + (f" {more}" if more else "")
    return [f"{Text('Dort steht', 'It says').to(language)}: {what}."] if values else []


def to_junit(report: ValidationReport, language: Language, limit: int | None = None) -> Iterator[str]:
    """JUnit XML: one failed test case per result, or one that passed."""
    results = report.results[:limit]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    count = max(1, len(results))
    yield f'<testsuite name="triagraph validate" tests="{count}" failures="{len(results)}" errors="0" skipped="0">\n'
    if not results:
        yield f'  <testcase classname="triagraph" name={_attribute(f"{report.checked.focus_nodes} focus nodes")}/>\n'
    for result in results:
        name = label_of(report, result.focus_node, language) or (result.location.file if result.location else "input")
        where = f" file={_attribute(result.location.file)}" if result.location else ""
        line = f' line="{result.location.line}"' if result.location and result.location.line is not None else ""
        yield f"  <testcase classname={_attribute(rule_of(result))} name={_attribute(name)}{where}{line}>\n"
        text = _NOT_XML.sub("\ufffd", sentence(result, report, language))
        place = f"{result.location}: " if result.location else ""
        kind, message = _attribute(result.severity), _attribute(text)
        yield f"    <failure type={kind} message={message}>{escape(place + text)}</failure>\n  </testcase>\n"
    yield "</testsuite>\n"


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def to_github(report: ValidationReport, language: Language, limit: int | None = None) -> Iterator[str]:
    """Workflow commands: GitHub shows each as an annotation at its line."""
    shown = report.results[:limit]
    for result in shown:
        location = result.location
        places = {
            "file": location.file if location else None,
            "line": location.line if location else None,
            "col": location.column if location else None,
            "title": f"triagraph: {severity_name(result.severity, language)}",
        }
        properties = ",".join(f"{name}={_property(str(value))}" for name, value in places.items() if value is not None)
        yield f"::{_GITHUB_LEVELS[result.severity]} {properties}::{_data(sentence(result, report, language))}\n"
    hidden = len(report.results) - len(shown)
    if hidden:
        number = number_text(hidden, language)
        yield f"::notice title=triagraph::{Text(f'… und {number} weitere', f'… and {number} more').to(language)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
