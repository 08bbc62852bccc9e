"""The graphs that benchmarks run on: the same numbers give the same bytes, the good ones conform, the bad ones do not."""

import subprocess
import sys
from pathlib import Path

import pytest

from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.validation.intake import ReceivedFile, validate_files

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "generate.py"


def generated(*arguments: str) -> bytes:
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, check=True)
    return done.stdout


def verdict(data: bytes) -> ValidationReport:
    return validate_files((ReceivedFile("graph.nt", data),), load_project())


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert generated("3000", "--seed", "7") == generated("3000", "--seed", "7")
    assert generated("3000", "--seed", "7") != generated("3000", "--seed", "8")


@pytest.mark.parametrize("triples", [9_000, 60_000])
def test_there_are_about_as_many_triples_as_asked_for(triples: int) -> None:
    assert 0.9 * triples < generated(str(triples)).count(b"\n") < 1.1 * triples


def test_a_good_graph_conforms_and_each_triple_stands_once() -> None:
    data = generated("6000")
    report = verdict(data)
    assert report.results == ()
    assert report.checked.triples == data.count(b"\n") == len(set(data.splitlines()))


def test_a_bad_graph_has_mistakes_of_every_kind() -> None:
    shapes = {result.source_shape for result in verdict(generated("9000", "--bad", "0.2")).results}
    assert len(shapes) >= 8


def test_contact_points_without_an_iri_conform_and_change_nothing_else() -> None:
    plain, blank = generated("6000"), generated("6000", "--blank", "0.5")
    assert verdict(blank).results == ()
    unnamed = [line for line in blank.splitlines() if b"_:" in line]
    assert [line for line in blank.splitlines() if b"_:" not in line] == plain.splitlines()
    assert len(unnamed) == 3 * blank.count(b"contactPoint>") == 3 * (6000 // 24 // 2)
