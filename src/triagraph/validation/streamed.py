"""Validate large files without taking their statements into memory: the engine reads lines, beside it they are looked through.

A file of N-Triples is not taken into memory at all; a Turtle file is, as its bytes, and what it states is written as lines.

The report is that of `validate_documents`. Where the lines show that it takes more than counting (a mistake, a statement
that is refused, results about blank nodes), the files are read in full after all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any, TypeAlias

from triagraph.formats import TURTLE
from triagraph.report import Checked, ValidationReport, ValidationResult
from triagraph.serializer import ntriples
from triagraph.validation.ahead import Ahead, Here, Outlook, grounded
from triagraph.validation.arrivals import takes_steps
from triagraph.validation.blanknodes import BLANK, names_blank_node
from triagraph.validation.engine import Finding, TooManyResultsError
from triagraph.validation.excerpts import Excerpt, Indexed, placed
from triagraph.validation.files import OpenFile
from triagraph.validation.given import UnknownTerms
from triagraph.validation.graphs import (
    has_violation,
    is_about,
    nothing_checked,
    nothing_stated,
    report_of,
    results_of,
)
from triagraph.validation.ground import Ground
from triagraph.validation.intake import Intake
from triagraph.validation.joint import Joint
from triagraph.validation.lexical import as_reported, with_patterns
from triagraph.validation.lines import LineScan
from triagraph.validation.memory import give_back, keep_large_blocks_apart, text_of
from triagraph.validation.own_labels import labels_in
from triagraph.validation.pages import Pages
from triagraph.validation.pipes import Run
from triagraph.validation.plain import NotPlainError
from triagraph.validation.rust_engine import RustEngine
from triagraph.validation.shapes import ShapesGraph
from triagraph.validation.standing import with_values
from triagraph.validation.statements import Statements
from triagraph.validation.tallies import Tally, distinct
from triagraph.validation.turtle_files import TurtleFile

#: A file of N-Triples, or of another syntax that is written as lines.
File: TypeAlias = OpenFile | TurtleFile


@dataclass(frozen=True, slots=True)
class _Check:
    """One shapes graph, and the engine's run with it."""

    graph: ShapesGraph
    quads: Statements
    run: Run
    patterns: frozenset[str]

    def findings(self, ours: Ground, files: Sequence[File]) -> list[Finding]:
        """Wait for the engine and give what it found; see `Run.findings` for what is raised.

        What is too much for one run is found with a few shapes at a time, for which the files are taken into memory.
        """
        try:
            found = self.run.findings()
        except TooManyResultsError as error:
            give_back()
            sent = (piece for file in files for piece in (*file.pieces(), b"\n"))
            data = b"".join([*_own(self.graph, ours), *sent]).decode()
            found = RustEngine().in_portions(self.quads, data, error.seen)
        return as_reported(found, self.patterns)


@dataclass(frozen=True, slots=True)
class _Checks:
    """What is run: all shapes graphs together, and where need be one by itself; or each by itself, one after the other."""

    joint: Joint | None
    first: tuple[_Check, ...]
    apart: tuple[_Check | None, ...]

    def every(self) -> list[_Check]:
        return [*self.first, *(check for check in self.apart if check is not None)]


def ready(  # noqa: PLR0913 - all that a worker is told, each by name
    folder: str | None,
    shapes: list[list[Any]],
    files: list[list[Any]],
    *,
    trust: bool,
    allow_empty: bool,
    unknown_terms: UnknownTerms = "error",
) -> Callable[[], dict[str, Any]]:
    """Open all pipes; give the function that reads the files, each given as name, syntax and descriptor."""
    keep_large_blocks_apart()
    ours, ahead = grounded(folder, shapes, unknown_terms)
    give_back()
    opened = [_file(OpenFile(name, number), syntax, ours.dataset.project.base) for name, syntax, number in files]
    validate = prepared(ours, opened, Intake(trust, allow_empty), ahead)
    return lambda: ours.handed_over(validate())


def _file(file: OpenFile, syntax: str, base: str) -> File:
    return TurtleFile(file, base) if syntax == TURTLE.name else file


def prepared(
    ours: Ground, files: Sequence[File], intake: Intake, ahead: Ahead | None = None
) -> Callable[[], ValidationReport]:
    """Start the engines and open their pipes; give what reads the files, and opens nothing more.

    What is given raises InputError where no shape targets any node of the files.
    """
    ahead = ahead or Here(ours.dataset, ours.graphs)
    checks = _checks(ours, ahead.joint(), sum(file.size for file in files))

    def run() -> ValidationReport:
        feeder = Thread(target=_feed, args=(checks.first, ours, files), daemon=True)
        with suppress(NotPlainError, ValueError, OSError):
            try:
                for file in files:
                    file.open()
                feeder.start()
                return _report(ours, checks, files, intake, ahead.outlook())
            finally:
                _stop(checks, files, feeder)
        return ours.validate([file.in_full() for file in files], intake)

    return run


def _checks(ours: Ground, joint: Joint | None, size: int) -> _Checks:
    if joint is None:
        return _Checks(None, tuple(_check(graph, size) for graph in ours.graphs), ())
    apart = (None if graph.layers == joint.graph.layers else _check(graph, size) for graph in ours.graphs)
    return _Checks(joint, (_check(joint.graph, size),), tuple(apart))


def _check(graph: ShapesGraph, size: int) -> _Check:
    quads, patterns = with_patterns(graph.quads)
    return _Check(graph, quads, Run(RustEngine().validate_file(quads, size)), patterns)


