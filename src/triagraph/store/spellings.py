"""The side table of an index: each literal as it was written, where pyoxigraph's Store would change it.

The Store keeps values, not spellings: `"01"^^xsd:integer` becomes `1`, `xsd:int` becomes `xsd:integer`. Which literals it
changes is not written down anywhere, so each is put into a store and taken out again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeGuard

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import Store as OxigraphStore

from triagraph.namespaces import XSD

_STRING: Final = f"{XSD}string"
_THING: Final = NamedNode("urn:x")
_BATCH: Final = 10_000
_TABLES: Final = """
CREATE TABLE literal (subject, predicate, graph, stored, original,
  PRIMARY KEY (subject, predicate, graph, stored, original)) WITHOUT ROWID;
CREATE TABLE unchanged (subject, predicate, graph, stored);
"""
#: Where the same value also stands in the spelling of the store, that is one of the originals too.
_FINISH: Final = """
INSERT OR IGNORE INTO literal
  SELECT subject, predicate, graph, stored, stored FROM unchanged
  WHERE (subject, predicate, graph, stored) IN (SELECT subject, predicate, graph, stored FROM literal);
DROP TABLE unchanged;
"""
_FIND: Final = "SELECT original FROM literal WHERE (subject, predicate, graph, stored) = (?, ?, ?, ?) ORDER BY original"
_ADD: Final = {
    True: "INSERT OR IGNORE INTO literal VALUES (?, ?, ?, ?, ?)",
    False: "INSERT INTO unchanged VALUES (?, ?, ?, ?)",
}

Row = tuple[str, ...]


def stored_form(term: Literal | Triple) -> Literal | Triple:
    """Give what pyoxigraph's Store makes of a term."""
    store = OxigraphStore()
    store.add(Quad(_THING, _THING, term))
    found: Any = next(iter(store)).object
    return found  # type: ignore[no-any-return]  # what was put in as an object


@lru_cache(maxsize=1 << 16)
def stored_literal(value: str, datatype: str) -> str:
    """Give what pyoxigraph's Store makes of a literal, as N-Triples writes it."""
    return str(stored_form(Literal(value, datatype=NamedNode(datatype))))


class SpellingWriter:
    """Write the side table while the quads pass by."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        self._database.execute("BEGIN")
        self._rows: dict[bool, list[Row]] = {True: [], False: []}

    def watch(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Hand the quads on, and write down which literals will be changed."""
        for quad in quads:
            term = quad.object
            if _may_change(term):
                self._note(quad, str(term), stored_literal(term.value, term.datatype.value))
            elif isinstance(term, Triple):
                self._note(quad, str(term), str(stored_form(term)))
            yield quad

    def _note(self, quad: Quad, original: str, stored: str) -> None:
        key = (str(quad.subject), str(quad.predicate), _name(quad.graph_name), stored)
        changed = original != stored
        rows = self._rows[changed]
        rows.append((*key, original) if changed else key)
        if len(rows) >= _BATCH:
            self._write(changed)

    def _write(self, changed: bool) -> None:  # noqa: FBT001 - one of two tables
        self._database.executemany(_ADD[changed], self._rows[changed])
        self._rows[changed].clear()

    def finish(self) -> int:
        """Complete the table and close it; give the number of its rows."""
        with closing(self._database):
            self._write(changed=True)
            self._write(changed=False)
            self._database.execute("COMMIT")
            self._database.executescript(f"{_FINISH} VACUUM;")
            return count(self._database)

    def discard(self) -> None:
        """Close the table as it is."""
        self._database.close()


def open_table(path: Path) -> sqlite3.Connection:
    """Open a side table for reading."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def count(database: sqlite3.Connection) -> int:
    """Count the rows of a side table."""
    (rows,) = database.execute("SELECT COUNT(*) FROM literal").fetchone()
    return int(rows)


def as_written(quads: Iterable[Quad], database: sqlite3.Connection) -> Iterator[Quad]:
    """Put back each literal as it was written; a value that was written in two ways comes back as two quads."""
    for quad in quads:
        term = quad.object
        if isinstance(term, Triple) or (_may_change(term)):
            key = (str(quad.subject), str(quad.predicate), _name(quad.graph_name), str(term))
            originals = database.execute(_FIND, key).fetchall()
            for (original,) in originals:
                yield Quad(quad.subject, quad.predicate, _term(original), quad.graph_name)
            if originals:
                continue
        yield quad


def _may_change(term: Any) -> TypeGuard[Literal]:
    if not isinstance(term, Literal):
        return False
    datatype = term.datatype.value
    return datatype.startswith(XSD) and datatype != _STRING


def _name(graph: Any) -> str:
    return "" if isinstance(graph, DefaultGraph) else str(graph)


def _term(text: str) -> Any:
    """Read a term as N-Triples writes it."""
    return next(parse(f"<urn:x> <urn:x> {text} .".encode(), format=RdfFormat.N_TRIPLES)).object
