"""The documentation of the ontology: generated from it, and complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from triagraph.project import load_project
from triagraph.site.graph import GraphIndex
from triagraph.site.places import Places, term_anchor
from triagraph.site.term_links import TermLinks, uses
from triagraph.store.loading import load

Publish = Callable[..., Path]
ROOT = Path(__file__).parents[2]
ARTICLE = re.compile(r'<article class="term" id="([^"]*)".*?</article>', re.DOTALL)
#: What the documentation of every term must have, and how it looks.
PARTS = {
    "definition": re.compile(r"</h2>\s*<p>[^<]{20,}</p>"),
    "example": re.compile(r"<summary>(?:Beispiel|Example)</summary>\s*<(?:pre|p)\b[^>]*>\S"),
    "use": re.compile(r"<dt>(?:im Graphen|in the graph)</dt><dd>\S"),
    "shapes": re.compile(r'<dt>(?:Geprüft wird|Checked)</dt><dd>.*?href="shapes/[^"]*#[^"]+"', re.DOTALL),
}
RULES = re.compile(r'<ul class="plain rules">(.*?)</ul>', re.DOTALL)
ENDS = re.compile(r"<dt>(?:Verwendet bei|Used with)</dt><dd>\S.*<dt>(?:Werte|Values)</dt><dd>\S", re.DOTALL)
DRAWN = re.compile(r'<a href="([^"]*)#([A-Za-z]+)"><text')
LINK_TO_DIAGRAM = re.compile(r'<dt>(?:Schaubild|Diagram)</dt><dd><a href="([^"]*)#([A-Za-z]+-diagram)"')


def articles(release: Path, language: str) -> Iterator[tuple[Path, str, str]]:
    """Give every term of the documentation: its page, its anchor, and its article."""
    for path in sorted((release / "ontology").glob(f"*.{language}.html")):
        for found in ARTICLE.finditer(path.read_text(encoding="utf-8")):
            yield path, found[1], found[0]


def gaps(release: Path, language: str) -> dict[str, list[str]]:
    """Name what the documentation of each term lacks."""
    every = list(articles(release, language))
    diagrams = {f"{anchor}-diagram": article for _, anchor, article in every if "<svg" in article}
    drawn = {anchor for article in diagrams.values() for _, anchor in DRAWN.findall(article)}
    found: dict[str, list[str]] = {}
    for path, anchor, article in every:
        lacking = [name for name, pattern in PARTS.items() if not pattern.search(article)]
        if anchor[0].isupper():
            if f"{anchor}-diagram" not in diagrams:
                lacking.append("diagram")
        else:
            lacking += [] if ENDS.search(article) else ["domain and range"]
            link = LINK_TO_DIAGRAM.search(article)
            there = (path.parent / (link[1] or path.name)).read_text(encoding="utf-8") if link else ""
            if anchor not in drawn or link is None or f'id="{link[2]}"' not in there:
                lacking.append("diagram")
        if lacking:
            found[anchor] = lacking
    return found


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_term_has_a_definition_an_example_its_use_its_shapes_and_a_diagram(release: Path, language: str) -> None:
    terms = {term_anchor(iri) for iri in Places(GraphIndex(load(load_project(ROOT)))).terms}
    documented = [anchor for _, anchor, _ in articles(release, language)]
    assert len(documented) == len(set(documented))
    assert set(documented) == terms
    assert gaps(release, language) == {}


ONTOLOGY = """\
@prefix tria: <https://w3id.org/triagraph/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
tria:NetworkOrganisation a owl:Class ; rdfs:label "network"@en ;
  skos:definition "What several organisations do together."@en ; skos:example "network:one a tria:NetworkOrganisation ."@en .
tria:partner a owl:ObjectProperty ; rdfs:label "partner"@en .
"""


def test_a_term_that_lacks_something_is_noticed(publish_in: Publish, tmp_path: Path) -> None:
    assert gaps(publish_in(tmp_path, ontology=ONTOLOGY), "en") == {
        "partner": ["definition", "example", "shapes", "domain and range", "diagram"]
    }


def test_terms_with_odd_names_in_a_circle_stay_text(publish_in: Publish, tmp_path: Path) -> None:
    odd = """\
