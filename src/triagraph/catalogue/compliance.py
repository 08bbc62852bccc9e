"""Does a catalogue keep the cardinalities and kinds of value of DCAT-AP 3.0.1?

The rules are those of https://semiceu.github.io/DCAT-AP/releases/3.0.1/ for the classes that describe datasets and their
files; a test compares them with the official shapes. So a release can be scored where those shapes are not at hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.catalogue.graph import CATALOGUE_PREFIXES
from triagraph.language import Text
from triagraph.namespaces import RDF, XSD

#: Class, how often, kind of value, properties. A `literal` is any literal, a `resource` anything else, an `iri` no
#: blank node, a `date` one of the four XML Schema types that DCAT-AP allows.
_RULES: Final = """
dcat:Catalog       1..* literal  dcterms:title dcterms:description
dcat:Catalog       1..1 any      dcterms:publisher
dcat:Catalog       0..1 resource dcterms:creator dcterms:license dcterms:rights foaf:homepage
dcat:Catalog       0..1 date     dcterms:issued dcterms:modified
dcat:Catalog       0..* resource dcat:catalog dcat:dataset dcat:record dcat:service dcat:themeTaxonomy
dcat:Catalog       0..* resource dcterms:hasPart dcterms:language dcterms:spatial
dcat:Catalog       0..* iri      dcatap:applicableLegislation
dcat:Dataset       1..* literal  dcterms:title dcterms:description
dcat:Dataset       0..1 resource dcterms:accessRights dcterms:accrualPeriodicity dcterms:publisher
dcat:Dataset       0..1 date     dcterms:issued dcterms:modified
dcat:Dataset       0..1 literal  dcat:version
dcat:Dataset       0..1 xsd:decimal dcat:spatialResolutionInMeters
dcat:Dataset       0..1 xsd:duration dcat:temporalResolution
dcat:Dataset       0..* literal  dcat:keyword dcterms:identifier adms:versionNotes
dcat:Dataset       0..* iri      dcat:theme dcatap:applicableLegislation
dcat:Dataset       0..* resource adms:identifier adms:sample dcat:contactPoint dcat:distribution dcat:inSeries
dcat:Dataset       0..* resource dcat:landingPage dcat:qualifiedRelation dcterms:conformsTo dcterms:creator
dcat:Dataset       0..* resource dcterms:hasVersion dcterms:isReferencedBy dcterms:language dcterms:provenance
dcat:Dataset       0..* resource dcterms:relation dcterms:source dcterms:spatial dcterms:temporal dcterms:type
dcat:Dataset       0..* resource foaf:page prov:qualifiedAttribution prov:wasGeneratedBy
dcat:Distribution  1..* resource dcat:accessURL
dcat:Distribution  0..1 resource adms:status dcat:compressFormat dcat:mediaType dcat:packageFormat dcatap:availability
dcat:Distribution  0..1 resource dcterms:format dcterms:license dcterms:rights odrl:hasPolicy spdx:checksum
dcat:Distribution  0..1 date     dcterms:issued dcterms:modified
dcat:Distribution  0..1 xsd:nonNegativeInteger dcat:byteSize
dcat:Distribution  0..1 xsd:decimal dcat:spatialResolutionInMeters
dcat:Distribution  0..1 xsd:duration dcat:temporalResolution
dcat:Distribution  0..* literal  dcterms:title dcterms:description
dcat:Distribution  0..* iri      dcatap:applicableLegislation
dcat:Distribution  0..* resource dcat:accessService dcat:downloadURL dcterms:conformsTo dcterms:language foaf:page
foaf:Agent         1..* literal  foaf:name
foaf:Agent         0..1 any      dcterms:type
spdx:Checksum      1..1 any      spdx:algorithm
spdx:Checksum      1..1 xsd:hexBinary spdx:checksumValue
skos:Concept       1..* literal  skos:prefLabel
skos:ConceptScheme 1..* literal  dcterms:title
dcterms:Location   0..1 literal  dcat:bbox dcat:centroid locn:geometry
dcterms:PeriodOfTime 0..1 date   dcat:startDate dcat:endDate
dcterms:PeriodOfTime 0..1 any    time:hasBeginning time:hasEnd
"""
_NAMESPACES: Final = {
    **CATALOGUE_PREFIXES,
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "time": "http://www.w3.org/2006/time#",
}
_DATES: Final = frozenset(f"{XSD}{name}" for name in ("date", "dateTime", "gYear", "gYearMonth"))


@dataclass(frozen=True, slots=True)
class Rule:
    """How often a property of a class occurs, and what kind of value it has."""

    cls: str
    path: str
    minimum: int
    maximum: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a thing of a catalogue does not keep."""

    subject: str
    rule: Rule
    reason: Text


def full_iri(name: str) -> str:
    """Give the IRI of a prefixed name of this module's rules."""
    prefix, _, local = name.partition(":")
    return _NAMESPACES[prefix] + local


def _read_rules(text: str) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for line in text.strip().splitlines():
        cls, often, kind, *paths = line.split()
        minimum, _, maximum = often.partition("..")
        limit = None if maximum == "*" else int(maximum)
        rules.extend(Rule(full_iri(cls), full_iri(path), int(minimum), limit, kind) for path in paths)
    return tuple(rules)


RULES: Final = _read_rules(_RULES)


def check(quads: Iterable[Quad]) -> tuple[Breach, ...]:
    """Give every rule that is not kept, in order of the rules and of the things."""
    members: dict[str, set[str]] = defaultdict(set)
    values: dict[tuple[str, str], list[object]] = defaultdict(list)
    for quad in dict.fromkeys(quads):
        subject, predicate = str(quad.subject), quad.predicate.value
        if predicate == f"{RDF}type" and isinstance(quad.object, NamedNode):
            members[quad.object.value].add(subject)
        values[subject, predicate].append(quad.object)
    return tuple(
        Breach(subject, rule, reason)
        for rule in RULES
        for subject in sorted(members[rule.cls])
        for reason in _reasons(rule, values.get((subject, rule.path), []))
    )


def _reasons(rule: Rule, values: list[object]) -> list[Text]:
    reasons = []
    if len(values) < rule.minimum:
        reasons.append(Text(f"{rule.path} fehlt.", f"{rule.path} is missing."))
    if rule.maximum is not None and len(values) > rule.maximum:
        reasons.append(Text(f"{rule.path} kommt {len(values)}-mal vor.", f"{rule.path} occurs {len(values)} times."))
    if not all(_is_of_kind(value, rule.kind) for value in values):
        reasons.append(
            Text(f"{rule.path}: ein Wert ist kein `{rule.kind}`.", f"{rule.path}: a value is no `{rule.kind}`.")
        )
    return reasons


def _is_of_kind(value: object, kind: str) -> bool:
    if kind == "any":
        return True
    if kind == "iri":
        return isinstance(value, NamedNode)
    if not isinstance(value, Literal):
        return kind == "resource"
    if kind == "date":
        return value.datatype.value in _DATES
    return kind == "literal" or (kind != "resource" and value.datatype.value == full_iri(kind))
