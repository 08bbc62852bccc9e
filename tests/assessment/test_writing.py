"""The assessment as text, JSON, Markdown and HTML, in German and English."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from triagraph.assessment import ASSESSMENT_FORMATS, Assessment, assess, write_assessment
from triagraph.language import LANGUAGES, Language
from triagraph.store.loading import Dataset

Named = Callable[[Dataset, Language], Callable[[str], str]]

each_language = pytest.mark.parametrize("language", LANGUAGES)
EXAMPLE = """Example <b>|*net*</b>
  undetermined  definition: regional association with considerable economic power (brochure)
                  evidence missing: considerable economic power
  undetermined  definition: innovation network (brochure)
                  evidence missing: knowledge transfer; technology development
"""


@each_language
@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_no_line_of_the_text_is_wider_than_the_terminal(
    bundled: Dataset, example: Dataset, named: Named, language: Language, width: int
) -> None:
    for dataset in (bundled, example):
        text = write_assessment(assess(dataset), "text", language, named(dataset, language), width)
        assert max(map(len, text.splitlines())) <= width


def test_the_text_says_outcomes_evidence_and_differences(example: Dataset, named: Named) -> None:
    text = write_assessment(assess(example), "text", "en", named(example, "en"), 100)
    assert text.startswith(EXAMPLE)
    against = "against it: strategically oriented research and development structure (excluded, met)"
    assert against in " ".join(text.split())
    assert (
        "    critical mass of companies: met\n      “Eine kritische Masse an <script>Firmen</script>” – A <i>page</i>\n"
        in text
    )
    assert "    cooperation structures: not met\n" in text
    _, _, differences = text.partition("Where the definitions differ\n")
    assert "(two readings of the same words)" in differences
    assert "strategically oriented research and development structure: A excluded, B required" in differences
    assert "→ Example <b>|*net*</b>: A refuted, B satisfied" in differences
    assert text.endswith("\n1 network, 8 form definitions: 1 satisfied, 1 refuted, 0 conflicting, 6 undetermined\n")


@each_language
def test_the_text_gives_every_quotation_whole(bundled: Dataset, named: Named, language: Language) -> None:
    found = assess(bundled)
    text = " ".join(write_assessment(found, "text", language, named(bundled, language), 100).split())
    quotes = [
        quote
        for network in found.networks
        for one in found.evidence_of(network)
        for each in one.evidence
        for quote in each.quotes
    ]
    assert len(quotes) > 10
    for quote in quotes:
        assert " ".join(quote.text.split()) in text
    shown = {
        "de": "belegt: regionale Marketing-Strategien; Projekte",
        "en": "evidence for: regional marketing; projects",
    }
    assert shown[language] in text


def test_the_text_is_german_where_german_is_asked_for(example: Dataset, named: Named) -> None:
    text = write_assessment(assess(example), "text", "de", named(example, "de"), 100)
    assert "  offen            Definition: Innovationsnetzwerk (Broschüre)\n" in text
    assert "es fehlen Belege: Wissenstransfer; Technologieentwicklung" in text
    against = (
        "dagegen spricht: strategisch ausgerichtete Forschungs- und Entwicklungsstruktur (ausgeschlossen, erfüllt)"
    )
    assert against in " ".join(text.split())
    assert "„Eine kritische Masse an <script>Firmen</script>“" in text
    assert text.endswith("\n1 Netzwerk, 8 Formdefinitionen: 1 erfüllt, 1 widerlegt, 0 widersprüchlich, 6 offen\n")


def test_the_json_is_an_array_of_objects_with_everything(bundled: Dataset, named: Named) -> None:
    assessment = assess(bundled)
    items = json.loads(write_assessment(assessment, "json", "en", named(bundled, "en")))
    assert [(item["network"], item["definition"], item["status"]) for item in items] == [
        (each.network, each.definition, each.outcome) for each in assessment.outcomes
    ]
    for item in items:
        assert {"network", "definition", "status", "criteria", "missing"} <= set(item)
        assert set(item["missing"]) <= {one["criterion"] for one in item["criteria"]}
        for one in item["criteria"]:
            assert one["condition"] in {"requires", "excludes"}
            assert one["status"] in {"met", "not-met", "conflicting", "unknown"}
            assert (one["quote"] is None) == (one["source"] is None) == (one["status"] == "unknown")
    shown = next(item for item in items if item["status"] == "satisfied")
    assert all(one["quote"] == one["evidence"][0]["quotes"][0]["quote"] for one in shown["criteria"])
    assert all(quote["url"].startswith("http") for one in shown["criteria"] for quote in one["evidence"][0]["quotes"])


def test_the_json_says_where_another_definition_changes_the_status(example: Dataset, named: Named) -> None:
    items = json.loads(write_assessment(assess(example), "json", "de", named(example, "de")))
    item = next(item for item in items if item["definition"].endswith("ohne-both"))
    reading = next(one for one in item["differences"] if one["relation"] == "alternative-reading")
    assert (item["status"], reading["status"], reading["changesStatus"]) == ("refuted", "satisfied", True)
    assert [(one["here"], one["there"]) for one in reading["criteria"]] == [("excludes", "requires")]
    quote = item["criteria"][0]["quote"]
    assert quote == "Eine kritische\n   Masse an <script>Firmen</script>", "the words stay as they are"


class _Tags(HTMLParser):
    """Collects tags, and checks that they are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@each_language
