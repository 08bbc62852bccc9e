"""Maps, charts and the board: well-formed, with labels that never meet, links that lead somewhere, and the same as the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from math import cos, hypot, sin
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triagraph.project import Project, load_project
from triagraph.query import find_query, run
from triagraph.results import Solutions
from triagraph.site import check_target, publish_release, release_settings
from triagraph.site.board import Board
from triagraph.site.chart_picture import ChartWords, Count, draw_chart
from triagraph.site.drawing import Box, Wanted, place, width_of
from triagraph.site.geography import Geography, read_wkt
from triagraph.site.graph import GraphIndex
from triagraph.site.map_picture import MapWords, Place, Sheet, draw_map
from triagraph.store.loading import load

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
Publish = Callable[..., Path]
MAKE = """\
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix chain: <https://w3id.org/triagraph/id/chain/> . @prefix field: <https://w3id.org/triagraph/id/field/> .
@prefix position: <https://w3id.org/triagraph/id/position/> . @prefix organisation: <https://w3id.org/triagraph/id/organisation/> .
@prefix participation: <https://w3id.org/triagraph/id/participation/> . @prefix geometry: <https://w3id.org/triagraph/id/geometry/> .
"""
#: Two chains of two fields: in one, somebody holds a narrow position; the other has nobody.
CHAINS = """\
organisation:a a tria:MemberOrganisation ; skos:prefLabel "Firma A"@de , "Company A"@en ; tria:locatedIn region:jena .
chain:optics a tria:ValueChain ; skos:prefLabel "Kette Optik"@de , "Chain optics"@en ; tria:technologyField field:growth-optik .
chain:cars a tria:ValueChain ; skos:prefLabel "Kette Auto"@de , "Chain cars"@en ; tria:technologyField field:growth-automobil .
participation:a a tria:ValueChainParticipation ; tria:participant organisation:a ; tria:chain chain:optics ; tria:position position:component ;
  prov:wasQuotedFrom quotation:a .
