"""Tables, workbook and places: what a spreadsheet shows is what the graph says, and no cell of it is run."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from triagraph.cli import main
from triagraph.errors import InputError
from triagraph.exporting.geojson import geometry, to_geojson
from triagraph.exporting.tables import Table, tables, to_csv, without_formula
from triagraph.exporting.xlsx import to_xlsx
from triagraph.language import Text
from triagraph.project import load_project
from triagraph.store.loading import Dataset, load

ROOT = Path(__file__).parents[2]
TRIA = "https://w3id.org/triagraph/ontology#"
ID = "https://w3id.org/triagraph/id/"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load(load_project(ROOT))


def made_of(dataset: Dataset, turtle: str) -> Dataset:
    prefixes = f"@prefix tria: <{TRIA}> . @prefix id: <{ID}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    quads = tuple(ox.parse(f"{prefixes}\n{turtle}".encode(), format=ox.RdfFormat.TURTLE))
    return Dataset(dataset.project, {"asserted": quads}, (), ())


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_each_thing_of_a_class_has_a_row(dataset: Dataset) -> None:
    networks = {
        quad.subject.value
        for quad in dataset.quads()
        if str(quad.object) == f"<{TRIA}NetworkOrganisation>" and isinstance(quad.subject, ox.NamedNode)
    }
    table = tables(dataset, ["tria:NetworkOrganisation"])[0]
    assert {row["iri"] for row in rows_of(to_csv(table))} == networks
    assert len(networks) == 10
    assert table.name == "network-organisation"


def test_a_row_says_what_the_graph_says_with_labels_beside(dataset: Dataset) -> None:
    rows = {row["iri"]: row for row in rows_of(to_csv(tables(dataset, ["tria:NetworkOrganisation"])[0]))}
    optonet = rows[f"{ID}network/optonet"]
    assert f"{ID}region/tria" in optonet["tria:activeIn"].split(" | ")
    assert "Technologie Region Ilmenau Arnstadt" in optonet["tria:activeIn label@de"]
    assert optonet["skos:prefLabel@de"].startswith("OptoNet")


def test_a_quotation_stands_with_its_words(dataset: Dataset) -> None:
    rows = rows_of(to_csv(tables(dataset, ["tria:Quotation"])[0]))
    words = [name for name in rows[0] if name.startswith("oa:hasSelector/oa:exact")]
    assert [row["iri"] for row in rows if not any(row[name] for name in words)] == []


def test_every_value_of_every_thing_is_in_a_table(dataset: Dataset) -> None:
    cells: dict[str, set[str]] = {}
    for table in tables(dataset):
        for row in table.rows:
            cells.setdefault(row[0], set()).update(value for cell in row for value in cell.split(" | "))
    missing = [
        quad
        for quad in dataset.quads()
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value in cells
        and isinstance(quad.object, ox.Literal)
        and quad.object.value not in cells[quad.subject.value]
        and " | " not in quad.object.value
    ]
    assert missing == []


def test_a_class_that_nothing_has_is_an_error_with_the_nearest_name(dataset: Dataset) -> None:
    with pytest.raises(InputError) as caught:
        tables(dataset, ["tria:NetworkOrganization"])
    assert "tria:NetworkOrganisation" in str(caught.value.hint)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1"])
def test_no_cell_of_a_csv_file_is_run(dataset: Dataset, text: str) -> None:
    literal = json.dumps(text)
    data = to_csv(
        tables(made_of(dataset, f"<{ID}network/a> a tria:X ; tria:p {literal} ; tria:n {literal}^^xsd:integer ."))[0]
    )
    row = rows_of(data)[0]
    assert row["tria:p"] == f"'{text}"
    assert row["tria:n"] == f"'{text}"


def test_a_negative_number_stays_a_number() -> None:
    assert [without_formula(text) for text in ("-5", "+1.5", "-", "-5a")] == ["-5", "+1.5", "'-", "'-5a"]


def test_the_workbook_has_a_sheet_for_each_table_and_no_formula(dataset: Dataset) -> None:
    held = [*tables(dataset), Table("x" * 40, "urn:x", Text("x", "x"), ("=1+1",), (('=HYPERLINK("http://x")',),))]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(held)))
    assert len(book.sheetnames) == len(held)
    for table, sheet in zip(held, book.worksheets, strict=True):
        shown = [[str(cell.value) if cell.value is not None else "" for cell in row] for row in sheet.iter_rows()]
        assert shown[0] == list(table.columns)
        assert len(shown) == len(table.rows) + 1
        assert all(cell.data_type in "nsi" for row in sheet.iter_rows() for cell in row), sheet.title
    counts = next(sheet for sheet in book.worksheets if sheet.title == "member-count-observation")
    column = [cell.value for cell in counts[1]].index("tria:memberCount") + 1
    assert all(isinstance(cell.value, int) for cell in next(counts.iter_cols(column, column))[1:])


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(to_xlsx([Table("t", "urn:t", Text("t", "t"), ("c",), (("x" * 40_000,),))]))
    )
    value = str(book.worksheets[0]["A2"].value)
    assert len(value) == 32_767
    assert value.endswith("…")


def test_the_same_graph_gives_the_same_workbook_at_any_time(tmp_path: Path) -> None:
    results = []
    for number, machine in enumerate(
        ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})
    ):
        target = tmp_path / f"{number}.xlsx"
        command = [
            sys.executable,
            "-c",
            "from triagraph.cli import main; main()",
            "export",
            "-o",
            str(target),
            "--class",
            "tria:Region",
        ]
        subprocess.run(command, env={**os.environ, **machine}, check=True, cwd=ROOT)
        results.append(target.read_bytes())
    assert results[0] == results[1]


def test_places_are_points_of_the_graph(dataset: Dataset) -> None:
    features = json.loads(to_geojson(dataset))["features"]
    arnstadt = next(feature for feature in features if feature["id"] == f"{ID}region/arnstadt")
    assert arnstadt["geometry"] == {"type": "Point", "coordinates": [10.95198, 50.84048]}
    assert arnstadt["properties"]["label_de"] == "Arnstadt"
    assert len(features) == len({feature["id"] for feature in features}) == 12


@pytest.mark.parametrize(
    ("wkt", "kind"),
    [
        ("POINT(11 50)", "Point"),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(11 50)", "Point"),
        ("POLYGON((0 0, 1 0, 1 1, 0 0))", "Polygon"),
        ("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))", "MultiPolygon"),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(50 11)", None),
        ("POINT(", None),
        ("POINT(a b)", None),
        ("", None),
        ("nonsense", None),
    ],
)
def test_a_geometry_is_read_or_left_out(wkt: str, kind: str | None) -> None:
    found = geometry(wkt)
    assert (found["type"] if found else None) == kind


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--project", str(ROOT), "--lang", "en", "export", *arguments])
    return result.exit_code, result.output


def test_export_writes_tables_and_says_what_it_needs() -> None:
    assert run("--format", "csv", "--class", "tria:Region")[1].startswith("iri,")
    assert run("--format", "geojson")[1].startswith('{\n "type": "FeatureCollection"')
    code, text = run("--format", "csv")
    assert code == 2
    assert "`--class` names it" in text
    assert run("--format", "csv", "--class", "tria:Nothing")[0] == 2
    assert run("--format", "xlsx", "--graph", "asserted/seed")[0] == 2
    assert run("--format", "turtle", "--class", "tria:Region")[0] == 2
    assert run("--format", "geojson", "--class", "tria:Region")[0] == 2
    assert run("--format", "graphml")[0] == 2
