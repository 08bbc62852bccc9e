"""What a rule is, what it finds, and what a check comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from triagraph.hygiene.artefacts import Artefacts, File
from triagraph.language import Text

#: A finding fails the check; a remark is only said.
Level = Literal["finding", "remark"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found: what, where, and what to do where that is more than the rule's advice."""

    message: Text
    file: str | None = None
    line: int | None = None
    hint: Text | None = None
    level: Level = "finding"


@dataclass(frozen=True, slots=True)
class Looked:
    """How many items a rule looked at and what it found; `may_be_empty` is the reason why none is fine here."""

    items: int
    findings: tuple[Finding, ...] = ()
    may_be_empty: Text | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its identifier, what it demands, what it counts, what to do when it is broken, and how it looks."""

    id: str
    title: Text
    unit: Text
    advice: Text
    look: Callable[[Artefacts], Looked] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one rule."""

    rule: Rule
    looked: Looked

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, one of them that the rule looked at nothing if so, each with what to do."""
        found = self.looked.findings
        if self.looked.items == 0 and self.looked.may_be_empty is None:
            found = (_NOTHING, *found)
        advised = (
            one if one.hint else Finding(one.message, one.file, one.line, self.rule.advice, one.level) for one in found
        )
        return tuple(sorted(advised, key=lambda one: (one.level, one.file or "", one.line or 0, one.message.en)))

    @property
    def passes(self) -> bool:
        """Tell whether there is nothing but remarks."""
        return all(finding.level == "remark" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What came of all rules, over so many files and triples."""

    outcomes: tuple[Outcome, ...]
    files: int
    triples: int

    @property
    def passes(self) -> bool:
        """Tell whether all rules pass."""
        return all(outcome.passes for outcome in self.outcomes)

    def count(self, level: Level) -> int:
        """Count the findings of a level."""
        return sum(finding.level == level for outcome in self.outcomes for finding in outcome.findings)


_NOTHING = Finding(
    Text("Die Regel hat nichts gefunden, was sie prüfen könnte.", "The rule found nothing to look at."),
    hint=Text(
        "Liegen die Dateien dort, wo die Regel sie sucht? Eine Regel, die nichts ansieht, besteht nicht.",
        "Are the files where the rule looks for them? A rule that looks at nothing does not pass.",
    ),
)


def rule(identifier: str, *, title: Text, unit: Text, advice: Text) -> Callable[[Callable[[Artefacts], Looked]], Rule]:
    """Make a rule of the function that looks."""

    def made(look: Callable[[Artefacts], Looked]) -> Rule:
        return Rule(identifier, title, unit, advice, look)

    return made


def looked(items: int, findings: Iterable[Finding], *, may_be_empty: Text | None = None) -> Looked:
    """Give what a rule looked at and found."""
    return Looked(items, tuple(findings), may_be_empty)


def found(file: File, about: str, message: Text, *, hint: Text | None = None, level: Level = "finding") -> Finding:
    """Make a finding about the IRI `about`, at the line of `file` where that is described."""
    return Finding(message, file.name, file.line_of(about), hint, level)
