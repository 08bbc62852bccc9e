"""What search engines read: schema.org JSON-LD for the page of a thing and, as a Dataset, for the release.

Google Dataset Search: https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

from __future__ import annotations

from typing import Any, Final

from pyoxigraph import Literal

from triagraph.catalogue.record import covered_years
from triagraph.catalogue.settings import Settings
from triagraph.namespaces import DCTERMS, FOAF, LEGAL, ORG, SCHEMA, SKOS, TRIA
from triagraph.site.facts import Describer
from triagraph.site.graph import TYPE
from triagraph.site.links import safe_href
from triagraph.site.places import Places
from triagraph.site.settings import ReleaseSettings

_CONTEXT: Final = "https://schema.org"
_TYPES: Final = {
    "network": "Organization",
    "organisation": "Organization",
    "region": "Place",
    "source": "CreativeWork",
    "scheme": "DefinedTermSet",
    "form": "DefinedTerm",
    "criterion": "DefinedTerm",
    "field": "DefinedTerm",
    "position": "DefinedTerm",
    "code": "DefinedTerm",
}
#: Google asks for at least 50 characters of description.
_LEAST_DESCRIPTION: Final = 50


def thing(
    describer: Describer, places: Places, settings: ReleaseSettings, iri: str, description: str
) -> dict[str, Any]:
    """Give the schema.org view of a thing."""
    graph, name = describer.graph, describer.names.text(iri)
    schema_type = _TYPES.get(places.kind(iri), "Thing")
    fields: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": schema_type,
        "@id": iri,
        "name": name,
        "url": _address(settings, places.page(iri, describer.language)),
        "description": description if description != name else None,
        "alternateName": sorted({literal.value for literal in graph.literals(iri, f"{SKOS}altLabel")}),
        "sameAs": [same for same in graph.iris(iri, f"{SKOS}exactMatch") if safe_href(same)],
    }
    if schema_type == "Organization":
        fields |= _organisation(describer, iri, fields["sameAs"])
    if schema_type == "CreativeWork":
        fields["url"] = next((url for url in graph.iris(iri, f"{SCHEMA}url") if safe_href(url)), fields["url"])
        fields["publisher"] = _text(describer, iri, f"{DCTERMS}publisher")
        fields["datePublished"] = _text(describer, iri, f"{DCTERMS}date")
    if schema_type == "DefinedTerm":
        fields["inDefinedTermSet"] = graph.iris(iri, f"{SKOS}inScheme")
    return _stated(fields)


def _organisation(describer: Describer, iri: str, same: list[str]) -> dict[str, Any]:
    """Give what is said of organisations alone; sources that contradict each other date no founding."""
    graph, names = describer.graph, describer.names
    events = [event for event in graph.subjects(f"{TRIA}affects", iri) if f"{TRIA}Founding" in graph.iris(event, TYPE)]
    dates = {literal.value for event in events for literal in graph.literals(event, f"{DCTERMS}date")}
    founded = [date for date in dates if not any(other.startswith(f"{date}-") for other in dates)]
    return {
        "legalName": _text(describer, iri, f"{LEGAL}legalName"),
        "foundingDate": founded[0] if len(founded) == 1 else None,
        "sameAs": [*same, *(url for url in graph.iris(iri, f"{FOAF}homepage") if safe_href(url))],
        "areaServed": [
            {"@type": "Place", "@id": region, "name": names.text(region)}
            for region in graph.iris(iri, f"{TRIA}activeIn")
        ],
        "memberOf": [
            {"@type": "Organization", "@id": parent, "name": names.text(parent)}
            for parent in sorted(graph.iris(iri, f"{ORG}memberOf"))
        ],
    }


def dataset(describer: Describer, settings: ReleaseSettings, files: list[tuple[str, str]]) -> dict[str, Any]:
    """Give the release as a Dataset, the one that the catalogue describes; `files` are the paths and media types of its dumps."""
    project, language = describer.graph.project, describer.language
    description = project.description.to(language)
    keywords = project.setting("portal", "keywords")
    root = settings.hosted_at
    homepage = project.setting("publisher", "homepage")
    creator = (
        _stated(
            {"@type": "Organization", "name": project.publisher, "url": safe_href(str(homepage)) if homepage else None}
        )
        if project.publisher
        else None
    )
    region = project.places["region"]
    years = covered_years(describer.graph.dataset.each(["asserted"]))
    return _stated(
        {
            "@context": _CONTEXT,
            "@type": "Dataset",
            "@id": f"{root or project.base}catalog#dataset",
            "name": project.title.to(language),
            "description": description if len(description) >= _LEAST_DESCRIPTION else None,
            "url": _address(settings, f"index.{language}.html"),
            "identifier": project.base,
            "sameAs": project.base if root not in {None, project.base} else None,
            "version": settings.version,
            "dateModified": settings.date,
            "inLanguage": list(Settings(project).languages()),
            "license": safe_href(project.licence),
            "creator": creator,
            "publisher": creator,
            "isAccessibleForFree": True,
            "keywords": list(keywords.get(language, [])) if isinstance(keywords, dict) else [],
            "spatialCoverage": {"@type": "Place", "@id": region, "name": describer.names.text(region)}
            if region
            else None,
            "temporalCoverage": "/".join(years) if years else None,
            "includedInDataCatalog": _stated(
                {
                    "@type": "DataCatalog",
                    "@id": f"{root or project.base}catalog#catalog",
                    "name": project.title.to(language),
                    "url": _address(settings, f"data/index.{language}.html"),
                }
            ),
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": f"{root}{path}"}
                for path, media_type in files
            ]
            if root
            else [],
        }
    )


def _address(settings: ReleaseSettings, path: str | None) -> str | None:
    return f"{settings.hosted_at}{path}" if settings.hosted_at and path is not None else None


def _text(describer: Describer, iri: str, predicate: str) -> str | None:
    value = describer.graph.value(iri, predicate)
    return value.value if isinstance(value, Literal) else None


def _stated(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not stated."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
