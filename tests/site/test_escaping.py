"""What strangers write stays text: no markup, no script, no dangerous link, no file outside the release."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from triagraph.site.kinds import EVIDENCE_KINDS

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile"
Publish = Callable[..., Path]
#: Files that hosts look for under these names.
OURS = {".htaccess", "_redirects", "_headers", ".well-known/void"}
LITERALS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "</title></style></script><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><![CDATA[ ]]>",
    "\\u2028\\u2029\\u202Etxet",
    "=HYPERLINK(\\u0022http://evil.example\\u0022)",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "file:///etc/passwd",
)
SLUGS = (
    "../../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..", "CON", "Foo", "foo", "FOO", "index", "é", "e\\u0301", ".htaccess",
    "a/b/c", "x?y=z", "javascript:alert(1)", "x" * 300, "a'b", "a&b", "a%22b",
)  # fmt: skip


def turtle(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def hostile_data() -> str:
    blocks = [
        f"<https://w3id.org/triagraph/id/network/{slug}> a tria:NetworkOrganisation ;\n"
        f"  skos:prefLabel {turtle(LITERALS[number % len(LITERALS)])}@de ; dcterms:description {turtle(LITERALS[-1 - number % 8])}@en .\n"
        for number, slug in enumerate(SLUGS)
    ]
    for number, address in enumerate(ADDRESSES):
        iri = address.replace("<", "%3C").replace(">", "%3E")
        blocks.append(
            f"network:n{number} a tria:NetworkOrganisation ; skos:prefLabel {turtle(LITERALS[number])}@en ; foaf:homepage <{iri}> ;\n"
            f"  skos:exactMatch <{iri}> ; tria:activeIn <{iri}> ; schema:url {turtle(address)}^^xsd:anyURI .\n"
            f"source:s{number} a tria:Source ; dcterms:title {turtle(LITERALS[number])}@de ; schema:url <{iri}> .\n"
            f"quotation:q{number} a tria:Quotation ; oa:hasSource source:s{number} ;"
            f" oa:hasSelector <https://w3id.org/triagraph/id/quotation/q{number}#quote> .\n"
            f"<https://w3id.org/triagraph/id/quotation/q{number}#quote> oa:exact {turtle(LITERALS[number])}@de .\n"
            f"statement:t{number} a rdf:Statement ; rdf:subject network:n{number} ; rdf:predicate foaf:homepage ;"
            f" rdf:object <{iri}> ; prov:wasQuotedFrom quotation:q{number} .\n"
        )
    return "".join(blocks)


@pytest.fixture(scope="module")
def published(publish_in: Publish, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_in(tmp_path_factory.mktemp("hostile"), hostile_data(), "https://example.org/kg")


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes, as a browser would find them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.found.append((tag, dict(attrs)))


def test_no_markup_of_a_literal_reaches_a_page(published: Path) -> None:
    pages = [page for page in (published / "id").rglob("*.html") if page.parent.name not in EVIDENCE_KINDS]
    assert len(pages) > 40
    for page in pages:
        text = page.read_text(encoding="utf-8")
        elements = Elements(text).found
        assert not {tag for tag, _ in elements} & {"svg", "style", "iframe", "object"}, page
        scripts = [attributes for tag, attributes in elements if tag == "script"]
        own = {"src": "../../assets/search.js", "defer": None}
        assert scripts == [own, {"type": "application/ld+json"}], page
        assert [attributes["src"] for tag, attributes in elements if tag == "img"] == ["../../assets/mark.svg"], page
        assert not [
            name for _, attributes in elements for name in attributes if name.startswith("on") or name == "style"
        ], page
        assert "49{" not in text
        assert text.count("</html>") == 1


def test_the_words_themselves_are_shown(published: Path) -> None:
    text = (published / "id/network/n0.en.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_json_in_a_page_cannot_end_its_element(published: Path) -> None:
    for page in (published / "id/network").glob("*.html"):
        for block in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL
        ):
            assert not set(block) & set("<>&\u2028\u2029")
            assert json.loads(block)["@type"] == ("WebPage" if page.name.startswith("index.") else "Organization")


def test_only_web_addresses_are_links(published: Path) -> None:
    for page in published.rglob("*.html"):
        for link in re.findall(r'\s(?:href|src|cite|action)="([^"]*)"', page.read_text(encoding="utf-8")):
            scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", html.unescape(link))
            assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}, (page, link)


def test_a_dangerous_address_is_shown_as_text(published: Path) -> None:
    assert "javascript:alert(1)" in (published / "id/network/n0.de.html").read_text(encoding="utf-8")


def test_no_name_leads_out_of_the_release(published: Path) -> None:
    beside = {path.name for path in published.parent.iterdir()}
    assert beside == {"out", "project"}
    names = {path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file()}
    assert names >= OURS
    assert all(
        re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*", name) for name in names - OURS
    )
    assert len({name.casefold() for name in names}) == len(names)


def test_each_thing_has_a_page_of_its_own(published: Path) -> None:
    pages = {path.name for path in (published / "id/network").glob("*.de.html")} - {"index.de.html"}
    assert len(pages) == len(SLUGS) + len(ADDRESSES)


def test_a_cell_of_a_csv_file_is_no_formula(publish: Publish, tmp_path: Path) -> None:
    queries = tmp_path / "project" / "queries"
    queries.mkdir(parents=True)
    header = [
        '#+ title = { de = "Namen", en = "Names" }', '#+ question = { de = "Welche Namen?", en = "Which names?" }',
        '#+ asked_by = ["tests"]', '#+ layers = ["asserted"]', '#+ tags = ["names"]', "#+ least_rows = 1", "#+ [columns]",
        '#+ name = { de = "der Name", en = "the name" }',
    ]  # fmt: skip
    select = "SELECT ?name WHERE { ?thing <http://www.w3.org/2004/02/skos/core#altLabel> ?name } ORDER BY ?name"
    (queries / "names.rq").write_text("\n".join([*header, select]), encoding="utf-8")
    out = publish(
        'network:a a tria:NetworkOrganisation ; skos:altLabel "=1+1", "@x", "-1", "+1", "fine" ; tria:n -5 .\n'
    )
    rows = (out / "queries/names.csv").read_bytes().decode().split("\r\n")
    assert rows == ["name", "'+1", "'-1", "'=1+1", "'@x", "fine", ""]
    values = [
        row["name"]["value"] for row in json.loads((out / "queries/names.json").read_bytes())["results"]["bindings"]
    ]
    assert values == ["+1", "-1", "=1+1", "@x", "fine"]


@pytest.mark.parametrize(
    "path", sorted(HOSTILE.glob("ttl-iri-*.ttl")) + sorted(HOSTILE.glob("ttl-xss*.ttl")), ids=lambda path: path.name
)
def test_the_hostile_files_are_refused_or_harmless(publish: Publish, tmp_path: Path, path: Path) -> None:
    from triagraph.errors import TriagraphError

    data = path.read_text(encoding="utf-8").replace("http://e.org/", "https://w3id.org/triagraph/id/thing/")
    try:
        out = publish(data)
    except TriagraphError:
        assert not (tmp_path / "out").exists()
        return
    for page in (out / "id").rglob("*.html"):
        assert "<img src=x" not in page.read_text(encoding="utf-8")
    assert {entry.name for entry in tmp_path.iterdir()} == {"out", "project"}


def test_there_are_hostile_files_to_try() -> None:
    if not HOSTILE.is_dir():
        pytest.skip(f"{HOSTILE} is not there: the hostile inputs are not part of the project")
    assert list(HOSTILE.glob("ttl-xss*.ttl"))
