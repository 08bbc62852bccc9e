"""The assessment as JSON: an array with one object for each network and form definition."""

from __future__ import annotations

import json
from typing import Any

from triagraph.assessment.model import (
    Assessment,
    Condition,
    CriterionResult,
    Difference,
    Evidence,
    FormAssessment,
    Quote,
)
from triagraph.assessment.wording import Name


def to_json(assessment: Assessment, name: Name) -> str:
    """Write the outcomes with everything that they rest on; things are IRIs, with their labels beside them.

    `quote` and `source` of a criterion are the first words that its status rests on; `evidence` has all of them.
    """
    items = [_item(each, assessment, name) for each in assessment.outcomes]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(each: FormAssessment, assessment: Assessment, name: Name) -> dict[str, Any]:
    linked = [one for one in assessment.differences if each.definition in (one.first, one.second)]
    return {
        "network": each.network,
        "networkLabel": name(each.network),
        "definition": each.definition,
        "definitionLabel": name(each.definition),
        "status": each.outcome,
        "criteria": [_criterion(result, name) for result in each.criteria],
        "missing": list(each.missing),
        "leftOpen": [_criterion(result, name) for result in each.left_open],
        "differences": [_difference(one, each, assessment, name) for one in linked],
    }


def _criterion(result: CriterionResult, name: Name) -> dict[str, Any]:
    first = next(iter(result.quotes), None)
    return {
        "criterion": result.criterion,
        "label": name(result.criterion),
        "condition": result.condition,
        "status": result.standing,
        "quote": first.text if first else None,
        "source": first.source if first else None,
        "evidence": [_evidence(each, name) for each in result.evidence],
    }


def _evidence(evidence: Evidence, name: Name) -> dict[str, Any]:
    return {
        "assessment": evidence.node,
        "says": evidence.says,
        "quotes": [_quote(quote, name) for quote in evidence.quotes],
    }


def _quote(quote: Quote, name: Name) -> dict[str, Any]:
    return {
        "quote": quote.text,
        "language": quote.language or None,
        "source": quote.source,
        "title": name(quote.source),
        "url": quote.address,
    }


def _difference(one: Difference, each: FormAssessment, assessment: Assessment, name: Name) -> dict[str, Any]:
    """Write a difference as seen from one of its definitions."""
    is_first = one.first == each.definition
    other = one.second if is_first else one.first
    outcomes = {(found.network, found.definition): found.outcome for found in assessment.outcomes}
    status = outcomes.get((each.network, other))
    return {
        "definition": other,
        "definitionLabel": name(other),
        "relation": one.relation,
        "status": status,
        "changesStatus": status is not None and status != each.outcome,
        "criteria": [
            _part(part.criterion, *((part.first, part.second) if is_first else (part.second, part.first)), name)
            for part in one.parts
        ],
    }


def _part(criterion: str, here: Condition | None, there: Condition | None, name: Name) -> dict[str, Any]:
    return {"criterion": criterion, "label": name(criterion), "here": here, "there": there}
