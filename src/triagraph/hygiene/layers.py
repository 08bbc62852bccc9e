"""The layers stay apart: what a source says, what we map, and what rules derive, each in graphs of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from triagraph.formats import has_known_suffix
from triagraph.hygiene.artefacts import GRAPH_ROLES, Artefacts, File, objects, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.hygiene.statements import statements, triples, written
from triagraph.language import Text
from triagraph.namespaces import OA, RDF, SH, TRIA

#: Said by rules only.
_DERIVED_ONLY: Final = (f"{TRIA}hasForm",)


@rule(
    "derived-apart",
    title=Text(
        "In den Ebenen asserted und mapping steht nichts, was nur abgeleitet wird",
        "Nothing that is only derived stands in the layers asserted and mapping",
    ),
    unit=Text("Tripel", "triples"),
    advice=Text(
        "Das Tripel streichen, die Regel leitet es ab; was eine Quelle selbst sagt, braucht deren Zitat.",
        "Drop the triple, the rule derives it; what a source says itself needs its quotation.",
    ),
)
def derived_apart(artefacts: Artefacts) -> Looked:
    """Compare asserted and mapped triples with what the rules make; one that carries a source's words is the source's."""
    derived = {(quad.subject, quad.predicate, quad.object) for quad in artefacts.derivations.quads}
    count, findings = 0, []
    for file in artefacts.of("asserted", "mapping"):
        carried = {one.triple for one in statements(file, artefacts) if one.quotations or one.is_mapping}
        count += len(file.quads)
        for triple in sorted(triples(file), key=str):
            if triple[1].value in _DERIVED_ONLY or (triple in derived and triple not in carried):
                what = written(triple, artefacts)
                text = Text(f"Abgeleitet: {what}.", f"Derived: {what}.")
                findings.append(found(file, value_of(triple[0]), text))
    return looked(count, findings)


@rule(
    "graphs-apart",
    title=Text("Eine Datei ist ein benannter Graph", "One file is one named graph"),
    unit=Text("Dateien", "files"),
    advice=Text(
        "Je Quelle eine Datei mit eigenem Namen, ohne GRAPH-Blöcke darin.",
        "One file per source with a name of its own, without GRAPH blocks in it.",
    ),
)
def graphs_apart(artefacts: Artefacts) -> Looked:
    """Look for two files with the same graph, and files with several graphs or none."""
    holders: dict[str, list[File]] = defaultdict(list)
    findings = []
    for file in artefacts.of(*GRAPH_ROLES):
        holders[file.graph or ""].append(file)
        graphs = {str(quad.graph_name) for quad in file.quads}
        if graphs != {f"<{file.graph}>"}:
            text = Text(f"Die Datei hat {len(graphs)} Graphen.", f"The file has {len(graphs)} graphs.")
            findings.append(Finding(text, file.name))
    for graph, files in holders.items():
        if len(files) > 1:
            text = Text(f"<{graph}> hat mehrere Dateien.", f"<{graph}> has several files.")
            findings.append(Finding(text, files[-1].name))
    return looked(sum(map(len, holders.values())), findings)


@rule(
    "sources-apart",
    title=Text(
        "Eine Datei der Ebene asserted zitiert genau eine Quelle und beschreibt sie",
        "A file of the layer asserted quotes exactly one source and describes it",
    ),
    unit=Text("Dateien", "files"),
    advice=Text("Die Datei nach Quellen teilen.", "Split the file by its sources."),
)
def sources_apart(artefacts: Artefacts) -> Looked:
    """Collect the sources of all quotations of each asserted file."""
    files = artefacts.of("asserted")
    findings = []
    for file in files:
        sources = {value_of(source) for source in objects(file.quads, f"{OA}hasSource")}
        if len(sources) != 1:
            names = ", ".join(artefacts.short(source) for source in sorted(sources)) or "–"
            text = Text(
                f"Zitiert werden {len(sources)} Quellen: {names}.", f"{len(sources)} sources are quoted: {names}."
            )
            findings.append(Finding(text, file.name))
        for source in sorted(sources):
            if f"{TRIA}Source" not in map(value_of, objects(file.by_subject.get(source, ()), f"{RDF}type")):
                name = artefacts.short(source)
                text = Text(f"{name} ist hier nicht beschrieben.", f"{name} is not described here.")
                findings.append(found(file, source, text))
    return looked(len(files), findings)


@rule(
    "files-read",
    title=Text(
        "Jede RDF-, SPARQL- und JSON-LD-Datei in ontology/, data/ und queries/ liegt dort, wo sie gelesen wird",
        "Every RDF, SPARQL and JSON-LD file in ontology/, data/ and queries/ lies where it is read",
    ),
    unit=Text("Dateien", "files"),
    advice=Text(
        "Die Datei in den Ordner ihrer Ebene legen; Abgeleitetes wird nie als Datei abgelegt.",
        "Put the file into the folder of its layer; what is derived is never kept as a file.",
    ),
)
def files_read(artefacts: Artefacts) -> Looked:
    """Compare the files in the folders with those that were read."""
    root = artefacts.project.root
    known = {file.path.resolve() for file in artefacts.files}
    folders = (root / name for name in ("ontology", "data", "queries"))
    lying = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file() and _is_ours(path)]
    findings = []
    for path in lying:
        if path.resolve() not in known:
            text = Text("Die Datei wird nirgends gelesen.", "The file is read nowhere.")
            findings.append(Finding(text, path.relative_to(root).as_posix()))
    return looked(len(lying), findings)


def _is_ours(path: Path) -> bool:
    return path.suffix == ".rq" or has_known_suffix(path.name)


@rule(
    "no-blank-nodes",
    title=Text(
        "In Ontologie und Daten gibt es keine leeren Knoten; auch Property-Shapes haben eine IRI",
        "There are no blank nodes in ontology and data; property shapes have IRIs too",
    ),
    unit=Text("Tripel", "triples"),
    advice=Text("Dem Knoten eine IRI geben.", "Give the node an IRI."),
)
def no_blank_nodes(artefacts: Artefacts) -> Looked:
    """Look for blank nodes; in shapes files lists, paths and operands of logical constraints may be blank."""
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in artefacts.of("terms", "shapes", *GRAPH_ROLES):
        count += len(file.quads)
        for subject, predicate in _blank(file):
            what = f"{artefacts.short(subject)} {artefacts.short(predicate)}"
            text = Text(f"Leerer Knoten bei {what}.", f"Blank node at {what}.")
            findings.setdefault((file.name, what), found(file, subject, text))
    return looked(count, findings.values())


def _blank(file: File) -> Iterator[tuple[str, str]]:
    for quad in file.quads:
        if file.role == "shapes":
            wrong = isinstance(quad.object, BlankNode) and quad.predicate.value in (
                f"{SH}property",
                f"{SH}node",
                f"{SH}sparql",
            )
        else:
            wrong = isinstance(quad.object, BlankNode) or isinstance(quad.subject, BlankNode)
        if wrong:
            subject = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
            yield subject, quad.predicate.value
