"""Write the whole graph, or a named graph, in every syntax, node by node: no more than one node is held as text.

The bytes are those of `triagraph.serializer`. What it takes to name blank nodes, and to know where they stand, is held in little
room: `triagraph.site.unnamed`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Final, Protocol

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple
from pyoxigraph import serialize as serialize_rdf

from triagraph import serializer
from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, SYNTAXES, TRIG, TURTLE, Syntax
from triagraph.serializer import merged
from triagraph.serializer.order import is_named, order_of_subject
from triagraph.serializer.rdfxml import check_writable
from triagraph.serializer.turtle import Nesting, NodeWriter, shared_between_graphs
from triagraph.site import compact
from triagraph.site.documents import Writer
from triagraph.site.graph import GraphIndex
from triagraph.site.names import safe_name
from triagraph.site.packed import PackedQuads, Row
from triagraph.site.unnamed import Unnamed, canonical, canonical_union
from triagraph.site.writer import Compressing, ReleaseWriter, WrittenFile

#: A named graph with fewer nodes is written as a whole, which is faster.
_MANY: Final = 2_000
#: So many bytes are kept in memory until it is known what stands before them.
_IN_MEMORY: Final = 16 * 1024 * 1024
_PIECE: Final = 1024 * 1024
_DEFAULT: Final = str(DefaultGraph())


class Sink(Protocol):
    """What is written to."""

    def write(self, data: bytes, /) -> int:
        """Write some bytes."""


Open = Callable[[Syntax], AbstractContextManager[Sink]]


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes in canonical order, and what is said of each in one graph: statements, each once, in canonical order.

    `read` gives what was read of a node with an IRI; what mentions a blank node stands in `unnamed`, as it is to be written.
    """

    with_iri: list[str]
    read: Callable[[str], list[Quad]]
    unnamed: Unnamed

    @property
    def names(self) -> Iterator[str]:
        """Name the nodes."""
        return chain(self.with_iri, self.unnamed.without_iri)

    def block(self, node: str) -> list[Quad]:
        """Give what is said of a node."""
        if node.startswith("_:"):
            return self.unnamed[node]
        found = self.read(node)
        return sorted(replaced(found, node, self.unnamed), key=order_of_subject) if node in self.unnamed else found

    def triples(self) -> Iterator[Quad]:
        """Give all triples, in canonical order."""
        return chain.from_iterable(map(self.block, self.names))


def replaced(quads: Iterable[Quad], node: str, unnamed: Unnamed) -> Iterator[Quad]:
    """Put what is to be written in the place of quads of a node that mention a blank node."""
    return chain((quad for quad in quads if is_named(quad)), unnamed.get(node, ()))


class Dumps:
    """Writes the files of the whole graph, each with its compressed form beside it."""

    def __init__(self, writer: ReleaseWriter, documents: Writer) -> None:
        self._writer = writer
        self._documents = documents
        self._graph = documents.graph
        self._stem = f"data/{safe_name(documents.graph.project.name)}"
        self._written: dict[str, tuple[WrittenFile, WrittenFile]] = {}

    def write(self) -> dict[str, tuple[WrittenFile, WrittenFile]]:
        """Write the whole graph in every syntax, as `triagraph export` writes it.

        Returns:
            For the name of each syntax the file and its compressed form.
        """
        graph = self._graph
        with_iri = [node for node in graph.nodes if not node.startswith("_:")]
        write_beside(self._documents, Nodes(with_iri, graph.block, canonical_union(graph.unnamed)), self._open)
        unnamed = canonical(graph.unnamed)
        with self._open(NQUADS) as file:
            _write_nquads(graph, with_iri, Unnamed(unnamed), file)
        with self._open(TRIG) as file:
            _write_trig(self._documents, with_iri, unnamed, file)
        return {name: self._written[name] for name in SYNTAXES}

    @contextmanager
    def _open(self, syntax: Syntax) -> Iterator[Sink]:
        path = f"{self._stem}{syntax.suffix}"
        with self._writer.open(path) as plain, self._writer.open(f"{path}.gz") as compressed:
            both = Compressing(plain, compressed)
            yield both
            both.finish()
        self._written[syntax.name] = plain.file, compressed.file


def write_named_graph(writer: ReleaseWriter, documents: Writer, stem: str, name: str, names: list[str]) -> None:
    """Write a named graph in each syntax that stands beside a page; `names` are the nodes that it says something of."""
    graph = documents.graph
    if len(names) < _MANY:
        quads = (Quad(*row) for node in names for row in graph.by_subject[node] if _is_in(row, name))
        for syntax, data in documents.beside(serializer.canonical(merged(quads))):
            writer.add(f"{stem}{syntax.suffix}", data)
        return

    def read(node: str) -> list[Quad]:
        found = {Quad(row.subject, row.predicate, row.object) for row in graph.by_subject[node] if _is_in(row, name)}
        return sorted(found, key=order_of_subject)

    unnamed = canonical_union(quad for quad in graph.unnamed if _is_in(quad, name))
    nodes = Nodes([node for node in names if not node.startswith("_:")], read, unnamed)
    write_beside(documents, nodes, lambda syntax: writer.open(f"{stem}{syntax.suffix}"))


