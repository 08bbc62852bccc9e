"""Every kind of page against WCAG 2.2 AA, by axe-core in a real browser: light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
AXE = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
CONTRAST = ["color-contrast", "link-in-text-block"]
OTHER = {"light": "dark", "dark": "light"}

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="needs npm")


def violations(page: Page) -> list[str]:
    """Check a page with all its evidence unfolded; give what is wrong, and where."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return axe(page, TAGS)


def axe(page: Page, rules: list[str]) -> list[str]:
    """Run rules, or those of some tags, on a page that axe-core is loaded on."""
    found: dict[str, Any] = page.evaluate(RUN, rules)
    assert found["passes"] or found["violations"], "no rule had anything to look at"
    return [
        f"{page.url} {each['id']} ({each['impact']}): {node['target']} {node['html'][:200]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]


LOOKS = [("de", "light", WIDE), ("en", "dark", NARROW)]


@pytest.mark.parametrize(("language", "scheme", "viewport"), LOOKS, ids=["wide", "narrow"])
def test_no_kind_of_page_has_a_violation(
    open_page: Open, kinds_of_pages: list[str], language: str, scheme: str, viewport: dict[str, int]
) -> None:
    page = open_page(f"index.{language}.html", color_scheme=scheme, viewport=viewport)
    address = page.url.removesuffix(f"index.{language}.html")
    found = []
    # Things of all kinds have one template, and so have their lists: each is looked at in one of the two ways, all else in both.
    things = [stem for stem in kinds_of_pages if stem.startswith("id/")]
    other_way = things[scheme == "light" :: 2]
    looked_at = [stem for stem in kinds_of_pages if stem not in other_way]
    assert len(looked_at) > 45
    for stem in looked_at:
        page.goto(f"{address}{stem}.{language}.html")
        found += violations(page)
        page.emulate_media(color_scheme=OTHER[scheme])  # type: ignore[arg-type]  # light or dark
        found += axe(page, CONTRAST)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    assert found == []


@pytest.mark.parametrize(("scheme", "viewport"), [("dark", WIDE), ("light", NARROW)], ids=["wide", "narrow"])
def test_a_search_and_an_answer_have_no_violation(
    open_page: Open, needs_npm: None, scheme: str, viewport: dict[str, int]
) -> None:
    del needs_npm
    page = open_page("search.de.html#q=optik", color_scheme=scheme, viewport=viewport)
    expect(page.locator(".search-results li").first).to_be_visible()
    found = violations(page)
    page = open_page("index.en.html", color_scheme=scheme, viewport=viewport)
    page.fill("#search-field", "opto")
    expect(page.locator("#search-list")).to_be_visible()
    page.locator("#search-field").press("ArrowDown")
    found += violations(page)
    page = open_page("query/index.de.html#name=networks", color_scheme=scheme, viewport=viewport)
    expect(page.locator("#query-result")).to_be_visible()
    found += violations(page)
    page.select_option("#query-example", "form-differences")
    page.locator("#query-editor .cm-content").fill(
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isIRI(?o)) } LIMIT 9"
    )
    page.click("#query-run")
    expect(page.locator("#query-run")).to_be_enabled()
    found += violations(page)
    page.locator("#query-editor .cm-content").fill("SELECT")
    page.click("#query-run")
    expect(page.locator("#query-failure button")).to_be_visible()
    assert found + violations(page) == []


def test_a_violation_is_noticed(open_page: Open) -> None:
    page = open_page("index.de.html")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any("button-name" in each for each in violations(page))


def test_pale_words_are_noticed_in_the_scheme_in_which_they_are_pale(open_page: Open) -> None:
    page = open_page("overview/by-field.en.html", color_scheme="light")
    assert violations(page) == []
    page.evaluate("document.querySelector('main .lead').attributeStyleMap.set('color', '#1b242c')")
    assert axe(page, CONTRAST) == []
    page.emulate_media(color_scheme="dark")
    assert any("color-contrast" in each for each in axe(page, CONTRAST))


def test_a_page_without_anything_to_look_at_is_noticed(open_page: Open) -> None:
    page = open_page("index.de.html")
    page.evaluate("document.documentElement.replaceChildren()")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    with pytest.raises(AssertionError, match="no rule"):
        axe(page, CONTRAST)
