"""Put a graph into a triple store: whole or only the difference, by Graph Store Protocol or by SPARQL Update, then count.

https://www.w3.org/TR/sparql11-http-rdf-update/ and https://www.w3.org/TR/sparql11-update/. A named graph is replaced by one
request where it is small enough for one; several graphs are several requests, and a reader may see some old and some new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote
from urllib.request import Request

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from triagraph.language import Text
from triagraph.store.errors import PushError
from triagraph.store.remote import RemoteStore
from triagraph.store.values import Value, statement_of

#: Characters of statements in one request. Virtuoso 7 refuses updates of more than 10,000 lines.
UPDATE_SIZE: Final = 256 << 10
UPDATE_STATEMENTS: Final = 2000
DOCUMENT_SIZE: Final = 8 << 20

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one graph, `""` for the default graph: `whole` replaces it by what is added."""

    graph: str
    whole: bool
    added: tuple[Quad, ...] = field(repr=False)
    removed: tuple[Quad, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One request and what it says, for people; `body` is what is sent."""

    method: str
    address: str
    graph: str
    statements: int
    body: str = field(repr=False)
    request: Request = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A graph that has another number of statements than it should have."""

    graph: str
    expected: int
    found: int


def graphs_of(quads: Iterable[Quad]) -> dict[str, dict[Value, Quad]]:
    """Sort quads by graph; statements that mean the same count once.

    Raises:
        PushError: there are blank nodes, whose names mean nothing to a triple store, or statements about statements.
    """
    graphs: dict[str, dict[Value, Quad]] = {}
    for quad in quads:
        terms = (quad.subject, quad.object, quad.graph_name)
        if any(isinstance(term, BlankNode) for term in terms):
            raise PushError(
                Text(f"Ein leerer Knoten lässt sich nicht schicken: {quad}.", f"A blank node cannot be sent: {quad}."),
                hint=Text("`--skolemise` gibt jedem eine IRI.", "`--skolemise` gives an IRI to each."),
            )
        if any(isinstance(term, Triple) for term in terms):
            raise PushError(
                Text(f"RDF 1.2 lässt sich nicht schicken: {quad}.", f"RDF 1.2 cannot be sent: {quad}."),
            )
        graphs.setdefault(_name(quad), {}).setdefault(statement_of(quad), quad)
    return graphs


def plan_whole(quads: Iterable[Quad]) -> list[Change]:
    """Plan to replace each graph that there is."""
    graphs = graphs_of(quads)
    return [Change(name, whole=True, added=tuple(graphs[name].values())) for name in sorted(graphs)]


def plan_difference(quads: Iterable[Quad], store: RemoteStore, *, whole_graphs: bool = False) -> list[Change]:
    """Compare each graph with what the store has, and plan to add and remove what differs.

    Args:
        quads: what the store should have.
        store: the store.
        whole_graphs: replace a graph that differs: the Graph Store Protocol adds and removes no single statements.

    Raises:
        EndpointError: the store does not answer, or not with all it has.
    """
    graphs = graphs_of(quads)
    changes = []
    for name in sorted(graphs):
        wanted = graphs[name]
        there = {statement_of(quad): quad for quad in store.graph(name)}
        added = tuple(quad for value, quad in wanted.items() if value not in there)
        removed = tuple(quad for value, quad in there.items() if value not in wanted)
        blank = any(isinstance(term, BlankNode) for quad in removed for term in (quad.subject, quad.object))
        if (added or removed) and (whole_graphs or blank):  # an update cannot name the store's blank nodes
            changes.append(Change(name, whole=True, added=tuple(wanted.values())))
        elif added or removed:
            changes.append(Change(name, whole=False, added=added, removed=removed))
    return changes


def left_over(quads: Iterable[Quad], store: RemoteStore, base: str) -> list[str]:
    """List the graphs below `base` that the store has and the data does not."""
    ours = {_name(quad) for quad in quads}
    return sorted(name for name in store.graph_counts() if name.startswith(base) and name not in ours)


def steps(changes: Iterable[Change], store: RemoteStore, *, graph_store: str | None = None) -> Iterator[Step]:
    """Give the requests that make the changes.

    Args:
        changes: what becomes of the graphs.
        store: the endpoint, whose address for updates is used without a graph store.
        graph_store: the address of a Graph Store Protocol, for changes of whole graphs.
    """
    for change in changes:
        if graph_store is not None and change.whole:
            yield from _documents(change, graph_store)
        else:
            yield from _updates(change, store)


def send(planned: Iterable[Step], store: RemoteStore, progress: Progress = lambda _done, _total: None) -> int:
    """Send requests one after the other; give their number.

    Raises:
        EndpointError: the store refuses one; those before it are done.
    """
    number = 0
    for number, step in enumerate(planned, 1):
        store.transport.send(step.request)
        progress(number, None)
    return number


def verify(quads: Iterable[Quad], store: RemoteStore) -> list[Mismatch]:
    """Count the statements of each graph, here and there."""
    graphs = graphs_of(quads)
    there = store.graph_counts()
    expected = {name: len(statements) for name, statements in graphs.items()}
    found = {name: there.get(name, 0) if name else store.count("") for name in graphs}
    return [Mismatch(name, expected[name], found[name]) for name in sorted(graphs) if expected[name] != found[name]]


def _documents(change: Change, graph_store: str) -> Iterator[Step]:
    """Put a graph as a document; a large one in parts, the first of which replaces what was there."""
    mark = "&" if "?" in graph_store else "?"
    address = (
        f"{graph_store}{mark}graph={quote(change.graph, safe='')}" if change.graph else f"{graph_store}{mark}default"
    )
    if not change.added:
        request = Request(address, headers={"Accept": "*/*"}, method="DELETE")  # noqa: S310 - checked as an address
        yield Step("DELETE", graph_store, change.graph, 0, "", request)
    method = "PUT"
    for part in _batches(change.added, DOCUMENT_SIZE, None):
        text = "".join(f"{_statement(quad)}\n" for quad in part)
        # N-Triples is Turtle too, and some servers take no other.
        headers = {"Content-Type": "text/turtle; charset=utf-8", "Accept": "*/*"}
        request = Request(address, data=text.encode(), headers=headers, method=method)  # noqa: S310 - checked as an address
        yield Step(method, graph_store, change.graph, len(part), text, request)
        method = "POST"


def _updates(change: Change, store: RemoteStore) -> Iterator[Step]:
    """Send updates: first what goes, then what comes; a graph that fits into one request is replaced by one."""
    first = ""
    if change.whole and not change.added:
        text = f"DROP SILENT GRAPH {NamedNode(change.graph)}" if change.graph else "CLEAR SILENT DEFAULT"
        yield Step("POST", store.update_url, change.graph, 0, text, store.update_request(text))
    elif change.whole:
        first = f"CLEAR SILENT GRAPH {NamedNode(change.graph)} ;\n" if change.graph else "CLEAR SILENT DEFAULT ;\n"
    for operation, quads in (("DELETE DATA", change.removed), ("INSERT DATA", change.added)):
        for part in _batches(quads, UPDATE_SIZE, UPDATE_STATEMENTS):
            lines = "\n".join(_statement(quad) for quad in part)
            body = f"GRAPH {NamedNode(change.graph)} {{\n{lines}\n}}" if change.graph else lines
            text = f"{first}{operation} {{ {body} }}"
            yield Step("POST", store.update_url, change.graph, len(part), text, store.update_request(text))
            first = ""


def _batches(quads: Iterable[Quad], size: int, most: int | None) -> Iterator[list[Quad]]:
    part: list[Quad] = []
    length = 0
    for quad in quads:
        length += len(str(quad))
        if part and (length > size or (most is not None and len(part) >= most)):
            yield part
            part, length = [], len(str(quad))
        part.append(quad)
    if part:
        yield part


def _statement(quad: Quad) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object} ."


def _name(quad: Quad) -> str:
    graph = quad.graph_name
    return "" if isinstance(graph, DefaultGraph) else str(graph.value)
