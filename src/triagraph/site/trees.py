"""Concept schemes as trees: top concepts first, each with its narrower ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from triagraph.namespaces import SKOS
from triagraph.site.facts import Describer
from triagraph.site.naming import Inline, sortable

#: Deeper than any scheme for people; a cycle of broader concepts ends here.
_DEEPEST: Final = 12


@dataclass(frozen=True, slots=True)
class Branch:
    """A concept, its notation, what it means and its narrower concepts."""

    concept: Inline
    notation: str
    definition: str
    language: str | None
    narrower: tuple[Branch, ...]


def tree(describer: Describer, scheme: str, origin: str) -> tuple[Branch, ...]:
    """Give the concepts of a scheme as a tree, for the page `origin`."""
    graph = describer.graph
    members = set(graph.subjects(f"{SKOS}inScheme", scheme))
    below: dict[str, set[str]] = {}
    for concept in members:
        for broader in graph.iris(concept, f"{SKOS}broader"):
            below.setdefault(broader, set()).add(concept)
        for narrower in graph.iris(concept, f"{SKOS}narrower"):
            below.setdefault(concept, set()).add(narrower)
    narrower_ones = {concept for broader, found in below.items() if broader in members for concept in found}
    tops = set(graph.iris(scheme, f"{SKOS}hasTopConcept")) | (members - narrower_ones)
    return _branches(describer, tops, below, origin, _DEEPEST)


def _branches(
    describer: Describer, concepts: set[str], below: dict[str, set[str]], origin: str, depth: int
) -> tuple[Branch, ...]:
    if depth == 0:
        return ()
    return tuple(
        _branch(describer, concept, _branches(describer, below.get(concept, set()), below, origin, depth - 1), origin)
        for concept in sorted(
            concepts, key=lambda iri: (_notation(describer, iri), sortable(describer.names.text(iri)), iri)
        )
    )


def _branch(describer: Describer, concept: str, narrower: tuple[Branch, ...], origin: str) -> Branch:
    lead = describer.lead(concept, origin)
    shown = lead[1].shown if lead is not None else Inline("")
    return Branch(
        describer.names.link(concept, origin), _number(describer, concept), shown.text, shown.language, narrower
    )


def _notation(describer: Describer, concept: str) -> str:
    number = _number(describer, concept)
    return number.zfill(_DEEPEST) if number else "~"


def _number(describer: Describer, concept: str) -> str:
    """Give a printed number; a notation that only repeats the slug is none."""
    notations = (literal.value for literal in describer.graph.literals(concept, f"{SKOS}notation"))
    return next((notation for notation in notations if notation[:1].isdigit()), "")