def test_the_page_is_whole_loads_nothing_and_escapes_all_texts(
    bundled: Dataset, example: Dataset, named: Named, language: Language
) -> None:
    for dataset in (bundled, example):
        page = write_assessment(assess(dataset), "html", language, named(dataset, language))
        tags = _Tags()
        tags.feed(page)
        assert tags.open == []
        assert not tags.seen & {"script", "link", "img", "i", "iframe"}
        assert tags.addresses
        assert all(address.startswith(("http://", "https://")) for address in tags.addresses)
        assert f'<html lang="{language}">' in page
        assert "default-src 'none'" in page
    assert "&lt;script&gt;Firmen&lt;/script&gt;" in page
    assert 'href="https://www.example.org/page?a=1&amp;b=2"' in page


@each_language
def test_texts_cannot_be_markup_in_markdown(example: Dataset, named: Named, language: Language) -> None:
    text = write_assessment(assess(example), "markdown", language, named(example, language))
    assert re.search(r"(?<!\\)<(?!https?://[^<> ]+>\))", text) is None
    assert "\\<script\\>Firmen\\</script\\>" in text
    rows = [re.sub(r"\\.", "", line).count("|") for line in text.splitlines() if line.startswith("| ")]
    assert set(rows) == {4}
    assert "[A \\<i\\>page\\</i\\>](<https://www.example.org/page?a=1&b=2>)" in text


@each_language
def test_every_form_tells_all_networks_and_definitions(bundled: Dataset, named: Named, language: Language) -> None:
    name = named(bundled, language)
    assessment = assess(bundled)
    for form in ("json", "markdown", "html"):
        text = write_assessment(
            assessment, form, language, lambda iri: f"«{name(iri)}»" if "/id/" in iri else name(iri)
        )
        for iri in (*assessment.networks, *assessment.definitions):
            words = re.sub(r"[^\w]+", "", name(iri))
            assert words in re.sub(r"[^\w]+", "", re.sub(r"&[a-z]+;|&#x?\w+;", "", text)), (form, iri)


@each_language
def test_nothing_to_assess_is_said(named: Named, bundled: Dataset, language: Language) -> None:
    empty = Assessment((), ())
    for form in ASSESSMENT_FORMATS:
        text = write_assessment(empty, form, language, named(bundled, language))
        if form == "json":
            assert json.loads(text) == []
        else:
            assert {"de": "kein Netzwerk", "en": "no network"}[language] in text
