"""A project of another region, with data of its own and the bundled ontology: valid, well kept, published, and not TRIA's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from triagraph.cli import main
from triagraph.project import load_project
from triagraph.query import find_query
from triagraph.query import run as ask
from triagraph.query.executables import queries_graph
from triagraph.results import Solutions
from triagraph.site import release_settings
from triagraph.site.graph import GraphIndex
from triagraph.site.places import Places
from triagraph.site.query_examples import queries_of_release
from triagraph.store.loading import load

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


def test_each_question_can_be_asked_with_the_examples_that_its_page_gives() -> None:
    dataset = load(load_project(MUSTERLAND))
    store, places = dataset.store(), Places(GraphIndex(dataset))
    queries = {query.name: query for query in queries_of_release(dataset.project, places)}
    examples = {
        f"{query.name} {parameter.name}": parameter.example
        for query in queries.values()
        for parameter in query.parameters
    }
    assert examples["seats area"] == examples["networks region"] == "musterland"
    assert examples["who-says-what thing"] == "network:mechanik"
    assert examples["possible-forms definition"] == "seed-cluster"  # of the vocabulary, which every region has
    for asked, example in examples.items():
        name, _, parameter = asked.partition(" ")
        ask(queries[name], {parameter: example}, store, dataset.project)


@pytest.mark.parametrize(
    ("names", "example"),
    [(("%7D%22$1",), "https://x.example/id/network/%7D%22$1"), (("A%20b", "plain"), "plain"), ((), "optonet")],
)
def test_a_thing_whose_name_no_command_takes_is_an_example_by_its_address_where_there_is_no_other(
    tmp_path: Path, names: tuple[str, ...], example: str
) -> None:
    (tmp_path / "triagraph.toml").write_text('[iri]\nbase = "https://x.example/"\n', encoding="utf-8")
    (tmp_path / "data/asserted").mkdir(parents=True)
    facts = (f"<https://x.example/id/network/{name}> <https://x.example/p> 1 .\n" for name in names)
    (tmp_path / "data/asserted/facts.ttl").write_text("".join(facts), encoding="utf-8")
    dataset = load(load_project(tmp_path))
    queries = queries_of_release(dataset.project, Places(GraphIndex(dataset)))
    (parameter,) = next(query.parameters for query in queries if query.name == "assigned-form")
    assert parameter.example == example
    assert queries_graph(queries, dataset.project)


def test_where_triagraph_toml_names_no_area_and_no_state_nothing_is_said_of_either() -> None:
    dataset = load(load_project(MUSTERLAND))
    store = dataset.store()
    seats = ask(find_query("seats", dataset.project), {}, store, dataset.project)
    assert isinstance(seats, Solutions)
    assert [str(row[3]) for row in seats.rows] == ["<https://musterland.example/id/code/not-stated>"]
    beyond = ask(find_query("beyond-the-state", dataset.project), {}, store, dataset.project)
    assert isinstance(beyond, Solutions)
    assert beyond.rows == ()


def test_a_release_of_a_project_that_says_nothing_of_itself_names_all_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text('[project]\nname = "x"\n[iri]\nbase = "https://x.example/"\n')
    result = CliRunner().invoke(main, ["--lang", "de", "--project", str(tmp_path), "publish", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "fehlt: der Titel, die Beschreibung, wer herausgibt, die Lizenz, der Tag" in result.stderr
    lines = result.stderr.partition("ergänzen")[2].partition(":")[2].strip()
    stated = lines.replace("…", "x").replace("[project]", '[project]\nname = "x"')
    (tmp_path / "triagraph.toml").write_text(f'{stated}\n[iri]\nbase = "https://x.example/"\n')
    assert release_settings(load_project(tmp_path), base_url=None, date=None, keep=1).date == "2026-11-22"
