"""What data.europa.eu looks at in a dataset's metadata, and how many points each criterion gives.

The criteria and their points: https://data.europa.eu/mqa/methodology.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from triagraph.catalogue.vocabulary import AUTHORITY
from triagraph.language import Text
from triagraph.namespaces import DCAT, DCTERMS

_FILE_TYPE: Final = f"{AUTHORITY}file-type/"
_MEDIA_TYPES: Final = tuple(f"{scheme}://www.iana.org/assignments/media-types/" for scheme in ("https", "http"))
_ACCESS_RIGHTS: Final = tuple(
    f"{AUTHORITY}access-right/{code}"
    for code in ("PUBLIC", "RESTRICTED", "NON_PUBLIC", "SENSITIVE", "CONFIDENTIAL", "NORMAL", "OP_DATPRO")
)


def _file_types(codes: str) -> frozenset[str]:
    return frozenset(_FILE_TYPE + code for code in codes.split())


#: The lists of the European Data Portal that say which formats are non-proprietary and machine-readable.
_NON_PROPRIETARY: Final = _file_types(
    "BMP CSV DBF GEOJSON GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG RDF_N_QUADS "
    "RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP"
)
_MACHINE_READABLE: Final = _file_types(
    "CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE "
    "RDF_XML RSS SHP XLS XLSX XML"
)


@dataclass(frozen=True, slots=True)
class Resource:
    """The values of a thing: property → IRIs or texts; `answers` says which addresses answered."""

    values: Mapping[str, list[str]]
    answers: Mapping[str, bool]

    def of(self, path: str) -> list[str]:
        """Give the values of a property."""
        return self.values.get(path, [])


_Test: TypeAlias = Callable[[Resource], bool]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is looked at, how many points it gives, and what to do to get them."""

    dimension: Text
    name: str
    maximum: int
    advice: Text
    #: Whether it is a criterion of the distribution, else of the dataset.
    of_distribution: bool
    needs_answers: bool
    test: _Test


#: Stands for the property that no graph has: whether the whole catalogue conforms.
COMPLIANT: Final = "DCAT-AP"


def _has(path: str) -> _Test:
    return lambda resource: bool(resource.of(path))


def _answers(path: str) -> _Test:
    return lambda resource: any(resource.answers.get(address, False) for address in resource.of(path))


def _starts(path: str, starts: str | tuple[str, ...]) -> _Test:
    return lambda resource: any(value.startswith(starts) for value in resource.of(path))


def _among(path: str, known: Iterable[str]) -> _Test:
    allowed = frozenset(known)
    return lambda resource: any(value in allowed for value in resource.of(path))


def _both(first: _Test, second: _Test) -> _Test:
    return lambda resource: first(resource) and second(resource)


def _of_dataset(dimension: Text, name: str, points: int, advice: Text, test: _Test) -> Criterion:
    return Criterion(dimension, name, points, advice, of_distribution=False, needs_answers=False, test=test)


def _of_file(dimension: Text, name: str, points: int, advice: Text, test: _Test) -> Criterion:
    return Criterion(dimension, name, points, advice, of_distribution=True, needs_answers=False, test=test)


def _asked(name: str, points: int, path: str) -> Criterion:
    advice = Text("Die Adresse muss mit Erfolg antworten.", "the address must answer with success.")
    return Criterion(
        _ACCESSIBILITY, name, points, advice, of_distribution=True, needs_answers=True, test=_answers(path)
    )


def _setting(key: str, table: str = "portal") -> Text:
    return Text(
        f"In triagraph.toml `{key}` in `[{table}]` angeben.", f"state `{key}` in `[{table}]` of triagraph.toml."
    )


_FINDABILITY: Final = Text("Auffindbarkeit", "Findability")
_ACCESSIBILITY: Final = Text("Zugänglichkeit", "Accessibility")
_INTEROPERABILITY: Final = Text("Interoperabilität", "Interoperability")
_REUSABILITY: Final = Text("Wiederverwendbarkeit", "Reusability")
_CONTEXTUALITY: Final = Text("Kontext", "Contextuality")
_OPEN_FORMAT: Final = Text(
    "Ein offenes, maschinenlesbares Format wie Turtle oder CSV anbieten.",
    "offer an open, machine-readable format such as Turtle or CSV.",
)
_ALWAYS: Final = Text("Ein Katalog von triagraph hat es immer.", "a catalogue of triagraph always has it.")
_DISTRIBUTION: Final = Text("Es gehört an jede Distribution.", "it belongs to every distribution.")

