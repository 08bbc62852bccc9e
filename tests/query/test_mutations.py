"""A query that gives the same answer whatever the data say checks nothing: each one has a change that it must notice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from triagraph.bundled import bundled_root
from triagraph.project import load_project
from triagraph.query import list_queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Quad

EXAMPLE_REGION = {"region": "ex-region"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change of a graph, in Turtle, and how many rows of a query vanish and appear by it."""

    query: str
    graph: str
    arguments: dict[str, str] = field(default_factory=dict)
    remove: str = ""
    add: str = ""
    gone: int = 0
    new: int = 0


_ATTRIBUTION = """attribution:x a tria:FormAttribution ; tria:network network:optonet ; tria:definition definition:seed-cluster ;
  prov:wasQuotedFrom quotation:seed-optonet-name ."""
_ASSESSMENT = """assessment:x a tria:CriterionAssessment ; tria:network network:{} ; tria:criterion criterion:{} ;
  tria:assessedValue code:{} ; prov:wasQuotedFrom quotation:seed-active ."""
_COMPLETE = """completeness:x a tria:CompletenessStatement ; tria:network network:protonetz ; tria:completeFor tria:criterion ;
  prov:wasQuotedFrom quotation:seed-protonetz-members ."""
_CLAIM = """claim:x a tria:Claim ; tria:about principle:strengths-not-weaknesses ; prov:wasQuotedFrom quotation:x .
quotation:x oa:hasSelector <https://example.org/x#quote> . <https://example.org/x#quote> oa:exact "12 projects"@en ."""

MUTATIONS = (
    Mutation("networks", "seed", remove="network:solarinput tria:activeIn region:tria .", gone=1),
    Mutation(
        "legal-forms",
        "seed",
        remove="statement:seed-solarinput-legal-form prov:wasQuotedFrom quotation:seed-solarinput-name .",
        gone=1,
        new=1,
    ),
    Mutation("form-definitions", "seed", remove="definition:seed-cluster tria:definesForm form:seed-cluster .", gone=1),
    Mutation(
        "form-differences",
        "seed",
        {"first": "seed-innovationsnetzwerk", "second": "seed-cluster"},
        add="definition:seed-cluster tria:leavesOpen criterion:link-to-application-industries .",
        gone=1,
        new=1,
    ),
    Mutation("assigned-form", "seed", add=_ATTRIBUTION, gone=1, new=1),
    Mutation(
        "possible-forms",
        "seed",
        {"network": "protonetz", "definition": "seed-innovationsnetzwerk"},
        add=_ASSESSMENT.format("protonetz", "knowledge-transfer", "not-met"),
        gone=2,
        new=2,
    ),
    Mutation(
        "possible-forms", "seed", {"network": "protonetz", "definition": "seed-cluster"}, add=_COMPLETE, gone=3, new=3
    ),
    Mutation("disputed-reading", "seed", add=_ASSESSMENT.format("optonet", "strategic-rnd", "met"), gone=1, new=1),
    Mutation(
        "self-described-clusters", "seed", add=_ASSESSMENT.format("acod", "regular-cooperation", "met"), gone=1, new=1
    ),
    Mutation("beyond-the-state", "seed", remove="statement:seed-acod-reach rdf:object code:cross-state .", gone=1),
    Mutation("firms-and-research", "seed", remove="network:solarinput tria:memberKind code:company .", gone=3),
    Mutation(
        "networks-by-field",
        "seed",
        {"text": "additiv"},
        remove="statement:seed-protonetz-field rdf:predicate tria:statedField .",
        gone=1,
    ),
    Mutation("principles", "seed", add=_CLAIM, gone=1, new=1),
    Mutation(
        "strategy-fields",
        "example",
        {**EXAMPLE_REGION, "scheme": "ex-strategy"},
        remove="mapping:ex-optics-production rdf:predicate skos:broadMatch .",
        gone=2,
        new=2,
    ),
    Mutation(
        "fields-without-network",
        "example",
        {**EXAMPLE_REGION, "scheme": "ex-fields"},
        add="network:ex-gamma tria:technologyField field:ex-food .",
        gone=1,
    ),
    Mutation(
        "fields-with-actors-without-network",
        "example",
        EXAMPLE_REGION,
        add="network:ex-gamma tria:technologyField field:ex-robotics .",
        gone=1,
    ),
    Mutation(
        "seats",
        "example",
        {**EXAMPLE_REGION, "area": "ex-district"},
        remove="region:ex-town tria:locatedIn region:ex-district .",
        gone=1,
        new=1,
    ),
    Mutation(
        "member-numbers",
        "example",
        EXAMPLE_REGION,
        remove="observation:ex-alpha-2015 tria:countedUnit code:unit-companies .",
        gone=1,
    ),
    Mutation("network-history", "example", EXAMPLE_REGION, remove="change:ex-beta-merger a tria:Renaming .", gone=2),
    Mutation(
        "bridging-organisations",
        "example",
        EXAMPLE_REGION,
        remove="membership:ex-beta-institute org:organization network:ex-beta .",
        gone=2,
    ),
    Mutation("shared-members", "example", remove="membership:ex-beta-institute org:role code:member .", gone=1),
    Mutation("shared-fields", "example", remove="network:ex-beta tria:technologyField field:ex-optics .", gone=1),
    Mutation(
        "shared-industries", "example", remove='<https://example.org/industry/2670> skos:notation "26.70" .', gone=1
    ),
    Mutation(
        "partners-for-position",
        "example",
        remove="participation:ex-glass tria:position position:material .",
        gone=2,
        new=2,
    ),
    Mutation(
        "value-chain-gaps",
        "example",
        {"field": "ex-optics"},
        remove="participation:ex-glass tria:chain chain:ex-optics .",
        new=2,
    ),
    Mutation(
        "complementary-networks", "example", remove="participation:ex-glass tria:position position:material .", gone=1
    ),
    Mutation(
        "who-says-what",
        "example",
        {"thing": "network:ex-alpha"},
        remove="statement:ex-alpha-company rdf:object <https://example.org/company> .",
        gone=2,
        new=1,
    ),
    Mutation(
        "contradictions", "example", remove="observation:ex-alpha-2010-report tria:countQualifier code:exact .", gone=1
    ),
    Mutation("retired-codes", "example", remove="mapping:ex-district-nuts-2021 tria:codeStatus code:retired .", gone=1),
    Mutation(
        "region-bridges",
        "example",
        remove="membership:ex-beta-glass org:member organisation:ex-glass .",
        gone=2,
    ),
    Mutation(
        "additions",
        "example",
        {"since": "2026-12-01"},
        add='mapping:x a tria:Mapping ; dcterms:date "2026-12-02"^^xsd:date .',
        new=1,
    ),
    Mutation(
        "sources",
        "example",
        {"source": "ex-page"},
        remove="quotation:ex-page oa:hasSource source:ex-page .",
        gone=1,
        new=1,
    ),
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.query)
def test_another_fact_gives_another_answer(
    mutation: Mutation,
    answer: Callable[..., list[tuple[str, ...]]],
    changed: Callable[[str, str, str], list[Quad]],
) -> None:
    before = set(answer(mutation.query, mutation.graph, **mutation.arguments))
    quads = changed(mutation.graph, mutation.remove, mutation.add)
    after = set(answer(mutation.query, quads, **mutation.arguments))
    assert before != after
    assert (len(before - after), len(after - before)) == (mutation.gone, mutation.new)


def test_every_query_has_a_mutation() -> None:
    assert {mutation.query for mutation in MUTATIONS} == {
        query.name for query in list_queries(load_project(bundled_root()))
    }
