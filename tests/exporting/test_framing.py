"""Frames: the graph as trees, a view that says nothing that the graph does not say."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from triagraph.cli import main
from triagraph.errors import InputError
from triagraph.exporting.framing import frame_names, framed
from triagraph.project import load_project
from triagraph.store.loading import Dataset, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load(load_project(ROOT))


def test_a_network_is_a_tree_with_its_fields_members_and_words(dataset: Dataset) -> None:
    data = framed(dataset, "form")
    tree = json.loads(data)
    assert list(tree) == ["@context", "@graph"]
    assert len(tree["@graph"]) == 7
    graph = {quad.triple for quad in dataset.quads()}
    said = {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.JSON_LD)}
    assert said <= graph
    assert len(said) > 200
    assert framed(dataset, "form") == data


def test_each_frame_of_the_ontology_has_a_name_and_another_is_an_error(dataset: Dataset) -> None:
    assert frame_names(dataset.project) == ["form", "network", "region"]
    with pytest.raises(InputError) as caught:
        framed(dataset, "netwrok")
    assert "network" in str(caught.value.hint)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--frame", "../context"],
        ["--frame", "form", "--format", "turtle"],
        ["--frame", "form", "--graph", "asserted/seed"],
    ],
)
def test_what_does_not_fit_a_frame_is_an_error(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["--project", str(ROOT), "export", *arguments]).exit_code == 2
