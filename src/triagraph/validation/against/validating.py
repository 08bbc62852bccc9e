"""A contribution is read, refused in part, validated on an existing graph, and told line by line what it causes there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import Quad

from triagraph.language import Text
from triagraph.namespaces import RDF, RDFS
from triagraph.parser import Document
from triagraph.report import Checked, ValidationReport, ValidationResult
from triagraph.serializer import merged
from triagraph.store.loading import LABEL_PREDICATES, labels
from triagraph.validation.against.checking import Affected, Part, caused, find_affected
from triagraph.validation.against.ground import Ground
from triagraph.validation.against.rules import quads_of, text_of
from triagraph.validation.against.units import analysed
from triagraph.validation.against.world import TERMS, Source, Triple, terms_of
from triagraph.validation.engine import Engine
from triagraph.validation.graphs import has_violation, in_order, nothing_checked, nothing_stated, results_of
from triagraph.validation.intake import Intake
from triagraph.validation.places import located
from triagraph.validation.policy import refusals
from triagraph.validation.reading import read_quads, unreadable
from triagraph.validation.shapes import ShapesGraph
from triagraph.validation.standing import with_values
from triagraph.validation.targets import focus_nodes, is_specific

_TYPE: Final = f"<{RDF}type>"
_IRI: Final = re.compile(r"<[^<>]*>")
_SUBCLASS: Final = f"<{RDFS}subClassOf>"
_WHOLE: Final = Text(
    "Für diese Shapes oder Regeln ist nicht abzusehen, was der Beitrag berührt; sie wurden am ganzen Graphen geprüft: {names}.",
    "For these shapes or rules there is no telling what the contribution affects; the whole graph was checked for: {names}.",
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a contribution states, apart from what is refused."""

    quads: tuple[Quad, ...]
    refused: Mapping[int, ValidationResult]

    @property
    def kept(self) -> list[Quad]:
        """Give the statements that are taken in."""
        return [quad for index, quad in enumerate(self.quads) if index not in self.refused]

    @property
    def triples(self) -> list[Triple]:
        """Give them as terms in N-Triples syntax, each once."""
        return list(dict.fromkeys(terms_of(quad) for quad in self.kept))


def contribution_of(quads: Sequence[Quad], ground: Ground, *, trust: bool) -> Contribution:
    """Look for what a contribution may not state."""
    return Contribution(tuple(quads), {} if trust else dict(refusals(quads, _known_types(quads, ground.sources))))


def _known_types(quads: Sequence[Quad], sources: Sequence[Source]) -> dict[str, set[str]]:
    """Give the types that the subjects of a contribution have already; those of the ontology's terms do not count."""
    subjects = sorted({str(quad.subject) for quad in quads})
    found: dict[str, set[str]] = {}
    for source in sources:
        for subject, _, value, layer in source.outgoing(subjects, _TYPE):
            if layer != TERMS and value.startswith("<"):
                found.setdefault(subject, set()).add(value[1:-1])
    return found


def affected_by(contribution: Contribution, ground: Ground, shapes: Sequence[ShapesGraph]) -> Affected:
    """Find what a contribution can affect."""
    return find_affected(contribution.triples, ground.sources, analysed(shapes), ground.rules, base=ground.project.base)