quotation:a a tria:Quotation ; oa:hasSource source:a . source:a a tria:Source ; dcterms:title "A"@de .
"""


def pictures(pages: dict[str, str]) -> Iterator[tuple[str, ET.Element]]:
    for path, text in pages.items():
        for found in re.findall(r"<svg xmlns.*?</svg>", text, re.DOTALL):
            yield path, ET.fromstring(found)  # noqa: S314 - we drew it


def is_narrow(picture: ET.Element) -> bool:
    """Tell whether it is the narrow form of a picture, for which the wide one has the words."""
    return picture.find(f"{SVG}title") is None


def boxes(picture: ET.Element) -> list[Box]:
    """Give the places of the labels that stand beside points."""
    found = []
    for label in picture.iter(f"{SVG}text"):
        if "picture-halo" in (label.get("class") or ""):
            size = float(label.get("font-size") or 0)
            x, middle = float(label.get("x") or 0), float(label.get("y") or 0)
            found.append(Box(x, middle - size / 2, width_of(label.text or "", size), size))
    return found


def test_every_picture_is_well_formed_and_says_in_words_what_it_shows(pages: dict[str, str]) -> None:
    count = 0
    for path, picture in pictures(pages):
        count += 1
        if is_narrow(picture):
            assert f'<title id="{picture.get("aria-labelledby")}">' in pages[path], path
            assert f'<desc id="{picture.get("aria-describedby")}">' in pages[path], path
            continue
        title, described = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        assert title is not None, path
        assert described is not None, path
        assert title.text, path
        assert described.text, path
        assert picture.get("aria-labelledby") == title.get("id"), path
        assert picture.get("role") == ("group" if picture.find(f".//{SVG}a") is not None else "img"), path
        assert not re.search(r"<style|\sstyle=|<script", ET.tostring(picture, encoding="unicode")), path
    assert count > 60


def test_no_label_of_a_picture_meets_another_or_leaves_the_frame(pages: dict[str, str]) -> None:
    for path, picture in pictures(pages):
        width, height = map(float, (picture.get("viewBox") or "").split()[2:])
        labels = boxes(picture)
        assert not [pair for pair in combinations(labels, 2) if pair[0].meets(pair[1])], path
        assert all(Box(0, 0, width, height).holds(label) for label in labels), path


def test_each_picture_of_a_wide_screen_has_one_for_a_telephone_with_the_same_links(pages: dict[str, str]) -> None:
    for path in (
        "index.de.html",
        "overview/map.en.html",
        "overview/member-numbers.de.html",
        "id/network/optonet.de.html",
    ):
        both = re.findall(r'<div class="wide">\s(.*?)</div>\s<div class="narrow">\s(.*?)</div>', pages[path], re.DOTALL)
        assert both, path
        for wide, narrow in both:
            assert set(re.findall(r'<a href="([^"]*)"', wide)) == set(re.findall(r'<a href="([^"]*)"', narrow)), path
            assert float(re.findall(r'viewBox="0 0 (\d+)', narrow)[0]) <= 400, path
            names = [re.findall(r'aria-(?:labelledby|describedby)="[^"]*"', each) for each in (wide, narrow)]
            assert names[0] == names[1], path


def test_the_words_of_the_narrow_picture_stay_within_it(pages: dict[str, str]) -> None:
    for path in ("index.de.html", "index.en.html"):
        (narrow,) = (found for _, found in pictures({path: pages[path]}) if is_narrow(found))
        width, height = map(float, (narrow.get("viewBox") or "").split()[2:])
        for label in narrow.iter(f"{SVG}text"):
            for line in label.iter(f"{SVG}tspan"):
                room = width_of(line.text or "", float(label.get("font-size") or 15))
                x = float(line.get("x") or 0) - (room / 2 if line.get("text-anchor") == "middle" else 0)
                assert Box(0, 0, width, height).holds(Box(x, float(line.get("y") or 0) - 9, room, 18)), line.text


@given(
    st.lists(
        st.builds(Wanted, st.text("ab", min_size=1, max_size=12), st.floats(0, 300), st.floats(0, 200), st.just(5.0)),
        max_size=30,
    )
)
def test_labels_never_meet_each_other_nor_a_point(wanted: list[Wanted]) -> None:
    frame = Box(0, 0, 300, 200)
    placed = list(zip(wanted, place(wanted, frame, 12), strict=True))
    found = [box for _, box in placed if box is not None]
    points = [Box(each.x - 5, each.y - 5, 10, 10) for each in wanted]
    assert not [pair for pair in combinations(found, 2) if pair[0].meets(pair[1])]
    assert not [box for box in found for point in points if box.meets(point)]
    assert all(frame.holds(box) for box in found)
    for own, box in placed:
        if box is not None:
            nearest = min(away(each, box) for each in wanted)
            assert nearest == away(own, box) or nearest >= 11, "it would seem another's name"


def away(point: Wanted, box: Box) -> float:
    aside = max(box.x - point.x, 0.0, point.x - box.x - box.width)
    return hypot(aside, max(box.y - point.y, 0.0, point.y - box.y - box.height))


def test_the_map_has_the_seats_of_the_data_and_nothing_else(pages: dict[str, str]) -> None:
    geography = Geography(GraphIndex(load(load_project(ROOT))))
    assert len(geography.points) == 12
    assert geography.outlines == {}
    text = pages["overview/map.de.html"]
    around, far = (
        {place for element in found.iter(f"{SVG}title") if (place := element.text or "") and " " not in place}
        for _, found in pictures({"overview/map.de.html": text})
        if not is_narrow(found)
    )
    assert {"Ilmenau", "Jena", "Leipzig", "Arnstadt"} <= around
    assert {"Ilmenau", "Jena", "Leipzig", "Berlin"} <= far
    assert len(around | far) == 12
    assert "Arnstadt" not in far, "it has no network, and the other map shows it"
    assert "Umrisse von Kreisen und Ländern stehen nicht in den Daten" in text
    assert "50,68° N, 10,92° O" in text
    assert "50.68° N, 10.92° E" in pages["overview/map.en.html"]
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', text, re.DOTALL)
    assert len(rows) == 12
    assert all("<summary>GeoNames" in row for row in rows)


def test_a_thing_with_a_place_has_a_map_and_others_have_none(pages: dict[str, str]) -> None:
    for path in ("id/region/ilmenau.de.html", "id/network/optonet.de.html", "id/geometry/jena.de.html"):
        assert "Auf der Karte" in pages[path], path
    assert "Auf der Karte" not in pages["id/network/fermeth.de.html"]
    assert "Auf der Karte" not in pages["id/region/ostdeutschland.de.html"]


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("POINT(10.9 50.7)", (10.9, 50.7)),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT (10.9 50.7)", (10.9, 50.7)),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> Point(50.7 10.9)", (10.9, 50.7)),
    ],
)
def test_a_point_is_read(text: str, point: tuple[float, float]) -> None:
    found = read_wkt(text)
    assert found is not None
    assert found.is_point
    assert found.point == point


@pytest.mark.parametrize(
    "text",
    ["POINT(200 50)", "POINT(10.9)", "POINT(1e999 5)", "POINT EMPTY", "LINESTRING(1 2, 3 4)", "POINT(nan 1)", "",
     "<http://www.opengis.net/def/crs/EPSG/0/25832> POINT(643000 5616000)", "POLYGON(())", "POINT(1 2"],
)  # fmt: skip
def test_what_is_no_place_on_earth_is_not_drawn(text: str) -> None:
    assert read_wkt(text) is None


def test_an_outline_in_the_data_is_drawn(publish: Publish) -> None:
    data = MAKE + (
        'region:x skos:prefLabel "X"@de ; geo:hasGeometry geometry:x , geometry:y .\n'
        'geometry:x a geo:Geometry ; geo:asWKT "POLYGON((10 50, 11 50, 11 51, 10 50))"^^geo:wktLiteral .\n'
        'geometry:y a geo:Geometry ; geo:asWKT "POINT(10.6 50.4)"^^geo:wktLiteral .\n'
        'region:bad skos:prefLabel "</svg><script>"@de ; geo:hasGeometry geometry:z .\n'
        'geometry:z a geo:Geometry ; geo:asWKT "POINT(10.1 50.1)"^^geo:wktLiteral .\n'
    )
    text = (publish(data) / "overview/map.de.html").read_text("utf-8")
    assert 'class="map-outline"' in text
    assert "Umrisse von" not in text
    assert "</svg><script>" not in text


def test_a_map_of_one_place_and_of_the_whole_earth_can_be_drawn() -> None:
    words = MapWords("t", "d", "en")
    for points in ([(10.0, 50.0)], [(-180.0, -90.0), (180.0, 90.0)], [(10.0, 90.0)]):
        sheet = Sheet([Place(f"P{number}", "", point) for number, point in enumerate(points)])
        picture = ET.fromstring(draw_map(sheet, words))  # noqa: S314 - we drew it
        assert len(picture.findall(f".//{SVG}circle")) == len(points)
        assert re.search(r"\d km<", draw_map(sheet, words))


def test_a_chart_shows_how_exact_a_number_is_and_keeps_units_apart() -> None:
    counts = [
        Count(2019.5, 60, "about", "Unternehmen", "rund 60", "rund 60 Unternehmen (2019)", "a"),
        Count(2024.1, 50, "more-than", "Unternehmen", "mehr als 50", "mehr als 50 Unternehmen", "b"),
        Count(2019.5, 30, "exact", "Mitglieder", "30", "30 Mitglieder (2019)", "c"),
    ]
    chart = draw_chart(counts, ChartWords("c", "Zahlen", "de"))
    assert chart == draw_chart(list(reversed(counts)), ChartWords("c", "Zahlen", "de")), "the order does not matter"
    assert chart.count('class="chart-open"') == 1
    assert "rund 60 Unternehmen (2019); " in chart
    picture = ET.fromstring(chart)  # noqa: S314 - we drew it
    assert chart.count("stroke-dasharray") == 1, "only what counts the same is joined"
    assert not [pair for pair in combinations(boxes(picture), 2) if pair[0].meets(pair[1])]


def test_the_numbers_of_the_overview_are_those_of_the_query(pages: dict[str, str]) -> None:
    project = load_project(ROOT)
    answer = run(find_query("member-numbers", project), {}, load(project).store(), project)
    assert isinstance(answer, Solutions)
    networks = {str(row[0]) for row in answer.rows if row[3] is not None}
    text = pages["overview/member-numbers.de.html"]
    assert len(re.findall(r'<h2 id="numbers-\d+">', text)) == len(networks)
    assert "mehr als 100" in text
    assert '<a href="../id/observation/optonet-members-2021.de.html"><title>' in text


def test_the_board_says_not_stated_where_no_source_names_a_chain(pages: dict[str, str]) -> None:
    text = pages["overview/value-chain.de.html"]
    assert "Keine Quelle nennt eine Position" in text
    assert (
        text.count('<td class="cell unknown" colspan="12">nicht angegeben</td>') == text.count('<th scope="row">') > 8
    )
    assert '<a href="../queries/value-chain-gaps.de.html">' in text
    assert ">value-chain-gaps<" not in text, "a query is named by its title"
    assert "Kette</th>" not in text, "no column of which nothing is stated"
    assert '<td class="cell held">' not in text
    assert '<td class="cell empty">' not in text


@pytest.fixture
def chains(make_project: Callable[..., Path]) -> Project:
    folder = make_project(MAKE + CHAINS)
    (folder / "ontology/value-chain.ttl").write_bytes((ROOT / "ontology/value-chain.ttl").read_bytes())
    return load_project(folder)


def test_the_board_shows_who_holds_a_position_and_which_are_empty(chains: Project, tmp_path: Path) -> None:
    target = check_target(tmp_path / "out")
    publish_release(load(chains), target, release_settings(chains, base_url=None, date=None, keep=0))
    text = (tmp_path / "out/overview/value-chain.en.html").read_text("utf-8")
    rows = {
        re.sub("<[^>]*>", "", chain): re.findall(r'<td class="cell ([a-z]*)">', cells)
        for chain, cells in re.findall(r"<tr><th scope=\"row\">.*?</th><td>(.*?)</td>(.*?)</tr>", text, re.DOTALL)
    }
    assert rows["Chain cars"] == ["empty"] * 12
    assert sorted(rows["Chain optics"]) == ["empty"] * 10 + ["held"] * 2
    assert text.count("Company A</a>") == 4, "by field and by region, at the position and at the one above it"
    assert "No source names a position" not in text


def test_the_board_holds_what_the_named_query_does_not_call_a_gap(chains: Project) -> None:
    dataset = load(chains)
    board = Board(GraphIndex(dataset))
    every = [iri for top in board.positions for iri in (top.iri, *top.narrower)]
    assert len(every) == 12
    answer = run(find_query("value-chain-gaps", chains), {}, dataset.store(), chains)
    assert isinstance(answer, Solutions)
    gaps = {(row[0].value, row[1].value) for row in answer.rows if row[0] is not None and row[1] is not None}  # type: ignore[union-attr]
    assert gaps == {
        (chain, position) for chain in board.chains for position in every if not board.holders.get((chain, position))
    }
    held = [position.rpartition("/")[2] for chain, position in board.holders if chain.endswith("optics")]
    assert sorted(held) == ["component", "midstream"]
    assert [region.rpartition("/")[2] for region in board.regions] == ["jena"]


def test_a_detailed_outline_is_drawn_coarser_instead_of_making_the_page_heavy() -> None:
    ring = tuple((10 + cos(step / 9000), 50 + sin(step / 9000)) for step in range(56_000))
    picture = draw_map(Sheet([Place("P", "", (10.0, 50.0))], [ring]), MapWords("t", "d", "de"))
    assert 'class="map-outline"' in picture
    assert len(picture) < 25_000
