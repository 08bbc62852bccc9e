"""A network at a glance: what readers ask first, answered or marked as not stated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from triagraph.namespaces import DCTERMS, FOAF, LEGAL, ORG, TRIA
from triagraph.site.facts import Describer, Value
from triagraph.site.graph import TYPE
from triagraph.site.naming import Inline
from triagraph.site.records import PLANS, Recorder

_PLANS: Final = {plan.name: plan for plan in PLANS}


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and its answers."""

    name: str
    values: tuple[Value, ...]

    @property
    def is_stated(self) -> bool:
        """Whether a source of the graph answers it; what a rule derives is nobody's statement."""
        return any(value.layer != "derived" for value in self.values)


class Glance:
    """Answers what readers ask first about a network."""

    def __init__(self, describer: Describer, recorder: Recorder) -> None:
        self._describer = describer
        self._graph = describer.graph
        self._recorder = recorder
        self._questions: dict[str, Callable[[str, str], list[Value]]] = {
            "legal_form": self._property(f"{LEGAL}companyType"),
            "founded": self._founded,
            "seat": self._property(f"{ORG}hasRegisteredSite"),
            "office": self._property(f"{ORG}hasPrimarySite"),
            "member_number": self._number,
            "field": self._property(f"{TRIA}technologyField", f"{TRIA}statedField"),
            "form": self._form,
            "website": self._property(f"{FOAF}homepage"),
        }

    def answers(self, network: str, origin: str) -> list[Answer]:
        """Answer every question about a network, for the page `origin`."""
        return [Answer(name, tuple(question(network, origin))) for name, question in self._questions.items()]

    def missing(self, answers: list[Answer]) -> list[str]:
        """Name the questions that no source answers."""
        return [answer.name for answer in answers if not answer.is_stated]

    def has_members(self, network: str) -> bool:
        """Tell whether a source names at least one member."""
        return bool(self._recorder.nodes(_PLANS["members"], network))

    def _property(self, *predicates: str) -> Callable[[str, str], list[Value]]:
        def values(network: str, origin: str) -> list[Value]:
            for predicate in predicates:
                found = [
                    self._describer.value(network, predicate, value, origin)
                    for value in self._graph.values(network, predicate)
                ]
                if found:
                    return found
            return []

        return values

    def _founded(self, network: str, origin: str) -> list[Value]:
        """Give the dates of its foundings; `1999` is left out where another source says `June 1999`."""
        founded: dict[str, Value] = {}
        for event in self._graph.subjects(f"{TRIA}affects", network):
            if f"{TRIA}Founding" in self._graph.iris(event, TYPE):
                for date in self._graph.literals(event, f"{DCTERMS}date"):
                    founded[date.value] = self._describer.value(event, f"{DCTERMS}date", date, origin)
        exact = [date for date in sorted(founded) if not any(other.startswith(f"{date}-") for other in founded)]
        return [founded[date] for date in exact]

    def _number(self, network: str, origin: str) -> list[Value]:
        """Give the latest number, with what was counted and when."""
        dated = []
        for node in self._recorder.nodes(_PLANS["numbers"], network):
            date = self._graph.value(node, f"{DCTERMS}date")
            dated.append((date.value if isinstance(date, Literal) else "", node))
        if not dated:
            return []
        latest = max(dated)[0]
        return [Value(Inline(self._recorder.counted(node, origin))) for date, node in sorted(dated) if date == latest]

    def _form(self, network: str, origin: str) -> list[Value]:
        attributed = [
            self._describer.value(node, f"{TRIA}definition", value, origin)
            for node in self._recorder.nodes(_PLANS["attributions"], network)
            for value in self._graph.values(node, f"{TRIA}definition")
        ]
        derived = [
            self._describer.value(network, f"{TRIA}hasForm", value, origin)
            for value in self._graph.values(network, f"{TRIA}hasForm")
        ]
        return attributed + derived
