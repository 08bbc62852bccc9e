"""Write a made-up graph of clusters in our own vocabulary, as N-Triples, to stdout.

    python benchmarks/generate.py TRIPLES [--seed N] [--bad RATE] [--blank SHARE] > graph.nt

TRIPLES is about how many there will be, from a few thousand to many millions: nothing is kept, so that any size can be
written. The same numbers give the same bytes. Without `--bad` the graph conforms to our shapes; with it, about so many of
the organisations, memberships and participations have a mistake, each of a kind that people make. With `--blank`, that share of
the organisations has a contact point without an IRI: three more triples that mention a blank node.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

THING = "https://w3id.org/triagraph/id/"
TRIA = "https://w3id.org/triagraph/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
SCHEMA = "https://schema.org/"

FIELDS, POSITIONS = 40, 12
#: A field of the first ones is the broader one of the others.
TOP_FIELDS = 8
#: How many triples an organisation comes to, with its memberships and all that they need.
TRIPLES_EACH = 24
ORGANISATIONS_PER_NETWORK = 25
ORGANISATIONS_PER_REGION = 2000
ORGANISATIONS_PER_QUOTATION = 10


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many things of each kind there are."""

    organisations: int

    @property
    def networks(self) -> int:
        """At least ten."""
        return max(10, self.organisations // ORGANISATIONS_PER_NETWORK)

    @property
    def regions(self) -> int:
        """At least two."""
        return max(2, self.organisations // ORGANISATIONS_PER_REGION)

    @property
    def quotations(self) -> int:
        """At least one."""
        return max(1, self.organisations // ORGANISATIONS_PER_QUOTATION)


def thing(kind: str, name: str | int) -> str:
    """Give the IRI of a made-up thing; no bundled one has such a name."""
    return f"<{THING}{kind}/example-{name}>"


def typed(value: str | int, datatype: str) -> str:
    """Give a literal of an XSD datatype."""
    return f'"{value}"^^<{XSD}{datatype}>'


def described(subject: str, kind: str, *pairs: tuple[str, str]) -> Iterator[str]:
    """Give the lines of one thing: its class, then predicate and object of each statement."""
    yield f"{subject} <{RDF}type> <{kind}> .\n"
    for predicate, value in pairs:
        yield f"{subject} <{predicate}> {value} .\n"


def label(de: str, en: str | None) -> list[tuple[str, str]]:
    """Give the labels in both languages."""
    found = [(f"{SKOS}prefLabel", f'"{de}"@de')]
    return found if en is None else [*found, (f"{SKOS}prefLabel", f'"{en}"@en')]


class Facts:
    """Facts of a source: each a plain triple, and a statement that carries its quotation."""

    def __init__(self, sizes: Sizes) -> None:
        self._quotations = sizes.quotations
        self._count = 0

    def quoted(self) -> tuple[str, str]:
        """Give the statement that something stands in a source."""
        self._count += 1
        return (f"{PROV}wasQuotedFrom", thing("quotation", self._count % self._quotations))

    def fact(self, subject: str, predicate: str, value: str, *, bare: bool = False) -> Iterator[str]:
        """Give the lines of a fact; a bare one has no statement, so that nobody knows who says so."""
        yield f"{subject} <{predicate}> {value} .\n"
        if not bare:
            quoted = self.quoted()
            yield from described(
                thing("statement", self._count),
                f"{RDF}Statement",
                (f"{RDF}subject", subject),
                (f"{RDF}predicate", f"<{predicate}>"),
                (f"{RDF}object", value),
                quoted,
            )


def generate(triples: int, seed: int = 1, bad: float = 0.0, blank: float = 0.0) -> Iterator[str]:
    """Give the lines of a graph of about so many triples.

    Args:
        triples: how many, roughly.
        seed: which graph of this size.
        bad: the share of organisations, memberships and participations with a mistake.
        blank: the share of organisations with a contact point that has no IRI; all else stays as it is.
    """
    sizes = Sizes(max(20, triples // TRIPLES_EACH))
    chance = random.Random(seed)  # noqa: S311 - a graph that can be made again, no secret
    facts = Facts(sizes)
    yield from _sources(sizes)
    yield from _concepts()
    yield from _regions(sizes, facts)
    yield from _networks(sizes, facts, chance)
    memberships = 0
    for number in range(sizes.organisations):
        yield from _organisation(number, sizes, facts, chance, bad)
        for _ in range(chance.choice((0, 1, 1, 1, 2))):
            yield from _membership(memberships, number, sizes, facts, chance, bad)
            memberships += 1
        yield from _participation(number, facts, chance, bad)
        if int((number + 1) * blank) > int(number * blank):
            yield f"{thing('organisation', number)} <{SCHEMA}contactPoint> _:contact{number} .\n"
            yield from described(
                f"_:contact{number}", f"{SCHEMA}ContactPoint", (f"{SCHEMA}email", f'"office@company-{number}.example"')
            )


def _sources(sizes: Sizes) -> Iterator[str]:
    source = thing("source", 0)
    yield from described(
        source,
        f"{TRIA}Source",
        (f"{DCTERMS}title", '"Beispielverzeichnis"@de'),
        (f"{DCTERMS}language", '"de"'),
        (f"{SCHEMA}url", "<https://example.org/verzeichnis>"),
        (f"{TRIA}readOn", typed("2026-11-22", "date")),
    )
    for number in range(sizes.quotations):
        quotation = thing("quotation", number)
        quote = f"{quotation[:-1]}#quote>"
        yield from described(quotation, f"{TRIA}Quotation", (f"{OA}hasSource", source), (f"{OA}hasSelector", quote))
        yield from described(
            quote, f"{OA}TextQuoteSelector", (f"{OA}exact", f'"Eintrag {number} des Verzeichnisses"@de')
        )


def _concepts() -> Iterator[str]:
    scheme = thing("scheme", "fields")
    yield from described(scheme, f"{SKOS}ConceptScheme", *label("Beispielfelder", "Example fields"))
    for number in range(FIELDS):
        broader = [(f"{SKOS}broader", thing("field", number % TOP_FIELDS))] if number >= TOP_FIELDS else []
        yield from described(
            thing("field", number),
            f"{TRIA}TechnologyField",
            *label(f"Technologiefeld {number}", f"Technology field {number}"),
            (f"{SKOS}inScheme", scheme),
            (f"{SKOS}notation", f'"example-{number}"'),
            *broader,
        )
    for number in range(POSITIONS):
        yield from described(
            thing("position", number),
            f"{TRIA}ValueChainPosition",
            *label(f"Position {number}", f"Position {number}"),
            (f"{SKOS}inScheme", f"<{THING}scheme/value-chain>"),
        )
        yield from described(thing("chain", number), f"{TRIA}ValueChain", *label(f"Kette {number}", f"Chain {number}"))


def _regions(sizes: Sizes, facts: Facts) -> Iterator[str]:
    for number in range(sizes.regions):
        region = thing("region", number)
        yield from described(region, f"{TRIA}Region", *label(f"Region {number}", f"Region {number}"))
        if number:
            yield from facts.fact(region, f"{TRIA}locatedIn", thing("region", number // 4))


def _networks(sizes: Sizes, facts: Facts, chance: random.Random) -> Iterator[str]:
    for number in range(sizes.networks):
        network = thing("network", number)
        yield from described(network, f"{TRIA}NetworkOrganisation", *label(f"Netzwerk {number}", f"Network {number}"))
        yield from facts.fact(network, f"{TRIA}activeIn", thing("region", chance.randrange(sizes.regions)))
        for field in chance.sample(range(FIELDS), chance.randint(1, 3)):
            yield from facts.fact(network, f"{TRIA}technologyField", thing("field", field))


def _organisation(number: int, sizes: Sizes, facts: Facts, chance: random.Random, bad: float) -> Iterator[str]:
    """Give an organisation; a bad one has no English label, or a place that is no region, or that nobody states."""
    organisation = thing("organisation", number)
    mistake = chance.randrange(3) if chance.random() < bad else None
    english = None if mistake == 0 else f"Company {number}"
    yield from described(organisation, f"{TRIA}MemberOrganisation", *label(f"Unternehmen {number} GmbH", english))
    region = thing("region", chance.randrange(sizes.regions))
    place = thing("field", number % FIELDS) if mistake == 1 else region
    yield from facts.fact(organisation, f"{TRIA}locatedIn", place, bare=mistake == 2)  # noqa: PLR2004 - the third kind
    if chance.random() < 0.2:  # noqa: PLR2004 - a fifth of them supply somebody
        other = (number + 1 + chance.randrange(sizes.organisations - 1)) % sizes.organisations
        yield from facts.fact(organisation, f"{ORG}linkedTo", thing("organisation", other))


def _membership(  # noqa: PLR0913, PLR0917 - what a membership is made of
    number: int, member: int, sizes: Sizes, facts: Facts, chance: random.Random, bad: float
) -> Iterator[str]:
    """Give a membership; a bad one has no role, or a year that is none, or ends before it starts."""
    membership = thing("membership", number)
    period = f"{membership[:-1]}#period>"
    mistake = chance.randrange(3) if chance.random() < bad else None
    role = [] if mistake == 0 else [(f"{ORG}role", f"<{THING}code/member>")]
    yield from described(
        membership,
        f"{ORG}Membership",
        (f"{ORG}member", thing("organisation", member)),
        (f"{ORG}organization", thing("network", chance.randrange(sizes.networks))),
        *role,
        (f"{ORG}memberDuring", period),
        facts.quoted(),
    )
    start = chance.randint(1995, 2020)
    dates = [(f"{DCAT}startDate", typed("gestern" if mistake == 1 else start, "gYear"))]
    if mistake == 2:  # noqa: PLR2004 - the third kind
        dates.append((f"{DCAT}endDate", typed(start - 1, "gYear")))
    elif chance.random() < 0.3:  # noqa: PLR2004 - nearly a third have ended
        dates.append((f"{DCAT}endDate", typed(start + 3, "gYear")))
    yield from described(period, f"{DCTERMS}PeriodOfTime", *dates)


def _participation(number: int, facts: Facts, chance: random.Random, bad: float) -> Iterator[str]:
    """Give a place in a value chain; a bad one has two positions, or a chain that is none."""
    mistake = chance.randrange(2) if chance.random() < bad else None
    position = chance.randrange(POSITIONS)
    second = [(f"{TRIA}position", thing("position", (position + 1) % POSITIONS))] if mistake == 0 else []
    yield from described(
        thing("participation", number),
        f"{TRIA}ValueChainParticipation",
        (f"{TRIA}participant", thing("organisation", number)),
        (f"{TRIA}chain", thing("field" if mistake == 1 else "chain", chance.randrange(POSITIONS))),
        (f"{TRIA}position", thing("position", position)),
        *second,
        facts.quoted(),
    )


def main() -> None:
    """Write the graph that the arguments ask for."""
    options = argparse.ArgumentParser(description="Write a made-up graph of clusters as N-Triples.")
    options.add_argument("triples", type=int, help="about how many triples")
    options.add_argument("--seed", type=int, default=1, help="which graph of this size (default: 1)")
    options.add_argument("--bad", type=float, default=0.0, help="the share with a mistake, 0 to 1 (default: 0)")
    options.add_argument("--blank", type=float, default=0.0, help="the share with a blank node, 0 to 1 (default: 0)")
    given = options.parse_args()
    sys.stdout.writelines(generate(given.triples, given.seed, given.bad, given.blank))


if __name__ == "__main__":
    main()
