"""A description of a release as DCAT, in the German and in the European profile.

DCAT-AP.de 3.0: https://www.dcat-ap.de/def/dcatde/3.0/spec/; DCAT-AP 3.0.1:
https://semiceu.github.io/DCAT-AP/releases/3.0.1/. The profiles differ in the list that the licence comes from and in
the properties that DCAT-AP.de adds. There are no blank nodes: each thing of the catalogue can be linked to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, TypeAlias
from typing import Literal as Choice

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.catalogue.distribution import Distribution
from triagraph.catalogue.graph import ADMS, DCATAP, DCATDE, SPDX, VCARD, Value, describe, iris, texts, typed
from triagraph.catalogue.record import CatalogueRecord
from triagraph.catalogue.vocabulary import COMPLETED, GZIP, PUBLIC, SHA256, THEME_SCHEME, Code
from triagraph.language import Text
from triagraph.namespaces import DCAT, DCTERMS, FOAF, RDFS, SKOS

Profile: TypeAlias = Choice["dcat-ap-de", "dcat-ap"]

_DOCUMENT: Final = (f"{FOAF}Document",)


def statements(record: CatalogueRecord, profile: Profile) -> Iterator[Quad]:
    """Say a record in the terms of one profile."""
    yield from _catalog(record, profile)
    yield from _dataset(record, profile)
    yield from _agents(record)
    yield from _documents(record)
    for distribution in record.distributions:
        yield from _distribution(record, distribution, profile)
    for code in _codes(record, profile):
        yield from _described(code)


def _node(code: Code | None) -> NamedNode | None:
    return NamedNode(code.iri) if code else None


def _nodes(codes: Iterable[Code]) -> tuple[NamedNode, ...]:
    return tuple(NamedNode(code.iri) for code in codes)


def _licence(record: CatalogueRecord, profile: Profile) -> Code:
    return record.licence.german if profile == "dcat-ap-de" else record.licence.eu


def _common(record: CatalogueRecord) -> Mapping[str, Value]:
    """Give the properties that catalogue and dataset share."""
    return {
        f"{DCTERMS}publisher": NamedNode(record.publisher_iri),
        f"{DCTERMS}language": _nodes(record.languages),
        f"{DCTERMS}spatial": iris(record.places),
        f"{DCTERMS}issued": typed(record.issued, "date"),
        f"{DCTERMS}modified": typed(record.modified, "date"),
    }


def _catalog(record: CatalogueRecord, profile: Profile) -> Iterator[Quad]:
    properties: dict[str, Value] = {
        f"{DCTERMS}title": Text(f"Datenkatalog: {record.title.de}", f"Data catalogue: {record.title.en}"),
        f"{DCTERMS}description": Text(
            f"Verzeichnis der Daten, die unter {record.base_url} veröffentlicht sind.",
            f"List of the data published at {record.base_url}.",
        ),
        **_common(record),
        f"{DCTERMS}license": _node(_licence(record, profile)),
        f"{FOAF}homepage": NamedNode(record.base_url),
        f"{DCAT}themeTaxonomy": NamedNode(THEME_SCHEME),
        f"{DCAT}dataset": NamedNode(record.dataset),
    }
    if profile == "dcat-ap-de":
        properties[f"{DCATAP}availability"] = _node(record.availability)
    yield from describe(record.own("catalog"), (f"{DCAT}Catalog",), properties)


def _dataset(record: CatalogueRecord, profile: Profile) -> Iterator[Quad]:
    properties: dict[str, Value] = {
        f"{DCTERMS}title": record.title,
        f"{DCTERMS}description": record.description,
        f"{DCTERMS}identifier": Literal(record.dataset),
        **_common(record),
        f"{DCAT}keyword": tuple(Literal(word, language=tag) for tag, word in record.keywords),
        f"{DCAT}theme": _nodes(record.themes),
        f"{DCTERMS}temporal": NamedNode(record.own("temporal")) if record.years else None,
        f"{DCTERMS}accrualPeriodicity": _node(record.frequency),
        f"{DCTERMS}accessRights": _node(PUBLIC),
        f"{DCTERMS}conformsTo": iris(record.standards),
        f"{DCAT}version": Literal(record.version) if record.version else None,
        f"{DCAT}landingPage": NamedNode(record.base_url),
        f"{DCAT}contactPoint": NamedNode(record.own("contact")) if record.contact else None,
        f"{DCAT}distribution": iris([record.distribution(one) for one in record.distributions]),
    }
    if profile == "dcat-ap-de":
        properties[f"{DCATAP}availability"] = _node(record.availability)
        properties[f"{DCATDE}politicalGeocodingLevelURI"] = _node(record.geocoding_level)
        properties[f"{DCATDE}contributorID"] = _node(record.contributor)
    yield from describe(record.dataset, (f"{DCAT}Dataset",), properties)


def _distribution(record: CatalogueRecord, distribution: Distribution, profile: Profile) -> Iterator[Quad]:
    address = NamedNode(record.address(distribution))
    properties: dict[str, Value] = {
        f"{DCTERMS}title": distribution.shown_title,
        f"{DCTERMS}description": distribution.description,
        f"{DCAT}accessURL": address,
        f"{DCAT}downloadURL": address,
        f"{DCTERMS}format": _node(distribution.format),
        f"{DCAT}mediaType": NamedNode(distribution.media_type),
        f"{DCAT}compressFormat": NamedNode(GZIP) if distribution.compressed else None,
        f"{DCAT}byteSize": typed(str(distribution.bytes), "nonNegativeInteger"),
        f"{SPDX}checksum": NamedNode(record.checksum(distribution)),
        f"{DCTERMS}license": _node(_licence(record, profile)),
        f"{DCTERMS}rights": NamedNode(record.own("rights")) if record.rights else None,
        f"{DCATAP}availability": _node(record.availability),
        f"{ADMS}status": _node(COMPLETED),
        f"{DCTERMS}language": _nodes(record.languages),
        # Each release writes its files anew: they are as old as the release.
        f"{DCTERMS}issued": typed(record.modified, "date"),
        f"{DCTERMS}modified": typed(record.modified, "date"),
        f"{DCTERMS}conformsTo": NamedNode(record.context) if distribution.is_json_ld else None,
    }
    if profile == "dcat-ap-de" and record.attribution:
        # GovData reads one text.
        properties[f"{DCATDE}licenseAttributionByText"] = texts(record.attribution)[:1]
    yield from describe(record.distribution(distribution), (f"{DCAT}Distribution",), properties)
    yield from describe(
        record.checksum(distribution),
        (f"{SPDX}Checksum",),
        {f"{SPDX}algorithm": NamedNode(SHA256), f"{SPDX}checksumValue": typed(distribution.sha256, "hexBinary")},
    )
    yield from describe(distribution.media_type, (f"{DCTERMS}MediaType",), {})
    if distribution.compressed:
        yield from describe(GZIP, (f"{DCTERMS}MediaType",), {})


def _agents(record: CatalogueRecord) -> Iterator[Quad]:
    homepage = record.publisher_homepage
    properties: dict[str, Value] = {
        f"{FOAF}name": Literal(record.publisher),
        f"{FOAF}homepage": NamedNode(homepage) if homepage else None,
    }
    yield from describe(record.publisher_iri, (f"{FOAF}Agent",), properties)
    contact = record.contact
    if contact:
        ways = {"hasEmail": contact.email, "hasURL": contact.url, "hasTelephone": contact.telephone}
        known: dict[str, Value] = {f"{VCARD}{name}": NamedNode(iri) for name, iri in ways.items() if iri}
        known[f"{VCARD}fn"] = Literal(contact.name or record.publisher)
        yield from describe(record.own("contact"), (f"{VCARD}Kind",), known)


def _documents(record: CatalogueRecord) -> Iterator[Quad]:
    """Describe what else the catalogue refers to: pages, standards, places, the period, rights, the theme list."""
    yield from describe(record.base_url, _DOCUMENT, {})
    if record.publisher_homepage:
        yield from describe(record.publisher_homepage, _DOCUMENT, {})
    for standard in record.standards:
        yield from describe(standard, (f"{DCTERMS}Standard",), {})
    for place in record.places:
        yield from describe(place, (f"{DCTERMS}Location",), {})
    if record.years:
        first, last = record.years
        years: dict[str, Value] = {f"{DCAT}startDate": typed(first, "gYear"), f"{DCAT}endDate": typed(last, "gYear")}
        yield from describe(record.own("temporal"), (f"{DCTERMS}PeriodOfTime",), years)
    if record.rights:
        yield from describe(record.own("rights"), (f"{DCTERMS}RightsStatement",), {f"{RDFS}label": record.rights})
    title: dict[str, Value] = {f"{DCTERMS}title": Literal("Data theme", language="en")}
    yield from describe(THEME_SCHEME, (f"{SKOS}ConceptScheme",), title)
    if record.distributions:
        yield from describe(SHA256, (f"{SPDX}ChecksumAlgorithm",), {})


def _codes(record: CatalogueRecord, profile: Profile) -> list[Code]:
    """Give the codes that the catalogue uses, each once."""
    german = (record.geocoding_level, record.contributor) if profile == "dcat-ap-de" else ()
    optional = [code for code in (record.frequency, *german) if code]
    used_by_files = [record.availability, COMPLETED] if record.distributions or profile == "dcat-ap-de" else []
    every = chain(
        record.themes,
        record.languages,
        [_licence(record, profile), PUBLIC],
        used_by_files,
        optional,
        (distribution.format for distribution in record.distributions),
    )
    return list(dict.fromkeys(every))


def _described(code: Code) -> Iterator[Quad]:
    labels = {"de": code.de, "en": code.en}
    literals = tuple(Literal(label, language=tag) for tag, label in labels.items() if label)
    types = [name for name in (f"{SKOS}Concept" if literals else None, code.also) if name]
    properties: dict[str, Value] = {f"{SKOS}inScheme": NamedNode(code.scheme), f"{SKOS}prefLabel": literals}
    yield from describe(code.iri, types, properties)
