"""Check data/asserted/seed.ttl against the text of the page that it quotes: https://www.w3.org/TR/annotation-model/#selectors.

Each check is a function that returns what is wrong; beside the test in which it finds nothing stands one with an input
in which it must find something.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "data" / "asserted" / "seed.ttl"
NOTES = ROOT / "data" / "asserted" / "seed.notes.md"
PAGE = ROOT.parent / "shared" / "seed-regionale-cluster.txt"

ID = "https://w3id.org/triagraph/id/"
TRIA = "https://w3id.org/triagraph/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OA = "http://www.w3.org/ns/oa#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
ELF = "http://data.europa.eu/ih3/legal-form/"

TYPE = ox.NamedNode(RDF + "type")
QUOTED_FROM = ox.NamedNode("http://www.w3.org/ns/prov#wasQuotedFrom")
COMPANY_TYPE = ox.NamedNode("http://www.w3.org/ns/legal#companyType")
PRINTED_NAME = ox.NamedNode(TRIA + "printedName")
ACOD = ox.NamedNode(ID + "network/acod")
SOURCE = ox.NamedNode(ID + "source/ilm-kreis-cluster")
EINGETRAGENER_VEREIN = ELF + "gl-c-945c62404cf318a3de2d98d9af480a1f"
EINGETRAGENE_GENOSSENSCHAFT = ELF + "gl-c-9f5461e2b52fc15cb3515ca22881b44c"

LEGAL_FORMS = {
    "elmug": EINGETRAGENE_GENOSSENSCHAFT,
    "initiative-erfurter-kreuz": EINGETRAGENER_VEREIN,
    "optonet": EINGETRAGENER_VEREIN,
    "polymermat": EINGETRAGENER_VEREIN,
    "solarinput": EINGETRAGENER_VEREIN,
}
NETWORKS = {*LEGAL_FORMS, "acod", "automotive-thueringen", "fermeth", "medways", "protonetz"}

# What the page says, counted by hand from its text.
FACTS = {
    "printedName": 14,  # the names of the ten lines, the region, the state, the programme and the cluster
    "activeIn": 10,  # one line for each network
    "bundlesResource": 5,  # research and development, infrastructure, skilled labour, financing, marketing
    "followsPrinciple": 4,
    "livedIn": 3,  # each of the three forms
    "memberKind": 15,  # automotive 1, Erfurter Kreuz 1, Medways 3, Protonetz 3, SolarInput 7
    "membersFrom": 4,  # automotive, Medways, Protonetz, SolarInput
    "nameContainsTerm": 4,  # ACOD, Erfurter Kreuz, OptoNet, PolymerMat
    "reach": 5,  # ACOD, ElMuG, FerMeTh, Erfurter Kreuz, PolymerMat
    "representsCluster": 1,
    "scope": 8,  # two for each form, two for the network work
    "selfDescribedAs": 11,  # Protonetz two, the others one each
    "statedField": 10,  # Erfurter Kreuz none, Medways two
    "statedPurpose": 9,  # ACOD 1, Erfurter Kreuz 1, Medways 1, OptoNet 6
    "underProgramme": 2,
}
THINGS = {"Claim": 6, "ClusterAgglomeration": 1, "NetworkOrganisation": 10, "Principle": 4, "Programme": 1, "Source": 1}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Graph = frozenset[ox.Triple]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A piece of the page: its words and where they stand, in code points from 0, the end exclusive."""

    slug: str
    exact: str
    start: int
    end: int


