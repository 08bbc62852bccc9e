"""The report for GitLab, which shows it in a merge request: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePath
from typing import Any, Final

from triagraph.indented import pieces
from triagraph.language import Language
from triagraph.report import Severity, ValidationReport, ValidationResult
from triagraph.report.machine import rule_of, sentence

_SEVERITIES: Final[dict[Severity, str]] = {
    "error": "blocker",
    "violation": "major",
    "warning": "minor",
    "info": "info",
}
#: GitLab asks for a file; this one is where a project begins.
_NO_FILE: Final = "triagraph.toml"


def to_gitlab(report: ValidationReport, language: Language, limit: int | None = None) -> Iterator[str]:
    """One object per result. GitLab tells by its fingerprint which one is new: it outlives that lines move."""
    return chain(pieces(_objects(report, language, limit)), "\n")


def _objects(report: ValidationReport, language: Language, limit: int | None) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for result in report.results[:limit]:
        what = _what(result)
        seen[what] += 1
        yield _object(result, report, language, f"{what}\n{seen[what]}")


def _object(result: ValidationResult, report: ValidationReport, language: Language, what: str) -> dict[str, Any]:
    line = result.location.line if result.location else None
    return {
        "description": sentence(result, report, language),
        "check_name": rule_of(result),
        "fingerprint": hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()[:32],
        "severity": _SEVERITIES[result.severity],
        "location": {"path": _file(result), "lines": {"begin": line or 1}},
    }


def _what(result: ValidationResult) -> str:
    """Say what makes a result this one, without lines; a blank node is called another way once a file has changed."""
    terms = (result.focus_node, result.path, result.value)
    plain = ("_:" if term and term.startswith("_:") else term or "" for term in terms)
    return "\n".join([_file(result), rule_of(result), result.component or "", *plain, result.message.en])


def _file(result: ValidationResult) -> str:
    return PurePath(result.location.file).as_posix() if result.location else _NO_FILE
