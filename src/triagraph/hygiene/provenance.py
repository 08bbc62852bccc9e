"""Every fact has its words, every quotation its source, every mapping its author, date and reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, Quad

from triagraph.hygiene.artefacts import GRAPH_ROLES, Artefacts, File, languages, number_of, objects, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.hygiene.statements import QUOTED_FROM, no_mappings, statements, triples, written
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import DCTERMS, GEO, LOCN, OA, ORG, OWL, RDF, SCHEMA, SKOS, TRIA

_TYPE: Final = f"{RDF}type"
#: Nodes whose triples are carried by the quotation that stands on the node.
_CARRYING: Final = (
    *(
        f"{TRIA}{name}"
        for name in ("MemberCountObservation", "FormAttribution", "CriterionAssessment", "FormDefinition")
    ),
    *(
        f"{TRIA}{name}"
        for name in (
            "ChangeEvent",
            "CompletenessStatement",
            "ValueChainParticipation",
            "Claim",
            "Principle",
            "ClusterForm",
        )
    ),
    *(f"{ORG}{name}" for name in ("Membership", "Site")),
    f"{GEO}Geometry",
)
#: Carrying nodes that belong to one thing: the triple that leads to them says nothing more.
_BELONGING: Final = (f"{ORG}Membership", f"{ORG}Site", f"{GEO}Geometry")
#: Parts of a node, without a quotation of their own.
_PARTS: Final = (f"{LOCN}Address", f"{DCTERMS}PeriodOfTime")
#: What describes the evidence itself.
_EVIDENCE: Final = (f"{TRIA}Source", f"{TRIA}Quotation", f"{OA}TextQuoteSelector", f"{OA}TextPositionSelector")
_MATCHES: Final = (*(f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")), f"{OWL}sameAs")


@rule(
    "statements-stand",
    title=Text(
        "Das Tripel jedes rdf:Statement steht im selben Graphen",
        "The triple of every rdf:Statement stands in the same graph",
    ),
    unit=Text("Aussagen", "statements"),
    advice=Text(
        "Das Tripel in dieselbe Datei schreiben oder rdf:subject, rdf:predicate und rdf:object berichtigen.",
        "Write the triple into the same file, or correct rdf:subject, rdf:predicate and rdf:object.",
    ),
)
def statements_stand(artefacts: Artefacts) -> Looked:
    """Look for the triple of each statement in the file of the statement."""
    count, findings = 0, []
    for file in artefacts.of(*GRAPH_ROLES):
        present = triples(file)
        for one in statements(file, artefacts):
            count += 1
            name = artefacts.short(one.iri)
            if one.triple is None:
                text = Text(
                    f"{name} hat nicht genau ein Subjekt, Prädikat und Objekt.",
                    f"{name} has not one subject, predicate and object.",
                )
                findings.append(found(file, one.iri, text))
            elif one.triple not in present:
                what = written(one.triple, artefacts)
                text = Text(f"{name}: Es fehlt {what}.", f"{name}: missing is {what}.")
                findings.append(found(file, one.iri, text))
    return looked(count, findings)


@rule(
    "facts-carried",
    title=Text(
        "Jeder Fakt der Ebene asserted hat ein rdf:Statement mit Zitat oder steht an einem Knoten mit Zitat",
        "Every fact of the layer asserted has an rdf:Statement with a quotation, or stands at a node with one",
    ),
    unit=Text("Fakten", "facts"),
    advice=Text(
        "rdf:Statement mit prov:wasQuotedFrom ergänzen, oder den Fakt streichen: was keine Quelle sagt, steht nicht da.",
        "Add an rdf:Statement with prov:wasQuotedFrom, or drop the fact: what no source says does not stand there.",
    ),
)
def facts_carried(artefacts: Artefacts) -> Looked:
    """Look for the words behind each triple; types, statements and the description of the evidence need none."""
    count, findings = 0, []
    for file in artefacts.of("asserted"):
        bare: dict[str, list[str]] = defaultdict(list)
        carried = {one.triple for one in statements(file, artefacts) if one.quotations}
        for quad, stands in _facts(file, artefacts):
            count += 1
            if not stands and (quad.subject, quad.predicate, quad.object) not in carried:
                bare[value_of(quad.subject)].append(
                    f"{artefacts.short(quad.predicate.value)} {artefacts.shown(quad.object)}"
                )
        for subject, facts in bare.items():
            what = f"{artefacts.short(subject)}: {'; '.join(sorted(facts))}"
            findings.append(found(file, subject, Text(f"Ohne Zitat: {what}.", f"Without a quotation: {what}.")))
    return looked(count, findings)


def _facts(file: File, artefacts: Artefacts) -> Iterator[tuple[Quad, bool]]:
    """Give the facts of a file, each with whether its node carries it."""
    evidence = artefacts.instances(*(name for top in _EVIDENCE for name in artefacts.subclasses(top)))
    evidence |= {one.iri for one in statements(file, artefacts)}
    able = artefacts.instances(*(name for top in _CARRYING for name in artefacts.subclasses(top)))
    quoted = {value_of(quad.subject) for quad in file.quads if quad.predicate.value == QUOTED_FROM}
    carrying = able & quoted
    belonging = carrying & artefacts.instances(*_BELONGING)
    parts = artefacts.instances(*_PARTS)
    for quad in file.quads:
        subject, value = value_of(quad.subject), value_of(quad.object)
        if quad.predicate.value not in (_TYPE, QUOTED_FROM) and subject not in evidence:
            yield quad, subject in carrying or subject in parts or value in belonging


@rule(
    "statements-quoted",
    title=Text(
        "Jedes rdf:Statement der Ebene asserted hat ein Zitat, und jedes genannte Zitat ist beschrieben",
        "Every rdf:Statement of the layer asserted has a quotation, and every quotation named is described",
    ),
    unit=Text("Verweise auf Zitate", "references to quotations"),
    advice=Text("prov:wasQuotedFrom mit dem Zitat ergänzen.", "Add prov:wasQuotedFrom with the quotation."),
)
def statements_quoted(artefacts: Artefacts) -> Looked:
    """Follow prov:wasQuotedFrom to the quotations."""
    known = artefacts.instances(f"{TRIA}Quotation")
    count, findings = 0, []
    for file in artefacts.of(*GRAPH_ROLES):
        for one in statements(file, artefacts) if file.role == "asserted" else ():
            if not one.quotations:
                name = artefacts.short(one.iri)
                findings.append(found(file, one.iri, Text(f"{name} hat kein Zitat.", f"{name} has no quotation.")))
        for quad in file.quads:
            if quad.predicate.value == QUOTED_FROM:
                count += 1
                if value_of(quad.object) not in known:
                    what = f"{artefacts.shown(quad.subject)} → {artefacts.shown(quad.object)}"
                    text = Text(f"Das Zitat ist nicht beschrieben: {what}.", f"The quotation is not described: {what}.")
                    findings.append(found(file, value_of(quad.subject), text))
    return looked(count, findings)


@rule(
    "mappings-signed",
    title=Text(
        "Jede Zuordnung von uns hat Urheber, Datum und Begründung (de, en), und keine steht ohne sie da",
        "Every mapping of ours has an author, a date and a reason (de, en), and none stands without them",
    ),
    unit=Text("Zuordnungen", "mappings"),
    advice=Text(
        "Ein tria:Mapping mit dcterms:creator, dcterms:date und tria:justification ergänzen.",
        "Add a tria:Mapping with dcterms:creator, dcterms:date and tria:justification.",
    ),
)
def mappings_signed(artefacts: Artefacts) -> Looked:
    """Look at each tria:Mapping, and at each mapped triple of the layer mapping for its tria:Mapping."""
    files = artefacts.of("mapping")
    count, findings = 0, []
    for file in files:
        own = [one for one in statements(file, artefacts) if one.is_mapping]
        count += len(own)
        findings += [finding for one in own for finding in _signature_findings(one.iri, file, artefacts)]
        signed = {one.triple for one in own}
        mapped = {*_MATCHES, *(one.triple[1].value for one in own if one.triple is not None)}
        for triple in sorted(triples(file) - signed, key=str):
            if triple[1].value in mapped:
                what = written(triple, artefacts)
                text = Text(f"Ohne tria:Mapping: {what}.", f"Without a tria:Mapping: {what}.")
                findings.append(found(file, value_of(triple[0]), text))
    return looked(count, findings, may_be_empty=no_mappings(artefacts))


def _signature_findings(iri: str, file: File, artefacts: Artefacts) -> Iterator[Finding]:
    quads, name = file.by_subject[iri], artefacts.short(iri)
    for predicate in (f"{DCTERMS}creator", f"{DCTERMS}date"):
        if not objects(quads, predicate):
            what = artefacts.short(predicate)
            yield found(file, iri, Text(f"{name} hat kein {what}.", f"{name} has no {what}."))
    missing = [tag for tag in LANGUAGES if tag not in languages(objects(quads, f"{TRIA}justification"))]
    if missing:
        tags = ", ".join(missing)
        yield found(file, iri, Text(f"{name} ist nicht begründet ({tags}).", f"{name} has no reason ({tags})."))


@rule(
    "quotations-sourced",
    title=Text(
        "Jedes Zitat hat genau eine beschriebene Quelle, genau einen Wortlaut und, wo es Stellen nennt, passende",
        "Every quotation has exactly one described source, exactly one wording and, where it names places, fitting ones",
    ),
    unit=Text("Zitate", "quotations"),
    advice=Text(
        "oa:hasSource und oa:TextQuoteSelector mit oa:exact ergänzen; oa:end minus oa:start ist die Länge des Wortlauts.",
        "Add oa:hasSource and an oa:TextQuoteSelector with oa:exact; oa:end minus oa:start is the length of the wording.",
    ),
)
def quotations_sourced(artefacts: Artefacts) -> Looked:
    """Follow each quotation to its source and its selectors."""
    quotations = artefacts.instances(f"{TRIA}Quotation")
    sources = artefacts.instances(f"{TRIA}Source")
    findings = []
    for file in artefacts.of(*GRAPH_ROLES):
        for iri in sorted(quotations & set(file.by_subject)):
            findings += [found(file, iri, text) for text in _quotation_problems(iri, file, sources, artefacts)]
    return looked(len(quotations), findings)


def _quotation_problems(iri: str, file: File, sources: set[str], artefacts: Artefacts) -> Iterator[Text]:
    quads, name = file.by_subject[iri], artefacts.short(iri)
    stated = [value_of(source) for source in objects(quads, f"{OA}hasSource")]
    if len(stated) != 1 or stated[0] not in sources:
        yield Text(f"{name} hat nicht genau eine beschriebene Quelle.", f"{name} has not one described source.")
    selectors = [quad for one in objects(quads, f"{OA}hasSelector") for quad in file.by_subject.get(value_of(one), ())]
    exact = [value for value in objects(selectors, f"{OA}exact") if isinstance(value, Literal)]
    if len(exact) != 1 or not exact[0].value.strip():
        yield Text(f"{name} hat nicht genau einen Wortlaut.", f"{name} has not one wording.")
        return
    starts, ends = objects(selectors, f"{OA}start"), objects(selectors, f"{OA}end")
    if starts or ends:
        start, end = number_of(starts), number_of(ends)
        if start is None or end is None or end - start != len(exact[0].value):
            length = len(exact[0].value)
            yield Text(
                f"{name}: Die Stelle passt nicht zu den {length} Zeichen.",
                f"{name}: the place does not fit the {length} characters.",
            )


@rule(
    "sources-described",
    title=Text(
        "Jede Quelle ist einmal beschrieben, mit Adresse, Titel und dem Tag, an dem sie gelesen wurde; steht sie auch"
        " im Vokabular, dann Wort für Wort gleich",
        "Every source is described once, with its address, its title and the day on which it was read; where the"
        " vocabulary describes it too, word for word the same",
    ),
    unit=Text("Quellen", "sources"),
    advice=Text(
        "schema:url, dcterms:title und tria:readOn ergänzen.", "Add schema:url, dcterms:title and tria:readOn."
    ),
)
def sources_described(artefacts: Artefacts) -> Looked:
    """Look at the description of each source in all files, and at each source that is named."""
    places: dict[str, list[File]] = defaultdict(list)
    for file in artefacts.of(*GRAPH_ROLES):
        for iri, quads in file.by_subject.items():
            if f"{TRIA}Source" in map(value_of, objects(quads, _TYPE)):
                places[iri].append(file)
    findings: list[Finding] = []
    for iri, files in places.items():
        name = artefacts.short(iri)
        findings += _repeated(iri, files, name)
        for predicate in (f"{SCHEMA}url", f"{DCTERMS}title", f"{TRIA}readOn"):
            if not objects(files[0].by_subject[iri], predicate):
                what = artefacts.short(predicate)
                findings.append(found(files[0], iri, Text(f"{name} hat kein {what}.", f"{name} has no {what}.")))
    return looked(len(places), findings)


def _repeated(iri: str, files: list[File], name: str) -> Iterator[Finding]:
    """A source stands in one file of the data, in one of the vocabulary, or in one of each with the same words."""
    where = ", ".join(file.name for file in files)
    if len({file.role == "vocabulary" for file in files}) < len(files):
        text = Text(f"{name} ist mehrfach beschrieben: {where}.", f"{name} is described several times: {where}.")
        hint = Text(
            "Nur in der Datei der Quelle beschreiben, data/asserted/<Quelle>.ttl.",
            "Describe it only in the source's own file, data/asserted/<source>.ttl.",
        )
        yield found(files[-1], iri, text, hint=hint)
    elif len({frozenset((quad.predicate, quad.object) for quad in file.by_subject[iri]) for file in files}) > 1:
        text = Text(f"{name} ist verschieden beschrieben: {where}.", f"{name} is described differently: {where}.")
        hint = Text(
            "Die Beschreibung der Quelle Wort für Wort in die Vokabulardatei übernehmen.",
            "Take the description of the source word for word into the vocabulary file.",
        )
        yield found(files[-1], iri, text, hint=hint)
