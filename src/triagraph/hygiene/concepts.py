"""The concept schemes: labels, schemes and hierarchies.

SKOS integrity conditions: https://www.w3.org/TR/skos-reference/. qSKOS: incomplete language coverage, orphan concepts,
overlapping labels, cyclic hierarchical relations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, Quad

from triagraph.hygiene.artefacts import GRAPH_ROLES, Artefacts, File, languages, objects, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import OWL, SKOS, TRIA

_BROADER: Final = f"{SKOS}broader"
_IN_SCHEME: Final = f"{SKOS}inScheme"
_UNIT: Final = Text("Begriffe der Vokabulare", "concepts")


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept or a concept scheme, with all that the graphs say about it; `file` is where it is described first."""

    iri: str
    file: File
    quads: tuple[Quad, ...]

    @property
    def schemes(self) -> set[str]:
        """The schemes that it is in."""
        return {value_of(scheme) for scheme in objects(self.quads, _IN_SCHEME)}


def _described(artefacts: Artefacts, *classes: str) -> list[Concept]:
    wanted = artefacts.instances(*classes)
    quads: dict[str, list[Quad]] = defaultdict(list)
    first: dict[str, File] = {}
    for file in artefacts.of(*GRAPH_ROLES):
        for iri, own in file.by_subject.items():
            if iri in wanted:
                quads[iri].extend(own)
                first.setdefault(iri, file)
    return [Concept(iri, first[iri], tuple(found)) for iri, found in quads.items()]


def concepts(artefacts: Artefacts) -> list[Concept]:
    """List the concepts of all graphs: those of skos:Concept and of the ontology's classes below it."""
    return _described(artefacts, *artefacts.subclasses(f"{SKOS}Concept"))


def schemes(artefacts: Artefacts) -> list[Concept]:
    """List the concept schemes."""
    return _described(artefacts, f"{SKOS}ConceptScheme")


@rule(
    "concept-labels",
    title=Text(
        "Jeder Begriff und jedes Schema hat je Sprache genau eine Vorzugsbezeichnung, deutsch und englisch",
        "Every concept and scheme has exactly one preferred label per language, German and English",
    ),
    unit=Text("Begriffe und Schemata", "concepts and schemes"),
    advice=Text("Genau ein skos:prefLabel @de und @en schreiben.", "Write exactly one skos:prefLabel @de and @en."),
)
def preferred_labels(artefacts: Artefacts) -> Looked:
    """Count preferred labels (SKOS S14)."""
    every = [*concepts(artefacts), *schemes(artefacts)]
    findings = []
    for concept in every:
        tags = Counter(languages(objects(concept.quads, f"{SKOS}prefLabel")))
        for language in (*LANGUAGES, *sorted(set(tags) - set(LANGUAGES))):
            if tags[language] != 1:
                what = f"{artefacts.short(concept.iri)}: {tags[language]} × skos:prefLabel @{language}"
                findings.append(found(concept.file, concept.iri, Text(what, what)))
    return looked(len(every), findings)


@rule(
    "concept-schemes",
    title=Text(
        "Jeder eigene Begriff ist in einem beschriebenen Schema und dort oberster Begriff oder einem anderen untergeordnet",
        "Every concept of ours is in a described scheme, and is a top concept there or has a broader one",
    ),
    unit=_UNIT,
    advice=Text(
        "skos:inScheme und skos:topConceptOf (mit skos:hasTopConcept am Schema) oder skos:broader ergänzen.",
        "Add skos:inScheme and skos:topConceptOf (with skos:hasTopConcept at the scheme), or skos:broader.",
    ),
)
def in_schemes(artefacts: Artefacts) -> Looked:
    """Look for concepts of ours without a scheme, orphans, and schemes without concepts."""
    every = [concept for concept in concepts(artefacts) if concept.iri.startswith(artefacts.things)]
    known = {scheme.iri: scheme for scheme in schemes(artefacts) if scheme.iri.startswith(artefacts.things)}
    tops = {
        iri: {value_of(top) for top in objects(scheme.quads, f"{SKOS}hasTopConcept")} for iri, scheme in known.items()
    }
    findings = [finding for concept in every for finding in _scheme_findings(concept, tops, artefacts)]
    filled = {scheme for concept in every for scheme in concept.schemes}
    for iri, scheme in known.items():
        if iri not in filled:
            name = artefacts.short(iri)
            findings.append(found(scheme.file, iri, Text(f"{name} hat keinen Begriff.", f"{name} has no concept.")))
    return looked(len(every), findings)


def _scheme_findings(concept: Concept, tops: dict[str, set[str]], artefacts: Artefacts) -> Iterator[Finding]:
    name = artefacts.short(concept.iri)
    stated = {value_of(scheme) for scheme in objects(concept.quads, f"{SKOS}topConceptOf")}
    if not concept.schemes & set(tops):
        text = Text(f"{name} ist in keinem beschriebenen Schema.", f"{name} is in no described scheme.")
        yield found(concept.file, concept.iri, text)
    elif not stated and not objects(concept.quads, _BROADER):
        text = Text(f"{name} ist verwaist.", f"{name} is an orphan.")
        yield found(concept.file, concept.iri, text)
    for scheme in stated ^ {scheme for scheme, own in tops.items() if concept.iri in own}:
        short = artefacts.short(scheme)
        text = Text(
            f"{name} und {short}: skos:topConceptOf und skos:hasTopConcept stehen nicht beide.",
            f"{name} and {short}: not both skos:topConceptOf and skos:hasTopConcept stand.",
        )
        yield found(concept.file, concept.iri, text)


