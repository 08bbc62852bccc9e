"""The report as one self-contained page that a clerk can read, print and pass on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from triagraph.errors import Location
from triagraph.language import Language, Text
from triagraph.report import ValidationReport, ValidationResult
from triagraph.report.wording import (
    counted,
    grouped,
    label_of,
    number_text,
    path_label,
    says_path,
    severity_name,
    standing_texts,
    summary_line,
    value_text,
    verdict,
)

_STYLE: Final = """
:root { color-scheme: light dark; --page: #fff; --card: #f6f7f9; --line: #c9ced6; --quiet: #4d5560; --bad: #a4001d;
  --warn: #7a4b00; --good: #0b6131; --info: #0b4f8a; --code: #e9ecf1; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #15181c; --card: #1f242a; --line: #414a55; --quiet: #b4bcc7;
  --bad: #ff9aa6; --warn: #ffc56e; --good: #7fdca4; --info: #8ec7ff; --code: #2d343d; } }
* { box-sizing: border-box } body { background: var(--page); font: 1rem/1.55 system-ui, sans-serif; margin: 0 auto;
  max-width: 54rem; padding: 1.5rem 1rem 3rem; overflow-wrap: break-word }
h1 { font-size: 1.6rem; margin: 0 0 .6rem } h2 { font-size: 1.2rem; margin: 2rem 0 .6rem }
p { margin: .3rem 0 } .verdict { border: 1px solid currentcolor; border-left-width: .5rem; border-radius: .3rem;
  font-size: 1.1rem; font-weight: 600; padding: .6rem .9rem } .good { color: var(--good) } .bad { color: var(--bad) }
nav ul { columns: 18rem; padding-left: 1.2rem; margin: .4rem 0 } nav li { break-inside: avoid }
ol.results { list-style: none; margin: 0; padding: 0 }
.result { background: var(--card); border: 1px solid var(--line); border-left: .3rem solid var(--mark); border-radius: .3rem;
  break-inside: avoid; margin: .7rem 0; padding: .6rem .9rem .7rem }
.violation, .error { --mark: var(--bad) } .warning { --mark: var(--warn) } .info { --mark: var(--info) }
.head { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; margin: 0 }
.head b { color: var(--mark) } .place { color: var(--quiet); font-size: .9rem }
dl { display: grid; gap: .1rem .9rem; grid-template-columns: max-content minmax(0, 1fr); margin: .5rem 0 0 }
dt { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere } dd.do { font-weight: 600 }
code { background: var(--code); border-radius: .2rem; font-size: .92em; padding: .05rem .3rem } dd.do code { font-weight: 400 }
pre { background: var(--code); border-radius: .2rem; overflow-x: auto; padding: .4rem .6rem }
footer { border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; margin-top: 2.5rem; padding-top: .6rem }
@media (max-width: 34rem) { dl { grid-template-columns: minmax(0, 1fr) } dt { font-size: .9rem; margin-top: .3rem } }
@media print { :root { color-scheme: light } body { max-width: none; padding: 0 } .result { background: none } nav { display: none } }
"""
_CODE: Final = re.compile(r"`([^`]+)`")
#: So many things have a list of contents above them.
_MANY: Final = 4


def to_html(report: ValidationReport, language: Language, limit: int | None = None) -> Iterator[str]:
    """Write the report as an HTML page, piece by piece; every text of the data is escaped, and nothing is loaded."""
    return (f"{part}\n" for part in _parts(report, language, limit))


def _parts(report: ValidationReport, language: Language, limit: int | None) -> Iterator[str]:
    title = Text("Prüfbericht", "Validation report").to(language)
    shown = report.results[:limit]
    groups = [(_heading(report, focus, language), results) for focus, results in grouped(shown)]
    yield f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>"
    kind = "good" if report.conforms else "bad"
    yield f'<p class="verdict {kind}">{verdict(report, language)}{_counts(report, language)}</p>'
    if len(groups) >= _MANY:
        yield _contents(groups, language)
    for number, (heading, results) in enumerate(groups, 1):
        yield f'<section>\n<h2 id="t{number}">{escape(heading)}</h2>\n<ol class="results">'
        yield from (_result(result, report, language) for result in results)
        yield "</ol>\n</section>"
    hidden = len(report.results) - len(shown)
    if hidden:
        number_shown = number_text(hidden, language)
        yield f"<p>{Text(f'… und {number_shown} weitere.', f'… and {number_shown} more.').to(language)}</p>"
    yield from (f"<p>{escape(note.to(language))}</p>" for note in report.notes)
    yield f"</main>\n<footer>{escape(summary_line(report, language))}</footer>\n</body>\n</html>"


def _heading(report: ValidationReport, focus: str | None, language: Language) -> str:
    return label_of(report, focus, language) if focus else Text("Datei", "File").to(language)


def _counts(report: ValidationReport, language: Language) -> str:
    found = [counted(severity, number, language) for severity, number in report.summary().items() if number]
    return f": {', '.join(found)}" if found else "."


def _contents(groups: list[tuple[str, list[ValidationResult]]], language: Language) -> str:
    title = Text("Betroffene Dinge", "Things concerned").to(language)
    items = "".join(
        f'<li><a href="#t{number}">{escape(heading)}</a> ({number_text(len(results), language)})</li>'
        for number, (heading, results) in enumerate(groups, 1)
    )
    return f'<nav aria-label="{title}">\n<h2>{title}</h2>\n<ul>{items}</ul>\n</nav>'


def _result(result: ValidationResult, report: ValidationReport, language: Language) -> str:
    message = result.message.to(language)
    lines = [
        f'<li class="result {result.severity}">\n<p class="head"><b>{severity_name(result.severity, language).capitalize()}</b>'
    ]
    if result.location is not None:
        lines.append(f'<span class="place">{escape(_place(result.location, language))}</span>')
    lines.append(f"</p>\n<p>{_marked(message)}</p>")
    if result.excerpt is not None:
        lines.append(f"<pre>{escape(result.excerpt)}</pre>")
    path = path_label(report, result.path, language)
    rows = [
        (Text("Angabe", "Property"), "", "" if says_path(message, path) else escape(path)),
        (Text("Dort steht", "It says"), "", _standing(result, report, language)),
        (Text("Zu tun", "To do"), ' class="do"', _marked(result.hint.to(language)) if result.hint else ""),
    ]
    pairs = "".join(f"<dt>{name.to(language)}</dt><dd{kind}>{value}</dd>" for name, kind, value in rows if value)
    if pairs:
        lines.append(f"<dl>{pairs}</dl>")
    lines.append("</li>")
    return "\n".join(lines)


def _standing(result: ValidationResult, report: ValidationReport, language: Language) -> str:
    """Show the value that a result is about, or the values, one on a line."""
    values, more = standing_texts(report, result, language)
    shown = [*values, more] if more else values or [value_text(report, result.value, language)]
    return "<br>".join(escape(each) for each in shown)


def _place(location: Location, language: Language) -> str:
    """Say a place in words: `beitrag.ttl, Zeile 6, Spalte 1`."""
    names = (Text("Zeile", "line"), location.line), (Text("Spalte", "column"), location.column)
    return ", ".join(
        [location.file, *(f"{name.to(language)} {number}" for name, number in names if number is not None)]
    )


def _marked(text: str) -> str:
    """Escape a text of ours; what it has in backticks is what to write."""
    return _CODE.sub(r"<code>\1</code>", escape(text[:1].upper() + text[1:]))
