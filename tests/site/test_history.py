"""Releases one after the other: the list goes on, each release has a page with what changed, and a feed tells of them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import CliRunner, Result

from triagraph.cli import main
from triagraph.errors import InputError
from triagraph.site.checking import check_release
from triagraph.site.history import read_previous

MakeProject = Callable[..., Path]
ONE = 'network:one a tria:NetworkOrganisation ; skos:prefLabel "Netz Eins"@de , "Network One"@en .\n'
TWO = 'network:two a tria:NetworkOrganisation ; skos:prefLabel "Netz Zwei"@de , "Network Two"@en .\n'
ATOM = "{http://www.w3.org/2005/Atom}"


def publish(project: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--project", str(project), "--lang", "en", "publish", *map(str, arguments)])


def version(project: Path, text: str) -> None:
    settings = project / "triagraph.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('version = "1.0"', f'version = "{text}"'), encoding="utf-8"
    )


@pytest.fixture
def three(make_project: MakeProject, tmp_path: Path) -> Path:
    """Publish three releases, each one told of the one before."""
    project = make_project(ONE)
    assert publish(project, tmp_path / "a").exit_code == 0
    project = make_project(ONE.replace("Eins", "I") + TWO)
    version(project, "2.0")
    assert publish(project, tmp_path / "b", "--previous", tmp_path / "a").exit_code == 0
    project = make_project(TWO)
    version(project, "2.0")
    result = publish(
        project,
        tmp_path / "c",
        "--previous",
        tmp_path / "b",
        "--date",
        "2026-12-01",
        "--base-url",
        "https://d.example/kg",
    )
    assert result.exit_code == 0, result.stderr
    return tmp_path


def test_the_page_of_a_release_in_which_everything_changed_is_light(make_project: MakeProject, tmp_path: Path) -> None:
    long = "x" * 500
    network = 'network:{n} a tria:NetworkOrganisation ; skos:prefLabel "{t}"@de , "{t}"@en ; skos:altLabel "{t}" .\n'
    project = make_project("".join(network.format(n=f"n{number}", t=f"{long} old {number}") for number in range(150)))
    assert publish(project, tmp_path / "a").exit_code == 0
    project = make_project("".join(network.format(n=f"n{number}", t=f"{long} new {number}") for number in range(150)))
    version(project, "2.0")
    assert publish(project, tmp_path / "b", "--previous", tmp_path / "a").exit_code == 0
    assert (tmp_path / "b/releases/2-0.de.html").stat().st_size < 60_000


def test_the_list_of_releases_goes_on(three: Path) -> None:
    listed = json.loads((three / "c/releases/index.json").read_bytes())["releases"]
    assert [(entry["key"], entry.get("before")) for entry in listed] == [
        ("2-0-2026-12-01", "2-0"), ("2-0", "1-0"), ("1-0", None),
    ]  # fmt: skip
    assert listed[1]["resources"] == {"added": 1, "changed": 1, "removed": 0}
    assert (listed[1]["added"], listed[1]["removed"]) == (4, 1)
    assert listed[0]["resources"] == {"added": 0, "changed": 0, "removed": 1}


def test_each_release_has_a_page_with_what_changed(three: Path) -> None:
    page = (three / "c/releases/2-0.en.html").read_text(encoding="utf-8")
    assert "Network Two" in page
    assert "4 statements added, 1 removed" in page
    changes = {each["iri"]: each for each in json.loads((three / "c/releases/2-0.json").read_bytes())["changes"]}
    one = changes["https://w3id.org/triagraph/id/network/one"]
    assert (one["kind"], len(one["added"]), len(one["removed"])) == ("changed", 1, 1)
    assert '"Netz I"@de' in one["added"][0]
    german = (three / "c/releases/2-0-2026-12-01.de.html").read_text(encoding="utf-8")
    assert "1 entfallen" in german


def test_the_page_of_a_release_shows_the_statements_and_leads_to_the_one_before_and_after(three: Path) -> None:
    page = (three / "c/releases/2-0.en.html").read_text(encoding="utf-8")
    assert re.search(r'<del><span class="hidden">removed:</span> [^<]*: Netz Eins</del>', page)
    assert re.search(r'<ins><span class="hidden">added:</span> [^<]*: Netz I</ins>', page)
    assert '<a href="1-0.en.html" rel="prev">' in page
    assert '<a href="2-0-2026-12-01.en.html" rel="next">' in page
    gone = (three / "c/releases/2-0-2026-12-01.en.html").read_text(encoding="utf-8")
    assert re.search(r"Network one.*?<del>.*?Network One</del>", gone, re.DOTALL)
    first = (three / "c/releases/1-0.en.html").read_text(encoding="utf-8")
    assert 'rel="prev"' not in first
    assert '<a href="2-0.en.html" rel="next">' in first


def test_every_release_is_whole_and_its_links_lead_somewhere(three: Path) -> None:
    for name in "abc":
        assert check_release(str(three / name)).findings == ()


@pytest.mark.parametrize(("language", "other"), [("de", "en"), ("en", "de")])
def test_the_feed_tells_of_every_release_with_addresses_that_are_pages(three: Path, language: str, other: str) -> None:
    root = fromstring((three / f"c/feed.{language}.atom").read_bytes())  # noqa: S314 - we wrote it
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 3
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}")
    assert root.findtext(f"{ATOM}updated") == "2026-12-01T00:00:00Z"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert {"de": "entfallen", "en": "removed"}[language] in (entries[0].findtext(f"{ATOM}summary") or "")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 3
    links = [link.attrib for element in (root, *entries) for link in element.findall(f"{ATOM}link")]
    for link in links:
        assert (three / "c" / link["href"].removeprefix("https://d.example/kg/")).is_file()
    feeds = {(link["rel"], link["hreflang"]) for link in links if link["type"] == "application/atom+xml"}
    assert feeds == {("self", language), ("alternate", other)}
    found = f'<link rel="alternate" type="application/atom+xml" href="feed.{language}.atom"'
    assert found in (three / f"c/index.{language}.html").read_text(encoding="utf-8")


def test_a_release_without_one_before_it_is_the_first_of_the_list(three: Path) -> None:
    assert len(json.loads((three / "a/releases/index.json").read_bytes())["releases"]) == 1
    assert "not compared with an earlier release" in (three / "a/releases/1-0.en.html").read_text(encoding="utf-8")


def test_the_same_release_twice_has_no_changes(make_project: MakeProject, tmp_path: Path) -> None:
    project = make_project(ONE)
    assert publish(project, tmp_path / "a").exit_code == 0
    assert publish(project, tmp_path / "b", "--previous", tmp_path / "a").exit_code == 0
    newest = json.loads((tmp_path / "b/releases/index.json").read_bytes())["releases"][0]
    assert (newest["added"], newest["removed"], newest["resources"]) == (0, 0, {"added": 0, "changed": 0, "removed": 0})


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_bytes(b"[" * 100_000),
        lambda folder: (folder / "data/probe.nq").write_bytes(b"altered"),
        lambda folder: (folder / "releases/index.json").unlink(),
    ],
    ids=["no manifest", "a manifest that is none", "an altered graph", "no list"],
)
def test_a_damaged_release_before_is_an_error_and_nothing_is_published(
    make_project: MakeProject, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    project = make_project(ONE)
    assert publish(project, tmp_path / "a").exit_code == 0
    damage(tmp_path / "a")
    result = publish(project, tmp_path / "b", "--previous", tmp_path / "a")
    assert result.exit_code == 2
    assert result.stderr.startswith("error:")
    assert not (tmp_path / "b").exists()


def test_what_a_stranger_s_list_says_is_text(make_project: MakeProject, tmp_path: Path) -> None:
    import hashlib

    project = make_project(ONE)
    assert publish(project, tmp_path / "a").exit_code == 0
    evil = {
        "releases": [
            {"key": "../../x", "version": "1", "date": "2026-01-01", "statements": 1},
            {"key": "ok", "version": "<script>alert(1)</script>", "date": "2026-01-01", "statements": 1},
            {"key": "ok2", "version": "1", "date": "yesterday", "statements": 1},
            {"key": "ok3", "version": "1", "date": "2026-01-01", "statements": "many"},
            "nonsense",
        ]
    }
    data = json.dumps(evil).encode()
    (tmp_path / "a/releases/index.json").write_bytes(data)
    manifest = json.loads((tmp_path / "a/manifest.json").read_bytes())
    manifest["files"]["releases/index.json"] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (tmp_path / "a/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert [entry.key for entry in read_previous(str(tmp_path / "a")).entries] == ["ok"]
    assert publish(project, tmp_path / "b", "--previous", tmp_path / "a").exit_code == 0
    for path in ("releases/ok.en.html", "releases/index.en.html", "feed.en.atom"):
        text = (tmp_path / "b" / path).read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_the_release_before_may_be_on_the_web_and_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not answer"):
        read_previous("http://127.0.0.1:9/")
    with pytest.raises(InputError):
        read_previous(str(tmp_path / "nothing"))
    shutil.rmtree(tmp_path)
