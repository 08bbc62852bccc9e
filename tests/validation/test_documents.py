"""A contribution: validated on the ground of the project, and unable to change the rules."""

import functools

import pytest

from triagraph.errors import InputError
from triagraph.formats import TURTLE
from triagraph.parser.document import document_of
from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.store.loading import Dataset, load
from triagraph.validation import ShapesGraph, choose_engine, read_shapes, validate_documents, validate_project
from triagraph.validation.intake import Intake

PREFIXES = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> .
@prefix region: <https://w3id.org/triagraph/id/region/> .
@prefix code: <https://w3id.org/triagraph/id/code/> .
@prefix quotation: <https://w3id.org/triagraph/id/quotation/> .
@prefix observation: <https://w3id.org/triagraph/id/observation/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
COUNT = """observation:new a tria:MemberCountObservation ; tria:network network:optonet ; tria:memberCount 120 ;
  tria:countedUnit code:unit-members ; tria:countQualifier code:exact ; dcterms:date "2026"^^xsd:gYear ;
  prov:wasQuotedFrom quotation:seed-active .
"""


@functools.cache
def project() -> tuple[Dataset, tuple[ShapesGraph, ...]]:
    settings = load_project()
    return load(settings), read_shapes(settings)


def validated(text: str, intake: Intake | None = None) -> ValidationReport:
    dataset, shapes = project()
    document = document_of("contribution.ttl", (PREFIXES + text).encode(), TURTLE)
    return validate_documents([document], dataset, shapes, choose_engine(), intake=intake)


def shapes_of(report: ValidationReport) -> list[str]:
    return sorted((result.source_shape or "").rpartition("#")[2].rstrip(">") for result in report.results)


def test_the_bundled_project_has_no_violation() -> None:
    report = validate_project(*project(), choose_engine())
    assert report.summary()["violation"] == 0
    assert min(report.checked.files, report.checked.triples, report.checked.shapes, report.checked.focus_nodes) > 100


def test_a_right_contribution_conforms() -> None:
    report = validated(COUNT)
    assert shapes_of(report) == []
    assert (report.checked.files, report.checked.triples, report.checked.focus_nodes) == (1, 7, 1)


def test_a_wrong_contribution_does_not() -> None:
    assert shapes_of(validated(COUNT.replace("tria:memberCount 120", 'tria:memberCount "many"'))) != []


def test_a_known_thing_counts_as_the_project_describes_it() -> None:
    assert shapes_of(validated("network:optonet a tria:NetworkOrganisation .")) == []
    assert "Network-activeIn-min" in shapes_of(validated("network:unknown a tria:NetworkOrganisation ."))


def test_a_statement_about_a_known_thing_is_checked_without_its_type() -> None:
    assert shapes_of(validated("network:optonet tria:activeIn network:acod ."))


REFUSED = [
    (
        "network:x a tria:NetworkOrganisation . tria:Region rdfs:subClassOf tria:NetworkOrganisation .",
        "Contribution-axiom",
    ),
    ("network:optonet owl:sameAs network:acod .", "Contribution-axiom"),
    ("<https://example.org/> owl:imports <https://example.org/other> .", "Contribution-axiom"),
    ("network:acod a tria:Region .", "Contribution-known-type"),
    ("tria:activeIn tria:reach code:state .", "Contribution-term"),
    ("<https://w3id.org/triagraph/shapes#Network> sh:deactivated true .", "Contribution-shape"),
    ("<https://example.org/s> a sh:NodeShape .", "Contribution-shape"),
    ("<https://example.org/c> a owl:Class .", "Contribution-axiom"),
]


@pytest.mark.parametrize(("text", "shape"), REFUSED)
def test_data_cannot_change_the_rules(text: str, shape: str) -> None:
    report = validated(text)
    assert shape in shapes_of(report)
    assert report.fails("violation")


def test_trusted_data_may_state_axioms() -> None:
    text = "network:optonet owl:sameAs <https://example.org/optonet> ."
    assert "Contribution-axiom" not in shapes_of(validated(text, Intake(trust=True, allow_empty=True)))


def test_a_refused_type_does_not_make_a_class_check_hold() -> None:
    report = validated("network:acod a tria:Region . network:optonet tria:activeIn network:acod .")
    assert {"Contribution-known-type", "Organisation-activeIn-class"} <= set(shapes_of(report))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no statements at all; nothing was checked"),
        ("# a comment", "no statements at all; nothing was checked"),
        ("<http://e.org/a> a <http://xmlns.com/foaf/0.1/Person> .", "There is no rule for .* nothing was checked"),
        ("<http://e.org/a> <http://e.org/b> 1 .", "There is no rule for .* nothing was checked"),
    ],
)
def test_a_verdict_on_nothing_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        validated(text)
    assert validated(text, Intake(allow_empty=True)).conforms


@pytest.mark.parametrize(
    "text", ["network:new a tria:networkorganisation .", "network:new tria:aktiveIn region:tria ."]
)
def test_what_is_misspelt_is_told_even_if_that_is_why_nothing_is_targeted(text: str) -> None:
    report = validated(text)
    assert shapes_of(report) in (["Vocabulary-type-declared"], ["Vocabulary-predicate-declared"])
    assert report.conforms is False


def test_a_mistyped_property_is_reported_at_the_thing_that_has_it() -> None:
    report = validated("network:new a tria:NetworkOrganisation ; tria:aktiveIn region:tria .")
    (result,) = [each for each in report.results if each.source_shape and "predicate-declared" in each.source_shape]
    assert result.focus_node == "<https://w3id.org/triagraph/id/network/new>"
