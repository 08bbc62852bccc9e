"""Write the whole graph, or a named graph, in every syntax, node by node: no more than one node is held as text.

That takes a graph in which every node has an IRI that all syntaxes can hold. Where blank nodes are to be named, or a name
of our JSON-LD context would be misread, the graph is written as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Final, Protocol

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple
from pyoxigraph import serialize as serialize_rdf

from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, SYNTAXES, TRIG, TURTLE, Syntax
from triagraph.serializer import canonical, merged
from triagraph.serializer.rdfxml import check_writable
from triagraph.serializer.turtle import NodeWriter
from triagraph.site import compact
from triagraph.site.documents import Writer
from triagraph.site.graph import GraphIndex
from triagraph.site.names import safe_name
from triagraph.site.writer import Compressing, ReleaseWriter, WrittenFile

#: A named graph with fewer nodes is written as a whole, which is faster.
_MANY: Final = 2_000
#: So many bytes are kept in memory until it is known what stands before them.
_IN_MEMORY: Final = 16 * 1024 * 1024
_PIECE: Final = 1024 * 1024


class Sink(Protocol):
    """What is written to."""

    def write(self, data: bytes, /) -> int:
        """Write some bytes."""


Open = Callable[[Syntax], AbstractContextManager[Sink]]


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes in canonical order, and what is said of each: triples, each once, in canonical order."""

    names: list[str]
    block: Callable[[str], list[Quad]]

    def triples(self) -> Iterator[Quad]:
        """Give all triples, in canonical order."""
        return chain.from_iterable(map(self.block, self.names))


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
        if self._documents.is_plain:
            write_beside(self._documents, Nodes(self._graph.nodes, self._graph.block), self._open)
            with self._open(NQUADS) as file:
                _write_nquads(self._graph, file)
            with self._open(TRIG) as file:
                _write_trig(self._graph, self._documents, file)
        else:
            for syntax, data in self._documents.whole():
                with self._open(syntax) as file:
                    file.write(data)
                del data  # before the next one is made
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
    if len(names) < _MANY or not documents.is_plain:
        quads = (quad for node in names for quad in graph.by_subject[node] if _is_in(quad, name))
        for syntax, data in documents.beside(canonical(merged(quads))):
            writer.add(f"{stem}{syntax.suffix}", data)
        return

    def block(node: str) -> list[Quad]:
        found = {
            Quad(quad.subject, quad.predicate, quad.object) for quad in graph.by_subject[node] if _is_in(quad, name)
        }
        return sorted(found, key=_order)

    write_beside(documents, Nodes(names, block), lambda syntax: writer.open(f"{stem}{syntax.suffix}"))


def _is_in(quad: Quad, name: str) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == name


def _order(quad: Quad) -> tuple[str, str]:
    return str(quad.predicate), str(quad.object)


def write_beside(documents: Writer, nodes: Nodes, open_file: Open) -> None:
    """Write a graph without blank nodes in each syntax that stands beside a page, node by node."""
    turtle = NodeWriter(documents.prefixes)
    before, between, after = compact.around_nodes()
    properties: set[str] = set()
    with SpooledTemporaryFile(_IN_MEMORY) as body, open_file(JSONLD) as jsonld, open_file(NTRIPLES) as ntriples:
        for number, node in enumerate(nodes.names):
            quads = nodes.block(node)
            check_writable(quads)
            properties.update(quad.predicate.value for quad in quads)
            body.write((turtle.node(quads) if number == 0 else f"\n{turtle.node(quads)}").encode())
            jsonld.write(f"{between if number else before}{compact.node(quads)}".encode())
            ntriples.write("".join(sorted(f"{quad} .\n" for quad in quads)).encode())
        jsonld.write(after.encode())
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


def _write_nquads(graph: GraphIndex, file: Sink) -> None:
    """Write N-Quads in canonical order: sorted by line, which is by subject first."""
    for node in graph.nodes:
        lines = {f"{quad} .\n" for quad in graph.by_subject[node]}
        file.write("".join(sorted(lines)).encode())


def _write_trig(graph: GraphIndex, documents: Writer, file: Sink) -> None:
    """Write TriG, one named graph after the other."""
    turtle = NodeWriter(documents.prefixes)
    held: dict[str, list[str]] = {}
    for node in graph.nodes:
        for name in {str(quad.graph_name) for quad in graph.by_subject[node]}:
            held.setdefault(name, []).append(node)
    with SpooledTemporaryFile(_IN_MEMORY) as body:
        for number, name in enumerate(sorted(held)):
            opening = f"{turtle.name(name.strip('<>'))} {{\n"
            body.write((f"\n{opening}" if number else opening).encode())
            for place, node in enumerate(held[name]):
                quads = sorted({quad for quad in graph.by_subject[node] if str(quad.graph_name) == name}, key=_order)
                text = turtle.node(quads, indent="  ")
                body.write((f"\n{text}" if place else text).encode())
            body.write(b"}\n")
        _copy(turtle.declarations(), body, TRIG, lambda _: _as_it_is(file))


@contextmanager
def _as_it_is(file: Sink) -> Iterator[Sink]:
    yield file
