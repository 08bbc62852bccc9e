"""The queries of the benchmarks: what was made quicker gives the rows of what one would write at first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
QUERIES = BENCHMARKS / "queries"


@pytest.fixture(scope="module")
def graphs() -> dict[str, Store]:
    """Give a small graph, in which positions are without anyone, and a larger one, in which networks share fields."""
    stores = {"small": Store(), "large": Store()}
    for (name, store), size in zip(stores.items(), ("500", "8000"), strict=True):
        command = [sys.executable, str(BENCHMARKS / "generate.py"), size]
        graph = subprocess.run(command, check=True, capture_output=True, timeout=240).stdout
        store.load(graph, format=RdfFormat.N_TRIPLES)
        assert len(store) > int(size) // 2, name
    return stores


def rows(store: Store, folder: Path, name: str) -> list[list[str]]:
    found = store.query((folder / f"{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)
    return [[str(term) for term in row] for row in found]


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("name", list("abcdef"))
def test_the_quick_query_and_the_naive_one_give_the_same_rows(name: str, size: str, graphs: dict[str, Store]) -> None:
    assert rows(graphs[size], QUERIES, name) == rows(graphs[size], QUERIES / "naive", name)


@pytest.mark.parametrize("name", list("abcdef"))
def test_there_is_something_to_find(name: str, graphs: dict[str, Store]) -> None:
    assert rows(graphs["small" if name == "c" else "large"], QUERIES, name)
