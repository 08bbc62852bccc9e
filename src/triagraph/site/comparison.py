"""The overview of all networks and form definitions: which outcome each pair has, and where the definitions differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from triagraph.assessment.model import OUTCOMES, Difference
from triagraph.assessment.wording import condition_word, outcome_word, relation_words
from triagraph.site.editions import Edition
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import OVERVIEW, OVERVIEW_FOLDER
from triagraph.site.portions import Neighbours
from triagraph.site.rendering import Crumb, Page, crumbs_to

_MOST_CHANGES: Final = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """An outcome: its style, its word and the page that says why."""

    outcome: str
    word: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """How two definitions differ: criterion by criterion, and for which networks it changes the outcome."""

    first: Inline
    second: Inline
    relation: str
    parts: tuple[tuple[Inline, str, str], ...]
    changes: tuple[tuple[Inline, str, str], ...]
    further: int


class Comparison:
    """The comparison in one language: a row for each network."""

    stem = f"{OVERVIEW_FOLDER}/assessment"

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._names = edition.describer.names
        self._outcomes = edition.things.assessor.outcomes
        self._assessment = self._outcomes.assessment
        self._origin = f"{self.stem}.{edition.language}.html"
        self._definitions = self._assessment.definitions
        self._networks = sorted(self._assessment.networks, key=lambda iri: (sortable(self._names.text(iri)), iri))

    def __len__(self) -> int:
        return len(self._networks)

    def page(self, rows: slice, parts: Neighbours) -> Page:
        """Put together the page of some of the networks."""
        words, language = self._edition.words, self._edition.language
        counts = [
            (
                outcome,
                outcome_word(outcome, language),
                sum(each.outcome == outcome for each in self._assessment.outcomes),
            )
            for outcome in OUTCOMES
        ]
        return Page(
            stem=parts.stem,
            template="comparison.html",
            title=words["comparison"],
            description=words["comparison_about"],
            crumbs=crumbs_to(words, Crumb(words["overview"], OVERVIEW), Crumb(words["comparison"])),
            data={
                "definitions": list(self._shortly().values()),
                "rows": [(self._names.link(iri, self._origin), self._cells(iri)) for iri in self._networks[rows]],
                "counts": counts,
                "differences": self._compared(self._assessment.differences) if parts.number == 1 else [],
                "parts": parts,
            },
        )

    def _shortly(self) -> dict[str, Inline]:
        """Name the definitions without what all their names begin with (“Definition: ”)."""
        links = {iri: self._names.link(iri, self._origin) for iri in self._definitions}
        starts = {link.text.partition(": ")[0] for link in links.values()}
        same = f"{min(starts)}: " if len(starts) == 1 else ""
        return {iri: replace(link, text=link.text.removeprefix(same)) for iri, link in links.items()}

    def _cells(self, network: str) -> list[Cell | None]:
        return [self._cell(network, definition) for definition in self._definitions]

    def _cell(self, network: str, definition: str) -> Cell | None:
        node = self._outcomes.nodes.get((network, definition))
        if node is None:
            return None
        outcome = self._outcomes.by_node[node].outcome
        return Cell(outcome, outcome_word(outcome, self._edition.language), self._names.link(node, self._origin).href)

    def _compared(self, differences: Sequence[Difference]) -> list[Compared]:
        language, names = self._edition.language, self._shortly()

        def link(iri: str) -> Inline:
            return names.get(iri) or self._names.link(iri, self._origin)

        return [
            Compared(
                link(each.first),
                link(each.second),
                relation_words(each.relation, language),
                tuple(
                    (link(part.criterion), condition_word(part.first, language), condition_word(part.second, language))
                    for part in each.parts
                ),
                tuple(
                    (link(network), outcome_word(first, language), outcome_word(second, language))
                    for network, first, second in self._assessment.changes(each)[:_MOST_CHANGES]
                ),
                max(0, len(self._assessment.changes(each)) - _MOST_CHANGES),
            )
            for each in differences
        ]
