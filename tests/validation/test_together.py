"""Shapes of different layers find the same in one run on all layers as each by itself."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.errors import InputError
from triagraph.formats import NTRIPLES
from triagraph.namespaces import OWL, RDF, RDFS, SH, TRIA
from triagraph.report import ValidationReport
from triagraph.validation import intake, streamed
from triagraph.validation.engine import Finding
from triagraph.validation.files import OpenFile
from triagraph.validation.ground import Ground, ground
from triagraph.validation.intake import Intake
from triagraph.validation.joint import Sight
from triagraph.validation.lines import LineScan
from triagraph.validation.shapes import shapes_graph
from triagraph.validation.together import Together, together

pytestmark = pytest.mark.skipif(not intake.can_stream(), reason="needs named pipes and the engine shacl")

ID = "<https://w3id.org/triagraph/id/"
TYPE = f"<{RDF}type>"
NETWORK = f"{ID}network/muster> {TYPE} <{TRIA}NetworkOrganisation> .\n"
POLICY, STRUCTURE = frozenset({"asserted"}), frozenset({"asserted", "mapping", "vocabulary"})


def statement(subject: str, predicate: str, value: str) -> str:
    name = f"{ID}statement/muster>"
    return "".join(
        f"{name} <{RDF}{part}> {term} .\n"
        for part, term in (
            ("type", f"<{RDF}Statement>"),
            ("subject", subject),
            ("predicate", predicate),
            ("object", value),
        )
    )


#: What documents may say that makes the other layers matter, and for which shapes.
SEEN = {
    "a statement about what only a rule says": (
        statement(f"{ID}network/optonet>", f"<{TRIA}hasForm>", f"{ID}form/brochure-marketing>"),
        STRUCTURE,
    ),
    "a fact about a code of the vocabulary": (f"{ID}code/cluster> <{TRIA}activeIn> {ID}region/tria> .\n", POLICY),
    "another name of a form": (
        f'{ID}form/seed-cluster> <http://www.w3.org/2004/02/skos/core#altLabel> "Verbund"@de .\n',
        POLICY,
    ),
    "a form of a network that a rule gives one": (
        f"{ID}network/optonet> <{TRIA}hasForm> {ID}form/seed-cluster> .\n",
        POLICY,
    ),
}
UNSEEN = {
    "a network": NETWORK,
    "a code as a value": f"{ID}network/muster> <{TRIA}memberKind> {ID}code/cluster> .\n",
    "a statement about something new": statement(f"{ID}network/muster>", f"<{TRIA}activeIn>", f"{ID}region/tria>"),
}


@cache
def bundled() -> Ground:
    """The bundled project without most of its sources, so that a run is quick."""
    ours = ground(None, "shacl", [])
    seed = tuple(quad for quad in ours.dataset.layers["asserted"] if str(quad.graph_name).endswith("/seed>"))
    return replace(ours, dataset=replace(ours.dataset, layers={**ours.dataset.layers, "asserted": seed}))


@cache
def joint() -> tuple[Together, list[Sight]]:
    found = together(bundled().graphs)
    assert found is not None
    return found, found.sights(bundled().dataset)


@contextmanager
def opened(path: Path, text: str) -> Iterator[list[OpenFile]]:
    path.write_text(text, encoding="utf-8")
    with path.open("rb") as file:
        yield [OpenFile(path.name, file.fileno())]


def both(path: Path, text: str) -> tuple[ValidationReport, ValidationReport]:
    with opened(path, text) as files:
        streaming = streamed.prepared(bundled(), files, Intake(allow_empty=True))()
    full = bundled().validate([[path.name, NTRIPLES.name, text.encode()]], Intake(allow_empty=True))
    return streaming, full


def seeing(text: str) -> list[frozenset[str]]:
    """Give the layers of the shapes graphs that must be run by themselves."""
    scan = LineScan(bundled().graphs, bundled().dataset.terms, {}, trust=False, sights=joint()[1])
    scan.feed("x.nt", text.encode())
    return [graph.layers for number, graph in enumerate(bundled().graphs) if scan.sees(number)]


def test_the_bundled_shapes_can_be_run_together() -> None:
    whole, sights = joint()
    assert whole.graph.shapes == frozenset().union(*(graph.shapes for graph in bundled().graphs))
    assert not any(sight.everywhere for sight in sights)


@pytest.mark.parametrize("name", SEEN)
def test_what_touches_other_layers_is_noticed(name: str) -> None:
    text, layers = SEEN[name]
    assert layers in seeing(text)


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_what_does_not_touch_them_is_not(text: str) -> None:
    assert seeing(text) == []


@pytest.mark.parametrize("text", [*(text for text, _ in SEEN.values()), *UNSEEN.values()], ids=[*SEEN, *UNSEEN])
def test_both_ways_give_the_same_report(tmp_path: Path, text: str) -> None:
    streaming, full = both(tmp_path / "x.nt", text)
    assert streaming == full


def test_a_statement_must_stand_in_the_data_and_not_only_in_what_a_rule_says(tmp_path: Path) -> None:
    text, _ = SEEN["a statement about what only a rule says"]
    streaming, _ = both(tmp_path / "x.nt", text)
    assert any("Statement-object-stands" in (each.source_shape or "") for each in streaming.results)


def random_lines(chance: random.Random) -> str:
    """Say something at random with the words of the project."""
    every = [quad for quads in bundled().dataset.layers.values() for quad in quads]
    names = [f"{ID}network/muster>", f"{ID}statement/muster>"]

    def term() -> str:
        quad = chance.choice(every)
        return chance.choice([*names, str(quad.subject), str(quad.object)])

    lines = []
    for _ in range(chance.randint(1, 12)):
        quad = chance.choice(every)
        if chance.random() < 0.3:
            lines.append(statement(str(quad.subject), str(quad.predicate), str(quad.object)))
            continue
        subject = chance.choice([*names, str(quad.subject)])
        value = str(quad.object) if chance.random() < 0.6 else term()
        lines.append(f"{subject} {quad.predicate} {value} .\n")
    return "".join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_both_ways_give_the_same_report_on_what_is_said_at_random(tmp_path: Path, seed: int) -> None:
    streaming, full = both(tmp_path / "x.nt", random_lines(random.Random(seed)))
    assert streaming == full


def shapes_of(*lines: tuple[str, str, str], layers: Sequence[str]) -> Ground:
    """Make a shapes graph."""
    quads = [
        Quad(NamedNode(f"http://x/{s}"), NamedNode(p), Literal(o) if o.isdigit() else NamedNode(o)) for s, p, o in lines
    ]
    return replace(bundled(), graphs=(shapes_graph(quads, frozenset(layers)),))


def test_one_shapes_graph_is_run_as_it_is() -> None:
    assert together(bundled().graphs[:1]) is None


def test_shapes_that_two_graphs_run_are_not_put_together() -> None:
    shape = (
        ("S", f"{RDF}type", f"{SH}NodeShape"),
        ("S", f"{SH}targetClass", "http://x/C"),
        ("S", f"{SH}property", "http://x/P"),
        ("P", f"{SH}path", "http://x/p"),
        ("P", f"{SH}minCount", "1"),
    )
    other = (
        ("T", f"{RDF}type", f"{SH}NodeShape"),
        ("T", f"{SH}targetClass", "http://x/D"),
        ("T", f"{SH}property", "http://x/P"),
        *shape[3:],
    )
    (one,), (two,) = (
        shapes_of(*shape, layers=["asserted"]).graphs,
        shapes_of(*other, layers=["asserted", "derived"]).graphs,
    )
    assert together([one, two]) is None
    (alone,) = shapes_of(("U", f"{SH}targetClass", f"{RDFS}Class"), layers=["derived"]).graphs
    assert together([one, alone]) is not None


def test_a_finding_of_a_shape_that_nobody_runs_is_not_shared_out() -> None:
    finding = Finding("<http://x/n>", None, None, "<http://x/unknown>", f"{SH}MinCount", f"{SH}Violation", ())
    assert joint()[0].shared_out([finding]) is None
    assert joint()[0].shared_out([]) == [[], [], []]


def test_projects_whose_shapes_share_a_shape_are_validated_graph_by_graph(tmp_path: Path) -> None:
    path = tmp_path / "x.nt"
    text = f"<http://x/n> {TYPE} <http://x/C> .\n<http://x/m> {TYPE} <{OWL}x> .\n".replace(f"<{OWL}x>", "<http://x/D>")
    shape = (("S", f"{SH}targetClass", "http://x/C"), ("S", f"{SH}property", "http://x/P"))
    other = (("T", f"{SH}targetClass", "http://x/D"), ("T", f"{SH}property", "http://x/P"))
    rest = (("P", f"{SH}path", "http://x/p"), ("P", f"{SH}minCount", "1"))
    graphs = (
        *shapes_of(*shape, *rest, layers=["asserted"]).graphs,
        *shapes_of(*other, *rest, layers=["asserted", "derived"]).graphs,
    )
    ours = replace(bundled(), graphs=graphs)
    with opened(path, text) as files:
        report = streamed.prepared(ours, files, Intake())()
    assert [result.focus_node for result in report.results] == ["<http://x/n>", "<http://x/m>"]


def test_data_that_no_shape_targets_is_no_verdict_and_leaves_no_engine_behind(tmp_path: Path) -> None:
    with opened(tmp_path / "x.nt", '<http://x/s> <http://x/p> "x" .\n') as files, pytest.raises(InputError):
        streamed.prepared(bundled(), files, Intake())()
