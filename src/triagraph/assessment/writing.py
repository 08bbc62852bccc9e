"""One door to all forms of the assessment."""

from __future__ import annotations

from typing import Final

from triagraph.assessment.model import Assessment
from triagraph.assessment.wording import Name
from triagraph.language import Language

ASSESSMENT_FORMATS: Final = ("text", "json", "markdown", "html")


def write_assessment(assessment: Assessment, form: str, language: Language, name: Name, width: int = 100) -> str:
    """Write an assessment in one of `ASSESSMENT_FORMATS`.

    Args:
        assessment: what `assess` gives.
        form: the format.
        language: of everything that is ours; the words of a source stay as they are.
        name: gives what a thing is called in this language.
        width: of the text; the other forms have none.
    """
    if form == "json":
        from triagraph.assessment.machine import to_json

        return to_json(assessment, name)
    if form == "markdown":
        from triagraph.assessment.markdown import to_markdown

        return to_markdown(assessment, language, name)
    if form == "html":
        from triagraph.assessment.html import to_html

        return to_html(assessment, language, name)
    from triagraph.assessment.text import to_text

    return to_text(assessment, language, name, width)
