"""Long lists go on, on pages of their own, and nothing is lost on the way."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from triagraph.bundled import bundled_root

Publish = Callable[..., Path]
MANY = 900
PROBE = """\
source:a a tria:Source ; dcterms:title "Zeitung A"@de , "Paper A"@en ; schema:url <https://a.example/> .
network:one a tria:NetworkOrganisation ; skos:prefLabel "Netz Eins"@de , "Network One"@en .
region:here skos:prefLabel "Hier"@de , "Here"@en .
"""


def member(number: int) -> str:
    quotation = f"https://w3id.org/triagraph/id/quotation/q{number}"
    return f"""\
<https://w3id.org/triagraph/id/organisation/o{number}> skos:prefLabel "Firma {number}"@de , "Company {number}"@en ; tria:locatedIn region:here .
<https://w3id.org/triagraph/id/membership/m{number}> a org:Membership ; org:member <https://w3id.org/triagraph/id/organisation/o{number}> ;
  org:organization network:one ; prov:wasQuotedFrom <{quotation}> .
<{quotation}> a tria:Quotation ; oa:hasSource source:a ; oa:hasSelector <{quotation}#quote> .
<{quotation}#quote> a oa:TextQuoteSelector ; oa:exact "Firma Nummer {number} & Söhne ist dabei"@de .
network:one tria:statedPurpose "Zweck {number} von sehr vielen"@de .
"""


@pytest.fixture(scope="module")
def out(publish_in: Publish, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_in(tmp_path_factory.mktemp("many"), PROBE + "".join(map(member, range(MANY))))


def read(out: Path, pattern: str) -> dict[str, str]:
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in sorted(out.rglob(pattern))}


def test_no_page_weighs_60_kb_however_many_rows_there_are(out: Path) -> None:
    heavy = {name for name, text in read(out, "*.html").items() if len(text.encode()) >= 60_000}
    assert {name for name in heavy if not name.startswith("query/")} == set(), "the query page holds all examples"


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_member_stands_once_in_the_list_that_goes_on(out: Path, language: str) -> None:
    pages = read(out, f"one_members*.{language}.html")
    assert len(pages) > 2
    found = [row for text in pages.values() for row in re.findall(r'<tr id="membership-m(\d+)"', text)]
    assert sorted(map(int, found)) == list(range(MANY))
    assert f'href="one_members.{language}.html"' in (out / f"id/network/one.{language}.html").read_text("utf-8")


def test_values_and_relations_go_on_too(out: Path) -> None:
    purposes = "".join(read(out, "one_values-stated-purpose*.de.html").values())
    assert {int(number) for number in re.findall(r"Zweck (\d+) von", purposes)} == set(range(MANY))
    located = "".join(read(out, "here_from-located-in*.de.html").values())
    assert {int(number) for number in re.findall(r"Firma (\d+)<", located)} == set(range(MANY))


def test_a_list_of_a_kind_goes_on_and_can_be_walked(out: Path) -> None:
    seen, page = [], "index"
    while page:
        text = (out / f"id/organisation/{page}.de.html").read_text("utf-8")
        seen += re.findall(r'<th scope="row"><a href="o(\d+)\.de\.html"', text)
        found = re.search(r'<a href="([^"]*)\.de\.html" rel="next"', text)
        page = found[1] if found else ""
    assert sorted(map(int, seen)) == list(range(MANY))


def test_a_link_to_a_quotation_finds_it_on_the_right_page(out: Path) -> None:
    assert len(read(out, "a_quotations-*.de.html")) > 2
    for number in (0, MANY // 2, MANY - 1):
        text = (out / f"id/membership/m{number}.de.html").read_text("utf-8")
        link = re.search(rf'href="\.\./source/([^"#]*)#(quotation-q{number})"', text)
        assert link is not None
        assert f'<li id="{link[2]}">' in (out / "id/source" / link[1]).read_text("utf-8")


def test_each_link_of_these_pages_leads_somewhere(out: Path) -> None:
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    for name, text in read(out, "*_*.html").items():
        for link in re.findall(r'href="([^"#:]+)[#"]', text):
            target = os.path.normpath(Path(name).parent / html.unescape(link))
            assert target in files, (name, link)


def test_a_graph_too_large_for_a_question_has_its_page_without_an_answer(publish_in: Publish, tmp_path: Path) -> None:
    text = (bundled_root() / "queries/networks.rq").read_text(encoding="utf-8")
    own = tmp_path / "project/queries/networks.rq"
    own.parent.mkdir(parents=True)
    own.write_text(text.replace("#+ least_rows", "#+ answered_up_to = 1_002\n#+ least_rows", 1), encoding="utf-8")
    data = "".join(f'network:n{number} a tria:NetworkOrganisation ; skos:prefLabel "N"@en .\n' for number in range(502))
    out = publish_in(tmp_path, data)
    german, english = ((out / f"queries/networks.{each}.html").read_text("utf-8") for each in ("de", "en"))
    assert "Der Graph hat 1.004 Aussagen, und ab 1.002 wird die Antwort zu groß" in german
    assert "the graph has 1,004 statements, and from 1,002 on the answer grows too large" in english
    assert "SELECT" in english
    assert (out / "queries/networks.rq").is_file()
    assert not (out / "queries/networks.csv").exists()
    assert "networks.csv" not in english
    assert (out / "queries/sources.csv").is_file()
