"""How the terms of the ontology belong together, and how the graph uses them: what diagrams and documentation show."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from triagraph.namespaces import RDFS, SCHEMA, TRIA
from triagraph.site.graph import TYPE, GraphIndex
from triagraph.site.places import Places
from triagraph.site.terms import key

#: What a property is used with, and what its values are.
USED_WITH: Final = (f"{SCHEMA}domainIncludes", f"{RDFS}domain")
VALUES: Final = (f"{SCHEMA}rangeIncludes", f"{RDFS}range")
SUBCLASS: Final = f"{RDFS}subClassOf"

LinkKind = Literal["subclass", "relation", "attribute"]


@dataclass(frozen=True, slots=True)
class TermLink:
    """One arrow of a diagram: from a class, by a property, to a class or datatype."""

    kind: LinkKind
    source: str
    term: str
    target: str


class TermLinks:
    """The arrows between the terms of the ontology, in its order."""

    def __init__(self, graph: GraphIndex, places: Places) -> None:
        self._graph = graph
        self._kinds = places.terms
        self.every = tuple(dict.fromkeys(link for iri in places.terms for link in self._of_term(iri)))

    def objects(self, iri: str, predicates: tuple[str, ...]) -> list[str]:
        """Give what the ontology says of a term by some properties, as far as it is named by IRIs."""
        quads = self._graph.terms.get(iri, ())
        found = (
            quad.object.value
            for predicate in predicates
            for quad in quads
            if quad.predicate.value == predicate and isinstance(quad.object, NamedNode)
        )
        return list(dict.fromkeys(found))

    def _of_term(self, iri: str) -> list[TermLink]:
        kind = self._kinds[iri]
        if kind == "class":
            return [TermLink("subclass", iri, SUBCLASS, above) for above in self.objects(iri, (SUBCLASS,))]
        drawn: LinkKind = "relation" if kind == "relation" else "attribute"
        return [
            TermLink(drawn, source, iri, target)
            for source in self.objects(iri, USED_WITH)
            for target in self.objects(iri, VALUES)
        ]

    def around(self, class_: str) -> tuple[TermLink, ...]:
        """Give the arrows from and to a class: first those from it, then those to it; its own loops once."""
        leaving = [link for link in self.every if link.source == class_]
        return (*leaving, *(link for link in self.every if link.target == class_ and link.source != class_))

    def drawn_at(self, iri: str) -> str | None:
        """Name the class of ours whose diagram shows a term; None where there is none."""
        if self._kinds[iri] == "class":
            return iri
        ends = [end for link in self.every if link.term == iri for end in (link.source, link.target)]
        return next((end for end in ends if self._kinds.get(end) == "class"), None)


@dataclass(frozen=True, slots=True)
class Use:
    """How a graph uses a property: how many triples there are, of what things, with what values; most frequent first."""

    triples: int
    subjects: tuple[tuple[str, int], ...] = ()
    values: tuple[tuple[str, int], ...] = ()


def uses(graph: GraphIndex) -> dict[str, Use]:
    """Count, in one walk over the graph, with what classes and datatypes each property of the ontology is used."""
    triples: Counter[str] = Counter()
    subjects: dict[str, Counter[str]] = defaultdict(Counter)
    values: dict[str, Counter[str]] = defaultdict(Counter)
    classes: dict[str, tuple[str, ...]] = {}

    def classes_of(node: str) -> tuple[str, ...]:
        found = {
            quad.object.value
            for quad in graph.by_subject.get(node, ())
            if quad.predicate.value == TYPE and isinstance(quad.object, NamedNode)
        }
        return tuple(found.difference(*map(graph.broader, found)))

    for subject, quads in graph.by_subject.items():
        own = [quad for quad in quads if quad.predicate.value.startswith(TRIA)]
        of_subject = classes_of(subject) if own else ()
        for quad in own:
            term, value = quad.predicate.value, quad.object
            triples[term] += 1
            subjects[term].update(of_subject)
            if isinstance(value, RdfLiteral):
                values[term][value.datatype.value] += 1
            else:
                node = key(value)
                if node not in classes:
                    classes[node] = classes_of(node)
                values[term].update(classes[node])
    return {term: Use(count, _ordered(subjects[term]), _ordered(values[term])) for term, count in triples.items()}


def _ordered(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
