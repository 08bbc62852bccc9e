"""A contribution causes what the full validation of the graph finds with it and not without it: random ones of every kind."""

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from triagraph.namespaces import RDF, RDFS, XSD
from triagraph.project import load_project
from triagraph.serializer import ntriples
from triagraph.store.derivation import Rule, derive
from triagraph.store.disk import DiskStore
from triagraph.store.indexing import index_dataset
from triagraph.store.loading import GIVEN_LAYERS, Dataset, load, read_rules
from triagraph.validation import ShapesGraph, choose_engine, read_shapes
from triagraph.validation.against.checking import caused, find_affected
from triagraph.validation.against.sources import IndexSource, facts_of
from triagraph.validation.against.units import ShapeUnits, analysed
from triagraph.validation.against.world import FactsInMemory, Source, terms_of
from triagraph.validation.engine import Finding
from triagraph.validation.lexical import findings_of
from triagraph.validation.shapes import shapes_graph

EX = "http://e.org/"
Terms = tuple[Any, Any, Any]
Key = tuple[str | None, ...]
#: How often each trial is made; many more under TRIAGRAPH_LONG.
LONG = bool(os.environ.get("TRIAGRAPH_LONG"))

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:not [ sh:class ex:Company ] ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path ex:knows ; sh:class ex:Person ; sh:maxCount 2 ] ,
    [ sh:path [ sh:inversePath ex:employs ] ; sh:maxCount 1 ] ,
    [ sh:path ( ex:knows ex:name ) ; sh:maxCount 2 ] ,
    [ sh:path [ sh:alternativePath ( ex:nick [ sh:inversePath ex:nickOf ] ) ] ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path [ sh:zeroOrMorePath ex:parent ] ; sh:nodeKind sh:IRI ; sh:maxCount 4 ] ,
    [ sh:path [ sh:oneOrMorePath [ sh:alternativePath ( ex:parent [ sh:inversePath ex:child ] ) ] ] ; sh:class ex:Person ] ,
    [ sh:path ( [ sh:zeroOrOnePath ex:knows ] ex:employs ) ; sh:class ex:Person ] ,
    [ sh:path ex:label ; sh:uniqueLang true ; sh:languageIn ( "de" "en" ) ] ,
    [ sh:path ex:born ; sh:lessThan ex:died ; sh:datatype xsd:gYear ] ,
    [ sh:path ex:nick ; sh:disjoint ex:name ] ,
    [ sh:path ex:knows ; sh:node [ sh:property [ sh:path ex:knows ; sh:class ex:Person ] ] ] ,
    [ sh:path ex:knows ; sh:property [ sh:path ex:employs ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ] ] .
ex:CompanyShape a sh:NodeShape ; sh:targetClass ex:Company ;
  sh:property [ sh:path ex:employs ; sh:qualifiedValueShape [ sh:class ex:Person ] ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ] ,
    [ sh:path ex:employs ; sh:qualifiedValueShape [ sh:property [ sh:path ex:parent ; sh:minCount 1 ] ] ; sh:qualifiedMaxCount 1 ; sh:qualifiedValueShapesDisjoint true ] ,
    [ sh:path ex:name ; sh:equals ex:label ] ,
    [ sh:path ex:employedBy ; sh:maxCount 1 ] ;
  sh:xone ( [ sh:property [ sh:path ex:nick ; sh:minCount 1 ] ] [ sh:property [ sh:path ex:born ; sh:minCount 1 ] ] ) .
ex:Leaf a rdfs:Class , sh:NodeShape ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path ex:name ; sh:maxCount 1 ] .
ex:Known a sh:NodeShape ; sh:targetObjectsOf ex:knows ; sh:nodeKind sh:IRI ; sh:class ex:Person .
ex:Knower a sh:PropertyShape ; sh:targetSubjectsOf ex:knows ; sh:path ex:name ; sh:minCount 1 .
ex:One a sh:NodeShape ; sh:targetNode ex:n1 , ex:n2 ; sh:property [ sh:path ex:knows ; sh:hasValue ex:n3 ] ;
  sh:or ( [ sh:class ex:Company ] [ sh:property [ sh:path ex:label ; sh:minCount 1 ] ] ) .
