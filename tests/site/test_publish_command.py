"""triagraph publish on the command line: exit status, what it says, and what it leaves alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from triagraph.bundled import bundled_root
from triagraph.cli import main

MakeProject = Callable[..., Path]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_release_is_published_and_counted(make_project: MakeProject, tmp_path: Path) -> None:
    result = run("--project", make_project(), "publish", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    pages, files = map(int, re.findall(r"Published: (\d+) pages, (\d+) files", result.stderr)[0])
    found = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(found) == files
    assert len([path for path in found if path.name.endswith((".de.html", ".en.html")) and _is_page(path)]) == pages


def _is_page(path: Path) -> bool:
    return '<meta http-equiv="refresh"' not in path.read_text(encoding="utf-8")


def test_it_says_what_is_not_configured_and_what_that_costs(make_project: MakeProject, tmp_path: Path) -> None:
    english = run("--project", make_project(), "publish", tmp_path / "out").stderr
    for word in ("--base-url", "[contact] email", "dcat:contactPoint", "imprint", "GovData"):
        assert word in english
    german = run("--project", make_project(), "--lang", "de", "publish", tmp_path / "out").stderr
    assert "Impressum" in german
    assert "Unverändert:" in german


def test_what_is_configured_is_used_and_not_asked_for(make_project: MakeProject, tmp_path: Path) -> None:
    from tomllib import loads

    project = make_project()
    settings = project / "triagraph.toml"
    added = '[contact]\nemail = "hello@example.org"\n[site]\nimprint = "https://example.org/imprint"\nprivacy = ""\n'
    settings.write_text(settings.read_text(encoding="utf-8") + added, encoding="utf-8")
    assert loads(settings.read_text(encoding="utf-8"))
    result = run("--project", project, "publish", tmp_path / "out", "--base-url", "https://example.org/kg")
    assert result.exit_code == 0, result.stderr
    assert "imprint" not in result.stderr
    assert "[contact]" not in result.stderr
    page = (tmp_path / "out/index.de.html").read_text(encoding="utf-8")
    assert '<a href="https://example.org/imprint">Impressum</a>' in page
    assert '<a href="mailto:hello@example.org">Kontakt</a>' in page
    assert "Datenschutz" not in page


def test_the_questions_without_an_answer_are_named(make_project: MakeProject, tmp_path: Path) -> None:
    project = make_project()
    (project / "queries").mkdir()
    for name in ("networks", "seats", "sources"):
        text = (bundled_root() / f"queries/{name}.rq").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#+ answered_up_to")]
        if name != "sources":
            lines.insert(0, "#+ answered_up_to = 0\n")
        (project / f"queries/{name}.rq").write_text("".join(lines), encoding="utf-8")
    result = run("--project", project, "--lang", "de", "publish", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert "auf ihren Seiten zu beantworten (`answered_up_to` in ihrem Kopf): networks, seats.\n" in result.stderr


ODD_SETTINGS = (
    ('date = "2026-11-22"', 'date = "2026-11-22"\n[site]\nimprint = "javascript:alert(1)"', "`imprint` in `[site]` cannot be used"),
    ('date = "2026-11-22"', 'date = "2026-11-22"\n[site]\nprivacy = ["https://a.example/"]', "`privacy` in `[site]` cannot be used"),
    ('date = "2026-11-22"', 'date = "2026-11-22"\n[site]\nquestions = ["netwroks"]', "`questions` in `[site]` is not known: `netwroks`"),
    ('date = "2026-11-22"', 'date = "2026-11-22"\n[site]\nquestions = "networks"', "`questions` in `[site]` must be a list"),
    ("[project]", 'site = "x"\n[project]', "`site` must be a table"),
    ("[project]", 'contact = "x"\n[project]', "`contact` must be a table"),
    ('version = "1.0"', "version = 1", "`version` in `[release]` must be a text"),
    ('date = "2026-11-22"', 'date = "22.11.2026"', "is not a date"),
    ('date = "2026-11-22"', "", "A release lacks: the day of the release."),
    ('de = "Probenetz", en = "Sample network"', 'de = " ", en = ""', "A release lacks: the title."),
    ('"https://w3id.org/triagraph/id/region/here"', "5", "`region` must be the IRI of a region"),
    ('[publisher]\nname = "tests"', "", "A release lacks: who publishes."),
    ("[project]", '[iri]\nbase = "http://[::1/"\n[project]', "cannot be used as a base"),
    ("[project]", '[iri]\nbase = "https://a.example/%zz/"\n[project]', "cannot be used as a base"),
    ("[project]", '[iri]\nbase = "https://me:secret@a.example/"\n[project]', "cannot be used as a base"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), ODD_SETTINGS, ids=[message for *_, message in ODD_SETTINGS])
def test_a_setting_that_cannot_be_used_is_told_before_anything_is_written(
    make_project: MakeProject, tmp_path: Path, old: str, new: str, message: str
) -> None:
    project = make_project()
    text = (project / "triagraph.toml").read_text(encoding="utf-8")
    assert old in text
    (project / "triagraph.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    result = run("--project", project, "--lang", "en", "publish", tmp_path / "out")
    assert result.exit_code == 2, result.stderr
    assert message in result.stderr
    assert "hint:" in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"project"}


ADDRESSES = (
    "ftp://a.example/", "https://a example/", "https://me:secret@a.example/", "http://[::1/", "https://a.example/?b", "https://a.example/#b",
    "https://a.example//kg/", "https://a.example/kg/../x/",
    "https://", "https://a.example:99999/", "https://a.example/%zz/", "https://a.example/<b>/", 'https://a.example/"b"/', "https://a.example/[b]/",
    "https://a.example/{b}/", "", "a.example", "//a.example/", "https://a.example/a\tb",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_place_for_a_release_is_refused(make_project: MakeProject, tmp_path: Path, address: str) -> None:
    result = run("--project", make_project(), "--lang", "en", "publish", tmp_path / "out", "--base-url", address)
    assert result.exit_code == 2, result.stderr
    assert "is not a web address for a release" in result.stderr
    assert "secret" not in "".join(path.name for path in tmp_path.iterdir())
    assert {path.name for path in tmp_path.iterdir()} == {"project"}


@pytest.mark.parametrize(
    "address", ["http://[::1", "https://me:secret@a.example/", "https://a.example/?x", "ftp://a.example/", "nothing"]
)
def test_what_is_no_release_before_is_refused(make_project: MakeProject, tmp_path: Path, address: str) -> None:
    result = run("--project", make_project(), "--lang", "en", "publish", tmp_path / "out", "--previous", address)
    assert result.exit_code == 2, result.stderr
    assert "hint:" in result.stderr


def test_a_project_without_shapes_is_not_published(make_project: MakeProject, tmp_path: Path) -> None:
    project = make_project()
    (project / "ontology/shapes/network.shapes.ttl").unlink()
    result = run("--project", project, "--lang", "en", "publish", tmp_path / "out")
    assert result.exit_code == 2, result.stderr
    assert "The project has no shapes" in result.stderr


def test_a_violation_stops_it_and_the_old_release_stays(make_project: MakeProject, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("--project", make_project(), "publish", out).exit_code == 0
    before = (out / "manifest.json").read_bytes()
    broken = make_project("network:one a tria:NetworkOrganisation .\n")
    result = run("--project", broken, "publish", out)
    assert result.exit_code == 1
    assert "The name is missing." in result.stderr
    assert "Nothing was published." in result.stderr
    assert (out / "manifest.json").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"out", "project"}


def test_a_violation_makes_no_folder(make_project: MakeProject, tmp_path: Path) -> None:
    result = run("--project", make_project("network:one a tria:NetworkOrganisation .\n"), "publish", tmp_path / "out")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_ours_is_left_alone(make_project: MakeProject, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/letter.txt").write_text("mine")
    result = run("--project", make_project(), "publish", tmp_path / "out")
    assert result.exit_code == 2
    assert "is not overwritten" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_data_that_no_shape_targets_is_not_published(make_project: MakeProject, tmp_path: Path) -> None:
    result = run("--project", make_project("region:here skos:prefLabel 'Hier'@de .\n"), "publish", tmp_path / "out")
    assert result.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_an_address_a_date_and_a_number_that_cannot_be_used_are_refused(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = make_project()
    for option, value in (
        ("--base-url", "ftp://x/"),
        ("--base-url", "x"),
        ("--date", "22.11.2026"),
        ("--date", "2026-02-30"),
        ("--keep", "-1"),
    ):
        result = run("--project", project, "publish", tmp_path / "out", option, value)
        assert result.exit_code == 2, (option, value)
        assert not (tmp_path / "out").exists()


def test_a_release_needs_a_date(make_project: MakeProject, tmp_path: Path) -> None:
    project = make_project()
    settings = project / "triagraph.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('date = "2026-11-22"\n', ""), encoding="utf-8")
    assert run("--project", project, "publish", tmp_path / "out").exit_code == 2
    assert run("--project", project, "publish", tmp_path / "out", "--date", "2030-01-02").exit_code == 0
    assert json.loads((tmp_path / "out/manifest.json").read_bytes())["date"] == "2030-01-02"
    assert "2. Januar 2030" in (tmp_path / "out/index.de.html").read_text(encoding="utf-8")


def test_the_address_is_for_the_catalogue_the_sitemap_and_fixed_addresses_only(
    make_project: MakeProject, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("--project", make_project(), "publish", out, "--base-url", "https://example.org/kg").exit_code == 0
    sitemap = (out / "sitemap.xml").read_text(encoding="utf-8")
    pages = [path.relative_to(out).as_posix() for path in out.rglob("*.html") if _is_page(path)]
    assert "404.html" in pages  # is shown where there is nothing, and is itself nowhere
    assert set(re.findall(r"<loc>https://example\.org/kg/([^<]*)</loc>", sitemap)) == {*pages} - {"404.html"}
    assert "Sitemap: https://example.org/kg/sitemap.xml" in (out / "robots.txt").read_text(encoding="utf-8")
    page = (out / "id/network/one.de.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/kg/id/network/one.de.html">' in page
    assert "https://example.org/kg/data/probe.ttl" in (out / "catalog.dcat-ap-de.ttl").read_text(encoding="utf-8")
    assert "https://w3id.org/triagraph/id/network/one" in (out / "id/network/one.nt").read_text(encoding="utf-8")


def test_without_an_address_there_is_no_sitemap(make_project: MakeProject, tmp_path: Path) -> None:
    run("--project", make_project(), "publish", tmp_path / "out")
    assert not (tmp_path / "out/sitemap.xml").exists()
    assert not (tmp_path / "out/robots.txt").exists()


def test_help_says_what_it_does_and_how_it_ends() -> None:
    result = run("publish", "--help")
    assert result.exit_code == 0
    for word in ("OUT", "--base-url", "--date", "--keep", "Exit status"):
        assert word in result.stdout
