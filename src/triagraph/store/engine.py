"""What the stores in memory and on disk share: a query of ours becomes one of pyoxigraph, its answer becomes ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from pyoxigraph import DefaultGraph, Quad, QueryBoolean, QuerySolutions, QueryTriples
from pyoxigraph import Store as OxigraphStore

from triagraph.errors import Location, QueryError
from triagraph.language import Text
from triagraph.results import Answer, Solutions, Stream, Term, graph_of
from triagraph.store.services import check_services

_COMMENT: Final = re.compile(r"^\s*#.*$", re.MULTILINE)
_NAMED_GRAPHS: Final = re.compile(r"\b(GRAPH|FROM|USING)\b", re.IGNORECASE)
_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)


def with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give quads, and each triple once more in the default graph.

    `use_default_graph_as_union` is no substitute: it gives a triple once per graph that holds it, so that counts are wrong.
    """
    for quad in quads:
        yield quad
        if not isinstance(quad.graph_name, DefaultGraph):
            yield Quad(quad.subject, quad.predicate, quad.object)


def asks_for_named_graphs(text: str) -> bool:
    """Tell whether a query may look into named graphs; one that has the words elsewhere may too."""
    return _NAMED_GRAPHS.search(_COMMENT.sub("", text)) is not None


def answer(store: OxigraphStore, text: str, *, base: str | None, services: Iterable[str]) -> Answer:
    """Answer a query over a store of pyoxigraph whose default graph holds the union of its graphs (`with_union`).

    Raises:
        QueryError: the query cannot be read or run, or it would fetch from a host that `services` does not name.
    """
    found = stream(store, text, base=base, services=services)
    return Solutions(found.variables, tuple(found.rows)) if isinstance(found, Stream) else found


def stream(store: OxigraphStore, text: str, *, base: str | None, services: Iterable[str]) -> Answer | Stream:
    """Answer a query as `answer` does, but find rows as they are asked for; only the first is looked for at once.

    Raises:
        QueryError: see `answer`; a row that cannot be found raises it too.
    """
    check_services(text, services)
    try:
        found = store.query(text, base_iri=base)
        if isinstance(found, QueryBoolean):
            return bool(found)
        if isinstance(found, QueryTriples):
            return graph_of(found)
        return _streamed(found)
    except SyntaxError as error:
        if not _COMMENT.sub("", text).strip():
            raise QueryError(
                Text("Die Abfrage ist leer.", "The query is empty."),
                hint=Text(
                    "SELECT, ASK, CONSTRUCT oder DESCRIBE schreiben.", "write SELECT, ASK, CONSTRUCT or DESCRIBE."
                ),
            ) from error
        raise _explained(error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise _failed(error) from error


def _streamed(answer: QuerySolutions) -> Stream:
    variables = tuple(variable.value for variable in answer.variables)
    rows = _rows(answer)
    first = next(rows, None)
    return Stream(variables, rows if first is None else chain((first,), rows), first is None)


def _rows(answer: QuerySolutions) -> Iterator[tuple[Term | None, ...]]:
    try:
        for solution in answer:
            yield tuple(solution)
    except (OSError, RuntimeError, ValueError) as error:
        raise _failed(error) from error


def _failed(error: Exception) -> QueryError:
    return QueryError(Text(f"Die Abfrage ließ sich nicht ausführen: {error}", f"The query could not be run: {error}"))


def _explained(error: SyntaxError) -> QueryError:
    found = _POSITION.search(str(error))
    if found is None:
        return QueryError(Text(f"Das ist kein gültiges SPARQL: {error}", f"This is not valid SPARQL: {error}"))
    words = [
        word.strip(" \"'")
        for word in re.split(r",| or |one of ", found[3])
        if re.fullmatch(r"[\s\"']*[A-Za-z ]{2,20}[\s\"']*", word)
    ]
    expected = ", ".join(words[:6])
    return QueryError(
        Text("Das ist kein gültiges SPARQL.", "This is not valid SPARQL."),
        hint=Text(f"An dieser Stelle passt: {expected}.", f"What fits here: {expected}.") if expected else None,
        location=Location("query", int(found[1]), int(found[2])),
    )
