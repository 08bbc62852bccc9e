"""Check the shapes of ontology/shapes with their files, as in https://www.w3.org/TR/shacl/#validation.

A folder beside this file is named after a file of shapes. It holds files that conform, `conforms-*.ttl`, and for each
constraint one that violates it, `violates-<shape>.ttl`. Comments at its top say what is expected of it, in Turtle terms:

    # expects: trsh:Network-activeIn-min sh:MinCountConstraintComponent 1      shape, component, number of results;
                                                                               the file stands for the first line
    # fix-remove: network:musternetz tria:activeIn "TRIA"@de .                 what the hint of that shape says to delete
    # fix-add: network:musternetz tria:activeIn region:tria .                  … and to write
    # focus: trsh:Year "2009"                                                  a shape without target, tried on this node;
    # fix-focus: trsh:Year "2009"^^xsd:gYear                                   … and on this one

Each file is validated together with the ontology, its vocabularies and context.ttl: by `shacl` one file at a time, by
pySHACL all at once, with the things of each file renamed so that they do not touch.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pyshacl
import pytest
import rdflib
import shacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
SHAPES = ROOT / "ontology" / "shapes"

TRSH = Namespace("https://w3id.org/triagraph/shapes#")
TRIA = Namespace("https://w3id.org/triagraph/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
HEADER = Namespace("https://w3id.org/triagraph/shapes/")
ONTOLOGY = URIRef("https://w3id.org/triagraph/ontology")
THINGS = "https://w3id.org/triagraph/id/"
CC_BY = URIRef("https://creativecommons.org/licenses/by/4.0/")
LANGUAGES = {"de", "en"}
LAYERS = {"vocabulary", "asserted", "mapping", "derived"}
PREFIXES = {
    "tria": "https://w3id.org/triagraph/ontology#",
    "trsh": "https://w3id.org/triagraph/shapes#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "legal": "http://www.w3.org/ns/legal#",
    "locn": "http://www.w3.org/ns/locn#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "schema": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
}

# Labels and sources stand in files of their own (data/mapping/labels.ttl, data/asserted/), and these shapes are run by
# themselves: a fixture of another folder has neither labels nor sources nor outcomes, so that it shows its one mistake only.
BY_THEMSELVES = {"derived", "label", "policy"}
REFERRED_TO = {"annotations", "value"}

Constraint = tuple[str, str]
"""A shape and a constraint component, by their local names."""


class Fired(NamedTuple):
    """What a validation result says, apart from the nodes that it is about."""

    shape: str
    component: str
    severity: str


@dataclass(frozen=True, slots=True)
class Fixture:
    """A file of a folder and what its comments say."""

    path: Path
    data: Graph
    expected: tuple[tuple[Constraint, int], ...]
    removed: Graph
    added: Graph
    focus: Graph
    fixed_focus: Graph
    snippets: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its folder and file, short."""
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def suite(self) -> str:
        """Which shapes it is validated with."""
        folder = self.path.parent.name
        return folder if folder in BY_THEMSELVES else "structure"

    @property
    def stands_for(self) -> Constraint:
        """The constraint that it is there to violate."""
        return self.expected[0][0]

    def fixed(self) -> Graph:
        """The data once the hint has been followed."""
        graph = self.data + self.added
        for s, p, o in self.removed:
            graph.remove((None if isinstance(s, BNode) else s, p, o))
        return graph


def local(node: Node | str) -> str:
    return re.sub(r"^.*[#/]", "", str(node).strip("<>"))


def curie(term: Node) -> str:
    for prefix, namespace in PREFIXES.items():
        if str(term).startswith(namespace):
            return f"{prefix}:{str(term)[len(namespace) :]}"
    return f"<{term}>"


