"""Readable Turtle and TriG: sorted, nested, lexically exact.

Grammar: https://www.w3.org/TR/turtle/#sec-grammar. One block per subject with rdf:type first; a blank node that is used
once stands where it is used; a well-formed list is written as one. A literal keeps its lexical form: only those that
Turtle reads back unchanged are written without quotes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from triagraph.namespaces import RDF, XSD

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

_TYPE: Final = f"{RDF}type"
_FIRST: Final = f"{RDF}first"
_REST: Final = f"{RDF}rest"
_NIL: Final = f"{RDF}nil"
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE: Final = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}
_MAX_NESTING: Final = 50
#: So many shortened IRIs are kept: a large graph has more, and most of them but once.
_MOST_KNOWN: Final = 50_000


def write(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> str:
    """Write the triples of `quads` (which are in canonical order) as one Turtle document."""
    names = _Names(prefixes)
    body = _Graph(list(quads), names).to_text()
    return names.declarations() + body


def write_dataset(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> str:
    """Write quads (which are in canonical order) as one TriG document (https://www.w3.org/TR/trig/)."""
    names = _Names(prefixes)
    ordered = list(quads)
    shared = _shared_between_graphs(ordered)
    blocks = []
    for graph, group in groupby(ordered, key=lambda quad: quad.graph_name):
        body = _Graph(list(group), names, keep_label=shared).to_text()
        if isinstance(graph, DefaultGraph):
            blocks.append(body)
        else:
            name = names.iri(graph.value) if isinstance(graph, NamedNode) else str(graph)
            blocks.append(f"{name} {{\n{_indented(body, '  ')}}}\n")
    return names.declarations() + "\n".join(blocks)


class NodeWriter:
    """Writes a document without blank nodes one node at a time; what it must declare is known when all are written."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._names = _Names(prefixes)

    def node(self, quads: list[Quad], *, indent: str = "") -> str:
        """Write the triples of one node, which are in canonical order."""
        text = _Graph(quads, self._names).to_text()
        return _indented(text, indent) if indent else text

    def name(self, iri: str) -> str:
        """Write an IRI."""
        return self._names.iri(iri)

    def declarations(self) -> str:
        """Declare the prefixes that were used so far."""
        return self._names.declarations()


def _indented(text: str, indent: str) -> str:
    return re.sub(r"^(?=.)", indent, text, flags=re.MULTILINE)


def _shared_between_graphs(quads: list[Quad]) -> frozenset[BlankNode]:
    graphs: dict[BlankNode, set[str]] = defaultdict(set)
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, BlankNode):
                graphs[term].add(str(quad.graph_name))
    return frozenset(node for node, found in graphs.items() if len(found) > 1)


@dataclass(slots=True)
class _Names:
    """Shortens IRIs, and remembers which prefixes that took."""

    prefixes: Mapping[str, str]
    used: set[str] = field(default_factory=set)
    _by_namespace: dict[str, str] = field(init=False)
    _odd: list[str] = field(init=False)
    _known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_namespace, self._odd = _by_namespace(tuple(self.prefixes.items()))

    def iri(self, iri: str) -> str:
        """Give the shortest form of an IRI that reads back as the same."""
        known = self._known.get(iri)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[iri] = self._shorten(iri)
        return known

    def _shorten(self, iri: str) -> str:
        usual = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        for space in (*(odd for odd in self._odd if iri.startswith(odd)), usual):
            prefix = self._by_namespace.get(space)
            if prefix is not None and _LOCAL.fullmatch(iri, len(space)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(space) :]}"
        return f"<{iri}>"

    def declarations(self) -> str:
        """Declare the prefixes that were used."""
        lines = [f"@prefix {prefix}: <{self.prefixes[prefix]}> .\n" for prefix in sorted(self.used)]
        return "".join(lines) + ("\n" if lines else "")


@lru_cache(maxsize=16)
def _by_namespace(prefixes: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], list[str]]:
    """Give the prefix of each namespace, and the namespaces that do not end with a slash or hash, the longest first.

    A local name as it is written here holds neither character: any other namespace is what stands before the last of them.
    """
    found: dict[str, str] = {}
    for prefix, space in sorted(prefixes):
        found.setdefault(space, prefix)
    odd = [space for space in found if not space.endswith(("/", "#"))]
    return found, sorted(odd, key=len, reverse=True)


class _Graph:
    """The triples of one graph, ready to be written subject by subject."""

    def __init__(self, quads: list[Quad], names: _Names, keep_label: frozenset[BlankNode] = frozenset()) -> None:
        self._names = names
        self._by_subject: dict[Term, list[tuple[str, Term]]] = defaultdict(list)
        uses: dict[Term, int] = defaultdict(int)
        for quad in quads:
            self._by_subject[quad.subject].append((quad.predicate.value, quad.object))
            if isinstance(quad.object, BlankNode):
                uses[quad.object] += 1
        nestable = {node for node, count in uses.items() if count == 1 and node not in keep_label}
        self._nested = nestable - self._in_cycle(nestable)

    def _in_cycle(self, candidates: set[Term]) -> set[Term]:
        """Find blank nodes that no subject outside reaches: nested, they would vanish."""
        reached: set[Term] = set()
        stack = [(subject, 0) for subject in self._by_subject if subject not in candidates]
        while stack:
            subject, depth = stack.pop()
            for _, value in self._by_subject.get(subject, ()):
                if value in candidates and value not in reached and depth < _MAX_NESTING:
                    reached.add(value)
                    stack.append((value, depth if self._is_list_node(value) else depth + 1))
        return candidates - reached

    def _is_list_node(self, node: Term) -> bool:
        return sorted(predicate for predicate, _ in self._by_subject.get(node, ())) == [_FIRST, _REST]

    def to_text(self) -> str:
        blocks = [
            f"{self._term(subject)}{self._properties(subject, '  ')} .\n"
            for subject in self._by_subject
            if subject not in self._nested
        ]
        return "\n".join(blocks)

    def _properties(self, subject: Term, indent: str) -> str:
        pairs = sorted(self._by_subject[subject], key=lambda pair: (pair[0] != _TYPE, pair[0]))
        written = []
        for predicate, group in groupby(pairs, key=lambda pair: pair[0]):
            objects = f" ,\n{indent}  ".join(self._object(value, indent) for _, value in group)
            written.append(f"{'a' if predicate == _TYPE else self._names.iri(predicate)} {objects}")
        return (f"\n{indent}" if not indent or len(written) > 1 else " ") + f" ;\n{indent}".join(written)

    def _object(self, value: Term, indent: str) -> str:
        if value not in self._nested:
            return self._term(value)
        items = self._list_items(value)
        if items is not None:
            return f"( {' '.join(self._object(item, indent + '  ') for item in items)} )"
        if value not in self._by_subject:
            return "[]"
        return f"[{self._properties(value, indent + '  ')} ]"

    def _list_items(self, node: Term) -> list[Term] | None:
        items: list[Term] = []
        current = node
        while not (isinstance(current, NamedNode) and current.value == _NIL):
            if current not in self._nested or not self._is_list_node(current):
                return None
            values = dict(self._by_subject[current])
            items.append(values[_FIRST])
            current = values[_REST]
        return items

    def _term(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return "()" if term.value == _NIL else self._names.iri(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        return str(term)

    def _literal(self, literal: Literal) -> str:
        datatype = literal.datatype.value
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(literal.value):
            return literal.value
        quoted = _quoted(literal.value)
        if literal.language is not None:
            direction = f"--{literal.direction}" if literal.direction else ""
            return f"{quoted}@{literal.language}{direction}"
        return quoted if datatype == f"{XSD}string" else f"{quoted}^^{self._names.iri(datatype)}"


_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED: Final = re.compile(r'[\x00-\x1f"\\\x7f]')


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}", text) + '"'
