"""triagraph check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from triagraph.cli.common import Session, language_option, output_option, write
from triagraph.errors import InputError, system_reason
from triagraph.language import Text

if TYPE_CHECKING:
    from triagraph.hygiene.quotations import QuotationReport


@click.command()
@click.option(
    "--source",
    metavar="FILE",
    help="Check the quotations of a source against its text: a text file, or the saved web page; `-` is stdin.",
)
@click.option(
    "--quoted-source",
    metavar="SLUG",
    help="The source that FILE is the text of. Default: the one whose quotations fit best.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the report is written.",
)
@output_option
@language_option
@click.pass_context
def check(
    context: click.Context, source: str | None, quoted_source: str | None, form: str, output: Path | None
) -> None:
    """Check the ontology, the vocabularies, the queries and the data as artefacts.

    One line per rule says how many items it looked at; its findings stand below it. A rule that looked at nothing
    fails. With --source: is each quotation in FILE, at its offset, elsewhere, or missing?

    Exit status: 0 all is well; 1 there are findings, or a quotation is missing; 2 it could not be told.
    """
    session = context.ensure_object(Session)
    if source is not None:
        from triagraph.hygiene import quotations

        found = _quotations(session, source, quoted_source)
        text = _json(quotations.to_json(found)) if form == "json" else quotations.to_text(found, session.language)
        write(text, output)
        context.exit(0 if found.passes else 1)
    if quoted_source is not None:
        raise InputError(
            Text("`--quoted-source` steht ohne `--source`.", "`--quoted-source` stands without `--source`."),
            hint=Text("`--source FILE` nennt den Text.", "`--source FILE` names the text."),
        )
    from triagraph import hygiene
    from triagraph.hygiene import writing

    report = hygiene.check(hygiene.read_artefacts(session.project()))
    language = session.language
    write(_json(writing.to_json(report, language)) if form == "json" else writing.to_text(report, language), output)
    context.exit(0 if report.passes else 1)


def _quotations(session: Session, source: str, named: str | None) -> QuotationReport:
    from triagraph.hygiene import read_artefacts
    from triagraph.hygiene.page import read_page
    from triagraph.hygiene.quotations import check_quotations

    page = read_page("<stdin>" if source == "-" else source, _bytes(source))
    return check_quotations(page, read_artefacts(session.project()), named)


def _bytes(source: str) -> bytes:
    if source == "-":
        from triagraph.parser.document import read_stdin

        return read_stdin()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        reason = system_reason(error)
        raise InputError(
            Text(f"`{source}` lässt sich nicht lesen: {reason.de}.", f"`{source}` cannot be read: {reason.en}.")
        ) from error


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
