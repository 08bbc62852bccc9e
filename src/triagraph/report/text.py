"""The report as text for people: grouped by resource, one language, a last line that says what was looked at."""

from __future__ import annotations

from itertools import groupby

from triagraph.language import Language, Text
from triagraph.report import ValidationReport, ValidationResult, plain

_NAMES = {
    "error": Text("Fehler", "error"),
    "violation": Text("Verstoß", "violation"),
    "warning": Text("Warnung", "warning"),
    "info": Text("Hinweis", "info"),
}


def to_text(report: ValidationReport, language: Language, *, limit: int | None = None) -> str:
    """Write the report; with a limit, say how many results are not shown."""
    shown = report.results[:limit]
    lines: list[str] = []
    for focus, results in groupby(shown, key=lambda result: result.focus_node):
        lines.append(_label(report, focus, language))
        for result in results:
            lines += _result_lines(result, report, language)
        lines.append("")
    hidden = len(report.results) - len(shown)
    if hidden:
        lines.append(Text(f"… und {hidden} weitere", f"… and {hidden:,} more").to(language))
    lines.append(summary_line(report, language))
    return "\n".join(lines) + "\n"


def _result_lines(result: ValidationResult, report: ValidationReport, language: Language) -> list[str]:
    where = f"{result.location}: " if result.location else ""
    lines = [f"  {where}{_NAMES[result.severity].to(language)}: {result.message.to(language)}"]
    if result.path is not None:
        path = Text("Angabe", "property").to(language)
        lines.append(f"    {path}: {_label(report, result.path, language)}")
    if result.value is not None:
        stands = Text("dort steht", "it says").to(language)
        lines.append(f"    {stands}: {_label(report, result.value, language)}")
    if result.hint is not None:
        lines.append(f"    → {result.hint.to(language)}")
    return lines


def _label(report: ValidationReport, term: str | None, language: Language) -> str:
    shown = plain(term) or ""
    known = report.labels.get(shown)
    if known:
        return known.get(language) or next(iter(known.values()))
    return shown


def summary_line(report: ValidationReport, language: Language) -> str:
    """Say in one line what was looked at and what came of it."""
    counts = report.checked
    verdict = {
        True: Text("alles in Ordnung", "it conforms"),
        False: Text("nicht in Ordnung", "it does not conform"),
        None: Text("nicht zu entscheiden", "it could not be told"),
    }[report.conforms]
    found = ", ".join(
        f"{number} × {_NAMES[severity].to(language)}" for severity, number in report.summary().items() if number
    )
    looked = Text(
        f"{counts.files} Dateien, {counts.triples} Tripel, {counts.shapes} Shapes, {counts.focus_nodes} geprüfte Knoten",
        f"{counts.files} files, {counts.triples} triples, {counts.shapes} shapes, {counts.focus_nodes} focus nodes",
    ).to(language)
    return f"{verdict.to(language)}: {looked}{f'; {found}' if found else ''} ({report.engine})"
