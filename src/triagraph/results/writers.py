"""Write solutions as JSON, XML, CSV, TSV or Markdown, or as a table for the terminal (`table`)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from triagraph.indented import pieces
from triagraph.language import Language, Text, printable
from triagraph.namespaces import XSD
from triagraph.results import Label, Solutions, Stream, Term
from triagraph.results.table import to_table

#: What Markdown would read as more than text. `_` inside a word is none, and is left as it stands.
_MARKED: Final = re.compile(r"[\\|<`*\[\]]|(?<!\w)_|_(?!\w)")
#: Written while rows are found; the others need to know all of them.
STREAMED_FORMATS: Final = ("csv", "tsv", "json", "xml")
SOLUTION_FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "markdown")


def write_solutions(  # noqa: PLR0913 - what each format needs
    solutions: Solutions,
    form: str,
    *,
    label: Label,
    language: Language,
    width: int | None = None,
    headings: Mapping[str, str] | None = None,
) -> str:
    """Write solutions in one of `SOLUTION_FORMATS`.

    The W3C formats hold the variables and terms themselves; `table` and `markdown` are for people and show headings and labels.
    """
    if form in STREAMED_FORMATS:
        return "".join(stream_solutions(solutions, form))
    if form == "markdown":
        return to_markdown(solutions, label, headings)
    return to_table(solutions, label, language, width, headings)


def stream_solutions(solutions: Solutions | Stream, form: str) -> Iterator[str]:
    """Write solutions in one of `STREAMED_FORMATS`, piece by piece."""
    if form == "xml":
        from triagraph.results.xml import xml_pieces

        return xml_pieces(solutions)
    return {"csv": csv_lines, "tsv": tsv_lines, "json": json_pieces}[form](solutions)


def write_boolean(value: bool, form: str, language: Language) -> str:  # noqa: FBT001 - it is the answer itself
    """Write the answer of an ASK query."""
    if form == "json":
        return json.dumps({"head": {}, "boolean": value}, indent=2) + "\n"
    if form == "xml":
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
            f"  <head/>\n  <boolean>{str(value).lower()}</boolean>\n</sparql>\n"
        )
    if form in {"csv", "tsv"}:
        return f"{str(value).lower()}\n"
    return (Text("ja", "yes") if value else Text("nein", "no")).to(language) + "\n"


def to_json(solutions: Solutions) -> str:
    """SPARQL 1.1 Query Results JSON Format."""
    return "".join(json_pieces(solutions))


def json_pieces(solutions: Solutions | Stream) -> Iterator[str]:
    """SPARQL 1.1 Query Results JSON Format, piece by piece."""
    bindings = (
        {name: _json_term(term) for name, term in zip(solutions.variables, row, strict=True) if term is not None}
        for row in solutions.rows
    )
    document = {"head": {"vars": list(solutions.variables)}, "results": {"bindings": bindings}}
    return chain(pieces(document), "\n")


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        result = {"type": "literal", "value": term.value}
        if term.language is not None:
            result["xml:lang"] = term.language
        elif term.datatype.value != f"{XSD}string":
            result["datatype"] = term.datatype.value
        return result
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}


def to_csv(solutions: Solutions) -> str:
    """SPARQL 1.1 Query Results CSV Format: plain values, lines end with CR LF."""
    return "".join(csv_lines(solutions))


def csv_lines(solutions: Solutions | Stream) -> Iterator[str]:
    """SPARQL 1.1 Query Results CSV Format, line by line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    rows = (["" if term is None else _plain(term) for term in row] for row in solutions.rows)
    for cells in chain((solutions.variables,), rows):
        writer.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _plain(term: Term) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    return str(term)


def tsv_lines(solutions: Solutions | Stream) -> Iterator[str]:
    """SPARQL 1.1 Query Results TSV Format: terms in Turtle's syntax."""
    yield "\t".join(f"?{name}" for name in solutions.variables) + "\n"
    for row in solutions.rows:
        yield "\t".join("" if term is None else str(term) for term in row) + "\n"


def to_markdown(solutions: Solutions, label: Label, headings: Mapping[str, str] | None = None) -> str:
    """A table in GitHub's Markdown."""
    names = [(headings or {}).get(name, name) for name in solutions.variables]
    lines = [_markdown_row(names), _markdown_row(["---"] * len(names))]
    lines += [_markdown_row("" if term is None else label(term) for term in row) for row in solutions.rows]
    return "\n".join(lines) + "\n"


def _markdown_row(cells: Any) -> str:
    return f"| {' | '.join(_MARKED.sub(_unmarked, printable(' '.join(cell.split()))) for cell in cells)} |"


def _unmarked(found: re.Match[str]) -> str:
    return "&lt;" if found[0] == "<" else f"\\{found[0]}"
