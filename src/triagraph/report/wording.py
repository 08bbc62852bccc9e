"""The words that every form of the report uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from triagraph.errors import Location
from triagraph.foreign import foreign_labels
from triagraph.language import Language, Text
from triagraph.namespaces import DEFAULT_BASE, XSD, prefixes_for
from triagraph.report import Severity, ValidationReport, ValidationResult, plain

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


_STEP: Final = re.compile(r"(\^?)(<[^>]*>)")
#: Datatypes that Turtle writes without quotation marks, and in which form.
_BARE: Final = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?([0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    f"{XSD}boolean": re.compile("true|false"),
}
_PREFIXES: Final = prefixes_for(DEFAULT_BASE)
#: Characters of a value that are shown.
_LONGEST: Final = 160


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
    known = report.labels.get(shown) or foreign_labels().get(shown)
    if known and _is_iri(term):
        other = "en" if language == "de" else "de"
        return _cut(known.get(language) or known.get(other) or next(iter(known.values())))
    if _is_iri(term):
        return _line(unquote(shown.rstrip("/#").rpartition("#")[2].rpartition("/")[2]) or shown)
    if term is not None and term.startswith("_:"):
        return Text("(ohne Namen)", "(unnamed)").to(language)
    return shown


def value_text(report: ValidationReport, term: str | None, language: Language) -> str:
    """Say what stands in a file: a literal as Turtle writes it, a thing by its label, else as the file names it."""
    if term is None:
        return ""
    if term.startswith('"'):
        return _cut(_literal(term))
    shown = plain(term) or ""
    if not _is_iri(term) or shown in report.labels or shown in foreign_labels():
        return label_of(report, term, language)
    return short(term)


def standing_texts(report: ValidationReport, result: ValidationResult, language: Language) -> tuple[list[str], str]:
    """Say what stands where there may not be so much, each value with its line; and how much more there is, or nothing."""
    if result.values is None:
        return [], ""
    told = [
        f"{value_text(report, term, language)} ({_place_text(location, result, report).to(language)})"
        for term, location in result.values.first
    ]
    more = result.values.number - len(told)
    number = number_text(more, language)
    return told, Text(f"und {number} weitere", f"and {number} more").to(language) if more else ""


def _place_text(location: Location | None, result: ValidationResult, report: ValidationReport) -> Text:
    """Say where a value stands, next to a result that names its own file."""
    if location is None:
        if report.checked.against is not None:
            return Text("im bestehenden Graphen", "in the existing graph")
        return Text("in keiner der geprüften Dateien", "in none of the files that were checked")
    if location.line is None or result.location is None or result.location.file != location.file:
        return Text(str(location), str(location))
    return Text(f"Zeile {location.line}", f"line {location.line}")


def _is_iri(term: str | None) -> bool:
    return term is not None and term.startswith("<") and plain(term) != term


def _literal(term: str) -> str:
    """Write a literal as a contributor would: numbers bare, texts in quotation marks, with language or datatype."""
    text, suffix = plain(term) or "", term[term.rindex('"') + 1 :]
    if suffix.startswith("^^"):
        datatype = suffix[2:]
        if datatype[1:-1] in _BARE and _BARE[datatype[1:-1]].fullmatch(text):
            return text
        suffix = f"^^{short(datatype)}"
    return f'"{text}"{suffix}'


@lru_cache(maxsize=1024)
def short(iri: str) -> str:
    """Shorten an IRI in angle brackets by a prefix of record; without one it stays whole."""
    plain_iri = iri[1:-1]
    fitting = [(len(space), prefix, space) for prefix, space in _PREFIXES.items() if plain_iri.startswith(space)]
    if not fitting:
        return iri
    _, prefix, space = max(fitting)
    return f"{prefix}:{plain_iri[len(space) :]}"


def _cut(text: str) -> str:
    """Put a text on one line of at most `_LONGEST` characters."""
    line = _line(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2]} …"


def _line(text: str) -> str:
    """Put a text on one line, without characters that steer a terminal."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(each if each.isprintable() else " " for each in line)


def path_label(report: ValidationReport, path: str | None, language: Language) -> str:
    """Give the label of a property path: that of the property, or of each step; a step that is taken backwards is marked."""
    if path is None:
        return ""
    steps = [(bool(match[1]), _step_label(report, match[2], language)) for match in _STEP.finditer(path)]
    backwards = Text("umgekehrt", "inverse").to(language)
    return " → ".join(f"{name} ({backwards})" if inverse else name for inverse, name in steps) or path


def _step_label(report: ValidationReport, iri: str, language: Language) -> str:
    """Give the label of a property; one that has none is written as in a file, where there is a prefix for it."""
    if iri[1:-1] in report.labels or iri[1:-1] in foreign_labels():
        return label_of(report, iri, language)
    written = short(iri)
    return label_of(report, iri, language) if written == iri else written


def says_path(message: str, path: str) -> bool:
    """Tell whether a message names a property already, so that it need not stand beside it."""
    return path.casefold() in message.casefold()


def grouped(results: Sequence[ValidationResult]) -> list[tuple[str | None, list[ValidationResult]]]:
    """Put the results of one thing together, in the order in which the things come first."""
    groups: dict[str | None, list[ValidationResult]] = {}
    for result in results:
        groups.setdefault(result.focus_node, []).append(result)
    return list(groups.items())


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
        f"{files} {'Datei' if counts.files == 1 else 'Dateien'}, {triples} {'Aussage' if counts.triples == 1 else 'Aussagen'}, "
        f"{nodes} {'Ding' if counts.focus_nodes == 1 else 'Dinge'} nach {shapes} Regeln geprüft",
        f"{files} {'file' if counts.files == 1 else 'files'}, {triples} {'statement' if counts.triples == 1 else 'statements'}, "
        f"{nodes} {'thing' if counts.focus_nodes == 1 else 'things'} checked against {shapes} rules",
    ).to(language)
    if counts.against is not None:
        number = number_text(counts.existing, language)
        one = counts.existing == 1
        looked += Text(
            f", dazu {number} {'Aussage' if one else 'Aussagen'} aus {counts.against}",
            f", with {number} {'statement' if one else 'statements'} of {counts.against}",
        ).to(language)
    found = ", ".join(counted(severity, number, language) for severity, number in report.summary().items() if number)
    engine = "" if report.conforms is None else f" ({report.engine})"  # no engine has seen what could not be read
    return f"{verdict(report, language)}: {looked}{f'; {found}' if found else ''}{engine}"
