"""What a catalogue says, and what it leaves out because nobody stated it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.catalogue import CATALOGUE_PREFIXES, Distribution, FileType, Profile, catalogue
from triagraph.errors import InputError
from triagraph.formats import NTRIPLES, RDFXML, TURTLE
from triagraph.parser import Document, parse
from triagraph.serializer import serialize
from triagraph.store.loading import Dataset

BASE = "https://data.example/tria/"
NAL = "http://publications.europa.eu/resource/authority/"
DE = "http://dcat-ap.de/def/"
PROFILES: tuple[Profile, ...] = ("dcat-ap-de", "dcat-ap")

Configure = Callable[..., Dataset]


def full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return CATALOGUE_PREFIXES[prefix] + local


def values(quads: Iterable[Quad], subject: str, predicate: str) -> set[str]:
    """Give the values of a property; `subject` is an IRI or the name of one of the catalogue's own things."""
    iri = subject if subject.startswith("http") else f"{BASE}catalog#{subject}"
    wanted = (f"<{iri}>", full(predicate))
    return {
        quad.object.value
        for quad in quads
        if (str(quad.subject), quad.predicate.value) == wanted and isinstance(quad.object, NamedNode | Literal)
    }


def describe(dataset: Dataset, files: list[Distribution], profile: Profile = "dcat-ap-de") -> list[Quad]:
    return catalogue(dataset, files, base_url=BASE, profile=profile, date="2026-11-22")


@pytest.fixture
def german(bundled: Dataset, files: list[Distribution]) -> list[Quad]:
    return describe(bundled, files)


@pytest.fixture
def european(bundled: Dataset, files: list[Distribution]) -> list[Quad]:
    return describe(bundled, files, "dcat-ap")


@pytest.fixture
def full_german(everything: Dataset, files: list[Distribution]) -> list[Quad]:
    return describe(everything, files)


@pytest.mark.parametrize("profile", PROFILES)
def test_there_is_no_blank_node_and_no_statement_twice(
    everything: Dataset, files: list[Distribution], profile: Profile
) -> None:
    quads = describe(everything, files, profile)
    assert not [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]
    assert len(quads) == len(set(quads))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("syntax", [TURTLE, RDFXML], ids=lambda syntax: syntax.name)
def test_catalogue_reads_back_as_the_same_graph(
    everything: Dataset, files: list[Distribution], profile: Profile, syntax: object
) -> None:
    assert syntax in (TURTLE, RDFXML)
    chosen = TURTLE if syntax == TURTLE else RDFXML
    quads = describe(everything, files, profile)
    written = serialize(quads, chosen, prefixes=CATALOGUE_PREFIXES)
    read = list(parse(Document(f"catalog{chosen.suffix}", written, chosen), base=BASE))
    assert serialize(read, NTRIPLES, prefixes={}) == serialize(quads, NTRIPLES, prefixes={})


def test_own_things_have_iris_below_the_address_of_the_release(german: list[Quad]) -> None:
    own = {str(quad.subject)[1:-1] for quad in german if "catalog#" in str(quad.subject)}
    assert own
    assert all(iri.startswith(f"{BASE}catalog#") for iri in own)
    assert f"{BASE}catalog#dataset" in own
    assert values(german, "dataset", "dcterms:identifier") == {f"{BASE}catalog#dataset"}


def test_licence_is_german_in_one_profile_and_european_in_the_other(german: list[Quad], european: list[Quad]) -> None:
    assert values(german, "distribution/data/tria.ttl", "dcterms:license") == {f"{DE}licenses/cc-by/4.0"}
    assert values(european, "distribution/data/tria.ttl", "dcterms:license") == {f"{NAL}licence/CC_BY_4_0"}
    assert not [quad for quad in european if "dcat-ap.de/def/licenses" in str(quad)]
    assert not [quad for quad in german if "authority/licence" in str(quad)]


def test_only_the_german_profile_has_german_properties(
    full_german: list[Quad], everything: Dataset, files: list[Distribution]
) -> None:
    level = f"{DE}politicalGeocoding/Level/administrativeDistrict"
    assert values(full_german, "dataset", "dcatde:politicalGeocodingLevelURI") == {level}
    assert values(full_german, "dataset", "dcatde:contributorID") == {f"{DE}contributors/beispiel"}
    assert values(full_german, "distribution/data/tria.ttl", "dcatde:licenseAttributionByText") == {
        "Clusterbüro Beispiel"
    }
    european = describe(everything, files, "dcat-ap")
    assert not [quad for quad in european if quad.predicate.value.startswith(CATALOGUE_PREFIXES["dcatde"])]


