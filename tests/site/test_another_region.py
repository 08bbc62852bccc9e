"""A project of another region, with data of its own and the bundled ontology: valid, well kept, published, and not TRIA's."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from triagraph.cli import main
from triagraph.project import load_project
from triagraph.site import release_settings

MUSTERLAND = Path(__file__).parents[1] / "projects" / "musterland"
#: Kinds of things that only the data of a region describes.
REGIONAL = {"network", "organisation", "region", "cluster", "observation", "principle", "claim", "membership"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "--project", str(MUSTERLAND), *map(str, arguments)])


def test_it_is_valid_with_the_bundled_vocabularies_alone() -> None:
    result = run("validate")
    assert result.exit_code == 0, result.stdout
    files, statements = re.findall(r"Conforms: (\d+) files, ([\d,]+) statements", result.stdout)[0]
    assert int(files) == 2 + len(load_project(MUSTERLAND).vocabulary_files())
    assert int(statements.replace(",", "")) > 2000


def test_it_is_well_kept() -> None:
    result = run("check")
    assert result.exit_code == 0, result.stdout
    assert " 0 of them broken; 0 findings, 0 remarks" in result.stdout


def test_its_release_holds_its_own_things_and_passes_the_check(tmp_path: Path) -> None:
    result = run("publish", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    subjects = {
        quad.subject.value
        for quad in parse(path=str(tmp_path / "out/data/musterland.nt"), format=RdfFormat.N_TRIPLES)
        if quad.subject.value.startswith("https://musterland.example/id/")
    }
    regional = {iri for iri in subjects if iri.split("/")[4] in REGIONAL}
    assert regional == {
        "https://musterland.example/id/network/mechanik",
        "https://musterland.example/id/region/musterland",
    }
    start = (tmp_path / "out/index.de.html").read_text(encoding="utf-8")
    assert "Netzwerk Mechanik" in start
    assert not re.search("TRIA|Ilmenau|Thüringen", start)
    checked = run("publish", "--check", tmp_path / "out")
    assert checked.exit_code == 0, checked.stdout


def test_a_release_of_a_project_that_says_nothing_of_itself_names_all_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text('[project]\nname = "x"\n[iri]\nbase = "https://x.example/"\n')
    result = CliRunner().invoke(main, ["--lang", "de", "--project", str(tmp_path), "publish", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "fehlt: der Titel, die Beschreibung, wer herausgibt, die Lizenz, der Tag" in result.stderr
    lines = result.stderr.partition("ergänzen")[2].partition(":")[2].strip()
    stated = lines.replace("…", "x").replace("[project]", '[project]\nname = "x"')
    (tmp_path / "triagraph.toml").write_text(f'{stated}\n[iri]\nbase = "https://x.example/"\n')
    assert release_settings(load_project(tmp_path), base_url=None, date=None, keep=1).date == "2026-11-22"
