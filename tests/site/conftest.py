"""A release of the bundled graph, published once for all tests of the site, and small projects of the tests' own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_project import DATA, ONE_NETWORK, ONTOLOGY, write_project
from web_servers import Hosted, free_port

from triagraph.project import Project, load_project
from triagraph.site import Published, check_target, publish_release, release_settings
from triagraph.store.loading import load

ROOT = Path(__file__).parents[2]
#: What pages have that only lead on to another.
SIGNPOST = '<meta http-equiv="refresh"'
MakeProject = Callable[..., Path]
Publish = Callable[..., Path]


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Make a project of some data."""
    return lambda data=DATA: write_project(tmp_path / "project", data)


@pytest.fixture(scope="session")
def write_project_in() -> Callable[[Path, str], Path]:
    """Write a project of some data to a folder."""
    return write_project


@pytest.fixture(scope="session")
def publish_in() -> Publish:
    """Publish data as a project of its own below a folder, and give the folder of the release."""

    def make(folder: Path, data: str = DATA, base_url: str | None = None, ontology: str = ONTOLOGY) -> Path:
        project = load_project(write_project(folder / "project", data, ontology=ontology))
        return _published(project, folder / "out", base_url).path

    return make


@pytest.fixture
def publish(publish_in: Publish, tmp_path: Path) -> Publish:
    """Publish data below the test's own folder."""
    return lambda data=DATA, base_url=None: publish_in(tmp_path, data, base_url)


def _published(project: Project, out: Path, base_url: str | None = None) -> Published:
    settings = release_settings(project, base_url=base_url, date=None, keep=2)
    return publish_release(load(project), check_target(out), settings)


@pytest.fixture(scope="session")
def whole(publish_in: Publish, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a network and a region for an address."""
    return publish_in(tmp_path_factory.mktemp("whole"), ONE_NETWORK, "https://data.example/kg/")


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A release that a test may damage."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the bundled graph."""
    return _published(load_project(ROOT), tmp_path_factory.mktemp("release") / "tria").path


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Hosted:
    """Publish the bundled graph for an address on loopback."""
    found = Hosted(tmp_path_factory.mktemp("hosted"), free_port())
    _published(load_project(ROOT), found.release, found.address)
    return found


@pytest.fixture(scope="session")
def pages(release: Path) -> dict[str, str]:
    """Read every page of the release that shows something: path → text."""
    return {path: text for path, text in _html(release).items() if SIGNPOST not in text}


@pytest.fixture(scope="session")
def signposts(release: Path) -> dict[str, str]:
    """Read the pages that only lead on: path → text."""
    return {path: text for path, text in _html(release).items() if SIGNPOST in text}


def _html(release: Path) -> dict[str, str]:
    return {
        path.relative_to(release).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(release.rglob("*.html"))
    }
