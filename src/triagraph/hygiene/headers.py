"""The headers of the ontology and its modules, and that nothing of others is redefined.

FOOPS!: OM1-OM5, VER1. OOPS!: P38, P40 (namespace hijacking), P41.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad

from triagraph.hygiene.artefacts import RDF_ROLES, Artefacts, File, languages, objects, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import DCTERMS, DEFAULT_BASE, ONTOLOGY, OWL, RDF, RDFS, TRIA

_VANN: Final = "http://purl.org/vocab/vann/"
_IN_BOTH: Final = (f"{DCTERMS}title", f"{DCTERMS}description")
_EVERY: Final = (
    f"{DCTERMS}creator",
    f"{DCTERMS}license",
    f"{DCTERMS}created",
    f"{DCTERMS}modified",
    f"{OWL}versionInfo",
)
_MAIN: Final = (
    f"{DCTERMS}publisher",
    f"{OWL}versionIRI",
    f"{_VANN}preferredNamespacePrefix",
    f"{_VANN}preferredNamespaceUri",
)
_META: Final = frozenset(
    {
        *(f"{OWL}{name}" for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
        f"{RDFS}Class",
        f"{RDF}Property",
    }
)
_AXIOMS: Final = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf", f"{RDFS}domain", f"{RDFS}range")
#: Where more may be said about foreign terms, and what; None is everything.
_ALLOWED: Final[dict[str, frozenset[str] | None]] = {
    "alignments.ttl": None,
    "labels.ttl": frozenset({f"{RDFS}label"}),
}


@rule(
    "ontology-headers",
    title=Text(
        "Die Ontologie und ihre Teile haben einen vollständigen Kopf",
        "The ontology and its modules have complete headers",
    ),
    unit=Text("Köpfe", "headers"),
    advice=Text("Im Kopf (`a owl:Ontology`) der Datei ergänzen.", "Add it to the file's header (`a owl:Ontology`)."),
)
def headers(artefacts: Artefacts) -> Looked:
    """Look at the owl:Ontology of each file of terms and vocabularies."""
    count, findings = 0, []
    for file in artefacts.of("terms", "vocabulary"):
        own = [
            iri
            for iri, quads in file.by_subject.items()
            if f"{OWL}Ontology" in map(value_of, objects(quads, f"{RDF}type"))
        ]
        count += len(own)
        if len(own) != 1:
            text = Text(
                f"Die Datei hat {len(own)} Köpfe statt einem.", f"The file has {len(own)} headers instead of one."
            )
            findings.append(Finding(text, file.name))
        findings += [finding for iri in own for finding in _header_findings(iri, file, artefacts)]
        if ONTOLOGY in own:
            findings += _preferred(file)
    return looked(count, findings)


def _header_findings(iri: str, file: File, artefacts: Artefacts) -> Iterator[Finding]:
    quads = file.by_subject[iri]
    for predicate in (*_EVERY, *(_MAIN if iri == ONTOLOGY else ())):
        if not objects(quads, predicate):
            name = artefacts.short(predicate)
            yield found(file, iri, Text(f"Im Kopf fehlt {name}.", f"The header lacks {name}."))
    for predicate in _IN_BOTH:
        for language in LANGUAGES:
            if languages(objects(quads, predicate)).count(language) != 1:
                name = f"{artefacts.short(predicate)} @{language}"
                yield found(file, iri, Text(f"Im Kopf fehlt {name}.", f"The header lacks {name}."))
    created, modified = (sorted(map(value_of, objects(quads, f"{DCTERMS}{name}"))) for name in ("created", "modified"))
    if created and modified and modified[0] < created[-1]:
        yield found(
            file,
            iri,
            Text("dcterms:modified liegt vor dcterms:created.", "dcterms:modified is before dcterms:created."),
        )
    version = [value_of(value) for value in objects(quads, f"{OWL}versionInfo")]
    for versioned in objects(quads, f"{OWL}versionIRI"):
        if version and not value_of(versioned).endswith(version[0]):
            text = Text(
                "owl:versionIRI und owl:versionInfo widersprechen sich.", "owl:versionIRI and owl:versionInfo differ."
            )
            yield found(file, iri, text)


def _preferred(file: File) -> Iterator[Finding]:
    quads = file.by_subject[ONTOLOGY]
    for name, expected in (("preferredNamespacePrefix", "tria"), ("preferredNamespaceUri", TRIA)):
        stated = [value_of(value) for value in objects(quads, f"{_VANN}{name}")]
        if stated and stated != [expected]:
            text = Text(f"vann:{name} ist nicht `{expected}`.", f"vann:{name} is not `{expected}`.")
            yield found(file, ONTOLOGY, text)


@rule(
    "no-hijacking",
    title=Text(
        "Über fremde Begriffe steht nichts außer in alignments.ttl und, nur als Bezeichnung, in labels.ttl",
        "Nothing is said about foreign terms but in alignments.ttl and, as labels only, in labels.ttl",
    ),
    unit=Text("Tripel", "triples"),
    advice=Text(
        "Die Aussage streichen oder einen eigenen Begriff damit beschreiben; Verknüpfungen gehören in ontology/alignments.ttl.",
        "Drop the statement or make it about a term of ours; alignments belong into ontology/alignments.ttl.",
    ),
)
def hijacking(artefacts: Artefacts) -> Looked:
    """Look at the subject of each triple of the ontology, and at axioms anywhere else."""
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in artefacts.of(*RDF_ROLES):
        allowed = _ALLOWED.get(file.path.name, frozenset()) if file.role == "terms" else frozenset()
        count += len(file.quads)
        for quad in file.quads if allowed is not None else ():
            subject = value_of(quad.subject)
            if (
                quad.predicate.value not in (allowed or ())
                and isinstance(quad.subject, NamedNode)
                and _is_foreign(quad, file, artefacts)
            ):
                what = f"{artefacts.short(subject)} {artefacts.short(quad.predicate.value)}"
                text = Text(f"Aussage über einen fremden Begriff: {what}.", f"Statement about a foreign term: {what}.")
                findings.setdefault((file.name, what), found(file, subject, text))
    return looked(count, findings.values())


def _is_foreign(quad: Quad, file: File, artefacts: Artefacts) -> bool:
    """Tell whether a triple speaks about what is not ours; data may describe foreign things, but make no axioms."""
    own = value_of(quad.subject).startswith((DEFAULT_BASE, artefacts.project.base))
    if file.role in ("terms", "vocabulary", "shapes"):
        return not own
    return is_axiom(quad)


def is_axiom(quad: Quad) -> bool:
    """Tell whether a triple declares or constrains a term."""
    predicate = quad.predicate.value
    if predicate == f"{RDF}type":
        return value_of(quad.object) in _META
    return predicate in _AXIOMS or (predicate.startswith(OWL) and predicate != f"{OWL}sameAs")
