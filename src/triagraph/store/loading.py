"""Load a project: every file into its named graph, then what the rules derive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.formats import NTRIPLES, RDFXML, TURTLE
from triagraph.namespaces import DCTERMS, DEFAULT_BASE, RDFS, SKOS, TRIA
from triagraph.parser import parse, read_document
from triagraph.project import DEFAULT_GRAPH_LAYERS, GraphFile, Project
from triagraph.store.derivation import Rule, derived_from, digest_of_text
from triagraph.store.memory import MemoryStore
from triagraph.store.parts import Layers, Part, ntriples_of

DERIVED: Final = "derived"
#: What rules are given, besides the ontology: the default graph without what rules derive.
GIVEN_LAYERS: Final = tuple(layer for layer in DEFAULT_GRAPH_LAYERS if layer != DERIVED)

_WITHOUT_GRAPHS: Final = (TURTLE, NTRIPLES, RDFXML)

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
    layers: Mapping[str, Sequence[Quad]] = field(repr=False)
    terms: tuple[Quad, ...] = field(repr=False)
    files: tuple[GraphFile, ...] = field(repr=False)

    def quads(self, layers: Iterable[str] = DEFAULT_GRAPH_LAYERS) -> list[Quad]:
        """Give the quads of some layers."""
        return [quad for layer in layers for quad in self.layers.get(layer, ())]

    def each(self, layers: Iterable[str] = DEFAULT_GRAPH_LAYERS) -> Iterator[Quad]:
        """Give the quads of some layers one after the other, without a list of them."""
        return chain.from_iterable(self.layers.get(layer, ()) for layer in layers)

    def ntriples(self, layer: str) -> bytes:
        """Write a layer as N-Triples as it was read: nothing is sorted, no graph is named."""
        return ntriples_of(self._parts(layer))

    def pieces(self, layer: str) -> Iterator[bytes]:
        """Write a layer as `ntriples` does, some statements at a time."""
        return chain.from_iterable(part.pieces() for part in self._parts(layer))

    def size(self) -> int:
        """Count the statements of all layers; one in several graphs counts in each."""
        return sum(len(part.quads) for layer in self.layers for part in self._parts(layer))

    def _parts(self, layer: str) -> Sequence[Part]:
        if isinstance(self.layers, Layers):
            return self.layers.parts.get(layer, ())
        return (Part(None, self.layers.get(layer, ())),)

    def store(self) -> MemoryStore:
        """Give a store that answers queries over the default graph's layers."""
        store = MemoryStore(())
        store.add([part for layer in DEFAULT_GRAPH_LAYERS for part in self._parts(layer)])
        return store


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands in the files of a project, before anything is derived."""

    project: Project
    parts: Mapping[str, Sequence[Part]] = field(repr=False)
    terms: tuple[Quad, ...] = field(repr=False)
    files: tuple[GraphFile, ...] = field(repr=False)

    def given(self) -> Iterator[Part]:
        """Give what rules are given besides the ontology."""
        return (part for layer in GIVEN_LAYERS for part in self.parts.get(layer, ()))

    def text(self) -> bytes:
        """Write what rules are given, the ontology too, as N-Triples."""
        return ntriples_of([*self.given(), Part(None, self.terms)])


def load(project: Project) -> Dataset:
    """Read all files of a project and derive what its rules say.

    Raises:
        ParseError: a file cannot be read.
        QueryError: a rule is not a CONSTRUCT query.
    """
    stated = read_stated(project)
    return with_derived(stated, store_of(stated))


def load_store(project: Project, *, services: Iterable[str] = ()) -> MemoryStore:
    """Load a project into the store that queries are put to; what the rules looked at becomes the store, filled once.

    Args:
        project: see `load`, for what is raised too.
        services: the hosts that a query may fetch from by SERVICE; rules may from none.
    """
    stated = read_stated(project)
    store = store_of(stated)
    terms = store.passing(stated.terms)
    derived = _derived(stated, store, stated.text())
    store.remove(terms)
    store.extend(derived)
    store.allow(services)
    return store


def read_stated(project: Project) -> Stated:
    """Read what stands in the files of a project.

    Raises:
        ParseError: a file cannot be read.
    """
    files = (*project.vocabulary_files(), *project.data_files())
    parts: dict[str, list[Part]] = {}
    for file in files:
        parts.setdefault(file.layer, []).append(_part(file, project))
    terms = tuple(quad for path in project.term_files() for quad in parse(read_document(path), base=project.base))
    return Stated(project, parts, terms, files)


def store_of(stated: Stated) -> MemoryStore:
    """Fill a store with what rules are given, without the ontology."""
    store = MemoryStore(())
    store.add(list(stated.given()))
    return store


def with_derived(stated: Stated, store: MemoryStore, *, given: bytes | None = None) -> Dataset:
    """Add what the rules say.

    Args:
        stated: what stands in the files.
        store: holds what the rules are given, and gets the ontology too.
        given: what the rules are given as N-Triples (`Stated.text`), where they have been written already.
    """
    store.passing(stated.terms)
    derived = Part(None, _derived(stated, store, stated.text() if given is None else given))
    return Dataset(stated.project, Layers({**stated.parts, DERIVED: [derived]}), stated.terms, stated.files)


def _derived(stated: Stated, store: MemoryStore, given: bytes) -> list[Quad]:
    return derived_from(read_rules(stated.project), store, digest_of_text(given), base=stated.project.base)


def _part(file: GraphFile, project: Project) -> Part:
    """Read one file; where its syntax knows no graphs, no quad is made twice to name one."""
    document = read_document(file.path)
    if document.syntax not in _WITHOUT_GRAPHS or project.base != DEFAULT_BASE:
        return Part(None, list(read_graph(file, project)))
    return Part(file.graph, list(parse(document, base=project.base)))


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
    return labels(chain(dataset.terms, *dataset.layers.values()), LABEL_PREDICATES)


def stated_labels(stated: Stated) -> dict[str, dict[str, str]]:
    """Collect the labels that stand in the files of a project: IRI → language → label."""
    parts = (part.quads for layer in stated.parts.values() for part in layer)
    return labels(chain(stated.terms, *parts), LABEL_PREDICATES)
