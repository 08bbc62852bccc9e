"""`publish --check` of a large release: what makes it fast and small finds the same as what is slow."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from small_project import accept

from triagraph.errors import InputError
from triagraph.site.checking import check_release, documents, large, reaching, second_process, walking
from triagraph.site.checking.links import Links, parsed, scanned
from triagraph.site.checking.second_process import SecondProcess
from triagraph.site.listing import Entry, Listing

Publish = Callable[..., Path]


def damage(folder: Path) -> None:
    """Do harm of each kind, here and there."""
    (folder / "id/network/one.nt").unlink()
    (folder / "id/extra.html").write_text("x", encoding="utf-8")
    accept(folder, "id/region/here.nt", b"<https://x.example/a> <https://x.example/b> <https://x.example/c> .\n")
    for page in ("index.de.html", "id/region/here.en.html"):
        text = (folder / page).read_bytes()
        added = b'<a href="gone.html">x</a><a href="index.en.html#gone">y</a><a href="http://[">z</a></main>'
        accept(folder, page, text.replace(b"</main>", added))
    sitemap = (folder / "sitemap.xml").read_bytes()
    accept(folder, "sitemap.xml", sitemap.replace(b"id/network/one.de.html", b"id/network/two.de.html"))


def small_shares(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(walking, "_TOGETHER", together)


def test_whoever_walks_the_shares_the_report_is_the_same(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damage(copy)
    alone = check_release(str(copy))
    assert {finding.rule for finding in alone.findings} == {"file", "link", "document", "sitemap"}
    monkeypatch.setattr(second_process, "_WORTH_IT", 1)
    monkeypatch.setattr("triagraph.site.checking.second_process.has_processors", lambda: True)
    told: list[tuple[int, int]] = []
    together = check_release(str(copy), lambda *done: told.append(done))
    assert together == alone
    assert told
    assert told[-1][0] == told[-1][1]
    small_shares(monkeypatch, 7)
    monkeypatch.setattr(second_process, "_WORTH_IT", 10_000)
    assert check_release(str(copy)) == alone


def test_what_a_second_process_has_seen_counts(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes everything: this process finds nothing left."""
    damage(copy)
    alone = check_release(str(copy))
    monkeypatch.setattr(second_process, "_WORTH_IT", 1)
    monkeypatch.setattr("triagraph.site.checking.second_process.has_processors", lambda: True)
    monkeypatch.setattr(SecondProcess, "last_back", lambda _self, _count: iter(()))
    assert check_release(str(copy)) == alone


def test_a_second_process_that_ends_early_is_an_error(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "_WORTH_IT", 1)
    monkeypatch.setattr("triagraph.site.checking.second_process.has_processors", lambda: True)
    real = SecondProcess.result

    def result(self: SecondProcess) -> walking.Walked:
        self._process.send_signal(signal.SIGKILL)
        return real(self)

    monkeypatch.setattr(SecondProcess, "last_back", lambda _self, _count: iter(()))
    monkeypatch.setattr(SecondProcess, "result", result)
    with pytest.raises(InputError, match="ended early"):
        check_release(str(copy))


@pytest.mark.parametrize("page", ["", '<a href="x">', "text"])
def test_a_page_without_anything_is_read(page: str) -> None:
    assert scanned(page) == parsed(page)


@pytest.mark.parametrize(
    "page",
    [
        '<a title=" id=" href="x">',
        '<p id>x<p id="a">',
        '<a href="x&amp;y#z&quot;">',
        '<a href="a" href="b">',
        '<meta http-equiv="refresh" content="0; url=a/b#c">',
        '<svg viewBox="0 0 1 1"><use href="#a"/></svg><area href="x"/>',
        '<a\nhref="x"\n>',
        '<script src="x">let y = "a";</script><style>a{}</style><title>b</title><img src="z" />',
    ],
)
def test_a_regular_page_is_scanned_as_it_is_parsed(page: str) -> None:
    assert scanned(page) == parsed(page) != Links()


