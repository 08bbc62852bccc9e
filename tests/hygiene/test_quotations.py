"""Quotations are found at their offsets, elsewhere, with other white space, or not at all; on made-up texts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from triagraph.errors import InputError
from triagraph.hygiene import Artefacts, read_artefacts
from triagraph.hygiene.page import Page, html_text, read_page
from triagraph.hygiene.quotations import (
    Placed,
    Quotation,
    QuotationReport,
    check_quotations,
    place,
    quoted_sources,
    to_json,
    to_text,
)
from triagraph.project import load_project

SOUND = Path(__file__).parent / "sound"
TEXT = "Alpha e.V. arbeitet in der Stadt. Die Stadt liegt im Land, das Land im Staat. Im Jahr 2020 zählt Alpha e.V. zwölf Mitglieder."
PAGE = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Alpha e.V. im Titel</title><style>p { color: red }</style></head>
<body><nav><ul><li><a href="/">Start</a></li></ul></nav>
<h2>Seiteninhalt</h2>
<p>Alpha&nbsp;e.V. arbeitet   in der <b>Stadt</b>.</p><script>var x = "Im Jahr 2020";</script>
<p>Die Stadt liegt im Land,
das Land im Staat.<br>Im Jahr 2020 z&auml;hlt Alpha e.V. zwölf Mitglieder.</p>
</body></html>
"""


@pytest.fixture(scope="module")
def artefacts() -> Artefacts:
    return read_artefacts(load_project(SOUND))


def check(artefacts: Artefacts, text: str) -> QuotationReport:
    return check_quotations(Page("page.txt", text, is_html=False), artefacts)


def test_the_text_as_it_was_quoted_has_every_quotation_at_its_offset(artefacts: Artefacts) -> None:
    report = check(artefacts, TEXT)
    assert report.passes
    assert [one.verdict for one in report.placed] == ["at-its-offset"] * 4


def test_in_a_shifted_text_quotations_are_elsewhere(artefacts: Artefacts) -> None:
    report = check(artefacts, f"Neu: {TEXT}")
    assert report.passes
    assert {one.verdict for one in report.placed} == {"elsewhere"}
    assert [(one.quotation.start or 0) + 5 for one in report.placed] == [one.at for one in report.placed]


def test_changed_words_are_missing(artefacts: Artefacts) -> None:
    report = check(artefacts, TEXT.replace("im Staat", "im  Reich"))
    assert not report.passes
    assert [one.quotation.iri.rpartition("/")[2] for one in report.placed if one.verdict == "missing"] == [
        "page-places"
    ]


def test_other_white_space_is_told_apart(artefacts: Artefacts) -> None:
    report = check(artefacts, TEXT.replace("im Land,", "im\u00a0\n Land,"))
    assert report.passes
    assert report.counts() == {"at-its-offset": 2, "found": 0, "elsewhere": 1, "other-white-space": 1, "missing": 0}


def test_a_saved_page_is_read_without_its_markup(artefacts: Artefacts) -> None:
    page = read_page("page.html", PAGE.encode())
    assert page.is_html
    assert page.text.startswith("Seiteninhalt")
    assert "var x" not in page.text
    assert "color" not in page.text
    report = check_quotations(page, artefacts)
    assert report.passes
    assert report.counts() == {"at-its-offset": 0, "found": 0, "elsewhere": 2, "other-white-space": 2, "missing": 0}


def test_a_page_without_the_words_misses_them(artefacts: Artefacts) -> None:
    report = check_quotations(read_page("page.html", PAGE.replace("zwölf", "elf").encode()), artefacts)
    assert not report.passes
    assert report.counts()["missing"] == 1


def test_offsets_count_code_points() -> None:
    text = "🙂 ä b"
    assert place(Quotation("q", "b", 4, 5), text) == Placed(Quotation("q", "b", 4, 5), "at-its-offset", 4)


def test_the_place_nearest_to_the_offset_is_named() -> None:
    assert place(Quotation("q", "ab", 7, 9), "ab ab ab ab").at == 6
    assert place(Quotation("q", "ab"), "x ab ab") == Placed(Quotation("q", "ab"), "found", 2)


def test_an_empty_quotation_is_missing() -> None:
    assert place(Quotation("q", ""), "text").verdict == "missing"
    assert place(Quotation("q", " \n"), "text").verdict == "missing"


