"""The namespaces of record: one prefix for one namespace, in every file of the project.

A mistyped namespace is a common and silent mistake (`https://www.w3.org/ns/adms#` instead of `http:`), so that tests
compare the prefixes of all files with this table.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

DEFAULT_BASE: Final = "https://w3id.org/triagraph/"
ONTOLOGY: Final = f"{DEFAULT_BASE}ontology"
TRIA: Final = f"{ONTOLOGY}#"
SHAPES: Final = f"{DEFAULT_BASE}shapes#"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
PROV: Final = "http://www.w3.org/ns/prov#"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
GEO: Final = "http://www.opengis.net/ont/geosparql#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SCHEMA: Final = "https://schema.org/"
LEGAL: Final = "http://www.w3.org/ns/legal#"
LOCN: Final = "http://www.w3.org/ns/locn#"

PREFIXES: Final = MappingProxyType(
    {
        "adms": "http://www.w3.org/ns/adms#",
        "dcat": DCAT,
        "dcterms": DCTERMS,
        "foaf": FOAF,
        "geo": GEO,
        "legal": LEGAL,
        "locn": LOCN,
        "m8g": "http://data.europa.eu/m8g/",
        "oa": OA,
        "org": ORG,
        "owl": OWL,
        "pav": "http://purl.org/pav/",
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "rov": "http://www.w3.org/ns/regorg#",
        "schema": SCHEMA,
        "sh": SH,
        "skos": SKOS,
        "spdx": "http://spdx.org/rdf/terms#",
        "tria": TRIA,
        "trsh": SHAPES,
        "vann": "http://purl.org/vocab/vann/",
        "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
        "xsd": XSD,
    }
)

#: The kinds of things; each has the namespace `<base>id/<kind>/`.
KINDS: Final = (
    "address",
    "assessment",
    "attribution",
    "chain",
    "change",
    "claim",
    "cluster",
    "code",
    "criterion",
    "definition",
    "field",
    "form",
    "geometry",
    "mapping",
    "membership",
    "network",
    "observation",
    "organisation",
    "outcome",
    "participation",
    "period",
    "position",
    "principle",
    "programme",
    "quotation",
    "region",
    "scheme",
    "site",
    "source",
    "statement",
)


def prefixes_for(base: str) -> dict[str, str]:
    """Give every prefix of record and one per kind of thing below `base`."""
    return {**PREFIXES, **{kind: f"{base}id/{kind}/" for kind in KINDS}}
