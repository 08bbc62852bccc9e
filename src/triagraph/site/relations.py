"""The relations that lead to a thing, apart from those that its records show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from triagraph.namespaces import OA, ORG, RDF, SKOS
from triagraph.site.facts import Describer
from triagraph.site.graph import QUOTED, TYPE
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import Places
from triagraph.site.records import PLANS
from triagraph.site.terms import key
from triagraph.site.words import read_words

_SHOWN_ELSEWHERE: Final = frozenset(
    {TYPE, QUOTED, f"{RDF}subject", f"{RDF}predicate", f"{RDF}object", f"{OA}hasSource", f"{SKOS}hasTopConcept"}
    | {f"{ORG}memberOf", f"{ORG}hasMember"}
)
_SCHEME: Final = frozenset({f"{SKOS}inScheme", f"{SKOS}topConceptOf"})
_RECORDS: Final = {
    predicate: frozenset(class_ for plan in PLANS if predicate in plan.via for class_ in plan.classes)
    for predicate in {predicate for plan in PLANS for predicate in plan.via}
}


@dataclass(frozen=True, slots=True)
class Relation:
    """The things that lead to one thing by the same property; where some are left out, `more` is the page that has all."""

    name: str
    label: str
    things: tuple[Inline, ...]
    total: int = 0
    more: str = ""

    @property
    def title(self) -> str:
        """What a page of its own for the things is called."""
        return self.label


@cache
def _inverses() -> dict[str, dict[str, str]]:
    words = read_words("inverses")
    return {name: {"de": texts["label"].de, "en": texts["label"].en} for name, texts in words.items()}


def relations(describer: Describer, places: Places, words: dict[str, str], thing: str, origin: str) -> list[Relation]:
    """Give the relations that lead to a thing, by property.

    Those of a scheme's concepts are left out: its tree shows them.
    """
    hidden = _SHOWN_ELSEWHERE | (
        _SCHEME if f"{SKOS}ConceptScheme" in describer.graph.iris(thing, TYPE) else frozenset()
    )
    graph, names = describer.graph, describer.names
    found: dict[str, dict[str, None]] = {}
    for quad in graph.by_object.get(thing, ()):
        predicate, subject = quad.predicate.value, key(quad.subject)
        if (
            predicate not in hidden
            and subject in places
            and not _is_record(describer, predicate, subject)
            and subject not in graph.iris(thing, predicate)  # said there and here: the facts show it
        ):
            found.setdefault(predicate, {})[subject] = None
    result = []
    for predicate, subjects in found.items():
        ordered = sorted(subjects, key=lambda subject: (sortable(names.text(subject)), subject))
        shown = tuple(names.link(subject, origin) for subject in ordered)
        result.append(Relation(predicate, _label(describer, predicate, words["label_of"]), shown, len(shown)))
    return sorted(result, key=lambda relation: (sortable(relation.label), relation.name))


def _is_record(describer: Describer, predicate: str, subject: str) -> bool:
    return not _RECORDS.get(predicate, frozenset()).isdisjoint(describer.graph.iris(subject, TYPE))


def _label(describer: Describer, predicate: str, label_of: str) -> str:
    known = _inverses().get(predicate)
    if known is not None:
        return known[describer.language]
    return label_of.format(label=describer.names.text(predicate))
