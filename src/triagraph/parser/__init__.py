"""Read RDF: bytes become quads, and mistakes become errors that say where they stand.

Syntaxes: Turtle, TriG, N-Triples, N-Quads (https://www.w3.org/TR/turtle/ and its siblings), RDF/XML
(https://www.w3.org/TR/rdf-syntax-grammar/) and JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/). pyoxigraph parses all of
them and keeps lexical forms; nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from triagraph.errors import Location, ParseError
from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Syntax
from triagraph.language import Text
from triagraph.parser.blanknodes import with_own_labels
from triagraph.parser.document import Document, read_document

__all__ = ["Document", "engine_format", "is_too_long", "parse", "parse_lines", "read_document"]

_ENGINE_FORMATS = {
    TURTLE.name: RdfFormat.TURTLE,
    NTRIPLES.name: RdfFormat.N_TRIPLES,
    NQUADS.name: RdfFormat.N_QUADS,
    TRIG.name: RdfFormat.TRIG,
    RDFXML.name: RdfFormat.RDF_XML,
    JSONLD.name: RdfFormat.JSON_LD,
}


def engine_format(syntax: Syntax) -> RdfFormat:
    """Give the name under which pyoxigraph knows a syntax."""
    return _ENGINE_FORMATS[syntax.name]


def parse(
    document: Document,
    *,
    base: str | None = None,
    graph: str | None = None,
    rename_blank_nodes: bool = True,
    same_labels: bool = True,
) -> Iterator[Quad]:
    """Give the quads of a document in the order in which they are written.

    Args:
        document: the bytes and their syntax.
        base: the IRI that relative IRIs are resolved against; without it they are an error.
        graph: the named graph for statements that the document puts into the default graph.
        rename_blank_nodes: give each blank node a label that no other document uses.
        same_labels: these labels are the same each time the document is read, which takes longer where there are many.

    Raises:
        ParseError: at the first mistake, with its line and column where the syntax has lines.
    """
    data = document.data
    if document.syntax is JSONLD:
        from triagraph.parser import jsonld  # the modules of the other syntaxes are imported for them only

        data = jsonld.prepare(document)
    elif document.syntax is RDFXML:
        from triagraph.parser import rdfxml

        rdfxml.check_well_formed(document)
    target = NamedNode(graph) if graph is not None else None
    try:
        quads = parse_rdf(
            data, format=engine_format(document.syntax), base_iri=base, rename_blank_nodes=rename_blank_nodes
        )
        labelled = with_own_labels(quads, document, base) if rename_blank_nodes and same_labels else quads
        if target is None:
            yield from labelled
        else:
            for quad in labelled:
                subject, predicate, value, place = quad
                yield Quad(subject, predicate, value, target) if isinstance(place, DefaultGraph) else quad
    except SyntaxError as error:
        raise _explained(error, document) from error
    except MemoryError as error:
        if not is_too_long(error):
            raise
        raise _too_long(document) from error


def is_too_long(error: MemoryError) -> bool:
    """Tell whether a single literal or IRI is too long for the parser; else memory itself has run out."""
    return "buffer" in str(error)


def _too_long(document: Document) -> ParseError:
    return ParseError(
        Text(
            "Ein einzelnes Literal oder eine IRI ist größer als 16 MiB.",
            "A single literal or IRI is larger than 16 MiB.",
        ),
        hint=Text(
            "Ist ein Anführungszeichen nicht geschlossen? Einen langen Text als Datei verlinken.",
            "is a quotation mark not closed? Link a long text as a file.",
        ),
        location=Location(document.name),
    )


def parse_lines(document: Document, *, most: int = 100) -> Iterator[Quad | ParseError]:
    """Give the quads of N-Triples or N-Quads and, where a line is wrong, its error; the lines after it are read too.

    Args:
        document: one line is one statement.
        most: after so many errors nothing more is read.
    """
    parsed = parse_rdf(document.data, format=engine_format(document.syntax), rename_blank_nodes=True)
    quads = with_own_labels(parsed, document)
    errors = 0
    last: int | None = None  # the line of the last error: at the end of a file the parser tells it twice
    while errors < most:
        try:
            yield next(quads)
        except StopIteration:
            return
        except SyntaxError as error:
            errors += 1
            if error.lineno is None or error.lineno != last:
                yield _explained(error, document)
            last = error.lineno
        except MemoryError as error:
            if not is_too_long(error):
                raise
            yield _too_long(document)
            return


def _explained(error: SyntaxError, document: Document) -> ParseError:
    """Say what is wrong in a document; the module that knows is only imported for it."""
    from triagraph.parser import mistakes

    return mistakes.explain(error, document)
