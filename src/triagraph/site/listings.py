"""Lists by field, region, form and position: who belongs to each, and who to none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from triagraph.namespaces import SKOS, TRIA
from triagraph.site.editions import Edition
from triagraph.site.graph import TYPE, GraphIndex
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import OVERVIEW, OVERVIEW_FOLDER
from triagraph.site.portions import Neighbours
from triagraph.site.rendering import Crumb, Page, crumbs_to

#: The most names in a cell; the page of the row has them all.
_MOST: Final = 25
_NETWORK: Final = f"{TRIA}NetworkOrganisation"
_MEMBER: Final = f"{TRIA}MemberOrganisation"
#: Gives what belongs to something.
Find = Callable[[GraphIndex, str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A list: its name, the kind of its rows, and for each column its heading and what stands in it.

    `none` is the column of which the page names the networks that stand in no row of it, if it shall; with `is_brief` a
    row in which nothing would stand is only named. `silence` is what is said where nothing stands in any row.
    """

    name: str
    kind: str
    columns: tuple[tuple[str, Find], ...]
    none: str = ""
    is_brief: bool = False
    silence: str = ""


def _having(predicate: str, class_: str) -> Find:
    return lambda graph, value: (
        thing for thing in graph.subjects(predicate, value) if class_ in graph.iris(thing, TYPE)
    )


def _through(predicate: str, class_: str, onward: str) -> Find:
    """Find what the records of a class that lead to something lead on to."""
    return lambda graph, value: (
        found
        for node in graph.subjects(predicate, value)
        if class_ in graph.iris(node, TYPE)
        for found in graph.iris(node, onward)
    )


def _attributed(graph: GraphIndex, form: str) -> Iterable[str]:
    find = _through(f"{TRIA}definition", f"{TRIA}FormAttribution", f"{TRIA}network")
    return (found for definition in graph.subjects(f"{TRIA}definesForm", form) for found in find(graph, definition))


PLANS: Final = (
    Plan(
        "by-field",
        "field",
        (
            ("column_networks", _having(f"{TRIA}technologyField", _NETWORK)),
            ("column_organisations", _having(f"{TRIA}technologyField", _MEMBER)),
        ),
        "column_networks",
    ),
    Plan(
        "by-region",
        "region",
        (
            ("column_active", _having(f"{TRIA}activeIn", _NETWORK)),
            ("column_networks_located", _having(f"{TRIA}locatedIn", _NETWORK)),
            ("column_located", _having(f"{TRIA}locatedIn", _MEMBER)),
        ),
        "column_active",
        is_brief=True,
    ),
    Plan(
        "by-form",
        "form",
        (
            ("column_attributed", _attributed),
            ("column_derived", _having(f"{TRIA}hasForm", _NETWORK)),
        ),
        "column_attributed",
    ),
    Plan(
        "by-position",
        "position",
        (
            (
                "column_holders",
                _through(f"{TRIA}position", f"{TRIA}ValueChainParticipation", f"{TRIA}participant"),
            ),
        ),
        silence="board_silence",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """Who stands in a cell, and how many more there are."""

    things: tuple[Inline, ...]
    further: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What the row is about, to which list it belongs, and its cells."""

    about: Inline
    scheme: str
    cells: tuple[Cell, ...]


class Listing:
    """One of the lists in one language: a row for each field, region, form or position, and one for none."""

    def __init__(self, edition: Edition, plan: Plan) -> None:
        self.stem = f"{OVERVIEW_FOLDER}/{plan.name}"
        self._edition = edition
        self._plan = plan
        self._graph = edition.describer.graph
        self._names = edition.describer.names
        self._origin = f"{self.stem}.{edition.language}.html"
        things = edition.describer.places.things.get(plan.kind, ())
        every = sorted(things, key=lambda iri: (self._scheme(iri), sortable(self._names.text(iri)), iri))
        self._silent = [iri for iri in every if plan.is_brief and not self._has_anything(iri)]
        self._rows = [iri for iri in every if iri not in set(self._silent)]

    def __len__(self) -> int:
        return len(self._rows) + 1 if self._rows else 0

    def page(self, rows: slice, parts: Neighbours) -> Page:
        """Put together the page of some of the rows."""
        words = self._edition.words
        name = self._plan.name.replace("-", "_")
        shown = [self._row(iri) for iri in self._rows[rows]]
        return Page(
            stem=parts.stem,
            template="listing.html",
            title=words[name],
            description=words[f"{name}_about"],
            crumbs=crumbs_to(words, Crumb(words["overview"], OVERVIEW), Crumb(words[name])),
            data={
                "about": words[f"column_{self._plan.kind}"],
                "headings": [words[heading] for heading, _ in self._plan.columns],
                "rows": shown,
                "silence": words[self._plan.silence] if self._plan.silence and self._is_silent() else "",
                "nowhere": self._nowhere(name) if parts.number == parts.count else [],
                "parts": parts,
            },
        )

    def _scheme(self, iri: str) -> str:
        schemes = self._graph.iris(iri, f"{SKOS}inScheme")
        return self._names.text(schemes[0]) if schemes else ""

    def _row(self, iri: str) -> Row:
        cells = tuple(self._cell(find(self._graph, iri)) for _, find in self._plan.columns)
        return Row(self._names.link(iri, self._origin), self._scheme(iri), cells)

    def _cell(self, things: Iterable[str]) -> Cell:
        ordered = sorted(set(things), key=lambda iri: (sortable(self._names.text(iri)), iri))
        return Cell(tuple(self._names.link(iri, self._origin) for iri in ordered[:_MOST]), max(0, len(ordered) - _MOST))

    def _has_anything(self, iri: str) -> bool:
        return any(True for _, find in self._plan.columns for _ in find(self._graph, iri))

    def _is_silent(self) -> bool:
        return not any(map(self._has_anything, self._rows))

    def _nowhere(self, name: str) -> list[tuple[str, Cell]]:
        """Name, each under its heading, the networks that stand nowhere and the rows that would be empty."""
        words = self._edition.words
        found = [(words[f"nowhere_{name}"], self._none())] if self._plan.none else []
        if self._silent:
            found.append((words[f"silent_{name}"], self._cell(self._silent)))
        return [(heading, cell) for heading, cell in found if cell.things]

    def _none(self) -> Cell:
        """Give the networks that stand in no row of the column that counts."""
        find = next(find for heading, find in self._plan.columns if heading == self._plan.none)
        found = {network for iri in self._rows for network in find(self._graph, iri)}
        return self._cell(network for network in self._graph.subjects(TYPE, _NETWORK) if network not in found)
