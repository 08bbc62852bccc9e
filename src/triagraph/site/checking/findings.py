"""What a check of a release found, in words for people and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from triagraph.catalogue.mqa import TOTAL, Assessment
from triagraph.language import Language, Text, printable
from triagraph.site import wording

_SHOWN = 20
#: What was looked at, in the order in which it is told.
_COUNTED = {
    "files": Text("Dateien", "files"),
    "links": Text("Verweise", "links"),
    "documents": Text("Dokumente", "documents"),
    "catalogues": Text("Kataloge", "catalogues"),
    "requests": Text("Anfragen", "requests"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: the rule, the file or IRI, and what it is."""

    rule: str
    where: str
    message: Text


@dataclass(slots=True)
class Tally:
    """Counts what is looked at."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, number: int = 1) -> None:
        """Count some more."""
        self.counts[name] += number


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The findings, how much was looked at, and the score of the metadata, if there is a catalogue."""

    where: str
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    score: Assessment | None

    @property
    def passes(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def to_text(self, language: Language) -> str:
        """Write the report for people."""
        lines = [
            printable(f"{finding.rule}: {finding.where}: {finding.message.to(language)}")
            for finding in self.findings[:_SHOWN]
        ]
        left = len(self.findings) - len(lines)
        if left:
            more = wording.number(left, language)
            lines.append(Text(f"… und {more} weitere", f"… and {more} more").to(language))
        looked = ", ".join(
            f"{wording.number(self.counts[name], language)} {word.to(language)}"
            for name, word in _COUNTED.items()
            if name in self.counts
        )
        lines.append(f"{self._verdict(language)}: {looked}")
        text = "\n".join(lines) + "\n"
        return text + (self.score.to_text(language) if self.score else "")

    def _verdict(self, language: Language) -> str:
        if self.passes:
            return Text("Alles in Ordnung", "All is well").to(language)
        if len(self.findings) == 1:
            return Text("1 Befund", "1 finding").to(language)
        count = wording.number(len(self.findings), language)
        return Text(f"{count} Befunde", f"{count} findings").to(language)

    def to_json(self, language: Language) -> dict[str, Any]:
        """Give the report for programs."""
        found = [
            {"rule": finding.rule, "where": finding.where, "message": finding.message.to(language)}
            for finding in self.findings
        ]
        report: dict[str, Any] = {
            "release": self.where,
            "passes": self.passes,
            "checked": {name: self.counts[name] for name in _COUNTED if name in self.counts},
            "findings": found,
        }
        if self.score is not None:
            report["mqa"] = {
                "points": self.score.points,
                "of": self.score.maximum,
                "reachable": self.score.reachable,
                "total": TOTAL,
                "rating": self.score.rating.en,
                "missing": [
                    {
                        "criterion": score.criterion.name,
                        "points": score.missing,
                        "advice": score.criterion.advice.to(language),
                    }
                    for score in self.score.missing
                ],
            }
        return report
