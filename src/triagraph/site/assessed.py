"""Which form fits a network, on the pages: the outcomes of `triagraph assess`, criterion by criterion, with their evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from triagraph.assessment import Assessment, CriterionResult, FormAssessment, assess
from triagraph.assessment.wording import condition_word, outcome_word, standing_word
from triagraph.namespaces import TRIA
from triagraph.site.evidence import Proof
from triagraph.site.facts import Describer
from triagraph.site.graph import TYPE, GraphIndex
from triagraph.site.naming import Inline
from triagraph.store.loading import Dataset

#: The columns of a table of outcomes that say on what an outcome hangs.
REASONS: Final = ("in_favour", "against", "contradicted", "lacking")


class Outcomes:
    """The outcomes of a graph, by the node that the rule made for each, by network, definition and form."""

    def __init__(self, graph: GraphIndex, assessment: Assessment) -> None:
        self.assessment = assessment
        by_pair = {(each.network, each.definition): each for each in assessment.outcomes}
        self.by_node: dict[str, FormAssessment] = {}
        self.nodes: dict[tuple[str, str], str] = {}
        for node in graph.subjects(TYPE, f"{TRIA}FormAssessment"):
            for network in graph.iris(node, f"{TRIA}network"):
                for definition in graph.iris(node, f"{TRIA}definition"):
                    if (network, definition) in by_pair:
                        self.by_node[node] = by_pair[network, definition]
                        self.nodes[network, definition] = node
        self._of_form: dict[str, list[str]] = defaultdict(list)
        for node, each in self.by_node.items():
            for form in graph.iris(each.definition, f"{TRIA}definesForm"):
                self._of_form[form].append(node)

    @classmethod
    def of(cls, graph: GraphIndex, dataset: Dataset) -> Outcomes:
        """Assess the networks of a dataset."""
        return cls(graph, assess(dataset))

    def of_form(self, form: str) -> list[str]:
        """Give the nodes of the outcomes under the definitions of a form."""
        return self._of_form.get(form, [])


@dataclass(frozen=True, slots=True)
class Said:
    """What one finding says of a criterion, and on whose word."""

    says: str
    shown: Inline
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """How one criterion of a definition stands for a network; `standing` is also a style."""

    criterion: Inline
    condition: str
    standing: str
    word: str
    is_lacking: bool
    said: tuple[Said, ...]


class Assessor:
    """Shows outcomes in one language."""

    def __init__(self, describer: Describer, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        self._describer = describer
        self._language = describer.language

    def verdict(self, node: str) -> tuple[str, str] | None:
        """Give the outcome that a node stands for: its style and its word; None where it is none of this graph's."""
        each = self.outcomes.by_node.get(node)
        return (each.outcome, outcome_word(each.outcome, self._language)) if each is not None else None

    def reason(self, node: str, name: str, origin: str) -> list[Inline]:
        """Give the criteria that speak for or against an outcome, are contradicted or lack evidence (one of `REASONS`).

        A criterion leads to the finding that says so, one click from its words, and without one to its own page.
        """
        each = self.outcomes.by_node.get(node)
        if each is None:
            return []
        return [self._leading(result, origin) for result in each.criteria if _reason(result, each) == name]

    def _leading(self, result: CriterionResult, origin: str) -> Inline:
        link = self._describer.names.link(result.criterion, origin)
        if not result.evidence:
            return link
        finding = self._describer.names.link(result.evidence[0].node, origin)
        return Inline(link.text, link.language, finding.href or link.href)

    def judged(self, node: str, origin: str) -> list[Judged]:
        """Give every criterion of the definition that an outcome is about, for the page `origin`."""
        each = self.outcomes.by_node.get(node)
        if each is None:
            return []
        return [self._judged(result, each, origin) for result in (*each.criteria, *each.left_open)]

    def _judged(self, result: CriterionResult, each: FormAssessment, origin: str) -> Judged:
        names, language = self._describer.names, self._language
        return Judged(
            names.link(result.criterion, origin),
            condition_word(result.condition, language),
            result.standing,
            standing_word(result.standing, language),
            result.criterion in each.missing,
            tuple(
                Said(
                    standing_word(evidence.says, language),
                    names.link(evidence.node, origin),
                    self._describer.witnesses.of_thing(evidence.node),
                )
                for evidence in result.evidence
            ),
        )


def _reason(result: CriterionResult, each: FormAssessment) -> str:
    if result.speaks_against:
        return "against"
    if result.standing == "conflicting":
        return "contradicted"
    if result.standing == "unknown":
        return "lacking" if result.criterion in each.missing else ""
    return "in_favour"