CRITERIA: Final = (
    _of_dataset(_FINDABILITY, "dcat:keyword", 30, _setting("keywords"), _has(f"{DCAT}keyword")),
    _of_dataset(_FINDABILITY, "dcat:theme", 30, _setting("themes"), _has(f"{DCAT}theme")),
    _of_dataset(_FINDABILITY, "dcterms:spatial", 20, _setting("geocoding"), _has(f"{DCTERMS}spatial")),
    _of_dataset(
        _FINDABILITY,
        "dcterms:temporal",
        20,
        Text("Aussagen aus Quellen mit `dcterms:date` datieren.", "date what sources say with `dcterms:date`."),
        _has(f"{DCTERMS}temporal"),
    ),
    _asked("dcat:accessURL answers", 50, f"{DCAT}accessURL"),
    _of_file(_ACCESSIBILITY, "dcat:downloadURL", 20, _DISTRIBUTION, _has(f"{DCAT}downloadURL")),
    _asked("dcat:downloadURL answers", 30, f"{DCAT}downloadURL"),
    _of_file(_INTEROPERABILITY, "dcterms:format", 20, _DISTRIBUTION, _has(f"{DCTERMS}format")),
    _of_file(_INTEROPERABILITY, "dcat:mediaType", 10, _DISTRIBUTION, _has(f"{DCAT}mediaType")),
    _of_file(
        _INTEROPERABILITY,
        "dcterms:format/dcat:mediaType from vocabulary",
        10,
        Text("Werte aus den Listen der EU und der IANA nehmen.", "take values from the lists of the EU and of IANA."),
        _both(_starts(f"{DCTERMS}format", _FILE_TYPE), _starts(f"{DCAT}mediaType", _MEDIA_TYPES)),
    ),
    _of_file(
        _INTEROPERABILITY,
        "dcterms:format non-proprietary",
        20,
        _OPEN_FORMAT,
        _among(f"{DCTERMS}format", _NON_PROPRIETARY),
    ),
    _of_file(
        _INTEROPERABILITY,
        "dcterms:format machine-readable",
        20,
        _OPEN_FORMAT,
        _among(f"{DCTERMS}format", _MACHINE_READABLE),
    ),
    _of_dataset(
        _INTEROPERABILITY,
        "DCAT-AP compliance",
        30,
        Text("Der Katalog muss zu DCAT-AP konform sein.", "the catalogue must conform to DCAT-AP."),
        _has(COMPLIANT),
    ),
    _of_file(_REUSABILITY, "dcterms:license", 20, _setting("iri", "licence"), _has(f"{DCTERMS}license")),
    _of_file(
        _REUSABILITY,
        "dcterms:license from vocabulary",
        10,
        Text(
            "Eine Lizenz aus der Liste der EU nehmen, wie sie `catalog.dcat-ap.ttl` nennt.",
            "take a licence of the EU's list, as `catalog.dcat-ap.ttl` has it.",
        ),
        _starts(f"{DCTERMS}license", f"{AUTHORITY}licence/"),
    ),
    _of_dataset(_REUSABILITY, "dcterms:accessRights", 10, _ALWAYS, _has(f"{DCTERMS}accessRights")),
    _of_dataset(
        _REUSABILITY,
        "dcterms:accessRights from vocabulary",
        5,
        Text("Einen Wert aus der Liste der EU nehmen.", "take a value of the EU's list."),
        _among(f"{DCTERMS}accessRights", _ACCESS_RIGHTS),
    ),
    _of_dataset(_REUSABILITY, "dcat:contactPoint", 20, _setting("email", "contact"), _has(f"{DCAT}contactPoint")),
    _of_dataset(_REUSABILITY, "dcterms:publisher", 10, _setting("name", "publisher"), _has(f"{DCTERMS}publisher")),
    _of_file(_CONTEXTUALITY, "dcterms:rights", 5, _setting("rights", "licence"), _has(f"{DCTERMS}rights")),
    _of_file(_CONTEXTUALITY, "dcat:byteSize", 5, _DISTRIBUTION, _has(f"{DCAT}byteSize")),
    _of_dataset(_CONTEXTUALITY, "dcterms:issued", 5, _setting("date", "release"), _has(f"{DCTERMS}issued")),
    _of_dataset(_CONTEXTUALITY, "dcterms:modified", 5, _setting("date", "release"), _has(f"{DCTERMS}modified")),
)
