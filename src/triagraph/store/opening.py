"""Open an index for reading: compare it with its record, hold it while it is read, and see that it was not replaced."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from triagraph.language import Text
from triagraph.store.errors import IndexFolderError
from triagraph.store.folders import lock
from triagraph.store.record import (
    LITERALS,
    READ_AT_OPEN,
    RECORD,
    STORE,
    IndexRecord,
    check_files,
    damaged,
    is_ours,
    no_index,
    read_record,
)
from triagraph.store.spellings import open_table

#: How often an index is opened anew that is replaced while it is opened.
_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index that is open; it stays on disk until `resources` are closed, even if another one takes its place."""

    record: IndexRecord
    store: Store
    literals: sqlite3.Connection = field(repr=False)
    resources: ExitStack = field(repr=False)


class _ReplacedError(Exception):
    """A new index has taken the place of the one that was being opened."""


def open_index(folder: Path) -> OpenIndex:
    """Open the index in a folder.

    Raises:
        IndexFolderError: there is none, or one of another version.
        IndexDamagedError: it is not what was built.
    """
    for _ in range(_ATTEMPTS):
        try:
            return _open(folder)
        except _ReplacedError:
            continue
    raise damaged(folder, Text("er wird ständig ersetzt", "it is replaced all the time"))


def _open(folder: Path) -> OpenIndex:
    with ExitStack() as resources:
        file = resources.enter_context(_open_record(folder))
        lock(file, shared=True)
        try:
            record = read_record(folder, file.read())
            check_files(folder, record, most=READ_AT_OPEN)
            store = Store.read_only(str(folder / STORE))
            literals = resources.enter_context(closing(open_table(folder / LITERALS)))
            if set(graph_names(store)) != set(record.graphs):
                raise damaged(folder, Text("Graphen fehlen", "graphs are missing"))
        except (IndexFolderError, OSError, sqlite3.Error) as error:
            if not _is_in_place(file, folder):
                raise _ReplacedError from error
            if isinstance(error, IndexFolderError):
                raise
            raise damaged(folder, Text("er lässt sich nicht öffnen", "it cannot be opened")) from error
        if not _is_in_place(file, folder):
            raise _ReplacedError
        return OpenIndex(record, store, literals, resources.pop_all())


def _open_record(folder: Path) -> IO[str]:
    try:
        return (folder / RECORD).open(encoding="utf-8", errors="replace")
    except OSError as error:
        if is_ours(folder):
            raise damaged(folder, Text(f"{RECORD} fehlt", f"{RECORD} is missing")) from error
        raise no_index(folder) from error


def _is_in_place(file: IO[str], folder: Path) -> bool:
    """Tell whether an open record is still the one in the folder."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), (folder / RECORD).stat())
    except OSError:
        return False


def graph_names(store: Store) -> list[str]:
    """List the named graphs of a store: an IRI, or `_:` and a label."""
    return sorted(graph.value if isinstance(graph, NamedNode) else str(graph) for graph in store.named_graphs())


def graph_term(name: str) -> NamedNode | BlankNode | DefaultGraph:
    """Give the graph of a name, `""` for the default graph."""
    if not name:
        return DefaultGraph()
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)


def count(store: Store, graph: str) -> int:
    """Count the statements of one graph as `graph_names` names it, `""` for the default graph."""
    found: Any = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", default_graph=graph_term(graph))
    return int(next(iter(found))[0].value)