<https://w3id.org/triagraph/ontology#a&b'c> a owl:Class ; rdfs:label "<b>&"@en ; rdfs:subClassOf tria:Loop .
tria:Loop a owl:Class ; rdfs:subClassOf <https://w3id.org/triagraph/ontology#a&b'c> , tria:Loop .
<https://w3id.org/triagraph/ontology#x/y?z> a owl:ObjectProperty ; rdfs:label "<script>x"@en ;
  schema:domainIncludes tria:Loop , <javascript:alert(1)> ; schema:rangeIncludes tria:Loop , <urn:x:y> .
"""
    out = publish_in(tmp_path, ontology=ONTOLOGY + odd)
    for name in ("classes", "relations", "diagram", "index"):
        text = (out / f"ontology/{name}.en.html").read_text(encoding="utf-8")
        assert "<b>" not in text
        assert "<script>" not in text
        assert 'href="javascript' not in text
        for picture in re.findall(r"<svg xmlns.*?</svg>", text, re.DOTALL):
            ET.fromstring(picture)  # noqa: S314 - we drew it


def test_the_shapes_of_a_term_are_said_in_words_and_lead_to_the_rule(release: Path) -> None:
    article = next(text for _, anchor, text in articles(release, "de") if anchor == "membersFrom")
    assert re.search(
        r'<a href="shapes/network\.de\.html#Network-membersFrom-class">Netzwerkorganisation: Werte: Region</a>', article
    )
    assert 'id="Network-membersFrom-class"' in (release / "ontology/shapes/network.de.html").read_text(encoding="utf-8")


def test_a_subclass_is_checked_by_the_shapes_of_what_it_is_a_kind_of(release: Path) -> None:
    article = next(text for _, anchor, text in articles(release, "en") if anchor == "Renaming")
    assert "shapes/change-event.en.html#ChangeEvent" in article


def test_no_rule_is_named_twice_at_a_term(release: Path) -> None:
    for language in ("de", "en"):
        for _, anchor, article in articles(release, language):
            names = [name for names in RULES.findall(article) for name in re.findall(r">([^<]+)</a>", names)]
            assert len(names) == len(set(names)), anchor


@pytest.mark.parametrize(
    ("language", "said"), [("de", ("Erste Fassung;", "Bewusst stehen")), ("en", ("First version;", "on purpose"))]
)
def test_what_the_ontology_says_of_its_versions_is_shown(release: Path, language: str, said: tuple[str, str]) -> None:
    page = (release / f"ontology/index.{language}.html").read_text(encoding="utf-8")
    section = page[page.index('<h2 id="version">') : page.index('<h2 id="downloads">')]
    assert all(each in section for each in said)


def test_a_change_note_of_a_term_is_shown(publish_in: Publish, tmp_path: Path) -> None:
    noted = 'tria:Club a owl:Class ; skos:changeNote "Früher: Verein."@de ; skos:historyNote "Seit 2026."@de .\n'
    out = publish_in(tmp_path, ontology=ONTOLOGY + noted)
    text = "".join(path.read_text(encoding="utf-8") for path in (out / "ontology").glob("classes*.de.html"))
    assert "Früher: Verein." in text
    assert "Seit 2026." in text


def test_how_the_graph_uses_a_property_is_counted() -> None:
    graph = GraphIndex(load(load_project(ROOT)))
    use = uses(graph)["https://w3id.org/triagraph/ontology#network"]
    assert use.triples == graph.uses("https://w3id.org/triagraph/ontology#network")
    assert sum(count for _, count in use.subjects) == use.triples
    assert [iri.rpartition("#")[2] for iri, _ in use.values] == ["NetworkOrganisation"]


def test_every_relation_stands_in_the_picture_of_all_classes_and_in_its_table(release: Path) -> None:
    graph = GraphIndex(load(load_project(ROOT)))
    links = TermLinks(graph, Places(graph))
    relations = {link.term for link in links.every if link.kind == "relation"}
    assert len(relations) > 40
    text = (release / "ontology/diagram.de.html").read_text(encoding="utf-8")
    table = text[text.index("<table") :]
    for iri in relations:
        assert f'#{term_anchor(iri)}">' in table, iri
    pairs = {(link.source, link.target) for link in links.every if link.kind == "relation"}
    assert text.count('"><title>') == len(pairs)


def test_a_diagram_has_the_superclasses_and_both_directions(release: Path) -> None:
    article = next(text for _, anchor, text in articles(release, "en") if anchor == "FormAttribution")
    described = re.search(r"<desc[^>]*>(.*?)</desc>", article)
    assert described is not None
    assert "concerns network → network organisation" in described[1]
    assert "attribution" in article
