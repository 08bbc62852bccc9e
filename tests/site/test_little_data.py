"""A release of little data promises nothing that it does not have, and counts one thing as one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

Publish = Callable[..., Path]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def start(publish: Publish) -> dict[str, str]:
    out = publish()
    return {language: (out / f"index.{language}.html").read_text("utf-8") for language in ("de", "en")}


def test_one_network_is_not_called_networks(start: dict[str, str]) -> None:
    assert '<dt>Netzwerk</dt><dd><a href="id/network/index.de.html">1</a></dd>' in start["de"]
    assert '<dt>network</dt><dd><a href="id/network/index.en.html">1</a></dd>' in start["en"]


def test_the_start_page_names_only_overviews_that_there_are(start: dict[str, str], pages: dict[str, str]) -> None:
    for text in start.values():
        assert 'href="overview/index.' in text
        assert "overview/map" not in text
        assert "overview/member-numbers" not in text
    assert 'href="overview/map.de.html">Karte der Sitze</a>' in pages["index.de.html"]


def test_some_questions_stand_on_the_start_page_where_a_project_chooses_none(start: dict[str, str]) -> None:
    questions = re.findall(r'<li><a href="queries/[^"]*">', start["de"].partition("<main")[2])
    assert 0 < len(questions) <= 8


def test_the_region_has_room_beside_a_single_network(start: dict[str, str]) -> None:
    picture = ET.fromstring(re.findall(r"<svg xmlns.*?</svg>", start["de"], re.DOTALL)[0])  # noqa: S314 - we drew it
    height = float((picture.get("viewBox") or "").split()[3])
    (region,) = picture.findall(f".//{SVG}circle[@class='picture-region']")
    middle, radius = float(region.get("cy", "0")), float(region.get("r", "0"))
    assert radius <= middle <= height - radius


def test_many_long_names_make_no_page_heavy(publish: Publish) -> None:
    long = "Ein ziemlich langer Name eines Netzwerks, das es nicht gibt, mit der Nummer"
    out = publish(
        "".join(
            f'network:n{each} a tria:NetworkOrganisation ; skos:prefLabel "{long} {each}"@de ; tria:statedField "{long} {each}"@de .\n'
            for each in range(40)
        )
    )
    page = out / "index.de.html"
    assert page.stat().st_size < 60_000
    assert "<svg" not in page.read_text("utf-8")


def test_without_anything_to_overlook_the_page_of_overviews_says_so(publish: Publish) -> None:
    out = publish('source:a a tria:Source ; dcterms:title "A"@de .\n')
    assert "gibt es noch keinen Überblick" in (out / "overview/index.de.html").read_text("utf-8")


def test_where_no_source_names_a_position_the_list_says_so(pages: dict[str, str]) -> None:
    assert "Keine Quelle nennt eine Position" in pages["overview/by-position.de.html"]
    assert "No source names a position" in pages["overview/by-position.en.html"]


def test_a_place_that_stands_out_has_more_than_a_colour(pages: dict[str, str]) -> None:
    assert pages["id/region/ilmenau.de.html"].count('class="map-ring"') == 1
    assert 'class="map-ring"' not in pages["overview/map.de.html"]


def test_the_page_of_an_evaluation_begins_with_its_outcome(pages: dict[str, str]) -> None:
    lead = '<p class="lead">{word}: <span class="standing satisfied">{outcome}</span></p>'
    assert lead.format(word="Ergebnis", outcome="erfüllt") in pages["id/outcome/optonet-brochure-marketing.de.html"]
    assert lead.format(word="Outcome", outcome="satisfied") in pages["id/outcome/optonet-brochure-marketing.en.html"]


def test_a_rule_and_the_other_end_of_a_relation_have_words(pages: dict[str, str]) -> None:
    assert "abgeleitet aus Kriterien" in pages["id/outcome/optonet-brochure-marketing.de.html"]
    said = "".join(pages[path] for path in pages if path.startswith("id/") and path.endswith(".de.html"))
    assert "umgekehrt gelesen" not in said
    assert "Regel forms" not in said
    assert "<h1>Geometrie: Ilmenau</h1>" in pages["id/geometry/ilmenau.de.html"]
    assert "<h1>Geometry: Ilmenau</h1>" in pages["id/geometry/ilmenau.en.html"]


def test_a_name_that_ends_with_a_full_stop_is_cited_with_one(pages: dict[str, str]) -> None:
    assert '<p class="cite">Automotive Cluster Ostdeutschland e.V. In:' in pages["id/organisation/acod-ev.de.html"]
