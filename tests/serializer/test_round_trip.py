"""Laws of the writers: what is written reads back as the same graph, and the same graph gives the same bytes."""

import random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, SYNTAXES, TRIG, TURTLE, Syntax
from triagraph.namespaces import DEFAULT_BASE, XSD, prefixes_for
from triagraph.parser import Document, parse
from triagraph.parser.jsonld import own_context
from triagraph.project import load_project
from triagraph.serializer import canonical, merged, serialize
from triagraph.store.loading import load

PREFIXES = prefixes_for(DEFAULT_BASE)

iris = st.sampled_from(
    [
        "https://w3id.org/triagraph/id/network/acod",
        "https://w3id.org/triagraph/id/network/a.b-c",
        "https://w3id.org/triagraph/id/network/.dot.",
        "https://w3id.org/triagraph/id/network/x/y",
        "https://w3id.org/triagraph/ontology#reach",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil",
        "http://example.org/ü",
        "http://example.org/a%20b",
        "geo:50.1,10.2",
        "urn:isbn:1",
    ]
).map(ox.NamedNode)
predicates = st.sampled_from(
    [
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#first",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://purl.org/dc/terms/date",
        "https://w3id.org/triagraph/ontology#activeIn",
        "https://w3id.org/triagraph/ontology#memberCount",
        "http://example.org/p",
    ]
).map(ox.NamedNode)
blanks = st.integers(0, 4).map(lambda number: ox.BlankNode(f"b{number}"))
texts = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters="".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))),
    ),
    max_size=12,
)
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["de", "en", "de-at"])),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        st.sampled_from(
            [
                "1",
                "01",
                "+1",
                "-0",
                "1.0",
                "1.",
                ".5",
                "1e3",
                "1E+3",
                "true",
                "false",
                "0",
                "TRUE",
                "2006",
                "2006-06",
                "",
                "abc",
            ]
        ),
        st.sampled_from(["integer", "decimal", "double", "boolean", "gYear", "date", "string"]),
    ),
)
triples = st.builds(ox.Quad, st.one_of(iris, blanks), predicates, st.one_of(iris, blanks, literals))
graphs = st.lists(triples, max_size=12)
datasets = st.lists(
    st.builds(
        lambda quad, graph: ox.Quad(quad.subject, quad.predicate, quad.object, graph),
        triples,
        st.sampled_from(
            [ox.DefaultGraph(), ox.NamedNode("https://w3id.org/triagraph/graph/asserted/a"), ox.NamedNode("http://g/")]
        ),
    ),
    max_size=12,
)


def written(quads: list[ox.Quad], syntax: Syntax) -> bytes:
    return serialize(quads, syntax, prefixes=PREFIXES, context=own_context())


def read(data: bytes, syntax: Syntax) -> list[ox.Quad]:
    return canonical(parse(Document("test", data, syntax)))


@pytest.mark.parametrize("syntax", [TURTLE, NTRIPLES, JSONLD, RDFXML], ids=lambda syntax: syntax.name)
@settings(max_examples=150, deadline=None)
@given(quads=graphs)
def test_a_graph_reads_back_as_it_was(syntax: Syntax, quads: list[ox.Quad]) -> None:
    assert read(written(quads, syntax), syntax) == canonical(merged(quads))


@pytest.mark.parametrize("syntax", [NQUADS, TRIG], ids=lambda syntax: syntax.name)
@settings(max_examples=150, deadline=None)
@given(quads=datasets)
def test_a_dataset_reads_back_as_it_was(syntax: Syntax, quads: list[ox.Quad]) -> None:
    assert read(written(quads, syntax), syntax) == canonical(quads)


@pytest.mark.parametrize("syntax", SYNTAXES.values(), ids=lambda syntax: syntax.name)
@settings(max_examples=40, deadline=None)
@given(quads=graphs, seed=st.integers())
def test_the_order_of_statements_changes_no_byte(syntax: Syntax, quads: list[ox.Quad], seed: int) -> None:
    shuffled = [*quads, *quads]
    random.Random(seed).shuffle(shuffled)
    assert written(shuffled, syntax) == written(quads, syntax)


def test_a_lost_statement_is_noticed() -> None:
    quads = list(parse(Document("t", b"<http://a> <http://b> 1, 01 .", TURTLE)))
    assert read(written(quads[:1], TURTLE), TURTLE) != canonical(quads)


@pytest.mark.parametrize("syntax", SYNTAXES.values(), ids=lambda syntax: syntax.name)
def test_the_bundled_graph_reads_back_as_it_was(syntax: Syntax) -> None:
    quads = load(load_project()).quads()
    expected = canonical(quads if syntax.has_graphs else merged(quads))
    assert len(expected) > 2000
    assert read(written(quads, syntax), syntax) == expected
