"""One door to all forms of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Final

from triagraph.formats import JSONLD, TURTLE
from triagraph.language import Language
from triagraph.report import ValidationReport

REPORT_FORMATS: Final = ("text", "json", "csv", "html", "sarif", "junit", "github", "gitlab", "turtle", "json-ld")


def write_report(  # noqa: PLR0913 - how a text is laid out, each by name
    report: ValidationReport,
    form: str,
    language: Language,
    limit: int | None = None,
    *,
    colour: bool = False,
    width: int | None = None,
) -> Iterator[bytes]:
    """Write a report in one of `REPORT_FORMATS`, in UTF-8, piece by piece; colour and width of the terminal count for `text`."""
    if form in {"turtle", "json-ld"}:
        from triagraph.report.graph import to_graph

        return iter([to_graph(report, TURTLE if form == "turtle" else JSONLD, limit)])
    if form == "text":
        from triagraph.report.text import to_text

        return _encoded(to_text(report, language, limit, colour=colour, width=width))
    return _encoded(_writer(form)(report, language, limit))


def prepare_report(form: str) -> None:
    """Import what writes a report in one of `REPORT_FORMATS`, for who has time for that before there is one."""
    if form in {"turtle", "json-ld"}:
        import_module("triagraph.report.graph")
    elif form == "text":
        import_module("triagraph.report.text")
    else:
        _writer(form)


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode("utf-8", "replace") for piece in pieces)


def _writer(form: str) -> Callable[[ValidationReport, Language, int | None], Iterator[str]]:
    if form == "html":
        from triagraph.report.html import to_html

        return to_html
    from triagraph.report import gitlab, machine

    writers = {
        "json": machine.to_json,
        "csv": machine.to_csv,
        "sarif": machine.to_sarif,
        "junit": machine.to_junit,
        "github": machine.to_github,
        "gitlab": gitlab.to_gitlab,
    }
    return writers[form]
