"""A dataset on disk: an index that `triagraph index` has built, opened for reading only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any, Final, Self

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad
from pyoxigraph import Store as OxigraphStore

from triagraph.language import Text
from triagraph.results import Answer
from triagraph.store import engine, spellings
from triagraph.store.errors import IndexFolderError
from triagraph.store.folders import lock
from triagraph.store.record import (
    LITERALS,
    READ_AT_OPEN,
    RECORD,
    STORE,
    check_files,
    damaged,
    digest_of,
    read_record,
)

#: How often an index is opened anew that is replaced while it is opened.
_ATTEMPTS: Final = 5

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
        for attempt in range(1, _ATTEMPTS + 1):
            file = _open_record(self.folder)
            try:
                self.record = read_record(self.folder, file.read())
                self._open()
            except IndexFolderError:
                replaced = not _is_same(file, self.folder)
                file.close()
                if replaced and attempt < _ATTEMPTS:
                    continue
                raise
            self._file = file  # holds a shared lock
            if _is_same(file, self.folder):
                return
            file.close()
        raise damaged(self.folder, Text("er wird ständig ersetzt", "it is replaced all the time"))

    def _open(self) -> None:
        check_files(self.folder, self.record, most=READ_AT_OPEN)
        try:
            self._store = OxigraphStore.read_only(str(self.folder / STORE))
            names = set(graph_names(self._store))
        except OSError as error:
            raise damaged(self.folder, Text("er lässt sich nicht öffnen", "it cannot be opened")) from error
        if names != set(self.record.graphs):
            raise damaged(self.folder, Text("Graphen fehlen", "graphs are missing"))

    def __len__(self) -> int:
        """Count the triples of the default graph."""
        return self.record.triples

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index."""
        self._file.close()
        del self._store

    def query(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query over the union of all graphs; see `Store.query`."""
        return engine.answer(self._store, text, base=base, services=self._services)

    def quads(self) -> Iterator[Quad]:
        """Give all quads, each literal as it was written; what also stands in a named graph only there."""
        with closing(spellings.open_table(self.folder / LITERALS)) as database:
            yield from spellings.as_written(self._given(), database)

    def _given(self) -> Iterator[Quad]:
        """Give the quads without what the default graph only repeats."""
        find = self._store.quads_for_pattern
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
                found = count(self._store, name)
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
        with closing(spellings.open_table(self.folder / LITERALS)) as database:
            if spellings.count(database) != self.record.literals:
                raise damaged(self.folder, Text(f"{LITERALS} ist unvollständig", f"{LITERALS} is incomplete"))

    def changed_inputs(self) -> tuple[str, ...]:
        """List the files that the index was built from and that are gone or different now."""
        return tuple(name for name, digest in self.record.inputs.items() if not _is_as_read(Path(name), digest))


def graph_names(store: OxigraphStore) -> list[str]:
    """List the named graphs of a store: an IRI, or `_:` and a label."""
    return sorted(graph.value if isinstance(graph, NamedNode) else str(graph) for graph in store.named_graphs())


def graph_term(name: str) -> NamedNode | BlankNode | DefaultGraph:
    """Give the graph of a name, `""` for the default graph."""
    if not name:
        return DefaultGraph()
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)


def count(store: OxigraphStore, graph: str) -> int:
    """Count the statements of one graph as `graph_names` names it, `""` for the default graph."""
    found: Any = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", default_graph=graph_term(graph))
    return int(next(iter(found))[0].value)


def _is_as_read(path: Path, digest: object) -> bool:
    try:
        return digest_of(path) == digest
    except OSError:
        return False


def _open_record(folder: Path) -> IO[str]:
    try:
        file = (folder / RECORD).open(encoding="utf-8", errors="replace")
    except OSError as error:
        if (folder / STORE).exists() or (folder / LITERALS).exists():
            raise damaged(folder, Text(f"{RECORD} fehlt", f"{RECORD} is missing")) from error
        raise IndexFolderError(
            Text(f"In `{folder}` liegt kein Index.", f"There is no index in `{folder}`."),
            hint=Text(
                f"`triagraph index {folder} --data DATEI` baut einen.",
                f"`triagraph index {folder} --data FILE` builds one.",
            ),
        ) from error
    lock(file, shared=True)
    return file


def _is_same(file: IO[str], folder: Path) -> bool:
    """Tell whether an open record is still the one in the folder."""
    import os

    try:
        return os.path.samestat(os.fstat(file.fileno()), (folder / RECORD).stat())
    except OSError:
        return False
