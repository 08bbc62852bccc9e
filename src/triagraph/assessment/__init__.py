"""Assess which form a network has: criteria × form definitions → outcomes (docs/decisions/0010-assessment.md).

The outcomes are derived by ontology/rules/forms.rq; here they are read, put beside their evidence, and written.
"""

from __future__ import annotations

from triagraph.assessment.model import Assessment, CriterionResult, Difference, Evidence, FormAssessment, Quote
from triagraph.assessment.reading import assess
from triagraph.assessment.writing import ASSESSMENT_FORMATS, write_assessment

__all__ = [
    "ASSESSMENT_FORMATS",
    "Assessment",
    "CriterionResult",
    "Difference",
    "Evidence",
    "FormAssessment",
    "Quote",
    "assess",
    "write_assessment",
]
