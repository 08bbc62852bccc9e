"""The pages that list things: one per kind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from triagraph.namespaces import DCTERMS, ORG, SKOS, TRIA
from triagraph.site import wording
from triagraph.site.editions import Edition
from triagraph.site.facts import Describer
from triagraph.site.graph import TYPE
from triagraph.site.kinds import kind_of
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import Places
from triagraph.site.portions import Neighbours
from triagraph.site.rendering import Crumb, Page, crumbs_to

#: The columns of a kind's list; `about` is what the thing is in a sentence, `type` its class.
_COLUMNS: Final = {
    "network": ("ask_field", "ask_legal_form", "ask_founded", "ask_member_number", "ask_form"),
    "organisation": ("memberships",),
    "region": ("type", f"{TRIA}locatedIn"),
    "form": (f"{SKOS}notation", "about"),
    "definition": (f"{TRIA}definesForm", "about"),
    "source": (f"{DCTERMS}publisher", f"{DCTERMS}date", f"{DCTERMS}language"),
    "membership": (f"{ORG}member", f"{ORG}organization", f"{ORG}role"),
    "observation": (f"{TRIA}network", f"{DCTERMS}date", f"{TRIA}memberCount", f"{TRIA}countedUnit"),
    "change": (f"{DCTERMS}date", "type", f"{TRIA}affects"),
    "attribution": (f"{TRIA}network", f"{TRIA}definition"),
    "assessment": (f"{TRIA}network", f"{TRIA}criterion", f"{TRIA}assessedValue"),
    "outcome": (f"{TRIA}network", f"{TRIA}definition", f"{TRIA}outcome"),
    "scheme": ("about",),
}
_GENERAL: Final = ("about",)
#: The most letters of a sentence in a cell.
_LONG: Final = 160


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing in a list: the scheme that it belongs to, if any, its name and what the list says of it."""

    group: Inline | None
    thing: Inline
    cells: tuple[list[Inline], ...]


@dataclass(frozen=True, slots=True)
class List:
    """All things of a kind, in the order of one language."""

    kind: str
    headings: tuple[str, ...]
    rows: tuple[Listed, ...]


def list_of(edition: Edition, places: Places, kind: str) -> List:
    """List the things of a kind, grouped by concept scheme where they have one."""
    describer, words = edition.describer, edition.words
    stem = places.listing(kind)
    origin = f"{stem}.{describer.language}.html"
    things = sorted(
        places.things[kind], key=lambda iri: (*_date(describer, iri, kind), sortable(describer.names.text(iri)), iri)
    )
    cells = {iri: _cells(edition, iri, kind, origin) for iri in things}
    used = [column for column in _COLUMNS.get(kind, _GENERAL) if any(cells[iri][column] for iri in things)]
    return List(
        kind,
        tuple(_heading(describer, column, words) for column in used),
        tuple(
            Listed(group, describer.names.link(iri, origin), tuple(cells[iri][column] for column in used))
            for group, found in _grouped(describer, things, origin)
            for iri in found
        ),
    )


def list_page(edition: Edition, whole: List, rows: slice, parts: Neighbours) -> Page:
    """Put together the page of some of the rows of a list."""
    named, language = kind_of(whole.kind), edition.language
    grouped = groupby(whole.rows[rows], key=lambda row: row.group)
    return Page(
        stem=parts.stem,
        template="list.html",
        title=named.plural.to(language),
        description=named.about.to(language),
        crumbs=crumbs_to(edition.words, Crumb(named.plural.to(language))),
        data={
            "headings": whole.headings,
            "singular": named.singular.to(language),
            "groups": [(group, list(found)) for group, found in grouped],
            "count": len(whole.rows),
            "parts": parts,
        },
    )


def _cells(edition: Edition, iri: str, kind: str, origin: str) -> dict[str, list[Inline]]:
    """Give what a list says of a thing, by column; columns that begin with `ask_` are questions of the glance."""
    columns = _COLUMNS.get(kind, _GENERAL)
    cells = {
        column: _cell(edition.describer, iri, column, origin) for column in columns if not column.startswith("ask_")
    }
    if len(cells) < len(columns):
        answers = edition.things.glance.answers(iri, origin)
        cells |= {
            f"ask_{answer.name}": [value.shown for value in answer.values if value.layer != "derived"]
            for answer in answers
        }
    return cells


def _date(describer: Describer, iri: str, kind: str) -> tuple[bool, str]:
    """Give what events are sorted by: their dates, those without one last; other things have none here."""
    if kind != "change":
        return False, ""
    date = next((literal.value for literal in describer.graph.literals(iri, f"{DCTERMS}date")), "")
    return not date, date


def _grouped(describer: Describer, things: list[str], origin: str) -> list[tuple[Inline | None, list[str]]]:
    groups: dict[str, list[str]] = {}
    for iri in things:
        scheme = next(iter(describer.graph.iris(iri, f"{SKOS}inScheme")), "")
        groups.setdefault(scheme, []).append(iri)
    ordered = sorted(
        groups.items(), key=lambda item: (sortable(describer.names.text(item[0])) if item[0] else "", item[0])
    )
    return [(describer.names.link(scheme, origin) if scheme else None, found) for scheme, found in ordered]


def _heading(describer: Describer, column: str, words: dict[str, str]) -> str:
    if column.startswith("ask_"):
        return words[column]
    return words[f"column_{column}"] if ":" not in column else describer.names.text(column)


def _cell(describer: Describer, iri: str, column: str, origin: str) -> list[Inline]:
    graph = describer.graph
    if column == "about":
        lead = describer.lead(iri, origin)
        return [Inline(wording.shortened(lead[1].shown.text, _LONG), lead[1].shown.language)] if lead else []
    if column == "type":
        return describer.types(iri, origin)
    if column == "memberships":
        parents = {
            parent
            for node in graph.subjects(f"{ORG}member", iri)
            if f"{ORG}Membership" in graph.iris(node, TYPE)
            for parent in graph.iris(node, f"{ORG}organization")
        }
        return [
            describer.names.link(parent, origin)
            for parent in sorted(parents, key=lambda parent: sortable(describer.names.text(parent)))
        ]
    shown = [describer.names.inline(value, origin, column) for value in graph.values(iri, column)]
    return sorted(shown, key=lambda inline: sortable(inline.text))