@pytest.mark.parametrize(
    "page",
    [
        "<script>\"<a href='q'>\"</script>",
        '<script><a href="q"></script>',
        '<SCRIPT>"<a href="q">"</SCRIPT>',
        '<title><a href="x"></title>',
        '<noscript><a href="x"></a></noscript>',
        '<!-- <a href="x"> -->',
        "<a href=x>",
        "<a href='x'>",
        '<A HREF="x">',
        '<a href="x<y">',
        '<a title="x > y" href="x">',
        '<a href="x"title="y">',
        '<a\u00a0href="x">',
        '</a href="x">',
        '<![CDATA[<a href="x">]]>',
        '<a href="x"',
        "a < b",
    ],
)
def test_a_page_of_another_kind_is_left_to_the_parser(page: str) -> None:
    assert scanned(page) is None


def test_the_pages_of_a_release_are_scanned(pages: dict[str, str], signposts: dict[str, str]) -> None:
    read = {path: scanned(text) for path, text in (pages | signposts).items()}
    left = {path for path, found in read.items() if found is None}
    assert left <= {"query/index.de.html", "query/index.en.html"}
    some = [path for number, path in enumerate(sorted(read.keys() - left)) if number % 10 == 0]
    assert all(read[path] == parsed((pages | signposts)[path]) for path in some)


def listing_of(data: bytes) -> Listing | None:
    return Listing.read(io.BytesIO(data))


def same(one: Listing | None, two: Listing | None) -> bool:
    assert one is not None
    assert two is not None
    assert list(one.paths) == list(two.paths)
    return one.about == two.about and all(one.entry(path) == two.entry(path) for path in one.paths)


def test_a_manifest_says_the_same_however_it_is_written(whole: Path) -> None:
    written = (whole / "manifest.json").read_bytes()
    manifest = json.loads(written)
    backwards = dict(reversed(manifest["files"].items()))
    for other in (json.dumps(manifest), json.dumps(manifest | {"files": backwards}, indent=1)):
        assert same(listing_of(written), listing_of(other.encode()))
    listing = listing_of(written)
    assert listing is not None
    assert len(listing) == len(manifest["files"])
    path = "id/network/one.nt"
    assert listing.entry(path) == Entry(manifest["files"][path]["bytes"], manifest["files"][path]["sha256"])
    assert listing.about == {key: value for key, value in manifest.items() if key != "files"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"id/network/one.nt"', b'"id/network/one.de.html"'),  # twice: the last one counts
        (b'"id/network/one.nt"', b'"zzz"'),  # out of order
        (b'"id/network/one.nt"', b'"id/network/\\u006fne.nt"'),
        (b'"bytes": ', b'"bytes": 0'),
        (b'"bytes": ', b'"bytes":  '),
    ],
)
def test_a_manifest_that_is_written_otherwise_is_read_as_json(whole: Path, old: bytes, new: bytes) -> None:
    changed = (whole / "manifest.json").read_bytes().replace(old, new)
    try:
        expected = json.loads(changed)
    except ValueError:
        assert listing_of(changed) is None
        return
    found = listing_of(changed)
    assert found is not None
    assert list(found.paths) == sorted(expected["files"])
    assert all(found.entry(path).sha256 == file["sha256"] for path, file in expected["files"].items())


@pytest.mark.parametrize("cut", [1, 4, 5, 100, 2000])
def test_a_manifest_that_is_cut_off_is_none(whole: Path, cut: int) -> None:
    written = (whole / "manifest.json").read_bytes()
    assert listing_of(written[:-cut] if cut > 1 else written + b"x") is None


