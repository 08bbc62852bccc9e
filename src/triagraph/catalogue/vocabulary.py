"""The controlled vocabularies that portals ask for, as far as a catalogue of ours uses them.

EU named authority lists: https://op.europa.eu/en/web/eu-vocabularies; German lists: https://www.dcat-ap.de/def/. Each
code is described in the catalogue itself, so that class checks hold without a look at the lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE
from triagraph.language import Language
from triagraph.namespaces import DCTERMS

AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
DCAT_AP_DE: Final = "http://dcat-ap.de/def/"
IANA: Final = "https://www.iana.org/assignments/media-types/"
GZIP: Final = f"{IANA}application/gzip"
SHA256: Final = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
CONTRIBUTORS: Final = f"{DCAT_AP_DE}contributors/"
GEOCODING: Final = f"{DCAT_AP_DE}politicalGeocoding/"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a controlled vocabulary; only one with a label can be a skos:Concept of DCAT-AP."""

    iri: str
    scheme: str
    de: str | None = None
    en: str | None = None
    #: What DCAT-AP expects it to be beside a concept.
    also: str | None = None


def authority_code(scheme: str, code: str, de: str | None, en: str | None, also: str | None = None) -> Code:
    """Give a code of an EU named authority list."""
    return Code(f"{AUTHORITY}{scheme}/{code}", f"{AUTHORITY}{scheme}", de, en, also)


_THEMES: Final = {
    "AGRI": (
        "Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel",
        "Agriculture, fisheries, forestry and food",
    ),
    "ECON": ("Wirtschaft und Finanzen", "Economy and finance"),
    "EDUC": ("Bildung, Kultur und Sport", "Education, culture and sport"),
    "ENER": ("Energie", "Energy"),
    "ENVI": ("Umwelt", "Environment"),
    "GOVE": ("Regierung und öffentlicher Sektor", "Government and public sector"),
    "HEAL": ("Gesundheit", "Health"),
    "INTR": ("Internationale Themen", "International issues"),
    "JUST": ("Justiz, Rechtssystem und öffentliche Sicherheit", "Justice, legal system and public safety"),
    "REGI": ("Regionen und Städte", "Regions and cities"),
    "SOCI": ("Bevölkerung und Gesellschaft", "Population and society"),
    "TECH": ("Wissenschaft und Technologie", "Science and technology"),
    "TRAN": ("Verkehr", "Transport"),
}
THEMES: Final = {code: authority_code("data-theme", code, de, en) for code, (de, en) in _THEMES.items()}
THEME_SCHEME: Final = f"{AUTHORITY}data-theme"

_FREQUENCIES: Final = {
    "ANNUAL": "annual",
    "ANNUAL_2": "semiannual",
    "ANNUAL_3": "three times a year",
    "AS_NEEDED": "as needed",
    "BIENNIAL": "biennial",
    "BIMONTHLY": "bimonthly",
    "BIWEEKLY": "biweekly",
    "CONT": "continuous",
    "DAILY": "daily",
    "IRREG": "irregular",
    "MONTHLY": "monthly",
    "NEVER": "never",
    "NOT_PLANNED": "not planned",
    "OTHER": "other",
    "QUARTERLY": "quarterly",
    "TRIENNIAL": "triennial",
    "UNKNOWN": "unknown",
    "UPDATE_CONT": "continuously updated",
    "WEEKLY": "weekly",
}
FREQUENCIES: Final = {
    code: authority_code("frequency", code, None, en, f"{DCTERMS}Frequency") for code, en in _FREQUENCIES.items()
}
AVAILABILITIES: Final = {
    code: authority_code("planned-availability", code, None, code.lower())
    for code in ("AVAILABLE", "EXPERIMENTAL", "STABLE", "TEMPORARY")
}
LANGUAGE_CODES: Final[dict[Language, Code]] = {
    "de": authority_code("language", "DEU", "Deutsch", "German", f"{DCTERMS}LinguisticSystem"),
    "en": authority_code("language", "ENG", "Englisch", "English", f"{DCTERMS}LinguisticSystem"),
}
PUBLIC: Final = authority_code("access-right", "PUBLIC", None, "public", f"{DCTERMS}RightsStatement")
COMPLETED: Final = authority_code("distribution-status", "COMPLETED", None, "completed")
GEOCODING_LEVELS: Final = {
    name: Code(f"{GEOCODING}Level/{name}", f"{GEOCODING}Level")
    for name in ("international", "european", "federal", "state", "administrativeDistrict", "municipality")
}


