"""Derive what rules conclude, with its provenance: https://www.w3.org/TR/prov-o/.

Each rule is a SPARQL CONSTRUCT query. All of them see the same given statements and none sees what another derives, so that
their order does not matter and the derived layer is made from empty each time. The same statements give the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import parse as parse_rdf
from pyoxigraph import serialize as serialize_rdf

from triagraph.errors import Location, QueryError
from triagraph.language import Text
from triagraph.namespaces import DCTERMS, PROV, RDF, SCHEMA
from triagraph.results import Graph
from triagraph.serializer import canonical
from triagraph.store.memory import MemoryStore
from triagraph.store.parts import Part

_INPUTS: Final = Text(
    "Was die Regel sah: die Ebenen asserted, mapping und vocabulary und die Ontologie; die Prüfsumme ist die ihrer sortierten N-Triples.",
    "What the rule saw: the layers asserted, mapping and vocabulary and the ontology; the checksum is that of their sorted N-Triples.",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A CONSTRUCT query, the named graph that its statements go to, and the file that it stands in."""

    name: str
    text: str = field(repr=False)
    graph: str
    file: str


def derive(rules: Iterable[Rule], given: Sequence[Quad], *, base: str) -> list[Quad]:
    """Run rules on the given statements, each into a graph of its own.

    Returns:
        What the rules say, and for each graph its activity: the rule and the digests of the rule and of what was given.

    Raises:
        QueryError: a rule cannot be read, or is not a CONSTRUCT query.
    """
    return derived_from(rules, MemoryStore(given), digest_of(given), base=base)


def derived_from(rules: Iterable[Rule], store: MemoryStore, digest: str, *, base: str) -> list[Quad]:
    """Run rules on what a store holds, whose digest (`digest_of`) is known; see `derive`."""
    derived: list[Quad] = []
    for rule in rules:
        derived += conclusions(rule, store, base=base)
        derived += provenance(rule, digest)
    return derived


def conclusions(rule: Rule, store: MemoryStore, *, base: str) -> list[Quad]:
    """Run one rule; see `derive`."""
    try:
        answer = store.query(rule.text, base=base)
    except QueryError as error:
        place = Location(rule.file, *((error.location.line, error.location.column) if error.location else ()))
        raise QueryError(error.message, hint=error.hint, location=place) from error
    if not isinstance(answer, Graph):
        raise QueryError(
            Text("Die Regel ist kein CONSTRUCT.", "The rule is not a CONSTRUCT."), location=Location(rule.file)
        )
    graph = NamedNode(rule.graph)
    return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in answer.triples]


def provenance(rule: Rule, digest: str) -> list[Quad]:
    """Say where a derived graph comes from: an activity that used a rule and the statements with this digest."""
    graph, run, inputs, plan = (NamedNode(f"{rule.graph}{part}") for part in ("", "#run", "#inputs", "#rule"))
    statements = (
        (graph, f"{PROV}wasGeneratedBy", run),
        (run, f"{RDF}type", NamedNode(f"{PROV}Activity")),
        (run, f"{PROV}used", inputs),
        (run, f"{PROV}used", plan),
        (inputs, f"{RDF}type", NamedNode(f"{PROV}Entity")),
        (inputs, f"{DCTERMS}description", Literal(_INPUTS.de, language="de")),
        (inputs, f"{DCTERMS}description", Literal(_INPUTS.en, language="en")),
        (inputs, f"{SCHEMA}sha256", Literal(digest)),
        (plan, f"{RDF}type", NamedNode(f"{PROV}Plan")),
        (plan, f"{DCTERMS}identifier", Literal(rule.name)),
        (plan, f"{SCHEMA}sha256", Literal(_sha256(rule.text.encode()))),
    )
    return [Quad(subject, NamedNode(predicate), value, graph) for subject, predicate, value in statements]


def digest_of(quads: Iterable[Quad]) -> str:
    """Give the SHA-256 of the sorted N-Triples, each once: it does not depend on the order, nor on labels of blank nodes."""
    return digest_of_text(Part(None, tuple(quads)).ntriples())


def digest_of_text(triples: bytes) -> str:
    """Give what `digest_of` gives for N-Triples as the serializer writes them."""
    lines = set(triples.splitlines(keepends=True))
    unnamed = {line for line in lines if b"_:" in line} if b"_:" in triples else ()  # a few more: texts may have it
    if unnamed:
        quads = parse_rdf(b"".join(unnamed), format=RdfFormat.N_TRIPLES, rename_blank_nodes=False)
        written = serialize_rdf(canonical(quads), format=RdfFormat.N_TRIPLES) or b""
        lines.difference_update(unnamed)
        lines.update(written.splitlines(keepends=True))
    return _sha256(b"".join(sorted(lines)))


def _sha256(text: bytes) -> str:
    from hashlib import sha256  # loads OpenSSL, 4 MB, which a process that derives nothing does not need

    return sha256(text).hexdigest()
