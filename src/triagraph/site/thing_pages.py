"""The page of a thing: everything that the graph says of it, on whose word, and what nobody says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from triagraph.language import Language
from triagraph.namespaces import ORG, RDF, SKOS
from triagraph.site import schema_org
from triagraph.site.assessed import Assessor, Outcomes
from triagraph.site.cartography import MAP_STEM, Cartographer
from triagraph.site.citing import cite, correction
from triagraph.site.conflicts import conflicts
from triagraph.site.documents import BESIDE
from triagraph.site.facts import Describer, Fact, Value
from triagraph.site.geography import Geography
from triagraph.site.glance import Glance
from triagraph.site.graph import TYPE
from triagraph.site.kinds import kind_of
from triagraph.site.passages import passages_stem
from triagraph.site.portions import Neighbours, neighbours
from triagraph.site.records import Recorder
from triagraph.site.relations import relations
from triagraph.site.rendering import Alternate, Crumb, Page, crumbs_to, first_sentence
from triagraph.site.settings import ReleaseSettings, contact_of
from triagraph.site.sources import quotations
from triagraph.site.trees import tree

#: Derived from memberships, which a page shows with their roles and evidence.
_REPEATED: Final = (f"{ORG}memberOf", f"{ORG}hasMember")


@dataclass(frozen=True, slots=True)
class Derived:
    """What is worked out once from a graph for the pages of every language."""

    outcomes: Outcomes
    geography: Geography


class ThingPages:
    """Puts together the pages of things in one language."""

    def __init__(
        self, describer: Describer, derived: Derived, settings: ReleaseSettings, words: dict[str, str]
    ) -> None:
        self._describer = describer
        self._graph = describer.graph
        self._names = describer.names
        self._places = places = describer.places
        self._settings = settings
        self._words = words
        self.assessor = Assessor(describer, derived.outcomes)
        self.recorder = Recorder(describer, places, self.assessor, words)
        self.cartographer = Cartographer(describer, derived.geography, words)
        self.glance = Glance(describer, self.recorder)

    @property
    def language(self) -> Language:
        """The language of the pages."""
        return self._describer.language

    def page(self, iri: str, stem: str) -> Page:
        """Put together the page of one thing."""
        origin = f"{stem}.{self.language}.html"
        title, title_language = self._names.name(iri)
        lead = self._describer.lead(iri, origin)
        kind = self._places.kind(iri)
        description = first_sentence([lead[1].shown.text if lead else "", title])
        return Page(
            stem=stem,
            template="thing.html",
            title=title,
            title_language=title_language,
            description=description,
            crumbs=crumbs_to(
                self._words,
                Crumb(kind_of(kind).plural.to(self.language), self._places.listing(kind)),
                Crumb(title, language=title_language),
            ),
            alternates=tuple(
                Alternate(f"{stem.rpartition('/')[2]}{syntax.suffix}", syntax.media_type, syntax.label)
                for syntax in BESIDE
            ),
            machine_readable=schema_org.thing(self._describer, self._places, self._settings, iri, description),
            data={
                "iri": iri,
                "citation": cite(title, iri, self._graph.project, self._settings, self.language),
                "correction": correction(contact_of(self._graph.project), title, iri, self._words["correction_of"]),
                "lead": lead[1] if lead else None,
                **self._sections(iri, origin, kind, lead),
            },
        )

    def _sections(self, iri: str, origin: str, kind: str, lead: tuple[str, Value] | None) -> dict[str, Any]:
        describer = self._describer
        is_scheme = f"{SKOS}ConceptScheme" in self._graph.iris(iri, TYPE)
        answers = self.glance.answers(iri, origin) if kind == "network" else []
        missing = self.glance.missing(answers)
        if answers and not self.glance.has_members(iri):
            missing.append("members")
        facts, rule = _derived_as_a_whole(self._facts(iri, origin, lead))
        return {
            "types": describer.types(iri, origin),
            "quoted": describer.witnesses.of_thing(iri),
            "answers": answers,
            "missing": missing,
            "facts": facts,
            "facts_title": self._words["facts"],
            "rule": rule,
            "verdict": self.assessor.verdict(iri),
            "judged": self.assessor.judged(iri, origin) if kind == "outcome" else [],
            "conflicts": conflicts(describer, self.recorder, iri, origin),
            "tables": self.recorder.tables(iri, origin),
            "chart": self.recorder.chart(iri, origin) if kind == "network" else None,
            "relations": relations(describer, self._places, self._words, iri, origin),
            "map": self.cartographer.around(iri, origin),
            "map_stem": MAP_STEM,
            "notes": describer.notes(iri, origin),
            "quotations": quotations(describer, self._places, iri, 0, origin),
            "parts": self._passages_steps(iri, 0),
            "tree": tree(describer, iri, origin) if is_scheme else (),
        }

    def passages_pages(self, iri: str, stem: str) -> list[Page]:
        """Put together the pages with those quotations from a source for which its own page has no room."""
        title, title_language = self._names.name(iri)
        kind = kind_of(self._places.kind(iri)).plural.to(self.language)
        return [
            Page(
                stem=passages_stem(stem, part),
                template="quotations.html",
                title=title,
                title_language=title_language,
                description=title,
                crumbs=crumbs_to(
                    self._words,
                    Crumb(kind, self._places.listing(self._places.kind(iri))),
                    Crumb(title, stem, title_language),
                    Crumb(self._words["quotations"]),
                ),
                data={
                    "whole": stem,
                    "quotations": quotations(
                        self._describer, self._places, iri, part, f"{passages_stem(stem, part)}.{self.language}.html"
                    ),
                    "parts": self._passages_steps(iri, part),
                },
            )
            for part in range(1, len(self._places.passages.parts(iri)))
        ]

    def _passages_steps(self, iri: str, part: int) -> Neighbours:
        stem = self._places.thing(iri) or ""
        return neighbours(
            [passages_stem(stem, number) for number in range(len(self._places.passages.parts(iri)))], part
        )

    def _facts(self, iri: str, origin: str, lead: tuple[str, Value] | None) -> list[Fact]:
        """Give the facts of a thing; those that only repeat a mapping or the lead text stand there."""
        mapped = {
            predicate
            for mapping in self._graph.subjects(f"{RDF}subject", iri)
            if self._places.kind(mapping) == "mapping"
            for predicate in self._graph.iris(mapping, f"{RDF}predicate")
        }
        repeated = (
            _REPEATED
            if self._graph.subjects(f"{ORG}member", iri) or self._graph.subjects(f"{ORG}organization", iri)
            else ()
        )
        facts = self._describer.facts(iri, origin, without=frozenset(repeated))
        if lead is not None:
            facts = [_beside_the_lead(fact, lead[1]) if fact.predicate == lead[0] else fact for fact in facts]
        return [
            fact
            for fact in facts
            if fact.values and (fact.predicate not in mapped or any(value.layer != "mapping" for value in fact.values))
        ]


def _beside_the_lead(fact: Fact, lead: Value) -> Fact:
    """Leave out the lead text and its translations; what sources say in other languages stays, with its evidence."""
    values = tuple(value for value in fact.values if value.anchors and value.shown != lead.shown)
    return replace(fact, values=values, total=len(values))


def _derived_as_a_whole(facts: list[Fact]) -> tuple[list[Fact], str]:
    """Where one rule derived everything that is said, name the rule once instead of with each value."""
    rules = {value.rule for fact in facts for value in fact.values}
    if len(rules) != 1 or "" in rules:
        return facts, ""
    plain = [replace(fact, values=tuple(replace(value, layer="", rule="") for value in fact.values)) for fact in facts]
    return plain, next(iter(rules))
