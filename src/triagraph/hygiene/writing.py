"""Write what a check came to: as text for people, one line per rule, and as a JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from triagraph.hygiene.findings import CheckReport, Finding, Outcome
from triagraph.language import Language, Text

_NAMES = {"finding": Text("Befund", "finding"), "remark": Text("Hinweis", "remark")}


def to_text(report: CheckReport, language: Language) -> str:
    """Write one line per rule with its count, its findings below it, and a last line that sums up."""
    size = max((len(str(outcome.looked.items)) for outcome in report.outcomes), default=1)
    lines = [line for outcome in report.outcomes for line in _outcome_lines(outcome, size, language)]
    return "\n".join([*lines, "", summary_line(report, language)]) + "\n"


def _outcome_lines(outcome: Outcome, size: int, language: Language) -> Iterator[str]:
    rule, looked = outcome.rule, outcome.looked
    verdict = ("ok    " if outcome.passes else Text("FEHLER", "FAILED").to(language)).ljust(6)
    yield f"{verdict} {looked.items:>{size}} {rule.unit.to(language)} · {rule.id}: {rule.title.to(language)}"
    if looked.items == 0 and looked.may_be_empty is not None:
        yield f"    ({looked.may_be_empty.to(language)})"
    advice = None
    for finding in outcome.findings:
        yield f"    {_place(finding)}{_NAMES[finding.level].to(language)}: {finding.message.to(language)}"
        if finding.hint is not None and finding.hint != advice:
            yield f"      → {finding.hint.to(language)}"
        advice = finding.hint


def _place(finding: Finding) -> str:
    if finding.file is None:
        return ""
    return f"{finding.file}:{finding.line}: " if finding.line else f"{finding.file}: "


def summary_line(report: CheckReport, language: Language) -> str:
    """Say in one line what was looked at and what came of it."""
    failed = sum(not outcome.passes for outcome in report.outcomes)
    verdict = Text("alles in Ordnung", "all is well") if report.passes else Text("nicht in Ordnung", "not all is well")
    text = Text(
        f"{verdict.de}: {len(report.outcomes)} Regeln, davon {failed} verletzt; {report.count('finding')} Befunde, "
        f"{report.count('remark')} Hinweise; {report.files} Dateien, {report.triples} Tripel",
        f"{verdict.en}: {len(report.outcomes)} rules, {failed} of them broken; {report.count('finding')} findings, "
        f"{report.count('remark')} remarks; {report.files} files, {report.triples} triples",
    )
    return text.to(language)


def to_json(report: CheckReport, language: Language) -> dict[str, Any]:
    """Give the report as a JSON object; what is not known is left out."""
    return {
        "passes": report.passes,
        "checked": {"rules": len(report.outcomes), "files": report.files, "triples": report.triples},
        "summary": {"finding": report.count("finding"), "remark": report.count("remark")},
        "rules": [_rule_object(outcome, language) for outcome in report.outcomes],
    }


def _rule_object(outcome: Outcome, language: Language) -> dict[str, Any]:
    empty = outcome.looked.may_be_empty
    reason = {"mayBeEmpty": empty.to(language)} if empty is not None and outcome.looked.items == 0 else {}
    return {
        "id": outcome.rule.id,
        "title": outcome.rule.title.to(language),
        "passes": outcome.passes,
        "lookedAt": outcome.looked.items,
        "unit": outcome.rule.unit.to(language),
        **reason,
        "findings": [_finding_object(finding, language) for finding in outcome.findings],
    }


def _finding_object(finding: Finding, language: Language) -> dict[str, Any]:
    fields = {
        "file": finding.file,
        "line": finding.line,
        "level": finding.level,
        "message": finding.message.to(language),
        "hint": finding.hint.to(language) if finding.hint else None,
    }
    return {name: value for name, value in fields.items() if value is not None}
