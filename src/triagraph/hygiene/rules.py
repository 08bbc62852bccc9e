"""The list of rules: all of them run, each time; there is no switch to leave one out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from triagraph.hygiene import (
    codes,
    concepts,
    context,
    headers,
    inference,
    layers,
    links,
    literals,
    prefixes,
    provenance,
    queries,
    terms,
    usage,
)
from triagraph.hygiene.artefacts import RDF_ROLES, Artefacts
from triagraph.hygiene.findings import CheckReport, Outcome, Rule

RULES: Final[tuple[Rule, ...]] = (
    terms.annotated,
    terms.kinds,
    terms.duplicates,
    terms.whitespace,
    usage.declared,
    usage.used,
    usage.examples,
    usage.reused,
    headers.headers,
    headers.hijacking,
    prefixes.of_record,
    prefixes.nearly,
    concepts.preferred_labels,
    concepts.in_schemes,
    concepts.distinct_labels,
    concepts.hierarchy,
    concepts.fields_apart,
    layers.derived_apart,
    layers.graphs_apart,
    layers.sources_apart,
    layers.files_read,
    layers.no_blank_nodes,
    provenance.statements_stand,
    provenance.facts_carried,
    provenance.statements_quoted,
    provenance.mappings_signed,
    provenance.quotations_sourced,
    provenance.sources_described,
    links.described,
    links.alone,
    links.typed,
    links.labelled,
    links.shapes_linked,
    queries.documented,
    queries.ordered,
    queries.answered,
    queries.terms_exist,
    inference.construct,
    inference.settled,
    context.complete,
    context.coercions,
    context.frames,
    codes.systems,
    codes.versions,
    literals.dates,
    literals.literals,
    literals.file_form,
)


def check(artefacts: Artefacts) -> CheckReport:
    """Run all rules over a project's artefacts (`read_artefacts`).

    A project without an ontology of its own uses the bundled one, which is checked with the bundled project: what the
    rules find in files of others is left out.

    Raises:
        ParseError: a JSON-LD context or frame is not JSON.
    """
    others = {file.name for file in artefacts.files if not file.path.is_relative_to(artefacts.project.root)}
    outcomes = []
    for rule in RULES:
        looked = rule.look(artefacts)
        own = tuple(finding for finding in looked.findings if finding.file not in others)
        outcomes.append(Outcome(rule, replace(looked, findings=own)))
    triples = sum(len(file.quads) for file in artefacts.of(*RDF_ROLES))
    return CheckReport(tuple(outcomes), len(artefacts.files), triples)
