"""Where the results of a report stand in the documents that were validated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from triagraph.errors import Location
from triagraph.parser import parse, read_document
from triagraph.report import ValidationResult, Values
from triagraph.report.paths import beginnings, read_path
from triagraph.store.loading import Dataset
from triagraph.validation.arrivals import arrivals
from triagraph.validation.reading import ReadDocument, shown_path

if TYPE_CHECKING:
    from triagraph.parser.positions import Found, Position, Wanted


def located(
    results: Sequence[ValidationResult],
    documents: Sequence[ReadDocument],
    base: str,
    causes: Mapping[ValidationResult, Wanted | None] | None = None,
) -> tuple[ValidationResult, ...]:
    """Give the results with file, line and column: of the value, or where nothing stands, of the focus node.

    Where the documents do not describe the focus node, it is the place of the statement in `causes`, and at last that
    of a mention. The documents are read a second time only for this, so that positions cost nothing where there are no
    results.
    """
    from triagraph.parser.positions import locate, term_of  # most reports need no place

    ways = arrivals(results, (quad for read in documents for quad in read.quads))
    wanted = [_choices(result, causes, ways) if result.location is None else () for result in results]
    standing = {each for result in results for each in _standing(result)}
    places: dict[Wanted, Location] = {}
    mentions: dict[Wanted, Location] = {}
    missing: dict[Any, set[Wanted]] = defaultdict(set)
    for each in {each for choices in (*wanted, standing) for each in choices}:
        missing[term_of(each[0])].add(each)
    for read in documents:
        # A document among thousands is only asked for what it mentions.
        nodes = missing.keys() & _terms(read) if len(documents) > 1 else missing.keys()
        sought = {each for node in nodes for each in missing[node]}
        for each, found in locate(read.document, sought, quads=read.quads, base=base, first=True).items():
            stands = _position(each, found)
            if stands is not None:
                places[each] = read.location(stands)
                missing[term_of(each[0])].discard(each)
            elif found.node is not None and each not in mentions:
                mentions[each] = read.location(found.node)
    pairs = zip(results, wanted, strict=True)
    return tuple(_with_values(_placed(result, choices, places, mentions), places) for result, choices in pairs)


def located_in_lines(
    results: Sequence[ValidationResult], files: Iterable[tuple[str, Iterable[tuple[int, bytes]]]]
) -> tuple[ValidationResult, ...]:
    """Give the results with their places as `located` does.

    Args:
        results: their terms are written as lines write them, without escapes; of each value, its path is a single property.
        files: of each its name and the lines that are about the results, numbered and in order, in the canonical form of
            N-Triples and without escapes.
    """
    wanted = [_choices(result, None, {}) for result in results]
    needed = {each for choices in wanted for each in choices}
    needed.update(each for result in results for each in _standing(result))
    nodes = {node for node, predicate, _ in needed if predicate is None}
    places: dict[Wanted, Location] = {}
    mentions: dict[Wanted, Location] = {}
    for name, lines in files:
        for number, line in lines:
            subject, predicate, rest = line.decode().split(" ", 2)
            value, column = rest[:-2], len(subject) + len(predicate) + 3
            for stated in ((subject, predicate, value), (subject, predicate, None)):
                if stated in needed and stated not in places:
                    places[stated] = Location(name, number, column)
            if subject in nodes:
                places[subject, None, None] = Location(name, number, 1)
                nodes.remove(subject)
            for node, place in ((value, column), (predicate, len(subject) + 2)):
                if node in nodes and (node, None, None) not in mentions:
                    mentions[node, None, None] = Location(name, number, place)
    pairs = zip(results, wanted, strict=True)
    return tuple(_with_values(_placed(result, choices, places, mentions), places) for result, choices in pairs)


def located_in_files(results: Sequence[ValidationResult], dataset: Dataset) -> tuple[ValidationResult, ...]:
    """Give the results of a project with the places in its files; what is derived stands in none.

    The files are read a second time only where there are results. Their names are relative to the working folder.
    """
    if not results:
        return ()
    base = dataset.project.base
    documents = []
    for file in dataset.files:
        document = replace(read_document(file.path), name=shown_path(file.path))
        documents.append(ReadDocument(document, tuple(parse(document, base=base))))
    return located(results, documents, base)


def _terms(read: ReadDocument) -> set[Any]:
    return {term for quad in read.quads for term in (quad.subject, quad.predicate, quad.object)}


def _position(wanted: Wanted, found: Found) -> Position | None:
    """Give where a statement stands, or where a node is described; where it is only mentioned is no answer yet."""
    if not found.statements:
        return None
    return found.node if wanted[1] is None else found.statements[0].object


def _choices(
    result: ValidationResult,
    causes: Mapping[ValidationResult, Wanted | None] | None,
    ways: Mapping[tuple[str, str, str], Wanted],
) -> tuple[Wanted, ...]:
    """Say what to look for, the most telling first, and last of all the statement that is the cause."""
    arrival = ways.get((result.focus_node or "", result.path or "", result.value or ""))
    cause = causes.get(result) if causes else None
    return tuple(each for each in (arrival, *_wanted(result), cause) if each is not None)


def _wanted(result: ValidationResult) -> tuple[Wanted, ...]:
    """Say what to look for: the value, what else stands there, the node."""
    if result.focus_node is None:
        return ()
    node: Wanted = (result.focus_node, None, None)
    if result.path is None:
        return (node,)
    if not result.path.startswith("<"):
        if result.value == result.focus_node:
            return (node,)
        return (*((result.focus_node, step, None) for step in beginnings(read_path(result.path))), node)
    values: Wanted = (result.focus_node, result.path, None)
    return (values, node) if result.value is None else ((result.focus_node, result.path, result.value), values, node)


def _standing(result: ValidationResult) -> list[Wanted]:
    """Say which statements to look for where a result is about how many there are."""
    if result.values is None or result.focus_node is None:
        return []
    return [(result.focus_node, result.path, value) for value, _ in result.values.first]


def _with_values(result: ValidationResult, places: Mapping[Wanted, Location]) -> ValidationResult:
    """Give a result with the places of the values that it names, in the order of the files; what stands in none comes last."""
    if result.values is None:
        return result
    found = [(wanted[2] or "", places.get(wanted)) for wanted in _standing(result)]
    found.sort(key=lambda each: _order(each[1]))
    return replace(result, values=Values(result.values.number, tuple(found)))


def _order(location: Location | None) -> tuple[bool, str, int, int]:
    return (True, "", 0, 0) if location is None else (False, location.file, location.line or 0, location.column or 0)


def _placed(
    result: ValidationResult,
    choices: tuple[Wanted, ...],
    places: dict[Wanted, Location],
    mentions: dict[Wanted, Location],
) -> ValidationResult:
    for found in (places, mentions):
        for each in choices:
            if each in found:
                return result.at(found[each])
    return result
