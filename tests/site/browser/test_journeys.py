"""What people do on a release, in a real browser: reading, switching languages, following, downloading, printing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

Open = Callable[..., Page]


@pytest.mark.parametrize("path", ["index", "id/network/optonet", "queries/networks", "ontology/classes", "data/index"])
def test_the_language_switch_stays_on_the_page(open_page: Open, path: str) -> None:
    page = open_page(f"{path}.de.html")
    page.click(".language a")
    page.wait_for_url(f"**/{path}.en.html")
    assert page.locator("html").get_attribute("lang") == "en"
    page.click(".language a")
    page.wait_for_url(f"**/{path}.de.html")


def test_the_first_page_offers_the_languages(open_page: Open) -> None:
    page = open_page("")
    page.click("text=English")
    page.wait_for_url("**/index.en.html")


def test_a_relation_leads_to_the_other_thing_and_back(open_page: Open) -> None:
    page = open_page("id/network/optonet.de.html")
    name = page.inner_text("h1")
    page.locator("main").get_by_role("link", name="Technologie Region Ilmenau Arnstadt").first.click()
    page.wait_for_url("**/id/region/tria.de.html")
    page.locator("main").get_by_role("link", name=name, exact=False).first.click()
    page.wait_for_url("**/id/network/optonet.de.html")


def test_the_evidence_of_a_statement_is_one_click_away(open_page: Open) -> None:
    page = open_page("id/network/optonet.en.html")
    evidence = page.locator("details.evidence").first
    expect(evidence.locator("blockquote").first).to_be_hidden()
    evidence.locator("summary").click()
    expect(evidence.locator("blockquote").first).to_be_visible()


def test_the_picture_leads_to_a_network(open_page: Open) -> None:
    page = open_page("index.en.html")
    page.locator("svg a[href*='id/network/medways']").first.click()
    page.wait_for_url("**/id/network/medways.en.html")


def test_the_data_is_downloaded_as_it_is(open_page: Open, release: Path) -> None:
    page = open_page("data/index.de.html")
    with page.expect_download() as downloading:
        page.click("a[href$='tria.nq.gz']")
    assert Path(downloading.value.path()).read_bytes() == (release / "data/tria.nq.gz").read_bytes()


def test_a_reader_by_keyboard_skips_to_the_content(open_page: Open) -> None:
    page = open_page("id/network/optonet.de.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_on_paper_there_is_what_is_read_and_nothing_to_click(open_page: Open) -> None:
    page = open_page("id/network/optonet.de.html")
    page.emulate_media(media="print")
    for selector in (".menu", ".language", ".search", ".crumbs"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf()[:5] == b"%PDF-"


def test_each_kind_of_page_keeps_its_policy_and_asks_nobody_else(open_page: Open, kinds_of_pages: list[str]) -> None:
    page = open_page("index.de.html")
    address = page.url.removesuffix("index.de.html")
    assert len(kinds_of_pages) > 35
    for stem in kinds_of_pages:
        for language in ("de", "en"):
            page.goto(f"{address}{stem}.{language}.html")
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.cookie + JSON.stringify(localStorage)") == "{}"
            assert page.evaluate("document.querySelector('meta[http-equiv]').content").startswith("default-src 'none'")


def test_what_a_page_does_wrong_is_noticed(
    browser: Browser, release: Path, tmp_path: Path, watch: Callable[[str], Any]
) -> None:
    text = (release / "index.de.html").read_text(encoding="utf-8")
    text = text.replace("<h1", '<h1 style="color:red"').replace(
        "</main>", '<img src="http://127.0.0.1:1/x.png" alt=""></main>'
    )
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    noticed = watch(tmp_path.as_uri())
    context = noticed.context(browser)
    context.new_page().goto((tmp_path / "page.html").as_uri())
    context.close()
    assert any("policy: style-src" in each for each in noticed.wrong)
    assert any("policy: img-src" in each for each in noticed.wrong)


def test_without_scripts_there_are_lists_instead_of_the_search(open_page: Open) -> None:
    page = open_page("id/network/optonet.de.html", java_script_enabled=False)
    page.click(".search a")
    page.wait_for_url("**/search.de.html")
    page.locator("main").get_by_role("link", name="Organisationen").click()
    page.wait_for_url("**/id/organisation/index.de.html")
    assert page.locator("main table a").count() > 20


def test_without_scripts_the_query_page_says_what_there_is_instead(open_page: Open, needs_npm: None) -> None:
    del needs_npm
    page = open_page("query/index.en.html", java_script_enabled=False)
    expect(page.locator("#content .note")).to_contain_text("needs JavaScript")
    expect(page.locator("#query-console")).to_be_hidden()


def test_no_page_is_wider_than_a_narrow_screen(open_page: Open, kinds_of_pages: list[str]) -> None:
    width = 320  # https://www.w3.org/TR/WCAG22/#reflow
    page = open_page("index.de.html", viewport={"width": width, "height": 800})
    address = page.url.removesuffix("index.de.html")
    wide = []
    for stem in kinds_of_pages:
        page.goto(f"{address}{stem}.de.html")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(stem)
    assert wide == []


def test_the_wide_tables_fit_on_a_wide_screen_and_can_be_moved_on_a_narrow_one(open_page: Open) -> None:
    page = open_page("index.de.html", viewport={"width": 1280, "height": 800})
    address = page.url.removesuffix("index.de.html")
    for name in ("assessment", "value-chain", "by-field", "by-region", "by-form", "by-position"):
        for language in ("de", "en"):
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(f"{address}overview/{name}.{language}.html")
            regions = page.locator("main .scroll")
            assert regions.count() > 0
            assert regions.evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth).length") == 0, (
                name
            )
            page.set_viewport_size({"width": 390, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == 390, name
            for region in regions.all():
                assert region.get_attribute("tabindex") == "0"
                assert region.get_attribute("aria-label")
            # What a row is about stays in sight.
            first = page.locator("main .pinned tbody tr:not(.group) > th").first
            regions.first.evaluate("each => { each.scrollLeft = 200; }")
            assert first.evaluate("each => each.getBoundingClientRect().left") >= 0


def test_the_words_of_a_page_are_those_of_its_language(open_page: Open) -> None:
    page = open_page("index.de.html")
    assert re.search(r"\bSuchen\b", page.get_attribute("#search-field", "placeholder") or "")
    page.click(".language a")
    assert page.get_attribute("#search-field", "placeholder") == "Search for"