ex:Off a sh:NodeShape ; sh:deactivated true ; sh:targetClass ex:Person ; sh:property [ sh:path ex:never ; sh:minCount 1 ] .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://e.org/"^^xsd:anyURI ] , [ sh:prefix "rdf" ; sh:namespace "http://www.w3.org/1999/02/22-rdf-syntax-ns#"^^xsd:anyURI ] .
ex:Queries a sh:NodeShape ; sh:targetClass ex:Person ;
  sh:sparql [ sh:prefixes ex:prefixes ; sh:select "SELECT $this ?value { $this ex:parent ?value . ?value ex:parent* $this }" ] ,
    [ sh:prefixes ex:prefixes ; sh:select "SELECT $this ?value { $this ex:knows ?value . FILTER NOT EXISTS { ?value ex:knows $this . FILTER EXISTS { ?value a/^a ?other } } }" ] ,
    [ sh:prefixes ex:prefixes ; sh:select '''SELECT $this ?value { { $this ex:nick ?value . ?x ex:nick ?value FILTER (?x != $this) } UNION
       { $this ex:name ?value OPTIONAL { ?c ex:employs $this ; ex:name ?n } FILTER (BOUND(?n) && STR(?n) = STR(?value)) } }''' ] ,
    [ sh:prefixes ex:prefixes ; sh:select "SELECT $this { $this ex:knows ?k { SELECT $this (COUNT(?c) AS ?n) { ?c ex:employs $this } GROUP BY $this } FILTER (?n > 1) }" ] .
ex:Statements a sh:NodeShape ; sh:targetSubjectsOf ex:says ; sh:property [ sh:path ex:says ;
  sh:sparql [ sh:prefixes ex:prefixes ; sh:select "SELECT $this ?value { $this $PATH ?value ; ex:about ?s ; ex:verb ?p . FILTER NOT EXISTS { ?s ?p ?value } }" ] ] .
