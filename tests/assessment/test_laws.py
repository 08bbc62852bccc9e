"""The laws of docs/decisions/0010-assessment.md, on random small graphs: the rule agrees with an oracle in plain Python."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.bundled import bundled_root
from triagraph.namespaces import DEFAULT_BASE, OA, PROV, RDF, SKOS, TRIA
from triagraph.parser import parse, read_document
from triagraph.project import load_project
from triagraph.serializer import ntriples
from triagraph.store.derivation import conclusions, derive, digest_of
from triagraph.store.loading import read_rules
from triagraph.store.memory import MemoryStore
from triagraph.validation import choose_engine
from triagraph.validation.lexical import findings_of
from triagraph.validation.shapes import shapes_graph

RULES = read_rules(load_project(bundled_root()))
FORMS = next(rule for rule in RULES if rule.name == "forms")
SHAPES = shapes_graph(
    [
        quad
        for name in ("annotations.ttl", "derived.shapes.ttl")
        for quad in parse(read_document(bundled_root() / "ontology" / "shapes" / name))
    ]
).quads
GRAPH = NamedNode(f"{DEFAULT_BASE}graph/asserted/random")
NETWORKS, CRITERIA, SOURCES = ("n1", "n2"), ("c1", "c2", "c3"), ("s1", "s2")
CONDITIONS = ("requires", "excludes", "leavesOpen")
ORDER = ("refuted", "conflicting", "undetermined", "satisfied")

Triple = tuple[str, str, str]
Key = tuple[str, str]


@dataclass(frozen=True)
class Finding:
    """A criterion assessment that rests on a source."""

    network: str
    criterion: str
    value: str
    source: str


@dataclass(frozen=True)
class World:
    """Definitions (criterion → condition), findings, and sources that declare their list of criteria for a network complete."""

    definitions: tuple[tuple[tuple[str, str], ...], ...]
    findings: frozenset[Finding]
    lists: frozenset[tuple[str, str]]


FINDINGS = st.builds(
    Finding,
    st.sampled_from(NETWORKS),
    st.sampled_from(CRITERIA),
    st.sampled_from(("met", "not-met", "unknown")),
    st.sampled_from(SOURCES),
)
WORLDS = st.builds(
    World,
    st.lists(
        st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(CONDITIONS)).map(lambda d: tuple(d.items())),
        min_size=1,
        max_size=3,
    ).map(tuple),
    st.frozensets(FINDINGS, max_size=7),
    st.frozensets(st.tuples(st.sampled_from(NETWORKS), st.sampled_from(SOURCES)), max_size=1),
)


# ---- the oracle


def said(world: World, network: str, criterion: str) -> set[str]:
    """Give what the evidence says of a criterion; a complete list says "not-met" of what its source does not list."""
    about = [each for each in world.findings if (each.network, each.criterion) == (network, criterion)]
    closed = {source for owner, source in world.lists if owner == network} - {each.source for each in about}
    return {each.value for each in about if each.value != "unknown"} | ({"not-met"} if closed else set())


def standing(condition: str, values: set[str]) -> str:
    wanted, unwanted = ("met", "not-met") if condition == "requires" else ("not-met", "met")
    if wanted in values and unwanted in values:
        return "conflicting"
    if unwanted in values:
        return "refuted"
    return "satisfied" if wanted in values else "undetermined"


def expected(world: World) -> dict[Key, tuple[str, frozenset[str]]]:
    """Give the outcome of each network and definition, and the missing criteria."""
    found = {}
    for network in NETWORKS:
        for number, definition in enumerate(world.definitions):
            conditions = {criterion: condition for criterion, condition in definition if condition != "leavesOpen"}
            stands = {c: standing(condition, said(world, network, c)) for c, condition in conditions.items()}
            if stands:
                outcome = min(stands.values(), key=ORDER.index)
                open_ = outcome in {"conflicting", "undetermined"}
                missing = frozenset(c for c in conditions if open_ and not said(world, network, c))
                found[network, f"d{number}"] = (outcome, missing)
    return found


def evidence(world: World, network: str, definition: tuple[tuple[str, str], ...]) -> set[str]:
    """Give the findings and complete lists that say something of a definition's conditions."""
    deciding = {criterion for criterion, condition in definition if condition != "leavesOpen"}
    about = [each for each in world.findings if each.network == network and each.criterion in deciding]
    findings = {finding_node(each) for each in about if each.value != "unknown"}
    listed = {(each.criterion, each.source) for each in about}
    closed = {s for n, s in world.lists if n == network and any((c, s) not in listed for c in deciding)}
    return findings | {list_node(network, source) for source in closed}


