"""Read named queries and their headers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args

from triagraph.errors import InputError, Location, QueryError, nearest
from triagraph.language import Language, Text
from triagraph.project import PLACES
from triagraph.store.loading import rebase_text
from triagraph.toml import mistake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from triagraph.project import Project


ParameterType = Literal["iri", "string", "integer", "date"]
Value = TypeVar("Value", str, int, list, dict)  # type: ignore[type-arg]

_HEADER: Final = "#+"
#: What a header says of the query, and of each of its parameters. `parameters`, `kind` and `default` may be left out.
_KEYS: Final = (
    "title",
    "question",
    "asked_by",
    "layers",
    "tags",
    "least_rows",
    "answered_up_to",
    "parameters",
    "columns",
)
#: In a release of more statements a query stays unanswered, where its header names no other number.
MOST_STATEMENTS: Final = 1_000_000
_KINDS: Final = {
    str: ("ein Text", "a text"),
    int: ("eine ganze Zahl", "a whole number"),
    list: ("eine Liste", "a list"),
    dict: ("eine Tabelle", "a table"),
}
_PARAMETER_KEYS: Final = ("type", "meaning", "example", "kind", "default")
#: What a default begins with that triagraph.toml gives.
_PROJECT: Final = "project."
_COLUMN_KEYS: Final = ("heading", "de", "en")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the caller gives.

    `kind` names the kind of thing (network, region …) that an IRI parameter takes as a slug. `default` is a value as the
    caller would write it, or `project.region`, `project.area`, `project.state`: the place that triagraph.toml names, or
    none, which leaves the parameter unbound.
    """

    name: str
    type: ParameterType
    meaning: Text
    example: str
    kind: str | None = None
    default: str | None = None

    @property
    def place_of_project(self) -> str | None:
        """Which place of triagraph.toml is the default, if it is one of these."""
        before, prefix, name = (self.default or "").partition(_PROJECT)
        return name if prefix and not before else None

    @property
    def place(self) -> re.Pattern[str]:
        """Where the parameter is bound in a query's text: `VALUES ?name { UNDEF }`."""
        return re.compile(rf"(VALUES\s+\?{re.escape(self.name)}\s*\{{\s*)UNDEF(\s*\}})")


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the result and what it means; `stated_heading` stands above it in tables for people."""

    name: str
    meaning: Text
    stated_heading: Text | None = None

    @property
    def heading(self) -> Text:
        """What stands above the column in a table for people, in one line: the variable's name where the header gives none."""
        stated = self.stated_heading or Text("", "")
        return Text(" ".join(stated.de.split()) or self.name, " ".join(stated.en.split()) or self.name)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with its documentation.

    `least_rows` is what the bundled graph answers at least. The pages of a release with more than `answered_up_to`
    statements leave the question unanswered: the answer would be too large there, or take too long.
    """

    name: str
    title: Text
    question: Text
    asked_by: tuple[str, ...]
    layers: tuple[str, ...]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    least_rows: int
    text: str
    answered_up_to: int = MOST_STATEMENTS

    def headings(self, language: Language) -> dict[str, str]:
        """Give the heading of each column in one language."""
        return {column.name: column.heading.to(language) for column in self.columns}


class _HeaderError(Exception):
    """What is wrong with a header; `read_query` adds where."""

    def __init__(self, message: Text, line: int = 1) -> None:
        super().__init__(message.en)
        self.message = message
        self.line = line


def list_queries(project: Project) -> tuple[NamedQuery, ...]:
    """Read all named queries of a project, sorted by name; its own win over the bundled ones.

    Raises:
        QueryError: a query cannot be read.
    """
    return tuple(read_query(path, project) for _, path in sorted(_paths(project).items()))


def find_query(name: str, project: Project) -> NamedQuery:
    """Find a named query.

    Raises:
        InputError: there is none of that name.
        QueryError: it cannot be read.
    """
    paths = _paths(project)
    if name not in paths:
        suggestion = nearest(name, sorted(paths))
        listing = Text("`triagraph query --list` zeigt alle.", "`triagraph query --list` shows them all.")
        hint = Text(f"{suggestion.de} {listing.de}", f"{suggestion.en} {listing.en}") if suggestion else listing
        raise InputError(Text(f"Eine Abfrage `{name}` gibt es nicht.", f"There is no query `{name}`."), hint=hint)
    return read_query(paths[name], project)


def _paths(project: Project) -> dict[str, Path]:
    return {path.stem: path for folder in project.queries for path in sorted(folder.glob("*.rq"))}


def read_query(path: Path, project: Project) -> NamedQuery:
    """Read a query file.

    Raises:
        QueryError: the file cannot be read, or its header is missing, incomplete or does not fit the query.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        # A line of the query stays as an empty line of the TOML, so that an error names the file's own line.
        header = "\n".join(line.removeprefix(_HEADER).strip() if line.startswith(_HEADER) else "" for line in lines)
        body = "\n".join(line for line in lines if not line.startswith(_HEADER)).strip() + "\n"
        return _named_query(path.stem, header, rebase_text(body, project))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            Text("Die Abfrage lässt sich nicht lesen.", "The query cannot be read."),
            hint=Text("Eine Abfrage ist eine Textdatei in UTF-8.", "A query is a text file in UTF-8."),
            location=Location(str(path)),
        ) from error
    except _HeaderError as error:
        raise QueryError(
            Text(f"Der Kopf der Abfrage: {error.message.de}", f"The header of the query: {error.message.en}"),
            hint=Text("docs/queries.md beschreibt den Kopf.", "docs/queries.md describes the header."),
            location=Location(str(path), error.line),
        ) from error


