"""A dataset in memory, on pyoxigraph's Store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Self

from pyoxigraph import Quad
from pyoxigraph import Store as OxigraphStore

from triagraph.results import Answer, Stream
from triagraph.store import engine
from triagraph.store.parts import Part
from triagraph.store.reading import load_file, read_quads


class MemoryStore:
    """A dataset that is gone when the process ends.

    The engine does not keep every lexical form (`"01"^^xsd:integer` becomes `1`), so that it answers queries and
    nothing is ever published from it. `services` are the hosts that a query may fetch from by SERVICE.
    """

    def __init__(self, quads: Iterable[Quad], *, services: Iterable[str] = ()) -> None:
        self._store = OxigraphStore()
        self._services = tuple(services)
        #: What so far stands in the default graph only: named graphs take as long again, and few queries ask for them.
        self._waiting: list[Part] = []
        self.extend(quads)

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
                store._store.bulk_extend(engine.with_union(read_quads(file, base=base)))
        return store

    def __len__(self) -> int:
        """Count the quads, those of the default graph included."""
        self._add_named_graphs()
        return len(self._store)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        self.add([Part(None, list(quads))])

    def add(self, parts: Sequence[Part]) -> None:
        """Add the statements of files."""
        self._waiting += parts
        self._store.bulk_extend(chain.from_iterable(part.plain() for part in parts))

    def passing(self, quads: Iterable[Quad]) -> list[Quad]:
        """Add triples to the default graph; give those that were not there before, for `remove`."""
        triples = (Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        new = [quad for quad in triples if quad not in self._store]
        self._store.bulk_extend(new)
        return new

    def remove(self, quads: Iterable[Quad]) -> None:
        """Take away what `passing` has added."""
        for quad in quads:
            self._store.remove(quad)

    def allow(self, services: Iterable[str]) -> None:
        """Let queries fetch from these hosts from now on."""
        self._services = tuple(services)

    def query(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query over the union of all graphs; see `Store.query`."""
        self._prepare(text)
        return engine.answer(self._store, text, base=base, services=self._services)

    def stream(self, text: str, *, base: str | None = None) -> Answer | Stream:
        """Answer a query over the union of all graphs row by row; see `Store.stream`."""
        self._prepare(text)
        return engine.stream(self._store, text, base=base, services=self._services)

    def _prepare(self, text: str) -> None:
        if engine.asks_for_named_graphs(text):
            self._add_named_graphs()

    def _add_named_graphs(self) -> None:
        self._store.bulk_extend(chain.from_iterable(part.named() for part in self._waiting))
        self._waiting = []
