"""What a reader finds on the pages of the bundled graph."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from triagraph.site.words import interface

VOID = {"meta", "link", "img", "br", "hr", "input", "circle", "rect", "path"}
SAMPLE = (
    "index", "id/network/optonet", "id/network/fermeth", "id/network/index", "id/organisation/index", "id/source/ilm-kreis-cluster",
    "id/definition/seed-cluster", "id/region/tria", "id/scheme/seed-forms", "queries/index", "queries/networks",
    "ontology/index", "ontology/relations", "ontology/schemes", "ontology/shapes/index", "ontology/shapes/network", "data/index",
)  # fmt: skip


class Reader(HTMLParser):
    """Reads a page: its elements in order, and each piece of text with the language that it is in."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str, tuple[str, ...]]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element and its language."""
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            language = attributes.get("lang") or (self._open[-1][1] if self._open else "")
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag not in VOID and self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep a piece of text and its language."""
        if data.strip() and self._open:
            self.texts.append((" ".join(data.split()), self._open[-1][1], tuple(tag for tag, _ in self._open)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """Give the attributes of each element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


def documentation(pages: dict[str, str], language: str) -> str:
    """Give the pages that document the ontology's terms as one text."""
    pattern = re.compile(rf"ontology/(?:classes|relations|attributes)(?:_\d+)?\.{language}\.html")
    return "".join(text for path, text in pages.items() if pattern.fullmatch(path))


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("stem", SAMPLE)
def test_nothing_is_left_untranslated(pages: dict[str, str], stem: str, language: str) -> None:
    own, other = interface("de" if language == "de" else "en"), interface("en" if language == "de" else "de")
    both = {"other_language"}  # "Deutsch" is also what a German page calls the language of a source
    known = {text.casefold() for text in own.values()}
    foreign = {text for key, text in other.items() if key not in both and text.casefold() not in known}
    found = [
        text
        for text, spoken, inside in Reader(pages[f"{stem}.{language}.html"]).texts
        if spoken == language and text in foreign and "code" not in inside
    ]
    assert found == []


def test_no_word_of_the_pages_is_hidden_by_a_method_of_dictionaries() -> None:
    assert set(interface("de")).isdisjoint(dir(dict))
    assert set(interface("de")) == set(interface("en"))


def test_no_label_is_an_iri(pages: dict[str, str]) -> None:
    shown = re.compile(r"<(?:a|h1|h2|h3|th|title|summary|dt)\b[^>]*>\s*((?:https?|urn|mailto):[^\s<]*)")
    assert {path: found for path, text in pages.items() if (found := shown.findall(text))} == {}


def test_no_thing_of_ours_is_shown_by_its_prefixed_name(pages: dict[str, str]) -> None:
    shown = re.compile(
        r"<a\b[^>]*>(?:network|organisation|region|source|quotation|statement|form|field|code):[a-z0-9-]+</a>"
    )
    assert {path: found for path, text in pages.items() if (found := shown.findall(text))} == {}


def test_a_fact_has_its_source_and_words_one_click_away(pages: dict[str, str]) -> None:
    text = pages["id/network/fermeth.de.html"]
    details = re.findall(r'<details class="evidence">.*?</details>', text, re.DOTALL)
    assert any("FerMeTh" in each and "../source/ilm-kreis-cluster.de.html#quotation-" in each for each in details)
    assert all("<blockquote" in each for each in details)


def test_a_fact_of_a_long_page_leads_to_the_words_on_the_page_of_its_source(pages: dict[str, str]) -> None:
    text = pages["id/network/optonet.de.html"]
    links = re.findall(r'<a class="evidence" href="\.\./([^"#]*)#([^"]*)"', text)
    assert len(links) > 20
    for path, anchor in links:
        assert re.search(rf'<li id="{anchor}">\s*<blockquote', pages[f"id/{path}"]), anchor


def test_words_in_another_language_are_marked(pages: dict[str, str]) -> None:
    english = pages["id/network/optonet.en.html"]
    assert '<blockquote lang="de">' in english
    assert '<blockquote lang="de">' not in pages["id/network/optonet.de.html"]


def test_what_no_source_states_is_said(pages: dict[str, str]) -> None:
    german, english = plain(pages["id/network/fermeth.de.html"]), plain(pages["id/network/fermeth.en.html"])
    assert "Rechtsform nicht angegeben" in german
    assert "Was keine Quelle angibt" in german
    assert "Keine der ausgewerteten Quellen nennt: Rechtsform" in german
    assert "Legal form not stated" in english
    assert "Form: none assigns one of the forms" in english


