"""Where sources contradict each other: the same question, different answers, side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pyoxigraph import Literal, NamedNode

from triagraph.namespaces import DCTERMS, FOAF, LEGAL, ORG, TRIA
from triagraph.results import Term
from triagraph.site.evidence import Proof
from triagraph.site.facts import Describer
from triagraph.site.graph import TYPE
from triagraph.site.naming import Inline
from triagraph.site.records import PLANS, Recorder

#: Properties of which a thing has one value at a time.
_SINGLE: Final = (f"{LEGAL}companyType", f"{LEGAL}legalName", f"{ORG}hasRegisteredSite", f"{FOAF}homepage")
_NUMBERS: Final = next(plan for plan in PLANS if plan.name == "numbers")
_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers and those who give it."""

    shown: Inline
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question to which sources give different answers."""

    question: str
    sides: tuple[Side, ...]


def conflicts(describer: Describer, recorder: Recorder, thing: str, origin: str) -> list[Conflict]:
    """Find what sources say differently about a thing, for the page `origin`."""
    return [
        *_values(describer, thing, origin),
        *_foundings(describer, thing, origin),
        *_numbers(describer, recorder, thing, origin),
    ]


def _values(describer: Describer, thing: str, origin: str) -> list[Conflict]:
    found = []
    for predicate in _SINGLE:
        values = [
            describer.value(thing, predicate, value, origin) for value in describer.graph.values(thing, predicate)
        ]
        sourced = [value for value in values if value.evidence]
        if len({_spelled(value.shown.text) for value in sourced}) > 1:
            found.append(
                Conflict(describer.names.text(predicate), tuple(Side(value.shown, value.evidence) for value in sourced))
            )
    return found


def _spelled(text: str) -> str:
    """Fold what is only spelling: case, spaces and marks."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _foundings(describer: Describer, thing: str, origin: str) -> list[Conflict]:
    """Compare the foundings of one year: other years are other foundings (an initiative first, an association later)."""
    graph = describer.graph
    by_year: dict[str, list[str]] = defaultdict(list)
    for event in sorted(graph.subjects(f"{TRIA}affects", thing)):
        if f"{TRIA}Founding" in graph.iris(event, TYPE):
            date = graph.value(event, f"{DCTERMS}date")
            by_year[date.value[:_YEAR] if isinstance(date, Literal) else ""].append(event)
    undated = by_year.pop("", [])
    found = []
    for _, events in sorted(by_year.items()) or [("", [])]:
        for predicate in (f"{TRIA}founderCount", f"{DCTERMS}date"):
            answers = {
                event: value for event in events + undated if (value := graph.value(event, predicate)) is not None
            }
            if _contradict(list(answers.values())):
                sides = (
                    Side(describer.names.inline(value, origin, predicate), describer.witnesses.of_thing(event))
                    for event, value in answers.items()
                )
                found.append(Conflict(describer.names.text(predicate), tuple(sides)))
    return found


def _contradict(values: list[Term]) -> bool:
    """Tell whether values exclude each other; `2006` and `2006-06` do not."""
    texts = sorted({value.value for value in values if isinstance(value, Literal | NamedNode)})
    return any(not later.startswith(f"{earlier}-") for earlier, later in pairwise(texts))


def _numbers(describer: Describer, recorder: Recorder, thing: str, origin: str) -> list[Conflict]:
    """Compare numbers of the same day, month or year that count the same."""
    graph, names = describer.graph, describer.names
    by_question: dict[tuple[Literal, str], list[str]] = defaultdict(list)
    for node in recorder.nodes(_NUMBERS, thing):
        date = graph.value(node, f"{DCTERMS}date")
        unit = next(iter(graph.iris(node, f"{TRIA}countedUnit")), "")
        if isinstance(date, Literal):
            by_question[date, unit].append(node)
    found = []
    for (date, unit), nodes in sorted(by_question.items(), key=lambda item: (item[0][0].value, item[0][1])):
        counts = {node: recorder.counted(node, origin, brief=True) for node in sorted(nodes)}
        if len(set(counts.values())) > 1:
            question = f"{names.text(unit) if unit else ''} ({names.literal(date)})".strip()
            sides = (Side(Inline(text), describer.witnesses.of_thing(node)) for node, text in counts.items())
            found.append(Conflict(question, tuple(sides)))
    return found
