"""The bundled project, its ontology, data and queries, is well made; its quotations are in the page's text."""

from __future__ import annotations

from pathlib import Path

import pytest

from triagraph.bundled import bundled_root
from triagraph.hygiene import Artefacts, check, read_artefacts
from triagraph.hygiene.page import read_page
from triagraph.hygiene.quotations import check_quotations
from triagraph.hygiene.writing import to_text
from triagraph.project import load_project

TEXT = Path(__file__).resolve().parents[3] / "shared" / "seed-regionale-cluster.txt"


@pytest.fixture(scope="module")
def bundled() -> Artefacts:
    return read_artefacts(load_project(bundled_root()))


@pytest.fixture(scope="module")
def page() -> bytes:
    if not TEXT.is_file():
        pytest.skip(f"the page's text is not part of the repository and {TEXT} is missing")
    return TEXT.read_bytes()


def test_every_rule_passes(bundled: Artefacts) -> None:
    report = check(bundled)
    assert report.passes, to_text(report, "en")


def test_every_quotation_is_at_its_offset_in_the_text_of_the_page(bundled: Artefacts, page: bytes) -> None:
    report = check_quotations(read_page(TEXT.name, page), bundled)
    assert report.source.iri.endswith("/source/ilm-kreis-cluster")
    assert report.same_text is True
    assert len(report.placed) > 50
    assert {one.verdict for one in report.placed} == {"at-its-offset"}


def test_a_saved_page_with_the_text_has_every_quotation(bundled: Artefacts, page: bytes) -> None:
    paragraphs = "".join(f"<p>{line}</p>\n" for line in page.decode().splitlines())
    saved = f"<!DOCTYPE html><html><head><title>x</title></head><body><nav>Menü</nav>{paragraphs}</body></html>"
    report = check_quotations(read_page("page.html", saved.encode()), bundled)
    assert report.source.iri.endswith("/source/ilm-kreis-cluster")
    assert report.passes