# ---- the rule


def iri(kind: str, slug: str) -> str:
    return f"{DEFAULT_BASE}id/{kind}/{slug}"


def finding_node(each: Finding) -> str:
    return iri("assessment", f"{each.network}-{each.criterion}-{each.value}-{each.source}")


def list_node(network: str, source: str) -> str:
    return iri("completeness", f"{network}-{source}")


def statements(world: World) -> list[Triple]:
    written: list[Triple] = [(iri("network", n), f"{RDF}type", f"{TRIA}NetworkOrganisation") for n in NETWORKS]
    written += [(iri("criterion", c), f"{RDF}type", f"{TRIA}Criterion") for c in CRITERIA]
    written += [(iri("quotation", s), f"{OA}hasSource", iri("source", s)) for s in SOURCES]
    for number, definition in enumerate(world.definitions):
        node = iri("definition", f"d{number}")
        written.append((node, f"{TRIA}definesForm", iri("form", f"f{number}")))
        written += [(node, f"{TRIA}{condition}", iri("criterion", criterion)) for criterion, condition in definition]
    for each in world.findings:
        node = finding_node(each)
        written += [
            (node, f"{TRIA}network", iri("network", each.network)),
            (node, f"{TRIA}criterion", iri("criterion", each.criterion)),
            (node, f"{TRIA}assessedValue", iri("code", each.value)),
            (node, f"{PROV}wasQuotedFrom", iri("quotation", each.source)),
        ]
    for network, source in world.lists:
        node = list_node(network, source)
        written += [
            (node, f"{TRIA}network", iri("network", network)),
            (node, f"{TRIA}completeFor", f"{TRIA}criterion"),
            (node, f"{PROV}wasQuotedFrom", iri("quotation", source)),
        ]
    return written


def quads(world: World) -> list[Quad]:
    return [Quad(NamedNode(s), NamedNode(p), NamedNode(o), GRAPH) for s, p, o in statements(world)]


def concluded(given: list[Quad]) -> set[Triple]:
    derived = conclusions(FORMS, MemoryStore(given), base=DEFAULT_BASE)
    return {(bare(quad.subject), quad.predicate.value, bare(quad.object)) for quad in derived}


def bare(term: object) -> str:
    return str(term).strip("<>")


def slug(name: str) -> str:
    return name.rpartition("/")[2]


def outcomes(triples: set[Triple]) -> dict[Key, tuple[str, frozenset[str]]]:
    """Read outcomes and missing criteria from what the rule derives."""
    values: dict[tuple[str, str], set[str]] = {}
    for subject, predicate, value in triples:
        values.setdefault((subject, predicate), set()).add(slug(value))
    found = {}
    for node in {s for s, p, _ in triples if p == f"{TRIA}outcome"}:
        (network,), (definition,) = values[node, f"{TRIA}network"], values[node, f"{TRIA}definition"]
        (outcome,) = values[node, f"{TRIA}outcome"]
        assert slug(node) == f"{network}-{definition}"
        found[network, definition] = (outcome, frozenset(values.get((node, f"{TRIA}missingCriterion"), ())))
    return found


CODES = (*ORDER, "met", "not-met", "unknown")
#: What the shapes look up: the notations of codes, and that definitions are definitions.
NOTATIONS = [Quad(NamedNode(iri("code", code)), NamedNode(f"{SKOS}notation"), Literal(code), GRAPH) for code in CODES]
TYPES = [
    Quad(NamedNode(iri("definition", f"d{number}")), NamedNode(f"{RDF}type"), NamedNode(f"{TRIA}FormDefinition"), GRAPH)
    for number in range(3)
]


