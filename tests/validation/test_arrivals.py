"""What a path of several steps leads to stands where the last of them is stated, whichever engine found it."""

import pytest

from triagraph.errors import ShapesError
from triagraph.formats import JSONLD, TURTLE
from triagraph.report import ValidationReport
from triagraph.report.graph import to_graph
from triagraph.report.paths import Path, beginnings, read_path
from triagraph.validation.ground import ground
from triagraph.validation.intake import Intake

HEAD = "@prefix x: <http://x/> .\n"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:Listed a sh:NodeShape ; sh:targetSubjectsOf x:list ;
  sh:property [ sh:path ( x:list [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ; sh:datatype xsd:integer ] .
x:Named a sh:NodeShape ; sh:targetClass x:Back ; sh:property [ sh:path [ sh:inversePath x:p ] ; sh:class x:D ] .
x:There a sh:NodeShape ; sh:targetClass x:ThereAndBack ;
  sh:property [ sh:path ( x:p [ sh:inversePath [ sh:alternativePath ( x:q x:r ) ] ] ) ; sh:class x:D ] .
x:Circle a sh:NodeShape ; sh:targetClass x:Some ;
  sh:property [ sh:path [ sh:oneOrMorePath ( x:q [ sh:zeroOrOnePath x:r ] ) ] ; sh:class x:D ] .
x:Itself a sh:NodeShape ; sh:targetClass x:Self ; sh:property [ sh:path [ sh:zeroOrMorePath x:p ] ; sh:nodeKind sh:Literal ] .
x:Lack a sh:NodeShape ; sh:targetClass x:Lacking ; sh:property [ sh:path [ sh:inversePath x:p ] ; sh:minCount 1 ] .
"""
BACKWARDS = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x/> .
x:Through a sh:NodeShape ; sh:targetClass x:Backwards ;
  sh:property [ sh:path [ sh:inversePath ( x:p [ sh:oneOrMorePath x:q ] ) ] ; sh:class x:D ] .
"""
CASES = {
    "items of a list": ('x:a x:list ( 1 "b" 2\n  "c" ) .\n', ["2:16", "3:3"]),
    "a list in a blank node": ('x:o x:p [ x:list ( [ x:list ( 1 "b" ) ] 1 ) ] .\n', ["2:20", "2:33"]),
    "backwards": ("x:a a x:Back ; x:p x:b .\nx:c x:o 1 ;\n  x:p x:a .\n", ["4:7"]),
    "there and back": ("x:a a x:ThereAndBack ; x:p x:b .\nx:y x:r x:b .\nx:z x:q x:b .\n", ["3:9", "4:9"]),
    "in a circle": (
        "x:a a x:Some ; x:q x:b .\nx:b x:q x:c ; x:r x:d .\nx:c x:q x:a .\n",
        ["2:20", "3:9", "3:19", "4:9"],
    ),
    "no step at all": ("x:z x:p 1 .\nx:a a x:Self ; x:p x:b .\n", ["3:1", "3:20"]),
    "missing, though it stands the other way round": ("x:z x:q x:a .\nx:a x:p x:z ; a x:Lacking .\n", ["3:1"]),
}


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize("name", CASES)
def test_a_value_stands_where_the_last_step_is_stated(name: str, engine: str) -> None:
    text, places = CASES[name]
    report = told(text, engine)
    assert [f"{each.location.line}:{each.location.column}" for each in report.results if each.location] == places


def test_both_engines_write_a_path_in_one_way() -> None:
    text = "".join(text for text, _ in CASES.values())
    shown = [sorted((each.path, each.value) for each in told(text, engine).results) for engine in ("shacl", "pyshacl")]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("syntax", [TURTLE, JSONLD])
def test_a_report_graph_has_the_paths_of_both_engines(syntax: object) -> None:
    text = CASES["there and back"][0]
    graphs = [to_graph(told(text, engine), syntax) for engine in ("shacl", "pyshacl")]  # type: ignore[arg-type]
    assert graphs[0] == graphs[1]
    assert b"inversePath" in graphs[0]


def test_a_path_begins_where_it_leaves_the_node() -> None:
    path = read_path("((<a>)*/<b>|^<c>|(<d>|<e>/<f>))")
    assert isinstance(path, Path)
    assert beginnings(path) == ("<a>", "<d>", "<e>")


def test_a_sequence_taken_backwards_is_refused_by_the_engine_that_cannot() -> None:
    text = "x:a a x:Backwards .\nx:c x:q x:a .\nx:b x:p x:d .\nx:d x:q x:c .\nx:e x:p x:c .\n"
    report = told(text, "shacl", BACKWARDS)
    assert [f"{each.location.line}:{each.location.column}" for each in report.results if each.location] == [
        "4:9",
        "6:9",
    ]
    with pytest.raises(ShapesError, match="backwards"):
        told(text, "pyshacl", BACKWARDS)


def told(text: str, engine: str, shapes: str = SHAPES) -> ValidationReport:
    ours = ground(None, engine, [["x.ttl", None, shapes.encode()]])  # type: ignore[arg-type]
    return ours.validate([["x.ttl", TURTLE.name, (HEAD + text).encode()]], Intake(trust=True, allow_empty=True))
