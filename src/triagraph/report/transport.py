"""A report as plain values and back, so that a worker process can hand it over."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from triagraph.errors import Location
from triagraph.language import Text
from triagraph.report import Checked, ValidationReport, ValidationResult, plain


def to_plain(report: ValidationReport) -> dict[str, Any]:
    """Give a report as JSON-able values, with the labels of the terms that its results mention."""
    return {
        "conforms": report.conforms,
        "engine": report.engine,
        "checked": list(astuple(report.checked)),
        "notes": [[note.de, note.en] for note in report.notes],
        "results": [_result_to_plain(result) for result in report.results],
        "labels": mentioned_labels(report),
    }


def mentioned_labels(report: ValidationReport) -> dict[str, dict[str, str]]:
    """Give the labels of focus nodes, values and the properties of paths."""
    mentioned: set[str] = set()
    for result in report.results:
        for term in (result.focus_node, result.value):
            mentioned.add(plain(term) or "")
        mentioned.update(part.partition(">")[0] for part in (result.path or "").split("<")[1:])
    return {iri: report.labels[iri] for iri in sorted(mentioned) if iri in report.labels}


def _result_to_plain(result: ValidationResult) -> list[Any]:
    place = result.location
    return [
        result.severity,
        [result.message.de, result.message.en],
        [result.hint.de, result.hint.en] if result.hint else None,
        [place.file, place.line, place.column] if place else None,
        *(result.focus_node, result.path, result.value, result.component, result.source_shape, result.excerpt),
    ]


def from_plain(values: dict[str, Any]) -> ValidationReport:
    """Make the report that `to_plain` took apart."""
    return ValidationReport(
        conforms=values["conforms"],
        engine=values["engine"],
        checked=Checked(*values["checked"]),
        results=tuple(_result_from_plain(*fields) for fields in values["results"]),
        labels=values["labels"],
        notes=tuple(Text(*note) for note in values["notes"]),
    )


def _result_from_plain(severity: Any, message: Any, hint: Any, place: Any, *terms: Any) -> ValidationResult:
    focus_node, path, value, component, shape, excerpt = terms
    return ValidationResult(
        severity=severity,
        message=Text(*message),
        hint=Text(*hint) if hint else None,
        focus_node=focus_node,
        path=path,
        value=value,
        component=component,
        source_shape=shape,
        location=Location(*place) if place else None,
        excerpt=excerpt,
    )
