"""Both engines find the same in mutated graphs; what they see differently is listed with the reason, strictly."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.errors import ShapesError
from triagraph.formats import NTRIPLES, TURTLE
from triagraph.namespaces import DEFAULT_BASE, RDF, SH, XSD
from triagraph.parser import parse, read_document
from triagraph.parser.document import document_of
from triagraph.project import load_project
from triagraph.serializer import ntriples
from triagraph.store.loading import Dataset, load
from triagraph.validation import ShapesGraph, choose_engine, read_shapes
from triagraph.validation.engine import EngineName, Finding
from triagraph.validation.lexical import findings_of
from triagraph.validation.screening import prepared

BENCH = Path(__file__).parents[3] / "shared" / "bench"
#: One run of the second engine takes seconds, so that there are few; `.ci/long` tries more.
SEEDS = range(40) if os.environ.get("TRIAGRAPH_LONG") else range(1)
TYPE = f"{RDF}type"
#: Graphs of the bundled project that are mutated: much of the vocabulary in few statements.
SOURCES = {"seed", "acod-kompetenzcluster", "wirtschaft-com-acod", "polymermat-protokoll-2007", "swing-iek"}

Row = tuple[str, str | None, str | None, str, str]


def row(finding: Finding) -> Row:
    shape = finding.source_shape
    return (finding.focus_node, finding.value, shape, finding.component.partition("#")[2], finding.severity)


def found(engine: EngineName, data: str, shapes: Iterable[Quad]) -> Counter[Row]:
    return Counter(row(finding) for finding in findings_of(choose_engine(engine), data, shapes))


# ---- the differences that are known


@dataclass(frozen=True)
class Difference:
    """What one engine reports and the other does not, who is right, and a small graph that shows it."""

    reason: str
    only: EngineName
    component: str
    fits: Callable[[str], bool]
    shapes: str
    data: str


def _is_number(term: str) -> bool:
    return any(f"#{name}>" in term for name in ("integer", "nonNegativeInteger", "decimal", "int"))


KNOWN = (
    Difference(
        "what cannot be compared is not less (https://www.w3.org/TR/shacl/#LessThanConstraintComponent); pySHACL goes by rdflib's own order",
        "shacl",
        "LessThanConstraintComponent",
        lambda value: value.startswith('"') and not _is_number(value),
        "e:s a sh:NodeShape ; sh:targetNode e:a ; sh:property e:p . e:p sh:path e:from ; sh:lessThan e:to .",
        'e:a e:from "2009"^^xsd:gYear ; e:to "12"^^xsd:nonNegativeInteger .',
    ),
    Difference(
        "what cannot be compared is no more in the range (https://www.w3.org/TR/shacl/#MaxInclusiveConstraintComponent); pySHACL goes by rdflib's own order",
        "shacl",
        "MaxInclusiveConstraintComponent",
        lambda value: value.startswith('"') and not _is_number(value),
        "e:s a sh:NodeShape ; sh:targetNode e:a ; sh:property e:p . e:p sh:path e:length ; sh:maxInclusive 90 .",
        'e:a e:length "2009"^^xsd:gYear .',
    ),
    Difference(
        "STR of a blank node is an error in SPARQL, so that a FILTER on it drops the row; rdflib gives its label",
        "pyshacl",
        "SPARQLConstraintComponent",
        lambda value: value.startswith("_:"),
        "e:s a sh:NodeShape ; sh:targetNode e:a ; sh:property e:p . e:p sh:path e:code ; sh:sparql e:q . "
        'e:q sh:select "SELECT $this ?value WHERE { $this $PATH ?value FILTER (STRLEN(STR(?value)) > 0) }" .',
        "e:a e:code _:b .",
    ),
)


def explained(one: Row, engine: EngineName) -> Difference | None:
    for known in KNOWN:
        if (known.only, known.component) == (engine, one[3]) and known.fits(one[1] or ""):
            return known
    return None


def unexplained(data: str, shapes: Sequence[Quad]) -> list[tuple[EngineName, Row]]:
    results: dict[EngineName, Counter[Row]] = {"shacl": found("shacl", data, shapes)}
    try:
        results["pyshacl"] = found("pyshacl", data, shapes)
    except ShapesError as error:
        # In some graphs pySHACL goes too deep for Python. It says so, which is a verdict too: it could not be told.
        if "recursion" not in error.message.en:
            raise
        return []
    pairs: tuple[tuple[EngineName, EngineName], ...] = (("shacl", "pyshacl"), ("pyshacl", "shacl"))
    return [
        (one, each)
        for one, other in pairs
        for each in (results[one] - results[other]).elements()
        if explained(each, one) is None
    ]


def turtle(text: str) -> list[Quad]:
    prefixes = f"@prefix sh: <{SH}> . @prefix e: <http://e.org/> . @prefix xsd: <{XSD}> .\n"
    return list(parse(document_of("a.ttl", (prefixes + text).encode(), TURTLE), rename_blank_nodes=False))


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.component)
def test_a_known_difference_is_one(known: Difference) -> None:
    data, shapes = ntriples(turtle(known.data)), prepared(turtle(known.shapes))
    other: EngineName = "pyshacl" if known.only == "shacl" else "shacl"
    results = found(known.only, data, shapes)
    assert [explained(each, known.only) for each in results] == [known]
    assert found(other, data, shapes) == Counter()


def test_pyshacl_says_that_it_cannot_compare_blank_nodes() -> None:
    data, shapes = ntriples(turtle("e:a e:from _:b ; e:to 1 .")), prepared(turtle(KNOWN[0].shapes))
    assert len(found("shacl", data, shapes)) == 1
    with pytest.raises(ShapesError, match="BlankNode"):
        found("pyshacl", data, shapes)


def test_a_new_difference_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    data, shapes = ntriples(turtle(KNOWN[0].data)), prepared(turtle(KNOWN[0].shapes))
    monkeypatch.setattr(sys.modules[__name__], "KNOWN", ())
    assert [engine for engine, _ in unexplained(data, shapes)] == ["shacl"]


# ---- mutations


def typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + name))


ODD = (
    *(
        Literal("x"),
        Literal(""),
        Literal("Text", language="de"),
        Literal("text", language="en-GB"),
        Literal("x" * 3000),
    ),
    *(typed("01", "integer"), typed("-3", "integer"), typed("1.5", "decimal"), typed("many", "integer")),
    *(typed("2009-13-01", "date"), typed("2009-02-30", "date"), typed("09", "gYear"), typed("2009", "gYear")),
    *(typed("2009-05", "gYearMonth"), typed("1", "int"), typed("TRUE", "boolean"), typed("http://a b", "anyURI")),
    *(typed("2009-01-01T00:00:00", "dateTime"), NamedNode("http://example.org/x")),
    *(NamedNode(f"{DEFAULT_BASE}id/network/unknown"), BlankNode("one"), BlankNode("two")),
)


def compared(shapes: Sequence[Quad]) -> set[str]:
    """Give the properties that sh:lessThan compares; pySHACL refuses a whole graph in which one has a blank node."""
    pairs = {
        quad.subject: quad.object.value
        for quad in shapes
        if "lessThan" in quad.predicate.value and isinstance(quad.object, NamedNode)
    }
    paths = {
        quad.object.value
        for quad in shapes
        if quad.subject in pairs and quad.predicate.value == f"{SH}path" and isinstance(quad.object, NamedNode)
    }
    return paths | set(pairs.values())


def mutated(quads: Sequence[Quad], chance: random.Random, number: int, spared: set[str]) -> list[Quad]:
    """Take away, replace and add statements: odd values, other properties, other subjects, other types."""
    result = list(quads)
    subjects = sorted({quad.subject for quad in quads}, key=str)
    predicates = sorted({quad.predicate for quad in quads}, key=str)
    types = sorted({quad.object for quad in quads if quad.predicate.value == TYPE}, key=str) or list(ODD[-3:])
    objects = [quad.object for quad in quads]

    def changed(quad: Quad) -> Quad:
        value: Any = chance.choice((*ODD, chance.choice(objects)))
        subject: Any = chance.choice(subjects)
        kind = chance.randrange(4)
        if kind == 0:
            return Quad(quad.subject, quad.predicate, value, quad.graph_name)
        if kind == 1:
            return Quad(quad.subject, chance.choice(predicates), quad.object, quad.graph_name)
        if kind == 2:
            return Quad(subject, quad.predicate, quad.object, quad.graph_name)
        return Quad(quad.subject, NamedNode(TYPE), chance.choice(types), quad.graph_name)

    for _ in range(number):
        position = chance.randrange(len(result))
        new = changed(result[position])
        if chance.random() < 0.5:
            result.append(new)
        elif chance.random() < 0.3:
            result.pop(position)
        else:
            result[position] = new
    return [quad for quad in result if not (quad.predicate.value in spared and isinstance(quad.object, BlankNode))]


@cache
def ground() -> tuple[Dataset, tuple[ShapesGraph, ...]]:
    project = load_project()
    return load(project), read_shapes(project)


def layer(name: str) -> list[Quad]:
    dataset, _ = ground()
    quads = dataset.layers[name]
    if name == "vocabulary":
        return list(quads)
    asserted = [
        quad for quad in dataset.layers["asserted"] if str(quad.graph_name).strip("<>").rsplit("/", 1)[-1] in SOURCES
    ]
    if name == "asserted":
        return asserted
    if name == "derived":
        return list(quads[:200])
    things = {str(term) for quad in asserted for term in (quad.subject, quad.object)}
    return [quad for quad in quads if str(quad.subject) in things]


@pytest.mark.parametrize("number", range(len(read_shapes(load_project()))))
@pytest.mark.parametrize("seed", SEEDS)
def test_the_engines_agree_on_mutated_graphs_of_our_vocabulary(seed: int, number: int) -> None:
    dataset, shapes = ground()
    chance = random.Random(seed)
    graph = shapes[number]
    quads = [
        quad
        for name in sorted(graph.layers)
        for quad in mutated(layer(name), chance, len(layer(name)) // 4, compared(graph.quads))
    ]
    data = ntriples([*quads, *dataset.terms])
    assert sum(found("shacl", data, graph.quads).values()) > 20
    assert unexplained(data, graph.quads) == []


@pytest.mark.skipif(not BENCH.is_dir(), reason="needs ../shared/bench")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_engines_agree_on_mutated_graphs_of_the_benchmark(seed: int) -> None:
    shapes = prepared(list(parse(read_document(BENCH / "shapes.ttl"))))
    made = subprocess.run(
        [sys.executable, str(BENCH / "generate.py"), "120", str(seed), "--bad", "0.2"], capture_output=True, check=True
    )
    quads = list(parse(document_of("a.nt", made.stdout, NTRIPLES)))
    data = ntriples(mutated(quads, random.Random(seed), len(quads) // 10, compared(shapes)))
    assert sum(found("shacl", data, shapes).values()) > 20
    assert unexplained(data, shapes) == []
