"""The service description: which graphs a query can name, how large each is, and where SPARQL is answered, if it is.

https://www.w3.org/TR/sparql11-service-description/. A release answers no SPARQL itself: what stands here without an endpoint is
the dataset that its dumps make when they are loaded, and with one, the service that holds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad

from triagraph.catalogue.graph import SD, VOID, describe, iris, typed

#: What every endpoint must do that the docs name: https://www.w3.org/ns/sparql-service-description#SPARQL11Query.
_LANGUAGE: Final = f"{SD}SPARQL11Query"


def count_by_graph(quads: Iterable[Quad]) -> dict[str, int]:
    """Count the statements of each named graph, each once; the quads of a graph stand one after the other or in few pieces."""
    seen: dict[str, set[int]] = {}
    for name, together in groupby(quads, lambda quad: quad.graph_name):
        if isinstance(name, NamedNode):
            seen.setdefault(name.value, set()).update(hash(quad.triple) for quad in together)
    return {name: len(triples) for name, triples in sorted(seen.items())}


def service_description(
    dataset: str, graphs: Mapping[str, int], triples: int, *, base_url: str, endpoint: str | None
) -> Iterator[Quad]:
    """Describe a dataset as one that SPARQL asks.

    Args:
        dataset: the IRI of the dataset.
        graphs: the named graphs and how many statements each has.
        triples: how many the default graph has, the union of them.
        base_url: where the description stands.
        endpoint: where SPARQL is answered, or None.
    """
    here = f"{base_url}void#"
    named = {name: f"{here}graph/{quote(name, safe='')}" for name in graphs}
    union = f"{here}graph"
    yield from describe(
        dataset,
        (f"{SD}Dataset",),
        {
            f"{SD}defaultGraph": NamedNode(union),
            f"{SD}namedGraph": iris(list(named.values())),
            f"{VOID}sparqlEndpoint": NamedNode(endpoint) if endpoint else None,
        },
    )
    yield from describe(union, (f"{SD}Graph",), {f"{VOID}triples": typed(str(triples), "integer")})
    for name, iri in named.items():
        yield from describe(
            iri, (f"{SD}NamedGraph",), {f"{SD}name": NamedNode(name), f"{SD}graph": NamedNode(f"{iri}/content")}
        )
        yield from describe(f"{iri}/content", (f"{SD}Graph",), {f"{VOID}triples": typed(str(graphs[name]), "integer")})
    if endpoint:
        yield from describe(
            f"{here}service",
            (f"{SD}Service",),
            {
                f"{SD}endpoint": NamedNode(endpoint),
                f"{SD}supportedLanguage": NamedNode(_LANGUAGE),
                f"{SD}defaultDataset": NamedNode(dataset),
            },
        )