def read(turtle: Path) -> Graph:
    quads = ox.parse(path=str(turtle), format=ox.RdfFormat.TURTLE)
    return frozenset(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return read(SEED)


@pytest.fixture(scope="module")
def notes() -> str:
    return NOTES.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page() -> str:
    if not PAGE.is_file():
        pytest.skip(f"the page's text is not part of the repository and {PAGE} is missing")
    return PAGE.read_bytes().decode("utf-8")


def objects(graph: Graph, subject: Term, predicate: str) -> list[Term]:
    return sorted((t.object for t in graph if t.subject == subject and t.predicate.value == predicate), key=str)


def only(graph: Graph, subject: Term, predicate: str) -> Term:
    found = objects(graph, subject, predicate)
    assert len(found) == 1, f"{subject} has {len(found)} times {predicate}"
    return found[0]


def text_of(term: Term) -> str:
    assert isinstance(term, ox.Literal | ox.NamedNode), f"{term} has no text"
    return term.value


def instances(graph: Graph, class_iri: str) -> set[str]:
    return {text_of(t.subject) for t in graph if t.predicate == TYPE and t.object == ox.NamedNode(class_iri)}


def quotations(graph: Graph) -> list[Quotation]:
    found = []
    for iri in sorted(instances(graph, TRIA + "Quotation")):
        quote, position = ox.NamedNode(iri + "#quote"), ox.NamedNode(iri + "#position")
        node = ox.NamedNode(iri)
        assert objects(graph, node, OA + "hasSelector") == sorted([quote, position], key=str), f"selectors of {iri}"
        assert only(graph, node, OA + "hasSource") == SOURCE, f"source of {iri}"
        exact = text_of(only(graph, quote, OA + "exact"))
        start, end = (int(text_of(only(graph, position, OA + edge))) for edge in ("start", "end"))
        found.append(Quotation(iri.removeprefix(ID + "quotation/"), exact, start, end))
    return found


def folded(words: str) -> str:
    return " ".join(words.split())


# ---- each quotation stands where it says


def misplaced(page: str, quotes: Iterable[Quotation]) -> list[str]:
    return [
        f"{quote.slug}: {page[quote.start : quote.end]!r} stands at {quote.start}, {quote.end}, not {quote.exact!r}"
        for quote in quotes
        # A slice forgives an end beyond the text and counts a negative start from behind: compare the range as well.
        if not 0 <= quote.start < quote.end <= len(page) or page[quote.start : quote.end] != quote.exact
    ]


def test_each_quotation_stands_at_its_offset(graph: Graph, page: str) -> None:
    assert misplaced(page, quotations(graph)) == []


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_shifted_offset_is_reported(graph: Graph, page: str, shift: int) -> None:
    for quote in quotations(graph):
        assert misplaced(page, [replace(quote, start=quote.start + shift, end=quote.end + shift)])
        assert misplaced(page, [replace(quote, end=quote.end + shift)])


def test_a_corrected_quotation_is_reported(graph: Graph, page: str) -> None:
    corrected = [replace(q, exact=q.exact.replace("des Cluster ", "des Clusters ")) for q in quotations(graph)]
    assert [problem.split(":")[0] for problem in misplaced(page, corrected)] == ["seed-optonet-aim-visibility"]


def too_long_or_ambiguous(page: str, quotes: Iterable[Quotation]) -> list[str]:
    return [q.slug for q in quotes if page.count(q.exact) != 1 or len(q.exact) > 300 or q.exact != q.exact.strip()]


def test_each_quotation_is_short_and_unique(graph: Graph, page: str) -> None:
    assert too_long_or_ambiguous(page, quotations(graph)) == []


def test_an_ambiguous_a_long_and_a_ragged_quotation_are_reported(page: str) -> None:
    programme = "Thüringer Industrieclusterinitiative"
    start = page.index(programme)
    bad = [
        Quotation("ambiguous", programme, start, start + len(programme)),
        Quotation("long", page[1000:1301], 1000, 1301),
        Quotation("ragged", programme + " elektronische ", start, start + len(programme) + 15),
    ]
    assert too_long_or_ambiguous(page, bad) == ["ambiguous", "long", "ragged"]


# ---- the whole page is quoted or accounted for


def units(page: str) -> list[tuple[int, int]]:
    """Where the page's sentences and list items stand: its lines, cut after a full stop that ends a sentence."""
    found = []
    for line in re.finditer(r"[^\n]+", page):
        begin = line.start()
        ends = [begin + stop.end() for stop in re.finditer(r"(?<=[a-zäöüß]{3})\.(?=\s+[A-ZÄÖÜ])", line.group())]
        for end in (*ends, line.end()):
            if page[begin:end].strip():
                found.append((begin, end))
            begin = end
    return found


def pieces_of(notes: str) -> list[str]:
    """The first column of the notes' table of pieces that carry no quotation."""
    table = notes.partition("## Stücke ohne Zitat")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$", table, flags=re.MULTILINE)


def unquoted(page: str, quotes: Iterable[Quotation]) -> list[str]:
    """The words of each sentence and list item that no quotation covers, without the punctuation around them."""
    covered = bytearray(len(page))
    for quote in quotes:
        covered[quote.start : quote.end] = b"\x01" * (quote.end - quote.start)
    rest = []
    for begin, end in units(page):
        gaps = "".join("\n" if covered[i] else page[i] for i in range(begin, end))
        rest += [gap.strip(" \u00a0.,:-") for gap in gaps.split("\n")]
    return [words for words in rest if words]


def unaccounted(page: str, quotes: Iterable[Quotation], notes: str) -> list[str]:
    """What is neither quoted nor in the notes, and what is in the notes but not without a quotation."""
    rest, pieces = set(unquoted(page, quotes)), set(pieces_of(notes))
    return sorted([f"not covered: {words}" for words in rest - pieces] + [f"stale: {words}" for words in pieces - rest])


def test_the_page_has_its_sentences_and_list_items(page: str) -> None:
    # 2 headings, 5 sentences, 3 forms, 1 sentence, 1 sentence with its 4 list items, 1 sentence, 10 networks
    assert len(units(page)) == 2 + 5 + 3 + 1 + 1 + 4 + 1 + 10


def test_each_sentence_and_list_item_is_quoted_or_in_the_notes(graph: Graph, page: str, notes: str) -> None:
    assert len(pieces_of(notes)) == 6
    assert unaccounted(page, quotations(graph), notes) == []


def test_words_without_a_quotation_are_reported(graph: Graph, page: str, notes: str) -> None:
    without = [q for q in quotations(graph) if q.slug != "seed-clusters-use-potentials"]
    assert len(without) == len(quotations(graph)) - 1
    (problem,) = unaccounted(page, without, notes)
    assert problem.startswith("not covered: Für eine effektive und effiziente Nutzung")


def test_a_piece_missing_in_the_notes_is_reported(graph: Graph, page: str, notes: str) -> None:
    shorter = re.sub(r"\| `Seiteninhalt`.*\n", "", notes)
    assert unaccounted(page, quotations(graph), shorter) == ["not covered: Seiteninhalt"]


def test_a_piece_in_the_notes_that_is_quoted_is_reported(graph: Graph, page: str, notes: str) -> None:
    longer = notes.replace("| `2` |", "| `Medways` | Grund | reason |\n| `2` |")
    assert unaccounted(page, quotations(graph), longer) == ["stale: Medways"]


# ---- a fact and its statement stand together

# Named by their quotation themselves, or not a statement of the page: the spec of the data, "How a fact stands".
WITHOUT_STATEMENT = {TRIA + "Source", TRIA + "Quotation", TRIA + "Claim", TRIA + "Principle", RDF + "Statement"}
WITHOUT_STATEMENT |= {OA + "TextQuoteSelector", OA + "TextPositionSelector"}


def stated(graph: Graph) -> list[ox.Triple]:
    """The triple that each rdf:Statement speaks of."""
    found = []
    for iri in sorted(instances(graph, RDF + "Statement")):
        parts = [only(graph, ox.NamedNode(iri), RDF + part) for part in ("subject", "predicate", "object")]
        subject, predicate, value = parts
        assert isinstance(subject, ox.NamedNode)
        assert isinstance(predicate, ox.NamedNode)
        found.append(ox.Triple(subject, predicate, value))
    return found


def plain_facts(graph: Graph) -> list[ox.Triple]:
    apart = set().union(*(instances(graph, class_iri) for class_iri in WITHOUT_STATEMENT))
    return [t for t in graph if t.predicate != TYPE and text_of(t.subject) not in apart]


def torn_apart(graph: Graph) -> list[str]:
    statements = stated(graph)
    return sorted(
        [f"no statement: {t}" for t in plain_facts(graph) if t not in statements]
        + [f"no triple: {t}" for t in statements if t not in graph]
        + [f"stated twice: {t}" for t, times in Counter(statements).items() if times > 1]
    )


def test_each_plain_fact_has_its_statement_and_each_statement_its_fact(graph: Graph) -> None:
    assert len(plain_facts(graph)) == 108
    assert len(stated(graph)) == 108 + 5 + 1  # the resources that are bundled, and the page's title
    assert torn_apart(graph) == []


def test_a_fact_without_a_statement_is_reported(graph: Graph) -> None:
    fact = ox.Triple(ACOD, COMPANY_TYPE, ox.NamedNode(EINGETRAGENER_VEREIN))
    assert torn_apart(graph | {fact}) == [f"no statement: {fact}"]


def test_a_statement_without_its_fact_is_reported(graph: Graph) -> None:
    fact = ox.Triple(ACOD, ox.NamedNode(TRIA + "reach"), ox.NamedNode(ID + "code/cross-state"))
    assert torn_apart(graph - {fact}) == [f"no triple: {fact}"]


def test_a_fact_that_is_stated_twice_is_reported(graph: Graph) -> None:
    again = ox.NamedNode(ID + "statement/seed-again")
    copied = ox.NamedNode(ID + "statement/seed-acod-reach")
    copy = {ox.Triple(again, t.predicate, t.object) for t in graph if t.subject == copied}
    assert [problem.split(":")[0] for problem in torn_apart(graph | copy)] == ["stated twice"]


def without_quotation(graph: Graph) -> list[str]:
    """What must carry a quotation and has none or an unknown one; and quotations that nothing uses."""
    known = instances(graph, TRIA + "Quotation")
    carriers = [RDF + "Statement", TRIA + "Claim", TRIA + "Principle"]
    bearers = sorted(set().union(*(instances(graph, class_iri) for class_iri in carriers)))
    uses = {bearer: [text_of(o) for o in objects(graph, ox.NamedNode(bearer), QUOTED_FROM.value)] for bearer in bearers}
    return (
        [f"no quotation: {bearer}" for bearer in bearers if not uses[bearer]]
        + [f"unknown: {quote}" for bearer in bearers for quote in uses[bearer] if quote not in known]
        + [f"unused: {quote}" for quote in sorted(known - {quote for quotes in uses.values() for quote in quotes})]
    )


def test_each_statement_claim_and_principle_is_quoted(graph: Graph) -> None:
    assert without_quotation(graph) == []


def test_a_statement_without_a_quotation_is_reported(graph: Graph) -> None:
    claim = ID + "claim/seed-network-work"
    bare = frozenset(t for t in graph if not (text_of(t.subject) == claim and t.predicate == QUOTED_FROM))
    assert without_quotation(bare) == [f"no quotation: {claim}"]


def test_an_unknown_and_an_unused_quotation_are_reported(graph: Graph) -> None:
    used = ox.NamedNode(ID + "quotation/seed-protonetz-field")
    lost = ox.NamedNode(ID + "quotation/lost")
    wrong = frozenset(
        ox.Triple(t.subject, t.predicate, lost) if (t.predicate, t.object) == (QUOTED_FROM, used) else t for t in graph
    )
    assert without_quotation(wrong) == [f"unknown: {lost.value}", f"unused: {used.value}"]


def reworded(graph: Graph) -> list[str]:
    """Literals of statements that are not words of their quotations, white space apart."""
    exact = {ID + "quotation/" + quote.slug: folded(quote.exact) for quote in quotations(graph)}
    found = []
    for iri in sorted(instances(graph, RDF + "Statement")):
        value = only(graph, ox.NamedNode(iri), RDF + "object")
        if isinstance(value, ox.Literal):
            quotes = [exact[text_of(quote)] for quote in objects(graph, ox.NamedNode(iri), QUOTED_FROM.value)]
            if value.language != "de" or not all(folded(value.value) in quote for quote in quotes):
                found.append(f"{iri.removeprefix(ID)}: {value}")
    return found


def test_names_fields_and_purposes_are_words_of_the_page(graph: Graph) -> None:
    assert reworded(graph) == []


def test_a_reworded_field_is_reported(graph: Graph) -> None:
    printed, corrected = ox.Literal("Automobilindustrie", language="de"), ox.Literal("Automobilbau", language="de")
    wrong = frozenset(ox.Triple(t.subject, t.predicate, corrected if t.object == printed else t.object) for t in graph)
    assert reworded(wrong) == [f"statement/seed-acod-field: {corrected}"]


# ---- what is said, in numbers


def miscounted(graph: Graph) -> list[str]:
    facts = Counter(t.predicate.value.removeprefix(TRIA) for t in graph)
    things = {name: len(instances(graph, TRIA + name)) for name in THINGS}
    counted = [(name, facts[name], n) for name, n in FACTS.items()] + [(k, things[k], n) for k, n in THINGS.items()]
    return [f"{name}: {found} instead of {expected}" for name, found, expected in counted if found != expected]


def test_the_page_is_counted(graph: Graph) -> None:
    assert all(number > 0 for number in (*FACTS.values(), *THINGS.values()))
    assert miscounted(graph) == []
    assert len(quotations(graph)) == 58


def test_a_fact_too_few_and_one_too_many_are_reported(graph: Graph) -> None:
    active = ox.Triple(ACOD, ox.NamedNode(TRIA + "activeIn"), ox.NamedNode(ID + "region/tria"))
    other = ox.Triple(ACOD, ox.NamedNode(TRIA + "reach"), ox.NamedNode(ID + "code/national"))
    assert miscounted(graph - {active} | {other}) == ["activeIn: 9 instead of 10", "reach: 6 instead of 5"]


def networks(graph: Graph) -> set[str]:
    both = instances(graph, TRIA + "NetworkOrganisation") & instances(graph, "http://www.w3.org/ns/org#Organization")
    return {iri.removeprefix(ID + "network/") for iri in both}


def test_the_ten_networks_are_those_of_the_page(graph: Graph) -> None:
    assert networks(graph) == NETWORKS
    assert len(NETWORKS) == 10


def test_a_network_without_its_type_is_missed(graph: Graph) -> None:
    assert networks(frozenset(t for t in graph if t.subject != ACOD)) == NETWORKS - {"acod"}


def legal_forms(graph: Graph) -> dict[str, str]:
    pairs = [(text_of(t.subject), text_of(t.object)) for t in graph if t.predicate == COMPANY_TYPE]
    return {network.removeprefix(ID + "network/"): form for network, form in pairs}


def test_legal_forms_stand_only_where_the_page_prints_them(graph: Graph) -> None:
    assert legal_forms(graph) == LEGAL_FORMS
    assert sorted(Counter(LEGAL_FORMS.values()).values()) == [1, 4]


def test_a_legal_form_that_the_page_does_not_print_is_noticed(graph: Graph) -> None:
    guessed = ox.Triple(ACOD, COMPANY_TYPE, ox.NamedNode(EINGETRAGENER_VEREIN))
    assert legal_forms(graph | {guessed}) != LEGAL_FORMS


def printed_forms(graph: Graph, page: str) -> dict[str, str]:
    """The legal form that stands in the name with which a network's line begins."""
    names = {t.subject: text_of(t.object) for t in graph if t.predicate.value == PRINTED_NAME.value}
    assert names
    found = {}
    for subject in (ox.NamedNode(ID + "network/" + slug) for slug in networks(graph)):
        for name in (text_of(label) for label in objects(graph, subject, PRINTED_NAME.value)):
            if re.search(rf"^{re.escape(name)}", page, flags=re.MULTILINE):
                form = re.search(r" (e\.V\.|eG)(?= |$)", name)
                if form:
                    slug = subject.value.removeprefix(ID + "network/")
                    found[slug] = EINGETRAGENE_GENOSSENSCHAFT if "eG" in form.group() else EINGETRAGENER_VEREIN
    return found


def test_the_names_say_the_same_legal_forms(graph: Graph, page: str) -> None:
    assert printed_forms(graph, page) == LEGAL_FORMS
    assert page.count("e.V.") == 4
    assert page.count(" eG ") == 1


def test_a_name_that_is_not_printed_says_no_legal_form(graph: Graph, page: str) -> None:
    assert printed_forms(graph, page.replace("OptoNet e.V.", "OptoNet")) != LEGAL_FORMS


def asserted_forms(graph: Graph) -> list[str]:
    """Whatever would give a network a cluster form."""
    forms = [t for t in graph if t.predicate.value in {TRIA + "hasForm", TRIA + "definition"}]
    links = [
        t for t in graph if text_of(t.subject).startswith(ID + "network/") and str(t.object).startswith(f"<{ID}form/")
    ]
    attributions = sorted(instances(graph, TRIA + "FormAttribution") | instances(graph, TRIA + "CriterionAssessment"))
    return sorted({str(t) for t in forms + links}) + attributions


def test_no_network_has_an_asserted_form(graph: Graph) -> None:
    assert asserted_forms(graph) == []


def test_an_asserted_form_is_reported(graph: Graph) -> None:
    form = ox.NamedNode(ID + "form/seed-cluster")
    has_form = ox.Triple(ACOD, ox.NamedNode(TRIA + "hasForm"), form)
    classified = ox.Triple(ACOD, ox.NamedNode("http://www.w3.org/ns/org#classification"), form)
    attribution = ox.Triple(ox.NamedNode(ID + "statement/x"), TYPE, ox.NamedNode(TRIA + "FormAttribution"))
    assert len(asserted_forms(graph | {has_form, classified, attribution})) == 3


# ---- the source and the shape of the file


def about_the_copy(graph: Graph, page: bytes) -> list[str]:
    """What the source says of its text, compared with that text; and a date, which the page does not carry."""
    expected = {
        TRIA + "characterCount": ox.Literal(str(len(page.decode("utf-8"))), datatype=ox.NamedNode(XSD + "integer")),
        "http://www.w3.org/ns/dcat#byteSize": ox.Literal(
            str(len(page)), datatype=ox.NamedNode(XSD + "nonNegativeInteger")
        ),
        "https://schema.org/sha256": ox.Literal(hashlib.sha256(page).hexdigest()),
    }
    wrong = [f"{p}: not {value}" for p, value in expected.items() if objects(graph, SOURCE, p) != [value]]
    dated = {"http://purl.org/dc/terms/date", "http://purl.org/dc/terms/issued"}
    wrong += [f"dated: {t.object}" for t in graph if t.subject == SOURCE and t.predicate.value in dated]
    tags = sorted(o.language or "" for o in objects(graph, SOURCE, SKOS + "editorialNote") if isinstance(o, ox.Literal))
    return wrong if tags == ["de", "en"] else [*wrong, f"editorial notes: {tags}"]


def test_the_source_describes_the_copy_that_is_quoted(graph: Graph, page: str) -> None:
    assert about_the_copy(graph, page.encode("utf-8")) == []


def test_another_copy_and_an_invented_date_are_reported(graph: Graph, page: str) -> None:
    assert len(about_the_copy(graph, (page + "\n").encode("utf-8"))) == 3
    date = ox.Triple(SOURCE, ox.NamedNode("http://purl.org/dc/terms/date"), ox.Literal("2026"))
    assert about_the_copy(graph | {date}, page.encode("utf-8")) == ['dated: "2026"']


def misshapen(graph: Graph) -> list[str]:
    """Blank nodes, display labels and slugs that do not belong in this file."""
    terms = {term for t in graph for term in (t.subject, t.object)}
    slug = re.compile(re.escape(ID) + r"[a-z]+/[a-z0-9-]{1,60}(#quote|#position)?")
    return sorted(
        [f"blank node: {term}" for term in terms if isinstance(term, ox.BlankNode)]
        + [f"display label: {t}" for t in graph if t.predicate.value == SKOS + "prefLabel"]
        + [f"slug: {term}" for term in terms if str(term).startswith(f"<{ID}") and not slug.fullmatch(str(term)[1:-1])]
    )


def test_the_file_has_no_blank_nodes_no_display_labels_and_good_slugs(graph: Graph) -> None:
    assert misshapen(graph) == []


def test_a_blank_node_a_display_label_and_a_bad_slug_are_reported(graph: Graph) -> None:
    name = ox.Literal("x", language="de")
    blank = ox.Triple(ox.BlankNode("b"), ox.NamedNode(SKOS + "altLabel"), name)
    label = ox.Triple(ACOD, ox.NamedNode(SKOS + "prefLabel"), name)
    slug = ox.Triple(ox.NamedNode(ID + "network/ACOD_e.V."), ox.NamedNode(SKOS + "altLabel"), name)
    assert [problem.split(":")[0] for problem in misshapen(graph | {blank, label, slug})] == [
        "blank node",
        "display label",
        "slug",
    ]
