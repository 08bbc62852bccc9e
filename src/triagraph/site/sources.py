"""The page of a source: every quotation from it, and what each one carries."""

from __future__ import annotations

from dataclasses import dataclass

from triagraph.namespaces import RDF
from triagraph.site.evidence import Evidence
from triagraph.site.facts import Describer
from triagraph.site.graph import QUOTED
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import Places


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation and the things that it carries, each with the properties that it is quoted for."""

    evidence: Evidence
    carries: tuple[tuple[Inline, tuple[Inline, ...]], ...]


def quotations(describer: Describer, places: Places, source: str, part: int, origin: str) -> list[Quoted]:
    """Give a part of the quotations from a source, in the order of its text, for the page `origin`."""
    return [
        Quoted(describer.witnesses.of_quotation(quotation), _carried(describer, places, quotation, origin))
        for quotation in places.passages.parts(source)[part]
    ]


def _carried(
    describer: Describer, places: Places, quotation: str, origin: str
) -> tuple[tuple[Inline, tuple[Inline, ...]], ...]:
    graph = describer.graph
    things: dict[str, dict[str, None]] = {}
    for node in graph.subjects(QUOTED, quotation):
        if places.kind(node) == "statement":
            for subject in graph.iris(node, f"{RDF}subject"):
                things.setdefault(subject, {}).update(dict.fromkeys(graph.iris(node, f"{RDF}predicate")))
        else:
            things.setdefault(node, {})
    return tuple(
        (describer.names.link(thing, origin), tuple(describer.property(predicate, origin) for predicate in predicates))
        for thing, predicates in sorted(
            things.items(), key=lambda item: (sortable(describer.names.text(item[0])), item[0])
        )
    )
