"""Foretell the statements of a JSON-LD document and where they stand: https://www.w3.org/TR/json-ld11/."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from triagraph.namespaces import RDF
from triagraph.parser.positions.json_context import UNKNOWN_TERM, Context, Term
from triagraph.parser.positions.json_text import Array, Object, Scalar, Value
from triagraph.parser.positions.places import Offsets

_MAPS: Final = frozenset({"@index", "@id", "@type", "@graph"})


class Foretold(NamedTuple):
    """A statement; nodes are IRIs or `_:labels`, generated ones are numbers, and a value that JSON does not tell is None."""

    offsets: Offsets
    subject: str | int
    predicate: str
    object: str | int | None
    is_literal: bool


class _Node(NamedTuple):
    """A node (None for one that has no valid name) and where it stands."""

    key: str | int | None
    offset: int


@dataclass(frozen=True, slots=True)
class _Link:
    """A property on its way to a value."""

    node: _Node
    predicate: str
    offset: int
    is_reverse: bool = False

    def to(self, other: _Node) -> Iterator[Foretold]:
        """Give the statement that ends at a node."""
        subject, value = (other, self.node) if self.is_reverse else (self.node, other)
        if subject.key is not None and value.key is not None:
            offsets = (subject.offset, self.offset, value.offset)
            yield Foretold(offsets, subject.key, self.predicate, value.key, is_literal=False)

    def to_literal(self, scalar: Value, lexical: str | None) -> Iterator[Foretold]:
        """Give the statement that ends at a literal."""
        if self.node.key is not None:
            offsets = (self.node.offset, self.offset, scalar.offset)
            yield Foretold(offsets, self.node.key, self.predicate, lexical, is_literal=True)


def foretell(document: Value, context: Context) -> Iterator[Foretold]:
    """Give the statements of a document in the order in which pyoxigraph gives them."""
    return _Walk().graph(document, context)


class _Walk:
    """One way through a document, which numbers the blank nodes that it meets."""

    def __init__(self) -> None:
        self._generated = 0
        self._contexts: dict[tuple[int, str | int], tuple[Context, Context]] = {}

    def graph(self, value: Value, context: Context) -> Iterator[Foretold]:
        """Walk through the nodes of a graph."""
        for item in _flat(value):
            if isinstance(item, Object):
                entries = _entries(item, context)
                if "@set" in entries:
                    yield from self.graph(entries["@set"][1], context)
                elif "@value" not in entries:
                    yield from self._node(item, context, None)

    def _generate(self, offset: int) -> _Node:
        self._generated += 1
        return _Node(self._generated, offset)

    def _node(
        self, value: Object, context: Context, link: _Link | None, named: _Node | None = None
    ) -> Iterator[Foretold]:
        outer = self._with_local(value, context)
        entries = _entries(value, outer)
        inner = self._with_types(entries, outer)
        node = named or self._generate(value.offset)
        if "@id" in entries:
            node = _named(entries["@id"][1], outer)
        if link is not None:
            yield from link.to(node)
        if "@type" in entries:
            types = _Link(node, f"{RDF}type", entries["@type"][0])
            for name in _types(entries):
                yield from types.to(_vocabulary_node(name, outer))
        yield from self._properties(value, inner, node)
        if "@graph" in entries:
            yield from self.graph(entries["@graph"][1], outer)

    def _remember(self, context: Context, key: str | int, made: Callable[[], Context]) -> Context:
        """Make a context out of another once; it is kept, so that its identity can be part of a key."""
        if (id(context), key) not in self._contexts:
            self._contexts[id(context), key] = context, made()
        return self._contexts[id(context), key][1]

    def _with_local(self, value: Object, context: Context) -> Context:
        """Add the context that stands in a node."""
        if "@context" not in value.members:
            return context
        local = value.members["@context"][1].plain()
        return self._remember(context, f"@context {json.dumps(local)}", lambda: context.extended(local))

    def _with_types(self, entries: dict[str, tuple[int, Value]], context: Context) -> Context:
        """Add what the context says about nodes of these types; it holds for this node, not for nodes in it."""
        names = [str(item.value) for item in _types(entries)]
        terms = [context.term(name) for name in names if context.term(name).context != ()]

        def made() -> Context:
            inner = context
            for term in terms:
                inner = inner.extended(term.context)
            return replace(inner, previous=context)

        return self._remember(context, f"@type {json.dumps(names)}", made) if terms else context

    def _scoped(self, context: Context, term: Term) -> Context:
        """Add what the context says about the values of a property."""

        def made() -> Context:
            previous = None if context.previous is None else context.previous.extended(term.context)
            return replace(context.extended(term.context), previous=previous)

        return context if term.context == () else self._remember(context, id(term), made)

    def _properties(self, value: Object, context: Context, node: _Node) -> Iterator[Foretold]:
        for key, (offset, content) in value.members.items():
            iri = context.iri(key, is_vocabulary=True)
            if iri == "@reverse" and isinstance(content, Object):
                yield from self._reverse_properties(content, context, node)
            elif iri == "@included":
                yield from self.graph(content, context.previous or context)
            elif iri == "@nest":
                for nested in _flat(content):
                    if isinstance(nested, Object):
                        yield from self._properties(nested, context, node)
            elif iri is not None and not iri.startswith("@"):
                yield from self._property(key, iri, (offset, content), context, node)

    def _property(
        self, key: str, iri: str, entry: tuple[int, Value], context: Context, node: _Node
    ) -> Iterator[Foretold]:
        offset, content = entry
        term = context.term(key)
        is_valid = ":" in iri and not iri.startswith("_:")
        link = _Link(node if is_valid else _Node(None, node.offset), iri, offset, is_reverse=term.is_reverse)
        yield from self._values(content, term, self._scoped(context, term), link)

    def _reverse_properties(self, value: Object, context: Context, node: _Node) -> Iterator[Foretold]:
        for key, (offset, content) in value.members.items():
            iri = context.iri(key, is_vocabulary=True)
            if iri is not None and ":" in iri:
                term = context.term(key)
                link = _Link(node, iri, offset, is_reverse=not term.is_reverse)
                yield from self._values(content, term, self._scoped(context, term), link)

    def _values(self, value: Value, term: Term, context: Context, link: _Link) -> Iterator[Foretold]:
        if term.coercion == "@json":
            yield from link.to_literal(value, None)
        elif "@list" in term.containers and not _is_list(value, context):
            yield from self._list(value, term, context, link)
        elif "@language" in term.containers and isinstance(value, Object):
            for _, texts in value.members.values():
                yield from self._value(texts, UNKNOWN_TERM, context, link)
        elif isinstance(value, Object) and term.containers & (_MAPS - {"@graph"}):
            yield from self._map(value, term, context, link)
        elif "@graph" in term.containers:
            for item in _flat(value):
                yield from self._graph_of(item, context, link, self._generate(item.offset))
        else:
            yield from self._value(value, term, context, link)

    def _map(self, value: Object, term: Term, context: Context, link: _Link) -> Iterator[Foretold]:
        """Walk through a map of nodes or values by index, id or type."""
        for key, (offset, content) in value.members.items():
            named = None
            if "@id" in term.containers and context.iri(key, is_vocabulary=True) != "@none":
                named = _Node(context.iri(key, is_vocabulary=False), offset)
            for item in _flat(content):
                if "@graph" in term.containers:
                    yield from self._graph_of(item, context, link, named or self._generate(item.offset))
                elif isinstance(item, Object) and named is not None:
                    yield from self._node(item, context.previous or context, link, named)
                else:
                    yield from self._value(item, term, context, link)

    def _graph_of(self, value: Value, context: Context, link: _Link, name: _Node) -> Iterator[Foretold]:
        yield from link.to(name)
        yield from self.graph(value, context.previous or context)

    def _value(self, value: Value, term: Term, context: Context, link: _Link) -> Iterator[Foretold]:
        if isinstance(value, Array):
            for item in value.items:
                yield from self._value(item, term, context, link)
        elif isinstance(value, Object):
            yield from self._object(value, term, context, link)
        elif isinstance(value.value, str) and term.coercion in {"@id", "@vocab"}:
            named = _vocabulary_node if term.coercion == "@vocab" else _named
            yield from link.to(named(value, context))
        elif value.value is not None:
            yield from link.to_literal(value, _lexical(value))

    def _object(self, value: Object, term: Term, context: Context, link: _Link) -> Iterator[Foretold]:
        entries = _entries(value, context)
        if "@value" in entries:
            content = entries["@value"][1]
            if not isinstance(content, Scalar) or content.value is not None:
                yield from link.to_literal(content, _lexical(content))
        elif "@list" in entries:
            yield from self._list(entries["@list"][1], term, context, link)
        elif "@set" in entries:
            yield from self._value(entries["@set"][1], term, context, link)
        else:
            is_reference = len(entries) == 1 and "@id" in entries
            yield from self._node(value, context if is_reference else context.previous or context, link)

    def _list(self, value: Value, term: Term, context: Context, link: _Link) -> Iterator[Foretold]:
        """Walk through a list: its first cell stands at its bracket, each other one at its item."""
        cell: _Node | None = None
        for item in _flat(value):
            if _is_nothing(item, context):
                continue
            if cell is None:
                cell = self._generate(value.offset)
                yield from link.to(cell)
            else:
                following = self._generate(item.offset)
                yield from _Link(cell, f"{RDF}rest", cell.offset).to(following)
                cell = following
            yield from self._value(item, term, context, _Link(cell, f"{RDF}first", cell.offset))
        if cell is None:
            yield from link.to(_Node(f"{RDF}nil", value.offset))
        else:
            end = value.end if isinstance(value, Array) else value.offset
            yield from _Link(cell, f"{RDF}rest", cell.offset).to(_Node(f"{RDF}nil", end))


def _flat(value: Value) -> Iterator[Value]:
    """Give the items of a list and of lists in it, or the value itself."""
    if isinstance(value, Array):
        for item in value.items:
            yield from _flat(item)
    else:
        yield value


def _entries(value: Object, context: Context) -> dict[str, tuple[int, Value]]:
    """Give the members by IRI or keyword."""
    expanded = ((context.iri(key, is_vocabulary=True), member) for key, member in value.members.items())
    return {iri: member for iri, member in expanded if iri is not None}


def _is_list(value: Value, context: Context) -> bool:
    return isinstance(value, Object) and "@list" in _entries(value, context)


def _is_nothing(value: Value, context: Context) -> bool:
    """Tell whether a value is null, or a value object with null in it."""
    content: Value = value
    if isinstance(value, Object):
        content = _entries(value, context).get("@value", (0, value))[1]
    return isinstance(content, Scalar) and content.value is None


def _types(entries: dict[str, tuple[int, Value]]) -> list[Scalar]:
    """Give the names of types, sorted as JSON-LD processors do."""
    items = _flat(entries["@type"][1]) if "@type" in entries else ()
    return sorted((item for item in items if isinstance(item, Scalar)), key=lambda item: str(item.value))


def _named(value: Value, context: Context) -> _Node:
    name = value.value if isinstance(value, Scalar) else None
    return _Node(_valid(context.iri(name, is_vocabulary=False)) if isinstance(name, str) else None, value.offset)


def _vocabulary_node(value: Value, context: Context) -> _Node:
    name = value.value if isinstance(value, Scalar) else None
    if not isinstance(name, str):
        return _Node(None, value.offset)
    iri = _valid(context.iri(name, is_vocabulary=True))
    return _Node(iri or _valid(context.iri(name, is_vocabulary=False)), value.offset)


def _valid(iri: str | None) -> str | None:
    return iri if iri is not None and ":" in iri else None


def _lexical(value: Value) -> str | None:
    """Give the lexical form, but that of a number, which JSON-LD writes anew."""
    content = value.value if isinstance(value, Scalar) else None
    if isinstance(content, bool):
        return "true" if content else "false"
    return content if isinstance(content, str) else None
