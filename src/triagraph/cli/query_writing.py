"""How `triagraph query` writes an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triagraph.errors import InputError
from triagraph.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from triagraph.cli.common import Session
    from triagraph.labelling import Labels
    from triagraph.project import Project
    from triagraph.results import Answer, Stream


def written_answer(
    answer: Answer | Stream,
    form: str | None,
    project: Project,
    labels_of: Callable[[Answer], Labels],
    session: Session,
    headings: Mapping[str, str],
) -> str | bytes | Iterator[bytes]:
    """Write the answer of a query; what is streamed is found as it is written.

    Raises:
        InputError: the answer cannot be written in that format.
    """
    from triagraph.results import Graph, Stream
    from triagraph.results.writers import (
        SOLUTION_FORMATS,
        STREAMED_FORMATS,
        stream_solutions,
        write_boolean,
        write_solutions,
    )

    if isinstance(answer, Graph):
        from triagraph.formats import SYNTAXES
        from triagraph.namespaces import prefixes_for
        from triagraph.parser.jsonld import own_context
        from triagraph.serializer import serialize

        syntax = SYNTAXES.get(form or "turtle")
        if syntax is None:
            raise _misfit(form, "turtle, json-ld, ntriples")
        return serialize(answer.triples, syntax, prefixes=prefixes_for(project.base), context=own_context())
    form = form or "table"
    if form not in SOLUTION_FORMATS:
        raise _misfit(form, ", ".join(SOLUTION_FORMATS))
    if isinstance(answer, bool):
        return write_boolean(answer, form, session.language)
    if form in STREAMED_FORMATS:
        return (piece.encode() for piece in stream_solutions(answer, form))
    if isinstance(answer, Stream):
        raise TypeError("a stream is not laid out")
    labels = labels_of(answer)
    return write_solutions(
        answer,
        form,
        label=lambda term: labels.of_term(term, session.language),
        language=session.language,
        width=terminal_width() if form == "table" else None,
        headings=headings,
    )


def terminal_width() -> int:
    """Give the width of the terminal."""
    import shutil

    return max(20, shutil.get_terminal_size((120, 24)).columns)


def _misfit(form: str | None, fitting: str) -> InputError:
    return InputError(
        Text(f"Diese Antwort lässt sich nicht als {form} schreiben.", f"This answer cannot be written as {form}."),
        hint=Text(f"Möglich sind: {fitting}.", f"Choose one of: {fitting}."),
    )
