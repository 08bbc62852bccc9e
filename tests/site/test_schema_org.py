"""What search engines read: the fields that Google Dataset Search asks for, and networks as organisations.

https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from web_servers import Hosted

Publish = Callable[..., Path]
SIGNPOST = '<meta http-equiv="refresh"'
REQUIRED = {"name", "description"}
RECOMMENDED = {
    "creator", "license", "keywords", "identifier", "sameAs", "spatialCoverage", "temporalCoverage", "distribution",
    "includedInDataCatalog", "isAccessibleForFree", "version", "url",
}  # fmt: skip


def block(page: Path) -> dict[str, Any]:
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_dataset_has_every_field_that_google_asks_for(hosted: Hosted, language: str) -> None:
    dataset = block(hosted.release / f"index.{language}.html")
    assert (dataset["@context"], dataset["@type"]) == ("https://schema.org", "Dataset")
    assert (REQUIRED | RECOMMENDED) - dataset.keys() == set()
    assert 50 <= len(dataset["description"]) <= 5000
    assert dataset["license"].startswith("https://")
    assert dataset["creator"] == {"@type": "Organization", "name": "triagraph"}
    assert re.fullmatch(r"\d{4}/\d{4}", dataset["temporalCoverage"])
    assert "Ilmenau" in dataset["spatialCoverage"]["name"]
    assert dataset["includedInDataCatalog"]["@type"] == "DataCatalog"


def test_each_download_is_a_file_of_the_release_with_its_type(hosted: Hosted) -> None:
    downloads = block(hosted.release / "index.en.html")["distribution"]
    assert len(downloads) >= 8
    for download in downloads:
        assert download["@type"] == "DataDownload"
        assert "/" in download["encodingFormat"]
        assert (hosted.release / download["contentUrl"].removeprefix(hosted.address)).is_file()


def test_it_is_the_dataset_that_the_catalogue_describes(hosted: Hosted) -> None:
    quads = list(ox.parse((hosted.release / "catalog.dcat-ap.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))
    datasets = {
        quad.subject.value
        for quad in quads
        if str(quad.object) == "<http://www.w3.org/ns/dcat#Dataset>" and isinstance(quad.subject, ox.NamedNode)
    }
    assert datasets == {block(hosted.release / "index.de.html")["@id"]}


def test_a_network_is_an_organisation_with_its_address_and_umbrellas(hosted: Hosted) -> None:
    optonet = block(hosted.release / "id/network/optonet.de.html")
    assert (optonet["@type"], optonet["@id"]) == ("Organization", "https://w3id.org/triagraph/id/network/optonet")
    assert {"name", "url", "areaServed"} <= optonet.keys()
    assert all(place["@type"] == "Place" and place["name"] for place in optonet["areaServed"])
    umbrellas = {each["@id"].rpartition("/")[2] for each in optonet["memberOf"]}
    assert "optecnet-deutschland" in umbrellas
    assert "acod" not in umbrellas, "it is a partner of the network, not a member"
    assert optonet["foundingDate"] == "1999-06", "the most exact date"
    assert optonet["sameAs"] == ["http://www.optonet-jena.de"]
    assert "description" not in optonet, "no source's words are preferred"


def test_foundings_that_contradict_each_other_are_no_founding_date(publish: Publish) -> None:
    founding = "change:{0} a tria:Founding ; tria:affects network:one ; dcterms:date {1} .\n"
    network = (
        'network:one a tria:NetworkOrganisation ; skos:prefLabel "Eins"@de ; foaf:homepage <https://one.example/> ;\n'
        "  skos:exactMatch <https://www.wikidata.org/entity/Q1> .\n"
    )
    out = publish(network + "".join(map(founding.format, "ab", ('"1999"^^xsd:gYear', '"2001-05"^^xsd:gYearMonth'))))
    found = block(out / "id/network/one.de.html")
    assert "foundingDate" not in found
    assert found["sameAs"] == ["https://www.wikidata.org/entity/Q1", "https://one.example/"]


def test_what_is_not_stated_is_left_out(publish: Publish) -> None:
    dataset = block(publish() / "index.de.html")
    assert "distribution" not in dataset
    assert "temporalCoverage" not in dataset
    assert "url" not in dataset


def test_every_page_that_shows_something_says_what_it_is_and_how_one_gets_there(hosted: Hosted) -> None:
    kinds: dict[str, int] = {}
    for page in sorted(hosted.release.rglob("*.??.html")):
        path = page.relative_to(hosted.release).as_posix()
        if SIGNPOST in page.read_text(encoding="utf-8"):
            continue
        said = block(page)
        assert said["@context"] == "https://schema.org"
        assert said["name"]
        kinds[said["@type"]] = kinds.get(said["@type"], 0) + 1
        if said["@type"] != "WebPage":
            continue
        assert said["url"] == f"{hosted.address}{path}"
        assert said["inLanguage"] == path.split(".")[-2]
        steps = said["breadcrumb"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert (steps[0]["item"], steps[-1]["item"]) == (said["isPartOf"]["url"], said["url"])
        assert all((hosted.release / step["item"].removeprefix(hosted.address)).is_file() for step in steps)
    assert kinds["WebPage"] > 200
    assert kinds["Dataset"] == 2


def test_a_page_of_a_release_without_an_address_says_nothing_of_addresses(publish: Publish) -> None:
    said = block(publish() / "queries/index.en.html")
    assert (said["@type"], said["name"], said["inLanguage"]) == ("WebPage", "Queries", "en")
    assert "url" not in json.dumps(said)
    assert "breadcrumb" not in said
