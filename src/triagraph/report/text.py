"""The report as text for people: grouped by resource, one language, a last line that says what was looked at."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from triagraph.language import Language, Text
from triagraph.report import Severity, ValidationReport, ValidationResult
from triagraph.report.wording import label_of, number_text, path_label, severity_name, summary_line

_COLOURS: Final[dict[Severity, str]] = {"error": "31", "violation": "31", "warning": "33", "info": "36"}


def to_text(report: ValidationReport, language: Language, limit: int | None = None, *, colour: bool = False) -> str:
    """Write the report; with a limit, say how many results are not shown."""
    shown = report.results[:limit]
    lines: list[str] = []
    for focus, results in groupby(shown, key=lambda result: result.focus_node):
        heading = label_of(report, focus, language) if focus else Text("Datei", "File").to(language)
        lines.append(_painted(heading, "1", colour))
        for result in results:
            lines += _result_lines(result, report, language, colour)
        lines.append("")
    hidden = len(report.results) - len(shown)
    if hidden:
        number = number_text(hidden, language)
        lines += [Text(f"… und {number} weitere", f"… and {number} more").to(language), ""]
    lines.append(_painted(summary_line(report, language), "32" if report.conforms else "1", colour))
    return "\n".join(lines) + "\n"


def _result_lines(result: ValidationResult, report: ValidationReport, language: Language, colour: bool) -> list[str]:  # noqa: FBT001
    name = _painted(severity_name(result.severity, language), _COLOURS[result.severity], colour)
    lines = [f"  {name}: {result.message.to(language)}"]
    if result.location is not None:
        lines[0] = f"  {result.location}: {lines[0].lstrip()}"
    if result.excerpt is not None:
        lines += [f"      {line}" for line in result.excerpt.splitlines()]
    if result.path is not None:
        lines.append(f"      {Text('Angabe', 'property').to(language)}: {path_label(report, result.path, language)}")
    if result.value is not None:
        lines.append(f"      {Text('dort steht', 'it says').to(language)}: {label_of(report, result.value, language)}")
    if result.hint is not None:
        lines.append(f"      → {result.hint.to(language)}")
    return lines


def _painted(text: str, code: str, colour: bool) -> str:  # noqa: FBT001
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
