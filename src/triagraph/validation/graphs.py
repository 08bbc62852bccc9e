"""Validate documents on the ground of the ontology, the vocabularies and the known things of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import NamedNode, Quad

from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.namespaces import RDF, SH, TRIA
from triagraph.parser import Document
from triagraph.report import SEVERITIES, Checked, Severity, ValidationReport, ValidationResult
from triagraph.serializer import merged, ntriples
from triagraph.store.loading import Dataset
from triagraph.validation.engine import Engine, Finding
from triagraph.validation.intake import Intake
from triagraph.validation.lexical import findings_of
from triagraph.validation.own_labels import own_labels
from triagraph.validation.places import located
from triagraph.validation.policy import refusals
from triagraph.validation.reading import read_quads, unreadable
from triagraph.validation.runs import Runs
from triagraph.validation.shapes import ShapesGraph
from triagraph.validation.standing import with_values
from triagraph.validation.targets import focus_nodes, is_specific

#: The engine's runs on so many statements may go on side by side: each has a graph of its own in memory.
_FEW: Final = 2_000
_SEVERITIES: Final[dict[str, Severity]] = {
    f"{SH}Violation": "violation",
    f"{SH}Warning": "warning",
    f"{SH}Info": "info",
}


def validate_documents(
    documents: Sequence[Document],
    dataset: Dataset,
    shapes: Sequence[ShapesGraph],
    engine: Engine,
    *,
    intake: Intake | None = None,
) -> ValidationReport:
    """Validate documents as one data graph, on the ground of a project's ontology, vocabularies and things.

    A thing that the project knows counts as it is described there. Only nodes that the documents describe are reported;
    what a document would break elsewhere, `--against` tells. Unless documents are trusted, what they say about
    classes, shapes and our own terms is reported too. A document that cannot be read makes the verdict None.

    Raises:
        InputError: no shape targets any node of the documents, and nothing is wrong either: a verdict would be one on nothing.
    """
    base = dataset.project.base
    readings = [read_quads(document, base) for document in documents]
    mistakes = [mistake for _, found in readings for mistake in found]
    if mistakes:
        return unreadable(mistakes, len(documents))
    read = [reading for reading, _ in readings]
    report = _validate_quads(
        [quad for each in read for quad in each.quads], dataset, shapes, engine, intake or Intake()
    )
    results = located(report.results, read, base)
    named = own_labels(results, (quad for each in read for quad in each.quads))
    checked = replace(report.checked, files=len(documents))
    return replace(report, checked=checked, results=in_order(results), labels=named)


def _validate_quads(
    quads: list[Quad], dataset: Dataset, shapes: Sequence[ShapesGraph], engine: Engine, intake: Intake
) -> ValidationReport:
    types = types_of(dataset.quads())
    refused = {} if intake.trust else dict(refusals(quads, types_by_node(types)))
    kept = [quad for index, quad in enumerate(quads) if index not in refused]
    subjects = {str(quad.subject) for quad in kept}
    described = [*kept, *(quad for quad in types if str(quad.subject) in subjects)]
    specific = [target for graph in shapes for target in graph.targets if is_specific(target)]
    is_targeted = intake.allow_empty or bool(focus_nodes(described, specific, dataset.terms))
    if not (is_targeted or refused or _uses_our_terms(kept)):
        raise nothing_checked() if quads else nothing_stated()
    results = list(refused.values())
    nodes: set[str] = set()
    for graph, findings, data in _found(kept, dataset, shapes, engine):
        found = focus_nodes(described, graph.targets, dataset.terms)
        nodes |= found
        told = results_of((finding for finding in findings if is_about(finding, graph, found, subjects)), graph)
        results += with_values(told, (data,))
    if not (is_targeted or has_violation(results)):
        raise nothing_checked()
    checked = Checked(0, len(merged(quads)), sum(len(graph.shapes) for graph in shapes), len(nodes))
    return report_of(results, engine, checked)


def _found(
    quads: list[Quad], dataset: Dataset, shapes: Sequence[ShapesGraph], engine: Engine
) -> Iterator[tuple[ShapesGraph, list[Finding], bytes]]:
    """Give what each shapes graph finds, and on which N-Triples, the documents first.

    On few statements all shapes graphs are run at once, else one at a time.
    """
    if len(quads) > _FEW:
        for graph in shapes:
            data = ntriples([*quads, *dataset.quads(sorted(graph.layers)), *dataset.terms])
            yield graph, findings_of(engine, data, graph.quads), data.encode()
        return
    texts = {layer: dataset.ntriples(layer) for graph in shapes for layer in graph.layers}
    common = ntriples([*quads, *dataset.terms]).encode()
    with Runs(engine, shapes) as runs:
        runs.start(texts, common)
        found = runs.findings()
    for graph, findings in zip(shapes, found, strict=True):
        yield graph, findings, b"".join([common, *(texts[layer] for layer in sorted(graph.layers))])


def _uses_our_terms(quads: Iterable[Quad]) -> bool:
    """Tell whether there can be results even where no shape targets anything: about misspelt classes and properties of ours."""
    terms = (term for quad in quads for term in (quad.predicate, quad.object))
    return any(isinstance(term, NamedNode) and term.value.startswith(TRIA) for term in terms)


def is_about(finding: Finding, graph: ShapesGraph, focus: set[str], subjects: set[str]) -> bool:
    """Tell whether a finding is about the documents: their focus nodes, or a value that they describe."""
    if finding.source_shape in graph.about_values:
        return finding.value in subjects
    return finding.focus_node in focus


def types_by_node(types: Iterable[Quad]) -> dict[str, set[str]]:
    """Give node, in N-Triples syntax → the IRIs of its types."""
    found: dict[str, set[str]] = {}
    for quad in types:
        if isinstance(quad.object, NamedNode):
            found.setdefault(str(quad.subject), set()).add(quad.object.value)
    return found


def has_violation(results: Iterable[ValidationResult]) -> bool:
    """Tell whether there is more to say than that nothing is targeted: a misspelt class is why no shape targets its things."""
    return any(result.severity == "violation" for result in results)


def nothing_stated() -> InputError:
    """Give the error that says that documents are empty, or have nothing but prefixes and comments."""
    return InputError(
        Text(
            "In diesen Daten steht keine einzige Aussage; es wurde nichts geprüft.",
            "This data has no statements at all; nothing was checked.",
        ),
        hint=Text(
            "Ist es die richtige Datei, und ist sie ganz? `--allow-empty` lässt es gelten.",
            "is it the right file, and all of it? `--allow-empty` accepts it.",
        ),
    )


def nothing_checked() -> InputError:
    """Give the error that says that no shape targets anything."""
    return InputError(
        Text(
            "Für nichts in diesen Daten gibt es eine Regel; es wurde nichts geprüft.",
            "There is no rule for anything in this data; nothing was checked.",
        ),
        hint=Text(
            "Stimmen die Klassen (`a tria:NetworkOrganisation` …)? `--allow-empty` lässt es gelten.",
            "are the classes right (`a tria:NetworkOrganisation` …)? `--allow-empty` accepts it.",
        ),
    )


def types_of(quads: Iterable[Quad]) -> list[Quad]:
    """Give the statements that say what something is."""
    return [quad for quad in quads if quad.predicate.value == f"{RDF}type"]


def results_of(findings: Iterable[Finding], graph: ShapesGraph) -> list[ValidationResult]:
    """Say what an engine found in the words of the shapes."""
    return [_result(finding, graph) for finding in findings]


def _result(finding: Finding, graph: ShapesGraph) -> ValidationResult:
    shape = finding.source_shape or ""
    about_value = shape in graph.about_values and finding.value is not None
    return ValidationResult(
        severity=_SEVERITIES.get(finding.severity, "violation"),
        message=_message(finding, graph),
        hint=graph.hints.get(shape),
        focus_node=finding.value if about_value else finding.focus_node,
        path=finding.path,
        value=None if about_value else finding.value,
        component=finding.component,
        source_shape=finding.source_shape,
    )


def _message(finding: Finding, graph: ShapesGraph) -> Text:
    shape = finding.source_shape
    return (
        graph.templates.of_shape(shape)
        or graph.templates.filled(shape, finding.component, finding.messages)
        or graph.builtin.message(finding.component, shape)
    )


def report_of(results: Sequence[ValidationResult], engine: Engine, checked: Checked) -> ValidationReport:
    """Make a report: it conforms if there are no results."""
    return ValidationReport(conforms=not results, engine=engine.name, checked=checked, results=in_order(results))


def in_order(results: Iterable[ValidationResult]) -> tuple[ValidationResult, ...]:
    """Sort: the gravest first, then as they stand in the files, then by thing and all that tells results apart; each once."""

    def key(result: ValidationResult) -> tuple[object, ...]:
        place = result.location
        hint = result.hint
        return (
            SEVERITIES.index(result.severity),
            *((place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)),
            result.focus_node or "",
            result.path or "",
            result.value or "",
            result.source_shape or "",
            result.component or "",
            result.excerpt or "",
            result.message.de,
            result.message.en,
            *((hint.de, hint.en) if hint else ()),
        )

    found = {key(result): result for result in results}
    return tuple(found[each] for each in sorted(found))