def test_the_district_of_the_region_is_a_location(german: list[Quad]) -> None:
    district = f"{DE}politicalGeocoding/districtKey/16070"
    assert values(german, "dataset", "dcterms:spatial") == {district}
    assert values(german, district, "rdf:type") == {full("dcterms:Location")}
    assert "politicalGeocodingURI" not in str(german)


def test_availability_has_the_namespace_of_dcat_ap(german: list[Quad], european: list[Quad]) -> None:
    predicate = "http://data.europa.eu/r5r/availability"
    german_subjects = {str(quad.subject) for quad in german if quad.predicate.value == predicate}
    assert {f"<{BASE}catalog#catalog>", f"<{BASE}catalog#dataset>"} < german_subjects
    assert all("distribution" in str(quad.subject) for quad in european if quad.predicate.value == predicate)
    assert values(european, "distribution/data/tria.ttl", "dcatap:availability") == {
        f"{NAL}planned-availability/AVAILABLE"
    }
    assert "r5r#" not in str(german + european)


def test_what_is_not_configured_is_left_out(german: list[Quad]) -> None:
    for name in ("dcat:contactPoint", "dcatde:contributorID", "dcterms:accrualPeriodicity", "vcard:fn"):
        assert full(name) not in {quad.predicate.value for quad in german}, name
    assert "DataService" not in str(german)


def test_what_is_configured_is_said(full_german: list[Quad]) -> None:
    assert values(full_german, "dataset", "dcterms:publisher") == {"https://cluster.example/#us"}
    assert values(full_german, "contact", "vcard:hasEmail") == {"mailto:post@cluster.example"}
    assert values(full_german, "contact", "vcard:hasTelephone") == {"tel:+493677123-456"}
    assert values(full_german, "contact", "vcard:hasURL") == {"https://cluster.example/kontakt"}
    assert values(full_german, "contact", "vcard:fn") == {"Geschäftsstelle"}
    assert values(full_german, "dataset", "dcterms:accrualPeriodicity") == {f"{NAL}frequency/ANNUAL"}
    assert values(full_german, "dataset", "dcatap:availability") == {f"{NAL}planned-availability/STABLE"}
    assert "http://data.europa.eu/nuts/code/DEG0T" in values(full_german, "dataset", "dcterms:spatial")
    assert values(full_german, "rights", "rdfs:label") == {"Zitate: ihre Quellen.", "Quotes: their sources."}
    assert values(full_german, "dataset", "dcterms:issued") == {"2026-01-31"}
    assert values(full_german, "dataset", "dcterms:modified") == {"2026-11-22"}


def test_dataset_says_what_it_is(european: list[Quad], bundled: Dataset) -> None:
    title, settings = bundled.project.title, bundled.project.settings
    assert values(european, "dataset", "dcterms:title") == {title.de, title.en}
    keywords = settings["portal"]["keywords"]
    assert values(european, "dataset", "dcat:keyword") == {*keywords["de"], *keywords["en"]}
    assert values(european, "dataset", "dcat:theme") == {
        f"{NAL}data-theme/{code}" for code in settings["portal"]["themes"]
    }
    assert values(european, "dataset", "dcterms:language") == {f"{NAL}language/DEU", f"{NAL}language/ENG"}
    assert values(european, "dataset", "dcterms:accessRights") == {f"{NAL}access-right/PUBLIC"}
    assert values(european, "dataset", "dcat:version") == {settings["release"]["version"]}
    assert values(european, "dataset", "dcat:landingPage") == {BASE}
    standards = {"https://w3id.org/triagraph/ontology", f"{BASE}context.jsonld"}
    assert values(european, "dataset", "dcterms:conformsTo") == standards
    assert values(european, "publisher", "foaf:name") == {bundled.project.publisher}


def test_period_is_from_the_first_to_the_last_dated_year(full_german: list[Quad]) -> None:
    assert values(full_german, "temporal", "dcat:startDate") == {"2003"}
    assert values(full_german, "temporal", "dcat:endDate") == {"2024"}