def test_a_derived_form_is_no_statement_of_a_source(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        if path.startswith("id/network/") and path.endswith(".de.html") and not re.search("index|_", path):
            assert "Form nicht angegeben" in plain(text), path
            assert "Form: keine ordnet dem Netzwerk eine der Formen zu" in plain(text), path


def test_a_stated_legal_form_is_not_called_unstated(pages: dict[str, str]) -> None:
    text = plain(pages["id/network/optonet.de.html"])
    assert "Rechtsform nicht angegeben" not in text
    assert "eingetragener Verein (e.V.)" in text


def test_relations_are_shown_from_both_ends(pages: dict[str, str]) -> None:
    assert 'href="../region/tria.de.html"' in pages["id/network/optonet.de.html"]
    assert 'href="../network/optonet.de.html"' in pages["id/region/tria.de.html"]
    assert "hier tätig" in pages["id/region/tria.de.html"]


def test_a_source_shows_its_quotations_and_what_they_carry(pages: dict[str, str]) -> None:
    text = pages["id/source/ilm-kreis-cluster.de.html"]
    assert text.count('<li id="quotation-') > 50
    assert 'href="../network/optonet.de.html"' in text


def test_a_scheme_is_a_tree(pages: dict[str, str]) -> None:
    assert pages["id/scheme/value-chain.de.html"].count('<ul class="tree">') > 3


def test_the_questions_that_the_project_puts_first_come_first(pages: dict[str, str]) -> None:
    start = pages["index.de.html"].partition('id="questions"')[2]
    assert re.findall(r'<li><a href="queries/([^"]*)\.de\.html">', start)[:3] == ["networks", "possible-forms", "seats"]
    assert start.count('<li><a href="queries/') == 8
    assert '<a href="queries/index.de.html">Alle 31 Fragen</a>' in start
    listed = re.findall(r'<th scope="row"><a href="([^"]*)\.de\.html">', pages["queries/index.de.html"])
    assert listed[:2] == ["networks", "possible-forms"]
    assert listed[8:] == sorted(listed[8:])
    assert len(listed) == 31


def test_each_query_has_its_question_answer_and_sparql(pages: dict[str, str]) -> None:
    text = plain(pages["queries/networks.de.html"])
    assert "Welche Netzwerke" in text
    assert "PREFIX tria:" in text
    assert "OptoNet" in text


def test_each_term_of_the_ontology_is_documented_in_both_languages(pages: dict[str, str]) -> None:
    german, english = (documentation(pages, language) for language in ("de", "en"))
    assert len(re.findall(r'<article class="term"', german)) == len(re.findall(r'<article class="term"', english)) > 60
    assert "tätig in" in german
    assert "active in" in english


def test_the_fragment_of_a_term_finds_it_on_the_page_of_the_ontology(pages: dict[str, str]) -> None:
    text = pages["ontology/index.de.html"]
    assert '<div id="activeIn"><dt><a href="relations.de.html#activeIn">tätig in</a></dt>' in text
    documented = documentation(pages, "de")
    for anchor in re.findall(r'<article class="term" id="([^"]*)"', documented):
        assert f'<div id="{anchor}">' in text


def test_each_shape_is_put_into_words(pages: dict[str, str]) -> None:
    text = plain(pages["ontology/shapes/network.de.html"])
    assert "allem, was Netzwerkorganisation ist" in text
    assert "mindestens 1" in text


@pytest.mark.parametrize("stem", SAMPLE)
def test_a_page_has_landmarks_headings_in_order_and_named_columns(pages: dict[str, str], stem: str) -> None:
    reader = Reader(pages[f"{stem}.de.html"])
    levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(reader.of(tag)) for tag in ("main", "footer")] == [1, 1]
    assert all("aria-label" in nav for nav in reader.of("nav"))
    assert all("scope" in cell for cell in reader.of("th"))
    assert all("alt" in image for image in reader.of("img"))
    assert reader.elements[[tag for tag, _ in reader.elements].index("body") + 1][1]["href"] == "#content"
    identifiers = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))


def test_no_page_loads_anything_from_elsewhere_or_runs_a_script_that_is_not_ours(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        assert "default-src 'none'; style-src 'self'; img-src 'self' data:" in text, path
        assert "unsafe-inline" not in text
        assert "unsafe-eval" not in text or path.startswith("query/"), path
        assert not re.search(r"<(?:style|iframe|object|embed|form|base)\b|\sstyle=|\son[a-z]+=", text), path
        own = r'<script src="(?:\.\./)*assets/(?:search|search\.(?:de|en)|query/page)\.js" defer>'
        data = r'<script type="application/(?:ld\+json|json" id="query-settings)">'
        for script in re.findall(r"<script\b[^>]*>", text):
            assert re.fullmatch(f"{own}|{data}", script), path
        assert not re.search(r'<(?:link rel="stylesheet"|img|script)[^>]*(?:href|src)="(?:https?:)?//', text), path


def test_what_search_engines_read_is_json(pages: dict[str, str]) -> None:
    start = re.search(r'<script type="application/ld\+json">(.*?)</script>', pages["index.en.html"], re.DOTALL)
    assert start is not None
    dataset = json.loads(start[1])
    assert dataset["@type"] == "Dataset"
    assert {"name", "description", "license", "keywords", "creator"} <= dataset.keys()
    thing = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', pages["id/network/optonet.de.html"], re.DOTALL
    )
    assert thing is not None
    assert json.loads(thing[1])["@type"] == "Organization"


def test_no_page_shows_an_object_of_python(pages: dict[str, str]) -> None:
    shown = re.compile(
        r"&lt;(?:built-in|bound|function|triagraph|object)\b|>\s*(?:None|True|False|\[\]|\(\))\s*<|Undefined"
    )
    assert {
        path: found
        for path, text in pages.items()
        if (found := shown.findall(re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL)))
    } == {}


def test_no_page_weighs_60_kb(pages: dict[str, str]) -> None:
    sizes = sorted((len(text.encode()), path) for path, text in pages.items())
    assert len(sizes) > 1800
    assert sizes[int(len(sizes) * 0.9)][0] < 30_000
    heavy = [path for size, path in sizes if size >= 60_000]
    assert [path for path in heavy if not path.startswith("query/")] == [], "the query page holds all examples"


def test_no_page_has_two_places_of_one_name(pages: dict[str, str]) -> None:
    twice = {}
    for path, text in pages.items():
        names = re.findall(r'\sid="([^"]*)"', text)
        if len(names) != len(set(names)):
            twice[path] = [name for name, count in Counter(names).items() if count > 1]
    assert twice == {}
