"""A dataset on disk: an index that `triagraph index` has built, opened for reading only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Self

from pyoxigraph import DefaultGraph, Literal, Quad, Triple

from triagraph.language import Text
from triagraph.results import Answer, Stream
from triagraph.store import engine, spellings
from triagraph.store.opening import count, graph_term, open_index
from triagraph.store.record import LITERALS, check_files, damaged, digest_of

Progress = Callable[[int, int | None], None]


class DiskStore:
    """An index, as it was when it was opened; one that is replaced meanwhile stays until it is closed.

    Opening compares the record with the files: all sizes, the digests of the small ones, the names of the graphs.
    `verify` compares everything. `services` are the hosts that a query may fetch from by SERVICE.

    Raises:
        IndexFolderError: there is no index, or one of another version.
        IndexDamagedError: the index is not what was built.
    """

    def __init__(self, folder: Path, *, services: Iterable[str] = ()) -> None:
        self.folder = folder.resolve()
        self._services = tuple(services)
        self._index = open_index(self.folder)
        self.record = self._index.record

    def __len__(self) -> int:
        """Count the triples of the default graph."""
        return self.record.triples

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index."""
        self._index.resources.close()

    def query(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query over the union of all graphs; see `Store.query`."""
        return engine.answer(self._index.store, text, base=base, services=self._services)

    def stream(self, text: str, *, base: str | None = None) -> Answer | Stream:
        """Answer a query over the union of all graphs row by row; see `Store.stream`."""
        return engine.stream(self._index.store, text, base=base, services=self._services)

    def quads(self) -> Iterator[Quad]:
        """Give all quads, each literal as it was written; what also stands in a named graph only there."""
        yield from spellings.as_written(self._given(), self._index.literals)

    def find(self, subject: Any = None, predicate: Any = None, value: Any = None) -> Iterator[Quad]:
        """Give the quads with these terms, None for any; each literal as it was written, and none twice.

        `value` too is compared as it is written: `"01"^^xsd:integer` is not `"1"^^xsd:integer`.
        """
        stored = spellings.stored_form(value) if isinstance(value, Literal | Triple) else value
        found = list(self._index.store.quads_for_pattern(subject, predicate, stored, None))
        loose = self.record.loose and {
            (each.subject, each.predicate, each.object) for each in found if not _is_loose(each)
        }
        kept = (
            quad
            for quad in found
            if not _is_loose(quad) or (loose is not False and (quad.subject, quad.predicate, quad.object) not in loose)
        )
        for quad in spellings.as_written(kept, self._index.literals):
            if value is None or quad.object == value:
                yield quad

    def count(self, predicate: Any, value: Any, most: int) -> int:
        """Count the quads with a predicate and a value, no further than `most`; what stands in two graphs counts twice."""
        stored = spellings.stored_form(value) if isinstance(value, Literal | Triple) else value
        return sum(1 for _ in islice(self._index.store.quads_for_pattern(None, predicate, stored, None), most))

    def _given(self) -> Iterator[Quad]:
        """Give the quads without what the default graph only repeats."""
        find = self._index.store.quads_for_pattern
        for name in self.record.graphs:
            yield from find(None, None, None, graph_term(name))
        if self.record.loose:
            for quad in find(None, None, None, DefaultGraph()):
                if not self.record.graphs or all(
                    isinstance(each.graph_name, DefaultGraph)
                    for each in find(quad.subject, quad.predicate, quad.object, None)
                ):
                    yield quad

    def verify(self, progress: Progress = lambda _done, _total: None) -> None:
        """Read all files of the index and count the statements of each graph.

        Raises:
            IndexDamagedError: anything is not as it was built.
        """
        check_files(self.folder, self.record)
        expected = {"": self.record.triples, **self.record.graphs}
        for done, (name, number) in enumerate(expected.items()):
            progress(done, len(expected))
            try:
                found = count(self._index.store, name)
            except OSError as error:
                raise damaged(self.folder, Text("er lässt sich nicht lesen", "it cannot be read")) from error
            if found != number:
                what = Text(name or "der Standardgraph", name or "the default graph")
                raise damaged(
                    self.folder,
                    Text(
                        f"{what.de} hat {found} statt {number} Aussagen",
                        f"{what.en} has {found} statements, not {number}",
                    ),
                )
        if spellings.count(self._index.literals) != self.record.literals:
            raise damaged(self.folder, Text(f"{LITERALS} ist unvollständig", f"{LITERALS} is incomplete"))
        progress(len(expected), len(expected))

    def changed_inputs(self) -> tuple[str, ...]:
        """List the files that the index was built from and that are gone or different now."""
        return tuple(name for name, digest in self.record.inputs.items() if not _is_as_read(Path(name), digest))


def _is_loose(quad: Quad) -> bool:
    return isinstance(quad.graph_name, DefaultGraph)


def _is_as_read(path: Path, digest: object) -> bool:
    try:
        return digest_of(path) == digest
    except OSError:
        return False