"""
DERIVED_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
ex:Colleagues a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:colleague ; sh:maxCount 2 ] ,
  [ sh:path [ sh:inversePath ex:boss ] ; sh:maxCount 1 ] , [ sh:path ex:boss ; sh:class ex:Company ] .
"""
#: No pattern leads from its second half to the focus node, so that the whole graph must be looked at.
WHOLE_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
ex:Far a sh:NodeShape ; sh:targetClass ex:Leaf ; sh:sparql [ sh:select "SELECT $this { $this a <http://e.org/Leaf> . ?x <http://e.org/nickOf> ?y }" ] .
"""
RULES = {
    "colleagues": "#+ about: x\nPREFIX ex: <http://e.org/>\nCONSTRUCT { ?a ex:colleague ?b } WHERE { ?x ex:employs ?a , ?b . FILTER (?a != ?b) FILTER NOT EXISTS { ?a ex:knows ?b } }",
    "bosses": "PREFIX ex: <http://e.org/>\nCONSTRUCT { ?a ex:boss ?c } WHERE { ?c ex:employs ?a . FILTER NOT EXISTS { ?a ex:died ?y } }",
}
PREDICATES = [
    f"{EX}{name}"
    for name in [
        "name",
        "knows",
        "employs",
        "nick",
        "nickOf",
        "parent",
        "child",
        "label",
        "born",
        "died",
        "employedBy",
        "says",
        "about",
        "verb",
    ]
]
CLASSES = [f"{EX}{name}" for name in ("Person", "Company", "Leaf", "Boss")]


def quads_of(text: str) -> list[Quad]:
    return [
        Quad(each.subject, each.predicate, each.object) for each in parse_rdf(text.encode(), format=RdfFormat.TURTLE)
    ]


def made_up(chance: random.Random) -> Terms:
    """Give a statement of the made-up graph."""
    node = NamedNode(f"{EX}n{chance.randrange(14)}")
    if chance.random() < 0.25:
        return node, NamedNode(f"{RDF}type"), NamedNode(chance.choice(CLASSES))
    return node, NamedNode(chance.choice(PREDICATES)), a_value(chance)


def a_value(chance: random.Random) -> Any:
    kind = chance.randrange(9)
    if kind < 5:
        return NamedNode(f"{EX}n{chance.randrange(14)}")
    if kind == 5:
        return Literal(chance.choice("abc"), language=chance.choice(["de", "en", "fr"]))
    if kind == 6:
        return Literal(chance.choice(["1990", "0", "2001"]), datatype=NamedNode(f"{XSD}gYear"))
    if kind == 7:
        return Literal(chance.choice(["01", "1", "+1"]), datatype=NamedNode(f"{XSD}integer"))
    return NamedNode(chance.choice(PREDICATES)) if chance.random() < 0.5 else Literal(chance.choice("abc"))


@dataclass
class Case:
    """An existing graph, what it is validated with, and what a full validation finds in it."""

    dataset: Dataset
    shapes: Sequence[ShapesGraph]
    rules: Sequence[Rule]
    contribution: Callable[["Case", random.Random], list[Terms]]
    units: tuple[ShapeUnits, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.units = analysed(self.shapes)

    @cached_property
    def source(self) -> Source:
        """The graph in memory."""
        return FactsInMemory(facts_of(self.dataset))

    @cached_property
    def before(self) -> list[set[Key]]:
        """What is found without a contribution."""
        return self.full(self.dataset)

    def full(self, dataset: Dataset) -> list[set[Key]]:
        """Validate the whole of a graph."""
        engine, found = choose_engine(), []
        for graph in self.shapes:
            text = ntriples([*dataset.quads(sorted(graph.layers)), *dataset.terms])
            found.append({key(each) for each in findings_of(engine, text, graph.quads)})
        return found

    def with_(self, terms: Sequence[Terms]) -> Dataset:
        """Put a contribution into the graph, and derive all anew."""
        given = [*self.dataset.quads(GIVEN_LAYERS), *self.dataset.terms, *(Quad(*each) for each in terms)]
        asserted = (*self.dataset.layers["asserted"], *(Quad(*each) for each in terms))
        derived = tuple(derive(self.rules, given, base=EX))
        return replace(self.dataset, layers={**self.dataset.layers, "asserted": asserted, "derived": derived})

    def caused(self, terms: Sequence[Terms], source: Source | None = None) -> tuple[list[set[Key]], tuple[str, ...]]:
        """Tell what a contribution causes, and what the whole graph was needed for."""
        contributed = list(dict.fromkeys(terms_of(Quad(*each)) for each in terms))
        outcome = find_affected(contributed, [source or self.source], self.units, self.rules, base=EX)
        return [{key(each) for each, _ in caused(part, choose_engine())} for part in outcome.parts], outcome.whole


def key(finding: Finding) -> Key:
    return tuple(
        getattr(finding, name) for name in ("focus_node", "path", "value", "source_shape", "component", "severity")
    )


def made_up_case(*texts: str) -> Case:
    chance = random.Random(0)
    project = load_project()
    statements = tuple(dict.fromkeys(Quad(*made_up(chance)) for _ in range(110)))
    terms = (Quad(NamedNode(f"{EX}Boss"), NamedNode(f"{RDFS}subClassOf"), NamedNode(f"{EX}Person")),)
    rules = tuple(Rule(name, text, project.graph("derived", name), name) for name, text in RULES.items())
    bare = Dataset(project, {"asserted": statements, "mapping": (), "vocabulary": (), "derived": ()}, terms, ())
    layers = (frozenset({"asserted"}), frozenset({"asserted", "derived", "mapping", "vocabulary"}))
    graphs = [shapes_graph(quads_of(text), on) for text, on in zip(texts, layers, strict=False)]
    case = Case(bare, graphs, rules, lambda _case, chance: [made_up(chance) for _ in range(chance.randint(1, 6))])
    case.dataset = case.with_(())
    return case


def bundled_case() -> Case:
    project = load_project()
    dataset = load(project)
    return Case(dataset, read_shapes(project), read_rules(project), changed)


def changed(case: Case, chance: random.Random) -> list[Terms]:
    """Take statements of a real graph apart and put them together anew: second values, other things, copies with gaps."""
    quads = [*case.dataset.layers["asserted"], *case.dataset.layers["mapping"]]
    found: list[Terms] = []
    new = NamedNode(f"https://w3id.org/triagraph/id/network/new-{chance.randrange(5)}")
    for _ in range(chance.randint(1, 6)):
        some, other, third = (chance.choice(quads) for _ in range(3))
        odd = [new, BlankNode("b1"), Literal("x", language="de"), Literal("01", datatype=NamedNode(f"{XSD}integer"))]
        alike = chance.choice(
            [each for each in quads[:: chance.randint(1, 9)] if each.predicate == some.predicate] or [some]
        )
        choice = chance.randrange(7)
        if choice == 0:
            found.append((some.subject, some.predicate, alike.object))
        elif choice == 1:
            found.append((new, some.predicate, some.object))
        elif choice == 2:
            found.append((some.subject, some.predicate, chance.choice(odd)))
        elif choice == 3:
            found.append((some.subject, other.predicate, third.object))
        elif choice == 4:
            found.append((some.subject, NamedNode(f"{RDF}type"), chance.choice(quads).object))
        else:
            copy = chance.choice([new, BlankNode("b2")])
            found += [
                (copy, each.predicate, each.object if chance.random() < 0.9 else other.object)
                for each in quads
                if each.subject == some.subject and chance.random() < 0.85
            ]
    return [each for each in found if not isinstance(each[1], BlankNode)]


def trials(case: Case, numbers: range) -> Iterator[tuple[int, list[Terms], list[set[Key]]]]:
    """Give random contributions and what they cause, according to the full validation."""
    for number in numbers:
        terms = case.contribution(case, random.Random(number))
        after = case.full(case.with_(terms))
        yield number, terms, [found - known for found, known in zip(after, case.before, strict=True)]


def assert_same(case: Case, numbers: range, source: Source | None = None) -> int:
    """Compare; give how many results there were."""
    results = 0
    for number, terms, expected in trials(case, numbers):
        found, whole = case.caused(terms, source)
        assert found == expected, f"contribution {number}: {terms}"
        assert set(whole) <= {"bosses"}
        results += sum(len(each) for each in expected)
    return results


def test_contributions_to_a_made_up_graph_in_memory() -> None:
    assert assert_same(made_up_case(SHAPES, DERIVED_SHAPES), range(5000 if LONG else 400)) > 400


def test_contributions_to_a_made_up_graph_on_disk(tmp_path: Path) -> None:
    case = made_up_case(SHAPES, DERIVED_SHAPES)
    index_dataset(tmp_path / "index", case.dataset)
    with DiskStore(tmp_path / "index") as index:
        # An index has no subclass axioms of a project's own ontology: they come beside it.
        source = Both(IndexSource(index, case.dataset.project), case.source)
        assert assert_same(case, range(10_000, 12_000 if LONG else 10_200), source) > 200


def test_contributions_to_the_bundled_graph() -> None:
    assert assert_same(bundled_case(), range(1000 if LONG else 15)) > (2000 if LONG else 15)


def test_a_shape_that_looks_everywhere_is_checked_on_the_whole_graph() -> None:
    case = made_up_case(WHOLE_SHAPES)
    seen = 0
    for _, terms, expected in trials(case, range(60)):
        found, whole = case.caused(terms)
        assert found == expected
        seen += bool(whole)
    assert seen > 5


class Both:
    """An index for what it holds, and the terms from memory."""

    def __init__(self, index: IndexSource, memory: Source) -> None:
        self._index = index
        self._terms = FactsInMemory(fact for fact in memory.extent(None) if fact[3] == "terms")

    def __getattr__(self, name: str) -> Any:
        ours, theirs = getattr(self._index, name), getattr(self._terms, name)
        if name == "fan":
            return lambda *arguments: ours(*arguments) + theirs(*arguments)
        return lambda *arguments: [*ours(*arguments), *theirs(*arguments)]
