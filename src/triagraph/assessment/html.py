"""The assessment as one self-contained page: every criterion with its quotations in full; nothing is loaded."""

from __future__ import annotations

from html import escape
from typing import Final

from triagraph.assessment.model import Assessment, CriterionResult, Difference, Evidence, FormAssessment, Quote
from triagraph.assessment.wording import (
    DIFFERENCES,
    NOTHING,
    SILENCE,
    TITLE,
    Name,
    condition_word,
    outcome_word,
    quoted,
    reasons,
    relation_words,
    standing_word,
    summary,
    unchanged,
)
from triagraph.language import Language

_STYLE: Final = """
:root { color-scheme: light dark; --line: #8a8f98; --bad: #a4001d; --warn: #7a4b00; --good: #0b6131; --open: #55595f; }
@media screen and (prefers-color-scheme: dark) { :root { --bad: #ff9aa6; --warn: #ffc56e; --good: #7fdca4; --open: #b4b8bf; } }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .3rem } h2 { font-size: 1.25rem; margin: 2.2rem 0 .4rem } h3 { font-size: 1rem; margin: 0 }
.outcome { border-left: .3rem solid var(--line); padding: .1rem 0 .1rem .9rem; margin: .9rem 0; break-inside: avoid; }
.satisfied { border-color: var(--good) } .refuted { border-color: var(--bad) } .conflicting { border-color: var(--warn) }
.satisfied h3 b { color: var(--good) } .refuted h3 b { color: var(--bad) } .conflicting h3 b { color: var(--warn) } .undetermined h3 b { color: var(--open) }
p, ul { margin: .25rem 0 } blockquote { margin: .15rem 0 .4rem; padding-left: .8rem; border-left: 1px solid var(--line); }
ul { padding-left: 1.2rem } cite { font-style: normal; font-size: .9rem } footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .6rem; font-size: .9rem }
@media print { :root { color-scheme: light } body { max-width: none; margin: 0; padding: 0 } }
"""


def to_html(assessment: Assessment, language: Language, name: Name) -> str:
    """Write the assessment as an HTML page; every text of the data is escaped."""
    page = _Page(assessment, language, name)
    title = TITLE.to(language)
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        f"<p>{SILENCE.to(language)}</p>" if assessment.outcomes else f"<p>{NOTHING.to(language)}</p>",
        *(page.network(network) for network in assessment.networks),
        page.differences(),
        f"</main>\n<footer>{summary(assessment, language)}</footer>\n</body>\n</html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


class _Page:
    """Writes the parts of the page in one language."""

    def __init__(self, assessment: Assessment, language: Language, name: Name) -> None:
        self._assessment = assessment
        self._language = language
        self._plain_name = name

    def _name(self, iri: str) -> str:
        return escape(self._plain_name(iri))

    def network(self, network: str) -> str:
        """Write a network with its outcomes."""
        outcomes = "\n".join(self._outcome(each) for each in self._assessment.of(network))
        return f"<section>\n<h2>{self._name(network)}</h2>\n{outcomes}\n</section>"

    def _outcome(self, each: FormAssessment) -> str:
        word = outcome_word(each.outcome, self._language)
        lines = [f'<div class="outcome {each.outcome}">\n<h3><b>{word}</b> · {self._name(each.definition)}</h3>']
        for title, words in reasons(each, self._plain_name, self._language):
            lines.append(f"<p>{title.to(self._language)}: {escape(words)}</p>")
        lines.append("<ul>")
        lines += [self._criterion(result) for result in (*each.criteria, *each.left_open)]
        return "\n".join([*lines, "</ul>\n</div>"])

    def _criterion(self, result: CriterionResult) -> str:
        condition = condition_word(result.condition, self._language)
        standing = standing_word(result.standing, self._language)
        quotes = "".join(self._quote(each, quote) for each in result.evidence for quote in each.quotes)
        return f"<li>{self._name(result.criterion)} ({condition}): {standing}{quotes}</li>"

    def _quote(self, evidence: Evidence, quote: Quote) -> str:
        language = f' lang="{escape(quote.language)}"' if quote.language else ""
        words = quoted(escape(quote.text), self._language)
        says = standing_word(evidence.says, self._language)
        return (
            f"\n<blockquote><span{language}>{words}</span><br><cite>{self._source(quote)} ({says})</cite></blockquote>"
        )

    def _source(self, quote: Quote) -> str:
        title = self._name(quote.source)
        if quote.address is None or not quote.address.startswith(("http://", "https://")):
            return title
        return f'<a href="{escape(quote.address)}" rel="noreferrer">{title}</a>'

    def differences(self) -> str:
        """Write how the definitions differ, and for which networks it changes the outcome."""
        if not self._assessment.differences:
            return ""
        parts = "\n".join(self._difference(each) for each in self._assessment.differences)
        return f"<section>\n<h2>{DIFFERENCES.to(self._language)}</h2>\n{parts}\n</section>"

    def _difference(self, difference: Difference) -> str:
        language = self._language
        lines = [
            f'<div class="outcome">\n<h3>A · {self._name(difference.first)}<br>B · {self._name(difference.second)}</h3>'
        ]
        lines.append(f"<p>{relation_words(difference.relation, language)}</p>\n<ul>")
        for part in difference.parts:
            sides = f"A {condition_word(part.first, language)}, B {condition_word(part.second, language)}"
            lines.append(f"<li>{self._name(part.criterion)}: {sides}</li>")
        lines.append("</ul>")
        changes = self._assessment.changes(difference)
        for network, first, second in changes:
            sides = f"A {outcome_word(first, language)}, B {outcome_word(second, language)}"
            lines.append(f"<p>→ {self._name(network)}: {sides}</p>")
        if not changes:
            lines.append(f"<p>→ {unchanged(self._assessment, language)}</p>")
        return "\n".join([*lines, "</div>"])
