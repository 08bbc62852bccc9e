"""The words that every form of the report shares, in German and English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final, TypeAlias

from triagraph.assessment.model import (
    OUTCOMES,
    Assessment,
    Condition,
    CriterionResult,
    FormAssessment,
    Outcome,
    Relation,
    Standing,
)
from triagraph.language import Language, Text

#: Gives what a thing is called, in the language of the report.
Name: TypeAlias = Callable[[str], str]

TITLE: Final = Text("Welche Form haben die Netzwerke?", "Which form do the networks have?")
EVIDENCE: Final = Text("Belege", "Evidence")
NO_EVIDENCE: Final = Text("Zu keinem Kriterium gibt es einen Beleg.", "There is no evidence on any criterion.")
MISSING: Final = Text("es fehlen Belege", "evidence missing")
AGAINST: Final = Text("dagegen spricht", "against it")
SHOWN: Final = Text("belegt", "evidence for")
CONTRADICTED: Final = Text("widersprüchlich belegt", "contradictory evidence")
DIFFERENCES: Final = Text("Worin sich die Definitionen unterscheiden", "Where the definitions differ")
DEFINITION: Final = Text("Formdefinition", "form definition")
OUTCOME: Final = Text("Ergebnis", "outcome")
CRITERION: Final = Text("Kriterium", "criterion")
NETWORK: Final = Text("Netzwerk", "network")
NOTHING: Final = Text(
    "Es gibt kein Netzwerk und keine Formdefinition, die sich auswerten ließen.",
    "There is no network with a form definition to assess.",
)
SILENCE: Final = Text(
    "Was keine Quelle sagt, ist unbekannt und nie „nein“.", "What no source says is unknown, and never “no”."
)
_OUTCOMES: Final[dict[Outcome, Text]] = {
    "satisfied": Text("erfüllt", "satisfied"),
    "refuted": Text("widerlegt", "refuted"),
    "conflicting": Text("widersprüchlich", "conflicting"),
    "undetermined": Text("offen", "undetermined"),
}
_STANDINGS: Final[dict[Standing, Text]] = {
    "met": Text("erfüllt", "met"),
    "not-met": Text("nicht erfüllt", "not met"),
    "conflicting": Text("widersprüchlich", "conflicting"),
    "unknown": Text("unbekannt", "unknown"),
}
_CONDITIONS: Final[dict[Condition | None, Text]] = {
    "requires": Text("verlangt", "required"),
    "excludes": Text("ausgeschlossen", "excluded"),
    "leaves-open": Text("offengelassen", "left open"),
    None: Text("nicht erwähnt", "not mentioned"),
}
_RELATIONS: Final[dict[Relation, Text]] = {
    "alternative-reading": Text("zwei Lesarten desselben Wortlauts", "two readings of the same words"),
    "related-form": Text(
        "Formen zweier Quellen, die einander nach unserer Zuordnung entsprechen",
        "forms of two sources that correspond by our mapping",
    ),
}


def outcome_word(outcome: Outcome, language: Language) -> str:
    """Say an outcome."""
    return _OUTCOMES[outcome].to(language)


def standing_word(standing: Standing, language: Language) -> str:
    """Say how a criterion stands."""
    return _STANDINGS[standing].to(language)


def condition_word(condition: Condition | None, language: Language) -> str:
    """Say what a definition does with a criterion."""
    return _CONDITIONS[condition].to(language)


def relation_words(relation: Relation, language: Language) -> str:
    """Say why two definitions are compared."""
    return _RELATIONS[relation].to(language)


def reasons(each: FormAssessment, name: Name, language: Language) -> list[tuple[Text, str]]:
    """Say on what an outcome hangs: what shows it, speaks against it, is contradictory, or is missing to decide."""
    shown = [wanted(result, name, language) for result in each.criteria if each.outcome == "satisfied"]
    against = [_stated(result, name, language) for result in each.criteria if result.speaks_against]
    contradicted = [name(result.criterion) for result in each.criteria if result.standing == "conflicting"]
    missing = [wanted(result, name, language) for result in each.criteria if result.criterion in each.missing]
    found = ((SHOWN, shown), (AGAINST, against), (CONTRADICTED, contradicted), (MISSING, missing))
    return [(title, "; ".join(words)) for title, words in found if words]


def _stated(result: CriterionResult, name: Name, language: Language) -> str:
    condition, standing = condition_word(result.condition, language), standing_word(result.standing, language)
    return f"{name(result.criterion)} ({condition}, {standing})"


def wanted(result: CriterionResult, name: Name, language: Language) -> str:
    """Say what evidence would count for a definition: that a criterion is met, or that one is not."""
    without = Text("ohne ", "without ").to(language) if result.condition == "excludes" else ""
    return f"{without}{name(result.criterion)}"


def summary(assessment: Assessment, language: Language) -> str:
    """Count networks, definitions and outcomes in one line."""
    networks, definitions = len(assessment.networks), len(assessment.definitions)
    outcomes = Counter(each.outcome for each in assessment.outcomes)
    counts = ", ".join(f"{outcomes[outcome]} {outcome_word(outcome, language)}" for outcome in OUTCOMES)
    head = Text(
        f"{networks} {'Netzwerk' if networks == 1 else 'Netzwerke'}, "
        f"{definitions} {'Formdefinition' if definitions == 1 else 'Formdefinitionen'}",
        f"{networks} {'network' if networks == 1 else 'networks'}, "
        f"{definitions} {'form definition' if definitions == 1 else 'form definitions'}",
    )
    return f"{head.to(language)}: {counts}"


def unchanged(assessment: Assessment, language: Language) -> str:
    """Say that it makes no difference for any of the networks which definition is taken."""
    number = len(assessment.networks)
    text = Text(
        "Das Ergebnis ist dasselbe." if number == 1 else f"Das Ergebnis ist für alle {number} Netzwerke dasselbe.",
        "The outcome is the same." if number == 1 else f"The outcome is the same for all {number} networks.",
    )
    return text.to(language)


def quoted(words: str, language: Language) -> str:
    """Put quotation marks around words."""
    return f"„{words}“" if language == "de" else f"“{words}”"


def one_line(words: str) -> str:
    """Write line breaks and runs of spaces as one space."""
    return " ".join(words.split())
