"""The report of a validation: https://www.w3.org/TR/shacl/#validation-report, with where each result stands."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from triagraph.errors import Location
from triagraph.language import Language, Text

Severity = Literal["violation", "warning", "info", "error"]
#: From the gravest to the mildest.
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a validation looked at; `against` names the existing graph, of which `existing` statements were looked at."""

    files: int = 0
    triples: int = 0
    shapes: int = 0
    focus_nodes: int = 0
    against: str | None = None
    existing: int = 0


@dataclass(frozen=True, slots=True)
class Values:
    """What stands where there may not be so much: how many values, and the first of them.

    Each is a term in N-Triples syntax with its place, which is None where no file that was read states it.
    """

    number: int
    first: tuple[tuple[str, Location | None], ...]


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One result: terms are in N-Triples syntax, `path` is a SPARQL property path, messages are per language.

    `excerpt` is the line of the input where a syntax error stands, with a caret below it; `values` is what stands there, if the
    result is about its number.
    """

    severity: Severity
    message: Text
    hint: Text | None = None
    focus_node: str | None = None
    path: str | None = None
    value: str | None = None
    component: str | None = None
    source_shape: str | None = None
    location: Location | None = None
    excerpt: str | None = None
    values: Values | None = None

    def at(self, location: Location) -> ValidationResult:
        """Give the result with its place; `dataclasses.replace` takes three times as long, and there may be many."""
        return ValidationResult(
            self.severity,
            self.message,
            self.hint,
            self.focus_node,
            self.path,
            self.value,
            self.component,
            self.source_shape,
            location,
            self.excerpt,
            self.values,
        )


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a validation found; `conforms` is None where it could not be told. `notes` say what is to be known about it."""

    conforms: bool | None
    engine: str
    checked: Checked
    results: tuple[ValidationResult, ...] = ()
    labels: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    notes: tuple[Text, ...] = ()

    def summary(self) -> dict[Severity, int]:
        """Count the results of each severity."""
        counts = Counter(result.severity for result in self.results)
        return {severity: counts[severity] for severity in SEVERITIES if severity != "error" or counts[severity]}

    def fails(self, fail_on: Severity) -> bool:
        """Tell whether a result is at least as grave as `fail_on`."""
        limit = SEVERITIES.index(fail_on)
        return any(SEVERITIES.index(result.severity) <= limit for result in self.results)

    def to_json(self, language: Language, limit: int | None = None) -> dict[str, Any]:
        """Give the report as the JSON object of design.md §4."""
        results = [result_object(result, language) for result in self.results[:limit]]
        return self.head(language) | {"results": results}

    def head(self, language: Language) -> dict[str, Any]:
        """Give what stands in the JSON object before the results."""
        checked: dict[str, Any] = {
            "files": self.checked.files,
            "triples": self.checked.triples,
            "shapes": self.checked.shapes,
            "focusNodes": self.checked.focus_nodes,
        }
        if self.checked.against is not None:
            checked |= {"against": self.checked.against, "existingTriples": self.checked.existing}
        return {
            "conforms": self.conforms,
            "engine": self.engine,
            "checked": checked,
            **({"notes": [note.to(language) for note in self.notes]} if self.notes else {}),
            "summary": self.summary(),
        }


def result_object(result: ValidationResult, language: Language) -> dict[str, Any]:
    """Give one result as a JSON object; what is not known is left out."""
    location = result.location
    fields: dict[str, Any] = {
        "file": location.file if location else None,
        "line": location.line if location else None,
        "column": location.column if location else None,
        "severity": result.severity,
        "focusNode": plain(result.focus_node),
        "path": plain(result.path),
        "value": plain(result.value),
        "component": result.component,
        "shape": plain(result.source_shape),
        "message": result.message.to(language),
        "hint": result.hint.to(language) if result.hint else None,
    }
    if result.values is not None:
        fields |= {"values": [_value_object(*each) for each in result.values.first], "valueCount": result.values.number}
    return {name: value for name, value in fields.items() if value is not None}


def _value_object(term: str, location: Location | None) -> dict[str, Any]:
    value: dict[str, Any] = {"value": plain(term)}
    if term.startswith('"') and (tag := term[term.rindex('"') + 1 :]).startswith("@"):
        value["language"] = tag[1:]
    place = {"file": location.file, "line": location.line, "column": location.column} if location else {}
    return value | {name: each for name, each in place.items() if each is not None}


_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CHARACTERS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CHARACTERS.get(match[3], match[3])


def plain(term: str | None) -> str | None:
    """Give an IRI without its brackets and a literal without quotes and datatype; anything else as it is."""
    if term is None:
        return None
    if term.startswith("<") and term.endswith(">") and " " not in term and term.count("<") == 1:
        return term[1:-1]
    if term.startswith('"'):
        return _ESCAPE.sub(_unescaped, term[1 : term.rindex('"')])
    return term
