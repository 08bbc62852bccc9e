"""Graphs that can be queried: one protocol, in memory, on disk or remote.

The default graph of every query is the union of the layers asserted, mapping, derived and vocabulary.
"""

from __future__ import annotations

from typing import Protocol

from triagraph.results import Answer, Stream


class Store(Protocol):
    """A dataset that answers SPARQL 1.1 queries."""

    def query(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query over the union of the store's graphs.

        Raises:
            QueryError: the query cannot be read or run.
        """
        ...

    def stream(self, text: str, *, base: str | None = None) -> Answer | Stream:
        """Answer a query as `query` does, with rows that are found as they are asked for where the store can do that.

        Raises:
            QueryError: see `query`; a row that cannot be found raises it too.
        """
        ...
