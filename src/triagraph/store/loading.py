"""Load a project: every file into its named graph, then what the rules derive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.namespaces import DCTERMS, DEFAULT_BASE, RDFS, SKOS, TRIA
from triagraph.parser import parse, read_document
from triagraph.project import DEFAULT_GRAPH_LAYERS, GraphFile, Project
from triagraph.store.derivation import Rule, derive
from triagraph.store.memory import MemoryStore

#: What rules are given, besides the ontology: the default graph without what rules derive.
GIVEN_LAYERS: Final = tuple(layer for layer in DEFAULT_GRAPH_LAYERS if layer != "derived")


#: What names a thing, the best first.
LABEL_PREDICATES: Final = (
    f"{SKOS}prefLabel",
    f"{RDFS}label",
    f"{DCTERMS}title",
    f"{TRIA}printedName",
    f"{SKOS}altLabel",
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The quads of a project by layer, with their lexical forms as written."""

    project: Project
    layers: dict[str, tuple[Quad, ...]] = field(repr=False)
    terms: tuple[Quad, ...] = field(repr=False)
    files: tuple[GraphFile, ...] = field(repr=False)

    def quads(self, layers: Iterable[str] = DEFAULT_GRAPH_LAYERS) -> list[Quad]:
        """Give the quads of some layers."""
        return [quad for layer in layers for quad in self.layers.get(layer, ())]

    def store(self) -> MemoryStore:
        """Give a store that answers queries over the default graph's layers."""
        return MemoryStore(self.quads())


def load(project: Project) -> Dataset:
    """Read all files of a project and derive what its rules say.

    Raises:
        ParseError: a file cannot be read.
        QueryError: a rule is not a CONSTRUCT query.
    """
    stated = _stated(project)
    return _with_derived(stated, MemoryStore([*stated.quads(GIVEN_LAYERS), *stated.terms]))


def load_with_store(project: Project, *, services: Iterable[str] = ()) -> tuple[Dataset, MemoryStore]:
    """Load a project and the store that queries are put to; what the rules looked at becomes the store, filled once.

    Args:
        project: see `load`, for what is raised too.
        services: the hosts that a query may fetch from by SERVICE; rules may from none.
    """
    stated = _stated(project)
    store = MemoryStore(stated.quads(GIVEN_LAYERS))
    terms = store.passing(stated.terms)
    dataset = _with_derived(stated, store)
    store.remove(terms)
    store.extend(dataset.layers["derived"])
    store.allow(services)
    return dataset, store


def _stated(project: Project) -> Dataset:
    """Read what stands in the files."""
    files = (*project.vocabulary_files(), *project.data_files())
    layers: dict[str, list[Quad]] = {}
    for file in files:
        layers.setdefault(file.layer, []).extend(read_graph(file, project))
    terms = tuple(quad for path in project.term_files() for quad in parse(read_document(path), base=project.base))
    return Dataset(project, {layer: tuple(quads) for layer, quads in layers.items()}, terms, files)


def _with_derived(stated: Dataset, store: MemoryStore) -> Dataset:
    """Add what the rules say; the store holds what they are given."""
    given = [*stated.quads(GIVEN_LAYERS), *stated.terms]
    derived = derive(read_rules(stated.project), given, base=stated.project.base, store=store)
    return replace(stated, layers={**stated.layers, "derived": tuple(derived)})


def read_graph(file: GraphFile, project: Project) -> Iterator[Quad]:
    """Read one file of a project into its named graph, moved to the project's base."""
    quads = parse(read_document(file.path), base=project.base, graph=file.graph)
    return quads if project.base == DEFAULT_BASE else (rebased(quad, project) for quad in quads)


def rebased(quad: Quad, project: Project) -> Quad:
    """Move the things of a quad from the default base to the project's own."""

    def move(term: Any) -> Any:
        return NamedNode(project.rebase(term.value)) if isinstance(term, NamedNode) else term

    return Quad(move(quad.subject), move(quad.predicate), move(quad.object), move(quad.graph_name))


def read_rules(project: Project) -> tuple[Rule, ...]:
    """Read the project's rules, moved to its base."""
    return tuple(
        Rule(
            name=path.stem,
            text=rebase_text(path.read_text(encoding="utf-8"), project),
            graph=project.graph("derived", path.stem),
            file=str(path),
        )
        for path in project.rule_files()
    )


def rebase_text(text: str, project: Project) -> str:
    """Move IRIs of things in a query text to the project's own base."""
    if project.base == DEFAULT_BASE:
        return text
    return text.replace(f"<{DEFAULT_BASE}id/", f"<{project.base}id/").replace(
        f"<{DEFAULT_BASE}graph/", f"<{project.base}graph/"
    )


def labels(quads: Iterable[Quad], predicates: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Collect labels: IRI → language → label; the first of `predicates` that a thing has wins."""
    found: dict[str, dict[str, tuple[int, str]]] = {}
    rank = {predicate: position for position, predicate in enumerate(predicates)}
    for quad in quads:
        position = rank.get(quad.predicate.value)
        if position is None or not isinstance(quad.object, Literal) or not isinstance(quad.subject, NamedNode):
            continue
        languages = found.setdefault(quad.subject.value, {})
        language = quad.object.language or ""
        candidate = (position, quad.object.value)
        if language not in languages or candidate < languages[language]:
            languages[language] = candidate
    return {iri: {tag: text for tag, (_, text) in tags.items()} for iri, tags in found.items()}


def label_index(dataset: Dataset) -> dict[str, dict[str, str]]:
    """Collect the labels of a dataset and of the ontology's terms: IRI → language → label."""
    every = [*dataset.terms, *(quad for quads in dataset.layers.values() for quad in quads)]
    return labels(every, LABEL_PREDICATES)
