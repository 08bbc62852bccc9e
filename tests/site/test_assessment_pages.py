"""The pages say of forms what `triagraph assess` says, criterion by criterion."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from triagraph.assessment import Assessment, assess
from triagraph.assessment.wording import outcome_word, standing_word
from triagraph.language import Language
from triagraph.project import load_project
from triagraph.site.names import safe_name
from triagraph.store.loading import load

ROOT = Path(__file__).parents[2]
ROW = re.compile(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', re.DOTALL)
CELL = re.compile(r'<td><a class="standing ([a-z]+)" href="\.\./id/outcome/([^"]*)\.(?:de|en)\.html">(.*?)</a></td>')


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess(load(load_project(ROOT)))


def slug(iri: str) -> str:
    return iri.rpartition("/")[2]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_comparison_has_each_outcome(pages: dict[str, str], assessment: Assessment, language: Language) -> None:
    shown = {
        outcome: (style, word)
        for _, cells in ROW.findall(pages[f"overview/assessment.{language}.html"])
        for style, outcome, word in CELL.findall(cells)
    }
    assert len(shown) == 80
    assert shown == {
        safe_name(f"{slug(each.network)}-{slug(each.definition)}"): (each.outcome, outcome_word(each.outcome, language))
        for each in assessment.outcomes
    }


def test_each_outcome_is_explained_criterion_by_criterion(pages: dict[str, str], assessment: Assessment) -> None:
    quoted = 0
    for each in assessment.outcomes:
        text = pages[f"id/outcome/{safe_name(f'{slug(each.network)}-{slug(each.definition)}')}.de.html"]
        section = text[text.index('id="criteria"') : text.index('id="facts"')]
        rows = ROW.findall(section)
        results = (*each.criteria, *each.left_open)
        assert len(rows) == len(results)
        for (name, cells), result in zip(rows, results, strict=True):
            assert f"criterion/{slug(result.criterion)}.de.html" in name
            assert f">{standing_word(result.standing, 'de')}</span>" in cells
            assert ("kein Beleg; einer würde hier entscheiden helfen" in cells) == (result.criterion in each.missing)
            assert cells.count("<blockquote") == len(result.quotes)
            quoted += len(result.quotes)
    assert quoted > 20


def test_a_network_and_a_form_say_what_speaks_for_and_what_is_missing(pages: dict[str, str]) -> None:
    network, form = pages["id/network/optonet.de.html"], pages["id/form/seed-cluster.de.html"]
    for text, section in (
        (network, "outcomes"),
        (form, "fitting"),
        (pages["id/definition/seed-cluster.en.html"], "decided"),
    ):
        found = text[text.index(f'id="{section}"') :].partition("</section>")[0]
        assert "../assessment/" in found, "a criterion that is met leads to the finding that says so"
        assert "../criterion/" in found, "a criterion without evidence leads to its own page"
    assert "Es fehlen Belege" in network
    assert "Welche Netzwerke" not in form
    assert form.count("../outcome/") == 10


def test_the_readings_of_a_definition_are_compared(pages: dict[str, str]) -> None:
    text = pages["overview/assessment.de.html"]
    assert "zwei Lesarten desselben Wortlauts" in text
    assert re.search(r"<li><a [^>]*>[^<]*</a>: A [a-zü]+, B [a-zü]+</li>", text)
