"""The query page in a real browser: the same answers as on the command line, and what a reader does with them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page, expect

from triagraph.project import Project, load_project
from triagraph.query import bind, find_query, list_queries
from triagraph.results import Answer, Graph
from triagraph.results.writers import to_json, write_boolean
from triagraph.store.loading import load
from triagraph.store.memory import MemoryStore

pytestmark = pytest.mark.usefixtures("needs_npm")
Open = Callable[..., Page]
ROOT = Path(__file__).parents[3]
PAGE = "query/index.en.html"


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT)


@pytest.fixture(scope="module")
def store(project: Project) -> MemoryStore:
    return load(project).store()


def write(page: Page, text: str) -> None:
    """Put a text into the editor as a reader does."""
    page.locator("#query-editor .cm-content").fill(text)


def run(page: Page) -> None:
    page.click("#query-run")
    expect(page.locator("#query-run")).to_be_enabled()


def status(page: Page) -> str:
    return page.inner_text("#query-status")


def kept(page: Page, button: str) -> str:
    """Download an answer."""
    with page.expect_download() as downloading:
        page.click(f"#query-{button}")
    return Path(downloading.value.path()).read_text(encoding="utf-8")


def triples(answer: Answer) -> set[str]:
    assert isinstance(answer, Graph)
    return {f"{triple} ." for triple in answer.triples}


def same(page: Page, answer: Answer) -> bool:
    """Compare the answer that the page shows with one of ours."""
    if isinstance(answer, Graph):
        return set(kept(page, "ntriples").splitlines()) == triples(answer)
    wanted = write_boolean(answer, "json", "en") if isinstance(answer, bool) else to_json(answer)
    found = json.loads(kept(page, "json"))
    expected = json.loads(wanted)
    if isinstance(answer, bool):
        return bool(found["boolean"] == expected["boolean"])
    return bool(found["head"] == expected["head"] and found["results"]["bindings"] == expected["results"]["bindings"])


def test_each_named_query_gives_the_same_rows_as_the_command_line(
    open_page: Open, project: Project, store: MemoryStore
) -> None:
    page = open_page(PAGE)
    queries = list_queries(project)
    assert len(queries) >= 29
    for query in queries:
        page.select_option("#query-example", query.name)
        run(page)
        assert same(page, store.query(bind(query, {}, project), base=project.base)), query.name


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("assigned-form", {"network": "optonet"}), ("member-numbers", {"network": "polymermat"})],
)
def test_a_parameter_is_chosen_by_its_label(
    open_page: Open, project: Project, store: MemoryStore, name: str, arguments: dict[str, str]
) -> None:
    page = open_page(PAGE)
    page.select_option("#query-example", name)
    for parameter, slug in arguments.items():
        page.select_option(f"#query-parameters [name={parameter}]", project.thing("network", slug))
    run(page)
    assert same(page, store.query(bind(find_query(name, project), arguments, project), base=project.base))


def test_a_thing_of_a_kind_too_large_for_a_list_is_given_by_its_address_or_the_last_part_of_it(
    browser: Browser, serve: Callable[[Path], str], divided: Path, project: Project
) -> None:
    address = serve(divided)
    page = browser.new_page()
    page.goto(f"{address}{PAGE}")
    page.select_option("#query-example", "networks")
    field, editor = page.get_by_label("the region"), page.locator("#query-editor .cm-content")
    expect(field).to_have_attribute("type", "text")
    expect(page.locator("#query-parameters")).to_contain_text("the last part of it, such as tria")
    ilm_kreis = f"VALUES ?region {{ <{project.thing('region', 'ilm-kreis')}> }}"
    for written in (" ilm-kreis ", f"{address}id/region/ilm-kreis.de.html#facts", project.thing("region", "ilm-kreis")):
        field.fill("tria")
        field.blur()
        expect(editor).not_to_contain_text(ilm_kreis)
        field.fill(written)
        field.blur()
        expect(editor).to_contain_text(ilm_kreis)
    field.fill("der Ilm-Kreis")
    field.blur()
    expect(page.locator("#query-failure")).to_have_text("“der Ilm-Kreis” does not fit here.")
    page.close()


def test_a_link_to_a_named_query_takes_short_names_and_runs_it(open_page: Open) -> None:
    page = open_page(f"{PAGE}#name=assigned-form&network=optonet")
    expect(page.locator("#query-result")).to_be_visible()
    assert "OptoNet" in page.inner_text("#query-answer")
    assert (
        page.locator("#query-parameters select").evaluate("each => each.selectedOptions[0].text").startswith("OptoNet")
    )


def test_a_link_with_a_value_that_does_not_fit_runs_nothing_and_says_so(open_page: Open) -> None:
    page = open_page(f"{PAGE}#name=assigned-form&network=x%3E%20%7D%20%3B%20DROP%20ALL")
    expect(page.locator("#query-failure")).to_contain_text("does not fit here")
    assert status(page) == ""
    assert page.input_value("#query-example") == "assigned-form"


def test_a_query_of_the_reader_s_own_is_shown_with_labels_and_links(open_page: Open) -> None:
    page = open_page(PAGE)
    write(
        page, "SELECT ?n WHERE { ?n a <https://w3id.org/triagraph/ontology#NetworkOrganisation> } ORDER BY ?n LIMIT 2"
    )
    run(page)
    assert re.fullmatch(r"2 rows in [\d.]+ seconds", status(page))
    link = page.locator("#query-answer td a").first
    assert link.inner_text().startswith("ACOD")
    link.click()
    page.wait_for_url("**/id/network/acod.en.html")


def test_the_link_of_a_query_reproduces_it(open_page: Open) -> None:
    page = open_page(PAGE)
    write(page, 'SELECT ("ä & # +" AS ?x) {}')
    run(page)
    again = open_page(f"query/{page.url.partition('/query/')[2]}")
    expect(again.locator("#query-result")).to_be_visible()
    assert "ä & # +" in again.inner_text("#query-answer")


def test_csv_is_harmless_in_a_spreadsheet_program(open_page: Open) -> None:
    page = open_page(PAGE)
    write(page, 'SELECT ?x ?y { VALUES (?x ?y) { ("=1+1" -1) ("a,\\"b\\"" UNDEF) } }')
    run(page)
    assert list(csv.reader(io.StringIO(kept(page, "csv")))) == [["x", "y"], ["'=1+1", "-1"], ['a,"b"', ""]]


def test_a_graph_is_a_picture_a_table_and_a_file(open_page: Open) -> None:
    page = open_page(PAGE)
    write(page, "CONSTRUCT { <http://a.example/> <http://p.example/> <http://b.example/> , 1 } {}")
    run(page)
    assert page.locator("svg.answer-graph circle").count() == 2
    assert page.locator("#query-answer tbody tr").count() == 2
    graph = set(ox.parse(kept(page, "ntriples").encode(), format=ox.RdfFormat.N_TRIPLES))
    assert len(graph) == 2
    optonet = "https://w3id.org/triagraph/id/network/optonet"
    write(page, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(?s = <{optonet}> && isIRI(?o)) }} LIMIT 14")
    run(page)
    boxes = page.locator("svg.answer-graph text").evaluate_all(
        "all => all.map(each => [each.getAttribute('class'), each.getBBox()]).map(([name, {x, y, width, height}]) => [name, x, y, width, height])"
    )
    named = [box for box in boxes if box[0] == "answer-predicate"]
    assert len(named) > 5
    words = page.locator("svg.answer-graph text").evaluate_all("all => all.map((each) => each.textContent)")
    assert not [text for text in words if re.match(r"\w+:\w", text)], "labels, never names of programs"
    covered = [
        (one, other)
        for one in named
        for other in boxes
        if one is not other
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
        and one[2] < other[2] + other[4]
        and other[2] < one[2] + one[4]
    ]
    assert covered == [], "the name of a line covers something"


def test_markup_in_an_answer_stays_text(open_page: Open) -> None:
    page = open_page(PAGE)
    write(page, 'SELECT ?x { VALUES ?x { "<img src=x onerror=alert(1)>" <javascript:alert(1)> } }')
    run(page)
    assert page.locator("#query-answer img").count() == 0
    assert page.locator("#query-answer td a").count() == 0
    assert "<img src=x" in page.inner_text("#query-answer")


def test_a_mistake_is_said_with_its_place(open_page: Open) -> None:
    page = open_page(PAGE)
    write(page, "SELECT ?x\nWHERE { ?x }")
    run(page)
    assert "not valid SPARQL: line 2" in page.inner_text("#query-failure")
    page.click("#query-failure button")
    assert page.evaluate("document.getElementById('query-editor').shadowRoot.activeElement.className").startswith("cm-")


def test_no_other_server_is_asked(open_page: Open) -> None:
    page = open_page(PAGE)
    write(page, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    run(page)
    assert "no SERVICE here" in page.inner_text("#query-failure")


def test_a_long_query_can_be_stopped_and_the_next_one_runs(open_page: Open) -> None:
    page = open_page(PAGE)
    write(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.click("#query-run")
    expect(page.locator("#query-status")).to_have_text("The query is running …")
    page.click("#query-stop")
    assert status(page) == "Stopped."
    write(page, "ASK { ?s ?p ?o }")
    run(page)
    assert page.inner_text("#query-answer") == "Yes"


def test_the_keyboard_runs_a_query(open_page: Open) -> None:
    page = open_page("query/index.de.html")
    write(page, "ASK { }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#query-answer")).to_have_text("Ja")


def test_the_page_of_a_named_query_leads_here(open_page: Open) -> None:
    page = open_page("queries/networks.de.html")
    page.click("text=Im Browser ausführen")
    expect(page.locator("#query-status")).to_contain_text("10 Zeilen")
    page.click(".language a")
    expect(page.locator("#query-status")).to_contain_text("10 rows")


def test_opened_from_disk_the_page_says_what_to_do(browser: Browser, release: Path) -> None:
    page = browser.new_page()
    page.goto((release / "query/index.en.html").as_uri())
    assert "python -m http.server" in page.inner_text("#query-failure")
    page.close()
