"""The search in a real browser: by keyboard and pointer, in both languages, however a name is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

Open = Callable[..., Page]
OPTIONS = "#search-list [role=option]"


def found(page: Page, text: str) -> list[str]:
    """Type into the field at the top of a page; give what is offered."""
    page.fill("#search-field", "")
    page.fill("#search-field", text)
    page.wait_for_function(
        "text => document.querySelector('#search-list:not([hidden])') || document.querySelector('.search [role=status]:not(.hidden)')",
        arg=text,
    )
    return page.locator(OPTIONS).all_inner_texts()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("optonet", "OptoNet"),
        ("photonik", "OptoNet"),
        ("mess gerät", "ELMUG"),
        ("MESS- UND GERAETETECHNIK", "ELMUG"),
        ("geratetechnik", "ELMUG"),
        ("Kompetenzfelder", "Kompetenzfeld"),
        ("thuringia", "Thüringen"),
        ("medwyas", "medways"),
        ("polymermatt", "PolymerMat"),
    ],
)
def test_a_thing_is_found_however_it_is_written(open_page: Open, text: str, name: str) -> None:
    offered = found(open_page("index.de.html"), text)
    assert offered
    assert any(name in each for each in offered[:3]), offered


def test_networks_come_before_records_that_name_them(open_page: Open) -> None:
    assert "Netzwerk" in found(open_page("index.de.html"), "medways")[0].splitlines()[0]


def test_the_english_pages_find_german_names_and_the_other_way_round(open_page: Open) -> None:
    assert any("Optics" in each for each in found(open_page("index.en.html"), "Optik"))
    assert any("Optik" in each for each in found(open_page("index.de.html"), "optics"))


def test_the_keyboard_finds_and_follows(open_page: Open) -> None:
    page = open_page("id/network/optonet.en.html")
    assert len(found(page, "medways")) > 1
    field = page.locator("#search-field")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "search-0"
    assert page.locator("#search-0").get_attribute("aria-selected") == "true"
    field.press("Escape")
    expect(page.locator("#search-list")).to_be_hidden()
    field.press("Enter")
    page.wait_for_url("**/search.en.html#q=medways")
    assert page.locator(".search-results li").count() > 1


def test_the_arrow_and_enter_lead_to_the_page(open_page: Open) -> None:
    page = open_page("data/index.de.html")
    found(page, "medways")
    page.locator("#search-field").press("ArrowDown")
    page.locator("#search-field").press("Enter")
    page.wait_for_url("**/id/network/medways.de.html")


def test_a_click_leads_to_a_term_of_the_ontology(open_page: Open) -> None:
    page = open_page("queries/networks.en.html")
    found(page, "technologyField")
    page.locator(OPTIONS).first.click()
    page.wait_for_url("**/ontology/relations.en.html#technologyField")


def test_what_is_not_there_is_said_and_can_be_heard(open_page: Open) -> None:
    page = open_page("index.de.html")
    assert found(page, "xyzzyxyzzy") == []
    expect(page.locator(".search [role=status]")).to_have_text("Nichts gefunden.")


def test_the_search_page_keeps_the_words_in_its_address_and_language_switch(open_page: Open) -> None:
    page = open_page("search.de.html")
    page.fill("#search-page-field", "erfurter kreuz")
    expect(page.locator(".search-results li").first).to_contain_text("Erfurter Kreuz")
    page.click(".language a")
    page.wait_for_url("**/search.en.html#q=erfurter+kreuz")
    expect(page.locator(".search-results li").first).to_contain_text("Erfurter Kreuz")


def test_markup_in_the_words_stays_text(open_page: Open) -> None:
    page = open_page("search.en.html#q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    expect(page.locator("[role=status]").last).to_have_text("Nothing found.")
    assert page.locator("main img").count() == 0


def test_the_search_works_from_disk(browser: Browser, release: Path) -> None:
    page = browser.new_page()
    page.goto((release / "index.de.html").as_uri())
    assert "OptoNet" in found(page, "optonet")[0]
    page.close()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("optonet", "OptoNet"),
        ("Photonik", "OptoNet"),
        ("mess gerät", "ELMUG"),
        ("MESS- UND GERAETETECHNIK", "ELMUG"),
        ("carl zeiss", "Carl Zeiss"),
        ("ze jen", "Carl Zeiss Jena"),
        ("technologyField", "Technologiefeld"),
        ("erfurt", "Erfurt"),
        ("fraunhofr", "Fraunhofer"),
        ("constructor", ""),
    ],
)
def test_an_index_in_pieces_finds_the_same_and_loads_a_few_of_them(
    browser: Browser, divided: Path, text: str, name: str
) -> None:
    loaded: list[str] = []
    page = browser.new_page()
    page.set_default_timeout(90_000)
    page.on("request", lambda request: loaded.append(request.url.rpartition("/assets/")[2]))
    page.goto((divided / "index.de.html").as_uri())
    offered = found(page, text)
    page.close()
    assert any(name in each for each in offered[:5]) if name else offered == [], offered
    pieces = [each for each in loaded if each.startswith("search/de-")]
    assert len(pieces) == len(set(pieces)) <= 3
    assert all((divided / "assets" / each).stat().st_size < 10_000 for each in pieces)


def test_where_a_piece_has_only_the_best_the_number_says_so(browser: Browser, divided: Path) -> None:
    page = browser.new_page()
    page.goto((divided / "search.de.html").as_uri())
    page.fill("#search-page-field", "e")
    expect(page.locator("main [role=status]")).to_contain_text("+")
    page.fill("#search-page-field", "carl zeiss jena")
    expect(page.locator("main [role=status]")).not_to_contain_text("+")
    page.close()


def test_the_query_page_has_links_and_fields_for_things_that_its_index_does_not_have(
    browser: Browser, divided: Path, serve: Callable[[Path], str], needs_npm: None
) -> None:
    del needs_npm
    page = browser.new_page()
    page.set_default_timeout(90_000)
    page.goto(f"{serve(divided)}query/index.en.html")
    page.locator("#query-editor .cm-content").fill(
        "SELECT ?o WHERE { VALUES ?o { <https://w3id.org/triagraph/id/membership/x> <https://w3id.org/triagraph/id/organisation/imms> } }"
    )
    page.click("#query-run")
    expect(page.locator("#query-run")).to_be_enabled()
    hrefs = page.locator("#query-answer td a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert [each.rpartition("/id/")[2] for each in hrefs] == ["membership/x.en.html", "organisation/imms.en.html"]
    page.close()
