"""Write solutions as SPARQL Query Results XML, second edition: https://www.w3.org/TR/rdf-sparql-XMLres/."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode

from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.namespaces import XSD
from triagraph.results import Solutions, Stream, Term


def xml_pieces(solutions: Solutions | Stream) -> Iterator[str]:
    """SPARQL Query Results XML Format, second edition, piece by piece."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n  <head>\n'
    yield from (f"    <variable name={quoteattr(name)}/>\n" for name in solutions.variables)
    yield "  </head>\n  <results>\n"
    for row in solutions.rows:
        bindings = (
            f"      <binding name={quoteattr(name)}>{_xml_term(term)}</binding>\n"
            for name, term in zip(solutions.variables, row, strict=True)
            if term is not None
        )
        yield f"    <result>\n{''.join(bindings)}    </result>\n"
    yield "  </results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Literal):
        if term.language is not None:
            return f"<literal xml:lang={quoteattr(term.language)}>{_xml_text(term.value)}</literal>"
        if term.datatype.value == f"{XSD}string":
            return f"<literal>{_xml_text(term.value)}</literal>"
        return f"<literal datatype={quoteattr(term.datatype.value)}>{_xml_text(term.value)}</literal>"
    raise InputError(
        Text("XML-Ergebnisse kennen keine Tripel-Terme.", "XML results have no triple terms."),
        hint=Text("`--format json` wählen.", "choose `--format json`."),
    )


def _xml_text(text: str) -> str:
    if any((character < " " and character not in "\t\n\r") or character in "\ufffe\uffff" for character in text):
        raise InputError(
            Text(
                "Ein Text enthält ein Steuerzeichen, das XML nicht erlaubt.",
                "A text has a control character that XML does not allow.",
            ),
            hint=Text("`--format json` wählen.", "choose `--format json`."),
        )
    return escape(text, {"\r": "&#13;"})  # a bare CR would be read as a line feed
