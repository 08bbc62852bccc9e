"""VoID, the description of a dataset for machines that want to know what is in it: https://www.w3.org/TR/void/."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from triagraph.catalogue.distribution import Distribution
from triagraph.catalogue.graph import VOID, Value, describe, iris, typed
from triagraph.catalogue.record import CatalogueRecord, read_record
from triagraph.catalogue.service import count_by_graph, service_description
from triagraph.language import Text
from triagraph.namespaces import DCTERMS, FOAF, OWL, PREFIXES, RDF, SKOS
from triagraph.store.loading import Dataset

Subject: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

#: The predicates by which we say that something here corresponds to something elsewhere.
LINKS: Final = (
    f"{OWL}sameAs",
    *(f"{SKOS}{name}" for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
)
#: Media type of a syntax → its IRI as a format of the W3C.
_FEATURES: Final = {
    "text/turtle": "http://www.w3.org/ns/formats/Turtle",
    "application/n-triples": "http://www.w3.org/ns/formats/N-Triples",
    "application/n-quads": "http://www.w3.org/ns/formats/N-Quads",
    "application/trig": "http://www.w3.org/ns/formats/TriG",
    "application/ld+json": "http://www.w3.org/ns/formats/JSON-LD",
    "application/rdf+xml": "http://www.w3.org/ns/formats/RDF_XML",
}


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the union of a dataset's graphs; `links` counts by target and predicate."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    links: Mapping[tuple[str, str], int]


def void_description(
    dataset: Dataset, distributions: Sequence[Distribution], *, base_url: str, date: str
) -> list[Quad]:
    """Describe a dataset in VoID: counts, vocabularies, dumps and one linkset per target and predicate; and for SPARQL.

    The dataset has the same IRI as in the DCAT catalogue.

    Raises:
        ProjectError: a setting cannot be used, or one without which there is no valid catalogue is missing.
        InputError: `base_url` or `date` cannot be used.
    """
    record = read_record(dataset, distributions, base_url=base_url, date=date)
    every = _Every(dataset)
    counts = count(every, dataset.project.base)
    service = service_description(
        record.dataset,
        count_by_graph(every),
        counts.triples,
        base_url=record.base_url,
        endpoint=record.endpoint,
    )
    return list(dict.fromkeys([*_statements(record, counts, dataset.project.base), *service]))


@dataclass(frozen=True, slots=True)
class _Every:
    """The quads of a dataset, as often as they are asked for: a large one makes each anew instead of holding all."""

    dataset: Dataset

    def __iter__(self) -> Iterator[Quad]:
        return iter(self.dataset.each())


def count(quads: Iterable[Quad], base: str) -> Statistics:
    """Count a dataset.

    Args:
        quads: the graphs of the dataset; a triple that stands in several counts once.
        base: what the IRIs of the dataset's own things start with.
    """
    members: dict[str, set[Subject]] = defaultdict(set)
    properties: Counter[str] = Counter()
    links: Counter[tuple[str, str]] = Counter()
    subjects: set[Subject] = set()
    objects: set[Term] = set()
    for quad in _once(quads):
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        subjects.add(subject)
        objects.add(value)
        properties[predicate] += 1
        if predicate == f"{RDF}type" and isinstance(value, NamedNode):
            members[value.value].add(subject)
        elif predicate in LINKS and isinstance(value, NamedNode) and _leads_out(subject, value, base):
            links[_space(value.value), predicate] += 1
    return Statistics(
        triples=properties.total(),
        entities=sum(_is_own(subject, base) for subject in subjects),
        subjects=len(subjects),
        objects=len(objects),
        classes={name: len(things) for name, things in sorted(members.items())},
        properties=dict(sorted(properties.items())),
        links=dict(sorted(links.items())),
    )


def _once(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give one quad for each triple; only triples that may stand in several graphs are kept in mind."""
    kept = list(quads) if isinstance(quads, Iterator) else quads
    seen: set[int] = set()
    repeated: set[int] = set()
    for quad in kept:
        number = hash(quad.triple)
        (repeated if number in seen else seen).add(number)
    shown: set[Triple] = set()
    for quad in kept:
        triple = quad.triple
        if hash(triple) in repeated:
            if triple in shown:
                continue
            shown.add(triple)
        yield quad


def _is_own(term: object, base: str) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(base)