# ---- the laws


@settings(max_examples=250, deadline=None)
@given(WORLDS)
def test_the_rule_agrees_with_the_oracle(world: World) -> None:
    triples = concluded(quads(world))
    assert outcomes(triples) == expected(world)
    forms = {(slug(s), slug(o)) for s, p, o in triples if p == f"{TRIA}hasForm"}
    assert forms == {
        (n, d.replace("d", "f")) for (n, d), (outcome, _) in expected(world).items() if outcome == "satisfied"
    }


@settings(max_examples=150, deadline=None)
@given(WORLDS)
def test_an_outcome_is_derived_from_the_evidence_on_its_conditions(world: World) -> None:
    triples = concluded(quads(world))
    for network, definition in expected(world):
        node = iri("outcome", f"{network}-{definition}")
        derived = {o for s, p, o in triples if (s, p) == (node, f"{PROV}wasDerivedFrom")}
        assert derived == evidence(world, network, world.definitions[int(definition[1:])])


@settings(max_examples=60, deadline=None)
@given(WORLDS)
def test_what_the_rule_derives_conforms_to_the_shapes(world: World) -> None:
    given_ = quads(world)
    data = [*given_, *NOTATIONS, *TYPES, *conclusions(FORMS, MemoryStore(given_), base=DEFAULT_BASE)]
    found = findings_of(choose_engine(), ntriples(data), SHAPES)
    assert [(finding.source_shape, finding.focus_node) for finding in found] == []


@settings(max_examples=250, deadline=None)
@given(WORLDS, FINDINGS)
def test_more_evidence_makes_nothing_undetermined_that_was_decided(world: World, more: Finding) -> None:
    # An entry of a list that is declared complete is no new evidence: it changes what that source said.
    closed = any(each == (more.network, more.source) for each in world.lists)
    after = replace(world, findings=world.findings | ({more} if not closed else set()))
    assert_only_conflict_undoes(quads(world), quads(after))


@settings(max_examples=100, deadline=None)
@given(WORLDS, st.tuples(st.sampled_from(NETWORKS), st.sampled_from(SOURCES)))
def test_a_list_declared_complete_makes_nothing_undetermined_that_was_decided(world: World, more: Key) -> None:
    assert_only_conflict_undoes(quads(world), quads(replace(world, lists=world.lists | {more})))


def assert_only_conflict_undoes(before: list[Quad], after: list[Quad]) -> None:
    allowed = {
        "satisfied": {"satisfied", "conflicting"},
        "refuted": {"refuted", "conflicting"},
        "conflicting": {"conflicting", "refuted"},
        "undetermined": set(ORDER),
    }
    later = outcomes(concluded(after))
    for key, (outcome, _) in outcomes(concluded(before)).items():
        assert later[key][0] in allowed[outcome]


@settings(max_examples=60, deadline=None)
@given(WORLDS, st.randoms())
def test_the_order_of_rules_and_triples_does_not_matter(world: World, chance: Random) -> None:
    given_ = quads(world)
    shuffled = list(given_)
    chance.shuffle(shuffled)
    first = set(derive(RULES, given_, base=DEFAULT_BASE))
    assert first
    for order in (RULES, RULES[::-1]):
        assert set(derive(order, [*shuffled, *shuffled], base=DEFAULT_BASE)) == first


@settings(max_examples=60, deadline=None)
@given(WORLDS)
def test_running_twice_changes_nothing(world: World) -> None:
    given_ = quads(world)
    once = derive(RULES, given_, base=DEFAULT_BASE)
    assert set(derive(RULES, given_, base=DEFAULT_BASE)) == set(once)
    assert concluded([*given_, *once]) == concluded(given_)