def test_what_is_said_of_a_file_oddly_is_not_known() -> None:
    files = {"a": 1, "b": {"bytes": 1, "sha256": "00"}, "c": {"bytes": 1 << 70, "sha256": "0" * 64}, "d": None}
    listing = listing_of(json.dumps({"generator": "triagraph", "files": files}).encode())
    assert listing is not None
    assert {listing.entry(path) for path in files} == {Entry(None, "")}
    assert "e" not in listing


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Take every file for a large one; give what was compared as such."""
    for module in (reaching, documents):
        monkeypatch.setattr(module, "LARGE", 0)
    compared: list[list[str]] = []
    real = large.say_the_same

    def say_the_same(release: reaching.Release, paths: list[str]) -> bool:
        same = real(release, paths)
        if same:
            compared.append(paths)
        return same

    monkeypatch.setattr(large, "say_the_same", say_the_same)
    return compared


def test_large_documents_are_compared_piece_by_piece(
    whole: Path, all_large: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "_AT_ONCE", 3)
    report = check_release(str(whole))
    assert report.findings == ()
    dumps = [f"data/probe.{suffix}" for suffix in ("ttl", "jsonld", "nt", "rdf")]
    assert dumps in all_large
    assert any(paths[0].startswith("graph/") for paths in all_large)


def test_damage_to_large_files_is_found_too(copy: Path, all_large: list[list[str]]) -> None:
    before = check_release(str(copy)).findings
    damage(copy)
    found = {(finding.rule, finding.where) for finding in check_release(str(copy)).findings}
    assert before == ()
    assert {("file", "id/network/one.nt"), ("document", "id/region/here.nt"), ("link", "index.de.html")} <= found
    assert all_large


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"id": "https://w3id.org/triagraph/id/network/one"', b'"id": "https://w3id.org/triagraph/id/network/two"'),
        (b"    },\n", b"    }\n"),
        (b"  ]\n}\n", b"  ]\n}\n}\n"),
        (b"  ]\n}\n", b"  ]\n"),
        (b'  "@graph": [\n', b'  "@graph": [\n    {},\n'),
        (b'  "@context": {\n', b'  "@context": {\n    "@import": "https://x.example/",\n'),
    ],
)
def test_a_large_tree_of_json_that_is_not_as_it_was_is_compared_or_told(
    copy: Path, all_large: list[list[str]], old: bytes, new: bytes
) -> None:
    path = "data/probe.jsonld"
    data = (copy / path).read_bytes()
    assert old in data
    accept(copy, path, data.replace(old, new))
    found = {finding.where for finding in check_release(str(copy)).findings if finding.rule == "document"}
    assert found == (set() if b"{},\n" in new else {path})  # an empty node says nothing
    assert all(path not in paths for paths in all_large)


def test_blank_nodes_are_compared_as_what_they_are(copy: Path, all_large: list[list[str]]) -> None:
    nodes = {
        ".nt": b"<https://x.example/a> <https://x.example/b> _:x .\n",
        ".ttl": b"<https://x.example/a> <https://x.example/b> [] .\n",
        ".jsonld": b'{"@id": "https://x.example/a", "https://x.example/b": {}}',
        ".rdf": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="https://x.example/">'
        b'<rdf:Description rdf:about="https://x.example/a"><x:b/></rdf:Description></rdf:RDF>',
    }
    nodes[".rdf"] = nodes[".rdf"].replace(b"<x:b/>", b'<x:b rdf:parseType="Resource"/>')
    nodes[".jsonld"] = b'{"@id": "https://x.example/a", "https://x.example/b": {"@id": "_:z"}}'
    for suffix, data in nodes.items():
        accept(copy, f"id/network/one{suffix}", data)
    assert [finding for finding in check_release(str(copy)).findings if finding.rule == "document"] == []
    accept(copy, "id/network/one.nt", nodes[".nt"].replace(b"x.example/b", b"x.example/c"))
    assert "document" in {finding.rule for finding in check_release(str(copy)).findings}
    assert ["id/network/one.ttl"] not in all_large


def test_a_sitemap_that_lists_itself_is_read_once(copy: Path) -> None:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    index = f'<sitemapindex xmlns="{space}"><sitemap><loc>https://data.example/kg/sitemap.xml</loc></sitemap></sitemapindex>'
    accept(copy, "sitemap.xml", index.encode())
    assert {finding.rule for finding in check_release(str(copy)).findings} == {"sitemap"}


@pytest.mark.parametrize("path", ["../outside.txt", "/etc/hostname", "id/../../outside.txt", "gone.txt", "id"])
def test_nothing_outside_of_a_release_is_opened(copy: Path, path: str) -> None:
    (copy.parent / "outside.txt").write_text("secret", encoding="utf-8")
    folder = reaching.Folder(copy)
    assert folder.open(path) is None
    assert folder.get(path).body is None
    assert folder.look_at(path).measure is None
