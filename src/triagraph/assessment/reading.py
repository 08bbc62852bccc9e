"""Read what the rule ontology/rules/forms.rq derived, and put the evidence beside it (docs/decisions/0010-assessment.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, get_args

from triagraph.assessment.differences import differences
from triagraph.assessment.facts import TYPE, Facts
from triagraph.assessment.model import (
    Assessment,
    Condition,
    CriterionResult,
    Evidence,
    FormAssessment,
    Outcome,
    Quote,
    Standing,
)
from triagraph.errors import InputError, nearest
from triagraph.language import Text
from triagraph.namespaces import OA, PROV, SCHEMA, SKOS, TRIA
from triagraph.project import Project
from triagraph.store.loading import Dataset

CONDITIONS: Final[dict[Condition, str]] = {
    "requires": f"{TRIA}requires",
    "excludes": f"{TRIA}excludes",
    "leaves-open": f"{TRIA}leavesOpen",
}


def assess(dataset: Dataset, networks: Sequence[str] = ()) -> Assessment:
    """Give the outcomes of networks under all form definitions; without names, of all networks.

    Args:
        dataset: a loaded project; its derived layer holds the outcomes.
        networks: slugs (`optonet`), short names (`network:optonet`) or IRIs.

    Raises:
        InputError: there is no such network.
    """
    facts = Facts(dataset.each())
    known = sorted(facts.subjects(TYPE, f"{TRIA}NetworkOrganisation"))
    wanted = [_network(name, known, dataset.project) for name in networks] or known
    outcomes = [_outcome(node, facts) for network in dict.fromkeys(wanted) for node in _nodes(network, facts)]
    definitions = dict.fromkeys(each.definition for each in outcomes)
    return Assessment(tuple(outcomes), differences(list(definitions), facts))


def _network(name: str, known: Sequence[str], project: Project) -> str:
    """Find the network that a name stands for."""
    space = project.thing("network", "")
    iri = name if name in known else f"{space}{name.removeprefix('network:')}"
    if iri in known:
        return iri
    slugs = [network.removeprefix(space) for network in known]
    some = ", ".join(slugs[:10])
    raise InputError(
        Text(f"Ein Netzwerk `{name}` gibt es nicht.", f"There is no network `{name}`."),
        hint=nearest(name.lower(), slugs) or (Text(f"Es gibt: {some}.", f"There are: {some}.") if slugs else None),
    )


def _nodes(network: str, facts: Facts) -> list[str]:
    """Find the outcomes of a network, in the order of the forms' lists."""
    nodes = facts.subjects(f"{TRIA}network", network)
    return sorted(
        (node for node in nodes if f"{TRIA}FormAssessment" in facts.iris(node, TYPE)),
        key=lambda node: _rank(_only(node, f"{TRIA}definition", facts), facts),
    )


def _rank(definition: str, facts: Facts) -> tuple[list[str], list[str], str]:
    """Order definitions by the list and the number of their form."""
    forms = facts.iris(definition, f"{TRIA}definesForm")
    schemes = [scheme for form in forms for scheme in facts.iris(form, f"{SKOS}inScheme")]
    numbers = [number.value for form in forms for number in facts.literals(form, f"{SKOS}notation")]
    return sorted(schemes), sorted(numbers), definition


def _only(node: str, predicate: str, facts: Facts) -> str:
    """Give the one value of an outcome.

    Raises:
        InputError: it has several: two pairs of network and definition have slugs that make the same IRI.
    """
    values = facts.iris(node, predicate)
    if len(values) != 1:
        raise InputError(
            Text(f"`{node}` steht für mehrere Ergebnisse.", f"`{node}` stands for several outcomes."),
            hint=Text(
                "Ein Netzwerk oder eine Formdefinition braucht einen anderen Kurznamen.",
                "a network or a form definition needs another slug.",
            ),
        )
    return values[0]


def _outcome(node: str, facts: Facts) -> FormAssessment:
    network = _only(node, f"{TRIA}network", facts)
    definition = _only(node, f"{TRIA}definition", facts)
    results = {
        condition: tuple(
            _result(network, criterion, condition, facts) for criterion in facts.iris(definition, predicate)
        )
        for condition, predicate in CONDITIONS.items()
    }
    criteria = (*results["requires"], *results["excludes"])
    missing = set(facts.iris(node, f"{TRIA}missingCriterion"))
    return FormAssessment(
        network=network,
        definition=definition,
        outcome=_outcome_of(_only(node, f"{TRIA}outcome", facts)),
        criteria=criteria,
        left_open=results["leaves-open"],
        missing=tuple(dict.fromkeys(each.criterion for each in criteria if each.criterion in missing)),
    )


def _outcome_of(code: str) -> Outcome:
    outcomes: dict[str, Outcome] = {name: name for name in get_args(Outcome)}
    return outcomes[_slug(code)]


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2]


def _result(network: str, criterion: str, condition: Condition, facts: Facts) -> CriterionResult:
    evidence = (*_findings(network, criterion, facts), *_complete_lists(network, criterion, facts))
    return CriterionResult(criterion, condition, _standing(each.says for each in evidence), evidence)


def _standing(said: Iterable[Standing]) -> Standing:
    decided = {value for value in said if value != "unknown"}
    if len(decided) > 1:
        return "conflicting"
    return next(iter(decided), "unknown")


def _findings(network: str, criterion: str, facts: Facts) -> tuple[Evidence, ...]:
    """Give the criterion assessments of a network; one that found nothing out says "unknown"."""
    known: dict[str, Standing] = {"met": "met", "not-met": "not-met", "unknown": "unknown"}
    found = sorted(_entries(network, criterion, facts))
    values = ((node, _slug(value)) for node in found for value in facts.iris(node, f"{TRIA}assessedValue"))
    return tuple(Evidence(node, known[value], _quotes(node, facts)) for node, value in values if value in known)


def _entries(network: str, criterion: str, facts: Facts) -> list[str]:
    """Give the nodes that name a network and a criterion; a network has few, a criterion as many as there are networks."""
    of_network = facts.subjects(f"{TRIA}network", network)
    return [node for node in of_network if criterion in facts.iris(node, f"{TRIA}criterion")]


def _complete_lists(network: str, criterion: str, facts: Facts) -> tuple[Evidence, ...]:
    """Give the sources that declare their list of criteria complete and do not list this one."""
    lists = [
        node
        for node in facts.subjects(f"{TRIA}network", network)
        if f"{TRIA}criterion" in facts.iris(node, f"{TRIA}completeFor")
    ]
    if not lists:
        return ()
    listing = {source for entry in _entries(network, criterion, facts) for source in facts.sources(entry)}
    return tuple(
        Evidence(node, "not-met", _quotes(node, facts)) for node in sorted(lists) if facts.sources(node) - listing
    )


def _quotes(node: str, facts: Facts) -> tuple[Quote, ...]:
    """Give the words that a node rests on, in the order in which it names them."""
    return tuple(
        Quote(words.value, words.language or "", source, next(iter(facts.iris(source, f"{SCHEMA}url")), None))
        for quotation in facts.iris(node, f"{PROV}wasQuotedFrom")
        for source in facts.iris(quotation, f"{OA}hasSource")
        for selector in facts.iris(quotation, f"{OA}hasSelector")
        for words in facts.literals(selector, f"{OA}exact")
    )
