"""triagraph assess."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import click

from triagraph.cli.common import Session, language_option, output_option, write

_FORMATS: Final = ["text", "json", "markdown", "html"]
_BY_SUFFIX: Final = {".json": "json", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}


@click.command()
@click.argument("networks", nargs=-1, metavar="[NETWORK]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="How the assessment is written. Default: from the suffix of -o, else text.",
)
@output_option
@language_option
@click.pass_context
def assess(context: click.Context, networks: tuple[str, ...], form: str | None, output: Path | None) -> None:
    """Say which form each network has, by which definition, on whose word, and what evidence is missing.

    NETWORK is a short name such as `optonet`, or an IRI; without one, all networks are assessed. What no source says is
    unknown, and never "no". At the end it says where the definitions differ.

    Exit status: 0 whatever it finds; 2 it could not be told.
    """
    from triagraph import assessment
    from triagraph.labelling import Labels
    from triagraph.store.loading import load

    session = context.ensure_object(Session)
    language = session.language
    dataset = load(session.project())
    found = assessment.assess(dataset, networks)
    labels = Labels.of(dataset)
    chosen = form or (_BY_SUFFIX.get(output.suffix.lower()) if output else None) or "text"
    width = max(40, shutil.get_terminal_size((100, 24)).columns)
    text = assessment.write_assessment(found, chosen, language, lambda iri: labels.of_iri(iri, language), width)
    write(text, output)
