"""The assessment as text for a terminal: a line per definition, the evidence with its words, and where definitions differ."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from textwrap import wrap
from typing import Final

from triagraph.assessment.model import OUTCOMES, Assessment, CriterionResult, Difference, FormAssessment
from triagraph.assessment.wording import (
    DIFFERENCES,
    EVIDENCE,
    NO_EVIDENCE,
    NOTHING,
    Name,
    condition_word,
    one_line,
    outcome_word,
    quoted,
    reasons,
    relation_words,
    standing_word,
    summary,
    unchanged,
)
from triagraph.language import Language

_WIDEST: Final = 110


def to_text(assessment: Assessment, language: Language, name: Name, width: int = 100) -> str:
    """Write the assessment in lines of at most `width` characters."""
    if not assessment.outcomes:
        return f"{NOTHING.to(language)}\n"
    page = _Page(assessment, language, name, min(width, _WIDEST))
    lines = [line for network in assessment.networks for line in page.network(network)]
    lines += [*page.differences(), *page.wrapped("", summary(assessment, language))]
    return "\n".join(lines) + "\n"


class _Page:
    """Writes the parts of the text in one language and width."""

    def __init__(self, assessment: Assessment, language: Language, name: Name, width: int) -> None:
        self._assessment = assessment
        self._language = language
        self._name = name
        self._width = width
        self._column = max(len(outcome_word(outcome, language)) for outcome in OUTCOMES) + 4

    def network(self, network: str) -> list[str]:
        """Write a network: its outcomes, then the evidence that they rest on."""
        lines = self.wrapped("", self._name(network))
        for each in self._assessment.of(network):
            lines += self._outcome(each)
        found = self._assessment.evidence_of(network)
        lines += self.wrapped("  ", EVIDENCE.to(self._language) + ":" if found else NO_EVIDENCE.to(self._language))
        for result in found:
            lines += self._evidence(result)
        return [*lines, ""]

    def _outcome(self, each: FormAssessment) -> list[str]:
        word = f"  {outcome_word(each.outcome, self._language)}"
        lines = self.wrapped(f"{word:<{self._column}}", self._name(each.definition))
        indent = " " * (self._column + 2)
        for title, words in reasons(each, self._name, self._language):
            lines += self.wrapped(indent, f"{title.to(self._language)}: {words}", hanging="  ")
        return lines

    def _evidence(self, result: CriterionResult) -> list[str]:
        standing = standing_word(result.standing, self._language)
        lines = self.wrapped("    ", f"{self._name(result.criterion)}: {standing}")
        for evidence in result.evidence:
            says = f"{standing_word(evidence.says, self._language)}: " if result.standing == "conflicting" else ""
            for source, quotes in groupby(evidence.quotes, attrgetter("source")):
                words = " … ".join(quoted(one_line(quote.text), self._language) for quote in quotes)
                lines += self.wrapped(f"      {says}", f"{words} – {one_line(self._name(source))}", hanging="  ")
        return lines

    def differences(self) -> list[str]:
        """Write how the definitions differ, and for which networks it changes the outcome."""
        if not self._assessment.differences:
            return []
        lines = self.wrapped("", DIFFERENCES.to(self._language))
        for difference in self._assessment.differences:
            lines += self._difference(difference)
        return lines

    def _difference(self, difference: Difference) -> list[str]:
        language = self._language
        lines = self.wrapped("  A  ", self._name(difference.first))
        lines += self.wrapped("  B  ", self._name(difference.second))
        lines += self.wrapped("     ", f"({relation_words(difference.relation, language)})")
        for part in difference.parts:
            sides = f"A {condition_word(part.first, language)}, B {condition_word(part.second, language)}"
            lines += self.wrapped("     ", f"{self._name(part.criterion)}: {sides}", hanging="  ")
        changes = self._assessment.changes(difference)
        for network, first, second in changes:
            sides = f"A {outcome_word(first, language)}, B {outcome_word(second, language)}"
            lines += self.wrapped("     → ", f"{self._name(network)}: {sides}")
        if not changes:
            lines += self.wrapped("     → ", unchanged(self._assessment, language))
        return [*lines, ""]

    def wrapped(self, indent: str, words: str, hanging: str = "") -> list[str]:
        """Break words into lines; those after the first are indented as far, and by `hanging`."""
        rest = " " * len(indent) + hanging
        return wrap(words, self._width, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)
