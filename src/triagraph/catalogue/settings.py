"""What triagraph.toml says about a catalogue, checked: what is stated must be usable, what is not stated is left out.

Read are `[project] languages`, `[publisher] name, iri, homepage`, `[contact] name, email, url, telephone`,
`[licence] iri, attribution, rights`, `[release] version, issued` and `[portal] themes, keywords, geocoding,
geocoding_level, spatial, frequency, availability, contributor, endpoint`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from triagraph.catalogue.reader import Reader, are_texts, is_address
from triagraph.catalogue.vocabulary import (
    AVAILABILITIES,
    CONTRIBUTORS,
    DCAT_AP_DE,
    FREQUENCIES,
    GEOCODING,
    GEOCODING_LEVELS,
    LANGUAGE_CODES,
    LICENCES,
    THEMES,
    Code,
    Licence,
    find_licence,
)
from triagraph.language import LANGUAGES, Language, Text
from triagraph.project import Project

_EMAIL: Final = re.compile(r"[^\s@<>\"{}|\\^`:]+@[^\s@<>\"{}|\\^`:]+")
_TELEPHONE: Final = re.compile(r"\+?[0-9][0-9 ()/-]*")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: a name and at least one of the three ways, as IRIs."""

    name: str | None
    email: str | None
    url: str | None
    telephone: str | None