def test_without_a_dated_fact_there_is_no_period(configured: Configure, files: list[Distribution]) -> None:
    quads = describe(configured({}, []), files)
    assert values(quads, "dataset", "dcterms:temporal") == set()
    assert "temporal" not in str(quads)


def test_the_days_of_our_own_mappings_do_not_date_the_data(
    configured: Configure, dated: list[Quad], files: list[Distribution]
) -> None:
    dataset = configured({}, [])
    dataset = replace(dataset, layers={**dataset.layers, "mapping": tuple(dated)})
    assert values(describe(dataset, files), "dataset", "dcterms:temporal") == set()


def test_distribution_says_what_the_file_is(european: list[Quad]) -> None:
    name = "distribution/data/tria.jsonld"
    assert (
        values(european, name, "dcat:accessURL")
        == values(european, name, "dcat:downloadURL")
        == {f"{BASE}data/tria.jsonld"}
    )
    assert values(european, name, "dcterms:format") == {f"{NAL}file-type/JSON_LD"}
    assert values(european, name, "dcat:mediaType") == {
        "https://www.iana.org/assignments/media-types/application/ld+json"
    }
    assert values(european, name, "dcat:byteSize") == {"1001"}
    assert values(european, name, "dcterms:conformsTo") == {f"{BASE}context.jsonld"}
    assert values(european, "checksum/data/tria.jsonld", "spdx:checksumValue") == {f"{1:064x}"}
    assert values(european, "checksum/data/tria.jsonld", "spdx:algorithm") == {full("spdx:checksumAlgorithm_sha256")}
    assert values(european, name, "dcat:compressFormat") == set()
    assert values(european, name, "adms:status") == {f"{NAL}distribution-status/COMPLETED"}


def test_compressed_file_keeps_the_format_of_what_is_inside(european: list[Quad]) -> None:
    name = "distribution/data/tria.ttl.gz"
    assert values(european, name, "dcat:compressFormat") == {
        "https://www.iana.org/assignments/media-types/application/gzip"
    }
    assert values(european, name, "dcterms:format") == {f"{NAL}file-type/RDF_TURTLE"}
    assert values(european, name, "dcterms:title") == {
        "tria.ttl.gz (Turtle, compressed with gzip)",
        "tria.ttl.gz (Turtle, mit gzip komprimiert)",
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("data/tria.ttl", "RDF_TURTLE"),
        ("data/tria.jsonld", "JSON_LD"),
        ("data/tria.nt", "RDF_N_TRIPLES"),
        ("data/tria.nq", "RDF_N_QUADS"),
        ("data/tria.trig", "RDF_TRIG"),
        ("data/tria.rdf", "RDF_XML"),
        ("data/network.csv", "CSV"),
        ("data/tria.xlsx", "XLSX"),
        ("data/tria.geojson", "GEOJSON"),
    ],
)
def test_format_is_a_code_of_the_eu_list(german: list[Quad], name: str, code: str) -> None:
    assert values(german, f"distribution/{name}", "dcterms:format") == {f"{NAL}file-type/{code}"}


def test_path_with_other_characters_becomes_an_address(bundled: Dataset) -> None:
    odd = Distribution('data/Übersicht "A".csv', FileType("CSV", "text/csv", "CSV"), 1, "00" * 32)
    quads = describe(bundled, [odd])
    path = "data/%C3%9Cbersicht%20%22A%22.csv"
    assert values(quads, f"distribution/{path}", "dcat:downloadURL") == {BASE + path}


