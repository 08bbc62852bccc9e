"""What a result says when its shape has no message of its own: one sentence per constraint component, in both languages.

Components: https://www.w3.org/TR/shacl/#core-components. `{x}` is what the shape asks for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.language import Text
from triagraph.namespaces import PREFIXES, RDF, SH
from triagraph.validation.statements import statements

#: Component → (parameter of the shape, German, English).
_SENTENCES: Final[dict[str, tuple[str, str, str]]] = {
    "Class": ("class", "Hier gehört etwas der Art {x} hin.", "This must be something of the kind {x}."),
    "Datatype": ("datatype", "Der Wert ist kein gültiger Wert vom Typ {x}.", "The value is not a valid {x}."),
    "NodeKind": (
        "nodeKind",
        "Die Art des Werts stimmt nicht; erlaubt ist {x}.",
        "The kind of value is wrong; it must be {x}.",
    ),
    "MinCount": (
        "minCount",
        "Es fehlt eine Angabe: mindestens {x} ist nötig.",
        "A value is missing: at least {x} needed.",
    ),
    "MaxCount": (
        "maxCount",
        "Es sind zu viele Angaben: höchstens {x} ist erlaubt.",
        "There are too many values: at most {x} allowed.",
    ),
    "MinExclusive": ("minExclusive", "Der Wert muss größer als {x} sein.", "The value must be greater than {x}."),
    "MinInclusive": ("minInclusive", "Der Wert muss mindestens {x} sein.", "The value must be at least {x}."),
    "MaxExclusive": ("maxExclusive", "Der Wert muss kleiner als {x} sein.", "The value must be less than {x}."),
    "MaxInclusive": ("maxInclusive", "Der Wert darf höchstens {x} sein.", "The value must be at most {x}."),
    "MinLength": (
        "minLength",
        "Der Text ist zu kurz: mindestens {x} Zeichen.",
        "The text is too short: at least {x} characters.",
    ),
    "MaxLength": (
        "maxLength",
        "Der Text ist zu lang: höchstens {x} Zeichen.",
        "The text is too long: at most {x} characters.",
    ),
    "Pattern": (
        "pattern",
        "Der Wert hat nicht die verlangte Form: {x}.",
        "The value does not have the form that is asked for: {x}.",
    ),
    "LanguageIn": (
        "languageIn",
        "Die Sprache ist nicht erlaubt; möglich sind: {x}.",
        "The language is not allowed; possible are: {x}.",
    ),
    "UniqueLang": (
        "uniqueLang",
        "In einer Sprache stehen mehrere Werte; erlaubt ist einer.",
        "There are several values in one language; one is allowed.",
    ),
    "Equals": (
        "equals",
        "Die Werte müssen dieselben sein wie bei {x}.",
        "The values must be the same as those of {x}.",
    ),
    "Disjoint": (
        "disjoint",
        "Der Wert darf nicht zugleich bei {x} stehen.",
        "The value must not stand at {x} as well.",
    ),
    "LessThan": ("lessThan", "Der Wert muss kleiner sein als der von {x}.", "The value must be less than that of {x}."),
    "LessThanOrEquals": (
        "lessThanOrEquals",
        "Der Wert darf nicht größer sein als der von {x}.",
        "The value must not be greater than that of {x}.",
    ),
    "Not": ("not", "Der Wert ist so, wie er nicht sein darf.", "The value is as it must not be."),
    "And": ("and", "Nicht alle Bedingungen sind erfüllt.", "Not all conditions are met."),
    "Or": ("or", "Keine der möglichen Bedingungen ist erfüllt.", "None of the possible conditions is met."),
    "Xone": ("xone", "Genau eine der Bedingungen muss erfüllt sein.", "Exactly one of the conditions must be met."),
    "Node": (
        "node",
        "Der Wert erfüllt die Bedingungen von {x} nicht.",
        "The value does not meet the conditions of {x}.",
    ),
    "Property": ("property", "Eine Eigenschaft stimmt nicht.", "A property is wrong."),
    "QualifiedMinCount": (
        "qualifiedMinCount",
        "Es fehlen passende Angaben: mindestens {x} nötig.",
        "Fitting values are missing: at least {x} needed.",
    ),
    "QualifiedMaxCount": (
        "qualifiedMaxCount",
        "Es sind zu viele passende Angaben: höchstens {x} erlaubt.",
        "There are too many fitting values: at most {x} allowed.",
    ),
    "Closed": ("closed", "Diese Eigenschaft ist hier nicht vorgesehen.", "This property is not provided for here."),
    "HasValue": ("hasValue", "Der Wert {x} fehlt.", "The value {x} is missing."),
    "In": ("in", "Der Wert steht nicht auf der Liste: {x}.", "The value is not on the list: {x}."),
    "SPARQL": ("sparql", "Eine Bedingung ist nicht erfüllt.", "A condition is not met."),
}
_MOST_SHOWN: Final = 8
_KINDS: Final = {
    f"{SH}IRI": Text("eine IRI", "an IRI"),
    f"{SH}Literal": Text("ein Text, eine Zahl oder ein Datum", "a text, a number or a date"),
    f"{SH}BlankNode": Text("ein Knoten ohne IRI", "a node without an IRI"),
    f"{SH}BlankNodeOrIRI": Text("eine IRI oder ein Knoten ohne IRI", "an IRI or a node without one"),
    f"{SH}BlankNodeOrLiteral": Text("ein Knoten ohne IRI oder ein Wert", "a node without an IRI, or a value"),
    f"{SH}IRIOrLiteral": Text("eine IRI oder ein Wert", "an IRI or a value"),
}


class BuiltinMessages:
    """Sentences for the shapes of one shapes graph."""

    def __init__(self, shapes: Sequence[Quad]) -> None:
        self._shapes: Sequence[Quad] = shapes
        self._values: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._lists: dict[Any, dict[str, Any]] = defaultdict(dict)
        self._said: dict[tuple[str, str | None], Text] = {}

    def _read(self) -> None:
        """Look at the shapes when the first sentence is asked for."""
        shapes, self._shapes = self._shapes, ()
        for quad in shapes:
            predicate = quad.predicate.value
            if predicate.startswith(SH):
                self._values[str(quad.subject)][predicate[len(SH) :]].append(quad.object)
            elif predicate in {f"{RDF}first", f"{RDF}rest"}:
                self._lists[quad.subject][predicate[len(RDF) :]] = quad.object

    def message(self, component: str, shape: str | None) -> Text:
        """Give the sentence for a constraint component (an IRI) of a shape (in N-Triples syntax)."""
        if (component, shape) not in self._said:
            self._said[component, shape] = self._sentence(component, shape)
        return self._said[component, shape]

    def _sentence(self, component: str, shape: str | None) -> Text:
        self._read()
        name = component.rpartition("#")[2].removesuffix("ConstraintComponent")
        if name not in _SENTENCES:
            return Text(f"Die Bedingung `{name}` ist nicht erfüllt.", f"The constraint `{name}` is not met.")
        parameter, german, english = _SENTENCES[name]
        kinds = [_KINDS[value.value] for value in self._values[shape or ""][parameter] if name == "NodeKind"]
        if kinds:
            return Text(german.replace("{x}", kinds[0].de), english.replace("{x}", kinds[0].en))
        wanted = [text for value in self._values[shape or ""][parameter] for text in self._texts(value)]
        shown = ", ".join(sorted(wanted)[:_MOST_SHOWN]) + (" …" if len(wanted) > _MOST_SHOWN else "")
        return Text(german.replace("{x}", shown), english.replace("{x}", shown))

    def _texts(self, value: Any) -> list[str]:
        if value not in self._lists:
            return [_short(value)]
        items: list[str] = []
        seen = set()
        while value in self._lists and value not in seen:
            seen.add(value)
            node = self._lists[value]
            items.append(_short(node.get("first")))
            value = node.get("rest")
        return items


def _short(term: Any) -> str:
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        fitting = [(space, prefix) for prefix, space in PREFIXES.items() if term.value.startswith(space)]
        if fitting:
            space, prefix = max(fitting, key=lambda pair: len(pair[0]))
            return f"{prefix}:{term.value[len(space) :]}"
        return term.value
    return str(term)


class Templates:
    """The `sh:message` texts of a shapes graph: those of a shape, and those of its SPARQL constraints with their variables."""

    def __init__(self, shapes: Iterable[Quad]) -> None:
        stated: dict[str, dict[str, str]] = defaultdict(dict)
        constraints: dict[str, list[str]] = defaultdict(list)
        kept = statements(shapes)
        for quad in kept.of(f"{SH}message"):
            if isinstance(quad.object, Literal):
                stated[str(quad.subject)][quad.object.language or ""] = quad.object.value
        for quad in kept.of(f"{SH}sparql"):
            constraints[str(quad.subject)].append(str(quad.object))
        self._of_shapes = {shape: _both(messages) for shape, messages in stated.items()}
        self._stated = stated
        self._constraints = constraints
        self._forms: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def of_shape(self, shape: str | None) -> Text | None:
        """Give the message of the shape itself, if it has one."""
        return self._of_shapes.get(shape or "")

    def filled(self, shape: str | None, component: str, messages: tuple[str, ...]) -> Text | None:
        """Sort the filled messages of a SPARQL constraint by the language of the template that each came from.

        What an engine says of its own accord, in English only, is not meant.
        """
        found: dict[str, str] = {}
        for language, form in self._forms_of(shape or ""):
            fitting = [message for message in messages if form.fullmatch(message)]
            found.update(dict.fromkeys([language], fitting[0]) if fitting else {})
        if found:
            return _both(found)
        if not messages or component.partition("#")[2].removesuffix("ConstraintComponent") in _SENTENCES:
            return None
        return Text(messages[0], messages[0])

    def _forms_of(self, shape: str) -> list[tuple[str, re.Pattern[str]]]:
        """Give language and form of the messages of a shape's SPARQL constraints."""
        if shape not in self._forms:
            self._forms[shape] = [
                (language, re.compile(_VARIABLE.sub("(?s:.*)", re.escape(template))))
                for constraint in self._constraints.get(shape, ())
                for language, template in self._stated.get(constraint, {}).items()
            ]
        return self._forms[shape]


_VARIABLE: Final = re.compile(r"\\\{[?$]\w+\\\}|\\\{\\[?$]\w+\\\}")


def _both(by_language: dict[str, str]) -> Text:
    fallback = by_language.get("") or by_language.get("en") or next(iter(by_language.values()))
    return Text(by_language.get("de", fallback), by_language.get("en", fallback))
