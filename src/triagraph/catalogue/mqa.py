"""The score that data.europa.eu gives a dataset's metadata: https://data.europa.eu/mqa/methodology.

405 points in five dimensions; 80 of them need addresses that answer, so that metadata alone gives at most 325. Of several
distributions with the same content only the best one counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.catalogue.compliance import check
from triagraph.catalogue.criteria import COMPLIANT, CRITERIA, Criterion, Resource
from triagraph.errors import InputError
from triagraph.language import Language, Text
from triagraph.namespaces import DCAT, RDF

#: All points of all criteria.
TOTAL: Final = sum(criterion.maximum for criterion in CRITERIA)
#: From how many points on a rating is given.
RATINGS: Final = (
    (351, Text("Ausgezeichnet", "Excellent")),
    (221, Text("Gut", "Good")),
    (121, Text("Ausreichend", "Sufficient")),
    (0, Text("Schlecht", "Bad")),
)


@dataclass(frozen=True, slots=True)
class Score:
    """The points that one criterion gave."""

    criterion: Criterion
    points: int

    @property
    def missing(self) -> int:
        """The points that it did not give."""
        return self.criterion.maximum - self.points


@dataclass(frozen=True, slots=True)
class Assessment:
    """The score of one dataset; criteria that need answers are only in it where addresses were asked."""

    scores: tuple[Score, ...]

    @property
    def points(self) -> int:
        """The points reached."""
        return sum(score.points for score in self.scores)

    @property
    def maximum(self) -> int:
        """The points that could be reached: 325 from metadata, 405 with answers."""
        return sum(score.criterion.maximum for score in self.scores)

    @property
    def reachable(self) -> int:
        """The points if every address answers."""
        asked = {score.criterion.name for score in self.scores}
        return self.points + sum(one.maximum for one in CRITERIA if one.needs_answers and one.name not in asked)

    @property
    def missing(self) -> tuple[Score, ...]:
        """The criteria that cost points, the dearest first."""
        return tuple(sorted((score for score in self.scores if score.missing), key=lambda score: -score.missing))

    @property
    def rating(self) -> Text:
        """The rating, if every address answers."""
        return rating(self.reachable)

    def to_text(self, language: Language) -> str:
        """Say the score, and of each missing point what it costs and what would bring it."""
        if self.maximum == TOTAL:
            head = f"MQA: {self.points}/{TOTAL}: {self.rating.to(language)}"
        else:
            names = Text("Punkte aus Metadaten", "points from metadata").to(language)
            condition = Text("wenn jede Adresse antwortet", "if every address answers").to(language)
            head = f"MQA: {self.points}/{self.maximum} {names}; {self.reachable}/{TOTAL}, {condition}: {self.rating.to(language)}"
        lines = [head]
        lines += [
            f"-{score.missing} {score.criterion.name}: {score.criterion.advice.to(language)}" for score in self.missing
        ]
        return "\n".join(lines) + "\n"


def rating(points: int) -> Text:
    """Give the rating of a number of points out of 405."""
    return next(name for least, name in RATINGS if points >= least)


def assess(
    quads: Iterable[Quad], *, answers: Mapping[str, bool] | None = None, conforms: bool | None = None
) -> Assessment:
    """Score a catalogue that describes one dataset.

    Args:
        quads: the catalogue.
        answers: which addresses answered with success; None where none was asked.
        conforms: whether the catalogue conforms to DCAT-AP, as a validation with the official shapes says; without it
            our own check of cardinalities and kinds of value is made.

    Raises:
        InputError: the catalogue does not describe exactly one dataset.
    """
    kept = list(quads)
    things = _things(kept)
    datasets = [values for values in things.values() if f"{DCAT}Dataset" in values.get(f"{RDF}type", [])]
    if len(datasets) != 1:
        raise InputError(
            Text(
                f"Der Katalog beschreibt {len(datasets)} Datensätze.",
                f"The catalogue describes {len(datasets)} datasets.",
            ),
            hint=Text(
                "bewertet wird ein Katalog mit genau einem `dcat:Dataset`.",
                "a catalogue with exactly one `dcat:Dataset` can be scored.",
            ),
        )
    compliant = not check(kept) if conforms is None else conforms
    dataset = Resource({**datasets[0], COMPLIANT: ["yes"] if compliant else []}, answers or {})
    files = [Resource(things.get(iri, {}), answers or {}) for iri in dataset.of(f"{DCAT}distribution")]
    asked = [one for one in CRITERIA if answers is not None or not one.needs_answers]
    best = max(files, key=lambda file: _sum(asked, file), default=Resource({}, {}))
    return Assessment(tuple(_score(one, best if one.of_distribution else dataset) for one in asked))


def _score(criterion: Criterion, resource: Resource) -> Score:
    return Score(criterion, criterion.maximum if criterion.test(resource) else 0)


def _sum(criteria: Iterable[Criterion], distribution: Resource) -> int:
    return sum(_score(one, distribution).points for one in criteria if one.of_distribution)


def _things(quads: Iterable[Quad]) -> dict[str, dict[str, list[str]]]:
    things: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            things[_name(quad.subject)][quad.predicate.value].append(quad.object.value)
        else:
            things[_name(quad.subject)][quad.predicate.value].append(str(quad.object))
    return things


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
