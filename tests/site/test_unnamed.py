"""Graphs with blank nodes are written node by node, byte for byte as they are written at once."""

import os
import random
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from triagraph.exporting import export_graph
from triagraph.formats import JSONLD, NQUADS, SYNTAXES, TRIG, TURTLE
from triagraph.namespaces import RDF, prefixes_for
from triagraph.parser.jsonld import own_context
from triagraph.project import Project, load_project
from triagraph.serializer import serialize
from triagraph.site import dumps
from triagraph.site.documents import BESIDE, Writer
from triagraph.site.dumps import Dumps, write_named_graph
from triagraph.site.graph import GraphIndex
from triagraph.site.names import safe_name
from triagraph.site.packed import Packer
from triagraph.site.signposts import named_graphs
from triagraph.site.unnamed import unnamed
from triagraph.site.writer import ReleaseWriter
from triagraph.store.loading import Dataset

Node = NamedNode | BlankNode
Triples = Iterator[tuple[Node, NamedNode, Node | Literal]]
FIRST, REST, NIL, TYPE = (NamedNode(f"{RDF}{name}") for name in ("first", "rest", "nil", "type"))
HAS = NamedNode("https://example.org/has")
NAMED = [NamedNode(iri) for iri in ("https://example.org/a", "https://example.org/a/b", "urn:x:y", "geo:1,2")]
MISREAD = NamedNode("dcat:theme")
NAMED_GRAPHS: list[NamedNode | BlankNode | DefaultGraph] = [
    NamedNode("https://w3id.org/triagraph/graph/asserted/one"),
    NamedNode("https://w3id.org/triagraph/graph/asserted/two"),
    DefaultGraph(),
]
GRAPHS = [*NAMED_GRAPHS, BlankNode("c14n0"), BlankNode("g")]
#: Which graphs are made; many more of them behind TRIAGRAPH_LONG.
SEEDS = range(400 if os.environ.get("TRIAGRAPH_LONG") else 16)


