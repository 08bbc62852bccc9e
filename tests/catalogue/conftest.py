"""What the tests of the catalogue share: datasets with settings of choice, files of a release, the official shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.bundled import bundled_root
from triagraph.catalogue import CSV, GEOJSON, XLSX, Distribution
from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE
from triagraph.parser import parse, read_document
from triagraph.project import load_project
from triagraph.store.loading import Dataset, load

SHAPES = Path(__file__).resolve().parents[3] / "shared" / "dcat-shapes"

Configure = Callable[..., Dataset]


@pytest.fixture(scope="session")
def bundled() -> Dataset:
    return load(load_project(bundled_root()))


@pytest.fixture
def configured(bundled: Dataset) -> Configure:
    """Give the bundled dataset with other settings: whole tables are merged, a value of None is taken away."""

    def configure(tables: Mapping[str, Any], data: Iterable[Quad] | None = None, **fields: Any) -> Dataset:
        settings = {name: dict(table) for name, table in bundled.project.settings.items()}
        for name, table in tables.items():
            merged = {**settings.get(name, {}), **table} if isinstance(table, dict) else table
            settings[name] = (
                {key: value for key, value in merged.items() if value is not None} if isinstance(table, dict) else table
            )
        project = replace(bundled.project, settings=settings, **fields)
        layers = bundled.layers if data is None else {"asserted": tuple(data)}
        return Dataset(project, dict(layers), bundled.terms, bundled.files)

    return configure


@pytest.fixture
def dated() -> list[Quad]:
    """Give facts of a source that are dated from 2003 to 2024."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = (("2003-08", "gYearMonth"), ("2024-02-29", "date"), ("2008", "gYear"), ("unbekannt", "string"))
    return [
        Quad(
            NamedNode(f"https://w3id.org/triagraph/id/change/{number}"),
            NamedNode("http://purl.org/dc/terms/date"),
            Literal(value, datatype=NamedNode(xsd + datatype)),
        )
        for number, (value, datatype) in enumerate(values)
    ]


@pytest.fixture
def everything(configured: Configure, dated: list[Quad]) -> Dataset:
    """Give a dataset in which everything that a catalogue can say is stated."""
    return configured(
        {
            "publisher": {"iri": "https://cluster.example/#us", "homepage": "https://cluster.example/"},
            "contact": {
                "name": "Geschäftsstelle",
                "email": "post@cluster.example",
                "url": "https://cluster.example/kontakt",
                "telephone": "+49 3677 123-456",
            },
            "licence": {
                "attribution": "Clusterbüro Beispiel",
                "rights": {"de": "Zitate: ihre Quellen.", "en": "Quotes: their sources."},
            },
            "portal": {
                "frequency": "ANNUAL",
                "availability": "STABLE",
                "contributor": "http://dcat-ap.de/def/contributors/beispiel",
                "spatial": ["http://data.europa.eu/nuts/code/DEG0T"],
            },
            "release": {"issued": "2026-01-31"},
        },
        dated,
    )


@pytest.fixture(scope="session")
def files() -> list[Distribution]:
    """Give one file of each format, and one of them compressed."""
    syntaxes = (TURTLE, JSONLD, NTRIPLES, NQUADS, TRIG, RDFXML)
    whole = [
        Distribution(f"data/tria{syntax.suffix}", syntax, 1000 + number, f"{number:064x}")
        for number, syntax in enumerate(syntaxes)
    ]
    others = [
        Distribution("data/tria.ttl.gz", TURTLE, 300, "ab" * 32, compressed=True),
        Distribution("data/network.csv", CSV, 40, "cd" * 32),
        Distribution("data/tria.xlsx", XLSX, 50, "ef" * 32),
        Distribution("data/tria.geojson", GEOJSON, 60, "01" * 32),
    ]
    return whole + others


def _shapes(names: Iterable[str]) -> list[Quad]:
    if not SHAPES.is_dir():
        pytest.skip("the official DCAT shapes are not beside the project (../shared/dcat-shapes)")
    return [quad for name in names for quad in parse(read_document(SHAPES / name))]


@pytest.fixture(scope="session")
def german_shapes() -> list[Quad]:
    return _shapes(
        (
            "dcat-ap-SHACL-DE.ttl",
            "dcat-ap-spec-german-additions.ttl",
            "dcat-ap-de-deprecated.ttl",
            "dcat-ap-3.0.0-SHACL.ttl",
        )
    )


@pytest.fixture(scope="session")
def european_shapes() -> list[Quad]:
    return _shapes(("dcat-ap-3.0.1-shapes.ttl",))
