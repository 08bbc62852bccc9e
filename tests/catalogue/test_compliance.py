"""Our own check of DCAT-AP is the same as the official shapes, and finds what they find."""

from __future__ import annotations

from collections import defaultdict

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.catalogue import Distribution, Profile, catalogue
from triagraph.catalogue.compliance import RULES, Rule, check, full_iri
from triagraph.namespaces import SH
from triagraph.store.loading import Dataset

BASE = "https://data.example/"
KINDS = {f"{SH}Literal": "literal", f"{SH}BlankNodeOrIRI": "resource", f"{SH}IRI": "iri"}


def official_rules(shapes: list[Quad]) -> set[Rule]:
    """Read the rules for our classes out of the property shapes of the official file."""
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in shapes:
        value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else str(quad.object)
        values[str(quad.subject)][quad.predicate.value.removeprefix(SH)].append(value)
    rules: set[Rule] = set()
    for shape in [one for one in values.values() if "targetClass" in one]:
        for node in shape["property"]:
            part = values[node]
            (path,) = part["path"]
            minimum = int(next(iter(part["minCount"]), "0"))
            maximum = next((int(limit) for limit in part["maxCount"]), None)
            # The file says sh:shape, which SHACL does not have, where it means sh:node.
            dated = any("DateOrDateTime" in name for name in (*part["node"], *part["shape"]))
            kind = "date" if dated else next((KINDS[name] for name in part["nodeKind"]), "any")
            datatypes = [f"xsd:{name.rpartition('#')[2]}" for name in part["datatype"]]
            if path.startswith("_:") or (minimum, maximum, kind, datatypes) == (0, None, "any", []):
                continue
            rules.update(Rule(cls, path, minimum, maximum, next(iter(datatypes), kind)) for cls in shape["targetClass"])
    return rules


def test_rules_are_those_of_the_official_shapes(european_shapes: list[Quad]) -> None:
    ours = {rule.cls for rule in RULES}
    official = {rule for rule in official_rules(european_shapes) if rule.cls in ours}
    assert set(RULES) == official
    assert len(RULES) > 80


@pytest.mark.parametrize("profile", ["dcat-ap-de", "dcat-ap"])
def test_our_catalogue_keeps_every_rule(everything: Dataset, files: list[Distribution], profile: Profile) -> None:
    assert check(catalogue(everything, files, base_url=BASE, profile=profile, date="2026-11-22")) == ()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.minimum], ids=lambda rule: f"{rule.cls}-{rule.path}")
def test_a_thing_without_what_its_class_demands_breaks_the_rule(rule: Rule) -> None:
    thing = Quad(NamedNode(f"{BASE}x"), NamedNode(full_iri("rdf:type")), NamedNode(rule.cls))
    assert rule in {breach.rule for breach in check([thing])}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.maximum], ids=lambda rule: f"{rule.cls}-{rule.path}")
def test_a_value_too_many_breaks_the_rule(rule: Rule) -> None:
    thing = NamedNode(f"{BASE}x")
    quads = [Quad(thing, NamedNode(full_iri("rdf:type")), NamedNode(rule.cls))]
    quads.extend(Quad(thing, NamedNode(rule.path), NamedNode(f"{BASE}{number}")) for number in range(2))
    assert "occurs 2 times" in str([breach.reason.en for breach in check(quads) if breach.rule == rule])


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.kind != "any"], ids=lambda rule: f"{rule.cls}-{rule.path}"
)
def test_a_value_of_another_kind_breaks_the_rule(rule: Rule) -> None:
    thing = NamedNode(f"{BASE}x")
    wrong = Literal("x") if rule.kind in {"resource", "iri", "date"} or ":" in rule.kind else NamedNode(f"{BASE}y")
    quads = [
        Quad(thing, NamedNode(full_iri("rdf:type")), NamedNode(rule.cls)),
        Quad(thing, NamedNode(rule.path), wrong),
    ]
    assert rule in {breach.rule for breach in check(quads)}