def _leads_out(subject: Subject, value: NamedNode, base: str) -> bool:
    return _is_own(subject, base) and not _is_own(value, base)


def _space(iri: str) -> str:
    """Give what the IRIs of a target have in common: everything up to the last `#` or `/`."""
    cut = max(iri.rfind("#"), iri.rfind("/"))
    return iri[: cut + 1]


def _statements(record: CatalogueRecord, counts: Statistics, base: str) -> Iterator[Quad]:
    rdf = [one for one in record.distributions if one.is_rdf]
    partitions = {name: _own(record, "class", name) for name in counts.classes}
    property_partitions = {name: _own(record, "property", name) for name in counts.properties}
    linksets = {key: _own(record, "linkset", " ".join(key)) for key in counts.links}
    properties: dict[str, Value] = {
        f"{DCTERMS}title": record.title,
        f"{DCTERMS}description": record.description,
        f"{DCTERMS}publisher": NamedNode(record.publisher_iri),
        f"{DCTERMS}license": NamedNode(record.licence.address),
        f"{DCTERMS}modified": typed(record.modified, "date"),
        f"{FOAF}homepage": NamedNode(record.base_url),
        f"{VOID}uriSpace": Literal(base),
        f"{VOID}triples": _number(counts.triples),
        f"{VOID}entities": _number(counts.entities),
        f"{VOID}classes": _number(len(counts.classes)),
        f"{VOID}properties": _number(len(counts.properties)),
        f"{VOID}distinctSubjects": _number(counts.subjects),
        f"{VOID}distinctObjects": _number(counts.objects),
        f"{VOID}vocabulary": iris(_vocabularies([*counts.classes, *counts.properties])),
        f"{VOID}feature": iris(sorted({_FEATURES[one.syntax.media_type] for one in rdf})),
        f"{VOID}dataDump": iris([record.address(one) for one in rdf]),
        f"{VOID}classPartition": iris(list(partitions.values())),
        f"{VOID}propertyPartition": iris(list(property_partitions.values())),
        f"{VOID}subset": iris(list(linksets.values())),
    }
    yield from describe(record.dataset, (f"{VOID}Dataset",), properties)
    yield from describe(
        _own(record, "description", None),
        (f"{VOID}DatasetDescription",),
        {f"{FOAF}primaryTopic": NamedNode(record.dataset)},
    )
    yield from describe(record.publisher_iri, (f"{FOAF}Agent",), {f"{FOAF}name": Literal(record.publisher)})
    for name, iri in partitions.items():
        yield from describe(
            iri, (), {f"{VOID}class": NamedNode(name), f"{VOID}entities": _number(counts.classes[name])}
        )
    for name, iri in property_partitions.items():
        yield from describe(
            iri, (), {f"{VOID}property": NamedNode(name), f"{VOID}triples": _number(counts.properties[name])}
        )
    for key, iri in linksets.items():
        yield from _linkset(record, key, iri, counts.links[key])


def _linkset(record: CatalogueRecord, key: tuple[str, str], iri: str, triples: int) -> Iterator[Quad]:
    space, predicate = key
    target = _own(record, "target", space)
    properties: dict[str, Value] = {
        f"{VOID}subjectsTarget": NamedNode(record.dataset),
        f"{VOID}objectsTarget": NamedNode(target),
        f"{VOID}linkPredicate": NamedNode(predicate),
        f"{VOID}triples": _number(triples),
    }
    yield from describe(iri, (f"{VOID}Linkset",), properties)
    name = Text(f"Verknüpfte Daten unter {space}", f"Linked data at {space}")
    yield from describe(target, (f"{VOID}Dataset",), {f"{VOID}uriSpace": Literal(space), f"{DCTERMS}title": name})


def _vocabularies(terms: Iterable[str]) -> list[str]:
    """Give the namespaces of record that the terms are from."""
    spaces = sorted(PREFIXES.values(), key=len, reverse=True)
    found = {next((space for space in spaces if term.startswith(space)), None) for term in terms}
    return sorted(space for space in found if space)


def _own(record: CatalogueRecord, kind: str, name: str | None) -> str:
    fragment = kind if name is None else f"{kind}/{quote(name, safe='')}"
    return f"{record.base_url}void#{fragment}"


def _number(value: int) -> Literal:
    return typed(str(value), "integer")
