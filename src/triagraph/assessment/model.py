"""What an assessment says: for each network and form definition an outcome, criterion by criterion, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["satisfied", "refuted", "conflicting", "undetermined"]
OUTCOMES: tuple[Outcome, ...] = ("satisfied", "refuted", "conflicting", "undetermined")
Standing: TypeAlias = Literal["met", "not-met", "conflicting", "unknown"]
Condition: TypeAlias = Literal["requires", "excludes", "leaves-open"]
Relation: TypeAlias = Literal["alternative-reading", "related-form"]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a source; `address` is where the source is on the web, if it is known."""

    text: str
    language: str
    source: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding, or a list that is declared complete, says of a criterion, with the words that it rests on."""

    node: str
    says: Standing
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """How one criterion of a definition stands for a network."""

    criterion: str
    condition: Condition
    standing: Standing
    evidence: tuple[Evidence, ...]

    @property
    def speaks_against(self) -> bool:
        """Whether it refutes the definition: required and not met, or excluded and met."""
        return (self.condition, self.standing) in {("requires", "not-met"), ("excludes", "met")}

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The words of all its evidence."""
        return tuple(quote for evidence in self.evidence for quote in evidence.quotes)


@dataclass(frozen=True, slots=True)
class FormAssessment:
    """Whether a network satisfies a form definition; `missing` are criteria without evidence while that is not decided."""

    network: str
    definition: str
    outcome: Outcome
    criteria: tuple[CriterionResult, ...]
    left_open: tuple[CriterionResult, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What two definitions say of a criterion; None where one does not mention it."""

    criterion: str
    first: Condition | None
    second: Condition | None


@dataclass(frozen=True, slots=True)
class Difference:
    """In what two definitions differ: two readings of the same words, or forms of two sources that correspond."""

    first: str
    second: str
    relation: Relation
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The outcomes of networks under all form definitions, and how the definitions differ."""

    outcomes: tuple[FormAssessment, ...] = field(repr=False)
    differences: tuple[Difference, ...] = field(repr=False)

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks that were assessed, in order."""
        return tuple(dict.fromkeys(each.network for each in self.outcomes))

    @property
    def definitions(self) -> tuple[str, ...]:
        """The form definitions under which they were assessed, in order."""
        return tuple(dict.fromkeys(each.definition for each in self.outcomes))

    def of(self, network: str) -> tuple[FormAssessment, ...]:
        """Give the outcomes of one network."""
        return tuple(each for each in self.outcomes if each.network == network)

    def evidence_of(self, network: str) -> tuple[CriterionResult, ...]:
        """Give the criteria on which there is evidence for a network, each once."""
        found = {
            result.criterion: result
            for each in self.of(network)
            for result in (*each.criteria, *each.left_open)
            if result.evidence
        }
        return tuple(found.values())

    def changes(self, difference: Difference) -> tuple[tuple[str, Outcome, Outcome], ...]:
        """Give the networks for which two definitions have different outcomes, and both outcomes."""
        known = {(each.network, each.definition): each.outcome for each in self.outcomes}
        pairs = (
            (network, known.get((network, difference.first)), known.get((network, difference.second)))
            for network in self.networks
        )
        return tuple(
            (network, first, second) for network, first, second in pairs if first and second and first != second
        )
