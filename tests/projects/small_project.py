"""A project with an ontology of its own and little data, so that it is published in a moment."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

SETTINGS = """\
[project]
name = "probe"
title = { de = "Probenetz", en = "Sample network" }
description = { de = "Ein Netz, an dem die Seiten geprüft werden.", en = "A network that the pages are tested with." }
region = "https://w3id.org/triagraph/id/region/here"
[publisher]
name = "tests"
[licence]
iri = "https://creativecommons.org/licenses/by/4.0/"
[release]
version = "1.0"
date = "2026-11-22"
"""
ONTOLOGY = """\
@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
tria:NetworkOrganisation a owl:Class ; rdfs:label "Netzwerk"@de , "network"@en .
"""
SHAPES = """\
@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix trsh: <https://w3id.org/triagraph/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
trsh:Network a sh:NodeShape ; sh:targetClass tria:NetworkOrganisation ; sh:property trsh:Network-label .
trsh:Network-label a sh:PropertyShape ; sh:path skos:prefLabel ; sh:minCount 1 ;
  sh:message "Der Name fehlt."@de , "The name is missing."@en .
"""
#: A network and its region.
ONE_NETWORK = """\
network:one a tria:NetworkOrganisation ; skos:prefLabel "Netz Eins"@de , "Network One"@en ; tria:activeIn region:here .
region:here a tria:Region ; skos:prefLabel "Hier"@de , "Here"@en .
"""
#: The prefixes of the tests' own data.
PREFIXES = "".join(
    f"@prefix {prefix}: <{space}> .\n"
    for prefix, space in {
        "tria": "https://w3id.org/triagraph/ontology#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dcterms": "http://purl.org/dc/terms/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "schema": "https://schema.org/",
        "legal": "http://www.w3.org/ns/legal#",
        **{
            kind: f"https://w3id.org/triagraph/id/{kind}/"
            for kind in ("network", "region", "source", "quotation", "statement", "observation", "change", "code")
        },
    }.items()
)
DATA = 'network:one a tria:NetworkOrganisation ; skos:prefLabel "Netz Eins"@de , "Network One"@en .\n'


def write_project(folder: Path, data: str = DATA, settings: str = SETTINGS, ontology: str = ONTOLOGY) -> Path:
    """Write the project to a folder; each part can be another."""
    for path, text in {
        "triagraph.toml": settings,
        "ontology/triagraph.ttl": ontology,
        "ontology/shapes/network.shapes.ttl": SHAPES,
        "data/asserted/page.ttl": PREFIXES + data,
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def accept(folder: Path, path: str, data: bytes) -> None:
    """Change a file of a release and the manifest with it, as somebody would who wants to hide it."""
    (folder / path).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"][path] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
