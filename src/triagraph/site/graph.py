"""The graph of a release, indexed once by subject and by object: pages look things up, and no SPARQL is run for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.namespaces import PROV, RDF, RDFS, TRIA
from triagraph.project import DEFAULT_GRAPH_LAYERS
from triagraph.results import Term
from triagraph.serializer.order import order_of_subject
from triagraph.site.packed import OBJECT, PREDICATE, SUBJECT, PackedIndex, PackedQuads, Packer
from triagraph.site.terms import key
from triagraph.site.unnamed import unnamed
from triagraph.store.loading import Dataset

TYPE: Final = f"{RDF}type"
#: How many subjects are kept with their values by property: enough for a region's graph, and bounded for a large one.
_KEPT_SUBJECTS: Final = 5_000
_SUBCLASS: Final = f"{RDFS}subClassOf"
QUOTED: Final = f"{PROV}wasQuotedFrom"


class GraphIndex:
    """The quads of the default graph's layers, and of the ontology's terms, by subject and by object."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.project = dataset.project
        layers = [dataset.layers.get(layer, ()) for layer in DEFAULT_GRAPH_LAYERS]
        packed = [quads for quads in layers if isinstance(quads, PackedQuads)]
        self._packed = packed or [Packer().packed(chain(*layers))]
        self.size = sum(map(len, self._packed))
        self.by_subject = PackedIndex(self._packed, SUBJECT)
        self.by_object = PackedIndex(self._packed, OBJECT)
        self._objects = lru_cache(_KEPT_SUBJECTS)(self.by_subject.objects)
        self.terms = index_by_subject(dataset.terms)
        self.block = lru_cache(_KEPT_SUBJECTS)(self._read_block)
        self._broader: dict[str, frozenset[str]] = {}
        self._uses = self._counted()
        self._statements = self._evidence_of_statements()

    @cached_property
    def nodes(self) -> list[str]:
        """Give what something is said of, in canonical order."""
        return sorted(self.by_subject, key="<{}>".format)

    def each_term(self) -> Iterable[object]:
        """Give every term that is used, at least once."""
        return self._packed[0].terms

    @cached_property
    def unnamed(self) -> PackedQuads:
        """Give the quads that mention a blank node."""
        return unnamed(self._packed)

    def values(self, subject: str, predicate: str) -> list[Term]:
        """Give the objects of a subject and a predicate, each once, in the order of the files."""
        return self._objects(subject).get(predicate, [])

    def _read_block(self, subject: str) -> list[Quad]:
        """Give the triples of a subject, each once, in canonical order."""
        unique = {Quad(quad.subject, quad.predicate, quad.object) for quad in self.by_subject.get(subject, ())}
        return sorted(unique, key=order_of_subject)

    def value(self, subject: str, predicate: str) -> Term | None:
        """Give the first object of a subject and a predicate."""
        return next(iter(self.values(subject, predicate)), None)

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Give the objects that are IRIs."""
        return [term.value for term in self.values(subject, predicate) if isinstance(term, NamedNode)]

    def literals(self, subject: str, predicate: str) -> list[Literal]:
        """Give the objects that are literals."""
        return [term for term in self.values(subject, predicate) if isinstance(term, Literal)]

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Give the subjects that have a node as the object of a predicate, each once."""
        return list(
            dict.fromkeys(
                key(quad.subject) for quad in self.by_object.get(value, ()) if quad.predicate.value == predicate
            )
        )

    def uses(self, predicate: str) -> int:
        """Count the triples with a predicate."""
        return self._uses.get(predicate, 0)

    def types(self, subject: str) -> list[str]:
        """Give the classes of a thing, our own first, without those that another one of them implies."""
        types = self.iris(subject, TYPE)
        implied = {broader for type_ in types for broader in self.broader(type_)}
        return sorted(
            (type_ for type_ in types if type_ not in implied), key=lambda iri: (not iri.startswith(TRIA), iri)
        )

    def broader(self, class_: str) -> frozenset[str]:
        """Give every class that the ontology says a class to be a kind of."""
        known = self._broader.get(class_)
        if known is None:
            found: set[str] = set()
            waiting = [class_]
            while waiting:
                direct = {
                    quad.object.value
                    for quad in self.terms.get(waiting.pop(), ())
                    if quad.predicate.value == _SUBCLASS and isinstance(quad.object, NamedNode)
                }
                waiting += direct - found
                found |= direct
            known = self._broader[class_] = frozenset(found - {class_})
        return known

    def statements(self, subject: str, predicate: str, value: Term) -> list[str]:
        """Give the rdf:Statements that say a triple."""
        return self._statements.get((subject, predicate, str(value)), [])

    def layers(self, subject: str, predicate: str, value: Term) -> set[str]:
        """Give the named graphs (below `…/graph/`) in which a triple stands."""
        space = f"{self.project.base}graph/"
        return {
            quad.graph_name.value.removeprefix(space)
            for quad in self.by_subject.get(subject, ())
            if quad.predicate.value == predicate and quad.object == value and isinstance(quad.graph_name, NamedNode)
        }

    def _counted(self) -> dict[str, int]:
        """Count the triples with each predicate."""
        counts: Counter[int] = Counter()
        for quads in self._packed:
            counts.update(quads.column(PREDICATE))
        return {self._packed[0].terms[number].value: count for number, count in counts.items()}

    def _evidence_of_statements(self) -> dict[tuple[str, str, str], list[str]]:
        found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for statement, quads in self.by_subject.items():
            parts = {quad.predicate.value: quad.object for quad in quads}
            subject, predicate, value = (parts.get(f"{RDF}{name}") for name in ("subject", "predicate", "object"))
            if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value is not None:
                found[(subject.value, predicate.value, str(value))].append(statement)
        return dict(found)


def index_by_subject(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """Give the quads of each subject, in their order."""
    index: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        index[key(quad.subject)].append(quad)
    return dict(index)
