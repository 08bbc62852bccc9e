"""What an assessment says on the bundled graph and on an example: outcomes, evidence, differences and provenance."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.assessment import Assessment, FormAssessment, assess
from triagraph.bundled import bundled_root
from triagraph.errors import InputError, QueryError
from triagraph.namespaces import DEFAULT_BASE, PROV, SCHEMA, TRIA
from triagraph.project import Project, load_project
from triagraph.store.derivation import digest_of
from triagraph.store.loading import GIVEN_LAYERS, Dataset, load
from triagraph.validation import choose_engine, read_shapes, validate_project

Made = Callable[[str], Dataset]

NETWORK = "network:example a tria:NetworkOrganisation ."


def outcome(assessment: Assessment, network: str, definition: str) -> FormAssessment:
    return next(
        each
        for each in assessment.outcomes
        if each.network.endswith(f"/network/{network}") and each.definition.endswith(f"/definition/{definition}")
    )


def finding(slug: str, criterion: str, value: str) -> str:
    return (
        f"assessment:{slug} a tria:CriterionAssessment ; tria:network network:example ; "
        f"tria:criterion criterion:{criterion} ; tria:assessedValue code:{value} .\n"
    )


# ---- outcomes


def test_the_ten_networks_have_an_outcome_under_each_definition(bundled: Dataset) -> None:
    assessment = assess(bundled)
    assert (len(assessment.networks), len(assessment.definitions), len(assessment.outcomes)) == (10, 8, 80)
    assert len({(each.network, each.definition) for each in assessment.outcomes}) == 80


def test_every_outcome_follows_from_the_standing_of_its_criteria(bundled: Dataset) -> None:
    for each in assess(bundled).outcomes:
        against = [result for result in each.criteria if result.speaks_against]
        standings = Counter(result.standing for result in each.criteria)
        assert (each.outcome == "refuted") == bool(against)
        assert each.outcome != "conflicting" or standings["conflicting"]
        unknown = tuple(result.criterion for result in each.criteria if result.standing == "unknown")
        assert each.missing == (unknown if each.outcome in {"undetermined", "conflicting"} else ())


def test_every_finding_of_the_bundled_graph_has_its_words_and_source(bundled: Dataset) -> None:
    evidence = [
        each for network in assess(bundled).networks for each in assess(bundled, [network]).evidence_of(network)
    ]
    assert len(evidence) >= 15
    for result in evidence:
        assert result.quotes
        assert all(quote.text and quote.source and quote.address for quote in result.quotes)


def test_a_network_without_evidence_is_undetermined_everywhere(made: Made) -> None:
    assessment = assess(made(NETWORK))
    assert [each.outcome for each in assessment.outcomes] == ["undetermined"] * 8
    assert all(each.missing == tuple(result.criterion for result in each.criteria) for each in assessment.outcomes)


def test_the_two_readings_and_the_two_sources_give_three_answers(made: Made) -> None:
    findings = [("critical-mass-of-companies", "met"), ("single-value-chain", "met")]
    findings += [("cooperation-structures", "not-met"), ("strategic-rnd", "met")]
    dataset = made(NETWORK + "".join(finding(criterion, criterion, value) for criterion, value in findings))
    assessment = assess(dataset)
    assert outcome(assessment, "example", "seed-kompetenzfeld-ohne-both").outcome == "refuted"
    assert outcome(assessment, "example", "seed-kompetenzfeld-ohne-cooperation").outcome == "satisfied"
    brochure = outcome(assessment, "example", "brochure-wirtschaftskraft")
    assert (brochure.outcome, [slug.rpartition("/")[2] for slug in brochure.missing]) == (
        "undetermined",
        ["economic-power"],
    )
    forms = [quad for quad in dataset.layers["derived"] if quad.predicate.value == f"{TRIA}hasForm"]
    assert [str(quad.object) for quad in forms] == [f"<{DEFAULT_BASE}id/form/seed-kompetenzfeld>"]


def test_a_word_in_a_name_gives_no_form(made: Made) -> None:
    dataset = made(f'{NETWORK} network:example tria:nameContainsTerm code:cluster ; tria:printedName "Cluster"@de .')
    assert {each.outcome for each in assess(dataset).outcomes} == {"undetermined"}


def test_contradictory_findings_are_both_shown(made: Made) -> None:
    both = finding("a", "knowledge-transfer", "met") + finding("b", "knowledge-transfer", "not-met")
    each = outcome(assess(made(NETWORK + both)), "example", "seed-innovationsnetzwerk")
    assert (each.outcome, len(each.missing)) == ("conflicting", 1)
    torn = next(result for result in each.criteria if result.standing == "conflicting")
    assert {evidence.says for evidence in torn.evidence} == {"met", "not-met"}


def test_a_complete_list_is_the_evidence_for_what_it_does_not_list(made: Made) -> None:
    turtle = """
    quotation:all a tria:Quotation ; oa:hasSource source:list ; oa:hasSelector <https://w3id.org/triagraph/id/quotation/all#quote> .
    <https://w3id.org/triagraph/id/quotation/all#quote> oa:exact "Das ist alles."@de .
    <https://w3id.org/triagraph/id/completeness/example> a tria:CompletenessStatement ; tria:network network:example ;
      tria:completeFor tria:criterion ; prov:wasQuotedFrom quotation:all .
    assessment:a prov:wasQuotedFrom quotation:all .
    """
    dataset = made(NETWORK + finding("a", "regional-marketing", "met") + turtle)
    each = outcome(assess(dataset), "example", "brochure-marketing")
    assert each.outcome == "refuted"
    standings = {result.criterion.rpartition("/")[2]: result for result in each.criteria}
    assert standings["regional-marketing"].standing == "met"
    assert standings["skilled-labour-projects"].standing == "not-met"
    assert [quote.text for quote in standings["skilled-labour-projects"].quotes] == ["Das ist alles."]
    silent = made(NETWORK + finding("a", "regional-marketing", "met"))
    assert outcome(assess(silent), "example", "brochure-marketing").outcome == "undetermined"


# ---- which networks


@pytest.mark.parametrize("name", ["optonet", "network:optonet", "https://w3id.org/triagraph/id/network/optonet"])
def test_a_network_can_be_named_in_three_ways(bundled: Dataset, name: str) -> None:
    assert assess(bundled, [name, "optonet"]).networks == ("https://w3id.org/triagraph/id/network/optonet",)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("optonett", "`optonet`"), ("OPTONET", "`optonet`"), ("zzz", "There are: acod"), ("", "There are")],
)
def test_an_unknown_network_is_told_with_the_nearest_name(bundled: Dataset, name: str, hint: str) -> None:
    with pytest.raises(InputError, match="There is no network") as raised:
        assess(bundled, [name])
    assert raised.value.hint is not None
    assert hint in raised.value.hint.en


def test_two_pairs_with_one_iri_are_told(made: Made) -> None:
    turtle = """
    network:a a tria:NetworkOrganisation . network:a-b a tria:NetworkOrganisation .
    definition:b-c a tria:FormDefinition ; tria:requires criterion:knowledge-transfer .
    definition:c a tria:FormDefinition ; tria:requires criterion:knowledge-transfer .
    """
    dataset = made(turtle)
    with pytest.raises(InputError, match="stands for several outcomes"):
        assess(dataset)
    report = validate_project(dataset, read_shapes(dataset.project), choose_engine())
    shapes = {result.source_shape for result in report.results}
    assert {
        f"<https://w3id.org/triagraph/shapes#FormAssessment-{part}-max>" for part in ("network", "definition")
    } <= shapes


# ---- differences


def test_the_readings_and_the_forms_of_both_sources_are_compared(bundled: Dataset) -> None:
    found = [
        (each.relation, *(iri.rpartition("/")[2] for iri in (each.first, each.second)))
        for each in assess(bundled).differences
    ]
    assert sorted(found) == [
        ("alternative-reading", "seed-kompetenzfeld-ohne-both", "seed-kompetenzfeld-ohne-cooperation"),
        ("related-form", "brochure-cluster", "seed-cluster"),
        ("related-form", "brochure-innovationsnetzwerk", "seed-innovationsnetzwerk"),
        ("related-form", "brochure-wirtschaftskraft", "seed-kompetenzfeld-ohne-both"),
        ("related-form", "brochure-wirtschaftskraft", "seed-kompetenzfeld-ohne-cooperation"),
    ]


def test_the_readings_of_ohne_differ_in_research_only(bundled: Dataset) -> None:
    reading = next(each for each in assess(bundled).differences if each.relation == "alternative-reading")
    assert [(part.criterion.rpartition("/")[2], part.first, part.second) for part in reading.parts] == [
        ("strategic-rnd", "excludes", "requires")
    ]


def test_both_forms_1_differ_in_power_and_chain(bundled: Dataset) -> None:
    forms = next(
        each
        for each in assess(bundled).differences
        if each.first.endswith("wirtschaftskraft") and each.second.endswith("ohne-cooperation")
    )
    assert {(part.criterion.rpartition("/")[2], part.first, part.second) for part in forms.parts} == {
        ("economic-power", "requires", None),
        ("single-value-chain", None, "requires"),
    }


def test_where_the_reading_changes_the_answer_it_is_computed(made: Made, bundled: Dataset) -> None:
    findings = [("critical-mass-of-companies", "met"), ("single-value-chain", "met"), ("strategic-rnd", "met")]
    dataset = made(NETWORK + "".join(finding(criterion, criterion, value) for criterion, value in findings))
    assessment = assess(dataset)
    reading = next(each for each in assessment.differences if each.relation == "alternative-reading")
    assert [change[1:] for change in assessment.changes(reading)] == [("refuted", "undetermined")]
    known = assess(bundled)
    for difference in known.differences:
        for network, first, second in known.changes(difference):
            assert first != second
            assert outcome(known, network.rpartition("/")[2], difference.first.rpartition("/")[2]).outcome == first


# ---- the derived layer


def test_a_derived_graph_says_which_rule_and_which_inputs_it_comes_from(bundled: Dataset) -> None:
    graph = f"{DEFAULT_BASE}graph/derived/forms"
    stated = {
        (str(quad.subject)[1:-1], quad.predicate.value, quad.object)
        for quad in bundled.layers["derived"]
        if quad.graph_name == NamedNode(graph)
    }
    assert (graph, f"{PROV}wasGeneratedBy", NamedNode(f"{graph}#run")) in stated
    assert {o for s, p, o in stated if (s, p) == (f"{graph}#run", f"{PROV}used")} == {
        NamedNode(f"{graph}#inputs"),
        NamedNode(f"{graph}#rule"),
    }
    given = [*(quad for layer in GIVEN_LAYERS for quad in bundled.layers[layer]), *bundled.terms]
    lines = sorted({f"{quad.triple} .\n" for quad in given})
    digest = sha256("".join(lines).encode()).hexdigest()
    assert digest == digest_of(given)
    assert (f"{graph}#inputs", f"{SCHEMA}sha256", Literal(digest)) in stated
    rule = (bundled_root() / "ontology" / "rules" / "forms.rq").read_bytes()
    assert (f"{graph}#rule", f"{SCHEMA}sha256", Literal(sha256(rule).hexdigest())) in stated


def test_loading_twice_derives_the_same(project: Project, bundled: Dataset) -> None:
    assert set(load(project).layers["derived"]) == set(bundled.layers["derived"])


def test_labels_of_blank_nodes_do_not_change_the_digest(made: Made) -> None:
    digests = {
        digest_of(made(f'[] a tria:NetworkOrganisation . _:{name} rdfs:label "x" .').layers["asserted"])
        for name in "ab"
    }
    assert len(digests) == 1


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("ontology", "data"):
        shutil.copytree(bundled_root() / name, tmp_path / name)
    shutil.copy(bundled_root() / "triagraph.toml", tmp_path)
    return tmp_path


def test_a_review_is_no_evidence(copied: Path) -> None:
    (copied / "data" / "review").mkdir()
    text = "@prefix tria: <https://w3id.org/triagraph/ontology#> .\n"
    text += "<https://w3id.org/triagraph/id/assessment/x> tria:network <https://w3id.org/triagraph/id/network/protonetz> ;\n"
    text += "  tria:criterion <https://w3id.org/triagraph/id/criterion/knowledge-transfer> ;\n"
    text += "  tria:assessedValue <https://w3id.org/triagraph/id/code/not-met> .\n"
    (copied / "data" / "review" / "notes.ttl").write_text(text, encoding="utf-8")
    dataset = load(load_project(copied))
    assert dataset.layers["review"]
    assert {each.outcome for each in assess(dataset, ["protonetz"]).outcomes} == {"undetermined"}
    shutil.move(copied / "data" / "review" / "notes.ttl", copied / "data" / "asserted" / "notes.ttl")
    assert "refuted" in {each.outcome for each in assess(load(load_project(copied)), ["protonetz"]).outcomes}


def test_a_project_with_another_base_is_assessed_alike(bundled: Dataset, project: Project) -> None:
    base = "https://cluster.example/kg/"
    moved = load(replace(project, base=base))
    there = [(each.network.removeprefix(base), each.outcome, len(each.missing)) for each in assess(moved).outcomes]
    here = [
        (each.network.removeprefix(DEFAULT_BASE), each.outcome, len(each.missing)) for each in assess(bundled).outcomes
    ]
    assert there == here
    derived = [quad for quad in moved.layers["derived"] if quad.predicate.value.startswith(TRIA)]
    assert not [quad for quad in derived if f"{DEFAULT_BASE}id/" in str(quad)]


@pytest.mark.parametrize(
    ("text", "message"), [("SELECT * { ?s ?p ?o }", "not a CONSTRUCT"), ("CONSTRUCT {", "not valid SPARQL")]
)
def test_a_broken_rule_is_told_with_its_file(copied: Path, text: str, message: str) -> None:
    (copied / "ontology" / "rules" / "zz.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=message) as raised:
        load(load_project(copied))
    assert raised.value.location is not None
    assert raised.value.location.file.endswith("zz.rq")


def test_a_rule_can_tell_named_graphs_apart(copied: Path) -> None:
    pattern = "{ GRAPH <https://w3id.org/triagraph/graph/asserted/seed> { ?s tria:activeIn ?o } }"
    text = f"# In the seed.\nPREFIX tria: <{TRIA}>\nCONSTRUCT {{ ?o tria:contains ?s }} WHERE {pattern}\n"
    (copied / "ontology" / "rules" / "seed.rq").write_text(text, encoding="utf-8")
    derived = load(load_project(copied)).layers["derived"]
    assert len([quad for quad in derived if quad.predicate.value == f"{TRIA}contains"]) == 10


# ---- SHACL checks the outcome


def violations(dataset: Dataset) -> set[str]:
    report = validate_project(dataset, read_shapes(dataset.project), choose_engine())
    return {
        (result.source_shape or "").rpartition("#")[2].strip(">")
        for result in report.results
        if result.severity == "violation"
    }


def test_what_the_rules_derive_from_the_bundled_graph_conforms(bundled: Dataset) -> None:
    assert not {shape for shape in violations(bundled) if shape.startswith(("FormAssessment", "Derived"))}


@pytest.mark.parametrize(
    ("outcome_was", "outcome_is", "shape"),
    [
        ("undetermined", "satisfied", "FormAssessment-outcome-satisfied"),
        ("undetermined", "refuted", "FormAssessment-outcome-refuted"),
        ("undetermined", "conflicting", "FormAssessment-outcome-conflicting"),
        ("refuted", "satisfied", "FormAssessment-outcome-satisfied"),
        ("refuted", "undetermined", "FormAssessment-outcome-undetermined"),
        ("satisfied", "refuted", "FormAssessment-outcome-refuted"),
        ("satisfied", "undetermined", "Derived-hasForm-satisfied"),
    ],
)
def test_a_wrong_outcome_is_a_violation(bundled: Dataset, outcome_was: str, outcome_is: str, shape: str) -> None:
    codes = {name: NamedNode(f"{DEFAULT_BASE}id/code/{name}") for name in (outcome_was, outcome_is)}
    derived = [
        Quad(quad.subject, quad.predicate, codes[outcome_is], quad.graph_name)
        if quad.object == codes[outcome_was]
        else quad
        for quad in bundled.layers["derived"]
    ]
    assert shape in violations(replace(bundled, layers={**bundled.layers, "derived": tuple(derived)}))
