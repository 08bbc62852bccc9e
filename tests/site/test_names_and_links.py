"""File names, links and the writing of dates, numbers and sizes."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triagraph.errors import PublishError
from triagraph.indented import pretty
from triagraph.language import Language
from triagraph.site import wording
from triagraph.site.links import relative, safe_href, shown_address
from triagraph.site.names import safe_name
from triagraph.site.writer import ReleaseWriter

HOSTILE = (
    "..", "../../etc/passwd", "%2e%2e/%2e%2e", "CON", "con", "nul", "com1", "index", "Foo", "foo bar", "a/b", "a\\b", "é", "e\u0301", "",
    ".htaccess", "x" * 300, "a?b=c", "a#b", "💥", "a\n", "-" * 81, "\ud800",
)  # fmt: skip


@pytest.mark.parametrize("slug", ["optonet", "a", "seed-031", "2009", "x" * 80])
def test_a_slug_stays_as_it_is(slug: str) -> None:
    assert safe_name(slug) == slug


@pytest.mark.parametrize("text", HOSTILE)
def test_any_other_name_becomes_harmless(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,80}", safe_name(text))
    assert safe_name(text) != text


def test_names_that_differ_stay_different_without_case_and_in_any_unicode_form() -> None:
    texts = [*HOSTILE, "foo", "FOO", "fOO"]
    names = [unicodedata.normalize("NFD", safe_name(text)).casefold() for text in texts]
    assert len(set(names)) == len(texts)


@given(st.text())
def test_a_name_is_one_harmless_segment(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,80}", safe_name(text))


@pytest.mark.parametrize(
    "address", ["http://example.org", "https://example.org/a?b=c#d", "HTTPS://EXAMPLE.ORG/", "mailto:a@example.org"]
)
def test_a_web_address_is_a_link(address: str) -> None:
    assert safe_href(address) == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//example.org", "/x", "",
     " https://example.org", "https://", "https://a b", "https://a\nb", "urn:isbn:1", "mailto:nobody", "http:example"],
)  # fmt: skip
def test_any_other_address_is_no_link(address: str) -> None:
    assert safe_href(address) is None


@given(*(st.lists(st.sampled_from("abc"), min_size=1, max_size=4) for _ in range(2)))
def test_a_relative_link_leads_from_one_file_to_the_other(origin: list[str], target: list[str]) -> None:
    start, end = "/".join(origin), "/".join(target)
    import posixpath

    assert posixpath.normpath(str(PurePosixPath(start).parent / relative(start, end))) == end


def test_a_link_within_a_page_is_its_fragment() -> None:
    assert relative("a/b.html", "a/b.html#c") == "#c"
    assert relative("a/b.html", "a/d.html#c") == "d.html#c"


def test_an_address_is_shown_as_people_write_it() -> None:
    assert shown_address("https://www.acod.de/") == "acod.de"


@pytest.mark.parametrize(
    ("value", "datatype", "german", "english"),
    [
        ("2006", "gYear", "2006", "2006"),
        ("2006-06", "gYearMonth", "Juni 2006", "June 2006"),
        ("2006-06-23", "date", "23. Juni 2006", "23 June 2006"),
        ("2026-11-22T09:05:00Z", "dateTime", "22. November 2026, 09:05 Uhr", "22 November 2026, 09:05"),
        ("2006-13", "gYearMonth", "2006-13", "2006-13"),
        ("4132", "integer", "4.132", "4,132"),
        ("-1234567", "integer", "\u22121.234.567", "\u22121,234,567"),
        ("805.12", "decimal", "805,12", "805.12"),
        ("true", "boolean", "ja", "yes"),
        ("sometime", "date", "sometime", "sometime"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(
    value: str, datatype: str, german: str, english: str
) -> None:
    iri = f"http://www.w3.org/2001/XMLSchema#{datatype}"
    assert (wording.written(value, iri, "de"), wording.written(value, iri, "en")) == (german, english)


@pytest.mark.parametrize(
    ("count", "language", "text"),
    [(12, "de", "12 B"), (12_345, "en", "12 kB"), (3_400_000, "de", "3,4 MB"), (3_400_000, "en", "3.4 MB")],
)
def test_sizes_are_written_as_the_language_does(count: int, language: Language, text: str) -> None:
    assert wording.size(count, language) == text


def test_a_text_is_cut_between_words() -> None:
    assert wording.shortened("eins zwei drei", 10) == "eins zwei\N{NO-BREAK SPACE}…"
    assert wording.shortened("eins  zwei\ndrei", 20) == "eins zwei drei"
    assert wording.shortened("eins zwei drei (vier fünf)", 24) == "eins zwei drei\N{NO-BREAK SPACE}…", (
        "no bracket stays open"
    )
    assert wording.shortened("eins (zwei) drei – vier", 20) == "eins (zwei) drei\N{NO-BREAK SPACE}…"
    assert wording.shortened("a (eins zwei drei vier)", 18) == "a (eins zwei drei\N{NO-BREAK SPACE}…", (
        "little would be left"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_pretty_json_is_that_of_the_standard_library(value: Any) -> None:
    assert pretty(value) == json.dumps(value, ensure_ascii=False, indent=2)


@pytest.mark.parametrize("path", ["../x", "a/../x", "/etc/x", "a//b", "", ".hidden", "a/é", "a\\b", "x" * 200])
def test_no_file_is_written_outside_the_release(tmp_path: Path, path: str) -> None:
    with pytest.raises(PublishError):
        ReleaseWriter(tmp_path).add(path, b"")


def test_two_names_that_differ_in_case_are_refused(tmp_path: Path) -> None:
    writer = ReleaseWriter(tmp_path)
    writer.add("a/B", b"")
    with pytest.raises(PublishError):
        writer.add("A/b", b"")
