"""JSON-LD of a release, put together from nodes that are written once, in the words of `triagraph.serializer.jsonld`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby

from pyoxigraph import NamedNode, Quad, Triple

from triagraph.indented import pretty
from triagraph.parser.jsonld import own_context
from triagraph.serializer.jsonld import CompactContext, node_object, schemes
from triagraph.site.nested import Tree

_NODE = "\n    "


@cache
def _context() -> CompactContext:
    return CompactContext(own_context())


@lru_cache(maxsize=100)
def _context_without(prefixes: frozenset[str]) -> CompactContext:
    return CompactContext(own_context(), prefixes)


def context_for(quads: Iterable[Quad]) -> CompactContext:
    """Read our context without those prefixes that are the schemes of IRIs: these would be misread."""
    return _context_without(_prefixes() & schemes(quads))


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(_context().document)


@cache
def _entries() -> tuple[tuple[str, frozenset[str] | None, str], ...]:
    """Give the entries of our context: name, the IRIs that need it, and its text.

    No IRIs: every document needs it, such as a prefix. None: no document does, such as a name for the other direction.
    """
    context = _context()
    iris: dict[str, set[str]] = {}
    for terms in context.properties.values():
        for term in terms:
            iris.setdefault(term.name, set()).add(term.iri)
    for iri, name in context.names.items():
        iris.setdefault(name, set()).add(iri)
    return tuple(
        (
            name,
            None if isinstance(value, dict) and "@reverse" in value else frozenset(iris.get(name, ())),
            f"{pretty(name)}: {pretty(value, _NODE)}",
        )
        for name, value in context.document.items()
    )


def names_used(quads: list[Quad]) -> set[str]:
    """Give the IRIs that a context can have names for: properties and values."""
    used = {quad.predicate.value for quad in quads}
    return used | {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}


def is_misread(quads: list[Quad]) -> bool:
    """Tell whether an IRI looks like a short name of our context (`org:x`): such a document needs a context of its own."""
    return looks_short(term for quad in quads for term in (quad.subject, quad.object))


def looks_short(terms: Iterable[object]) -> bool:
    """Tell whether one of some terms is an IRI that looks like a short name of our context."""
    prefixes = _prefixes()
    return any(
        term.value.partition(":")[0] in prefixes
        for term in terms
        if isinstance(term, NamedNode) and not term.value.startswith(("http://", "https://"))
    )


def node(quads: list[Quad], context: CompactContext | None = None) -> str:
    """Write one node, as it stands in a document's `@graph`; without a `context`, under the whole of ours."""
    properties: dict[str, list[object]] = {}
    for quad in quads:
        properties.setdefault(quad.predicate.value, []).append(quad.object)
    subject = quads[0].subject
    assert not isinstance(subject, Triple)  # noqa: S101 - RDF 1.2 has triples as objects only
    return pretty(node_object(subject, properties, context or _context()), _NODE)


def _used_context(used: set[str] | None, other_direction: set[str]) -> str:
    """Write the part of our context that a document uses, or the whole of it."""
    if used is None:
        return _joined(tuple(range(len(_entries()))))
    by_iri, by_name, always = _needed()
    numbers = set(always).union(*(by_iri.get(iri, ()) for iri in used))
    numbers.update(by_name[name] for name in other_direction)
    return _joined(tuple(sorted(numbers)))


@lru_cache(maxsize=1_000)
def _joined(numbers: tuple[int, ...]) -> str:
    """Join some entries; most documents of a kind need the same."""
    entries = _entries()
    return f",{_NODE}".join(entries[number][2] for number in numbers)


@cache
def _needed() -> tuple[dict[str, list[int]], dict[str, int], tuple[int, ...]]:
    """Give the numbers of the entries by the IRIs that need them, by name, and of those that every document needs."""
    by_iri: dict[str, list[int]] = {}
    for number, (_, iris, _) in enumerate(_entries()):
        for iri in iris or ():
            by_iri.setdefault(iri, []).append(number)
    by_name = {name: number for number, (name, _, _) in enumerate(_entries())}
    return (
        by_iri,
        by_name,
        tuple(number for number, (_, iris, _) in enumerate(_entries()) if iris is not None and not iris),
    )


def tree(root: str, blocks: dict[str, list[Quad]], used: set[str]) -> str | None:
    """Write nodes as one tree from one of them; None where they do not make one."""
    growing = Tree(blocks, _context())
    grown = growing.grown(root)
    if grown is None:
        return None
    body = pretty(grown).removeprefix("{")
    return f'{{\n  "@context": {{{_NODE}{_used_context(used, growing.reversed)}\n  }},{body}\n'


def document(used: set[str] | None, nodes: list[str]) -> str:
    """Put nodes together under the part of our context that they use, or under the whole of it."""
    before, between, after = _around(f"{{{_NODE}{_used_context(used, set())}\n  }}")
    return f"{before}{between.join(nodes)}{after}"


def around_nodes(context: CompactContext) -> tuple[str, str, str]:
    """Give what stands before, between and after the nodes of a document under a context."""
    return _around(pretty(context.document, "\n  "))


def _around(context: str) -> tuple[str, str, str]:
    return f'{{\n  "@context": {context},\n  "@graph": [{_NODE}', f",{_NODE}", "\n  ]\n}\n"


def whole(quads: list[Quad]) -> str:
    """Write triples, which are in canonical order, as one document under the whole of our context."""
    context = context_for(quads)
    nodes = [node(list(block), context) for _, block in groupby(quads, key=lambda quad: quad.subject)]
    before, between, after = around_nodes(context)
    return (
        f"{before}{between.join(nodes)}{after}"
        if nodes
        else pretty({"@context": context.document, "@graph": []}) + "\n"
    )
