"""Shapes in words: what a shapes graph asks for, said in the reader's language.

Constraint components: https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from triagraph.namespaces import DCTERMS, RDF, SH, SHAPES, TRIA
from triagraph.results import Term
from triagraph.site.graph import TYPE, index_by_subject
from triagraph.site.naming import Names
from triagraph.site.terms import key

_NIL: Final = f"{RDF}nil"
#: What a path is made of, besides sequences: https://www.w3.org/TR/shacl/#property-paths
_STEPS: Final = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "alternativePath")
_OURS: Final = re.compile(r"\btria:(\w+)")
_SEVERITIES: Final = {f"{SH}Violation": "violation", f"{SH}Warning": "warning", f"{SH}Info": "info"}
#: Constraints with one value, and the pattern of words that says it.
_SIMPLE: Final = {
    "class": "of_class",
    "datatype": "of_datatype",
    "hasValue": "has_value",
    "minLength": "length_at_least",
    "maxLength": "length_at_most",
    "minInclusive": "value_at_least",
    "maxInclusive": "value_at_most",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape in words; `classes` and `properties` are the terms that it checks, a query's among them."""

    anchor: str
    name: str
    target: str
    subject: str
    conditions: tuple[str, ...]
    message: str
    hint: str
    severity: str
    classes: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one shapes file, with its title and what it says of itself."""

    title: str
    about: str
    rules: tuple[Rule, ...]


class ShapesInWords:
    """Says the shapes of one file in words."""

    def __init__(self, quads: list[Quad], names: Names, words: dict[str, str]) -> None:
        self._subjects = index_by_subject(quads)
        self._objects: dict[tuple[str, str], list[Term]] = {}
        for quad in quads:
            self._objects.setdefault((key(quad.subject), quad.predicate.value), []).append(quad.object)
        self._names = names
        self._words = words

    def rules(self) -> RuleSet:
        """Give every shape of the file that has an IRI, in its order."""
        used = {
            value.value
            for quads in self._subjects.values()
            for quad in quads
            if quad.predicate.value == f"{SH}property" and isinstance(value := quad.object, NamedNode)
        }
        shapes = [iri for iri in self._subjects if self._is_shape(iri) and not iri.startswith("_:")]
        parents = {child: shape for shape in shapes for child in self._iris(shape, "property")}
        rules = [self._rule(shape, parents.get(shape) if shape in used else None) for shape in shapes]
        about = next(
            (
                iri
                for iri in self._subjects
                if any(quad.predicate.value == f"{SHAPES}runsOn" for quad in self._subjects[iri])
            ),
            "",
        )
        title = self._text(about, f"{DCTERMS}title")
        return RuleSet(title, self._text(about, f"{DCTERMS}description"), tuple(rules))

    def _is_shape(self, iri: str) -> bool:
        return any(
            quad.predicate.value == TYPE
            and isinstance(quad.object, NamedNode)
            and quad.object.value in {f"{SH}NodeShape", f"{SH}PropertyShape"}
            for quad in self._subjects[iri]
        )

    def _rule(self, shape: str, parent: str | None) -> Rule:
        severity = next(iter(self._iris(shape, "severity")), f"{SH}Violation")
        return Rule(
            anchor=shape.rpartition("#")[2],
            name=self._text(shape, f"{SH}name") or self._names.text(shape),
            target=self._target(shape) or (self._target(parent) if parent else ""),
            subject=self._path(next(iter(self._values(shape, "path")), None)),
            conditions=tuple(self._conditions(shape)),
            message=self._text(shape, f"{SH}message"),
            hint=self._text(shape, f"{SHAPES}hint"),
            severity=self._words[f"severity_{_SEVERITIES.get(severity, 'violation')}"],
            classes=tuple(self._iris(shape, "targetClass") or (self._iris(parent, "targetClass") if parent else ())),
            properties=tuple(dict.fromkeys(self._properties(shape))),
        )

    def _properties(self, shape: str) -> Iterator[str]:
        """Name the properties that a shape is about: those of its path, of its target and of its query."""
        waiting, seen = self._values(shape, "path"), set[str]()
        while waiting:
            step = waiting.pop(0)
            if isinstance(step, NamedNode):
                yield step.value
            elif (node := key(step)) not in seen:
                seen.add(node)
                waiting = waiting + self._list(step) + [each for name in _STEPS for each in self._values(node, name)]
        yield from self._iris(shape, "targetSubjectsOf")
        yield from self._iris(shape, "targetObjectsOf")
        for constraint in self._values(shape, "sparql"):
            for query in self._values(key(constraint), "select"):
                yield from (
                    f"{TRIA}{name}" for name in _OURS.findall(query.value if isinstance(query, Literal) else "")
                )

    def _target(self, shape: str) -> str:
        patterns = {"targetClass": "instances_of", "targetSubjectsOf": "subjects_of", "targetObjectsOf": "objects_of"}
        said = [
            self._words[words].format(label=self._names.text(iri))
            for name, words in patterns.items()
            for iri in self._iris(shape, name)
        ]
        return ", ".join(said + [self._names.text(iri) for iri in self._iris(shape, "targetNode")])

    def _path(self, path: Term | None, depth: int = 0) -> str:
        """Name the property that a shape is about; a path of several names all of them."""
        if path is None or depth > len(_SIMPLE):
            return ""
        if isinstance(path, NamedNode):
            return self._names.text(path.value)
        node = key(path)
        steps = self._list(path)
        if steps:
            return " / ".join(self._path(step, depth + 1) for step in steps)
        for name, mark in (("inversePath", "←"), ("zeroOrMorePath", ""), ("oneOrMorePath", ""), ("zeroOrOnePath", "")):
            for inner in self._values(node, name):
                return f"{mark} {self._path(inner, depth + 1)}".strip()
        alternatives = [option for inner in self._values(node, "alternativePath") for option in self._list(inner)]
        return " | ".join(self._path(option, depth + 1) for option in alternatives)

    def _conditions(self, shape: str) -> list[str]:
        said = [*self._counts(shape), *self._kinds(shape)]
        for name, words in _SIMPLE.items():
            said += [self._words[words].format(value=self._shown(value)) for value in self._values(shape, name)]
        said += [self._words["pattern"].format(value=self._shown(value)) for value in self._values(shape, "pattern")]
        for name, words in (("in", "one_of"), ("languageIn", "languages_in")):
            said += [self._words[words].format(value=self._shown_list(value)) for value in self._values(shape, name)]
        if any(isinstance(value, Literal) and value.value == "true" for value in self._values(shape, "uniqueLang")):
            said.append(self._words["one_per_language"])
        if any(isinstance(value, Literal) and value.value == "true" for value in self._values(shape, "closed")):
            said.append(self._words["closed"])
        if not said and not self._values(shape, "property"):
            said.append(self._words["shape_special"])
        return said

    def _counts(self, shape: str) -> list[str]:
        least, most = (
            next((self._shown(value) for value in self._values(shape, name)), None) for name in ("minCount", "maxCount")
        )
        if least is not None and least == most:
            return [self._words["exactly"].format(value=least)]
        said = [self._words["at_least"].format(value=least)] if least is not None else []
        return said + ([self._words["at_most"].format(value=most)] if most is not None else [])

    def _kinds(self, shape: str) -> list[str]:
        known = {f"{SH}IRI": "node_kind_iri", f"{SH}Literal": "node_kind_literal"}
        return [
            self._words[known[iri]]
            if iri in known
            else self._words["node_kind_other"].format(value=iri.rpartition("#")[2])
            for iri in self._iris(shape, "nodeKind")
        ]

    def _shown(self, value: Term) -> str:
        if isinstance(value, NamedNode):
            return self._names.text(value.value)
        return self._names.literal(value) if isinstance(value, Literal) else str(value)

    def _shown_list(self, value: Term) -> str:
        return ", ".join(self._shown(item) for item in self._list(value))

    def _list(self, node: Term) -> list[Term]:
        items: list[Term] = []
        seen: set[str] = set()
        while isinstance(node, BlankNode) and str(node) not in seen:
            seen.add(str(node))
            first = next(iter(self._objects.get((str(node), f"{RDF}first"), ())), None)
            if first is None:
                return items
            items.append(first)
            node = next(iter(self._objects.get((str(node), f"{RDF}rest"), ())), NamedNode(_NIL))
        return items

    def _values(self, subject: str, name: str) -> list[Term]:
        return self._objects.get((subject, f"{SH}{name}"), [])

    def _iris(self, subject: str, name: str) -> list[str]:
        return [value.value for value in self._values(subject, name) if isinstance(value, NamedNode)]

    def _text(self, subject: str, predicate: str) -> str:
        texts = [text for text in self._objects.get((subject, predicate), ()) if isinstance(text, Literal)]
        own = [text for text in texts if text.language is None or self._names.foreign(text) is None]
        return next((text.value for text in own or texts), "")
