"""A real browser on the release of the bundled graph, served on loopback; nothing that a page does wrong goes unseen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from triagraph.project import load_project
from triagraph.site import release_settings, search_index, search_pieces
from triagraph.site.built import built_files
from triagraph.site.editions import editions
from triagraph.site.graph import GraphIndex
from triagraph.site.kinds import EVIDENCE_KINDS
from triagraph.site.places import Places
from triagraph.store.loading import load

#: One page of each kind that does not belong to a thing.
FRAME = (
    "index", "search", "data/index", "queries/index", "queries/networks", "queries/form-differences", "query/index",
    "ontology/index", "ontology/classes", "ontology/relations_2", "ontology/diagram", "ontology/schemes", "ontology/shapes/index", "ontology/shapes/network",
    "overview/index", "overview/assessment", "overview/value-chain", "overview/map", "overview/member-numbers",
    "overview/by-field", "overview/by-region", "overview/by-form", "overview/by-position", "releases/index", "releases/0-1-0",
    "id/network/optonet_facts", "id/network/optonet_members", "id/source/ilm-kreis-cluster_quotations-2",
)  # fmt: skip
ROOT = Path(__file__).parents[3]
Open = Callable[..., Page]
#: How long a page is waited for, in milliseconds; a machine may have other work.
PATIENCE = 90_000
_VIOLATIONS = (
    "addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective))"
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class has
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Served:
    """A release on loopback."""

    address: str
    folder: Path


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a folder as any web space does."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{server.server_port}/", folder)
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def served(release: Path) -> Iterator[Served]:
    """Serve the release."""
    with serving(release) as found:
        yield found


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve another folder, and give its address."""
    with ExitStack() as opened:
        yield lambda folder: opened.enter_context(serving(folder)).address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, without the windows of a desktop if that can be had: these take most of its time."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        pytest.skip("needs the program chromium-headless-shell or chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass  # no slots: playwright keeps its own mark on what it calls
class Watch:
    """What the pages of a context did: each wrong thing in words; `address` is the only place they may ask."""

    address: str
    wrong: list[str] = field(default_factory=list)

    def context(self, browser: Browser, **options: object) -> BrowserContext:
        """Open a context that is watched."""
        context = browser.new_context(**options)  # type: ignore[arg-type]  # handed through
        context.add_init_script(_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.wrong.append(f"error: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        return context

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what is left for another page or saved as a file is not missing
            self.wrong.append(f"failed: {request.url} {request.failure}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"request: {request.url}")


@pytest.fixture
def watch() -> type[Watch]:
    """Give what notices what pages do wrong."""
    return Watch


@pytest.fixture
def open_page(browser: Browser, served: Served) -> Iterator[Open]:
    """Open pages of the release; when the test is over, none may have done what a page of ours never does."""
    contexts: list[tuple[Watch, BrowserContext]] = []

    def opened(path: str, **options: object) -> Page:
        watch = Watch(served.address)
        context = watch.context(browser, accept_downloads=True, **options)
        contexts.append((watch, context))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{served.address}{path}")
        return page

    yield opened
    for watch, context in contexts:
        cookies = context.cookies()
        context.close()
        assert watch.wrong == []
        assert cookies == []


@pytest.fixture(scope="session")
def kinds_of_pages(release: Path) -> list[str]:
    """Name one page of each kind: those of the frame, and of each kind of thing its heaviest page and its list."""
    found = [stem for stem in FRAME if stem != "query/index" or built_files()]
    assert [stem for stem in found if not (release / f"{stem}.de.html").is_file()] == []
    for folder in sorted(
        path for path in (release / "id").iterdir() if path.is_dir() and path.name not in EVIDENCE_KINDS
    ):
        pages = [path for path in folder.glob("*.de.html") if "_" not in path.name]
        heaviest = max(pages, key=lambda path: (path.stat().st_size, path.name))
        found.append(f"id/{folder.name}/{heaviest.name.removesuffix('.de.html')}")
        found.append(f"id/{folder.name}/index")
    return list(dict.fromkeys(found))


@pytest.fixture(scope="session")
def needs_npm() -> None:
    """Skip where this package was built without npm."""
    if not built_files():
        pytest.skip("needs npm")


@pytest.fixture(scope="session")
def divided(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the release with its index in pieces, as that of a graph is which is many times larger."""
    folder = tmp_path_factory.mktemp("divided")
    for path in release.iterdir():
        if path.name != "assets":
            (folder / path.name).symlink_to(path)
    shutil.copytree(release / "assets", folder / "assets")
    project = load_project(ROOT)
    graph = GraphIndex(load(project))
    places = Places(graph)
    with pytest.MonkeyPatch.context() as patch:
        for module, name, size in (
            (search_index, "HEAVIEST", 9_000), (search_pieces, "HEAVIEST", 9_000), (search_index, "_HEAD", 5_000),
        ):  # fmt: skip
            patch.setattr(module, name, size)
        for edition in editions(graph, places, release_settings(project, base_url=None, date=None, keep=0)):
            for name, data in search_index.search_files(edition, places, []):
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(data)
    assert len(list((folder / "assets/search").glob("de-*.js"))) > 40
    return folder
