"""A setting that cannot be used is an error that says where it stands and what to write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from triagraph.catalogue import Distribution, catalogue
from triagraph.catalogue.vocabulary import LICENCES, find_licence
from triagraph.errors import ProjectError
from triagraph.language import Text
from triagraph.store.loading import Dataset

Configure = Callable[..., Dataset]


def describe(dataset: Dataset, files: list[Distribution]) -> None:
    catalogue(dataset, files, base_url="https://data.example/", profile="dcat-ap-de", date="2026-11-22")


UNUSABLE = [
    ("portal", {"themes": ["ECONOMY"]}),
    ("portal", {"themes": "ECON"}),
    ("portal", {"themes": [""]}),
    ("portal", {"keywords": ["Cluster"]}),
    ("portal", {"keywords": {"fr": ["pôle"]}}),
    ("portal", {"keywords": {"de": [1]}}),
    ("portal", {"geocoding": ["http://data.europa.eu/nuts/code/DEG0T"]}),
    ("portal", {"geocoding": ["http://dcat-ap.de/def/politicalGeocoding/"]}),
    ("portal", {"geocoding": ["http://dcat-ap.de/def/politicalGeocoding/districtKey/1 6"]}),
    ("portal", {"geocoding_level": "http://dcat-ap.de/def/politicalGeocoding/Level/district"}),
    ("portal", {"geocoding_level": 3}),
    ("portal", {"spatial": ["Thüringen"]}),
    ("portal", {"frequency": "YEARLY"}),
    ("portal", {"availability": "ALWAYS"}),
    ("portal", {"contributor": "https://cluster.example/"}),
    ("portal", {"endpoint": "sparql"}),
    ("portal", {"endpoint": "file:///etc/passwd"}),
    ("portal", {"endpoint": "http://[::1/sparql"}),
    ("portal", {"spatial": ["http://[::1/"]}),
    ("portal", {"geocoding": ["http://dcat-ap.de/def/politicalGeocoding/%zz"]}),
    ("publisher", {"homepage": "https://cluster.example:port/"}),
    ("contact", {"url": "https://[cluster.example/"}),
    ("portal", 3),
    ("project", {"languages": ["de", "fr"]}),
    ("publisher", {"iri": "cluster"}),
    ("publisher", {"homepage": "javascript:alert(1)"}),
    ("publisher", {"name": None}),
    ("contact", {"name": "Geschäftsstelle"}),
    ("contact", {"email": "post"}),
    ("contact", {"email": "a@b.example>x"}),
    ("contact", {"url": "cluster.example"}),
    ("contact", {"telephone": "auf Anfrage"}),
    ("licence", {"attribution": 1}),
    ("licence", {"rights": {"de": "nur Deutsch"}}),
    ("release", {"version": 1}),
    ("release", {"issued": "gestern"}),
]


@pytest.mark.parametrize(("table", "value"), UNUSABLE, ids=str)
def test_setting_that_cannot_be_used_is_an_error_with_place_and_hint(
    configured: Configure, files: list[Distribution], table: str, value: Any
) -> None:
    with pytest.raises(ProjectError) as caught:
        describe(configured({table: value}), files)
    assert caught.value.hint
    assert caught.value.hint.de
    assert caught.value.hint.en
    assert str(caught.value.location).endswith("triagraph.toml")
    assert f"[{table}]" in caught.value.message.en or "must be a table" in caught.value.message.en


def test_the_same_project_with_usable_settings_is_no_error(everything: Dataset, files: list[Distribution]) -> None:
    describe(everything, files)


@pytest.mark.parametrize("licence", ["https://licence.example/", "https://creativecommons.org/licenses/by-nc/4.0/", ""])
def test_unknown_or_missing_licence_is_an_error(configured: Configure, files: list[Distribution], licence: str) -> None:
    with pytest.raises(ProjectError) as caught:
        describe(configured({}, licence=licence), files)
    assert caught.value.hint


def test_a_mistyped_name_gets_the_nearest_as_hint(configured: Configure, files: list[Distribution]) -> None:
    with pytest.raises(ProjectError) as caught:
        describe(configured({"portal": {"themes": ["ECONO"]}}), files)
    assert caught.value.hint == Text("Meinten Sie `ECON`?", "Did you mean `ECON`?")


def test_without_a_description_there_is_no_catalogue(configured: Configure, files: list[Distribution]) -> None:
    with pytest.raises(ProjectError) as caught:
        describe(configured({}, description=Text("", "")), files)
    assert "description" in caught.value.message.de


@pytest.mark.parametrize("licence", LICENCES, ids=lambda licence: licence.address)
def test_licence_is_found_by_its_address_and_by_its_codes(licence: Any) -> None:
    for iri in (licence.address, licence.eu.iri, licence.german.iri, licence.address.rstrip("/")):
        assert find_licence(iri) == licence
    assert find_licence(licence.address.replace("http://", "https://")) == licence
    assert find_licence(licence.address + "x") is None


def test_licence_without_attribution_asks_for_no_text(configured: Configure, files: list[Distribution]) -> None:
    dataset = configured({}, licence="https://creativecommons.org/publicdomain/zero/1.0/")
    quads = catalogue(dataset, files, base_url="https://data.example/", profile="dcat-ap-de", date="2026-11-22")
    assert "licenseAttributionByText" not in str(quads)
    assert "RightsStatement" in str(quads)
    assert "catalog#rights" not in str(quads)