def merged(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def ntriples(graph: Graph) -> str:
    return graph.serialize(format="nt")


# ---- what there is


@cache
def shape_files() -> tuple[Path, ...]:
    return tuple(sorted(SHAPES.glob("*.ttl")))


@cache
def shapes_graph(suite: str = "all") -> Graph:
    names = {path.name.split(".")[0] for path in shape_files()}
    if suite == "structure":
        names -= BY_THEMSELVES
    elif suite in BY_THEMSELVES:
        names = REFERRED_TO | {suite}
    return merged(path for path in shape_files() if path.name.split(".")[0] in names)


@cache
def standard() -> Graph:
    """The SHACL vocabulary, which says which parameters each constraint component has."""
    return Graph().parse(str(files("pyshacl").joinpath("assets", "shacl.ttl")))


@cache
def ontology() -> Graph:
    return merged(sorted((ROOT / "ontology").glob("*.ttl")))


@cache
def known() -> Graph:
    """What every fixture is validated with."""
    context = Graph().parse(FOLDER / "context.ttl")
    graph = ontology() + context
    for source in ontology().objects(None, OA.hasSource):
        if (source, RDF.type, None) not in ontology():  # described in data/: any complete description will do
            for p, o in context.predicate_objects(URIRef(f"{THINGS}source/beispielquelle")):
                graph.add((source, p, o))
    return graph


@contextmanager
def lexical_forms() -> Iterator[None]:
    """Have rdflib keep literals as they are written."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


@lexical_forms()
def read(path: Path) -> Fixture:
    text = path.read_text(encoding="utf-8")
    prefixes = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    prefixes += "\n".join(re.findall(r"^@prefix .*$", text, re.MULTILINE))

    def lines(keyword: str) -> list[str]:
        return re.findall(rf"^# {keyword}: (.*)$", text, re.MULTILINE)

    def turtle(statements: Iterable[str]) -> Graph:
        return Graph().parse(data=f"{prefixes}\n" + "\n".join(statements), format="turtle")

    def focus(keyword: str) -> tuple[Graph, list[str]]:
        pairs = [line.split(" ", 1) for line in lines(keyword)]
        return turtle(f"{shape} sh:targetNode {node} ." for shape, node in pairs), [node for _, node in pairs]

    expected = [line.split() for line in lines("expects")]
    fixed_focus, nodes = focus("fix-focus")
    return Fixture(
        path=path,
        data=Graph().parse(data=text, format="turtle"),
        expected=tuple(((local(shape[5:]), component[3:]), int(number)) for shape, component, number in expected),
        removed=turtle(lines("fix-remove")),
        added=turtle(lines("fix-add")),
        focus=focus("focus")[0],
        fixed_focus=fixed_focus,
        snippets=tuple([line.split(" ", 1)[1].removesuffix(" .") for line in lines("fix-add")] + nodes),
    )


@cache
def fixtures(kind: str) -> tuple[Fixture, ...]:
    return tuple(read(path) for path in sorted(FOLDER.glob(f"*/{kind}-*.ttl")))


def targeted_directly(graph: Graph) -> set[Node]:
    return {
        shape for target in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf) for shape in graph.subjects(target)
    }


def shapes_of(graph: Graph) -> set[Node]:
    """All shapes, also those that are only referred to and not typed."""
    referring = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
    found = {shape for kind in (SH.NodeShape, SH.PropertyShape) for shape in graph.subjects(RDF.type, kind)}
    found |= {shape for predicate in referring for shape in graph.objects(None, predicate)}
    for predicate in (SH["or"], SH["and"], SH.xone):
        for head in graph.objects(None, predicate):
            found |= set(graph.items(head))
    return found | targeted_directly(graph)


def targeted(graph: Graph) -> set[Node]:
    """The shapes that have a target, with the property shapes of those."""
    found = targeted_directly(graph)
    return found | {child for shape in found for child in graph.objects(shape, SH.property)}


def constraints_of(graph: Graph) -> set[Constraint]:
    """A shape has a constraint of each component all of whose mandatory parameters it has."""
    found = set()
    for component in standard().subjects(RDF.type, SH.ConstraintComponent):
        parameters = [
            standard().value(parameter, SH.path)
            for parameter in standard().objects(component, SH.parameter)
            if (parameter, SH.optional, Literal(True)) not in standard()  # noqa: FBT003
        ]
        if component != SH.PropertyConstraintComponent:  # it hands on to a shape that reports for itself
            found |= {
                (local(shape), local(component))
                for shape in shapes_of(graph)
                if all((shape, parameter, None) in graph for parameter in parameters)
            }
    return found


# ---- what may be wrong with shapes and fixtures


def uncovered(constraints: set[Constraint], violating: Iterable[Fixture]) -> set[Constraint]:
    """The constraints for which no file stands."""
    return constraints - {fixture.stands_for for fixture in violating}


def undescribed(graph: Graph) -> set[str]:
    """The shapes without an IRI of ours, a severity, or a name, message and hint in German and English."""
    found = set()
    for shape in shapes_of(graph):
        texts = [sorted(str(text.language) for text in graph.objects(shape, text_of) if isinstance(text, Literal))
                 for text_of in (SH.name, SH.message, TRSH.hint)]  # fmt: skip
        severity = graph.value(shape, SH.severity)
        if (
            isinstance(shape, BNode)
            or not str(shape).startswith(TRSH)
            or severity not in {SH.Violation, SH.Warning, SH.Info}
            or texts != [sorted(LANGUAGES)] * 3
        ):
            found.add(local(shape))
    return found


def unknown_terms(graph: Graph) -> set[str]:
    """The SHACL terms that SHACL does not have: an engine passes over a misspelt one in silence."""
    used = {term for triple in graph for term in triple if isinstance(term, URIRef) and term.startswith(str(SH))}
    return {curie(term) for term in used if (term, None, None) not in standard()}


def text(graph: Graph, subject: Node, kind: Node, language: str) -> str:
    texts = (t for t in graph.objects(subject, kind) if isinstance(t, Literal) and t.language == language)
    return str(next(texts, ""))


def label(term: Node, language: str) -> str:
    """What the ontology calls a term, its own and others'."""
    return text(ontology(), term, RDFS.label, language)


def says(message: str, label: str) -> bool:
    """Whether a message has all words of a label, the last letters of which may be inflected."""
    return all(word[: max(3, len(word) - 1)].lower() in message.lower() for word in re.findall(r"\w+", label))


def predicates_of(graph: Graph, shape: Node) -> set[Node]:
    """The properties in the path of a shape."""
    found, todo = set(), list(graph.objects(shape, SH.path))
    while todo:
        step = todo.pop()
        if isinstance(step, BNode):
            todo += [o for p, o in graph.predicate_objects(step) if o != RDF.nil]
        else:
            found.add(step)
    return found


def class_of(graph: Graph, shape: Node) -> Node | None:
    """The one class that a shape, or the node shape that it belongs to, is about."""
    owners = {shape, *graph.subjects(SH.property, shape)}
    classes = {found for owner in owners for found in graph.objects(owner, SH.targetClass)}
    return classes.pop() if len(classes) == 1 else None


# ---- the two engines


@cache
def compiled(suite: str = "all") -> shacl.Shapes:
    return shacl.Shapes.from_text(ntriples(shapes_graph(suite)), "ntriples")


@cache
def known_text() -> str:
    return ntriples(known())


def with_shacl(shapes: shacl.Shapes, data: Graph) -> Counter[Fired]:
    report = shapes.validate_text(known_text() + ntriples(data), "ntriples")
    return Counter(Fired(local(r.source_shape or ""), r.component, r.severity) for r in report.results)


@cache
def elsewhere_with_shacl(suite: str) -> Counter[Fired]:
    """What is wrong with what the fixtures share: for one test to say, not for each."""
    return with_shacl(compiled(suite), Graph())


def shacl_results(fixture: Fixture, data: Graph) -> Counter[Fired]:
    return with_shacl(compiled(fixture.suite), data) - elsewhere_with_shacl(fixture.suite)


def with_pyshacl(shapes: Graph, data: Graph) -> Iterator[tuple[Node, Node | None, Fired]]:
    """Each result's focus node, value and the rest. The details of results are no results."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(report, Graph), report
    for result in report.objects(None, SH.result):
        parts = (SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity)
        shape, component, severity = (local(report.value(result, part) or "") for part in parts)
        focus = report.value(result, SH.focusNode)
        assert focus is not None
        yield focus, report.value(result, SH.value), Fired(shape, component, severity)


def expected(fixture: Fixture) -> Counter[Fired]:
    return Counter(
        {
            Fired(shape, component, local(shapes_graph().value(TRSH[shape], SH.severity) or "")): number
            for (shape, component), number in fixture.expected
        }
    )


def apart(numbered: Iterable[tuple[int, Graph]]) -> tuple[Graph, dict[Node, int]]:
    """Put graphs into one, the things that they describe renamed by number; and which thing is whose."""
    everything = Graph()
    whose: dict[Node, int] = {}
    for number, graph in numbered:
        things = {s for s in graph.subjects() if not str(s).startswith(TRIA)}
        new: dict[Node, Node] = {
            thing: URIRef(re.sub(r"^([^#]*)", rf"\g<1>-{number}", str(thing))) if isinstance(thing, URIRef) else thing
            for thing in things
        }
        whose |= dict.fromkeys(new.values(), number)
        described = [triple for thing in things for triple in known().triples((thing, None, None))]
        for s, p, o in [*graph, *described]:
            everything.add((new.get(s, s), p, new.get(o, o)))
    return everything, whose


KINDS: dict[str, tuple[str, Callable[[Fixture], Graph]]] = {
    "conforming": ("conforms", lambda fixture: Graph() + fixture.data),
    "violating": ("violates", lambda fixture: Graph() + fixture.data),
    "fixed": ("violates", Fixture.fixed),
}


ELSEWHERE = ("elsewhere", "in what the fixtures share")


@cache
def pyshacl_results() -> dict[tuple[str, str], Counter[Fired]]:
    """What pySHACL finds in each fixture as it is and once fixed: all fixtures of the same shapes go in one graph."""
    found: dict[tuple[str, str], Counter[Fired]] = {}
    cases = [(kind, fixture, data) for kind, (prefix, data) in KINDS.items() for fixture in fixtures(prefix)]
    for suite in ("structure", *sorted(BY_THEMSELVES)):
        group = [case for case in cases if case[1].suite == suite and not len(case[1].focus)]
        data, whose = apart((number, of(fixture)) for number, (_, fixture, of) in enumerate(group))
        found |= {(kind, fixture.name): Counter() for kind, fixture, _ in group}
        for focus, value, fired in with_pyshacl(shapes_graph(suite), known() + data):
            number = whose.get(focus, -1 if value is None else whose.get(value, -1))
            place = (group[number][0], group[number][1].name) if number >= 0 else ELSEWHERE
            found.setdefault(place, Counter())[fired] += 1
    return found


def names(found: Iterable[Fixture]) -> list[str]:
    return [fixture.name for fixture in found]


VIOLATING = [fixture for fixture in fixtures("violates") if not len(fixture.focus)]
ON_A_NODE = [fixture for fixture in fixtures("violates") if len(fixture.focus)]


# ---- the shapes


def test_there_are_shapes_constraints_and_files() -> None:
    assert len(shape_files()) >= 31
    assert len(shapes_of(shapes_graph())) >= 354
    assert len(constraints_of(shapes_graph())) >= 322
    assert len(fixtures("violates")) >= 322
    assert len(fixtures("conforms")) >= 42


def test_the_shapes_conform_to_the_shapes_for_shapes() -> None:
    pyshacl.validate(Graph(), shacl_graph=shapes_graph(), meta_shacl=True)
    rules = str(files("pyshacl").joinpath("assets", "shacl-shacl.ttl"))
    report = shacl.Shapes.from_file(rules).validate_text(ntriples(shapes_graph()), "ntriples")
    assert [(r.focus_node, r.message) for r in report.results] == []


def test_a_shape_that_is_none_does_not_conform_to_the_shapes_for_shapes() -> None:
    broken = Graph().parse(SHAPES / "principle.shapes.ttl")
    broken.set((TRSH["Principle-region-min"], SH.minCount, Literal("one")))
    with pytest.raises(ReportableRuntimeError, match="MetaSHACL"):
        pyshacl.validate(Graph(), shacl_graph=broken, meta_shacl=True)


def test_each_shape_has_an_iri_a_severity_and_a_name_message_and_hint_in_german_and_english() -> None:
    assert undescribed(shapes_graph()) == set()


@pytest.mark.parametrize("lost", [SH.severity, SH.name, SH.message, TRSH.hint])
def test_a_shape_that_lacks_one_of_them_is_noticed(lost: URIRef) -> None:
    poorer = Graph() + shapes_graph()
    first = next(poorer.objects(TRSH["Network-activeIn-min"], lost))
    poorer.remove((TRSH["Network-activeIn-min"], lost, first))
    assert undescribed(poorer) == {"Network-activeIn-min"}


def test_a_shape_without_an_iri_is_noticed() -> None:
    poorer = Graph() + shapes_graph()
    poorer.add((TRSH.Network, SH.property, BNode("nameless")))
    assert undescribed(poorer) == {"nameless"}


def test_the_shapes_use_the_terms_of_shacl_only() -> None:
    assert unknown_terms(shapes_graph()) == set()


def test_a_misspelt_term_of_shacl_is_noticed() -> None:
    misspelt = Graph() + shapes_graph()
    misspelt.add((TRSH.Network, URIRef(f"{SH}minCont"), Literal(1)))
    assert unknown_terms(misspelt) == {"sh:minCont"}


def test_the_shapes_use_declared_terms_of_ours_only() -> None:
    used = {term for triple in shapes_graph() for term in triple if isinstance(term, URIRef)}
    assert {t for t in used if t.startswith(TRIA) and (t, RDFS.isDefinedBy, ONTOLOGY) not in ontology()} == set()
    declared = set(shapes_graph().subjects(RDF.type, OWL.AnnotationProperty))
    assert {p for p in shapes_graph().predicates() if str(p).startswith(TRSH)} == declared


@pytest.mark.parametrize("path", shape_files(), ids=lambda path: path.name)
def test_a_file_of_shapes_has_a_header_and_the_prefixes_of_record(path: Path) -> None:
    graph, header = Graph().parse(path), HEADER[path.name.split(".")[0]]
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [header]
    for text_of in (DCTERMS.title, DCTERMS.description):
        assert {t.language for t in graph.objects(header, text_of) if isinstance(t, Literal)} == LANGUAGES
    assert graph.value(header, DCTERMS.license) == CC_BY
    declared = dict(re.findall(r"^@prefix ([\w-]*): <([^>]*)> \.$", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert {p: n for p, n in declared.items() if n != PREFIXES.get(p, f"{THINGS}{p}/")} == {}


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.shapes.ttl")), ids=lambda path: path.name)
def test_a_file_of_shapes_says_which_layers_it_is_run_on(path: Path) -> None:
    layers = {str(layer) for layer in Graph().parse(path).objects(None, TRSH.runsOn)}
    assert layers
    assert layers <= LAYERS
    assert (layers == {"asserted"}) == (path.name == "policy.shapes.ttl")


def test_a_message_names_the_class_and_the_property_that_it_is_about() -> None:
    graph, silent = shapes_graph(), []
    for shape in targeted(graph):
        about, paths = class_of(graph, shape), predicates_of(graph, shape)
        for language in sorted(LANGUAGES):
            message = text(graph, shape, SH.message, language)
            if paths and not any(curie(p) in message and says(message, label(p, language)) for p in paths):
                silent.append((local(shape), language, "property"))
            if about is not None and not says(message, label(about, language)):
                silent.append((local(shape), language, "class"))
    assert silent == []


def test_each_class_and_property_of_the_ontology_has_a_shape() -> None:
    graph = shapes_graph()
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    properties = {p for kind in kinds for p in ontology().subjects(RDF.type, kind) if str(p).startswith(TRIA)}
    assert properties - {p for shape in shapes_of(graph) for p in predicates_of(graph, shape)} == set()
    classes = {c for c in ontology().subjects(RDF.type, OWL.Class) if str(c).startswith(TRIA)}
    targets = set(graph.objects(None, SH.targetClass))
    assert {c for c in classes if not targets & set(ontology().transitive_objects(c, RDFS.subClassOf))} == set()


def test_a_shape_is_named_after_its_place() -> None:
    for shape in shapes_of(shapes_graph()):
        assert re.fullmatch(r"[A-Z][A-Za-z]*(-[A-Za-z0-9]+){0,2}", local(shape)), shape
    for owner, shape in shapes_graph().subject_objects(SH.property):
        assert local(shape).startswith(f"{local(owner)}-"), shape


# ---- the fixtures


def test_each_constraint_has_a_file_that_violates_it() -> None:
    assert uncovered(constraints_of(shapes_graph()), fixtures("violates")) == set()


def test_a_constraint_without_its_file_is_noticed() -> None:
    violating, constraints = fixtures("violates"), constraints_of(shapes_graph())
    for lost in violating:
        rest = [fixture for fixture in violating if fixture is not lost]
        assert uncovered(constraints, rest) == {lost.stands_for}, lost.name


def test_a_new_constraint_without_a_file_is_noticed() -> None:
    more = Graph() + shapes_graph()
    more.add((TRSH["Network-activeIn-min"], SH.maxCount, Literal(3)))
    assert uncovered(constraints_of(more), fixtures("violates")) == {
        ("Network-activeIn-min", "MaxCountConstraintComponent")
    }


def test_each_file_stands_in_the_folder_of_its_shape_and_is_named_after_it() -> None:
    homes: dict[Node, str] = {}
    for path in shape_files():
        shapes = Graph().parse(path)
        homes |= {shape: path.name.split(".")[0] for shape in shapes_of(shapes) if (shape, SH.severity, None) in shapes}
    for fixture in fixtures("violates"):
        shape = fixture.stands_for[0]
        assert fixture.path.parent.name == homes[TRSH[shape]], fixture.name
        assert fixture.path.stem.removeprefix("violates-").split("-")[:1] == shape.split("-")[:1], fixture.name
    folders = {path.parent.name for path in FOLDER.glob("*/*.ttl")}
    assert folders == set(homes.values())


def test_each_shape_has_a_focus_node_in_a_file_that_conforms() -> None:
    data = Graph() + known()
    for fixture in fixtures("conforms"):
        data += fixture.data
    for fixture in VIOLATING:
        data += fixture.fixed()
    for shape, cls in shapes_graph().subject_objects(SH.targetClass):
        kinds = data.transitive_subjects(RDFS.subClassOf, cls)
        assert any((None, RDF.type, kind) in data for kind in kinds), f"{shape}: {cls}"
    for shape, predicate in shapes_graph().subject_objects(SH.targetSubjectsOf):
        if (shape, SH.maxCount, Literal(0)) not in shapes_graph():
            assert (None, predicate, None) in data, f"{shape}: {predicate}"


def test_what_the_fixtures_share_conforms() -> None:
    assert elsewhere_with_shacl("all") == Counter()
    assert ELSEWHERE not in pyshacl_results()


@pytest.mark.parametrize("fixture", fixtures("conforms"), ids=names(fixtures("conforms")))
def test_a_file_conforms(fixture: Fixture) -> None:
    assert shacl_results(fixture, fixture.data) == Counter()
    assert pyshacl_results()["conforming", fixture.name] == Counter()


@pytest.mark.parametrize("fixture", VIOLATING, ids=names(VIOLATING))
def test_a_file_violates_the_constraint_that_it_names(fixture: Fixture) -> None:
    assert shacl_results(fixture, fixture.data) == expected(fixture)
    assert pyshacl_results()["violating", fixture.name] == expected(fixture)


@pytest.mark.parametrize("fixture", VIOLATING, ids=names(VIOLATING))
def test_a_file_conforms_once_its_hint_is_followed(fixture: Fixture) -> None:
    assert len(fixture.removed) + len(fixture.added) > 0
    assert shacl_results(fixture, fixture.fixed()) == Counter()
    assert pyshacl_results()["fixed", fixture.name] == Counter()


@pytest.mark.parametrize("fixture", fixtures("violates"), ids=names(fixtures("violates")))
def test_a_hint_says_what_makes_its_file_conform(fixture: Fixture) -> None:
    for language, delete in (("de", "löschen"), ("en", "delete")):
        hint = text(shapes_graph(), TRSH[fixture.stands_for[0]], TRSH.hint, language)
        if fixture.snippets:
            assert any(f"`{snippet}`" in hint or snippet in hint.split("`")[1] for snippet in fixture.snippets)
            for snippet in fixture.snippets:  # each property that is to be written is named
                predicate = snippet.split(" ")[0]
                assert predicate in hint or (predicate == "a" and f"`{snippet}`" in hint), (predicate, hint)
        else:
            assert delete in hint.lower()


@cache
def without_targets() -> Graph:
    graph = Graph() + shapes_graph("structure")
    for target in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf):
        graph.remove((None, target, None))
    return graph


@cache
def without_targets_text() -> str:
    return ntriples(without_targets())


@pytest.mark.parametrize("fixture", ON_A_NODE, ids=names(ON_A_NODE))
def test_a_node_violates_the_shape_that_is_tried_on_it(fixture: Fixture) -> None:
    for focus, fires in ((fixture.focus, expected(fixture)), (fixture.fixed_focus, Counter[Fired]())):
        assert len(focus) == 1
        shapes = shacl.Shapes.from_text(without_targets_text() + ntriples(focus), "ntriples")
        assert with_shacl(shapes, Graph()) == fires


def test_pyshacl_agrees_on_the_shapes_that_are_tried_on_nodes() -> None:
    wrong, right = Graph() + without_targets(), Graph() + without_targets()
    wanted: Counter[tuple[Node, Fired]] = Counter()
    for fixture in ON_A_NODE:
        wrong += fixture.focus
        right += fixture.fixed_focus
        for node in fixture.focus.objects():
            wanted |= Counter({(node, fired): number for fired, number in expected(fixture).items()})
    assert Counter((focus, fired) for focus, _, fired in with_pyshacl(wrong, Graph() + known())) == wanted
    assert list(with_pyshacl(right, Graph() + known())) == []
