"""Where the existing graph can be: an index on disk or a SPARQL endpoint, asked for the statements of nodes.

What an endpoint answers is written down, so that the same can be done once more in a worker that reaches no network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.project import Project
from triagraph.results import Solutions
from triagraph.validation.against.world import TERMS, Fact, FactsInMemory, terms_of

if TYPE_CHECKING:
    from triagraph.store.disk import DiskStore
    from triagraph.store.loading import Dataset
    from triagraph.store.remote import RemoteStore

_CHUNK: Final = 500
#: Counting would be one more request; the same is said where the answers are used.
_FAN: Final = 20


def facts_of(dataset: Dataset) -> Iterator[Fact]:
    """Give all statements of a project with their layers."""
    for layer, quads in dataset.layers.items():
        for quad in quads:
            graph: Any = quad.graph_name
            tag = layer if layer != "derived" else layer_of(graph.value, dataset.project)
            yield (*terms_of(quad), tag)
    for quad in dataset.terms:
        yield (*terms_of(quad), TERMS)


def term_of(text: str) -> Any:
    """Make a term of what N-Triples writes."""
    if text.startswith("<") and not text.startswith("<<"):
        return NamedNode(text[1:-1])
    if text.startswith("_:"):
        return BlankNode(text[2:])
    line = f"<urn:x> <urn:x> {text} .".encode()
    return next(parse(line, format=RdfFormat.N_TRIPLES, rename_blank_nodes=False)).object


def layer_of(graph: str | None, project: Project) -> str:
    """Give the layer of a named graph, with the rule if it is derived.

    What stands in no graph, or in one of another project, counts as asserted.
    """
    prefix = f"{project.base}graph/"
    if graph is None or not graph.startswith(prefix):
        return "asserted"
    layer, _, name = graph[len(prefix) :].partition("/")
    return f"{layer}/{name}" if layer == "derived" else layer


class IndexSource:
    """An index on disk."""

    def __init__(self, index: DiskStore, project: Project) -> None:
        self._index = index
        self._project = project
        self._layers: dict[Any, str] = {}

    def outgoing(self, subjects: Collection[str], predicate: str | None) -> Iterator[Fact]:
        """See `Source.outgoing`."""
        name = None if predicate is None else term_of(predicate)
        for subject in subjects:
            yield from self._facts(self._index.find(term_of(subject), name))

    def incoming(self, objects: Collection[str], predicate: str | None) -> Iterator[Fact]:
        """See `Source.incoming`."""
        name = None if predicate is None else term_of(predicate)
        for value in objects:
            yield from self._facts(self._index.find(None, name, term_of(value)))

    def extent(self, predicate: str | None) -> Iterator[Fact]:
        """See `Source.extent`."""
        yield from self._facts(self._index.quads() if predicate is None else self._index.find(None, term_of(predicate)))

    def fan(self, term: str, predicate: str, most: int) -> int:
        """See `Source.fan`."""
        return self._index.count(term_of(predicate), term_of(term), most)

    def _facts(self, quads: Iterable[Quad]) -> Iterator[Fact]:
        for quad in quads:
            graph = quad.graph_name
            if graph not in self._layers:
                name = None if isinstance(graph, DefaultGraph) else graph.value
                self._layers[graph] = layer_of(name, self._project)
            yield (*terms_of(quad), self._layers[graph])


class RecordedSource(FactsInMemory):
    """What an endpoint has answered."""

    def fan(self, term: str, predicate: str, most: int) -> int:  # noqa: ARG002 - as the endpoint's
        """See `Source.fan`."""
        return min(_FAN, most)


class EndpointSource:
    """A SPARQL endpoint; `answers` are all statements that it has given."""

    def __init__(self, store: RemoteStore, project: Project) -> None:
        self._store = store
        self._project = project
        self.answers: dict[Fact, None] = {}

    def outgoing(self, subjects: Collection[str], predicate: str | None) -> Iterator[Fact]:
        """See `Source.outgoing`."""
        return self._asked("?s", [each for each in subjects if each.startswith("<")], predicate)

    def incoming(self, objects: Collection[str], predicate: str | None) -> Iterator[Fact]:
        """See `Source.incoming`."""
        return self._asked("?o", [each for each in objects if not each.startswith("_:")], predicate)

    def extent(self, predicate: str | None) -> Iterator[Fact]:
        """Give all statements with a predicate; not all there are.

        Raises:
            InputError: there is no telling which statements are needed.
        """
        if predicate is None:
            raise InputError(
                Text(
                    "Für eine der Shapes oder Regeln müsste der ganze Graph vom Endpunkt geholt werden.",
                    "For one of the shapes or rules the whole graph would have to be fetched from the endpoint.",
                ),
                hint=Text(
                    "Den Graphen herunterladen und mit `triagraph index` und `--store` prüfen.",
                    "download the graph, and validate with `triagraph index` and `--store`.",
                ),
            )
        return self._asked("?p", [predicate], None)

    def fan(self, term: str, predicate: str, most: int) -> int:  # noqa: ARG002 - not worth a request
        """See `Source.fan`."""
        return min(_FAN, most)

    def graphs(self, names: Collection[str]) -> frozenset[str]:
        """Tell which of some named graphs the endpoint has."""
        if not names:
            return frozenset()
        listed = " ".join(str(NamedNode(name)) for name in sorted(names))
        answer = self._store.query(f"SELECT DISTINCT ?g WHERE {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}")
        rows = answer.rows if isinstance(answer, Solutions) else ()
        return frozenset(row[0].value for row in rows if isinstance(row[0], NamedNode))

    def _asked(self, variable: str, terms: Collection[str], predicate: str | None) -> Iterator[Fact]:
        ordered = sorted(terms)
        path = predicate or "?p"
        for start in range(0, len(ordered), _CHUNK):
            listed = " ".join(ordered[start : start + _CHUNK])
            values, pattern = f"VALUES {variable} {{ {listed} }}", f"?s {path} ?o"
            text = (
                f"SELECT DISTINCT ?s {'' if predicate else '?p '}?o ?g WHERE {{ "
                f"{{ {values} {pattern} }} UNION {{ {values} GRAPH ?g {{ {pattern} }} }} }}"
            )
            answer = self._store.query(text)
            found = self._facts(answer.rows if isinstance(answer, Solutions) else (), predicate)
            self.answers.update(dict.fromkeys(found))
            yield from found

    def _facts(self, rows: Iterable[tuple[Any, ...]], predicate: str | None) -> list[Fact]:
        """Read an answer. The default graph may be the union of the others: what stands in one of them stands only there."""
        graphs: dict[tuple[str, str, str], set[str]] = {}
        for row in rows:
            subject, *between, value, graph = row
            if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
                raise _nameless()
            name = predicate or str(between[0])
            layers = graphs.setdefault((str(subject), name, str(value)), set())
            if graph is not None:
                layers.add(layer_of(graph.value, self._project))
        return [(*triple, layer) for triple, layers in graphs.items() for layer in sorted(layers or {"asserted"})]


def _nameless() -> InputError:
    return InputError(
        Text(
            "Im Graphen des Endpunkts stehen Knoten ohne IRI; von ihnen aus lässt sich nicht weiterfragen.",
            "The graph of the endpoint has nodes without an IRI; there is no asking on from them.",
        ),
        hint=Text(
            "Mit `triagraph push --skolemise` laden, oder einen Index prüfen (`--store`).",
            "load it with `triagraph push --skolemise`, or validate against an index (`--store`).",
        ),
    )
