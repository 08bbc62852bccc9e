"""Compact JSON-LD 1.1, grouped by resource, keys in a stable order: https://www.w3.org/TR/json-ld11/.

The context is embedded, so that a reader needs nothing else. A term of the context is used only for values that it reads
back exactly; any other value is written in full under the property's own IRI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.indented import pretty
from triagraph.namespaces import RDF, XSD

_TYPE: Final = f"{RDF}type"
_KEYWORDS: Final = ("@version", "@vocab", "@base", "@language", "@direction", "@import", "@propagate", "@protected")
_MAX_SAFE_INTEGER: Final = 2**53 - 1
_MAX_DIGITS: Final = 16
#: Datatypes of which JSON-LD reads a number as it stands, where the context says the datatype.
_INTEGERS: Final = frozenset(
    f"{XSD}{name}" for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long")
)
#: What things are called stands before what is said of them.
_FIRST: Final = ("prefLabel", "label")


@dataclass(frozen=True, slots=True)
class TermDefinition:
    """What a context says about one term."""

    name: str
    iri: str
    coercion: str | None
    by_language: bool
    as_set: bool


class CompactContext:
    """A JSON-LD context read for writing: IRI → the terms that stand for it."""

    def __init__(self, context: Mapping[str, Any], avoid_schemes: frozenset[str] = frozenset()) -> None:
        self._prefixes: dict[str, str] = {}
        self.properties: dict[str, list[TermDefinition]] = defaultdict(list)
        self.names: dict[str, str] = {}
        self.language_maps: set[str] = set()
        self.id_key, self.type_key = "@id", "@type"
        self.document: dict[str, Any] = {}
        for name, value in context.items():
            self._read(name, value, context, avoid_schemes)

    def _read(self, name: str, value: Any, context: Mapping[str, Any], avoid: frozenset[str]) -> None:
        if name.startswith("@"):
            if name in _KEYWORDS:
                self.document[name] = value
            return
        definition = {"@id": value} if isinstance(value, str) else dict(value)
        if "@reverse" in definition:
            self.document[name] = {**definition, "@reverse": _expanded(definition["@reverse"], context)}
            return
        target = definition.get("@id", name)
        if target in {"@id", "@type"}:
            self.document[name] = value
            self.id_key, self.type_key = (name, self.type_key) if target == "@id" else (self.id_key, name)
            return
        iri = _expanded(target, context)
        if definition.get("@prefix") or iri.endswith(("/", "#", ":", "?")):
            if name not in avoid:
                self._prefixes[name] = iri
                self.document[name] = value
            return
        self.document[name] = iri if isinstance(value, str) else {**definition, "@id": iri}
        coercion = definition.get("@type")
        if coercion is not None and not coercion.startswith("@"):
            coercion = _expanded(coercion, context)
            self.document[name]["@type"] = coercion
        containers = definition.get("@container", [])
        containers = [containers] if isinstance(containers, str) else containers
        self.properties[iri].append(
            TermDefinition(name, iri, coercion, "@language" in containers, "@set" in containers)
        )
        if "@language" in containers:
            self.language_maps.add(name)
        if coercion is None and not containers:
            self.names.setdefault(iri, name)

    def vocabulary_name(self, iri: str) -> str:
        """Give the shortest name of a class or property: a term, `prefix:local`, or the IRI."""
        if iri in self.names:
            return self.names[iri]
        return self.compact_iri(iri)

    def compact_iri(self, iri: str) -> str:
        """Give `prefix:local` where a prefix fits, else the IRI."""
        for prefix, space in self._prefixes.items():
            local = iri[len(space) :]
            if iri.startswith(space) and local and not local.startswith("//"):
                return f"{prefix}:{local}"
        return iri


def _expanded(name: str, context: Mapping[str, Any]) -> str:
    prefix, colon, local = name.partition(":")
    if colon and not local.startswith("//") and prefix in context:
        value = context[prefix]
        return f"{_expanded(value if isinstance(value, str) else value['@id'], context)}{local}"
    if not colon and "@vocab" in context:
        return f"{context['@vocab']}{name}"
    return name


def write(quads: Iterable[Quad], context: Mapping[str, Any]) -> str:
    """Write triples (in canonical order) as one JSON-LD document with `@context` and `@graph`."""
    ordered = list(quads)
    compact = CompactContext(context, schemes(ordered))
    by_subject: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in ordered:
        by_subject[quad.subject][quad.predicate.value].append(quad.object)
    nodes = [node_object(subject, properties, compact) for subject, properties in by_subject.items()]
    document = {"@context": compact.document, "@graph": nodes}
    return pretty(document) + "\n"


def schemes(quads: Iterable[Quad]) -> frozenset[str]:
    """Collect schemes of IRIs without `//`: a prefix of the same name would make JSON-LD misread them."""
    found = set()
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, NamedNode):
                scheme, _, rest = term.value.partition(":")
                if not rest.startswith("//"):
                    found.add(scheme)
    return frozenset(found)


def node_object(
    subject: NamedNode | BlankNode, properties: Mapping[str, list[Any]], context: CompactContext
) -> dict[str, Any]:
    """Give one resource as a JSON object: id, type, what it is called, then its other properties by name."""
    node: dict[str, Any] = {context.id_key: _reference(subject)}
    types = [
        context.vocabulary_name(value.value) for value in properties.get(_TYPE, ()) if isinstance(value, NamedNode)
    ]
    if types:
        node[context.type_key] = types[0] if len(types) == 1 else types
    written: dict[str, Any] = {}
    for predicate, values in properties.items():
        rest = [value for value in values if not isinstance(value, NamedNode)] if predicate == _TYPE else values
        for value in rest:
            _add(written, predicate, value, context)
    for name in context.language_maps.intersection(written):
        written[name] = dict(sorted(written[name].items()))
    node.update(sorted(written.items(), key=lambda item: (item[0] not in _FIRST, item[0])))
    return node


def _reference(term: NamedNode | BlankNode) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _add(node: dict[str, Any], predicate: str, value: Any, context: CompactContext) -> None:
    for term in context.properties.get(predicate, ()):
        if term.by_language:
            if isinstance(value, Literal) and value.language is not None and value.direction is None:
                _append(node.setdefault(term.name, {}), value.language, value.value, as_set=term.as_set)
                return
            continue
        simple = _coerced(value, term, context)
        if simple is not None:
            _append(node, term.name, simple, as_set=term.as_set)
            return
    _append(node, context.compact_iri(predicate), _full(value, context), as_set=False)


def _append(target: dict[str, Any], key: str, value: Any, *, as_set: bool) -> None:
    if key not in target:
        target[key] = [value] if as_set else value
    elif isinstance(target[key], list):
        target[key].append(value)
    else:
        target[key] = [target[key], value]


def _coerced(value: Any, term: TermDefinition, context: CompactContext) -> Any | None:
    """Give the value as the term's own short form, or None if it has none that reads back the same."""
    if isinstance(value, NamedNode | BlankNode):
        if term.coercion == "@id":
            return _reference(value)
        if term.coercion == "@vocab" and isinstance(value, NamedNode):
            return context.vocabulary_name(value.value)
        return _full(value, context) if term.coercion is None else None
    if isinstance(value, Literal) and value.language is None and value.datatype.value == term.coercion:
        is_number = term.coercion in _INTEGERS and _is_plain_integer(value.value)
        return int(value.value) if is_number else value.value
    return _full(value, context) if term.coercion is None else None


def _full(value: Any, context: CompactContext) -> Any:
    if not isinstance(value, Literal):
        return {context.id_key: _reference(value)}
    if value.language is not None:
        direction = {"@direction": str(value.direction)} if value.direction else {}
        return {"@value": value.value, "@language": value.language, **direction}
    datatype = value.datatype.value
    if datatype == f"{XSD}string":
        return value.value
    if datatype == f"{XSD}boolean" and value.value in {"true", "false"}:
        return value.value == "true"
    if datatype == f"{XSD}integer" and _is_plain_integer(value.value):
        return int(value.value)
    return {"@value": value.value, "@type": datatype}


def _is_plain_integer(text: str) -> bool:
    digits = text.removeprefix("-")
    return (
        digits.isascii()
        and digits.isdigit()
        and len(digits) <= _MAX_DIGITS
        and str(int(text)) == text
        and abs(int(text)) <= _MAX_SAFE_INTEGER
    )
