"""Tables for people who work with spreadsheets: one for each class, one row for each thing, one column for each property.

A column is called after its property (`tria:activeIn`), with the language where there is one (`skos:altLabel@de`); things
that a column leads to are named in columns of their own (`tria:activeIn label@de`). Several values stand one after the
other, separated by ` | `. What belongs to a thing by its IRI (`…/quotation/x#quote`) stands in the thing's row.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from triagraph.errors import InputError, nearest
from triagraph.labelling import Labels
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import RDF, XSD
from triagraph.results import Term
from triagraph.store.loading import Dataset

SEPARATOR: Final = " | "
_TYPE: Final = f"{RDF}type"
#: A cell that begins like this is run as a formula by spreadsheet programs.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NUMBERS: Final = frozenset(f"{XSD}{name}" for name in ("integer", "nonNegativeInteger", "decimal", "double", "int"))


@dataclass(frozen=True, slots=True)
class Table:
    """The things of one class: a name for files, the class, and rows of texts in the order of the columns."""

    name: str
    class_iri: str
    label: Text
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    #: The columns that hold nothing but numbers.
    numeric: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Row:
    """The cells of a thing while they are collected: column → values."""

    cells: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, column: str, value: str) -> None:
        if value not in self.cells[column]:
            self.cells[column].append(value)


def tables(dataset: Dataset, classes: Sequence[str] = ()) -> list[Table]:
    """Give a table for each class that the project's things have, or for those that are named (`tria:Region` or IRI).

    Raises:
        InputError: nothing has a class that is named.
    """
    return list(_Tables(dataset).all(classes))


class _Tables:
    def __init__(self, dataset: Dataset) -> None:
        self._labels = Labels.of(dataset)
        self._space = f"{dataset.project.base}id/"
        #: Of each thing the columns of its properties and their values; a value that occurs often is held once.
        self._by_subject: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        values: dict[Term, Term] = {}
        self._members: dict[str, set[str]] = defaultdict(set)
        self._numeric: dict[str, bool] = {}
        for quad in dataset.each():
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(self._space):
                subject = quad.subject.value
                value = quad.object
                pair = self._labels.short(quad.predicate.value), values.setdefault(value, value)
                self._by_subject[subject].append(pair)
                if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode) and "#" not in subject:
                    self._members[quad.object.value].add(subject)

    def all(self, wanted: Sequence[str]) -> Iterator[Table]:
        short = {self._labels.short(iri): iri for iri in self._members}
        chosen = [self._known(name, short) for name in wanted] if wanted else sorted(self._members)
        used: set[str] = set()
        for iri in chosen:
            name = _file_name(self._labels.short(iri))
            while name in used:
                name += "-2"
            used.add(name)
            yield self._table(name, iri)

    def _known(self, name: str, short: dict[str, str]) -> str:
        found = short.get(name, name if name in self._members else None)
        if found is None:
            raise InputError(
                Text(f"Nichts hat die Klasse `{name}`.", f"Nothing has the class `{name}`."),
                hint=nearest(name, list(short))
                or Text(f"Es gibt: {', '.join(sorted(short))}", f"There are: {', '.join(sorted(short))}"),
            )
        return found

    def _table(self, name: str, class_iri: str) -> Table:
        self._numeric = {}
        rows = [self._row(subject) for subject in sorted(self._members[class_iri])]
        columns = ("iri", *sorted({column for row in rows for column in row.cells} - {"iri"}, key=_order))
        written = tuple(tuple(SEPARATOR.join(sorted(row.cells.get(column, ()))) for column in columns) for row in rows)
        numeric = frozenset(number for number, column in enumerate(columns) if self._numeric.get(column))
        label = Text(*(self._labels.of_iri(class_iri, language) for language in LANGUAGES))
        return Table(name, class_iri, label, columns, written, numeric)

    def _row(self, subject: str) -> _Row:
        row = _Row()
        row.add("iri", subject)
        self._fill(row, subject, "", frozenset({subject}))
        return row

    def _fill(self, row: _Row, subject: str, before: str, seen: frozenset[str]) -> None:
        for name, value in self._by_subject[subject]:
            column = f"{before}{name}"
            if isinstance(value, NamedNode):
                part = value.value
                if part.partition("#")[0] in seen and part not in seen and part in self._by_subject:
                    self._fill(row, part, f"{column}/", seen | {part})
                    continue
                row.add(column, part)
                for tag, text in self._labels.by_iri.get(part, {}).items():
                    if tag in LANGUAGES:
                        row.add(f"{column} label@{tag}", text)
            elif isinstance(value, Literal):
                if value.language:
                    column = f"{column}@{value.language}"
                number = value.datatype.value in _NUMBERS
                self._numeric[column] = self._numeric.get(column, True) and number
                row.add(column, value.value)


def _order(column: str) -> tuple[int, str]:
    """Put what names a thing first, and its class last."""
    return (
        0
        if column.startswith(("skos:prefLabel", "dcterms:title", "rdfs:label"))
        else 2
        if column.startswith("rdf:type")
        else 1,
        column,
    )


def _file_name(short: str) -> str:
    name = _WORD.sub("-", short.removeprefix("tria:")).lower()
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:60] or "things"


def to_csv(table: Table) -> bytes:
    """Write a table as CSV (RFC 4180, UTF-8): no cell of it is run as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([without_formula(column) for column in table.columns])
    writer.writerows([without_formula(cell) for cell in row] for row in table.rows)
    return buffer.getvalue().encode()


def without_formula(text: str) -> str:
    """Give a cell that no spreadsheet program runs: an apostrophe before it marks it as text; a number is harmless."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
