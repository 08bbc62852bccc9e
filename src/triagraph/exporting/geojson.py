"""Where things are, as GeoJSON (RFC 7946), for maps and geographic information systems."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from triagraph.labelling import Labels
from triagraph.language import LANGUAGES
from triagraph.namespaces import GEO, RDF
from triagraph.store.loading import Dataset

#: GeoJSON knows one reference system, longitude before latitude: what WKT means where it names none.
_CRS84: Final = re.compile(r"^\s*(?:<https?://www\.opengis\.net/def/crs/OGC/1\.3/CRS84>\s*)?(?=[A-Za-z])")


def to_geojson(dataset: Dataset) -> bytes:
    """Write each thing that has a geometry in a known reference system."""
    geometries: dict[str, list[dict[str, Any]]] = {}
    owners: dict[str, list[str]] = {}
    types: dict[str, list[str]] = {}
    for quad in dataset.each():
        subject, predicate, value = str(quad.subject)[1:-1], quad.predicate.value, quad.object
        if predicate == f"{GEO}hasGeometry" and isinstance(value, NamedNode):
            owners.setdefault(subject, []).append(value.value)
        elif predicate == f"{GEO}asWKT" and isinstance(value, Literal):
            shape = geometry(value.value)
            if shape is not None and shape not in geometries.setdefault(subject, []):
                geometries[subject].append(shape)
        elif predicate == f"{RDF}type" and isinstance(value, NamedNode):
            types.setdefault(subject, []).append(value.value)
    labels = Labels.of(dataset)
    features = [
        _feature(iri, shape, sorted(set(types.get(iri, ()))), labels)
        for iri, held in sorted(owners.items())
        for shape in [each for name in sorted(set(held)) for each in geometries.get(name, ())][:1]
    ]
    document = {"type": "FeatureCollection", "features": features}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(iri: str, shape: dict[str, Any], types: list[str], labels: Labels) -> dict[str, Any]:
    named = {f"label_{language}": labels.of_iri(iri, language) for language in LANGUAGES}
    properties = {"iri": iri, **named, "types": [labels.short(name) for name in types]}
    return {"type": "Feature", "id": iri, "geometry": shape, "properties": properties}


def geometry(wkt: str) -> dict[str, Any] | None:
    """Give a geometry of GeoJSON for a WKT literal; None where it cannot be read or is in another reference system."""
    from geomet.wkt import loads

    match = _CRS84.match(wkt)
    if match is None:
        return None
    try:
        shape: dict[str, Any] = loads(wkt[match.end() :])
    except (ValueError, StopIteration, IndexError, KeyError, TypeError):
        return None
    shape.pop("meta", None)
    return shape
