"""What strangers write, as a real browser shows it: nothing runs, nothing is loaded, and it can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from triagraph.errors import TriagraphError

HOSTILE = Path(__file__).parents[4] / "shared" / "hostile"
Publish = Callable[..., Path]
WORDS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</title></style></script><svg onload=alert(1)>",
    "' onfocus='alert(1)' autofocus='",
    "{{ 7 * 7 }}`${alert(1)}`",
    "javascript:alert(1)",
    "\\u202Etxet\\u2066\\u2028<!--",
)
STATEMENT = """\
quotation:q{n} a tria:Quotation ; oa:hasSource source:s ; oa:hasSelector <https://w3id.org/triagraph/id/quotation/q{n}#quote> .
<https://w3id.org/triagraph/id/quotation/q{n}#quote> oa:exact "{words}"@de .
network:n{n} a tria:NetworkOrganisation ; skos:prefLabel "{words}"@de ; dcterms:description "{words}"@en ; tria:statedField "{words}"@de ;
  tria:technologyField <https://w3id.org/triagraph/id/field/f{n}> ; schema:url "{words}"^^xsd:anyURI .
<https://w3id.org/triagraph/id/field/f{n}> a tria:TechnologyField ; skos:prefLabel "{words}"@en .
statement:t{n} a rdf:Statement ; rdf:subject network:n{n} ; rdf:predicate tria:statedField ; rdf:object "{words}"@de ;
  prov:wasQuotedFrom quotation:q{n} .
"""


def data() -> str:
    source = 'source:s a tria:Source ; dcterms:title "<b>S</b>"@de ; schema:url <javascript:alert(1)> .\n'
    return source + "".join(STATEMENT.format(n=number, words=words) for number, words in enumerate(WORDS))


def wrong(browser: Browser, watch: Callable[[str], Any], release: Path) -> list[str]:
    """Open every page of a small release, unfold everything, point at everything; give what went wrong."""
    noticed = watch(release.as_uri())
    context = noticed.context(browser)
    page = context.new_page()
    page.on("dialog", lambda dialog: (noticed.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    every = [*release.glob("id/*/*.html"), *release.glob("overview/*.html"), *release.glob("[is]*.de.html")]
    pages = [path for path in sorted(every) if 'http-equiv="refresh"' not in path.read_text("utf-8")]
    assert len(pages) > 3
    for path in pages:
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate("document.querySelectorAll('a, [tabindex]').forEach(each => each.focus())")
        if page.locator("main script, main img, main iframe, main style").count():
            noticed.wrong.append(f"markup: {path}")
    context.close()
    return list(noticed.wrong)


def test_nothing_of_a_stranger_runs(
    browser: Browser, watch: Callable[[str], Any], publish_in: Publish, tmp_path: Path
) -> None:
    release = publish_in(tmp_path, data())
    assert wrong(browser, watch, release) == []
    page = browser.new_page()
    page.goto((release / "id/network/n0.de.html").as_uri())
    assert WORDS[0] in page.inner_text("h1")
    page.fill("#search-field", "script")
    page.wait_for_selector("#search-list [role=option]")
    assert "<script>alert(1)</script>" in page.inner_text("#search-list")
    assert page.locator("#search-list script, #search-list img").count() == 0
    page.close()


@pytest.mark.parametrize(
    "name",
    [
        "ttl-xss.ttl",
        *(
            f"ttl-iri-{name}.ttl"
            for name in ("angle", "quote", "dotdot", "file", "nfc-nfd", "idn-homoglyph", "pct-bad", "space")
        ),
    ],
)
def test_the_hostile_files_do_nothing_in_a_browser(
    browser: Browser, watch: Callable[[str], Any], publish_in: Publish, tmp_path: Path, name: str
) -> None:
    if not (HOSTILE / name).is_file():
        pytest.skip(f"{HOSTILE / name} is not there: the hostile inputs are not part of the project")
    text = (HOSTILE / name).read_text(encoding="utf-8").replace("http://e.org/", "https://w3id.org/triagraph/id/thing/")
    try:
        release = publish_in(tmp_path, text)
    except TriagraphError:
        return
    assert wrong(browser, watch, release) == []
