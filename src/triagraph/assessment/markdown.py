"""The assessment as Markdown (https://github.github.com/gfm/): tables of outcomes, quotations in full."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from triagraph.assessment.model import Assessment, CriterionResult, Difference, Evidence, FormAssessment, Quote
from triagraph.assessment.wording import (
    CRITERION,
    DEFINITION,
    DIFFERENCES,
    EVIDENCE,
    NETWORK,
    NO_EVIDENCE,
    NOTHING,
    OUTCOME,
    SILENCE,
    TITLE,
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
from triagraph.language import Language, Text

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_WHY: Final = Text("woran es liegt", "what it hangs on")


def to_markdown(assessment: Assessment, language: Language, name: Name) -> str:
    """Write the assessment as a Markdown document; texts of the data cannot be markup in it."""
    lines = [f"# {TITLE.to(language)}", ""]
    if not assessment.outcomes:
        return "\n".join([*lines, NOTHING.to(language)]) + "\n"
    lines += [f"{summary(assessment, language)}. {SILENCE.to(language)}", ""]
    for network in assessment.networks:
        lines += _network(network, assessment, language, name)
    if assessment.differences:
        lines += [f"## {DIFFERENCES.to(language)}", ""]
    for difference in assessment.differences:
        lines += _difference(difference, assessment, language, name)
    return "\n".join(lines).rstrip("\n") + "\n"


def _network(network: str, assessment: Assessment, language: Language, name: Name) -> list[str]:
    lines = [f"## {_plain(name(network))}", ""]
    lines += _table((DEFINITION.to(language), OUTCOME.to(language), _WHY.to(language)))
    lines += [_row(_cells(each, language, name)) for each in assessment.of(network)]
    found = assessment.evidence_of(network)
    lines += ["", f"{EVIDENCE.to(language)}:" if found else NO_EVIDENCE.to(language), ""]
    for result in found:
        lines += _evidence(result, language, name)
    return [*lines, ""] if found else lines


def _cells(each: FormAssessment, language: Language, name: Name) -> tuple[str, ...]:
    why = "; ".join(f"{title.to(language)}: {_plain(words)}" for title, words in reasons(each, name, language))
    return _plain(name(each.definition)), f"**{outcome_word(each.outcome, language)}**", why


def _evidence(result: CriterionResult, language: Language, name: Name) -> list[str]:
    lines = [f"- **{_plain(name(result.criterion))}**: {standing_word(result.standing, language)}"]
    lines += [
        f"  - {_said(evidence, quote, language, name)}" for evidence in result.evidence for quote in evidence.quotes
    ]
    return lines


def _said(evidence: Evidence, quote: Quote, language: Language, name: Name) -> str:
    title = _plain(name(quote.source))
    address = quote.address if quote.address and re.fullmatch(r"https?://[^\s<>()]+", quote.address) else None
    source = f"[{title}](<{address}>)" if address else title
    return f"{standing_word(evidence.says, language)}: {quoted(_plain(quote.text), language)} – {source}"


def _difference(difference: Difference, assessment: Assessment, language: Language, name: Name) -> list[str]:
    first, second = (_plain(name(iri)) for iri in (difference.first, difference.second))
    lines = [f"### {first} – {second}", "", f"{_capital(relation_words(difference.relation, language))}.", ""]
    lines += _table((CRITERION.to(language), first, second))
    for part in difference.parts:
        sides = (condition_word(part.first, language), condition_word(part.second, language))
        lines.append(_row((_plain(name(part.criterion)), *sides)))
    changes = assessment.changes(difference)
    if not changes:
        return [*lines, "", unchanged(assessment, language), ""]
    lines += ["", *_table((NETWORK.to(language), first, second))]
    for network, one, other in changes:
        lines.append(_row((_plain(name(network)), outcome_word(one, language), outcome_word(other, language))))
    return [*lines, ""]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _table(headings: Iterable[str]) -> list[str]:
    cells = [_capital(heading) for heading in headings]
    return [_row(cells), _row(["---"] * len(cells))]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(words: str) -> str:
    """Write words so that none of them is markup."""
    return _SPECIAL.sub(r"\\\1", one_line(words))
