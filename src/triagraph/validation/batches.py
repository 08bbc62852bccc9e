"""Run one constraint that finds more than fits in memory: at some of its nodes at a time, or a query page by page.

A target only says which nodes are looked at (https://www.w3.org/TR/shacl/#targets). So it may as well be these nodes by name,
some thousands of them at a time. A query that finds as much at a single node is run with LIMIT and OFFSET.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.namespaces import RDF, SH
from triagraph.validation.engine import Finding
from triagraph.validation.sparql import NOISE
from triagraph.validation.statements import Statements
from triagraph.validation.targets import with_subclasses

#: A single run at one node has no more results than these: they take 600 MB.
_MOST_AT_ONE: Final = 60_000
#: The share of the results that there is room for that is aimed at, and how much a batch may grow.
_AIM: Final = 0.8
_GROWTH: Final = 4.0
_MARK: Final = "urn:triagraph:batch"
_TYPE: Final = f"<{RDF}type>"
_TARGET_NODE: Final = NamedNode(f"{SH}targetNode")
_TARGET_OBJECTS: Final = NamedNode(f"{SH}targetObjectsOf")
_SELECT: Final = f"{SH}select"
_SPARQL: Final = f"{SH}sparql"
_LINE: Final = re.compile(r"^(\S+) (\S+) (.*) \.$", re.MULTILINE)
_SUBCLASS: Final = re.compile(
    r"^<[^<>]*> <http://www\.w3\.org/2000/01/rdf-schema#subClassOf> <[^<>]*> \.$", re.MULTILINE
)
#: What a shape may say that has nothing but a query.
_BESIDE: Final = frozenset(f"{SH}{name}" for name in ("sparql", "message", "severity", "order", "group", "deactivated"))
#: A query that is nothing but a selection of variables.
_PLAIN: Final = re.compile(
    r"\s*(?:PREFIX\s+[^\s:]*:\s+\s*)*SELECT\s+(?:DISTINCT\s+|REDUCED\s+)?((?:[?$]\w+\s+)+)(?:WHERE\s*)?\{.*\}\s*",
    re.IGNORECASE | re.DOTALL,
)

#: An aim of a shape: a predicate of a target, and what is aimed at.
Aim = tuple[NamedNode, Any]
#: Runs shapes on the data and some more lines, finding no more than so many results if that is not None; are these all?
RunShapes = Callable[[Statements, int | None, str], tuple[list[Finding], bool]]


def in_batches(
    shapes: Statements, shape: NamedNode, nodes: Sequence[str], run: RunShapes, most: int
) -> Iterator[Finding]:
    """Give what one shape finds, in any number.

    Args:
        shapes: a shapes graph in which nothing has a target.
        shape: the one to run.
        nodes: what it targets; see `focus_nodes`.
        run: runs an engine.
        most: how many results there is room for at a time.

    Raises:
        InputError: there are more at a single node than there is room for.
    """
    size, done = int(most * _AIM) or 1, 0
    while done < len(nodes):
        batch = nodes[done : done + size]
        targets, marks = _aimed(shape, batch)
        found, complete = run(shapes.joined(targets), most, marks)
        if not complete and len(batch) > 1:
            seen = len({finding.focus_node for finding in found})
            size = max(1, min(len(batch) // 2, int(seen * _AIM)))
            continue
        yield from found if complete else _at_one(shapes, shape, batch[0], run, most)
        done += len(batch)
        size = max(1, int(size * min(_GROWTH, _AIM * most / max(1, len(found)))))


def focus_nodes(aims: Iterable[Aim], data: str) -> list[str]:
    """Give the nodes that targets name in N-Triples of canonical form, each once."""
    by_kind: dict[str, set[str]] = {}
    for target, wanted in aims:
        by_kind.setdefault(target.value.removeprefix(f"{SH}target"), set()).add(str(wanted))
    axioms = "".join(f"{line[0]}\n" for line in _SUBCLASS.finditer(data))
    classes = {each[1:-1] for each in by_kind.get("Class", ())}
    below = with_subclasses(classes, parse_rdf(axioms, format=RdfFormat.N_TRIPLES))
    instances = {f"<{each}>" for each in below} if classes else set()
    subjects, objects = by_kind.get("SubjectsOf", set()), by_kind.get("ObjectsOf", set())
    found: dict[str, None] = dict.fromkeys(sorted(by_kind.get("Node", ())))
    for line in _LINE.finditer(data):
        subject, predicate, value = line[1], line[2], line[3]
        if (predicate == _TYPE and value in instances) or predicate in subjects:
            found[subject] = None
        if predicate in objects:
            found[value] = None
    return list(found)


def _aimed(shape: NamedNode, nodes: Iterable[str]) -> tuple[list[Quad], str]:
    """Aim a shape at nodes by name; blank nodes have none, and are marked by lines beside the data."""
    blank = [node for node in nodes if node.startswith("_:")]
    marks = "".join(f"<{_MARK}> <{_MARK}> {node} .\n" for node in blank)
    lines = "".join(f"{shape} {_TARGET_NODE} {node} .\n" for node in nodes if not node.startswith("_:"))
    quads = list(parse_rdf(lines, format=RdfFormat.N_TRIPLES, lenient=True))
    return [*quads, *([Quad(shape, _TARGET_OBJECTS, NamedNode(_MARK))] if blank else [])], marks


def _at_one(shapes: Statements, shape: NamedNode, node: str, run: RunShapes, most: int) -> Iterator[Finding]:
    """Give what a shape finds at one node, which is more than there is room for: page by page where queries do."""
    targets, marks = _aimed(shape, [node])
    pages = _pages(shapes, shape, most)
    if pages is None:
        found, complete = run(shapes.joined(targets), _MOST_AT_ONE, marks)
        if not complete:
            raise _too_many(found)
        yield from found
        return
    for page in pages:
        found, _ = run(page.joined(targets), None, marks)
        yield from found
        if not found:
            return


def _pages(shapes: Statements, shape: NamedNode, most: int) -> Iterator[Statements] | None:
    """Give the shapes with the query of a shape limited to a page, for one page after the other; None where that cannot be."""
    about = (quad.predicate.value for quad in shapes if quad.subject == shape)
    if any(each.startswith(SH) and each not in _BESIDE for each in about):
        return None
    own = {quad.object for quad in shapes.of(_SPARQL) if quad.subject == shape}
    queries = [quad for quad in shapes.of(_SELECT) if quad.subject in own]
    if len(queries) != 1:
        return None
    query, text = queries[0], queries[0].object
    plain = _PLAIN.fullmatch(NOISE.sub(" ", text.value)) if isinstance(text, Literal) else None
    if plain is None or not isinstance(text, Literal):
        return None
    rest = shapes.but(_SELECT).joined(quad for quad in shapes.of(_SELECT) if quad != query)
    return _paged(rest, query, f"{text.value}\nORDER BY {plain[1]}", most)


def _paged(rest: Statements, query: Quad, text: str, most: int) -> Iterator[Statements]:
    offset = 0
    while True:
        page = Literal(f"{text} LIMIT {most} OFFSET {offset}")
        yield rest.joined([Quad(query.subject, query.predicate, page)])
        offset += most


def _too_many(found: Sequence[Finding]) -> InputError:
    first = found[0]
    what = " ".join(part for part in (first.focus_node, first.path) if part is not None)
    number = f"{_MOST_AT_ONE:,}"
    return InputError(
        Text(
            f"An einem einzigen Ding ist eine Regel mehr als {number.replace(',', '.')}-mal verletzt: {what}.",
            f"A rule is broken more than {number} times at a single thing: {what}.",
        ),
        hint=Text(
            "So viele Werte an einem Ding sind meist ein Fehler beim Export; zuerst diesen beheben.",
            "so many values of one thing are mostly a mistake of an export; mend that first.",
        ),
    )
