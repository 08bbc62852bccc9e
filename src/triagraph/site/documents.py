"""The documents of a release for machines: each thing in four syntaxes, the ontology, and the whole graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from pyoxigraph import BlankNode, Quad, RdfFormat
from pyoxigraph import serialize as serialize_rdf

from triagraph.formats import JSONLD, NTRIPLES, RDFXML, TURTLE, Syntax
from triagraph.indented import pretty
from triagraph.namespaces import OA, ORG, RDF, TRIA, prefixes_for
from triagraph.parser.jsonld import own_context
from triagraph.serializer import canonical, merged, turtle
from triagraph.serializer.rdfxml import check_writable
from triagraph.site import compact
from triagraph.site.graph import QUOTED, TYPE, GraphIndex
from triagraph.site.records import PLANS
from triagraph.site.terms import key

#: The syntaxes of the documents beside a page.
BESIDE: Final = (TURTLE, JSONLD, NTRIPLES, RDFXML)
#: By what the nodes that tell more of a thing lead to it: its statements and its records.
_TELLING: Final = (
    f"{RDF}subject",
    f"{ORG}member",
    f"{ORG}organization",
    *(
        f"{TRIA}{name}"
        for name in ("participant", "network", "affects", "originalOrganisation", "resultingOrganisation", "about")
    ),
)
_TELLERS: Final = frozenset({f"{RDF}Statement"}.union(*(plan.classes for plan in PLANS)))
#: How many nodes are kept as they were written: enough for a region's graph, and bounded for a large one.
_KEPT_BLOCKS: Final = 5_000
#: What belongs to a node and has no page of its own.
_PARTS: Final = frozenset({f"{OA}hasSelector", QUOTED})


@dataclass(frozen=True, slots=True)
class Block:
    """What a graph says of one node, as it was written: `prefixes` are Turtle's declarations, `iris` what JSON-LD names."""

    prefixes: tuple[str, ...]
    turtle: str
    ntriples: str
    json: str
    iris: frozenset[str]


def description(graph: GraphIndex, thing: str) -> list[str]:
    """Name the nodes that tell of a thing: itself, its statements and records, and their quotations, in canonical order."""
    nodes = _with_parts(graph, thing)
    for quad in graph.by_object.get(thing, ()):
        if quad.predicate.value in _TELLING:
            teller = key(quad.subject)
            if not _TELLERS.isdisjoint(graph.iris(teller, TYPE)):
                nodes |= _with_parts(graph, teller)
    return sorted(nodes, key="<{}>".format)


def told_of(graph: GraphIndex, node: str) -> str | None:
    """Name the thing that a statement or record tells of, the first one where there are several."""
    if _TELLERS.isdisjoint(graph.iris(node, TYPE)):
        return None
    return next((iri for predicate in _TELLING for iri in graph.iris(node, predicate)), None)


def _with_parts(graph: GraphIndex, node: str) -> set[str]:
    """Give a node with its quotations, selectors and blank nodes, as far as they are described."""
    waiting, seen = [node], {node}
    while waiting:
        for quad in graph.by_subject.get(waiting.pop(), ()):
            if quad.predicate.value in _PARTS or isinstance(quad.object, BlankNode):
                part = key(quad.object)
                if part not in seen and part in graph.by_subject:
                    seen.add(part)
                    waiting.append(part)
    return seen


