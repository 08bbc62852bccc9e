"""The JSON-LD context: every term of ours has a name in it, and its coercions fit the data.

https://www.w3.org/TR/json-ld11/#type-coercion: a string under a term with `@type: @id` reads back as an IRI.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pyoxigraph import Literal, Quad

from triagraph.hygiene.artefacts import GRAPH_ROLES, Artefacts, File, read_json
from triagraph.hygiene.findings import Finding, Looked, looked, rule
from triagraph.hygiene.terms import own_terms
from triagraph.language import Text
from triagraph.namespaces import OWL, SHAPES
from triagraph.serializer.jsonld import CompactContext, TermDefinition

_TO_NODES: Final = ("@id", "@vocab")


def _contexts(artefacts: Artefacts) -> list[tuple[File, CompactContext]]:
    documents = ((file, read_json(file).get("@context")) for file in artefacts.of("context"))
    return [(file, CompactContext(context)) for file, context in documents if isinstance(context, dict)]


@rule(
    "context-complete",
    title=Text(
        "Der Kontext hat für jede eigene Klasse und Eigenschaft einen Namen, der zu ihrer Art passt",
        "The context has a name for every class and property of ours that fits its kind",
    ),
    unit=Text("Begriffe", "terms"),
    advice=Text(
        "In ontology/context.jsonld ergänzen; eine ObjectProperty hat `@type: @id`, eine DatatypeProperty nicht.",
        "Add it in ontology/context.jsonld; an ObjectProperty has `@type: @id`, a DatatypeProperty has not.",
    ),
)
def complete(artefacts: Artefacts) -> Looked:
    """Look up each term of ours in the context."""
    count, findings = 0, []
    for file, context in _contexts(artefacts):
        for term in own_terms(artefacts):
            if term.iri.startswith(SHAPES):
                continue
            count += 1
            names, short = context.properties.get(term.iri, []), artefacts.short(term.iri)
            if not names:
                findings.append(
                    Finding(Text(f"{short} fehlt im Kontext.", f"{short} is missing in the context."), file.name)
                )
            for name in names:
                to_nodes = name.coercion in _TO_NODES
                if to_nodes != (f"{OWL}ObjectProperty" in term.kinds):
                    text = Text(
                        f"`{name.name}` passt nicht zur Art von {short}.",
                        f"`{name.name}` does not fit the kind of {short}.",
                    )
                    findings.append(Finding(text, file.name, _line(file, name.name)))
    return looked(count, findings)


@rule(
    "context-coercions",
    title=Text(
        "Die Typangaben des Kontexts passen zu den Werten im Graphen",
        "The coercions of the context fit the values of the graph",
    ),
    unit=Text("Werte", "values"),
    advice=Text(
        "`@type` oder `@container` im Kontext berichtigen, oder den Wert.",
        "Correct `@type` or `@container` in the context, or the value.",
    ),
)
def coercions(artefacts: Artefacts) -> Looked:
    """Compare each value of a property that the context coerces with the coercion; values of one sort count together."""
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    contexts = _contexts(artefacts)
    for context_file, context in contexts:
        for file, quad in _values(artefacts):
            names = context.properties.get(quad.predicate.value, [])
            if any(name.coercion or name.by_language for name in names):
                count += 1
                if not any(_fits(quad.object, name) for name in names):
                    what = f"`{names[0].name}`: {artefacts.shown(quad.object)} ({file.name})"
                    line = _line(context_file, names[0].name)
                    text = Text(f"Die Typangabe passt nicht: {what}.", f"The coercion does not fit: {what}.")
                    findings.setdefault((context_file.name, names[0].iri), Finding(text, context_file.name, line))
    return looked(count, findings.values())


def _values(artefacts: Artefacts) -> Iterator[tuple[File, Quad]]:
    for file in artefacts.of(*GRAPH_ROLES):
        yield from ((file, quad) for quad in file.quads)


def _fits(value: Any, term: TermDefinition) -> bool:
    if not isinstance(value, Literal):
        return term.coercion in _TO_NODES or (term.coercion is None and not term.by_language)
    if value.language is not None:
        return term.by_language or term.coercion is None
    return not term.by_language and term.coercion in (None, value.datatype.value)


def _line(file: File, name: str) -> int | None:
    position = file.text.find(f'"{name}":')
    return file.text.count("\n", 0, position) + 1 if position >= 0 else None


@rule(
    "frames",
    title=Text(
        "Jeder Name in einem JSON-LD-Frame steht im Kontext",
        "Every name in a JSON-LD frame stands in the context",
    ),
    unit=Text("Namen", "names"),
    advice=Text(
        "Den Namen berichtigen: so passt der Frame auf nichts.",
        "Correct the name: like this the frame matches nothing.",
    ),
)
def frames(artefacts: Artefacts) -> Looked:
    """Look up each key and type of each frame; `prefix:local` needs a prefix of the context."""
    known: set[str] = set()
    for _, context in _contexts(artefacts):
        known |= {*context.document, *(name.name for names in context.properties.values() for name in names)}
    files = artefacts.of("frame")
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in files:
        for name in _frame_names(read_json(file)):
            count += 1
            if name.partition(":")[0] not in known:
                text = Text(f"`{name}` steht nicht im Kontext.", f"`{name}` is not in the context.")
                findings.setdefault((file.name, name), Finding(text, file.name, _line(file, name)))
    none = Text("Die Ontologie hat keine Frames.", "The ontology has no frames.")
    return looked(count, findings.values(), may_be_empty=None if files else none)


def _frame_names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _frame_names(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not key.startswith("@"):
                yield key
            if key == "type":
                yield from (name for name in (inner if isinstance(inner, list) else [inner]) if isinstance(name, str))
            if key != "@context":
                yield from _frame_names(inner)
