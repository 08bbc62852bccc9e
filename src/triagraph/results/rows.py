"""The answer of a query as rows of Python values, and as a frame of pandas or polars where they are installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias, overload

from pyoxigraph import Literal, NamedNode

from triagraph.errors import InputError
from triagraph.language import Language, Text
from triagraph.namespaces import XSD
from triagraph.results import Solutions, Term

#: What stands in a cell: an IRI or a text is a `str`, what is unbound is None.
Value: TypeAlias = str | int | float | bool | Decimal | date | None
Row: TypeAlias = dict[str, Value]

_INTEGERS: Final = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    **{f"{XSD}{name}": int for name in _INTEGERS},
    f"{XSD}decimal": Decimal,
    f"{XSD}double": float,
    f"{XSD}float": float,
    f"{XSD}boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}[text],
    f"{XSD}date": date.fromisoformat,
    f"{XSD}dateTime": datetime.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Rows(Sequence[Row]):
    """The rows of an answer, in its order: each a dict from column to value.

    `solutions` holds the RDF terms themselves; `labels` what people read instead of an IRI, by language.
    """

    solutions: Solutions = field(repr=False)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.solutions.variables

    def __len__(self) -> int:
        return len(self.solutions.rows)

    def __iter__(self) -> Iterator[Row]:
        return (self._row(row, None) for row in self.solutions.rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        """Give one row, or some."""
        if isinstance(index, slice):
            return [self._row(row, None) for row in self.solutions.rows[index]]
        return self._row(self.solutions.rows[index], None)

    def labelled(self, language: Language = "en") -> list[Row]:
        """Give the rows with labels in the place of IRIs; an IRI without a label stays."""
        return [self._row(row, language) for row in self.solutions.rows]

    def to_pandas(self, language: Language | None = None) -> Any:
        """Give a pandas.DataFrame; with a language, labels stand in the place of IRIs.

        Raises:
            InputError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise _missing("pandas") from error
        return pd.DataFrame(self._frame(language), columns=list(self.columns))

    def to_polars(self, language: Language | None = None) -> Any:
        """Give a polars.DataFrame; with a language, labels stand in the place of IRIs.

        Raises:
            InputError: polars is not installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise _missing("polars") from error
        return pl.DataFrame(self._frame(language))

    def _row(self, terms: tuple[Term | None, ...], language: Language | None) -> Row:
        cells = zip(self.columns, terms, strict=True)
        return {name: self._value(term, language) for name, term in cells}

    def _value(self, term: Term | None, language: Language | None) -> Value:
        if isinstance(term, NamedNode) and language is not None:
            known = self.labels.get(term.value, {})
            return known.get(language) or next(iter(known.values()), term.value)
        return value_of(term)

    def _frame(self, language: Language | None) -> dict[str, list[Value]]:
        """Give columns for a frame: where values are of several types, such as years and days, they are texts."""
        rows = self.labelled(language) if language is not None else list(self)
        return {name: _of_one_type([row[name] for row in rows]) for name in self.columns}


def value_of(term: Term | None) -> Value:
    """Give the Python value of a term; a literal that its datatype does not allow stays a text."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    read = _READERS.get(term.datatype.value)
    if read is None:
        return term.value
    try:
        return read(term.value)
    except (ValueError, KeyError, InvalidOperation):
        return term.value


def _of_one_type(values: list[Value]) -> list[Value]:
    kinds = {type(value) for value in values if value is not None}
    return values if len(kinds) <= 1 else [None if value is None else str(value) for value in values]


def _missing(name: str) -> InputError:
    return InputError(
        Text(f"{name} ist nicht installiert.", f"{name} is not installed."),
        hint=Text(f"`pip install {name}` holt es.", f"`pip install {name}` gets it."),
    )
