"""Lists by field, region, form and position, and how a page is cited and corrected."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from triagraph.project import load_project
from triagraph.site.citing import cite, correction
from triagraph.site.settings import release_settings

ROOT = Path(__file__).parents[2]
Publish = Callable[..., Path]


def test_a_list_by_region_names_who_is_active_there_and_who_is_nowhere(publish: Publish) -> None:
    out = publish(
        'region:here a tria:Region ; skos:prefLabel "Hier"@de . region:empty a tria:Region ; skos:prefLabel "Leer"@de .\n'
        'network:one a tria:NetworkOrganisation ; skos:prefLabel "Eins"@de ; tria:activeIn region:here .\n'
        'network:two a tria:NetworkOrganisation ; skos:prefLabel "Zwei"@de .\n'
    )
    text = (out / "overview/by-region.de.html").read_text("utf-8")
    rows = dict(re.findall(r'<tr><th scope="row"><a [^>]*>([^<]*)</a></th>(.*?)</tr>', text))
    assert re.findall(r">([^<]+)<", rows["Hier"])[0] == "Eins"
    assert set(rows) == {"Hier"}, "a region of which nothing is said is only named"
    silent = text.partition("zu denen keine Quelle ein Netzwerk oder eine Organisation nennt</h2>")[2]
    assert re.findall(r">([^<]+)</a>", silent.partition("</section>")[0]) == ["Leer"]
    assert rows["Hier"].count("nicht angegeben") == 2
    assert '<a href="overview/index.de.html">' in (out / "index.de.html").read_text("utf-8")
    assert re.search(r'id="nowhere-1">[^<]*</h2>\s*<p><a [^>]*>Zwei</a></p>', text)


def test_the_lists_of_the_bundled_graph(pages: dict[str, str]) -> None:
    assert "id/network/optonet.de.html" in pages["overview/by-field.de.html"]
    assert "derived from criteria" in pages["overview/by-form.en.html"]
    positions = pages["overview/by-position.de.html"]
    assert positions.count('<tr><th scope="row">') == 12
    assert positions.count("nicht angegeben") == 12, "no source gives a position"
    for name in (
        "map",
        "value-chain",
        "member-numbers",
        "assessment",
        "by-field",
        "by-region",
        "by-form",
        "by-position",
    ):
        assert f'<a href="{name}.de.html">' in pages["overview/index.de.html"]


@pytest.mark.parametrize("path", ["overview/by-field.de.html", "overview/value-chain.de.html"])
def test_a_list_of_fields_names_each_strategy_once(pages: dict[str, str], path: str) -> None:
    groups = re.findall(r'<tr class="group"><th scope="rowgroup" colspan="(\d+)">(.*?)</th></tr>', pages[path])
    assert len(groups) > 3
    assert len({scheme for _, scheme in groups}) == len(groups)
    columns = re.findall(r'<th scope="col"', pages[path].partition("</thead>")[0])
    assert {int(span) for span, _ in groups} == {len(columns)}


def test_a_page_is_cited_as_bibtex_and_as_csl(pages: dict[str, str]) -> None:
    found = re.findall(
        r'<details class="reference">.*?<code>(.*?)</code>', pages["id/network/optonet.de.html"], re.DOTALL
    )
    bibtex, csl = map(html.unescape, found)
    assert bibtex.startswith("@misc{tria-network-optonet,\n  title = {OptoNet – Photoniknetzwerk Thüringen},\n")
    assert "  year = {2026},\n" in bibtex
    item = json.loads(csl)[0]
    assert item["URL"] == "https://w3id.org/triagraph/id/network/optonet"
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}


def test_nothing_in_a_title_can_end_a_field_of_bibtex() -> None:
    project = load_project(ROOT)
    settings = release_settings(project, base_url=None, date=None, keep=0)
    bibtex = cite("100% } , \\input{x} # $", "https://e.example/id/x/}{", project, settings, "de").bibtex
    assert r"title = {100\% \} , \textbackslash{}input\{x\} \# \$}," in bibtex
    assert "%7D%7B" in bibtex


def test_a_correction_goes_to_the_contact_that_the_project_names() -> None:
    assert correction(None, "T", "https://e.example/x", "Correction: {title}") is None
    assert correction("https://e.example/issues", "T", "x", "{title}") == "https://e.example/issues"
    link = correction("mailto:a@e.example", "A & B?", "https://e.example/x#y", "Correction: {title}")
    assert link == "mailto:a@e.example?subject=Correction%3A%20A%20%26%20B%3F&body=https%3A%2F%2Fe.example%2Fx%23y"


def test_without_a_contact_no_correction_is_asked_for(pages: dict[str, str]) -> None:
    assert not [path for path, text in pages.items() if "Eine Korrektur vorschlagen" in text]


def test_names_come_in_the_reader_s_language_in_a_variant_of_it_or_in_the_other_one(publish: Publish) -> None:
    out = publish(
        'network:one a tria:NetworkOrganisation ; skos:prefLabel "Ein Netz"@de-AT , "Une association"@fr .\n'
        'network:two a tria:NetworkOrganisation ; skos:prefLabel "Zwei"@de , "Dos"@ca .\n'
    )
    assert "<h1>Ein Netz</h1>" in (out / "id/network/one.de.html").read_text("utf-8")
    assert '<h1 lang="de-at">Ein Netz</h1>' in (out / "id/network/one.en.html").read_text("utf-8").replace("AT", "at")
    assert '<h1 lang="de">Zwei</h1>' in (out / "id/network/two.en.html").read_text("utf-8")


def test_events_stand_in_the_order_of_their_dates_and_those_without_one_come_last(publish: Publish) -> None:
    out = publish(
        'network:one a tria:NetworkOrganisation ; skos:prefLabel "Eins"@de .\n'
        'change:a a tria:Founding ; skos:prefLabel "irgendwann"@de ; tria:affects network:one .\n'
        'change:b a tria:Founding ; skos:prefLabel "später"@de ; tria:affects network:one ; dcterms:date "2001"^^xsd:gYear .\n'
        'change:c a tria:Founding ; skos:prefLabel "früher"@de ; tria:affects network:one ; dcterms:date "1999"^^xsd:gYear .\n'
    )
    text = (out / "id/change/index.de.html").read_text("utf-8")
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', text) == ["früher", "später", "irgendwann"]


def test_a_hosted_release_has_a_page_for_what_is_not_there_that_leads_back_from_any_depth(publish: Publish) -> None:
    out = publish(base_url="https://a.example/kg/")
    text = (out / "404.html").read_text("utf-8")
    assert set(re.findall(r'<a [^>]*href="([^"]*)"', text)) == {
        f"/kg/{name}.{language}.html" for name in ("index", "search") for language in ("de", "en")
    }
    assert "a.example" not in text  # the release may be moved to another host
    assert "404.html" not in (out / "sitemap.xml").read_text("utf-8")
    assert 'ErrorDocument 404 "/kg/404.html"' in (out / ".htaccess").read_text("utf-8")