@rule(
    "concept-labels-distinct",
    title=Text(
        "In einem Schema haben keine zwei Begriffe in einer Sprache dieselbe Bezeichnung",
        "No two concepts of a scheme share a label in a language",
    ),
    unit=Text("Bezeichnungen", "labels"),
    advice=Text("Eine der Bezeichnungen ändern.", "Change one of the labels."),
)
def distinct_labels(artefacts: Artefacts) -> Looked:
    """Compare preferred and alternative labels within each scheme, without regard to case."""
    holders: dict[tuple[str, str, str], list[Concept]] = defaultdict(list)
    for concept in concepts(artefacts):
        labels = [*objects(concept.quads, f"{SKOS}prefLabel"), *objects(concept.quads, f"{SKOS}altLabel")]
        for label in dict.fromkeys(labels):
            for scheme in concept.schemes:
                holders[scheme, getattr(label, "language", None) or "", value_of(label).casefold()].append(concept)
    findings = []
    for (scheme, language, label), sharing in holders.items():
        if len(sharing) > 1:
            who = ", ".join(artefacts.short(concept.iri) for concept in sharing)
            what = f"{artefacts.short(scheme)} @{language} „{label}“: {who}"
            findings.append(found(sharing[-1].file, sharing[-1].iri, Text(what, what)))
    return looked(sum(map(len, holders.values())), findings)


@rule(
    "concept-hierarchy",
    title=Text(
        "Übergeordnete Begriffe stehen im selben Schema, und keine Kette führt im Kreis",
        "Broader concepts are in the same scheme, and no chain runs in a circle",
    ),
    unit=_UNIT,
    advice=Text(
        "skos:broader berichtigen; zwischen Schemata gehört skos:broadMatch in die Ebene mapping.",
        "Correct skos:broader; between schemes it is skos:broadMatch, in the layer mapping.",
    ),
)
def hierarchy(artefacts: Artefacts) -> Looked:
    """Follow skos:broader and skos:narrower from each concept."""
    every = {concept.iri: concept for concept in concepts(artefacts)}
    above: dict[str, set[str]] = defaultdict(set)
    for concept in every.values():
        above[concept.iri] |= {value_of(upper) for upper in objects(concept.quads, _BROADER)}
        for lower in objects(concept.quads, f"{SKOS}narrower"):
            above[value_of(lower)].add(concept.iri)
    findings = []
    for iri, concept in every.items():
        name = artefacts.short(iri)
        for upper in sorted(above[iri]):
            if upper not in every or not every[upper].schemes & concept.schemes:
                other = artefacts.short(upper)
                text = Text(
                    f"{name}: {other} ist nicht im selben Schema.", f"{name}: {other} is not in the same scheme."
                )
                findings.append(found(concept.file, iri, text))
        if iri in _all_above(iri, above):
            text = Text(f"{name} ist sich selbst übergeordnet.", f"{name} is broader than itself.")
            findings.append(found(concept.file, iri, text))
    return looked(len(every), findings)


def _all_above(start: str, above: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(above[start])
    while waiting:
        concept = waiting.pop()
        if concept not in seen:
            seen.add(concept)
            waiting += above.get(concept, ())
    return seen


@rule(
    "field-schemes-apart",
    title=Text(
        "Technologiefelder verschiedener Schemata sind zugeordnet, aber nie gleichgesetzt",
        "Technology fields of different schemes are mapped, but never made the same",
    ),
    unit=Text("Technologiefelder", "technology fields"),
    advice=Text(
        "skos:closeMatch, broadMatch oder relatedMatch verwenden.", "Use skos:closeMatch, broadMatch or relatedMatch."
    ),
)
def fields_apart(artefacts: Artefacts) -> Looked:
    """Look for skos:exactMatch and owl:sameAs between two technology fields, as triple or as rdf:Statement."""
    fields = artefacts.instances(*artefacts.subclasses(f"{TRIA}TechnologyField"))
    findings = []
    for file in artefacts.of(*GRAPH_ROLES):
        for quad in file.quads:
            same = quad.predicate.value in (f"{SKOS}exactMatch", f"{OWL}sameAs")
            if (
                same
                and value_of(quad.subject) in fields
                and value_of(quad.object) in fields
                and not isinstance(quad.object, Literal)
            ):
                first, second = artefacts.shown(quad.subject), artefacts.shown(quad.object)
                text = Text(f"{first} und {second} sind gleichgesetzt.", f"{first} and {second} are made the same.")
                findings.append(found(file, value_of(quad.subject), text))
    return looked(len(fields), findings)
