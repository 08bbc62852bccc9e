"""A dataset in memory, on pyoxigraph's Store."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples
from pyoxigraph import Store as OxigraphStore

from triagraph.errors import Location, QueryError
from triagraph.language import Text
from triagraph.results import Answer, Solutions, graph_of

_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)


class MemoryStore:
    """A dataset that is gone when the process ends.

    The engine does not keep every lexical form (`"01"^^xsd:integer` becomes `1`), so that it answers queries and
    nothing is ever published from it.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._store = OxigraphStore()
        self._store.bulk_extend(quads)

    def __len__(self) -> int:
        return len(self._store)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        self._store.bulk_extend(quads)

    def query(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query over the union of all graphs; see `Store.query`."""
        try:
            answer = self._store.query(text, base_iri=base, use_default_graph_as_union=True)
            if isinstance(answer, QueryBoolean):
                return bool(answer)
            if isinstance(answer, QueryTriples):
                return graph_of(answer)
            return _solutions(answer)
        except SyntaxError as error:
            raise _explained(error) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(
                Text(f"Die Abfrage ließ sich nicht ausführen: {error}", f"The query could not be run: {error}")
            ) from error


def _solutions(answer: QuerySolutions) -> Solutions:
    variables = tuple(variable.value for variable in answer.variables)
    return Solutions(variables, tuple(tuple(solution) for solution in answer))


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
