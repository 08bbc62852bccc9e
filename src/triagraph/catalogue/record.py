"""What a catalogue says about a release, before it is said in the terms of one profile or another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from typing import Final

from pyoxigraph import Literal, Quad

from triagraph.catalogue.distribution import Distribution
from triagraph.catalogue.settings import Contact, Settings
from triagraph.catalogue.vocabulary import LANGUAGE_CODES, Code, Licence
from triagraph.errors import InputError
from triagraph.language import Language, Text
from triagraph.namespaces import DCTERMS, ONTOLOGY, XSD
from triagraph.project import is_web_address
from triagraph.store.loading import Dataset

_DATED: Final = frozenset(f"{XSD}{name}" for name in ("date", "dateTime", "gYear", "gYearMonth"))
_YEAR: Final = re.compile(r"\d{4}(?=-|T|Z|\+|$)")


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """One description of a release, the same for every profile.

    All IRIs of the catalogue's own things start with `base_url`, which ends with a slash. Dates are xsd:date, years
    xsd:gYear. What is None or empty is not known and is left out.
    """

    base_url: str
    title: Text
    description: Text
    keywords: tuple[tuple[Language, str], ...]
    languages: tuple[Code, ...]
    themes: tuple[Code, ...]
    publisher: str
    publisher_iri: str
    publisher_homepage: str | None
    contact: Contact | None
    licence: Licence
    attribution: Text | None
    rights: Text | None
    places: tuple[str, ...]
    geocoding_level: Code | None
    years: tuple[str, str] | None
    frequency: Code | None
    availability: Code
    contributor: Code | None
    endpoint: str | None
    version: str | None
    issued: str
    modified: str
    standards: tuple[str, ...]
    distributions: tuple[Distribution, ...]

    def own(self, name: str) -> str:
        """Give the IRI of one of the catalogue's own things."""
        return f"{self.base_url}catalog#{name}"

    @property
    def dataset(self) -> str:
        """The IRI of the dataset, by which portals know it again."""
        return self.own("dataset")

    @property
    def context(self) -> str:
        """The address of the JSON-LD context."""
        return f"{self.base_url}context.jsonld"

    def distribution(self, distribution: Distribution) -> str:
        """Give the IRI of a distribution."""
        return self.own(f"distribution/{distribution.quoted_path}")

    def checksum(self, distribution: Distribution) -> str:
        """Give the IRI of a distribution's checksum."""
        return self.own(f"checksum/{distribution.quoted_path}")

    def address(self, distribution: Distribution) -> str:
        """Give the address of a file."""
        return f"{self.base_url}{distribution.quoted_path}"


def read_record(
    dataset: Dataset, distributions: Sequence[Distribution], *, base_url: str, date: str
) -> CatalogueRecord:
    """Describe a release by a project's settings, its data and its files.

    Raises:
        ProjectError: a setting cannot be used, or one without which there is no valid catalogue is missing.
        InputError: `base_url` or `date` cannot be used.
    """
    settings = Settings(dataset.project)
    base = checked_base_url(base_url)
    day = _checked_date(date)
    licence = settings.licence()
    publisher = settings.publisher()
    attribution = _attribution(settings, licence, publisher, dataset.project.title)
    return CatalogueRecord(
        base_url=base,
        title=dataset.project.title,
        description=settings.description(),
        keywords=settings.keywords(),
        languages=tuple(LANGUAGE_CODES[tag] for tag in settings.languages()),
        themes=settings.themes(),
        publisher=publisher,
        publisher_iri=settings.publisher_iri() or f"{base}catalog#publisher",
        publisher_homepage=settings.publisher_homepage(),
        contact=settings.contact(),
        licence=licence,
        attribution=attribution,
        rights=settings.rights() or _rights(attribution),
        places=settings.places(),
        geocoding_level=settings.geocoding_level(),
        years=covered_years(dataset.each(["asserted"])),
        frequency=settings.frequency(),
        availability=settings.availability(),
        contributor=settings.contributor(),
        endpoint=settings.endpoint(),
        version=settings.version(),
        issued=settings.first_issued() or day,
        modified=day,
        standards=(ONTOLOGY, f"{base}context.jsonld"),
        distributions=tuple(distributions),
    )


def checked_base_url(base_url: str) -> str:
    """Give the address of a release with a slash at its end.

    Raises:
        InputError: it is no http or https address of a folder.
    """
    if is_web_address(base_url):
        return base_url if base_url.endswith("/") else f"{base_url}/"
    raise InputError(
        Text(
            f"`{base_url}` ist keine Adresse, unter der ein Release liegen kann.",
            f"`{base_url}` is no address where a release can be hosted.",
        ),
        hint=Text(
            "eine http- oder https-Adresse, etwa `https://daten.example/tria/`.",
            "an http or https address, such as `https://data.example/tria/`.",
        ),
    )


def covered_years(quads: Iterable[Quad]) -> tuple[str, str] | None:
    """Give the first and the last year that facts are dated with, or None where no fact is.

    Args:
        quads: what sources say; our own statements about sources and mappings carry the days of our work.
    """
    years = set()
    for quad in quads:
        if (
            quad.predicate.value == f"{DCTERMS}date"
            and isinstance(quad.object, Literal)
            and quad.object.datatype.value in _DATED
        ):
            found = _YEAR.match(quad.object.value)
            if found:
                years.add(found[0])
    return (min(years), max(years)) if years else None


def _checked_date(text: str) -> str:
    try:
        return calendar_date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(
            Text(f"`{text}` ist kein Tag.", f"`{text}` is no day."),
            hint=Text("Jahr, Monat und Tag: `2026-11-22`.", "year, month and day: `2026-11-22`."),
        ) from error


def _attribution(settings: Settings, licence: Licence, publisher: str, title: Text) -> Text | None:
    """Give whom to name: as stated, else publisher and title where the licence asks for it."""
    stated = settings.attribution()
    if stated is not None:
        return Text(stated, stated)
    return Text(f"{publisher}: {title.de}", f"{publisher}: {title.en}") if licence.needs_attribution else None


def _rights(attribution: Text | None) -> Text | None:
    if attribution is None:
        return None
    return Text(f"Namensnennung: {attribution.de}", f"Attribution: {attribution.en}")