def _fields(header: str) -> dict[str, Any]:
    try:
        return tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        found = mistake(error, header)
        raise _HeaderError(found.message, found.line) from error


@lru_cache(maxsize=256)  # a publish reads all queries several times
def _named_query(name: str, header: str, text: str) -> NamedQuery:
    fields = _fields(header)
    _refuse_unknown(fields, _KEYS, "")
    parameters = _get(fields, "parameters", dict) if "parameters" in fields else {}
    columns = _get(fields, "columns", dict)
    query = NamedQuery(
        name=name,
        title=_text(fields, "title"),
        question=_text(fields, "question"),
        asked_by=_strings(fields, "asked_by"),
        layers=_strings(fields, "layers"),
        tags=_strings(fields, "tags"),
        parameters=tuple(_parameter(each, _get(parameters, each, dict, "parameters.")) for each in parameters),
        columns=tuple(_column(each, columns) for each in columns),
        least_rows=_get(fields, "least_rows", int),
        text=text,
        answered_up_to=_get(fields, "answered_up_to", int) if "answered_up_to" in fields else MOST_STATEMENTS,
    )
    for parameter in query.parameters:
        if parameter.place.search(text) is None:
            place = f"VALUES ?{parameter.name} {{ UNDEF }}"
            raise _HeaderError(Text(f"in der Abfrage fehlt `{place}`.", f"`{place}` is missing in the query."))
    return query


def _parameter(name: str, fields: Mapping[str, Any]) -> Parameter:
    within = f"parameters.{name}."
    _refuse_unknown(fields, _PARAMETER_KEYS, within)
    kind = _get(fields, "type", str, within)
    if kind not in get_args(ParameterType):
        types = ", ".join(get_args(ParameterType))
        raise _HeaderError(
            Text(f"`{within}type` ist {kind!r}; möglich: {types}.", f"`{within}type` is {kind!r}; possible: {types}.")
        )
    parameter = Parameter(
        name,
        kind,  # type: ignore[arg-type]  # looked up in ParameterType just above
        _text(fields, "meaning", within),
        _get(fields, "example", str, within),
        _get(fields, "kind", str, within) if "kind" in fields else None,
        _get(fields, "default", str, within) if "default" in fields else None,
    )
    if parameter.place_of_project not in (None, *PLACES):
        places = ", ".join(f"`{_PROJECT}{each}`" for each in PLACES)
        raise _HeaderError(
            Text(
                f"`{within}default` ist {parameter.default!r}; aus triagraph.toml: {places}.",
                f"`{within}default` is {parameter.default!r}; from triagraph.toml: {places}.",
            )
        )
    return parameter


def _column(name: str, columns: Mapping[str, Any]) -> Column:
    within = f"columns.{name}."
    fields = _get(columns, name, dict, "columns.")
    _refuse_unknown(fields, _COLUMN_KEYS, within)
    heading = _text(fields, "heading", within) if "heading" in fields else None
    return Column(name, _text(columns, name, "columns."), heading)


def _refuse_unknown(fields: Mapping[str, Any], known: tuple[str, ...], within: str) -> None:
    for key in fields:
        if key not in known:
            suggestion = nearest(key, list(known)) or Text("", "")
            raise _HeaderError(
                Text(
                    f"`{within}{key}` ist unbekannt. {suggestion.de}".strip(),
                    f"`{within}{key}` is unknown. {suggestion.en}".strip(),
                )
            )


def _get(fields: Mapping[str, Any], key: str, kind: type[Value], within: str = "") -> Value:
    if key not in fields:
        raise _HeaderError(Text(f"`{within}{key}` fehlt.", f"`{within}{key}` is missing."))
    value = fields[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        de, en = _KINDS[kind]
        raise _HeaderError(Text(f"`{within}{key}` muss {de} sein.", f"`{within}{key}` must be {en}."))
    return value


def _strings(fields: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = _get(fields, key, list)
    if not values or not all(isinstance(value, str) for value in values):
        raise _HeaderError(Text(f"`{key}` muss Texte aufzählen.", f"`{key}` must be a list of texts."))
    return tuple(values)


def _text(fields: Mapping[str, Any], key: str, within: str = "") -> Text:
    languages = _get(fields, key, dict, within)
    return Text(_get(languages, "de", str, f"{within}{key}."), _get(languages, "en", str, f"{within}{key}."))
