"""`publish --check`: a release that is whole passes, and each kind of damage is found, on disk and on a server."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from small_project import ONE_NETWORK, accept
from web_servers import Hosted, Server, apache, free_port, nginx

from triagraph.catalogue import mqa
from triagraph.cli import main
from triagraph.errors import InputError
from triagraph.site.checking import check_release, reaching
from triagraph.site.hosting.sitemap import is_index, sitemaps

ROOT = Path(__file__).parents[2]
Publish = Callable[..., Path]


def rules(folder: Path) -> set[tuple[str, str]]:
    return {(finding.rule, finding.where) for finding in check_release(str(folder)).findings}


def test_a_whole_release_passes_and_is_counted(whole: Path) -> None:
    report = check_release(str(whole))
    assert report.findings == ()
    assert report.counts["files"] == sum(path.is_file() for path in whole.rglob("*")) - 1
    assert min(report.counts[name] for name in ("links", "documents", "catalogues")) > 5


def test_a_missing_file_is_found(copy: Path) -> None:
    (copy / "id/network/one.nt").unlink()
    assert ("file", "id/network/one.nt") in rules(copy)


def test_an_altered_byte_is_found(copy: Path) -> None:
    path = copy / "data/probe.ttl"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert rules(copy) == {("file", "data/probe.ttl")}


def test_a_file_of_a_stranger_is_found(copy: Path) -> None:
    (copy / "id/extra.html").write_text("x", encoding="utf-8")
    assert rules(copy) == {("file", "id/extra.html")}


def test_a_dead_link_and_a_dead_anchor_are_found(copy: Path) -> None:
    page = copy / "index.de.html"
    added = page.read_bytes().replace(b"</main>", b'<a href="gone.html">x</a><a href="index.en.html#gone">y</a></main>')
    accept(copy, "index.de.html", added)
    report = check_release(str(copy))
    assert [finding.where for finding in report.findings] == ["index.de.html", "index.de.html"]
    assert {"`gone.html` leads nowhere.", "`index.en.html#gone`: there is no such place."} == {
        finding.message.en for finding in report.findings
    }


def test_a_dead_link_of_the_page_for_what_is_not_there_is_found(copy: Path) -> None:
    page = copy / "404.html"
    accept(copy, "404.html", page.read_bytes().replace(b"/kg/search.en.html", b"/kg/gone.html"))
    assert [finding.message.en for finding in check_release(str(copy)).findings] == ["`/kg/gone.html` leads nowhere."]


def test_documents_that_disagree_are_found(copy: Path) -> None:
    accept(copy, "id/network/one.nt", b"<https://x.example/a> <https://x.example/b> <https://x.example/c> .\n")
    assert rules(copy) == {("document", "id/network/one.nt")}


@pytest.mark.parametrize("data", [b"not turtle", b"\xff\xfe\x00", b"@prefix : <" + b"x" * 5000])
def test_a_document_of_the_wrong_kind_is_found(copy: Path, data: bytes) -> None:
    accept(copy, "id/network/one.ttl", data)
    assert rules(copy) == {("document", "id/network/one.ttl")}


def test_a_document_that_would_stop_an_engine_is_a_finding(copy: Path) -> None:
    accept(copy, "id/network/one.jsonld", b'{"@id":"x:a","x:b":' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    assert ("document", "id/network/one.jsonld") in rules(copy)


def test_a_catalogue_that_breaks_the_rules_or_lies_about_a_file_is_found(copy: Path) -> None:
    turtle = (copy / "catalog.dcat-ap.ttl").read_text(encoding="utf-8")
    accept(copy, "catalog.dcat-ap.ttl", turtle.replace("dcat:byteSize", "dcat:bytes").encode())
    found = [finding.message.en for finding in check_release(str(copy)).findings]
    assert any("size or checksum of data/probe.ttl is not right" in message for message in found)
    assert any("says other things" in message for message in found)
    accept(copy, "catalog.dcat-ap.ttl", turtle.replace("dcterms:title", "dcterms:titel").encode())
    assert any("title is missing" in finding.message.en for finding in check_release(str(copy)).findings)


def test_a_sitemap_that_leaves_out_a_page_or_lists_one_too_many_is_found(copy: Path) -> None:
    text = (copy / "sitemap.xml").read_text(encoding="utf-8")
    accept(copy, "sitemap.xml", text.replace("id/network/one.de.html", "id/network/two.de.html").encode())
    assert rules(copy) == {("sitemap", "id/network/one.de.html"), ("sitemap", "id/network/two.de.html")}
    accept(copy, "sitemap.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    assert rules(copy) == {("sitemap", "sitemap.xml")}


def test_the_parts_of_a_long_sitemap_are_read_and_missed(copy: Path) -> None:
    address = "https://data.example/kg/"
    pages = re.findall(r"<loc>[^<]*?/kg/([^<]*)</loc>", (copy / "sitemap.xml").read_text(encoding="utf-8"))
    for path, data in sitemaps(address, pages, "2026-01-01", most=len(pages) // 2 + 1):
        accept(copy, path, data)
    assert is_index((copy / "sitemap.xml").read_bytes())
    assert rules(copy) == set()
    index = (copy / "sitemap.xml").read_bytes()
    accept(copy, "sitemap.xml", index.replace(b"sitemap-2.xml", b"sitemap-3.xml"))
    assert ("sitemap", "sitemap-3.xml") in rules(copy)


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"{}",
        b'{"generator": "triagraph", "files": []}',
        b"[" * 100_000,
        b"\xff",
        b'{"generator": "triagraph", "files": {"\\ud800": {}}}',
        b'{"generator": "triagraph", "files": {"a\\u0000b": {}}}',
    ],
)
def test_what_is_no_release_cannot_be_checked(tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(manifest)
    with pytest.raises(InputError):
        check_release(str(tmp_path))


def test_a_manifest_that_names_files_outside_the_release_reads_none(copy: Path) -> None:
    (copy.parent / "secret").write_bytes(b"secret")
    manifest = json.loads((copy / "manifest.json").read_bytes())
    manifest["files"] |= {"../secret": {"bytes": 6, "sha256": "x"}, "/etc/hostname": None}
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert {("file", "../secret"), ("file", "/etc/hostname")} <= rules(copy)
    assert all(
        "missing" in finding.message.en for finding in check_release(str(copy)).findings if ".." in finding.where
    )


@pytest.mark.parametrize(
    "where", ["no/such/folder", "http://", "ftp://x.example/", "https://user:pw@x.example/", "http://x.example/?a"]
)
def test_an_address_that_cannot_be_walked_is_an_error(where: str) -> None:
    with pytest.raises(InputError):
        check_release(where)


def test_no_text_of_a_stranger_steers_the_terminal(copy: Path) -> None:
    page = (copy / "index.de.html").read_bytes().replace(b"</main>", b'<a href="\x1b]0;x\x07">x</a></main>')
    accept(copy, "index.de.html", page)
    text = check_release(str(copy)).to_text("en")
    assert "leads nowhere" in text
    assert "\x1b" not in text


def test_a_server_that_sends_drop_by_drop_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "_LONGEST", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_drip, args=(listener,), daemon=True).start()
        with pytest.raises(InputError, match="does not answer"):
            check_release(f"http://127.0.0.1:{listener.getsockname()[1]}/")


def _drip(listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with suppress(OSError), connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                while True:
                    connection.sendall(b" ")
                    time.sleep(0.05)


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(InputError, match="does not answer"):
        check_release(f"http://127.0.0.1:{free_port()}/")


def test_the_command_says_what_is_wrong_in_both_languages_and_for_programs(copy: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["--lang", "en", "publish", "--check", str(copy)]).exit_code == 0
    (copy / "id/network/one.nt").unlink()
    german = runner.invoke(main, ["--lang", "de", "publish", "--check", str(copy)])
    assert german.exit_code == 1
    assert "id/network/one.nt: fehlt" in german.stdout
    assert "MQA:" in german.stdout
    report = json.loads(runner.invoke(main, ["publish", "--check", str(copy), "--format", "json"]).stdout)
    assert not report["passes"]
    assert report["mqa"]["of"] == 325
    assert {"criterion": "dcat:contactPoint", "points": 20} in [
        {name: each[name] for name in ("criterion", "points")} for each in report["mqa"]["missing"]
    ]
    assert runner.invoke(main, ["publish", "out", "--check", str(copy)]).exit_code == 2
    assert runner.invoke(main, ["publish", "--check", str(copy.parent)]).exit_code == 2
    assert runner.invoke(main, ["publish"]).exit_code == 2


@pytest.fixture(scope="module", params=["apache", "nginx"])
def served(
    request: pytest.FixtureRequest, publish_in: Publish, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Path]]:
    """Serve a release at the address that it was made for."""
    start = {"apache": apache, "nginx": nginx}[request.param]
    port = free_port()
    folder = tmp_path_factory.mktemp("served")
    out = publish_in(folder, ONE_NETWORK, f"http://127.0.0.1:{port}/kg/")
    (folder / "root").mkdir()
    out.rename(folder / "root/kg")
    scratch = tmp_path_factory.mktemp(request.param)
    scratch.chmod(0o755)
    with start(folder / "root", "/kg/", scratch, port) as server:
        yield server, folder / "root/kg"


def test_a_served_release_passes_with_each_iri_in_each_form(served: tuple[Server, Path]) -> None:
    server, _ = served
    report = check_release(f"http://127.0.0.1:{server.port}{server.place}")
    assert report.findings == ()
    assert report.counts["requests"] > 10
    assert report.score is not None
    assert report.score.maximum == mqa.TOTAL


def test_damage_on_a_server_is_found(served: tuple[Server, Path]) -> None:
    server, folder = served
    address = f"http://127.0.0.1:{server.port}{server.place}"
    kept = (folder / "id/network/one.ttl").read_bytes()
    (folder / "id/network/one.ttl").unlink()
    found = {(finding.rule, finding.where) for finding in check_release(address).findings}
    assert {("file", "id/network/one.ttl"), ("iri", "id/network/one")} <= found
    (folder / "id/network/one.ttl").write_bytes(kept)
    (folder / ".htaccess").rename(folder / ".htaccess.kept")
    report = check_release(address)
    (folder / ".htaccess.kept").rename(folder / ".htaccess")
    if server.is_apache:
        assert {finding.rule for finding in report.findings} >= {"iri", "type"}


def test_our_own_release_reaches_excellent_when_it_is_served(hosted: Hosted, tmp_path: Path) -> None:
    with nginx(hosted.root, "/kg/", tmp_path, hosted.port):
        report = check_release(hosted.address)
    assert report.findings == ()
    assert report.score is not None
    assert report.score.rating.en == "Excellent"
    assert report.score.points >= 351
    assert [score.criterion.name for score in report.score.missing] == ["dcat:contactPoint"]