@settings(max_examples=60, deadline=None)
@given(WORLDS, FINDINGS)
def test_what_is_taken_back_leaves_no_trace(world: World, once: Finding) -> None:
    without = replace(world, findings=world.findings - {once})
    with_it = replace(world, findings=world.findings | {once})
    derive(RULES, quads(with_it), base=DEFAULT_BASE)
    assert outcomes(concluded(quads(without))) == expected(without)


@settings(max_examples=100, deadline=None)
@given(WORLDS, FINDINGS)
def test_what_a_definition_leaves_open_does_not_count(world: World, more: Finding) -> None:
    after = replace(world, findings=world.findings | {more})
    if any(each == (more.network, more.source) for each in world.lists):
        return
    before, later = outcomes(concluded(quads(world))), outcomes(concluded(quads(after)))
    for number, definition in enumerate(world.definitions):
        key = (more.network, f"d{number}")
        if dict(definition).get(more.criterion) in {None, "leavesOpen"} and key in before:
            assert later[key] == before[key]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(CONDITIONS), min_size=3, max_size=3))
def test_silence_is_never_no(conditions: list[str]) -> None:
    world = World((tuple(zip(CRITERIA, conditions, strict=True)),), frozenset(), frozenset())
    found = outcomes(concluded(quads(world)))
    assert {outcome for outcome, _ in found.values()} <= {"undetermined"}
    assert all(missing for _, missing in found.values())


# ---- single cases


def one(conditions: dict[str, str], *findings: tuple[str, str, str], lists: tuple[str, ...] = ()) -> str:
    """Give the outcome of n1 under one definition; findings are (criterion, value, source)."""
    world = World(
        (tuple(conditions.items()),),
        frozenset(Finding("n1", *finding) for finding in findings),
        frozenset(("n1", source) for source in lists),
    )
    return outcomes(concluded(quads(world)))["n1", "d0"][0]


def test_a_conflict_is_told_unless_something_else_refutes() -> None:
    both = (("c1", "met", "s1"), ("c1", "not-met", "s2"))
    assert one({"c1": "requires"}, *both) == "conflicting"
    assert one({"c1": "excludes", "c2": "requires"}, *both) == "conflicting"
    assert one({"c1": "requires", "c2": "requires"}, *both, ("c2", "not-met", "s1")) == "refuted"
    assert one({"c1": "requires", "c2": "excludes"}, *both, ("c2", "met", "s1")) == "refuted"
    assert one({"c1": "leavesOpen", "c2": "requires"}, *both, ("c2", "met", "s1")) == "satisfied"


def test_only_a_list_that_is_declared_complete_says_no() -> None:
    listed = ("c1", "met", "s1")
    assert one({"c1": "requires", "c2": "requires"}, listed) == "undetermined"
    assert one({"c1": "requires", "c2": "requires"}, listed, lists=("s1",)) == "refuted"
    assert one({"c1": "requires", "c2": "excludes"}, listed, lists=("s1",)) == "satisfied"
    assert one({"c1": "requires", "c2": "requires"}, listed, ("c2", "met", "s2"), lists=("s1",)) == "conflicting"
    assert one({"c2": "requires"}, ("c2", "unknown", "s1"), lists=("s1",)) == "undetermined"


def test_a_finding_that_found_nothing_out_decides_nothing() -> None:
    assert one({"c1": "requires"}, ("c1", "unknown", "s1")) == "undetermined"
    assert one({"c1": "excludes"}, ("c1", "unknown", "s1")) == "undetermined"


def test_a_definition_without_conditions_has_no_outcome() -> None:
    assert outcomes(concluded(quads(World(((("c1", "leavesOpen"),),), frozenset(), frozenset())))) == {}


@pytest.mark.parametrize("changed", [(), ("x",)])
def test_the_digest_tells_graphs_apart(changed: tuple[str, ...]) -> None:
    given_ = quads(World(((("c1", "requires"),),), frozenset(), frozenset()))
    extra = [Quad(NamedNode(f"urn:{each}"), NamedNode("urn:p"), NamedNode("urn:o"), GRAPH) for each in changed]
    assert (digest_of([*given_, *extra]) == digest_of(given_)) == (not changed)
