"""Readable Turtle and TriG: sorted, nested, lexically exact.

Grammar: https://www.w3.org/TR/turtle/#sec-grammar. One block per subject with rdf:type first; a blank node that is used
once stands where it is used; a well-formed list is written as one. A literal keeps its lexical form: only those that
Turtle reads back unchanged are written without quotes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
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
    body = _text(list(quads), names)
    return names.declarations() + body


def write_dataset(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> str:
    """Write quads (which are in canonical order) as one TriG document (https://www.w3.org/TR/trig/)."""
    names = _Names(prefixes)
    ordered = list(quads)
    shared = shared_between_graphs(ordered)
    blocks = []
    for graph, group in groupby(ordered, key=lambda quad: quad.graph_name):
        body = _text(list(group), names, keep_label=shared)
        if isinstance(graph, DefaultGraph):
            blocks.append(body)
        else:
            name = names.iri(graph.value) if isinstance(graph, NamedNode) else str(graph)
            blocks.append(f"{name} {{\n{_indented(body, '  ')}}}\n")
    return names.declarations() + "\n".join(blocks)


def _text(quads: list[Quad], names: _Names, keep_label: frozenset[BlankNode] = frozenset()) -> str:
    """Write one graph, subject by subject."""
    blocks = [list(group) for _, group in groupby(quads, key=lambda quad: quad.subject)]
    nesting = Nesting({str(block[0].subject): block for block in blocks}, keep_label)
    writer = _Writer(names, nesting)
    return "\n".join(writer.block(block) for block in blocks if not nesting.holds(block[0].subject))


class NodeWriter:
    """Writes a document one node at a time; what it must declare is known when all are written."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._names = _Names(prefixes)

    def node(self, quads: list[Quad], nesting: Nesting, *, indent: str = "") -> str:
        """Write the triples of one node, which are in canonical order; a node that `nesting` holds stands in another one."""
        text = _Writer(self._names, nesting).block(quads)
        return _indented(text, indent) if indent else text

    def alone(self, quads: list[Quad]) -> tuple[str, tuple[str, ...]]:
        """Write the triples of one node, which are in canonical order, and give the declarations that they need."""
        self._names.used.clear()
        has_unnamed = any(isinstance(quad.object, BlankNode) for quad in quads)
        text = self.node(quads, Nesting({str(quads[0].subject): quads} if has_unnamed else {}))
        return text, tuple(self._names.each_declaration())

    def name(self, iri: str) -> str:
        """Write an IRI."""
        return self._names.iri(iri)

    def declarations(self) -> str:
        """Declare the prefixes that were used so far."""
        return self._names.declarations()


def _indented(text: str, indent: str) -> str:
    return re.sub(r"^(?=.)", indent, text, flags=re.MULTILINE)


def shared_between_graphs(quads: Iterable[Quad]) -> frozenset[BlankNode]:
    """Give the blank nodes that stand in more than one graph: nested in one, they would be others there."""
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
    #: Each with its prefix, if it took one.
    _known: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_namespace, self._odd = _by_namespace(tuple(self.prefixes.items()))

    def iri(self, iri: str) -> str:
        """Give the shortest form of an IRI that reads back as the same."""
        known = self._known.get(iri)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[iri] = self._shorten(iri)
        short, prefix = known
        if prefix is not None:
            self.used.add(prefix)
        return short

    def _shorten(self, iri: str) -> tuple[str, str | None]:
        usual = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        for space in (*(odd for odd in self._odd if iri.startswith(odd)), usual):
            prefix = self._by_namespace.get(space)
            if prefix is not None and _LOCAL.fullmatch(iri, len(space)):
                return f"{prefix}:{iri[len(space) :]}", prefix
        return f"<{iri}>", None

    def declarations(self) -> str:
        """Declare the prefixes that were used."""
        lines = self.each_declaration()
        return "".join(lines) + ("\n" if lines else "")

    def each_declaration(self) -> list[str]:
        """Declare each prefix that was used, in a line of its own."""
        return [f"@prefix {prefix}: <{self.prefixes[prefix]}> .\n" for prefix in sorted(self.used)]


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


class Nesting:
    """Which blank nodes of a graph stand where they are used, and what is said of them.

    The statements that mention a blank node decide that, whatever else the graph says.
    """

    def __init__(
        self, by_subject: Mapping[str, Sequence[Quad]], keep_label: Container[BlankNode] = frozenset()
    ) -> None:
        """Look at what a graph says of, and with, blank nodes.

        Args:
            by_subject: statements, each once, in canonical order; those of a blank node are found by `_:label`.
            keep_label: these nodes stand for themselves.
        """
        self._by_subject = by_subject
        uses: Counter[BlankNode] = Counter()
        for quads in by_subject.values():
            uses.update(quad.object for quad in quads if isinstance(quad.object, BlankNode))
        self._nested = self._reached({node for node, count in uses.items() if count == 1 and node not in keep_label})

    def _reached(self, candidates: set[BlankNode]) -> set[BlankNode]:
        """Leave out blank nodes in cycles, which no subject outside reaches: nested, they would vanish; and what is too deep."""
        reached: set[BlankNode] = set()
        for quads in self._by_subject.values() if candidates else ():
            stack = [(quads, 0)] if quads[0].subject not in candidates else []
            while stack:
                block, depth = stack.pop()
                for value in (quad.object for quad in block):
                    if isinstance(value, BlankNode) and value in candidates and depth < _MAX_NESTING:
                        nodes = self._list(value, candidates)
                        reached.update([value] if nodes is None else nodes)
                        stack.append((self.said(value) if nodes is None else list(nodes.values()), depth + 1))
        return reached

    def holds(self, node: Term) -> bool:
        """Tell whether a node stands where it is used."""
        return isinstance(node, BlankNode) and node in self._nested

    def said(self, node: BlankNode) -> Sequence[Quad]:
        """Give what is said of a blank node."""
        return self._by_subject.get(str(node), ())

    def items(self, node: BlankNode) -> list[Term] | None:
        """Give the items of the list that begins with a node; None if there is none, or its nodes say something else too."""
        nodes = self._list(node, self._nested)
        return None if nodes is None else [first.object for first in nodes.values()]

    def _list(self, node: BlankNode, among: Container[BlankNode]) -> dict[BlankNode, Quad] | None:
        """Give the nodes of a list with the rdf:first of each; None where one says more or less than that and its rdf:rest."""
        found: dict[BlankNode, Quad] = {}
        current: Term = node
        while not (isinstance(current, NamedNode) and current.value == _NIL):
            if not isinstance(current, BlankNode) or current not in among:
                return None
            said = self.said(current)
            if [quad.predicate.value for quad in said] != [_FIRST, _REST]:
                return None
            found[current] = said[0]
            current = said[1].object
        return found


class _Writer:
    """Writes subjects of one graph."""

    def __init__(self, names: _Names, nesting: Nesting) -> None:
        self._names = names
        self._nesting = nesting

    def block(self, quads: Sequence[Quad]) -> str:
        """Write what is said of one subject."""
        return f"{self._term(quads[0].subject)}{self._properties(quads, '  ')} .\n"

    def _properties(self, quads: Sequence[Quad], indent: str) -> str:
        pairs = [(quad.predicate.value, quad.object) for quad in quads]
        pairs.sort(key=lambda pair: (pair[0] != _TYPE, pair[0]))
        written = []
        for predicate, group in groupby(pairs, key=lambda pair: pair[0]):
            objects = f" ,\n{indent}  ".join(self._object(value, indent) for _, value in group)
            written.append(f"{'a' if predicate == _TYPE else self._names.iri(predicate)} {objects}")
        return (f"\n{indent}" if not indent or len(written) > 1 else " ") + f" ;\n{indent}".join(written)

    def _object(self, value: Term, indent: str) -> str:
        if not isinstance(value, BlankNode) or not self._nesting.holds(value):
            return self._term(value)
        items = self._nesting.items(value)
        if items is not None:
            return f"( {' '.join(self._object(item, indent + '  ') for item in items)} )"
        said = self._nesting.said(value)
        return f"[{self._properties(said, indent + '  ')} ]" if said else "[]"

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
