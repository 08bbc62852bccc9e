"""A contribution on top of a graph that lives on a real SPARQL server: the same results as on the same graph in memory."""

from __future__ import annotations

import os
import random
from functools import cache
from typing import TYPE_CHECKING

import pytest
from triple_stores import run_oxigraph, run_virtuoso

from triagraph.bundled import bundled_root
from triagraph.errors import InputError
from triagraph.project import load_project
from triagraph.serializer import ntriples
from triagraph.store import push
from triagraph.store.connection import Connection
from triagraph.store.loading import load
from triagraph.validation.against.receiving import Existing, validate_files_against
from triagraph.validation.intake import Intake, ReceivedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad
    from tests.store.conftest import Play

    from triagraph.project import Project
    from triagraph.report import ValidationReport

PREFIXES = """@prefix tria: <https://w3id.org/triagraph/ontology#> . @prefix code: <https://w3id.org/triagraph/id/code/> .
@prefix network: <https://w3id.org/triagraph/id/network/> . @prefix region: <https://w3id.org/triagraph/id/region/> .
@prefix form: <https://w3id.org/triagraph/id/form/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix assessment: <https://w3id.org/triagraph/id/assessment/> . @prefix criterion: <https://w3id.org/triagraph/id/criterion/> .
@prefix quotation: <https://w3id.org/triagraph/id/quotation/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: How many random contributions; more under TRIAGRAPH_LONG.
LONG = 200 if os.environ.get("TRIAGRAPH_LONG") else 0
CONTRIBUTIONS = {
    "right": "network:optonet a tria:NetworkOrganisation .",
    "second label": 'network:acod skos:prefLabel "Anders"@de .',
    "wrong class": "network:optonet tria:activeIn network:acod , code:met .",
    "a cycle of regions": "region:thueringen tria:locatedIn region:ilmenau .",
    "a form by hand": "network:optonet tria:hasForm form:seed-cluster .",
    "what rules see": "assessment:new a tria:CriterionAssessment ; tria:network network:optonet ; tria:assessedValue code:met ;\n"
    "tria:criterion criterion:strategic-rnd ; prov:wasQuotedFrom quotation:seed-active .",
    "refused": "network:acod a tria:Region .",
    "a nameless node": '[] a tria:NetworkOrganisation ; skos:prefLabel "x"@de ; tria:activeIn region:tria .',
    "a quotation of another length": "quotation:seed-active <http://www.w3.org/ns/oa#hasSelector> quotation:seed-041 .",
}


def validated(text: str, existing: Existing, *, allow_empty: bool = False) -> ValidationReport:
    file = ReceivedFile("new.ttl", (PREFIXES + text).encode())
    return validate_files_against((file,), existing, intake=Intake(allow_empty=allow_empty))


@pytest.fixture(scope="module", params=[run_oxigraph, run_virtuoso], ids=["oxigraph", "virtuoso"])
def endpoint(
    request: pytest.FixtureRequest, graphs: dict[str, list[Quad]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection]:
    """Give each of the real triple stores, with the bundled graph and nothing else in it."""
    with request.param(tmp_path_factory.mktemp("server")) as server:
        store = server.store(rights=True)
        push.send(push.steps(push.plan_whole(graphs["bundled"]), store, graph_store=server.graph_store), store)
        yield Connection(server.query)


@pytest.mark.parametrize("name", CONTRIBUTIONS)
def test_a_server_and_memory_tell_the_same(name: str, endpoint: Connection, project: Project) -> None:
    assert_same(CONTRIBUTIONS[name], endpoint, project)


@pytest.fixture(scope="session")
def stated(project: Project) -> list[str]:
    """Give the statements of the bundled graph, a line each."""
    return ntriples(load(project).quads(["asserted", "mapping"])).splitlines()


@pytest.mark.parametrize("seed", range(LONG or 5))
def test_a_random_contribution_causes_the_same_on_a_server(
    seed: int, endpoint: Connection, project: Project, stated: list[str]
) -> None:
    """Statements of the graph are said of other things, with other values, or with values of other things."""
    chance = random.Random(seed)
    lines = []
    for _ in range(chance.randint(1, 12)):
        subject, predicate, value = chance.choice(stated)[:-2].split(" ", 2)
        other = chance.choice(stated)[:-2].split(" ", 2)
        kind = chance.randrange(4)
        lines.append(f"{other[0] if kind == 0 else subject} {predicate} {other[2] if kind == 1 else value} .")
        if kind == 2:
            lines.append(f"{subject} {other[1]} {other[2]} .")
    assert_same("\n".join(lines), endpoint, project)


@cache
def in_memory(text: str) -> ValidationReport:
    return validated(text, Existing(load_project(bundled_root()), "here"), allow_empty=True)


def assert_same(text: str, endpoint: Connection, project: Project) -> None:
    memory = in_memory(text)
    remote = validated(text, Existing(project, "here", endpoint=endpoint), allow_empty=True)
    assert [_without_labels_of_nodes(each.focus_node) for each in remote.results] == [
        _without_labels_of_nodes(each.focus_node) for each in memory.results
    ]
    assert [(each.message, each.location, each.source_shape) for each in remote.results] == [
        (each.message, each.location, each.source_shape) for each in memory.results
    ]
    assert remote.checked == memory.checked
    assert remote.labels == memory.labels
    assert any("as the server gives them" in note.en for note in remote.notes)


def _without_labels_of_nodes(term: str | None) -> str | None:
    return "_:" if term is not None and term.startswith("_:") else term


def test_what_cannot_be_read_is_told_without_asking_the_server(play: Play, project: Project) -> None:
    report = validated("network:optonet tria:activeIn", Existing(project, "there", endpoint=Connection(play.address)))
    assert report.conforms is None
    assert play.asked == []


def test_nodes_without_an_iri_are_not_asked_on_from(play: Play, project: Project) -> None:
    binding = '{"s": {"type": "uri", "value": "https://w3id.org/triagraph/id/network/acod"}, '
    binding += '"p": {"type": "uri", "value": "http://e.org/p"}, "o": {"type": "bnode", "value": "b0"}}'
    play.says(f'{{"head": {{"vars": ["s", "p", "o", "g"]}}, "results": {{"bindings": [{binding}]}}}}')
    with pytest.raises(InputError, match="without an IRI"):
        validated(CONTRIBUTIONS["second label"], Existing(project, "there", endpoint=Connection(play.address)))
