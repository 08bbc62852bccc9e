"""Where the package was built without npm, a release is whole without the query page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from triagraph.project import load_project
from triagraph.site import built, not_configured, release_settings

Publish = Callable[..., Path]


@pytest.fixture
def without_npm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the bundle away."""
    monkeypatch.setattr(built, "_NAMES", ("not-there.js",))
    built.built_files.cache_clear()
    yield
    built.built_files.cache_clear()


@pytest.mark.usefixtures("without_npm")
def test_a_release_is_whole_and_says_what_is_left_out(publish: Publish, tmp_path: Path) -> None:
    out = publish()
    project = load_project(tmp_path / "project")
    said = not_configured(project, release_settings(project, base_url=None, date=None, keep=0))
    assert any("without npm" in each.en and "ohne npm" in each.de for each in said)
    assert not (out / "query").exists()
    assert not (out / "assets/query").exists()
    assert not [page for page in out.rglob("*.html") if "query/index" in page.read_text(encoding="utf-8")]


@pytest.mark.skipif(not built.built_files(), reason="needs npm")
def test_with_it_nothing_is_said(publish: Publish, tmp_path: Path) -> None:
    assert (publish() / "query/index.de.html").is_file()
    project = load_project(tmp_path / "project")
    said = not_configured(project, release_settings(project, base_url=None, date=None, keep=0))
    assert not any("npm" in each.en for each in said)
