"""What a release cannot be without: all that triagraph.toml lacks is told at once, with the lines to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from triagraph.catalogue.reader import Reader
from triagraph.errors import Location, ProjectError
from triagraph.language import Text
from triagraph.project import SETTINGS, Project


@dataclass(frozen=True, slots=True)
class _Essential:
    """One value of triagraph.toml, what it is for, and the line that states it."""

    table: str
    key: str
    name: Text
    example: str


_BILINGUAL: Final = '{ de = "…", en = "…" }'
_DATE: Final = _Essential(
    "release", "date", Text("der Tag der Veröffentlichung", "the day of the release"), '"2026-11-22"'
)
_ESSENTIALS: Final = (
    _Essential("project", "title", Text("der Titel", "the title"), _BILINGUAL),
    _Essential("project", "description", Text("die Beschreibung", "the description"), _BILINGUAL),
    _Essential("publisher", "name", Text("wer herausgibt", "who publishes"), '"…"'),
    _Essential("licence", "iri", Text("die Lizenz", "the licence"), '"https://creativecommons.org/licenses/by/4.0/"'),
    _DATE,
)


def require_essentials(project: Project, date: str | None) -> None:
    """Look for what every release must say; `date` is the day that the command line gives.

    Raises:
        ProjectError: some of it is not stated, or a table of triagraph.toml is of another kind.
    """
    missing = [one for one in _ESSENTIALS if not _stated(project, one) and not (one is _DATE and date)]
    if not missing:
        return
    tables: dict[str, list[str]] = {}
    for one in missing:
        tables.setdefault(one.table, []).append(f"{one.key} = {one.example}")
    lines = "".join(f"\n  [{table}]" + "".join(f"\n  {line}" for line in wanted) for table, wanted in tables.items())
    by_option = _DATE in missing
    raise ProjectError(
        Text(
            f"Für eine Veröffentlichung fehlt: {', '.join(one.name.de for one in missing)}.",
            f"A release lacks: {', '.join(one.name.en for one in missing)}.",
        ),
        hint=Text(
            f"In triagraph.toml ergänzen{' (den Tag auch mit `--date`)' if by_option else ''}:{lines}",
            f"add to triagraph.toml{' (the day also by `--date`)' if by_option else ''}:{lines}",
        ),
        location=Location(str(project.root / SETTINGS)),
    )


def _stated(project: Project, one: _Essential) -> bool:
    value = Reader(project).value(one.table, one.key)
    if one.example is _BILINGUAL and isinstance(value, dict):
        return all(isinstance(text, str) and text.strip() for text in (value.get("de"), value.get("en")))
    return value is not None and (not isinstance(value, str) or bool(value.strip()))
