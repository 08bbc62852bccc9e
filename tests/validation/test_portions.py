"""Where shapes find more than fits in memory they are run a few at a time, and find the same."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf

pytest.importorskip("shacl", reason="the `shacl` engine has no wheel for this platform")

from triagraph.errors import InputError
from triagraph.formats import NTRIPLES
from triagraph.namespaces import SH, TRIA
from triagraph.project import load_project
from triagraph.report.transport import from_plain
from triagraph.validation import batches, portions, rust_engine
from triagraph.validation.lexical import with_patterns
from triagraph.validation.portions import taken_apart
from triagraph.validation.rust_engine import RustEngine
from triagraph.validation.screening import prepared
from triagraph.validation.shapes import read_shapes
from triagraph.validation.statements import Statements
from triagraph.validation.streamed import ready

NETWORK = "<https://w3id.org/triagraph/id/network/bad-%d>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Thing a rdfs:Class, sh:NodeShape ; sh:nodeKind sh:IRI ; sh:property ex:name, ex:part ; sh:severity sh:Warning .
ex:name sh:path ex:name ; sh:minCount 1 ; sh:message "A name, please." .
ex:part sh:path ex:part ; sh:node ex:Part ; sh:property ex:name .
ex:Part a sh:NodeShape ; sh:targetObjectsOf ex:part ; sh:property ex:size .
ex:size sh:path ex:size ; sh:minCount 1 ; sh:maxInclusive 3 .
ex:Closed a sh:NodeShape ; sh:targetSubjectsOf ex:closed ; sh:closed true ; sh:property ex:closed-one .
ex:closed-one sh:path ex:closed ; sh:datatype <http://www.w3.org/2001/XMLSchema#integer> .
ex:far sh:targetClass ex:Thing ; sh:path ( ex:part ex:size ) ; sh:minCount 1 .
ex:Gone a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:never ; sh:deactivated true .
ex:never sh:path ex:never ; sh:minCount 1 .
ex:Asks a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql ex:asking .
ex:asking sh:message "{$this} has {?size}." ; sh:select "SELECT $this ?size { $this <http://example.org/part>/<http://example.org/size> ?size }" .
"""
THINGS = """
@prefix ex: <http://example.org/> .
%s a ex:Thing ; ex:part [ ex:size %d ] , "text" ; ex:closed "x" ; ex:other ex:o%d .
"""


def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run have a handful of results."""
    monkeypatch.setattr(rust_engine, "MOST", 7)
    monkeypatch.setattr(portions, "_FEW", 3)


def shapes() -> Statements:
    return prepared(list(parse_rdf(SHAPES, format=RdfFormat.TURTLE)))


def things() -> str:
    names = ["ex:a", "_:b", "ex:c", "_:d", "[]"]
    text = "".join(THINGS % (name, size, size) for size, name in enumerate(names, 1))
    quads = parse_rdf(text, format=RdfFormat.TURTLE)
    return "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads)


def networks(number: int) -> str:
    lines = (f'{NETWORK} {TYPE} <{TRIA}NetworkOrganisation> .\n{NETWORK} <{TRIA}technologyField> "Optik" .\n',) * number
    return "".join(line.replace("%d", str(each)) for each, line in enumerate(lines))


def test_shapes_of_all_kinds_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = things()
    whole = RustEngine().prepare(shapes())(data)
    assert len(whole) > 30
    few(monkeypatch)
    assert set(RustEngine().prepare(shapes())(data)) == set(whole)


AT_MANY_NODES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
ex:Thing a sh:NodeShape ; sh:targetClass ex:Thing ; sh:targetObjectsOf ex:odd ; sh:property ex:size .
ex:size sh:path ex:size ; sh:maxCount 0 .
ex:Closed a sh:NodeShape ; sh:targetSubjectsOf ex:size ; sh:closed true ; sh:ignoredProperties ( ex:odd ) .
ex:All a sh:NodeShape ; sh:targetNode ex:all ; sh:severity sh:Info ; sh:sparql ex:asking .
ex:asking sh:message "{?value} has {?size}." ;
  sh:select "SELECT $this ?value ?size WHERE { ?value <http://example.org/size> ?size . FILTER(?size != 'SELECT }') }" .
"""


def test_one_shape_with_a_great_many_results_is_run_at_some_nodes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    nodes = [name for each in range(12) for name in (f"<http://example.org/{each}>", f"_:b{each}")]
    data = "".join(
        f"{node} {TYPE} <http://example.org/{'Thing' if each % 2 else 'Kind'}> .\n"
        f'{node} <http://example.org/size> "{each}" .\n'
        f'{node} <http://example.org/odd> "odd" .\n'
        for each, node in enumerate(nodes)
    )
    data += f"<http://example.org/all> {TYPE} <http://example.org/Kind> .\n"
    data += "<http://example.org/Kind> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://example.org/Thing> .\n"
    graph = prepared(list(parse_rdf(AT_MANY_NODES, format=RdfFormat.TURTLE)))
    whole = RustEngine().prepare(graph)(data)
    assert len(whole) == 24 + 2 * 24 + 24
    few(monkeypatch)
    assert sorted(RustEngine().prepare(graph)(data), key=str) == sorted(whole, key=str)


def test_too_many_results_at_one_thing_are_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "".join(f'<http://example.org/a> <http://example.org/part> "{each}" .\n' for each in range(30))
    data += f"<http://example.org/a> {TYPE} <http://example.org/Thing> .\n"
    few(monkeypatch)
    assert len(RustEngine().prepare(shapes())(data)) > 60
    monkeypatch.setattr(batches, "_MOST_AT_ONE", 20)
    with pytest.raises(InputError, match="more than 20 times at a single thing"):
        RustEngine().prepare(shapes())(data)


def test_a_shape_without_constraints_of_its_own_is_not_copied() -> None:
    _, found, copies = taken_apart(shapes())
    assert set(copies.values()) == {"<http://example.org/Thing>", "<http://example.org/Asks>"}
    assert not any("<http://example.org/never>" in each.sources for each in found)


def test_our_own_shapes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = networks(20)
    quads = [with_patterns(graph.quads)[0] for graph in read_shapes(load_project())]
    whole = [set(RustEngine().prepare(each)(data)) for each in quads]
    few(monkeypatch)
    assert [set(RustEngine().prepare(each)(data)) for each in quads] == whole


def test_only_messages_of_sparql_constraints_are_given_to_an_engine() -> None:
    (graph, *_) = read_shapes(load_project())
    asking = {quad.object for quad in graph.quads.of(f"{SH}sparql")}
    assert {quad.subject for quad in graph.quads.of(f"{SH}message")} <= asking


def test_a_file_that_is_streamed_is_told_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "in.nt"
    path.write_text(networks(12), encoding="utf-8")

    def validated() -> dict[str, object]:
        with path.open("rb") as file:
            return ready(None, [], [["in.nt", NTRIPLES.name, file.fileno()]], trust=False, allow_empty=False)()

    whole = validated()
    few(monkeypatch)
    assert validated() == whole
    report = from_plain(whole)
    assert report.summary()["violation"] == len(report.results) == 5 * 12
    assert all(result.location is not None for result in report.results)