class Writer:
    """Writes graphs in the syntaxes of a release, with the prefixes of a project and our context."""

    def __init__(self, graph: GraphIndex) -> None:
        self.graph = graph
        self.prefixes = prefixes_for(graph.project.base)
        self._turtle = turtle.NodeWriter(self.prefixes)
        self._by_predicate: dict[str, dict[str, str]] = {}
        self._block = lru_cache(_KEPT_BLOCKS)(self._written)

    def beside(self, quads: list[Quad], prefixes: Mapping[str, str] | None = None) -> Iterator[tuple[Syntax, bytes]]:
        """Write triples, which are in canonical order, in each syntax that stands beside a page.

        `prefixes` are those of the Turtle, where they are not the project's.
        """
        yield TURTLE, turtle.write(quads, self.prefixes if prefixes is None else prefixes).encode()
        yield JSONLD, compact.whole(quads).encode()
        yield NTRIPLES, "".join(sorted(f"{quad} .\n" for quad in quads)).encode()
        yield RDFXML, self._rdfxml(quads)

    def of_nodes(self, nodes: list[str], root: str | None = None) -> Iterator[tuple[Syntax, bytes]]:
        """Write what the graph says of some nodes, which are in canonical order.

        What is written of a node is kept for the next document: a quotation stands in several. With a `root`, the JSON-LD is
        one tree from it and embeds the part of our context that it uses, so that a page's document is good to read.
        """
        if any(node.startswith("_:") or compact.is_misread(self.graph.block(node)) for node in nodes):
            yield from self.beside(
                canonical(merged(Quad(*row) for node in nodes for row in self.graph.by_subject[node]))
            )
            return
        blocks = [self._block(node) for node in nodes]
        prefixes = sorted(set().union(*(block.prefixes for block in blocks)))
        turtle_text = "".join(prefixes) + ("\n" if prefixes else "") + "\n".join(block.turtle for block in blocks)
        yield TURTLE, turtle_text.encode()
        yield JSONLD, self._jsonld(nodes, blocks, root).encode()
        yield NTRIPLES, "".join(block.ntriples for block in blocks).encode()
        yield RDFXML, self._rdfxml([quad for node in nodes for quad in self.graph.block(node)], checked=True)

    def _jsonld(self, nodes: list[str], blocks: list[Block], root: str | None) -> str:
        if root is None:
            return compact.document(None, [block.json for block in blocks])
        used: set[str] = set().union(*(block.iris for block in blocks))
        tree = compact.tree(root, {node: self.graph.block(node) for node in nodes}, used)
        return tree if tree is not None else compact.document(used, [block.json for block in blocks])

    def _written(self, node: str) -> Block:
        """Write what the graph says of one node, in the syntaxes in which nodes stand one after the other."""
        quads = self.graph.block(node)
        check_writable(quads)
        text, declarations = self._turtle.alone(quads)
        return Block(
            prefixes=declarations,
            turtle=text,
            ntriples="".join(sorted(f"{quad} .\n" for quad in quads)),
            json=compact.node(quads),
            iris=frozenset(compact.names_used(quads)),
        )

    def _rdfxml(self, quads: list[Quad], *, checked: bool = False) -> bytes:
        if not checked:
            check_writable(quads)
        triples = (quad.triple for quad in quads)
        prefixes = self.prefixes_of_properties(quad.predicate.value for quad in quads)
        return (serialize_rdf(triples, format=RdfFormat.RDF_XML, prefixes=prefixes) or b"") + b"\n"

    def prefixes_of_properties(self, predicates: Iterable[str]) -> dict[str, str]:
        """Give the prefixes that RDF/XML needs for some properties."""
        used: dict[str, str] = {}
        for predicate in set(predicates):
            used |= self._prefixes_of(predicate)
        return dict(sorted(used.items()))

    def _prefixes_of(self, predicate: str) -> dict[str, str]:
        known = self._by_predicate.get(predicate)
        if known is None:
            fitting = {prefix: space for prefix, space in self.prefixes.items() if predicate.startswith(space)}
            known = self._by_predicate[predicate] = fitting
        return known

    @cached_property
    def has_short_looking_iris(self) -> bool:
        """Tell whether a document of the graph may need a context of its own."""
        return compact.looks_short(self.graph.each_term())


def context_document() -> bytes:
    """Write the JSON-LD context of the vocabulary."""
    return (pretty({"@context": own_context()}) + "\n").encode()