def _is_in(quad: Quad | Row, name: str) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == name


def write_beside(documents: Writer, nodes: Nodes, open_file: Open) -> None:
    """Write a graph in each syntax that stands beside a page, node by node."""
    turtle, nesting = NodeWriter(documents.prefixes), Nesting(nodes.unnamed)
    context = compact.context_for(nodes.triples() if documents.has_short_looking_iris else ())
    before, between, after = compact.around_nodes(context)
    properties: set[str] = set()
    with SpooledTemporaryFile(_IN_MEMORY) as body, open_file(JSONLD) as jsonld, open_file(NTRIPLES) as ntriples:
        gap = ""
        for number, node in enumerate(nodes.names):
            quads = nodes.block(node)
            check_writable(quads)
            properties.update(quad.predicate.value for quad in quads)
            if not nesting.holds(quads[0].subject):
                body.write(f"{gap}{turtle.node(quads, nesting)}".encode())
                gap = "\n"
            jsonld.write(f"{between if number else before}{compact.node(quads, context)}".encode())
            ntriples.write("".join(sorted(f"{quad} .\n" for quad in quads)).encode())
        jsonld.write((after if properties else compact.whole([])).encode())
        _copy(turtle.declarations(), body, TURTLE, open_file)
    with open_file(RDFXML) as file:
        triples: Iterable[Triple] = (quad.triple for quad in nodes.triples())
        prefixes = documents.prefixes_of_properties(properties)
        serialize_rdf(triples, file, RdfFormat.RDF_XML, prefixes=prefixes)  # type: ignore[arg-type]
        file.write(b"\n")


def _copy(declarations: str, body: SpooledTemporaryFile[bytes], syntax: Syntax, open_file: Open) -> None:
    """Write declarations, and behind them what they declare for."""
    body.seek(0)
    with open_file(syntax) as file:
        file.write(declarations.encode())
        while piece := body.read(_PIECE):
            file.write(piece)


def _write_nquads(graph: GraphIndex, with_iri: list[str], unnamed: Unnamed, file: Sink) -> None:
    """Write N-Quads in canonical order: sorted by line, which is by subject first."""
    for node in chain(with_iri, unnamed.without_iri):
        read = () if node.startswith("_:") else [Quad(*row) for row in graph.by_subject[node]]
        quads = replaced(read, node, unnamed) if node in unnamed else read
        file.write("".join(sorted({f"{quad} .\n" for quad in quads})).encode())


def _write_trig(documents: Writer, with_iri: list[str], unnamed: PackedQuads, file: Sink) -> None:
    """Write TriG, one graph after the other."""
    turtle = NodeWriter(documents.prefixes)
    shared = shared_between_graphs(unnamed)
    with SpooledTemporaryFile(_IN_MEMORY) as body:
        for number, (name, nodes) in enumerate(_graphs(documents.graph, with_iri, unnamed)):
            nesting = Nesting(nodes.unnamed, shared)
            is_default = name == _DEFAULT
            opening = "" if is_default else f"{name if name.startswith('_:') else turtle.name(name.strip('<>'))} {{\n"
            body.write((f"\n{opening}" if number else opening).encode())
            gap = ""
            for quads in map(nodes.block, nodes.names):
                if not nesting.holds(quads[0].subject):
                    body.write(f"{gap}{turtle.node(quads, nesting, indent='' if is_default else '  ')}".encode())
                    gap = "\n"
            body.write(b"" if is_default else b"}\n")
        _copy(turtle.declarations(), body, TRIG, lambda _: _as_it_is(file))


def _graphs(graph: GraphIndex, with_iri: list[str], unnamed: PackedQuads) -> Iterator[tuple[str, Nodes]]:
    """Give the graphs of a dataset in canonical order, the default graph first."""
    held: dict[str, list[str]] = {}
    for node in with_iri:
        for name in {str(row.graph_name) for row in graph.by_subject[node]}:
            held.setdefault(name, []).append(node)

    def in_graph(name: str) -> Callable[[str], list[Quad]]:
        def read(node: str) -> list[Quad]:
            return sorted(
                {Quad(*row) for row in graph.by_subject[node] if str(row.graph_name) == name}, key=order_of_subject
            )

        return read

    unnamed_of = unnamed.by_graph()
    names = {name for name in held if not name.startswith("_:")}.union(unnamed_of)
    for name in sorted(names, key=lambda name: (name != _DEFAULT, name)):
        parts = Unnamed(unnamed_of.get(name, PackedQuads(unnamed.terms, array("I"))))
        # What stands in a graph whose name is a blank node is to be written under another name than it was read.
        yield name, Nodes(parts.with_iri if name.startswith("_:") else held.get(name, []), in_graph(name), parts)


@contextmanager
def _as_it_is(file: Sink) -> Iterator[Sink]:
    yield file
