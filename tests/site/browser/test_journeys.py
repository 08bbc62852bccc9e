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


#: The width of A4 without margins, in CSS pixels: https://www.w3.org/TR/css-values-4/#absolute-lengths
PAPER = 720
#: What is wrong with a page on paper: controls and navigation, dark areas, pale or clipped words.
ON_PAPER = """
() => {
  const shown = (each) => each.getClientRects().length && getComputedStyle(each).visibility === "visible";
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const light = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return a === 0 ? 1 : (r + g + b) / 765; };
  const name = (each) => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 40)}`;
  const boxes = all("body, main, table, th, td, .term, .picture, blockquote, .badge, .note, .glance, .cell, pre");
  return {
    controls: all("nav, button, input, select, textarea, .button, .skip, [role=search]").map(name),
    dark: boxes.filter((each) => light(getComputedStyle(each).backgroundColor) < .85).map(name),
    pale: all("main p, main td, main th, main a, main dd, main li, main h1, main h2").filter((each) => light(getComputedStyle(each).color) > .55).map(name),
    clipped: all("main *").filter((each) => /auto|scroll|hidden/.test(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1).map(name),
    wide: all("main table, main pre, main svg").filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map(name),
  };
}
"""
NOTHING: dict[str, list[str]] = {"controls": [], "dark": [], "pale": [], "clipped": [], "wide": []}


def test_on_paper_there_is_what_is_read_and_nothing_to_click(open_page: Open, kinds_of_pages: list[str]) -> None:
    page = open_page("index.de.html", color_scheme="dark", viewport={"width": PAPER, "height": 1000})
    address = page.url.removesuffix("index.de.html")
    page.emulate_media(media="print", color_scheme="dark")
    found = {}
    for number, stem in enumerate(kinds_of_pages):
        page.goto(f"{address}{stem}.{'en' if number % 2 else 'de'}.html")
        expect(page.locator("h1")).to_be_visible()
        if (wrong := page.evaluate(ON_PAPER)) != NOTHING:
            found[stem] = {kind: names[:3] for kind, names in wrong.items() if names}
    assert found == {}
    assert page.pdf()[:5] == b"%PDF-"


def test_what_is_wrong_on_paper_is_noticed(open_page: Open) -> None:
    page = open_page("id/network/optonet.de.html", color_scheme="dark", viewport={"width": PAPER, "height": 1000})
    wrong = page.evaluate(ON_PAPER)
    assert all(wrong[kind] for kind in ("controls", "dark", "pale"))
    page.emulate_media(media="print")
    assert page.evaluate(ON_PAPER) == NOTHING
    page.evaluate("document.querySelector('h1').append(document.createElement('select'))")
    page.evaluate("document.querySelector('main .scroll, main table').before(document.createElement('pre'))")
    page.evaluate("document.querySelector('main pre').attributeStyleMap.set('width', CSS.px(900))")
    wrong = page.evaluate(ON_PAPER)
    assert wrong["wide"]
    assert wrong["controls"]


def test_on_paper_the_examples_of_terms_can_be_read(open_page: Open) -> None:
    page = open_page("ontology/classes.en.html")
    expect(page.locator(".term details pre").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".term details pre").first).to_be_visible()


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


def test_the_page_for_what_is_not_there_has_its_style_at_any_depth_of_any_host(
    browser: Browser, whole: Path, tmp_path: Path, serve: Callable[[Path], str], watch: Callable[[str], Any]
) -> None:
    (tmp_path / "kg").symlink_to(whole)  # written for https://data.example/kg/
    address = serve(tmp_path)
    noticed = watch(address)
    context = noticed.context(browser)
    page = context.new_page()
    page.route("**/nobody/at/all", lambda route: route.fulfill(path=whole / "404.html"))
    page.goto(f"{address}kg/id/network/nobody/at/all")
    assert page.locator("img").evaluate("image => image.naturalWidth") > 0
    assert page.locator("a.button").first.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"
    page.get_by_role("link", name="Suche").click()
    page.wait_for_url(f"{address}kg/search.de.html")
    context.close()
    assert noticed.wrong == []


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


#: Of a table whose rows are lists on a narrow screen: how far it can be moved, and what its cells say that they are.
_ROWS = """() => [...document.querySelectorAll('table.rows')].map((table) => ({
  over: table.parentElement.scrollWidth - table.parentElement.clientWidth,
  headings: [...table.querySelectorAll('thead th')].map((each) => each.textContent),
  said: [...table.querySelectorAll('tbody tr')].flatMap((row) => [...row.cells].map((cell, number) =>
    [number, cell.dataset.is ?? null, getComputedStyle(cell, '::before').content, getComputedStyle(cell).display])),
}))"""


def test_on_a_telephone_a_record_is_a_list_that_says_what_each_of_its_values_is(open_page: Open) -> None:
    page = open_page("index.de.html", viewport={"width": 360, "height": 800})
    address = page.url.removesuffix("index.de.html")
    stems = ("id/network/optonet", "id/region/ilm-kreis", "id/network/index", "id/outcome/optonet-seed-cluster")
    for path in (f"{stem}.{language}.html" for stem in stems for language in ("de", "en")):
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(f"{address}{path}")
        tables = page.evaluate(_ROWS)
        assert tables
        for table in tables:
            assert table["over"] <= 0, path
            said = [each for each in table["said"] if each[1] is not None]
            assert said
            assert {(number, name) for number, name, _, _ in said} <= set(enumerate(table["headings"]))
            assert all(content.startswith(f'"{name}: "') for _, name, content, _ in said)
            assert {display for *_, display in said} == {"block"}
        page.set_viewport_size({"width": 1280, "height": 800})
        assert {(each[2], each[3]) for table in page.evaluate(_ROWS) for each in table["said"]} == {
            ("none", "table-cell")
        }


def test_the_words_of_a_page_are_those_of_its_language(open_page: Open) -> None:
    page = open_page("index.de.html")
    assert re.search(r"\bSuchen\b", page.get_attribute("#search-field", "placeholder") or "")
    page.click(".language a")
    assert page.get_attribute("#search-field", "placeholder") == "Search"
