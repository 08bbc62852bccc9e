"""The report as one self-contained page that a clerk can read, print and pass on."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Final

from triagraph.language import Language, Text
from triagraph.report import ValidationReport, ValidationResult
from triagraph.report.wording import counted, label_of, number_text, path_label, severity_name, summary_line, verdict

_STYLE: Final = """
:root { color-scheme: light dark; --line: #8a8f98; --bad: #a4001d; --warn: #7a4b00; --good: #0b6131; --info: #0b4f8a; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff9aa6; --warn: #ffc56e; --good: #7fdca4; --info: #8ec7ff; } }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .3rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.result { border-left: .3rem solid var(--line); padding: .1rem 0 .1rem .9rem; margin: .8rem 0; break-inside: avoid; }
.violation, .error { border-color: var(--bad) } .warning { border-color: var(--warn) } .info { border-color: var(--info) }
.violation b, .error b { color: var(--bad) } .warning b { color: var(--warn) } .info b { color: var(--info) }
.good { color: var(--good); font-weight: 600 } .bad { color: var(--bad); font-weight: 600 }
p { margin: .25rem 0 } .hint { font-weight: 600 } .where { font-size: .9rem } dl { margin: .3rem 0; display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem }
dt { opacity: .8 } dd { margin: 0; overflow-wrap: anywhere } pre { overflow-x: auto } footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .6rem; font-size: .9rem }
"""


def to_html(report: ValidationReport, language: Language, limit: int | None = None) -> str:
    """Write the report as an HTML page; every text of the data is escaped, and nothing is loaded."""
    title = Text("Prüfbericht", "Validation report").to(language)
    shown = report.results[:limit]
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        f'<p class="{"good" if report.conforms else "bad"}">{verdict(report, language)}{_counts(report, language)}</p>',
    ]
    for focus, results in groupby(shown, key=lambda result: result.focus_node):
        heading = label_of(report, focus, language) if focus else Text("Datei", "File").to(language)
        parts.append(f"<section>\n<h2>{escape(heading)}</h2>")
        parts += [_result(result, report, language) for result in results]
        parts.append("</section>")
    hidden = len(report.results) - len(shown)
    if hidden:
        number = number_text(hidden, language)
        parts.append(f"<p>{Text(f'… und {number} weitere.', f'… and {number} more.').to(language)}</p>")
    parts.append(f"</main>\n<footer>{escape(summary_line(report, language))}</footer>\n</body>\n</html>")
    return "\n".join(parts) + "\n"


def _counts(report: ValidationReport, language: Language) -> str:
    found = [counted(severity, number, language) for severity, number in report.summary().items() if number]
    return f": {', '.join(found)}" if found else "."


def _result(result: ValidationResult, report: ValidationReport, language: Language) -> str:
    lines = [f'<div class="result {result.severity}">']
    lines.append(f"<p><b>{severity_name(result.severity, language)}</b>: {escape(result.message.to(language))}</p>")
    if result.hint is not None:
        lines.append(f'<p class="hint">→ {escape(result.hint.to(language))}</p>')
    rows = {
        Text("Angabe", "Property").to(language): path_label(report, result.path, language),
        Text("Dort steht", "It says").to(language): label_of(report, result.value, language),
        Text("Stelle", "Place").to(language): str(result.location) if result.location else "",
    }
    pairs = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows.items() if value)
    if pairs:
        lines.append(f"<dl>{pairs}</dl>")
    if result.excerpt is not None:
        lines.append(f"<pre>{escape(result.excerpt)}</pre>")
    lines.append("</div>")
    return "\n".join(lines)
