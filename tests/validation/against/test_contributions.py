"""A contribution on top of a graph: what it causes there, told at its own lines, without looking at the rest."""

import functools
from dataclasses import replace
from pathlib import Path

import pytest

from triagraph.errors import InputError
from triagraph.formats import TURTLE
from triagraph.parser.document import document_of
from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.store.loading import load
from triagraph.validation import ShapesGraph, choose_engine, read_shapes
from triagraph.validation.against.ground import Ground, dataset_ground
from triagraph.validation.against.validating import validate_against
from triagraph.validation.against.world import FactsInMemory
from triagraph.validation.intake import Intake

PREFIXES = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> . @prefix organisation: <https://w3id.org/triagraph/id/organisation/> .
@prefix region: <https://w3id.org/triagraph/id/region/> . @prefix code: <https://w3id.org/triagraph/id/code/> .
@prefix quotation: <https://w3id.org/triagraph/id/quotation/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix observation: <https://w3id.org/triagraph/id/observation/> . @prefix statement: <https://w3id.org/triagraph/id/statement/> .
@prefix membership: <https://w3id.org/triagraph/id/membership/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix assessment: <https://w3id.org/triagraph/id/assessment/> . @prefix form: <https://w3id.org/triagraph/id/form/> .
@prefix criterion: <https://w3id.org/triagraph/id/criterion/> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
COUNT = """observation:new a tria:MemberCountObservation ; tria:network network:optonet ; tria:memberCount 120 ;
  tria:countedUnit code:unit-members ; tria:countQualifier code:exact ; dcterms:date "2026"^^xsd:gYear ;
  prov:wasQuotedFrom quotation:seed-active .
"""
LINES = PREFIXES.count("\n")


@functools.cache
def existing() -> tuple[Ground, tuple[ShapesGraph, ...]]:
    project = load_project()
    return dataset_ground(load(project), "the project"), read_shapes(project)


def validated(text: str, intake: Intake | None = None) -> ValidationReport:
    ground, shapes = existing()
    document = document_of("new.ttl", (PREFIXES + text).encode(), TURTLE)
    return validate_against([document], ground, shapes, choose_engine(), intake=intake)


def told(report: ValidationReport) -> set[tuple[str, int]]:
    """Give the shapes of the results, by the end of their names, and the lines below the prefixes."""
    return {
        ((each.source_shape or "").rpartition("#")[2].rstrip(">"), (each.location.line or 0) - LINES)
        for each in report.results
        if each.location is not None
    }


def test_a_right_contribution_causes_nothing() -> None:
    report = validated(COUNT)
    assert report.conforms
    assert (report.checked.triples, report.checked.against) == (7, "the project")
    assert 0 < report.checked.existing < 100


def test_a_second_value_for_an_existing_thing_is_told_at_the_line_that_adds_it() -> None:
    report = validated(f'{COUNT}\nnetwork:optonet skos:altLabel "x"@de ;\n  skos:prefLabel "Anders"@de .')
    assert any(shape.endswith("prefLabel-unique") and line == 6 for shape, line in told(report))
    (result,) = [each for each in report.results if "prefLabel" in (each.path or "")]
    assert result.focus_node == "<https://w3id.org/triagraph/id/network/optonet>"


def test_what_breaks_at_a_thing_that_the_file_does_not_describe_is_told_at_its_cause() -> None:
    text = "code:unit-members a org:Role .\n\nregion:tria tria:locatedIn region:ilmenau ."
    report = validated(f"region:thueringen tria:locatedIn region:ilmenau .\n\n{text}", Intake(trust=True))
    cycles = {place for place in told(report) if "cycle" in place[0]}
    assert {line for _, line in cycles} <= {1, 5}
    described = {"<https://w3id.org/triagraph/id/region/thueringen>", "<https://w3id.org/triagraph/id/region/tria>"}
    elsewhere = [
        each for each in report.results if "cycle" in (each.source_shape or "") and each.focus_node not in described
    ]
    assert elsewhere
    assert all(each.location is not None for each in elsewhere)


def test_what_was_wrong_before_is_not_told() -> None:
    ground, shapes = existing()
    things = "https://w3id.org/triagraph/id/network/"
    wrong = (f"<{things}acod>", "<https://w3id.org/triagraph/ontology#activeIn>", f"<{things}optonet>", "asserted")
    broken = replace(ground, sources=(*ground.sources, FactsInMemory([wrong])))
    text = "network:acod tria:activeIn region:tria , network:medways ."
    document = document_of("new.ttl", (PREFIXES + text).encode(), TURTLE)
    report = validate_against([document], broken, shapes, choose_engine())
    assert {each.value for each in report.results} == {f"<{things}medways>"}


def test_a_statement_that_is_there_already_changes_nothing() -> None:
    text = "network:optonet a tria:NetworkOrganisation ."
    report = validated(text)
    assert (report.conforms, report.checked.existing) == (True, 0)


def test_a_contribution_changes_what_rules_conclude() -> None:
    text = f"{COUNT} network:optonet tria:hasForm form:seed-cluster ."
    shapes = {shape for shape, _ in told(validated(text))}
    assert "Derived-hasForm-satisfied" in shapes


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("tria:Region rdfs:subClassOf tria:NetworkOrganisation .", "Contribution-axiom"),
        ("network:acod a tria:Region .", "Contribution-known-type"),
        ("tria:activeIn tria:reach code:state .", "Contribution-term"),
    ],
)
def test_data_cannot_change_the_rules(text: str, shape: str) -> None:
    report = validated(text)
    assert told(report) == {(shape, 1)}
    assert report.conforms is False


def test_a_trusted_axiom_is_looked_at_with_all_that_it_changes() -> None:
    report = validated("tria:TechnologyField rdfs:subClassOf tria:NetworkOrganisation .", Intake(trust=True))
    assert len(report.results) > 20
    assert all(each.location is not None and each.location.line == LINES + 1 for each in report.results)


def test_a_verdict_on_nothing_is_refused() -> None:
    text = "<http://e.org/a> <http://e.org/b> 1 ."
    with pytest.raises(InputError, match="nothing was checked"):
        validated(text)
    assert validated(text, Intake(allow_empty=True)).conforms
    with pytest.raises(InputError, match="no statements at all"):
        validated("")


def test_what_is_misspelt_is_told_even_if_that_is_why_nothing_is_targeted() -> None:
    assert told(validated("network:new a tria:networkorganisation .")) == {("Vocabulary-type-declared", 1)}


def test_a_document_that_cannot_be_read_has_no_verdict() -> None:
    report = validated("network:optonet tria:activeIn .")
    assert report.conforms is None


def test_labels_come_from_the_existing_graph_and_from_the_contribution() -> None:
    report = validated(
        'organisation:new a tria:MemberOrganisation ; skos:prefLabel "Neue Firma"@de ; tria:locatedIn network:acod .'
    )
    assert report.labels["https://w3id.org/triagraph/id/organisation/new"]["de"] == "Neue Firma"
    assert "ACOD" in report.labels["https://w3id.org/triagraph/id/network/acod"]["de"]


def test_a_statement_about_a_statement_is_a_value_like_others() -> None:
    report = validated("network:optonet tria:activeIn <<( network:acod tria:activeIn region:tria )>> .")
    assert {line for _, line in told(report)} == {1}
    assert {each.value for each in report.results if each.value is not None} != set()


def test_the_tests_name_things_of_the_project() -> None:
    text = Path(existing()[0].project.root / "data" / "asserted" / "seed.ttl").read_text(encoding="utf-8")
    assert "quotation:seed-active" in text
