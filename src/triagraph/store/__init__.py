"""Graphs that can be queried: one protocol, in memory, on disk or remote.

The default graph of every query is the union of the layers asserted, mapping, derived and vocabulary.
"""

from __future__ import annotations

from typing import Protocol

from triagraph.results import Answer


class Store(Protocol):
    """A dataset that answers SPARQL 1.1 queries."""

    def query(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query over the union of the store's graphs.

        Raises:
            QueryError: the query cannot be read or run.
        """
        ...