def test_a_text_of_another_source_cannot_be_judged(artefacts: Artefacts) -> None:
    with pytest.raises(InputError, match="fits no source"):
        check(artefacts, "Etwas ganz anderes.")
    page = Page("other.txt", "Etwas ganz anderes.", is_html=False)
    assert check_quotations(page, artefacts, "page").counts()["missing"] == 4


def test_an_unknown_source_is_an_error_with_a_hint(artefacts: Artefacts) -> None:
    with pytest.raises(InputError, match="Nothing is quoted") as raised:
        check_quotations(Page("page.txt", TEXT, is_html=False), artefacts, "pge")
    assert raised.value.hint is not None
    assert "`page`" in raised.value.hint.en


def test_the_source_that_fits_best_is_taken(tmp_path: Path) -> None:
    for name in ("triagraph.toml", "ontology", "data"):
        (tmp_path / name).symlink_to(SOUND / name) if name == "ontology" else None
    (tmp_path / "triagraph.toml").write_text((SOUND / "triagraph.toml").read_text("utf-8"), "utf-8")
    folder = tmp_path / "data" / "asserted"
    folder.mkdir(parents=True)
    first = (SOUND / "data" / "asserted" / "page.ttl").read_text("utf-8")
    other = "Beta e.V. arbeitet nirgends."
    second = (
        first.replace("source:page", "source:other")
        .replace("quotation/page-", "quotation/other-")
        .replace("quotation:page-", "quotation:other-")
        .replace("Alpha e.V.", "Beta e.V.")
    )
    digest = hashlib.sha256(other.encode()).hexdigest()
    second = second.replace(
        "source:other a tria:Source ;", f'source:other a tria:Source ;\n  schema:sha256 "{digest}" ;'
    )
    (folder / "page.ttl").write_text(first, "utf-8")
    (folder / "other.ttl").write_text(second, "utf-8")
    both = read_artefacts(load_project(tmp_path))
    assert check(both, TEXT).source.iri.endswith("/source/page")
    report = check(both, other)
    assert report.source.iri.endswith("/source/other")
    assert report.same_text is True
    assert not report.passes


def test_sources_are_listed_with_their_quotations_in_the_order_of_the_text(artefacts: Artefacts) -> None:
    (source,) = quoted_sources(quad for file in artefacts.files for quad in file.quads)
    assert source.title == "Die Seite"
    assert [one.start for one in source.quotations] == [0, 0, 34, 78]


def test_the_report_says_each_verdict_in_the_language_of_the_reader(artefacts: Artefacts) -> None:
    report = check(artefacts, TEXT.replace("zwölf", "elf"))
    lines = to_text(report, "en").splitlines()
    assert lines[0] == "Die Seite <https://w3id.org/triagraph/id/source/page>"
    assert "at its offset" in lines[1]
    assert lines[4].split()[:2] == ["missing", "page-count:"]
    assert lines[-1].endswith("4 quotations: 3 at its offset, 1 missing")
    assert to_text(report, "de").splitlines()[-1].endswith("4 Zitate: 3 an seiner Stelle, 1 fehlt")
    document = to_json(report)
    assert document["passes"] is False
    assert document["summary"]["missing"] == 1
    assert document["quotations"][0]["at"] == 0


def test_text_is_text_in_any_encoding_that_a_page_names() -> None:
    latin = '<html><head><meta charset="iso-8859-1"></head><body><p>zählt</p></body></html>'.encode("iso-8859-1")
    assert "zählt" in read_page("page.html", latin).text
    with pytest.raises(InputError, match="not text in UTF-8"):
        read_page("page.txt", "zählt".encode("iso-8859-1"))
    assert read_page("page.txt", b"\xef\xbb\xbfa") == Page("page.txt", "a", is_html=False)


def test_a_text_that_only_mentions_markup_is_no_page() -> None:
    assert not read_page("page.txt", b"The tag <html> begins a page.").is_html
    assert read_page("page", b"<!-- saved -->\n<!DOCTYPE html><html><body>a</body></html>").is_html


def test_broken_markup_still_gives_its_words() -> None:
    assert html_text("<p>one<p>two<script>no</p></script><br/>three &amp; four") == "\none\ntwo\nthree & four"
    assert html_text("<head><title>no<body>yes") == "yes"
