"""`triagraph validate FILE --against …` and `--store DIR` as a user meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
WRONG = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
network:acod skos:prefLabel "Noch ein Name"@de .
"""


def triagraph(*arguments: str, folder: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [TRIAGRAPH, "--lang", language, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("against")
    assert triagraph("index", "index", folder=folder).returncode == 0
    return folder / "index"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "new.ttl").write_text(WRONG, encoding="utf-8")
    return tmp_path


def results(outcome: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert outcome.stderr == ""
    found: list[dict[str, object]] = json.loads(outcome.stdout)["results"]
    return found


def test_a_project_in_memory_and_its_index_tell_the_same(folder: Path, index: Path) -> None:
    memory = triagraph("validate", "new.ttl", "--against", "bundled", "--format", "json", folder=folder)
    disk = triagraph("validate", "new.ttl", "--store", str(index), "--format", "json", folder=folder)
    assert (memory.returncode, disk.returncode) == (1, 1)
    assert results(memory) == results(disk)
    (result,) = results(disk)
    assert (result["line"], result["focusNode"]) == (4, "https://w3id.org/triagraph/id/network/acod")
    checked = json.loads(disk.stdout)["checked"]
    assert (checked["against"], checked["triples"]) == (str(index), 1)
    assert 0 < checked["existingTriples"] < 100


@pytest.mark.parametrize(("language", "words"), [("de", "dazu"), ("en", "with")])
def test_the_last_line_says_what_it_was_checked_against(language: str, words: str, folder: Path, index: Path) -> None:
    outcome = triagraph("validate", "new.ttl", "--store", str(index), folder=folder, language=language)
    assert f"{words} " in outcome.stdout.splitlines()[-1]
    assert str(index) in outcome.stdout.splitlines()[-1]


def test_an_index_without_derived_statements_says_so(folder: Path) -> None:
    (folder / "data.nt").write_text("<http://e.org/a> <http://e.org/b> <http://e.org/c> .\n", encoding="utf-8")
    assert triagraph("index", "own", "--data", "data.nt", folder=folder).returncode == 0
    (folder / "new.ttl").write_text(f"{WRONG}network:new a tria:NetworkOrganisation .\n", encoding="utf-8")
    outcome = triagraph("validate", "new.ttl", "--store", "own", folder=folder)
    assert "note: The existing graph holds nothing that these rules derive" in outcome.stdout
    assert "forms, memberships" in outcome.stdout


def test_shapes_of_a_users_own_are_checked_on_the_existing_graph(folder: Path, index: Path) -> None:
    (folder / "own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<http://e.org/S> a sh:PropertyShape ; sh:targetSubjectsOf skos:prefLabel ; sh:path skos:prefLabel ; sh:maxCount 2 .\n",
        encoding="utf-8",
    )
    outcome = triagraph(
        "validate", "new.ttl", "--store", str(index), "--shapes", "own.ttl", "--format", "json", folder=folder
    )
    assert [each["shape"] for each in results(outcome)] == ["http://e.org/S"]


MISTAKES = [
    pytest.param(["--against", "bundled"], "need a FILE", "validate FILE --against", id="no file"),
    pytest.param(["new.ttl", "--against", "nowhere"], "`nowhere` is not a project", "triagraph.toml", id="no project"),
    pytest.param(["new.ttl", "--store", "."], "is not an index of triagraph", "triagraph index", id="no index"),
    pytest.param(
        ["new.ttl", "--against", "http://127.0.0.1:9/sparql", "--store", "x"],
        "exclude each other",
        "only one",
        id="both",
    ),
    pytest.param(["new.ttl", "--against", "http://127.0.0.1:9/sparql"], "http://127.0.0.1:9/sparql", "", id="closed"),
    pytest.param(["new.ttl", "--against", "https://u:p@e.org/"], "credentials", "TRIAGRAPH_ENDPOINT", id="password"),
    pytest.param(["gone.ttl", "--against", "bundled"], "gone.ttl", "", id="no such file"),
]


@pytest.mark.parametrize(("arguments", "message", "hint"), MISTAKES)
def test_a_mistake_is_told_with_what_to_do(arguments: list[str], message: str, hint: str, folder: Path) -> None:
    outcome = triagraph("validate", *arguments, folder=folder)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr
    assert hint in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_the_same_contribution_gives_the_same_bytes(folder: Path, index: Path) -> None:
    text = (
        WRONG
        + "network:new a tria:NetworkOrganisation ; tria:activeIn network:acod , network:medways ; tria:unknown 1 .\n"
    )
    (folder / "new.ttl").write_text(text, encoding="utf-8")
    outputs = {
        triagraph("validate", "new.ttl", "--store", str(index), "--format", form, folder=folder).stdout
        for form in ("text", "csv")
        for _ in range(3)
    }
    assert len(outputs) == 2
