"""Links between files: what is mentioned is described, what is described has a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Final

from pyoxigraph import NamedNode

from triagraph.hygiene.artefacts import GRAPH_ROLES, RDF_ROLES, Artefacts, File, languages, objects, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.hygiene.names import names
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import DCTERMS, GEO, KINDS, LOCN, OA, ORG, RDF, SHAPES, SKOS, TRIA
from triagraph.project import SETTINGS

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}(#[a-z0-9-]+)?")
#: What is shown with the thing that it belongs to, and needs no name of its own; a source has its title.
_UNNAMED: Final = (
    *(f"{TRIA}Quotation", f"{TRIA}Mapping", f"{TRIA}Source", f"{RDF}Statement"),
    *(f"{OA}TextQuoteSelector", f"{OA}TextPositionSelector"),
    *(f"{ORG}Membership", f"{TRIA}ChangeEvent", f"{TRIA}MemberCountObservation", f"{TRIA}CriterionAssessment"),
    *(f"{TRIA}FormAttribution", f"{TRIA}ValueChainParticipation", f"{TRIA}CompletenessStatement"),
    *(f"{LOCN}Address", f"{DCTERMS}PeriodOfTime", f"{GEO}Geometry"),
)


@rule(
    "links-described",
    title=Text(
        "Jedes Ding und jeder Code, worauf etwas verweist, ist irgendwo beschrieben",
        "Every thing and code that something refers to is described somewhere",
    ),
    unit=Text("Verweise", "references"),
    advice=Text(
        "Den Tippfehler berichtigen oder das Ding mit seinem Typ beschreiben.",
        "Correct the spelling, or describe the thing with its type.",
    ),
)
def described(artefacts: Artefacts) -> Looked:
    """Look up each IRI below `<base>id/` that stands as object or in a query, rule or shape."""
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in artefacts.files:
        for iri, line in _references(file):
            if iri.startswith(artefacts.things) and not re.fullmatch(r"[a-z-]+/", iri[len(artefacts.things) :]):
                count += 1
                if not artefacts.types.get(iri):
                    name = artefacts.short(iri)
                    text = Text(f"{name} ist nirgends beschrieben.", f"{name} is described nowhere.")
                    findings.setdefault((file.name, iri), Finding(text, file.name, line or file.line_of(iri)))
    for setting, place in artefacts.project.places.items():
        if place is not None and not artefacts.types.get(place):
            text = Text(
                f"`{setting}`: <{place}> ist nirgends beschrieben.", f"`{setting}`: <{place}> is described nowhere."
            )
            findings["", setting] = Finding(text, SETTINGS)
    return looked(count, findings.values())


def _references(file: File) -> Iterator[tuple[str, int | None]]:
    if file.role in ("query", "rule"):
        yield from ((name.iri, name.line) for name in names(file.text))
    for quad in file.quads:
        if isinstance(quad.object, NamedNode):
            yield quad.object.value, None


@rule(
    "vocabulary-alone",
    title=Text(
        "Worauf das Vokabular verweist, ist im Vokabular beschrieben, denn andere Regionen nutzen es ohne unsere Daten",
        "What the vocabulary refers to is described in the vocabulary, since other regions use it without our data",
    ),
    unit=Text("Verweise", "references"),
    advice=Text(
        "Die Beschreibung aus data/ in die Vokabulardatei übernehmen, Wort für Wort.",
        "Take the description from data/ into the vocabulary file, word for word.",
    ),
)
def alone(artefacts: Artefacts) -> Looked:
    """Look up each IRI below `<base>id/` that a file of the vocabulary names, in the vocabulary."""
    files = artefacts.of("vocabulary")
    typed_here = {
        value_of(quad.subject) for file in files for quad in file.quads if quad.predicate.value == f"{RDF}type"
    }
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in files:
        for iri in (quad.object.value for quad in file.quads if isinstance(quad.object, NamedNode)):
            if iri.startswith(artefacts.things):
                count += 1
                if iri not in typed_here:
                    name = artefacts.short(iri)
                    text = Text(
                        f"{name} ist nicht im Vokabular beschrieben.", f"{name} is not described in the vocabulary."
                    )
                    findings.setdefault((file.name, iri), Finding(text, file.name, file.line_of(iri)))
    return looked(count, findings.values())


@rule(
    "things-typed",
    title=Text(
        "Jedes beschriebene Ding hat einen Typ, eine bekannte Art und einen lesbaren Namen in seiner IRI",
        "Every described thing has a type, a known kind, and a readable name in its IRI",
    ),
    unit=Text("Dinge", "things"),
    advice=Text(
        "`a` mit der Klasse ergänzen; IRIs von Dingen sind `<Basis>id/<Art>/<a-z0-9->`, höchstens 60 Zeichen.",
        "Add `a` with the class; IRIs of things are `<base>id/<kind>/<a-z0-9->`, 60 characters at most.",
    ),
)
def typed(artefacts: Artefacts) -> Looked:
    """Look at every subject below `<base>id/`."""
    places = _things(artefacts)
    findings = []
    for iri, files in places.items():
        name = artefacts.short(iri)
        kind, _, slug = iri[len(artefacts.things) :].partition("/")
        if not artefacts.types.get(iri):
            findings.append(found(files[0], iri, Text(f"{name} hat keinen Typ.", f"{name} has no type.")))
        if kind not in KINDS:
            text = Text(f"{name}: Die Art `{kind}` ist nicht bekannt.", f"{name}: the kind `{kind}` is not known.")
            findings.append(found(files[0], iri, text))
        if not _SLUG.fullmatch(slug):
            text = Text(f"{name}: `{slug}` ist kein Name für eine IRI.", f"{name}: `{slug}` is no name for an IRI.")
            findings.append(found(files[0], iri, text))
    return looked(len(places), findings)


def _things(artefacts: Artefacts) -> dict[str, list[File]]:
    places: dict[str, list[File]] = defaultdict(list)
    for file in artefacts.of(*GRAPH_ROLES):
        for iri in file.by_subject:
            if iri.startswith(artefacts.things):
                places[iri].append(file)
    return places


@rule(
    "things-labelled",
    title=Text(
        "Jedes beschriebene Ding hat genau eine Vorzugsbezeichnung je Sprache, deutsch und englisch",
        "Every described thing has exactly one preferred label per language, German and English",
    ),
    unit=Text("Dinge", "things"),
    advice=Text(
        "skos:prefLabel @de und @en in data/mapping/labels.ttl ergänzen.",
        "Add skos:prefLabel @de and @en in data/mapping/labels.ttl.",
    ),
)
def labelled(artefacts: Artefacts) -> Looked:
    """Count the preferred labels of each thing over all files; evidence and parts of things need none."""
    unnamed = {name for top in _UNNAMED for name in artefacts.subclasses(top)}
    labels: dict[str, list[Any]] = defaultdict(list)
    places = {
        iri: files for iri, files in _things(artefacts).items() if not artefacts.types.get(iri, unnamed) & unnamed
    }
    for iri, files in places.items():
        for file in files:
            labels[iri] += objects(file.by_subject[iri], f"{SKOS}prefLabel")
    findings = []
    for iri, files in places.items():
        tags = Counter(languages(set(labels[iri])))
        wrong = [f"{tags[tag]} × @{tag}" for tag in (*LANGUAGES, *sorted(set(tags) - set(LANGUAGES))) if tags[tag] != 1]
        if wrong:
            what = f"{artefacts.short(iri)}: skos:prefLabel {', '.join(wrong)}"
            findings.append(found(files[0], iri, Text(what, what)))
    return looked(len(places), findings)


@rule(
    "shapes-linked",
    title=Text(
        "Jede Shape, auf die eine andere verweist, gibt es, und jede eigene Eigenschaft in Shapes ist deklariert",
        "Every shape that another refers to exists, and every property of ours in shapes is declared",
    ),
    unit=Text("Verweise", "references"),
    advice=Text("Den Namen berichtigen oder die Shape ergänzen.", "Correct the name, or add the shape."),
)
def shapes_linked(artefacts: Artefacts) -> Looked:
    """Look up each IRI of the shapes namespace."""
    described = {iri for file in artefacts.of(*RDF_ROLES) for iri in file.by_subject}
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in artefacts.of("shapes"):
        for quad in file.quads:
            for iri in map(value_of, (quad.predicate, quad.object)):
                if iri.startswith(SHAPES) and iri != SHAPES:
                    count += 1
                    if iri not in described:
                        name = artefacts.short(iri)
                        text = Text(f"{name} ist nirgends beschrieben.", f"{name} is described nowhere.")
                        findings.setdefault(("", iri), found(file, iri, text))
    return looked(count, findings.values())
