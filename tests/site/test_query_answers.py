"""The answers of named queries: a page holds the rows that it shows, the files beside it have all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from triagraph.project import load_project
from triagraph.query import NamedQuery, find_query
from triagraph.results import Solutions
from triagraph.site import query_pages
from triagraph.store.loading import Dataset, load

ROOT = Path(__file__).parents[2]
Answer = Callable[[int], tuple[query_pages.AnsweredQuery, dict[str, bytes]]]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load(load_project(ROOT))


@pytest.fixture
def networks(dataset: Dataset) -> NamedQuery:
    return find_query("networks", dataset.project)


@pytest.fixture
def answer(dataset: Dataset, networks: NamedQuery) -> Answer:
    """Answer the query of the networks as if the graph had so many statements."""

    def answered(statements: int) -> tuple[query_pages.AnsweredQuery, dict[str, bytes]]:
        files: dict[str, bytes] = {}
        (found,) = query_pages.answers([networks], dataset, statements, files.__setitem__)
        return found, files

    return answered


def test_a_page_keeps_the_rows_that_it_shows(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, files = answer(1)
    monkeypatch.setattr(query_pages, "MOST_ROWS", 3)
    kept, same_files = answer(1)
    assert isinstance(whole.answer, Solutions)
    assert isinstance(kept.answer, Solutions)
    assert kept.answer.rows == whole.answer.rows[:3]
    assert kept.total == whole.total == len(whole.answer.rows) > 3
    assert same_files == files
    assert len(json.loads(files["queries/networks.json"])["results"]["bindings"]) == kept.total
    assert files["queries/networks.csv"].count(b"\r\n") == kept.total + 1


def test_what_is_not_answered_has_its_text_only(answer: Answer, networks: NamedQuery) -> None:
    found, files = answer(networks.answered_up_to + 1)
    assert (found.answer, found.total) == (None, 0)
    assert list(files) == ["queries/networks.rq"]