def _report(ours: Ground, checks: _Checks, files: Sequence[File], intake: Intake, outlook: Outlook) -> ValidationReport:
    """Validate the files.

    Raises:
        NotPlainError: they have to be read in full; so does ValueError, of an engine that cannot read them.
        InputError: no shape targets any node of the documents.
    """
    give_back()
    scan = LineScan(ours.graphs, ours.dataset.terms, outlook.known, trust=intake.trust, sights=outlook.sights)
    indexed = [_looked_through(file, scan) for file in files]
    shapes = sum(len(graph.shapes) for graph in ours.graphs)
    checked = Checked(len(files), distinct(scan.triples), shapes, distinct(*scan.focus.tallies()))
    scan.triples = Tally()
    give_back()
    found = _found(ours, checks, files, scan)
    if any(file.may_have_blank_nodes for file in files) and any(
        names_blank_node(each) for some in found for each in some
    ):
        raise NotPlainError  # the engine has labels of its own
    focus = [scan.focus.within(number, {each.focus_node for each in some}) for number, some in enumerate(found)]
    triples = list(zip(ours.graphs, found, focus, strict=True))
    nodes = {node for some in triples for node in _nodes(*some)}
    if nodes and scan.rewritten:
        raise NotPlainError  # lines are not where they seem to be
    excerpts = [each.excerpt(nodes) for each in indexed] if nodes else []
    results = _results(ours, triples, nodes, excerpts)
    if not (intake.allow_empty or scan.specific or has_violation(results)):
        raise nothing_checked() if checked.triples else nothing_stated()
    return replace(report_of(results, ours.engine, checked), labels=labels_in(results, excerpts))


def _looked_through(file: File, scan: LineScan) -> Indexed:
    """Look through the lines of a file."""
    if isinstance(file, TurtleFile):
        return file.looked_through(scan)
    pages = Pages(file)
    for chunk in file.chunks():
        pages.add(chunk, scan.feed(file.name, chunk))
    return pages


def _found(ours: Ground, checks: _Checks, files: Sequence[File], scan: LineScan) -> list[list[Finding]]:
    """Wait for what was found with each shapes graph; those that saw other layers are run by themselves.

    Raises:
        NotPlainError: there is no telling whose shape has found something.
    """
    if checks.joint is None:
        return [check.findings(ours, files) for check in checks.first]
    found = checks.joint.shared_out(finding for check in checks.first for finding in check.findings(ours, files))
    if found is None:
        raise NotPlainError
    for number, check in enumerate(checks.apart):
        if check is not None and scan.sees(number):
            _feed((check,), ours, files)
            found[number] = check.findings(ours, files)
    return found


def _stop(checks: _Checks, files: Sequence[File], feeder: Thread) -> None:
    """Let the engines end, so that their memory is free and nobody reads the files any more."""
    for check in checks.every():
        check.run.stop()
    for file in files:
        file.stop()
    if feeder.ident is not None:
        feeder.join()
    for check in checks.every():
        check.run.wait()


def _feed(checks: Sequence[_Check], ours: Ground, files: Sequence[File]) -> None:
    """Run one engine after the other, so that one graph at a time is in memory."""
    for check in checks:
        check.run.feed(list(_own(check.graph, ours)), [file.pieces() for file in files])
        check.run.wait()


def _own(graph: ShapesGraph, ours: Ground) -> Iterator[bytes]:
    """Give what is ours of the data that a shapes graph is run on."""
    yield from (text_of(ours.dataset, layer) for layer in sorted(graph.layers))
    yield ntriples(ours.dataset.terms).encode()


def _nodes(graph: ShapesGraph, findings: Sequence[Finding], focus: set[str]) -> Iterator[str]:
    """Give the nodes that findings may be about, if the documents describe them."""
    yield from focus
    for each in findings:
        if each.value is not None and each.source_shape in graph.about_values:
            yield each.value


def _results(
    ours: Ground,
    found: Sequence[tuple[ShapesGraph, list[Finding], set[str]]],
    nodes: set[str],
    excerpts: Sequence[Excerpt],
) -> Sequence[ValidationResult]:
    """Keep what is about the documents, and say where it stands."""
    subjects = {subject for excerpt in excerpts for subject in excerpt.subjects}
    kept = [
        (graph, [each for each in findings if is_about(each, graph, focus, subjects)])
        for graph, findings, focus in found
    ]
    if any(names_blank_node(each) for _, findings in kept for each in findings):
        raise NotPlainError
    for excerpt in excerpts:
        excerpt.add_mentions(nodes - subjects)
    results = [
        result
        for graph, findings in kept
        for result in with_values(results_of(findings, graph), _about(graph, excerpts, ours))
    ]
    if any(value.startswith(BLANK) for each in results if each.values for value, _ in each.values.first):
        raise NotPlainError
    if any(takes_steps(each) for each in results):
        raise NotPlainError  # what leads to a value may stand anywhere
    return placed(results, excerpts, ours.dataset.project.base)


def _about(graph: ShapesGraph, excerpts: Sequence[Excerpt], ours: Ground) -> Iterator[bytes]:
    """Give what is said about the nodes that results are about."""
    for excerpt in excerpts:
        lines = excerpt.lines()
        if lines is None:
            yield ntriples(excerpt.document().quads).encode()
        else:
            yield from (line for _, line in lines)
    yield from _own(graph, ours)
