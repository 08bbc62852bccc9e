"""The words that every form of the report uses."""

from __future__ import annotations

import re
from typing import Final

from triagraph.language import Language, Text
from triagraph.report import Severity, ValidationReport, plain

_SEVERITIES: Final[dict[Severity, Text]] = {
    "error": Text("Fehler", "error"),
    "violation": Text("Verstoß", "violation"),
    "warning": Text("Warnung", "warning"),
    "info": Text("Hinweis", "info"),
}
_PLURALS: Final[dict[Severity, Text]] = {
    "error": Text("Fehler", "errors"),
    "violation": Text("Verstöße", "violations"),
    "warning": Text("Warnungen", "warnings"),
    "info": Text("Hinweise", "infos"),
}
_VERDICTS: Final = {
    True: Text("In Ordnung", "Conforms"),
    False: Text("Nicht in Ordnung", "Does not conform"),
    None: Text("Nicht zu entscheiden", "Could not be told"),
}


_IRI: Final = re.compile(r"<[^>]*>")


def severity_name(severity: Severity, language: Language) -> str:
    """Name a severity."""
    return _SEVERITIES[severity].to(language)


def counted(severity: Severity, number: int, language: Language) -> str:
    """Say how many results of a severity there are: `1 violation`, `3 violations`."""
    names = _SEVERITIES if number == 1 else _PLURALS
    return f"{number_text(number, language)} {names[severity].to(language)}"


def number_text(number: int, language: Language) -> str:
    """Write a number with the language's thousands separator."""
    text = f"{number:,}"
    return text.replace(",", ".") if language == "de" else text


def label_of(report: ValidationReport, term: str | None, language: Language) -> str:
    """Give the label of a term in N-Triples syntax; without one its last part, or the literal as it was written."""
    shown = plain(term) or ""
    known = report.labels.get(shown)
    if known:
        other = "en" if language == "de" else "de"
        return known.get(language) or known.get(other) or next(iter(known.values()))
    if term is not None and term.startswith("<") and shown != term:
        return shown.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or shown
    if term is not None and term.startswith("_:"):
        return Text("(ohne Namen)", "(unnamed)").to(language)
    return shown


def path_label(report: ValidationReport, path: str | None, language: Language) -> str:
    """Give the label of a property path: that of the property, or of each step."""
    if path is None:
        return ""
    names = [label_of(report, iri, language) for iri in _IRI.findall(path)]
    return " → ".join(names) if names else path


def verdict(report: ValidationReport, language: Language) -> str:
    """Say what came of it."""
    return _VERDICTS[report.conforms].to(language)


def summary_line(report: ValidationReport, language: Language) -> str:
    """Say in one line what was looked at and what came of it."""
    counts = report.checked
    files, triples, shapes, nodes = (
        number_text(number, language) for number in (counts.files, counts.triples, counts.shapes, counts.focus_nodes)
    )
    looked = Text(
        f"{files} {'Datei' if counts.files == 1 else 'Dateien'}, {triples} Tripel, {shapes} Shapes, {nodes} geprüfte Knoten",
        f"{files} {'file' if counts.files == 1 else 'files'}, {triples} triples, {shapes} shapes, {nodes} focus nodes",
    ).to(language)
    found = ", ".join(counted(severity, number, language) for severity, number in report.summary().items() if number)
    return f"{verdict(report, language)}: {looked}{f'; {found}' if found else ''} ({report.engine})"
