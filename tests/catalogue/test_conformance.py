"""The catalogue conforms to the official shapes, with both engines, and stops conforming when it is damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triagraph.catalogue import Distribution, Profile, catalogue
from triagraph.store.loading import Dataset
from triagraph.validation import choose_engine
from triagraph.validation.engine import EngineName

BASE = "https://data.example/tria/"
ADMS = "http://www.w3.org/ns/adms#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SPDX = "http://spdx.org/rdf/terms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"

ENGINES: tuple[EngineName, ...] = ("shacl", "pyshacl")
PROFILES: tuple[Profile, ...] = ("dcat-ap-de", "dcat-ap")

Results: TypeAlias = set[tuple[str, str]]
Damage: TypeAlias = Callable[[list[Quad]], list[Quad]]


@pytest.fixture
def shapes(request: pytest.FixtureRequest, profile: Profile) -> list[Quad]:
    name = "german_shapes" if profile == "dcat-ap-de" else "european_shapes"
    found: list[Quad] = request.getfixturevalue(name)
    return found


def results(quads: Iterable[Quad], shapes: list[Quad], engine: EngineName) -> Results:
    """Validate, and give path and severity of each result, info included."""
    text = "".join(f"{quad} .\n" for quad in quads)
    findings = choose_engine(engine).validate(text, shapes)
    return {(finding.path or "", finding.severity.rpartition("#")[2]) for finding in findings}


def without(predicate: str, subject: str | None = None) -> Damage:
    def damage(quads: list[Quad]) -> list[Quad]:
        wanted = f"{BASE}catalog#{subject}"
        kept = [
            quad
            for quad in quads
            if quad.predicate.value != predicate or (subject and str(quad.subject) != f"<{wanted}>")
        ]
        assert len(kept) < len(quads)
        return kept

    return damage


def with_value(subject: str, predicate: str, value: NamedNode | Literal) -> Damage:
    return lambda quads: [*quads, Quad(NamedNode(f"{BASE}catalog#{subject}"), NamedNode(predicate), value)]


def untyped(cls: str) -> Damage:
    def damage(quads: list[Quad]) -> list[Quad]:
        kept = [quad for quad in quads if not (quad.predicate.value == RDF_TYPE and quad.object == NamedNode(cls))]
        assert len(kept) < len(quads)
        return kept

    return damage


def retyped(predicate: str) -> Damage:
    """Give every value of a property as a plain literal."""

    def damage(quads: list[Quad]) -> list[Quad]:
        return [
            Quad(quad.subject, quad.predicate, Literal("x")) if quad.predicate.value == predicate else quad
            for quad in quads
        ]

    return damage


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("settings", ["bundled", "everything"])
def test_catalogue_conforms_without_a_result(
    request: pytest.FixtureRequest,
    settings: str,
    files: list[Distribution],
    shapes: list[Quad],
    profile: Profile,
    engine: EngineName,
) -> None:
    dataset: Dataset = request.getfixturevalue(settings)
    quads = catalogue(dataset, files, base_url=BASE, profile=profile, date="2026-11-22")
    assert results(quads, shapes, engine) == set()


GERMAN_DAMAGE = [
    pytest.param(
        without(f"{DCTERMS}publisher", "dataset"), f"<{DCTERMS}publisher>", "Violation", id="dataset-publisher"
    ),
    pytest.param(
        without(f"{DCTERMS}publisher", "catalog"), f"<{DCTERMS}publisher>", "Violation", id="catalog-publisher"
    ),
    pytest.param(without(f"{DCTERMS}title", "dataset"), f"<{DCTERMS}title>", "Violation", id="title"),
    pytest.param(without(f"{DCTERMS}license"), f"<{DCTERMS}license>", "Violation", id="licence"),
    pytest.param(without(f"{FOAF}name"), f"<{FOAF}name>", "Violation", id="publisher-name"),
    pytest.param(untyped(f"{FOAF}Agent"), f"<{DCTERMS}publisher>", "Violation", id="agent-class"),
    pytest.param(untyped(f"{SPDX}Checksum"), f"<{SPDX}checksum>", "Violation", id="checksum-class"),
    pytest.param(untyped(f"{VCARD}Kind"), f"<{DCAT}contactPoint>", "Violation", id="contact-class"),
    pytest.param(untyped(f"{DCTERMS}PeriodOfTime"), f"<{DCTERMS}temporal>", "Violation", id="period-class"),
    pytest.param(untyped(f"{DCTERMS}Location"), f"<{DCTERMS}spatial>", "Warning", id="location-class"),
    pytest.param(retyped(f"{DCAT}byteSize"), f"<{DCAT}byteSize>", "Violation", id="byte-size"),
    pytest.param(
        with_value("dataset", "http://www.w3.org/2002/07/owl#versionInfo", Literal("1")),
        "<http://www.w3.org/2002/07/owl#versionInfo>",
        "Warning",
        id="deprecated-version",
    ),
    pytest.param(
        with_value("dataset", "http://dcat-ap.de/def/dcatde/politicalGeocodingURI", NamedNode("http://dcat-ap.de/x")),
        "<http://dcat-ap.de/def/dcatde/politicalGeocodingURI>",
        "Warning",
        id="deprecated-geocoding",
    ),
    pytest.param(
        with_value("distribution/data/tria.ttl", f"{ADMS}status", NamedNode("http://purl.org/adms/status/Completed")),
        f"<{ADMS}status>",
        "Warning",
        id="deprecated-status",
    ),
]
EUROPEAN_DAMAGE = [
    pytest.param(without(f"{DCTERMS}publisher", "catalog"), f"<{DCTERMS}publisher>", "Violation", id="publisher"),
    pytest.param(without(f"{DCTERMS}description", "dataset"), f"<{DCTERMS}description>", "Violation", id="description"),
    pytest.param(without(f"{DCAT}accessURL"), f"<{DCAT}accessURL>", "Violation", id="access-url"),
    pytest.param(without(f"{SKOS}prefLabel"), f"<{SKOS}prefLabel>", "Violation", id="code-label"),
    pytest.param(without(f"{SPDX}algorithm"), f"<{SPDX}algorithm>", "Violation", id="algorithm"),
    pytest.param(without(f"{FOAF}name"), f"<{FOAF}name>", "Violation", id="publisher-name"),
    pytest.param(retyped(f"{DCAT}theme"), f"<{DCAT}theme>", "Violation", id="theme"),
    pytest.param(retyped(f"{DCAT}byteSize"), f"<{DCAT}byteSize>", "Violation", id="byte-size"),
    pytest.param(retyped(f"{SPDX}checksumValue"), f"<{SPDX}checksumValue>", "Violation", id="checksum"),
    pytest.param(
        with_value(
            "distribution/data/tria.ttl", "http://data.europa.eu/r5r/availability", NamedNode("http://x.example/")
        ),
        "<http://data.europa.eu/r5r/availability>",
        "Violation",
        id="two-availabilities",
    ),
    pytest.param(
        with_value("distribution/data/tria.ttl", f"{DCTERMS}license", NamedNode("http://x.example/")),
        f"<{DCTERMS}license>",
        "Violation",
        id="two-licences",
    ),
    pytest.param(
        with_value("dataset", f"{DCAT}version", Literal("2")), f"<{DCAT}version>", "Violation", id="two-versions"
    ),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("damage", "path", "severity"), GERMAN_DAMAGE)
def test_damaged_german_catalogue_does_not_conform(
    everything: Dataset,
    files: list[Distribution],
    german_shapes: list[Quad],
    damage: Damage,
    path: str,
    severity: str,
    engine: EngineName,
) -> None:
    quads = catalogue(everything, files, base_url=BASE, profile="dcat-ap-de", date="2026-11-22")
    assert (path, severity) in results(damage(quads), german_shapes, engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("damage", "path", "severity"), EUROPEAN_DAMAGE)
def test_damaged_european_catalogue_does_not_conform(
    everything: Dataset,
    files: list[Distribution],
    european_shapes: list[Quad],
    damage: Damage,
    path: str,
    severity: str,
    engine: EngineName,
) -> None:
    quads = catalogue(everything, files, base_url=BASE, profile="dcat-ap", date="2026-11-22")
    assert (path, severity) in results(damage(quads), european_shapes, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_contact_without_a_way_and_period_without_a_date_are_violations(
    everything: Dataset, files: list[Distribution], german_shapes: list[Quad], engine: EngineName
) -> None:
    quads = catalogue(everything, files, base_url=BASE, profile="dcat-ap-de", date="2026-11-22")
    ways = {f"{VCARD}{name}" for name in ("hasEmail", "hasURL", "hasTelephone")}
    dates = {f"{DCAT}startDate", f"{DCAT}endDate"}
    for lost in (ways, dates):
        kept = [quad for quad in quads if quad.predicate.value not in lost]
        found = results(kept, german_shapes, engine)
        assert [severity for _, severity in found] == ["Violation"]
