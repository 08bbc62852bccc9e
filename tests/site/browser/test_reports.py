"""The reports that are one page each, printed from a dark screen: dark ink on white paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from triagraph.assessment import assess
from triagraph.assessment.writing import write_assessment
from triagraph.project import load_project
from triagraph.report.writing import write_report
from triagraph.store.loading import load
from triagraph.validation.checking import validate

_BRIGHTNESS = """(property) => {
  const parts = getComputedStyle(document.body)[property].match(/[0-9.]+/g).map(Number);
  return parts.length === 4 && parts[3] === 0 ? 255 : (parts[0] + parts[1] + parts[2]) / 3;
}"""


@pytest.fixture(scope="module", params=["report", "assessment"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    if request.param == "assessment":
        page = write_assessment(assess(load(load_project())), "html", "de", _iri)
    else:
        bad = folder / "bad.ttl"
        bad.write_text(
            "@prefix tria: <https://w3id.org/triagraph/ontology#> . <urn:x> a tria:Region .", encoding="utf-8"
        )
        report = validate(bad)
        assert report.results
        page = b"".join(write_report(report, "html", "de", None)).decode()
    (folder / "page.html").write_text(page, encoding="utf-8")
    return folder / "page.html"


def _iri(iri: str) -> str:
    return iri


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_a_report_prints_in_dark_ink_on_white(browser: Browser, document: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(document.as_uri())
    page.emulate_media(media="screen")
    assert (page.evaluate(_BRIGHTNESS, "color") < 128) is (scheme == "light")
    page.emulate_media(media="print")
    assert page.evaluate(_BRIGHTNESS, "color") < 128
    assert page.evaluate(_BRIGHTNESS, "backgroundColor") > 240
    page.close()
