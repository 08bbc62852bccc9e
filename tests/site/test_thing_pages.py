"""Facts, numbers, events and contradictions of a small graph, as their pages show them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

Publish = Callable[..., Path]
SOURCES = """\
source:a a tria:Source ; dcterms:title "Zeitung A"@de , "Paper A"@en ; schema:url <https://a.example/> ; dcterms:date "2020-03"^^xsd:gYearMonth .
source:b a tria:Source ; dcterms:title "Zeitung B"@de , "Paper B"@en ; schema:url <https://b.example/> .
quotation:a a tria:Quotation ; oa:hasSource source:a ; oa:hasSelector <https://w3id.org/triagraph/id/quotation/a#quote> .
<https://w3id.org/triagraph/id/quotation/a#quote> a oa:TextQuoteSelector ; oa:exact "mit fünf Gründern"@de .
quotation:b a tria:Quotation ; oa:hasSource source:b ; oa:hasSelector <https://w3id.org/triagraph/id/quotation/b#quote> .
<https://w3id.org/triagraph/id/quotation/b#quote> a oa:TextQuoteSelector ; oa:exact "sieben Gründer"@de .
network:one a tria:NetworkOrganisation ; skos:prefLabel "Netz Eins"@de , "Network One"@en .
"""


def read(release: Path, path: str) -> str:
    text = (release / path).read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)).split())


def founding(name: str, date: str, count: int) -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(date)]
    return (
        f'change:{name} a tria:Founding ; tria:affects network:one ; dcterms:date "{date}"^^xsd:{kind} ;\n'
        f"  tria:founderCount {count} ; prov:wasQuotedFrom quotation:{name} .\n"
    )


def test_foundings_of_one_year_that_disagree_stand_side_by_side(publish: Publish) -> None:
    out = publish(SOURCES + founding("a", "1999", 5) + founding("b", "1999-06", 7))
    text = (out / "id/network/one.de.html").read_text(encoding="utf-8")
    sides = re.findall(r'<div class="side">(.*?)</div>', text, re.DOTALL)
    assert [re.findall(r'class="answer">(.*?)<', side) for side in sides] == [["5"], ["7"]]
    assert "mit fünf Gründern" in sides[0]
    assert "Zeitung B" in sides[1]


def test_foundings_of_different_years_are_no_contradiction(publish: Publish) -> None:
    out = publish(SOURCES + founding("a", "1999", 5) + founding("b", "2004", 7))
    assert "Quellen widersprechen sich" not in read(out, "id/network/one.de.html")
    assert "Gegründet 1999; 2004" in read(out, "id/network/one.de.html")


def test_a_year_and_its_month_are_no_contradiction(publish: Publish) -> None:
    out = publish(SOURCES + founding("a", "1999", 5) + founding("b", "1999-06", 5))
    assert "Quellen widersprechen sich" not in read(out, "id/network/one.de.html")
    assert "Founded June 1999" in read(out, "id/network/one.en.html")


def test_member_numbers_say_what_was_counted_how_exactly_and_when(publish: Publish) -> None:
    data = """\
code:about skos:prefLabel "ungefähr"@de . code:unit-companies skos:prefLabel "Unternehmen"@de , "companies"@en .
observation:one a tria:MemberCountObservation ; tria:network network:one ; tria:memberCount 1060 ; tria:countQualifier code:about ;
  tria:countedUnit code:unit-companies ; dcterms:date "2019"^^xsd:gYear ; prov:wasQuotedFrom quotation:a .
