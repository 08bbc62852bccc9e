"""The report as text for people: grouped by resource, one language, a last line that says what was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from triagraph.language import Language, Text
from triagraph.report import Severity, ValidationReport, ValidationResult
from triagraph.report.wording import (
    grouped,
    label_of,
    number_text,
    path_label,
    says_path,
    severity_name,
    standing_texts,
    summary_line,
    value_text,
)

_COLOURS: Final[dict[Severity, str]] = {"error": "31", "violation": "31", "warning": "33", "info": "36"}


_CODE: Final = re.compile("`[^`]*`")
#: Stands for a space at which no line is broken.
_GLUE: Final = "\ue000"


def to_text(
    report: ValidationReport,
    language: Language,
    limit: int | None = None,
    *,
    colour: bool = False,
    width: int | None = None,
) -> Iterator[str]:
    """Write the report, piece by piece; with a limit, say how many results are not shown; with a width, break lines between words."""
    shown = report.results[:limit]
    for focus, results in grouped(shown):
        heading = label_of(report, focus, language) if focus else Text("Datei", "File").to(language)
        yield f"{_painted(heading, '1', colour)}\n"
        for result in results:
            yield from (f"{line}\n" for line in _result_lines(result, report, language, colour, width))
        yield "\n"
    hidden = len(report.results) - len(shown)
    if hidden:
        number = number_text(hidden, language)
        yield f"{Text(f'… und {number} weitere', f'… and {number} more').to(language)}\n\n"
    lines = [
        line
        for note in report.notes
        for line in _broken(f"{Text('Hinweis', 'note').to(language)}: {note.to(language)}", "", "", width)
    ]
    lines += _painted_lines(summary_line(report, language), "32" if report.conforms else "1", colour, width)
    yield "".join(f"{line}\n" for line in lines)


def _result_lines(
    result: ValidationResult,
    report: ValidationReport,
    language: Language,
    colour: bool,  # noqa: FBT001
    width: int | None,
) -> list[str]:
    name = severity_name(result.severity, language)
    message = result.message.to(language)
    place = f"{result.location}: " if result.location is not None else ""
    lines = _broken(f"{place}{name}: {message}", "  ", "    ", width)
    if colour:
        painted = _painted(name, _COLOURS[result.severity], colour)
        lines = "\n".join(lines).replace(f"{name}:", f"{painted}:", 1).split("\n")
    if result.excerpt is not None:
        lines += [f"      {line}" for line in result.excerpt.splitlines()]
    path = path_label(report, result.path, language)
    if path and not says_path(message, path):
        lines += _broken(f"{Text('Angabe', 'property').to(language)}: {path}", "      ", "        ", width)
    if result.value is not None:
        value = value_text(report, result.value, language)
        lines += _broken(f"{Text('dort steht', 'it says').to(language)}: {value}", "      ", "        ", width)
    values, more = standing_texts(report, result, language)
    for value in values:
        lines += _broken(f"{Text('dort steht', 'it says').to(language)}: {value}", "      ", "        ", width)
    lines += [f"      … {more}"] if more else []
    if result.hint is not None:
        hint = _broken(f"→ {result.hint.to(language)}", "      ", "        ", width)
        lines += [hint[0].replace("→", _painted("→", "32", colour), 1), *hint[1:]]
    return lines


def _broken(text: str, first: str, rest: str, width: int | None) -> list[str]:
    """Break a text between words into lines that fit; what is to be written, in backticks, stays in one piece."""
    if width is None:
        return [f"{first}{text}"]
    whole = _CODE.sub(lambda match: match[0].replace(" ", _GLUE) if len(match[0]) < width // 2 else match[0], text)
    lines = wrap(
        whole, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace(_GLUE, " ") for line in lines]


def _painted(text: str, code: str, colour: bool) -> str:  # noqa: FBT001
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _painted_lines(text: str, code: str, colour: bool, width: int | None) -> list[str]:  # noqa: FBT001
    return [_painted(line, code, colour) for line in _broken(text, "", "  ", width)]
