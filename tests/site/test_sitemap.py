"""A sitemap lists at most 50,000 pages; more stand in further ones: https://www.sitemaps.org/protocol.html."""

import pytest

from triagraph.site.hosting.sitemap import MOST_PAGES, is_index, locations, sitemaps

BASE = "https://example.org/kg/"


def test_few_pages_stand_in_one_sitemap() -> None:
    ((path, data),) = sitemaps(BASE, ["b.html", "a&b.html"], "2026-01-01")
    assert path == "sitemap.xml"
    assert not is_index(data)
    assert locations(data) == {f"{BASE}a&b.html", f"{BASE}b.html"}


def test_many_pages_stand_in_several_and_each_in_one() -> None:
    pages = [f"{number}.html" for number in range(2 * MOST_PAGES + 1)]
    files = dict(sitemaps(BASE, pages, "2026-01-01"))
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert is_index(files["sitemap.xml"])
    assert locations(files["sitemap.xml"]) == {f"{BASE}sitemap-{number}.xml" for number in (1, 2, 3)}
    parts = [locations(files[f"sitemap-{number}.xml"]) for number in (1, 2, 3)]
    assert [len(part) for part in parts] == [MOST_PAGES, MOST_PAGES, 1]
    assert set().union(*parts) == {BASE + page for page in pages}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_as_many_pages_as_are_allowed_need_no_index(number: int) -> None:
    pages = [f"{each}.html" for each in range(number)]
    assert len(list(sitemaps(BASE, pages, "2026-01-01", most=3))) == 1
    assert len(list(sitemaps(BASE, [*pages, *"abc"], "2026-01-01", most=3))) == 3
