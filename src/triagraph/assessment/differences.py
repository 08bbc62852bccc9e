"""In what form definitions differ: readings of the same words, and forms of two sources that are mapped onto each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from triagraph.assessment.facts import MATCHES, Facts
from triagraph.assessment.model import Condition, Difference, Part, Relation
from triagraph.namespaces import TRIA

_SAYS: Final[tuple[tuple[str, Condition], ...]] = (
    (f"{TRIA}requires", "requires"),
    (f"{TRIA}excludes", "excludes"),
    (f"{TRIA}leavesOpen", "leaves-open"),
)


def differences(definitions: Sequence[str], facts: Facts) -> tuple[Difference, ...]:
    """Compare the definitions that belong together, each pair once: readings first, then forms of two sources."""
    found: dict[frozenset[str], Difference] = {}
    pairs: tuple[tuple[Relation, list[tuple[str, str]]], ...] = (
        ("alternative-reading", [(one, other) for one in definitions for other in _readings(one, facts)]),
        ("related-form", [(one, other) for one in definitions for other in _related(one, facts)]),
    )
    for relation, linked in pairs:
        for first, second in linked:
            if first != second and second in definitions:
                found.setdefault(frozenset((first, second)), _compared(first, second, relation, facts))
    return tuple(found.values())


def _readings(definition: str, facts: Facts) -> list[str]:
    predicate = f"{TRIA}alternativeReadingOf"
    return [*facts.iris(definition, predicate), *facts.subjects(predicate, definition)]


def _related(definition: str, facts: Facts) -> list[str]:
    """Find the definitions of the forms that the form of a definition is mapped onto, in either direction."""
    forms = facts.iris(definition, f"{TRIA}definesForm")
    mapped = {
        other
        for form in forms
        for match in MATCHES
        for other in (*facts.iris(form, match), *facts.subjects(match, form))
    }
    return sorted(other for form in mapped for other in facts.subjects(f"{TRIA}definesForm", form))


def _compared(first: str, second: str, relation: Relation, facts: Facts) -> Difference:
    here, there = _conditions(first, facts), _conditions(second, facts)
    parts = (Part(criterion, here.get(criterion), there.get(criterion)) for criterion in {**here, **there})
    return Difference(first, second, relation, tuple(part for part in parts if part.first != part.second))


def _conditions(definition: str, facts: Facts) -> dict[str, Condition]:
    return {criterion: condition for predicate, condition in _SAYS for criterion in facts.iris(definition, predicate)}
