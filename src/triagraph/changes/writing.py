"""Write a difference: for people as text or Markdown, for programs as JSON or RDF Patch.

RDF Patch: https://afs.github.io/rdf-delta/rdf-patch.html; Apache Jena applies it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from triagraph.changes.difference import Difference, Kind, ResourceChange
from triagraph.errors import InputError
from triagraph.language import LANGUAGES, Language, Text, printable


class Names(Protocol):
    """What things are called; `triagraph.labelling.Labels` is one."""

    @property
    def by_iri(self) -> dict[str, dict[str, str]]:
        """IRI → language → label."""

    def of_iri(self, iri: str, language: Language) -> str:
        """Give the label of a thing."""

    def short(self, iri: str) -> str:
        """Shorten an IRI by a prefix."""


FORMATS: Final = ("text", "markdown", "json", "patch")
_MARKS: Final[dict[Kind, str]] = {"added": "+", "removed": "-", "changed": "~"}
_HEADINGS: Final[dict[Kind, Text]] = {
    "added": Text("Neu", "Added"),
    "removed": Text("Entfernt", "Removed"),
    "changed": Text("Geändert", "Changed"),
}


def write(change: Difference, form: str, labels: Names, language: Language) -> str:
    """Write a difference in one of `FORMATS`.

    Raises:
        InputError: it has blank nodes and RDF Patch is asked for.
    """
    writers: dict[str, Callable[[], str]] = {
        "text": lambda: _text(change, labels, language),
        "markdown": lambda: _markdown(change, labels, language),
        "json": lambda: json.dumps(as_json(change, labels), ensure_ascii=False, indent=1) + "\n",
        "patch": lambda: patch(change),
    }
    return writers[form]()


def summary(change: Difference) -> Text:
    """Say in a sentence how much changed."""
    if not change:
        return Text("Nichts hat sich geändert.", "Nothing has changed.")
    new, gone, other = (change.count(kind) for kind in ("added", "removed", "changed"))
    return Text(
        f"{new} neu, {gone} entfernt, {other} geändert ({len(change.added)} Aussagen dazu, {len(change.removed)} weg).",
        f"{new} added, {gone} removed, {other} changed ({len(change.added)} statements more, {len(change.removed)} less).",
    )


def _text(change: Difference, labels: Names, language: Language) -> str:
    lines = [summary(change).to(language)]
    for each in change.resources:
        lines += ["", f"{_MARKS[each.kind]} {_title(each, labels, language)}"]
        lines += [f"    {mark} {_statement(quad, each, labels)}" for mark, quad in _statements(each)]
    return "".join(f"{printable(line)}\n" for line in lines)


def _statements(each: ResourceChange) -> list[tuple[str, Quad]]:
    """Give the statements by predicate, what was before what is."""
    both = [("-", quad) for quad in each.removed] + [("+", quad) for quad in each.added]
    return sorted(both, key=lambda item: (str(item[1].predicate), item[0] == "+"))


def _title(each: ResourceChange, labels: Names, language: Language) -> str:
    shown = _term(each.resource, labels)
    found = labels.of_iri(each.resource.value, language) if isinstance(each.resource, NamedNode) else shown
    return shown if found in {shown, each.resource.value} else f"{shown}  {found}"


def _term(term: Any, labels: Names) -> str:
    """Write a term on one line: IRIs shortened by a prefix of record."""
    if isinstance(term, NamedNode):
        short = labels.short(term.value)
        return short if short != term.value else str(term)
    if isinstance(term, Literal) and not term.language and term.datatype.value != _STRING:
        return f"{str(term).rpartition('^^')[0]}^^{_term(term.datatype, labels)}"
    return str(term)


_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


def _statement(quad: Quad, each: ResourceChange, labels: Names) -> str:
    subject = "" if quad.subject == each.resource else f"{quad.subject} "
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else f"  ({_term(quad.graph_name, labels)})"
    return f"{subject}{_term(quad.predicate, labels)} {_term(quad.object, labels)}{graph}"


def _markdown(change: Difference, labels: Names, language: Language) -> str:
    parts = [summary(change).to(language)]
    for kind, heading in _HEADINGS.items():
        found = [each for each in change.resources if each.kind == kind]
        if found:
            parts.append(f"## {heading.to(language)}")
        for each in found:
            title = f"### {_code(_title(each, labels, language))}"
            rows = [f"- {_code(f'{mark} {_statement(quad, each, labels)}')}" for mark, quad in _statements(each)]
            parts.append("\n".join([title, "", *rows]))
    return "\n\n".join(parts) + "\n"


def _code(text: str) -> str:
    """Show a text as it is: nothing in it is Markdown (https://spec.commonmark.org/0.31.2/#code-spans)."""
    shown = printable(text).replace("\n", " ")
    fence = "`"
    while fence in shown:
        fence += "`"
    return f"{fence} {shown} {fence}" if "`" in shown else f"`{shown}`"


def as_json(change: Difference, labels: Names) -> dict[str, Any]:
    """Give a difference as JSON; terms are as in SPARQL 1.1 results (https://www.w3.org/TR/sparql11-results-json/)."""
    return {
        "summary": {
            "resources": {kind: change.count(kind) for kind in _MARKS},
            "statements": {"added": len(change.added), "removed": len(change.removed)},
        },
        "resources": [_resource(each, labels) for each in change.resources],
    }


def _resource(each: ResourceChange, labels: Names) -> dict[str, Any]:
    known = labels.by_iri.get(each.resource.value, {}) if isinstance(each.resource, NamedNode) else {}
    return {
        "resource": str(each.resource) if isinstance(each.resource, BlankNode) else each.resource.value,
        "change": each.kind,
        "label": {language: known[language] for language in LANGUAGES if language in known},
        "removed": [_json_statement(quad, each) for quad in each.removed],
        "added": [_json_statement(quad, each) for quad in each.added],
    }


def _json_statement(quad: Quad, each: ResourceChange) -> dict[str, Any]:
    subject = {} if quad.subject == each.resource else {"subject": _json_term(quad.subject)}
    graph = {} if isinstance(quad.graph_name, DefaultGraph) else {"graph": _json_term(quad.graph_name)}
    return {**subject, "predicate": quad.predicate.value, "object": _json_term(quad.object), **graph}


def _json_term(term: Any) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return {**found, "xml:lang": term.language}
    return found if term.datatype.value == _STRING else {**found, "datatype": term.datatype.value}


def patch(change: Difference) -> str:
    """Write a difference as RDF Patch.

    Raises:
        InputError: it has blank nodes, for which the two sides of a patch share no names.
    """
    if change.has_blank_nodes:
        raise InputError(
            Text(
                "Der Unterschied betrifft Knoten ohne IRI; ein RDF Patch kann sie nicht benennen.",
                "The difference has nodes without an IRI, which an RDF Patch cannot name.",
            ),
            hint=Text("`--format json` zeigt sie.", "`--format json` shows them."),
        )
    rows = [f"D {quad} ." for quad in change.removed] + [f"A {quad} ." for quad in change.added]
    return "".join(f"{row}\n" for row in ("TX .", *rows, "TC ."))