class Settings:
    """The settings of one project; each method gives one value, checked.

    Every method raises ProjectError where a value is stated and cannot be used, or where it is missing and there is no
    valid catalogue without it.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read = Reader(project)

    def languages(self) -> tuple[Language, ...]:
        """Give the languages of the texts; without a statement both."""
        stated = self._read.texts("project", "languages")
        for tag in stated:
            self._read.known("project", "languages", tag, {str(known): code for known, code in LANGUAGE_CODES.items()})
        return tuple(tag for tag in LANGUAGES if tag in stated) or LANGUAGES

    def description(self) -> Text:
        """Give the description of the project, which DCAT-AP demands."""
        text = self._project.description
        if not (text.de and text.en):
            raise self._read.missing(
                "project", "description", Text("eine Beschreibung der Daten", "a description of the data")
            )
        return text

    def publisher(self) -> str:
        """Give the name of the publisher, which DCAT-AP demands."""
        name = self._read.text("publisher", "name")
        if name is None:
            raise self._read.missing("publisher", "name", Text("die herausgebende Stelle", "who publishes the data"))
        return name

    def publisher_iri(self) -> str | None:
        """Give the IRI by which the publisher is known elsewhere."""
        return self._read.address("publisher", "iri")

    def publisher_homepage(self) -> str | None:
        """Give the publisher's homepage."""
        return self._read.address("publisher", "homepage")

    def contact(self) -> Contact | None:
        """Give whom to ask, or None where nothing is stated."""
        if not self._read.table("contact"):
            return None
        email, telephone = self._read.text("contact", "email"), self._read.text("contact", "telephone")
        url = self._read.address("contact", "url")
        if not (email or telephone or url):
            ways = Text(
                "eine E-Mail-Adresse; es genügt auch `url` oder `telephone`",
                "an e-mail address; `url` or `telephone` will do as well",
            )
            raise self._read.missing("contact", "email", ways)
        if email and not _EMAIL.fullmatch(email):
            raise self._read.unusable("contact", "email", email, Text("`name@example.org`.", "`name@example.org`."))
        if telephone and not _TELEPHONE.fullmatch(telephone):
            raise self._read.unusable(
                "contact", "telephone", telephone, Text("`+49 3677 123456`.", "`+49 3677 123456`.")
            )
        return Contact(
            name=self._read.text("contact", "name"),
            email=f"mailto:{email}" if email else None,
            url=url,
            telephone="tel:" + re.sub(r"[ ()/]", "", telephone) if telephone else None,
        )

    def licence(self) -> Licence:
        """Give the licence, which DCAT-AP.de demands of every distribution."""
        stated = self._project.licence
        if not stated:
            raise self._read.missing("licence", "iri", Text("die Adresse einer Lizenz", "the address of a licence"))
        found = find_licence(stated)
        if found is None:
            raise self._read.unknown("licence", "iri", stated, [known.address for known in LICENCES])
        return found

    def attribution(self) -> str | None:
        """Give the text that users of the data must show."""
        return self._read.text("licence", "attribution")

    def rights(self) -> Text | None:
        """Give what there is to say about rights beside the licence."""
        return self._read.bilingual("licence", "rights")

    def version(self) -> str | None:
        """Give the version of the data."""
        return self._read.text("release", "version")

    def first_issued(self) -> str | None:
        """Give the day on which the data was first published."""
        stated = self._read.value("release", "issued")
        if stated is None:
            return None
        try:
            return date.fromisoformat(str(stated)).isoformat()
        except ValueError as error:
            hint = Text("Jahr, Monat und Tag: `2026-11-22`.", "year, month and day: `2026-11-22`.")
            raise self._read.unusable("release", "issued", str(stated), hint) from error

    def themes(self) -> tuple[Code, ...]:
        """Give the themes, codes of the EU's list of data themes."""
        return tuple(
            self._read.known("portal", "themes", code, THEMES) for code in self._read.texts("portal", "themes")
        )

    def keywords(self) -> tuple[tuple[Language, str], ...]:
        """Give the keywords with their languages."""
        stated = self._read.value("portal", "keywords")
        if stated is None:
            return ()
        if isinstance(stated, dict) and all(tag in LANGUAGES and are_texts(words) for tag, words in stated.items()):
            return tuple((tag, word) for tag in LANGUAGES for word in stated.get(tag, ()))
        example = '`keywords = { de = ["…"], en = ["…"] }`'
        message = Text(
            "`keywords` in `[portal]` braucht je Sprache eine Liste von Wörtern.",
            "`keywords` in `[portal]` needs a list of words per language.",
        )
        raise self._read.error(message, Text(example, example))

    def frequency(self) -> Code | None:
        """Give how often the data is renewed, a code of the EU's list of frequencies."""
        stated = self._read.text("portal", "frequency")
        return None if stated is None else self._read.known("portal", "frequency", stated, FREQUENCIES)

    def availability(self) -> Code:
        """Give how long the data is planned to stay; without a statement it is what a release is: available."""
        stated = self._read.text("portal", "availability") or "AVAILABLE"
        return self._read.known("portal", "availability", stated, AVAILABILITIES)

    def places(self) -> tuple[str, ...]:
        """Give the IRIs of the places that the data is about: German keys first, then others."""
        keys = self._read.texts("portal", "geocoding")
        for key in keys:
            self._must_start("geocoding", key, GEOCODING, "districtKey/16070")
        others = self._read.texts("portal", "spatial")
        return (*keys, *(self._read.checked_address("portal", "spatial", place) for place in others))

    def geocoding_level(self) -> Code | None:
        """Give the administrative level, a code of DCAT-AP.de."""
        stated = self._read.text("portal", "geocoding_level")
        known = {level.iri: level for level in GEOCODING_LEVELS.values()}
        return None if stated is None else self._read.known("portal", "geocoding_level", stated, known)

    def contributor(self) -> Code | None:
        """Give the ID under which GovData knows who delivers; GovData gives it, nobody else can."""
        stated = self._read.text("portal", "contributor")
        if stated is None:
            return None
        self._must_start("contributor", stated, CONTRIBUTORS, "…")
        return Code(stated, f"{DCAT_AP_DE}contributors")

    def endpoint(self) -> str | None:
        """Give the address of the SPARQL endpoint that holds the graph of the release."""
        return self._read.address("portal", "endpoint")

    def _must_start(self, key: str, value: str, start: str, example: str) -> None:
        if not (value.startswith(start) and len(value) > len(start) and is_address(value)):
            hint = Text(f"eine IRI wie `{start}{example}`.", f"an IRI such as `{start}{example}`.")
            raise self._read.unusable("portal", key, value, hint)
