"""Load a project: every file into its named graph, then what the rules derive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.errors import QueryError
from triagraph.language import Text
from triagraph.namespaces import DEFAULT_BASE
from triagraph.parser import parse, read_document
from triagraph.project import DEFAULT_GRAPH_LAYERS, GraphFile, Project
from triagraph.results import Graph
from triagraph.store.memory import MemoryStore


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
    """
    files = (*project.vocabulary_files(), *project.data_files())
    layers: dict[str, list[Quad]] = {}
    for file in files:
        layers.setdefault(file.layer, []).extend(read_graph(file, project))
    terms = [quad for path in project.term_files() for quad in parse(read_document(path), base=project.base)]
    frozen = {layer: tuple(quads) for layer, quads in layers.items()}
    frozen["derived"] = tuple(derive(project, [*(quad for quads in frozen.values() for quad in quads), *terms]))
    return Dataset(project, frozen, tuple(terms), files)


def read_graph(file: GraphFile, project: Project) -> Iterator[Quad]:
    """Read one file of a project into its named graph, moved to the project's base."""
    quads = parse(read_document(file.path), base=project.base, graph=file.graph)
    return quads if project.base == DEFAULT_BASE else (rebased(quad, project) for quad in quads)


def rebased(quad: Quad, project: Project) -> Quad:
    """Move the things of a quad from the default base to the project's own."""

    def move(term: Any) -> Any:
        return NamedNode(project.rebase(term.value)) if isinstance(term, NamedNode) else term

    return Quad(move(quad.subject), move(quad.predicate), move(quad.object), move(quad.graph_name))


def derive(project: Project, quads: Iterable[Quad]) -> list[Quad]:
    """Run the project's CONSTRUCT rules in order of their names, each into a graph of its own.

    A rule sees what earlier rules derived; the derived layer is made from empty each time.

    Raises:
        QueryError: a rule is not a CONSTRUCT query.
    """
    store = MemoryStore(quads)
    derived: list[Quad] = []
    for path in project.rule_files():
        text = rebase_text(path.read_text(encoding="utf-8"), project)
        answer = store.query(text, base=project.base)
        if not isinstance(answer, Graph):
            raise QueryError(
                Text(f"Die Regel {path.name} ist kein CONSTRUCT.", f"The rule {path.name} is not a CONSTRUCT.")
            )
        graph = NamedNode(project.graph("derived", path.stem))
        new = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in answer.triples]
        store.extend(new)
        derived.extend(new)
    return derived


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