class Shapes:
    """What people and programs make of blank nodes, by chance."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        #: Some labels are those that other nodes get in the end.
        self._labels = (f"{self._chance.choice(('c14n', 'b'))}{number}" for number in count())

    def quads(self) -> list[Quad]:
        """Give quads in some graphs.

        What is in a graph with a blank name is in no other one: RDFC-1.0 does not tell such graphs apart by what they share.
        """
        some, more = (self._nested, self._deep, self._listed, self._cycle), (self._twice, self._unused, self._named)
        found: list[Quad] = []
        for part in self._chance.choices([*some, *more, self._anything], k=4):
            triples = list(part())
            graphs = self._chance.choice(([self._chance.choice(GRAPHS)], NAMED_GRAPHS, NAMED_GRAPHS[:2]))
            everywhere = self._chance.random() < 0.5
            found += [
                Quad(*triple, graph)
                for triple in triples
                for graph in (graphs if everywhere else [self._chance.choice(graphs)])
            ]
        self._chance.shuffle(found)
        return found

    def _blank(self) -> BlankNode:
        return BlankNode(next(self._labels))

    def _nested(self) -> Triples:
        inner = self._blank()
        yield self._chance.choice(NAMED), HAS, inner
        yield inner, TYPE, NAMED[0]
        yield inner, HAS, self._chance.choice((Literal("x", language="de"), self._blank()))

    def _deep(self) -> Triples:
        nodes: list[Node] = [NAMED[0], *(self._blank() for _ in range(self._chance.choice((3, 53))))]
        for number, (node, inner) in enumerate(pairwise(nodes)):
            yield node, HAS, inner
            yield inner, HAS, Literal(str(number))

    def _listed(self) -> Triples:
        nodes = [self._blank() for _ in range(self._chance.choice((1, 3, 60)))]
        starts: list[Node] = [*NAMED, nodes[-1]]
        yield self._chance.choice(starts), HAS, nodes[0]
        ends: list[Node] = [*nodes[1:], self._chance.choice((NIL, NIL, NAMED[0]))]
        for number, (node, rest) in enumerate(zip(nodes, ends, strict=True)):
            yield node, FIRST, self._blank() if number == 1 else self._chance.choice((Literal(str(number)), NAMED[1]))
            yield node, REST, rest
        if self._chance.random() < 0.3:
            yield self._chance.choice(nodes), HAS, Literal("more")

    def _cycle(self) -> Triples:
        nodes = [self._blank() for _ in range(self._chance.randint(1, 3))]
        yield from ((one, HAS, other) for one, other in zip(nodes, [*nodes[1:], nodes[0]], strict=True))

    def _twice(self) -> Triples:
        shared = self._blank()
        yield from ((node, HAS, shared) for node in NAMED[:2])
        yield shared, HAS, Literal("shared")

    def _unused(self) -> Triples:
        yield self._blank(), HAS, self._chance.choice((MISREAD, Literal("1")))

    def _named(self) -> Triples:
        values: list[NamedNode | Literal] = [*NAMED, Literal("_:c14n0")]
        yield self._chance.choice(NAMED), HAS, self._chance.choice(values)

    def _anything(self) -> Triples:
        some: list[Node] = [*NAMED[:2], NIL, *(self._blank() for _ in range(4))]
        for _ in range(8):
            yield self._chance.choice(some), self._chance.choice((HAS, FIRST, REST)), self._chance.choice(some)


def dataset(project: Project, quads: list[Quad], *, is_packed: bool) -> Dataset:
    half = len(quads) // 2
    pack = Packer().packed if is_packed else tuple
    return Dataset(project, {"asserted": pack(quads[:half]), "derived": pack(quads[half:])}, (), ())


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project()


@pytest.mark.parametrize("is_packed", [False, True], ids=["quads", "packed"])
def test_the_files_of_the_whole_are_those_of_export(project: Project, tmp_path: Path, *, is_packed: bool) -> None:
    for seed in SEEDS:
        data = dataset(project, Shapes(seed).quads(), is_packed=is_packed)
        with ReleaseWriter(tmp_path / str(seed)) as writer:
            Dumps(writer, Writer(GraphIndex(data))).write()
        for syntax in SYNTAXES.values():
            path = tmp_path / f"{seed}/data/{safe_name(project.name)}{syntax.suffix}"
            assert path.read_bytes() == export_graph(data, syntax), (seed, syntax.name)


def test_the_files_of_a_named_graph_are_those_of_that_graph_alone(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps, "_MANY", 0)
    written = 0
    for seed in SEEDS:
        quads = Shapes(seed).quads()
        documents = Writer(GraphIndex(dataset(project, quads, is_packed=True)))
        for name, nodes in named_graphs(documents.graph).items():
            stem = f"{seed}/{name.rpartition('/')[2]}"
            with ReleaseWriter(tmp_path) as writer:
                write_named_graph(writer, documents, stem, name, nodes)
            own = [quad for quad in quads if quad.graph_name == NamedNode(name)]
            for syntax in BESIDE:
                expected = serialize(own, syntax, prefixes=prefixes_for(project.base), context=own_context())
                assert (tmp_path / f"{stem}{syntax.suffix}").read_bytes() == expected, (seed, name, syntax.name)
            written += 1
    assert written > len(SEEDS)


def test_what_the_files_differ_in_is_there(project: Project) -> None:
    """The graphs above have what can go wrong, so that the tests above can fail."""
    every = [dataset(project, Shapes(seed).quads(), is_packed=False) for seed in SEEDS]
    turtle = [export_graph(each, TURTLE).decode() for each in every]
    for text in ("[]", "( ", "[ ", " _:c14n", "\n_:c14n"):
        assert sum(text in each for each in turtle) > 1, text
    assert any(f"{'  ' * 50} [" in each or f"{'  ' * 50}[" in each for each in turtle)
    assert sum("\n_:c14n" in export_graph(each, TRIG).decode() for each in every) > 1
    assert sum(b" _:c14n0 .\n" in export_graph(each, NQUADS) for each in every) > 1
    assert sum(b'"dcat": ' not in export_graph(each, JSONLD) for each in every) > 1


def test_a_graph_without_blank_nodes_has_nothing_unnamed() -> None:
    quads = [Quad(NAMED[0], HAS, Literal("_:b"), GRAPHS[0])]
    packed = Packer().packed
    assert len(unnamed([packed(quads)])) == 0
    assert len(unnamed([packed(quads), packed([Quad(NAMED[0], HAS, Literal("x"), GRAPHS[3])])])) == 1


def test_an_empty_graph_is_written(project: Project, tmp_path: Path) -> None:
    data = dataset(project, [], is_packed=False)
    with ReleaseWriter(tmp_path) as writer:
        Dumps(writer, Writer(GraphIndex(data))).write()
    for syntax in SYNTAXES.values():
        path = tmp_path / f"data/{safe_name(project.name)}{syntax.suffix}"
        assert path.read_bytes() == export_graph(data, syntax)