def file_type(code: str, label: str) -> Code:
    """Give a code of the EU's list of file types."""
    return authority_code("file-type", code, None, label, f"{DCTERMS}MediaTypeOrExtent")


SYNTAX_FILE_TYPES: Final = {
    TURTLE.name: file_type("RDF_TURTLE", "RDF Turtle"),
    NTRIPLES.name: file_type("RDF_N_TRIPLES", "RDF N-Triples"),
    NQUADS.name: file_type("RDF_N_QUADS", "RDF N-Quads"),
    TRIG.name: file_type("RDF_TRIG", "RDF TriG"),
    JSONLD.name: file_type("JSON_LD", "JSON-LD"),
    RDFXML.name: file_type("RDF_XML", "RDF XML"),
}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence under its own address and in the lists of the EU and of DCAT-AP.de."""

    address: str
    eu: Code
    german: Code
    #: Whoever uses the data must name whom the text of `licenseAttributionByText` names.
    needs_attribution: bool


def _licence(address: str, eu: str, german: str, labels: tuple[str, str | None], *, by: bool) -> Licence:
    de, en = labels
    document = f"{DCTERMS}LicenseDocument"
    return Licence(
        address,
        authority_code("licence", eu, de, en, document),
        Code(f"{DCAT_AP_DE}licenses/{german}", f"{DCAT_AP_DE}licenses", de, en, document),
        needs_attribution=by,
    )


#: Open licences that both lists have.
LICENCES: Final = (
    _licence(
        "https://creativecommons.org/licenses/by/4.0/",
        "CC_BY_4_0",
        "cc-by/4.0",
        (
            "Creative Commons Namensnennung – 4.0 International (CC BY 4.0)",
            "Creative Commons Attribution 4.0 International",
        ),
        by=True,
    ),
    _licence(
        "https://creativecommons.org/licenses/by-sa/4.0/",
        "CC_BYSA_4_0",
        "cc-by-sa/4.0",
        (
            "Creative Commons Namensnennung - Weitergabe unter gleichen Bedingungen 4.0 International (CC-BY-SA 4.0)",
            "Creative Commons Attribution–ShareAlike 4.0 International",
        ),
        by=True,
    ),
    _licence(
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC0",
        "cc-zero",
        ("Creative Commons CC Zero License (cc-zero)", "Creative Commons CC0 1.0 Universal"),
        by=False,
    ),
    _licence(
        "https://creativecommons.org/publicdomain/mark/1.0/",
        "CC_PDM_1_0",
        "ccpdm/1.0",
        ("Public Domain Mark 1.0 (PDM)", None),
        by=False,
    ),
    _licence(
        "https://www.govdata.de/dl-de/by-2-0",
        "DLDE_BY_2_0",
        "dl-by-de/2.0",
        ("Datenlizenz Deutschland Namensnennung 2.0", None),
        by=True,
    ),
    _licence(
        "https://www.govdata.de/dl-de/zero-2-0",
        "DLDE_ZERO_2_0",
        "dl-zero-de/2.0",
        ("Datenlizenz Deutschland – Zero – Version 2.0", None),
        by=False,
    ),
    _licence(
        "http://opendatacommons.org/licenses/odbl/1.0/",
        "ODC_BL",
        "odbl",
        ("Open Data Commons Open Database License (ODbL)", "Open Data Commons Open Database License v1.0"),
        by=True,
    ),
    _licence(
        "http://opendatacommons.org/licenses/by/1.0/",
        "ODC_BY",
        "odby",
        ("Open Data Commons Attribution License (ODC-BY 1.0)", "Open Data Commons Attribution License v1.0"),
        by=True,
    ),
    _licence(
        "http://opendatacommons.org/licenses/pddl/1.0/",
        "ODC_PDDL",
        "odcpddl",
        (
            "Open Data Commons Public Domain Dedication and Licence (ODC PDDL)",
            "Open Data Commons Public Domain Dedication and License 1.0",
        ),
        by=False,
    ),
)


def find_licence(iri: str) -> Licence | None:
    """Find a licence by its own address or its code in either list; http and https, with or without final slash."""
    wanted = _comparable(iri)
    for licence in LICENCES:
        if wanted in {_comparable(known) for known in (licence.address, licence.eu.iri, licence.german.iri)}:
            return licence
    return None


def _comparable(iri: str) -> str:
    return iri.strip().removeprefix("https://").removeprefix("http://").removesuffix("/").removesuffix("/legalcode")
