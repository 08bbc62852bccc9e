"""Write RDF: the same graph gives the same bytes, on any machine.

Every writer sorts. Blank nodes are named by RDF Dataset Canonicalization (https://www.w3.org/TR/rdf-canon/), so that
their labels depend on the graph alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyoxigraph import Quad, RdfFormat
from pyoxigraph import serialize as serialize_rdf

from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Syntax
from triagraph.serializer.order import canonical, merged

__all__ = ["canonical", "merged", "ntriples", "serialize"]


def serialize(
    quads: Iterable[Quad], syntax: Syntax, *, prefixes: Mapping[str, str], context: Mapping[str, Any] | None = None
) -> bytes:
    """Write a dataset, or for a syntax without graphs the union of its graphs.

    Args:
        quads: the dataset, in any order.
        syntax: one of `triagraph.formats.SYNTAXES`.
        prefixes: prefix → namespace, for the syntaxes that have them; only used ones are written.
        context: the JSON-LD context to compact with; it is embedded.

    Returns:
        The document in UTF-8, ending with a line feed.
    """
    ordered = canonical(quads if syntax.has_graphs else merged(quads))
    return _WRITERS[syntax.name](ordered, prefixes, context or {})


def ntriples(quads: Iterable[Quad]) -> str:
    """Write triples as N-Triples as they come: nothing is sorted, blank nodes keep their labels."""
    return (serialize_rdf((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"").decode()


def _lines(quads: list[Quad], _prefixes: Mapping[str, str], _context: Mapping[str, Any]) -> bytes:
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode()


def _rdfxml(quads: list[Quad], prefixes: Mapping[str, str], _context: Mapping[str, Any]) -> bytes:
    from triagraph.serializer.rdfxml import check_writable, used_prefixes

    check_writable(quads)
    triples = (quad.triple for quad in quads)
    written = serialize_rdf(triples, format=RdfFormat.RDF_XML, prefixes=used_prefixes(quads, prefixes))
    return (written or b"") + b"\n"


def _turtle(quads: list[Quad], prefixes: Mapping[str, str], _context: Mapping[str, Any]) -> bytes:
    from triagraph.serializer import turtle

    return turtle.write(quads, prefixes).encode()


def _trig(quads: list[Quad], prefixes: Mapping[str, str], _context: Mapping[str, Any]) -> bytes:
    from triagraph.serializer import turtle

    return turtle.write_dataset(quads, prefixes).encode()


def _jsonld(quads: list[Quad], _prefixes: Mapping[str, str], context: Mapping[str, Any]) -> bytes:
    from triagraph.serializer import jsonld

    return jsonld.write(quads, context).encode()


_WRITERS: dict[str, Callable[[list[Quad], Mapping[str, str], Mapping[str, Any]], bytes]] = {
    TURTLE.name: _turtle,
    TRIG.name: _trig,
    NTRIPLES.name: _lines,
    NQUADS.name: _lines,
    RDFXML.name: _rdfxml,
    JSONLD.name: _jsonld,
}