"""
    out = publish(SOURCES + data)
    assert "Zahl der Mitglieder rund 1.060 Unternehmen (2019)" in read(out, "id/network/one.de.html")
    assert "Number of members about 1,060 companies (2019)" in read(out, "id/network/one.en.html")


def test_events_are_in_the_order_of_their_dates_and_undated_ones_come_last(publish: Publish) -> None:
    data = (
        founding("b", "2004-05-06", 7)
        + founding("a", "1999", 5)
        + "change:c a tria:Renaming ; tria:affects network:one .\n"
    )
    rows = re.findall(
        r'<tr id="change-(.)">', (publish(SOURCES + data) / "id/network/one.de.html").read_text(encoding="utf-8")
    )
    assert rows == ["a", "b", "c"]


def test_a_value_without_evidence_is_shown_without_a_click(publish: Publish) -> None:
    out = publish('network:one a tria:NetworkOrganisation ; skos:prefLabel "Eins"@de ; tria:statedField "Optik"@de .\n')
    assert '<details class="evidence"' not in (out / "id/network/one.de.html").read_text(encoding="utf-8")


def test_a_label_in_the_other_language_is_marked(publish: Publish) -> None:
    out = publish('network:one a tria:NetworkOrganisation ; skos:prefLabel "Eins"@de .\n')
    assert '<h1 lang="de">Eins</h1>' in (out / "id/network/one.en.html").read_text(encoding="utf-8")
    assert "<h1>Eins</h1>" in (out / "id/network/one.de.html").read_text(encoding="utf-8")


def test_a_blank_label_is_none(publish: Publish) -> None:
    out = publish(
        'network:one a tria:NetworkOrganisation ; skos:prefLabel ""@de , " "@en ; tria:printedName "  "@de , "NETZ"@de .\n'
    )
    for language in ("de", "en"):
        assert ">NETZ</h1>" in (out / f"id/network/one.{language}.html").read_text(encoding="utf-8")


def test_a_thing_without_a_label_is_named_by_what_is_said_of_it(publish: Publish) -> None:
    data = 'organisation:x skos:prefLabel "Firma X"@de .\n'.replace("organisation:", "network:")
    out = publish(SOURCES + data + founding("a", "1999", 5))
    assert re.search(r"<h1>[^<]*: Netz Eins, 1999</h1>", (out / "id/change/a.de.html").read_text(encoding="utf-8"))


def test_a_quotation_is_linked_to_where_its_source_shows_it(publish: Publish) -> None:
    out = publish(SOURCES + "network:one dcterms:relation quotation:a .\n")
    page = (out / "id/network/one.de.html").read_text(encoding="utf-8")
    assert '<a href="../source/a.de.html#quotation-a">„mit fünf Gründern“</a>' in page
    assert 'id="quotation-a"' in (out / "id/source/a.de.html").read_text(encoding="utf-8")


def test_a_project_with_another_base_is_published_under_it(make_project: Callable[..., Path], tmp_path: Path) -> None:
    from triagraph.project import load_project
    from triagraph.site import check_target, publish_release, release_settings
    from triagraph.store.loading import load

    folder = make_project(SOURCES)
    settings = folder / "triagraph.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '[iri]\nbase = "https://other.example/kg/"\n', encoding="utf-8"
    )
    project = load_project(folder)
    target = check_target(tmp_path / "out")
    publish_release(load(project), target, release_settings(project, base_url=None, date=None, keep=0))
    assert "<https://other.example/kg/id/network/one>" in (tmp_path / "out/id/network/one.nt").read_text(
        encoding="utf-8"
    )
    assert "Netz Eins" in read(tmp_path / "out", "id/network/index.de.html")


def test_what_a_source_says_in_another_language_stays_beside_the_text_that_leads(publish: Publish) -> None:
    german, english = "Ein Netz für Licht.", "A network for light."
    data = f"""\
network:one dcterms:description "{german}"@de , "{english}"@en , "Sans preuve."@fr .
statement:d a rdf:Statement ; rdf:subject network:one ; rdf:predicate dcterms:description ; rdf:object "{german}"@de ;
  prov:wasQuotedFrom quotation:a .
"""
    out = publish(SOURCES + data)
    text = (out / "id/network/one.en.html").read_text(encoding="utf-8")
    facts = text[text.index('<table class="facts">') :]
    assert english in text
    assert english not in facts
    assert re.search(rf'id="statement-d"></span>\s*<span class="value"><span lang="de">{german}', facts)
    assert "Sans preuve" not in facts, "what is a translation for us is not repeated"
    assert 'id="statement-d"' in (out / "id/network/one.de.html").read_text(encoding="utf-8")
