"""The existing graph that a contribution is validated on: a project in memory, an index on disk, a SPARQL endpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triagraph.language import Text
from triagraph.parser import parse, read_document
from triagraph.project import Project
from triagraph.store.derivation import Rule
from triagraph.store.loading import Dataset, load, read_graph, read_rules
from triagraph.validation.against.sources import EndpointSource, IndexSource, facts_of
from triagraph.validation.against.world import FactsInMemory, Source

if TYPE_CHECKING:
    from triagraph.store.disk import DiskStore

_NOT_DERIVED = Text(
    "Der bestehende Graph enthält nichts, was diese Regeln ableiten; deshalb wurden sie nicht ausgeführt: {rules}.",
    "The existing graph holds nothing that these rules derive, so that they were not run: {rules}.",
)
AS_THE_SERVER_GIVES = Text(
    "Zahlen und Daten des bestehenden Graphen sind so geschrieben, wie der Server sie ausgibt.",
    "Numbers and dates of the existing graph are spelled as the server gives them.",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """An existing graph: its name, where its statements are, the rules whose conclusions it holds, and what is to be said."""

    name: str
    project: Project
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]
    notes: tuple[Text, ...] = ()


def project_ground(project: Project, name: str) -> Ground:
    """Load a project."""
    return dataset_ground(load(project), name)


def dataset_ground(dataset: Dataset, name: str) -> Ground:
    """Take a project that is loaded."""
    return Ground(name, dataset.project, (FactsInMemory(facts_of(dataset)),), read_rules(dataset.project))


def index_ground(index: DiskStore, project: Project, name: str) -> Ground:
    """Take an index for the data, and a project for the vocabulary."""
    rules, notes = _rules(project, index.record.graphs)
    return Ground(name, project, (IndexSource(index, project), vocabulary_of(project)), rules, notes)


def endpoint_ground(source: EndpointSource, project: Project, name: str) -> Ground:
    """Take an endpoint for the data, and a project for the vocabulary."""
    rules, notes = _rules(project, source.graphs([rule.graph for rule in read_rules(project)]))
    return Ground(name, project, (source, vocabulary_of(project)), rules, (*notes, AS_THE_SERVER_GIVES))


def vocabulary_of(project: Project) -> FactsInMemory:
    """Read the ontology and the vocabularies of a project."""
    vocabulary = tuple(quad for file in project.vocabulary_files() for quad in read_graph(file, project))
    terms = tuple(quad for path in project.term_files() for quad in parse(read_document(path), base=project.base))
    return FactsInMemory(facts_of(Dataset(project, {"vocabulary": vocabulary}, terms, ())))


def _rules(project: Project, graphs: Iterable[str]) -> tuple[tuple[Rule, ...], tuple[Text, ...]]:
    """Give the rules whose graphs are there: of a graph without them nothing is derived."""
    rules, there = read_rules(project), set(graphs)
    missing = ", ".join(rule.name for rule in rules if rule.graph not in there)
    kept = tuple(rule for rule in rules if rule.graph in there)
    if not missing:
        return kept, ()
    return kept, (Text(_NOT_DERIVED.de.format(rules=missing), _NOT_DERIVED.en.format(rules=missing)),)
