"""The overview of the value chain: positions × chains and fields, and positions × regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from triagraph.namespaces import SKOS
from triagraph.query import list_queries
from triagraph.site.board import Board
from triagraph.site.editions import Edition
from triagraph.site.names import safe_name
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import OVERVIEW, OVERVIEW_FOLDER
from triagraph.site.portions import Neighbours
from triagraph.site.rendering import Crumb, Page, crumbs_to

_MOST_HOLDERS: Final = 4
#: The named query that asks the same.
_QUERY: Final = "value-chain-gaps"


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A position in one row: held by some, or empty; `further` counts the holders that are not named."""

    state: Literal["held", "empty"]
    holders: tuple[Inline, ...] = ()
    further: int = 0


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A chain of a field, a field without a chain, or a region, with its cells; none where nothing is stated."""

    group: Literal["field", "region"]
    field: Inline | None
    chain: Inline | None
    cells: tuple[BoardCell, ...]
    scheme: str = ""  # the list that a field belongs to: fields of two strategies have nearly the same names


class BoardOverview:
    """The board in one language: a row for each chain, each field without one, and each region."""

    stem = f"{OVERVIEW_FOLDER}/value-chain"

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._names = edition.describer.names
        self._board = Board(edition.describer.graph)
        self._origin = f"{self.stem}.{edition.language}.html"
        self._columns = [iri for top in self._board.positions for iri in (top.iri, *top.narrower)]
        project = edition.describer.graph.project
        self._queries = {each.name: each for each in list_queries(project)}
        self._rows = [*self._field_rows(), *self._region_rows()] if self._columns else []

    def __len__(self) -> int:
        return len(self._rows)

    def page(self, rows: slice, parts: Neighbours) -> Page:
        """Put together the page of some of the rows."""
        words = self._edition.words
        shown = self._rows[rows]
        return Page(
            stem=parts.stem,
            template="board.html",
            title=words["board"],
            description=words["board_about"],
            crumbs=crumbs_to(words, Crumb(words["overview"], OVERVIEW), Crumb(words["board"])),
            data={
                "columns": [(self._link(iri), is_top) for iri, is_top in self._headed()],
                "groups": [
                    (group, found)
                    for group in ("field", "region")
                    if (found := [row for row in shown if row.group == group])
                ],
                "has_chains": any(row.chain for row in self._rows),
                "has_holders": bool(self._board.holders),
                "query": self._query(),
                "parts": parts,
            },
        )

    def _query(self) -> tuple[str, str] | None:
        """Give the page and the title of the query that asks the same, if the project has it."""
        query = self._queries.get(_QUERY)
        return (f"queries/{safe_name(_QUERY)}", query.title.to(self._edition.language)) if query is not None else None

    def _headed(self) -> Iterable[tuple[str, bool]]:
        for top in self._board.positions:
            yield top.iri, True
            yield from ((iri, False) for iri in top.narrower)

    def _link(self, iri: str) -> Inline:
        return self._names.link(iri, self._origin)

    def _order(self, iri: str) -> tuple[bool, str, str]:
        return not iri, sortable(self._names.text(iri)) if iri else "", iri

    def _field_rows(self) -> Iterable[BoardRow]:
        fields = self._board.fields()
        for field in sorted(fields, key=lambda iri: (sortable(self._scheme(iri)), not fields[iri], *self._order(iri))):
            shown = self._link(field) if field else None
            for chain in sorted(fields[field], key=self._order):
                cells = tuple(self._cell(self._board.holders.get((chain, position))) for position in self._columns)
                yield BoardRow("field", shown, self._link(chain), cells, self._scheme(field))
            if not fields[field]:
                yield BoardRow("field", shown, None, (), self._scheme(field))

    def _scheme(self, field: str) -> str:
        """Name the list that a field belongs to."""
        schemes = self._edition.describer.graph.iris(field, f"{SKOS}inScheme")
        return self._names.text(schemes[0]) if schemes else ""

    def _region_rows(self) -> Iterable[BoardRow]:
        for region in sorted(self._board.regions, key=self._order):
            cells = tuple(self._cell(self._board.in_region.get((region, position))) for position in self._columns)
            yield BoardRow("region", self._link(region), None, cells)

    def _cell(self, holders: dict[str, None] | None) -> BoardCell:
        if not holders:
            return BoardCell("empty")
        ordered = sorted(holders, key=self._order)
        links = tuple(self._link(iri) for iri in ordered[:_MOST_HOLDERS])
        return BoardCell("held", links, len(ordered) - len(links))
