"""A dataset in memory, on pyoxigraph's Store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from pyoxigraph import Quad
from pyoxigraph import Store as OxigraphStore

from triagraph.results import Answer
from triagraph.store import engine
from triagraph.store.reading import load_file, read_quads


class MemoryStore:
    """A dataset that is gone when the process ends.

    The engine does not keep every lexical form (`"01"^^xsd:integer` becomes `1`), so that it answers queries and
    nothing is ever published from it. `services` are the hosts that a query may fetch from by SERVICE.
    """

    def __init__(self, quads: Iterable[Quad], *, services: Iterable[str] = ()) -> None:
        self._store = OxigraphStore()
        self._store.bulk_extend(engine.with_union(quads))
        self._services = tuple(services)

    @classmethod
    def of_files(cls, files: Iterable[Path], *, base: str | None, services: Iterable[str] = ()) -> Self:
        """Load RDF files of any size; what is read is not kept besides.

        Raises:
            InputError: a file cannot be read.
            ParseError: a file has a mistake.
        """
        store = cls((), services=services)
        for file in files:
            if not load_file(store._store, file, base=base):
                store.extend(read_quads(file, base=base))
        return store

    def __len__(self) -> int:
        """Count the quads, those of the default graph included."""
        return len(self._store)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        self._store.bulk_extend(engine.with_union(quads))

    def query(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query over the union of all graphs; see `Store.query`."""
        return engine.answer(self._store, text, base=base, services=self._services)