RANGES = {
    "dcterms:publisher": "foaf:Agent",
    "dcterms:language": "dcterms:LinguisticSystem",
    "dcterms:license": "dcterms:LicenseDocument",
    "dcterms:spatial": "dcterms:Location",
    "dcterms:temporal": "dcterms:PeriodOfTime",
    "dcterms:rights": "dcterms:RightsStatement",
    "dcterms:accessRights": "dcterms:RightsStatement",
    "dcterms:accrualPeriodicity": "dcterms:Frequency",
    "dcterms:conformsTo": "dcterms:Standard",
    "dcterms:format": "dcterms:MediaTypeOrExtent",
    "dcat:mediaType": "dcterms:MediaType",
    "dcat:compressFormat": "dcterms:MediaType",
    "dcat:theme": "skos:Concept",
    "dcat:themeTaxonomy": "skos:ConceptScheme",
    "dcat:dataset": "dcat:Dataset",
    "dcat:distribution": "dcat:Distribution",
    "dcat:contactPoint": "vcard:Kind",
    "dcat:landingPage": "foaf:Document",
    "foaf:homepage": "foaf:Document",
    "adms:status": "skos:Concept",
    "dcatap:availability": "skos:Concept",
    "spdx:checksum": "spdx:Checksum",
    "spdx:algorithm": "spdx:ChecksumAlgorithm",
}
SCHEMES = {
    "dcterms:language": f"{NAL}language",
    "dcterms:license": f"{DE}licenses",
    "dcterms:accessRights": f"{NAL}access-right",
    "dcterms:accrualPeriodicity": f"{NAL}frequency",
    "dcterms:format": f"{NAL}file-type",
    "dcat:theme": f"{NAL}data-theme",
    "adms:status": f"{NAL}distribution-status",
    "dcatap:availability": f"{NAL}planned-availability",
    "dcatde:politicalGeocodingLevelURI": f"{DE}politicalGeocoding/Level",
    "dcatde:contributorID": f"{DE}contributors",
}


@pytest.mark.parametrize(("predicate", "cls"), RANGES.items())
def test_every_value_is_typed_as_dcat_ap_expects(full_german: list[Quad], predicate: str, cls: str) -> None:
    found = {
        quad.object.value
        for quad in full_german
        if quad.predicate.value == full(predicate) and isinstance(quad.object, NamedNode)
    }
    assert found
    assert all(full(cls) in values(full_german, iri, "rdf:type") for iri in found)


@pytest.mark.parametrize(("predicate", "scheme"), SCHEMES.items())
def test_every_code_says_which_list_it_is_from(full_german: list[Quad], predicate: str, scheme: str) -> None:
    found = {
        quad.object.value
        for quad in full_german
        if quad.predicate.value == full(predicate) and isinstance(quad.object, NamedNode)
    }
    assert found
    assert all(values(full_german, iri, "skos:inScheme") == {scheme} for iri in found)


def test_one_text_for_both_languages_has_no_language(
    configured: Configure, files: list[Distribution], bundled: Dataset
) -> None:
    one = type(bundled.project.title)("Cluster", "Cluster")
    quads = describe(configured({}, title=one), files)
    titles = [
        quad.object
        for quad in quads
        if str(quad.subject) == f"<{BASE}catalog#dataset>" and quad.predicate.value == full("dcterms:title")
    ]
    assert titles == [Literal("Cluster")]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://data.example/",
        "data.example",
        "https://data.example/?x",
        "https://data.example/#a",
        "https://data.example/a b/",
        "",
    ],
)
def test_address_that_cannot_hold_a_release_is_refused(
    bundled: Dataset, files: list[Distribution], address: str
) -> None:
    with pytest.raises(InputError) as caught:
        catalogue(bundled, files, base_url=address, profile="dcat-ap", date="2026-11-22")
    assert caught.value.hint


def test_address_without_a_final_slash_gets_one(
    bundled: Dataset, files: list[Distribution], european: list[Quad]
) -> None:
    assert catalogue(bundled, files, base_url=BASE.rstrip("/"), profile="dcat-ap", date="2026-11-22") == european


@pytest.mark.parametrize("day", ["22.11.2026", "2026-02-30", "2026", ""])
def test_what_is_no_day_is_refused(bundled: Dataset, files: list[Distribution], day: str) -> None:
    with pytest.raises(InputError) as caught:
        catalogue(bundled, files, base_url=BASE, profile="dcat-ap", date=day)
    assert caught.value.hint


def test_same_input_gives_the_same_statements_in_the_same_order() -> None:
    program = (
        "from triagraph.bundled import bundled_root\n"
        "from triagraph.catalogue import Distribution, catalogue, void_description\n"
        "from triagraph.formats import TURTLE\n"
        "from triagraph.project import load_project\n"
        "from triagraph.store.loading import load\n"
        "dataset = load(load_project(bundled_root()))\n"
        "files = [Distribution('data/tria.ttl', TURTLE, 1, '00' * 32)]\n"
        "where = {'base_url': 'https://data.example/', 'date': '2026-11-22'}\n"
        "print(catalogue(dataset, files, profile='dcat-ap-de', **where))\n"
        "print(void_description(dataset, files, **where))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
