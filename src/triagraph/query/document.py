"""Read named queries and their headers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from triagraph.errors import InputError, Location, QueryError, nearest
from triagraph.language import Text
from triagraph.project import Project
from triagraph.store.loading import rebase_text

ParameterType = Literal["iri", "string", "integer", "date"]
_HEADER: Final = "#+"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the caller gives; `kind` names the kind of thing (network, region …) that an IRI parameter takes."""

    name: str
    type: ParameterType
    meaning: Text
    example: str
    kind: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the result and what it means."""

    name: str
    meaning: Text


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with its documentation; `least_rows` is what the bundled graph answers at least."""

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


def list_queries(project: Project) -> tuple[NamedQuery, ...]:
    """Read all named queries of a project, sorted by name; its own win over the bundled ones."""
    paths = {path.stem: path for folder in project.queries for path in sorted(folder.glob("*.rq"))}
    return tuple(read_query(path, project) for _, path in sorted(paths.items()))


def find_query(name: str, project: Project) -> NamedQuery:
    """Find a named query.

    Raises:
        InputError: there is none of that name.
    """
    paths = {path.stem: path for folder in project.queries for path in folder.glob("*.rq")}
    if name not in paths:
        suggestion = nearest(name, sorted(paths))
        listing = Text("`triagraph query --list` zeigt alle.", "`triagraph query --list` shows them all.")
        hint = Text(f"{suggestion.de} {listing.de}", f"{suggestion.en} {listing.en}") if suggestion else listing
        raise InputError(Text(f"Eine Abfrage `{name}` gibt es nicht.", f"There is no query `{name}`."), hint=hint)
    return read_query(paths[name], project)


def read_query(path: Path, project: Project) -> NamedQuery:
    """Read a query file.

    Raises:
        QueryError: the header is missing or incomplete.
    """
    text = path.read_text(encoding="utf-8")
    header = "\n".join(line[len(_HEADER) :].strip() for line in text.splitlines() if line.startswith(_HEADER))
    body = "\n".join(line for line in text.splitlines() if not line.startswith(_HEADER)).strip() + "\n"
    try:
        fields = tomllib.loads(header)
        return NamedQuery(
            name=path.stem,
            title=_text(fields["title"]),
            question=_text(fields["question"]),
            asked_by=tuple(fields["asked_by"]),
            layers=tuple(fields["layers"]),
            tags=tuple(fields["tags"]),
            parameters=tuple(_parameter(name, value) for name, value in fields.get("parameters", {}).items()),
            columns=tuple(Column(name, _text(value)) for name, value in fields["columns"].items()),
            least_rows=int(fields["least_rows"]),
            text=rebase_text(body, project),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise QueryError(
            Text(f"Der Kopf der Abfrage ist unvollständig: {error}", f"The header of the query is incomplete: {error}"),
            hint=Text("docs/queries.md beschreibt den Kopf.", "docs/queries.md describes the header."),
            location=Location(str(path), 1),
        ) from error


def _text(value: Mapping[str, str]) -> Text:
    return Text(value["de"], value["en"])


def _parameter(name: str, fields: Mapping[str, Any]) -> Parameter:
    kind = fields["type"]
    if kind not in get_args(ParameterType):
        raise ValueError(f"type = {kind!r}")
    return Parameter(name, kind, _text(fields["meaning"]), str(fields["example"]), fields.get("kind"), fields.get("default"))
