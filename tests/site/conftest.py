"""A release of the bundled graph, published once for all tests of the site, and small projects of the tests' own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from triagraph.project import Project, load_project
from triagraph.site import Published, check_target, publish_release, release_settings
from triagraph.store.loading import load

# Web servers that tests start.
sys.path.append(str(Path(__file__).parents[1] / "servers"))

ROOT = Path(__file__).parents[2]
SETTINGS = """\
[project]
name = "probe"
title = { de = "Probenetz", en = "Sample network" }
description = { de = "Ein Netz, an dem die Seiten geprüft werden.", en = "A network that the pages are tested with." }
region = "https://w3id.org/triagraph/id/region/here"
[publisher]
name = "tests"
[licence]
iri = "https://creativecommons.org/licenses/by/4.0/"
[release]
version = "1.0"
date = "2026-11-22"
"""
ONTOLOGY = """\
@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
tria:NetworkOrganisation a owl:Class ; rdfs:label "Netzwerk"@de , "network"@en .
"""
SHAPES = """\
@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix trsh: <https://w3id.org/triagraph/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
trsh:Network a sh:NodeShape ; sh:targetClass tria:NetworkOrganisation ; sh:property trsh:Network-label .
trsh:Network-label a sh:PropertyShape ; sh:path skos:prefLabel ; sh:minCount 1 ;
  sh:message "Der Name fehlt."@de , "The name is missing."@en .
"""
#: The prefixes of the tests' own data.
PREFIXES = "".join(
    f"@prefix {prefix}: <{space}> .\n"
    for prefix, space in {
        "tria": "https://w3id.org/triagraph/ontology#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dcterms": "http://purl.org/dc/terms/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "schema": "https://schema.org/",
        "legal": "http://www.w3.org/ns/legal#",
        **{
            kind: f"https://w3id.org/triagraph/id/{kind}/"
            for kind in ("network", "region", "source", "quotation", "statement", "observation", "change", "code")
        },
    }.items()
)
DATA = 'network:one a tria:NetworkOrganisation ; skos:prefLabel "Netz Eins"@de , "Network One"@en .\n'
#: What pages have that only lead on to another.
SIGNPOST = '<meta http-equiv="refresh"'
MakeProject = Callable[..., Path]
Publish = Callable[..., Path]


def write_project(folder: Path, data: str = DATA, settings: str = SETTINGS, ontology: str = ONTOLOGY) -> Path:
    """Write a project with an ontology of its own, so that it is published in a moment."""
    for path, text in {
        "triagraph.toml": settings,
        "ontology/triagraph.ttl": ontology,
        "ontology/shapes/network.shapes.ttl": SHAPES,
        "data/asserted/page.ttl": PREFIXES + data,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Make a project of some data."""
    return lambda data=DATA: write_project(tmp_path / "project", data)


@pytest.fixture(scope="session")
def write_project_in() -> Callable[[Path, str], Path]:
    """Write a project of some data to a folder."""
    return write_project


@pytest.fixture(scope="session")
def publish_in() -> Publish:
    """Publish data as a project of its own below a folder, and give the folder of the release."""

    def make(folder: Path, data: str = DATA, base_url: str | None = None, ontology: str = ONTOLOGY) -> Path:
        project = load_project(write_project(folder / "project", data, ontology=ontology))
        return _published(project, folder / "out", base_url).path

    return make


@pytest.fixture
def publish(publish_in: Publish, tmp_path: Path) -> Publish:
    """Publish data below the test's own folder."""
    return lambda data=DATA, base_url=None: publish_in(tmp_path, data, base_url)


def _published(project: Project, out: Path, base_url: str | None = None) -> Published:
    settings = release_settings(project, base_url=base_url, date=None, keep=2)
    return publish_release(load(project), check_target(out), settings)


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the bundled graph."""
    return _published(load_project(ROOT), tmp_path_factory.mktemp("release") / "tria").path


@pytest.fixture(scope="session")
def pages(release: Path) -> dict[str, str]:
    """Read every page of the release that shows something: path → text."""
    return {path: text for path, text in _html(release).items() if SIGNPOST not in text}


@pytest.fixture(scope="session")
def signposts(release: Path) -> dict[str, str]:
    """Read the pages that only lead on: path → text."""
    return {path: text for path, text in _html(release).items() if SIGNPOST in text}


def _html(release: Path) -> dict[str, str]:
    return {
        path.relative_to(release).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(release.rglob("*.html"))
    }
