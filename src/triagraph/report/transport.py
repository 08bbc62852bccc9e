"""A report as plain values and back, so that a worker process can hand it over.

Of many results, most say the same of other things: each text stands once, and the results name it by its number.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import astuple
from typing import Any, Generic, TypeVar

from triagraph.errors import Location
from triagraph.language import Text
from triagraph.report import Checked, ValidationReport, ValidationResult, Values, plain

_Item = TypeVar("_Item", bound=Hashable)


class _Numbers(dict[_Item, int], Generic[_Item]):
    """Numbers of what is asked for, in the order in which it first is."""

    def __missing__(self, item: _Item) -> int:
        number = self[item] = len(self)
        return number


def to_plain(report: ValidationReport) -> dict[str, Any]:
    """Give a report as JSON-able values, with the labels of the terms that its results mention."""
    texts: _Numbers[tuple[str, str]] = _Numbers()
    terms: _Numbers[str] = _Numbers()
    results = [_result_to_plain(result, texts, terms) for result in report.results]
    return {
        "conforms": report.conforms,
        "engine": report.engine,
        "checked": list(astuple(report.checked)),
        "notes": [[note.de, note.en] for note in report.notes],
        "texts": list(texts),
        "terms": list(terms),
        "results": results,
        "labels": mentioned_labels(report),
    }


def mentioned_labels(report: ValidationReport) -> dict[str, dict[str, str]]:
    """Give the labels of focus nodes, values and the properties of paths."""
    terms = {term for result in report.results for term in (result.focus_node, result.value)}
    terms.update(term for result in report.results if result.values is not None for term, _ in result.values.first)
    mentioned = {plain(term) or "" for term in terms}
    for path in {result.path or "" for result in report.results}:
        mentioned.update(part.partition(">")[0] for part in path.split("<")[1:])
    return {iri: report.labels[iri] for iri in sorted(mentioned) if iri in report.labels}


def _result_to_plain(
    result: ValidationResult, texts: _Numbers[tuple[str, str]], terms: _Numbers[str]
) -> list[int | None]:
    place, hint, values = result.location, result.hint, result.values
    standing: list[int | None] = []
    for term, location in values.first if values is not None else ():
        standing += [terms[term], *_place(location, terms)]
    return [
        terms[result.severity],
        texts[result.message.de, result.message.en],
        None if hint is None else texts[hint.de, hint.en],
        *_place(place, terms),
        None if result.focus_node is None else terms[result.focus_node],
        None if result.path is None else terms[result.path],
        None if result.value is None else terms[result.value],
        None if result.component is None else terms[result.component],
        None if result.source_shape is None else terms[result.source_shape],
        None if result.excerpt is None else terms[result.excerpt],
        *([] if values is None else [values.number, *standing]),
    ]


def _place(location: Location | None, terms: _Numbers[str]) -> tuple[int | None, int | None, int | None]:
    return (None, None, None) if location is None else (terms[location.file], location.line, location.column)


def from_plain(values: dict[str, Any]) -> ValidationReport:
    """Make the report that `to_plain` took apart."""
    texts = [Text(*text) for text in values["texts"]]
    return ValidationReport(
        conforms=values["conforms"],
        engine=values["engine"],
        checked=Checked(*values["checked"]),
        results=tuple(_result_from_plain(fields, texts, values["terms"]) for fields in values["results"]),
        labels=values["labels"],
        notes=tuple(Text(*note) for note in values["notes"]),
    )


def _result_from_plain(fields: Sequence[Any], texts: Sequence[Text], terms: Sequence[Any]) -> ValidationResult:
    severity, message, hint, file, line, column, *rest = fields
    focus_node, path, value, component, shape, excerpt = (None if each is None else terms[each] for each in rest[:6])
    return ValidationResult(
        severity=terms[severity],
        message=texts[message],
        hint=None if hint is None else texts[hint],
        focus_node=focus_node,
        path=path,
        value=value,
        component=component,
        source_shape=shape,
        location=_location_from_plain((file, line, column), terms),
        excerpt=excerpt,
        values=_values_from_plain(rest[6:], terms) if len(rest) > 6 else None,  # noqa: PLR2004 - see above
    )


def _location_from_plain(fields: Sequence[Any], terms: Sequence[Any]) -> Location | None:
    file, line, column = fields
    return None if file is None else Location(terms[file], line, column)


def _values_from_plain(fields: Sequence[Any], terms: Sequence[Any]) -> Values:
    number, *first = fields
    return Values(
        number,
        tuple(
            (terms[first[each]], _location_from_plain(first[each + 1 : each + 4], terms))
            for each in range(0, len(first), 4)
        ),
    )