def validate_against(
    documents: Sequence[Document],
    ground: Ground,
    shapes: Sequence[ShapesGraph],
    engine: Engine,
    *,
    intake: Intake | None = None,
) -> ValidationReport:
    """Validate documents as one contribution on top of an existing graph, and report what it causes.

    The results are those of the graph with the contribution that are not there without it, wherever they are. They stand
    at the contribution's own lines: those of the value or the thing, else of a statement that causes them. Unless documents
    are trusted, what they say about classes, shapes and our own terms is refused. A document that cannot be read makes
    the verdict None.

    Raises:
        InputError: no shape targets anything that the documents describe or affect, and nothing is wrong either.
    """
    intake = intake or Intake()
    base = ground.project.base
    readings = [read_quads(document, base) for document in documents]
    mistakes = [mistake for _, found in readings for mistake in found]
    if mistakes:
        return unreadable(mistakes, len(documents))
    read = [reading for reading, _ in readings]
    contribution = contribution_of([quad for each in read for quad in each.quads], ground, trust=intake.trust)
    outcome = affected_by(contribution, ground, shapes)
    results: dict[ValidationResult, Triple | None] = dict.fromkeys(contribution.refused.values())
    for part in outcome.parts:
        found = caused(part, engine)
        told = results_of((finding for finding, _ in found), part.shapes.graph)
        for result, (_, why) in zip(with_values(told, _seen(part, contribution)), found, strict=True):
            results.setdefault(result, why)
    if not (intake.allow_empty or has_violation(results) or _is_about_something(contribution, outcome, ground, shapes)):
        raise nothing_checked() if contribution.quads else nothing_stated()
    report = ValidationReport(
        conforms=not results,
        engine=engine.name,
        checked=Checked(
            files=len(documents),
            triples=len(merged(contribution.quads)),
            shapes=sum(len(graph.shapes) for graph in shapes),
            focus_nodes=len(outcome.focus_nodes()),
            against=ground.name,
            existing=outcome.looked_at,
        ),
        results=in_order(located(list(results), read, base, results)),
        notes=(*ground.notes, *(note for graph in shapes for note in graph.notes), *_whole(outcome)),
    )
    return with_labels(report, ground.sources, contribution)


def _is_about_something(
    contribution: Contribution, outcome: Affected, ground: Ground, shapes: Sequence[ShapesGraph]
) -> bool:
    """Tell whether a shape names something that the contribution describes or affects for what it is."""
    if outcome.focus_nodes(specific=True):
        return True
    subjects = {str(quad.subject) for quad in contribution.kept}
    facts = [fact for source in ground.sources for fact in source.outgoing(sorted(subjects), _TYPE)]
    terms = [fact for source in ground.sources[-1:] for fact in source.extent(_SUBCLASS)]
    described = [*contribution.kept, *quads_of(fact[:3] for fact in facts)]
    specific = [target for graph in shapes for target in graph.targets if is_specific(target)]
    return bool(focus_nodes(described, specific, quads_of(fact[:3] for fact in terms)))


def _seen(part: Part, contribution: Contribution) -> Iterator[bytes]:
    """Give what a shapes graph was run on, the contribution first."""
    own = [triple for triple in contribution.triples if triple in part.after]
    yield "".join(f"{' '.join(triple)} .\n" for triple in own).encode()
    yield text_of(part.after.difference(own)).encode()


def _whole(outcome: Affected) -> tuple[Text, ...]:
    if not outcome.whole:
        return ()
    names = ", ".join(sorted(set(outcome.whole)))
    return (Text(_WHOLE.de.format(names=names), _WHOLE.en.format(names=names)),)


def with_labels(
    report: ValidationReport, sources: Sequence[Source], contribution: Contribution | None = None
) -> ValidationReport:
    """Look up the labels of what the results mention; what the existing graph does not name, the contribution may."""
    if not report.results:
        return report
    terms = {term for result in report.results for term in (result.focus_node, result.value) if term is not None}
    terms.update(term for result in report.results if result.values is not None for term, _ in result.values.first)
    named = {term for term in terms if term.startswith("<") and not term.startswith("<<")}
    mentioned = sorted(named.union(*(_IRI.findall(result.path or "") for result in report.results)))
    found = [
        fact[:3]
        for source in sources
        for predicate in LABEL_PREDICATES
        for fact in source.outgoing(mentioned, f"<{predicate}>")
    ]
    known = labels(quads_of(found), LABEL_PREDICATES)
    own = labels(contribution.kept, LABEL_PREDICATES) if contribution is not None else {}
    return replace(report, labels={**own, **report.labels, **known})
