"""A project is judged in a second process where the system allows it: the report is the same, whatever becomes of that process."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from triagraph.bundled import bundled_root
from triagraph.project import load_project
from triagraph.report.machine import to_json
from triagraph.validation.beside import can_work_beside
from triagraph.validation.whole import validate_files_of

RUN = """
import os, sys
from pathlib import Path
from triagraph.project import load_project
from triagraph.validation import beside
from triagraph.validation.whole import validate_files_of
from triagraph.report.machine import to_json
how, folder = sys.argv[1:]
forks = []
fork = os.fork
os.fork = lambda: forks.append(1) or fork()
judged = beside._judged
def instead(project, engine, requests, answers):
    if how == "dies at once":
        os._exit(9)
    if how == "dies when asked":
        requests.read(1)
        os._exit(9)
    if how == "raises":
        raise ValueError("unforeseen")
    return judged(project, engine, requests, answers)
beside._judged = instead
report, _ = validate_files_of(load_project(Path(folder)), "auto", beside=how != "no second process")
print(len(forks))
print("".join(to_json(report, "en")))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the bundled project in which a network is founded in a year that is none, and twice."""
    root = tmp_path_factory.mktemp("project")
    for name in ("ontology", "queries"):
        shutil.copytree(bundled_root() / name, root / name)
    (root / "data" / "asserted").mkdir(parents=True)
    shutil.copy(bundled_root() / "data" / "asserted" / "seed.ttl", root / "data" / "asserted")
    shutil.copy(bundled_root() / "triagraph.toml", root)
    (root / "data" / "asserted" / "bad.ttl").write_text(
        "<https://w3id.org/triagraph/id/network/bad> a <https://w3id.org/triagraph/ontology#NetworkOrganisation> .\n",
        encoding="utf-8",
    )
    return root


@pytest.fixture(scope="module")
def expected(folder: Path) -> object:
    report, _ = validate_files_of(load_project(folder), "auto")
    assert report.results
    assert any(result.location for result in report.results)
    return json.loads("".join(to_json(report, "en")))


def run(how: str, folder: Path) -> tuple[int, object]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, how, str(folder)], capture_output=True, check=False, cwd=Path.cwd(), timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    forks, _, report = done.stdout.decode().partition("\n")
    return int(forks), json.loads(report)


@pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="needs Linux and two processors"
)
@pytest.mark.parametrize("how", ["works", "dies at once", "dies when asked", "raises"])
def test_the_report_is_the_same_whatever_becomes_of_the_second_process(
    how: str, folder: Path, expected: object
) -> None:
    assert run(how, folder) == (1, expected)


def test_without_a_second_process_the_report_is_the_same(folder: Path, expected: object) -> None:
    assert run("no second process", folder) == (0, expected)


def test_the_command_says_what_the_library_says(folder: Path, expected: object) -> None:
    command = [str(Path(sys.executable).parent / "triagraph"), "--lang", "en", "--project", str(folder), "validate"]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, check=False, timeout=120)
    assert done.returncode == 1, done.stderr.decode()
    assert json.loads(done.stdout)["results"] == expected["results"]  # type: ignore[index]


def test_a_file_that_cannot_be_read_ends_the_second_process_too(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    (broken / "data" / "asserted" / "bad.ttl").write_text("<urn:s> <urn:p> .\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "triagraph"), "--lang", "en", "--project", str(broken), "validate"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=240)
    assert done.returncode == 2
    assert b"bad.ttl" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_process_of_several_threads_is_not_copied() -> None:
    import threading

    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not can_work_beside()
    finally:
        stop.set()
        thread.join()


EMPTY = {
    "triagraph.toml": 'base = "https://example.org/"\n',
    "ontology/shapes/one.shapes.ttl": "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    "<urn:s> a sh:NodeShape ; sh:targetClass <urn:C> ; sh:property [ sh:path <urn:p> ; sh:minCount 1 ] .\n",
    "data/asserted/one.ttl": "<urn:a> a <urn:D> .\n",
}


def own_project(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def validated(folder: Path, *options: str) -> tuple[int, str]:
    command = [str(Path(sys.executable).parent / "triagraph"), "--lang", "en", "--project", str(folder), "validate"]
    done = subprocess.run([*command, *options], capture_output=True, check=False, timeout=120, text=True)
    return done.returncode, done.stdout + done.stderr


def test_a_project_in_which_nothing_is_targeted_is_not_judged_unless_that_is_accepted(tmp_path: Path) -> None:
    folder = own_project(tmp_path, EMPTY)
    status, said = validated(folder)
    assert status == 2
    assert "nothing was checked" in said
    assert "--allow-empty" in said
    status, said = validated(folder, "--allow-empty")
    assert status == 0
    assert "1 statement, 0 things" in said


def test_shapes_in_a_file_of_another_name_are_asked_for(tmp_path: Path) -> None:
    shapes = EMPTY["ontology/shapes/one.shapes.ttl"]
    folder = own_project(
        tmp_path, {"triagraph.toml": 'base = "https://example.org/"\n', "ontology/shapes/a.ttl": shapes}
    )
    status, said = validated(folder)
    assert status == 2
    assert "NAME.shapes.ttl" in said
