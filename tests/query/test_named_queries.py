"""What each named query answers: all rows on the seed or on the example graph, and enough on the bundled graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from triagraph.bundled import bundled_root
from triagraph.project import load_project
from triagraph.query import list_queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from triagraph.query import NamedQuery
    from triagraph.store.loading import Dataset

EXPECTED = Path(__file__).with_name("expected")
QUERIES = list_queries(load_project(bundled_root()))
EXAMPLE_REGION = {"region": "ex-region"}


@dataclass(frozen=True, slots=True)
class Case:
    """A query with its arguments on a graph; its rows stand in expected/, checked by hand against that graph."""

    query: str
    graph: str
    arguments: dict[str, str] = field(default_factory=dict)
    label: str = ""

    @property
    def file(self) -> str:
        """The name of the file with the expected rows."""
        return f"{self.query}.{self.label or self.graph}.tsv"


#: The questions that the seed alone answers: data/asserted/seed.ttl and the vocabularies, whatever other data says.
SEED = (
    Case("networks", "seed"),
    Case("legal-forms", "seed"),
    Case("form-definitions", "seed", {"scheme": "seed-forms"}),
    Case("form-differences", "seed", {"first": "seed-innovationsnetzwerk", "second": "seed-cluster"}),
    Case("form-differences", "seed", label="sources"),
    Case("assigned-form", "seed"),
    Case("assigned-form", "seed", {"network": "optonet"}, label="optonet"),
    Case("self-described-clusters", "seed"),
    Case("beyond-the-state", "seed"),
    Case("firms-and-research", "seed"),
    Case("networks-by-field", "seed"),
    Case("networks-by-field", "seed", {"text": "ADDITIV"}, label="additiv"),
    Case("networks-by-field", "seed", {"text": "photonik"}, label="photonik"),
    Case("principles", "seed"),
    Case("possible-forms", "seed", {"network": "protonetz"}),
    Case("disputed-reading", "seed"),
    Case("value-chain-gaps", "seed"),
    Case("complementary-networks", "seed"),
    Case("shared-members", "seed"),
    Case("shared-fields", "seed"),
    Case("shared-industries", "seed"),
    Case("fields-with-actors-without-network", "seed"),
)
#: The questions that need what the bundled sources do not state, or more of it than is easy to see through.
EXAMPLE = (
    Case("networks", "example", EXAMPLE_REGION),
    Case("legal-forms", "example", EXAMPLE_REGION),
    Case("assigned-form", "example"),
    Case("self-described-clusters", "example"),
    Case("beyond-the-state", "example", {"state": "ex-state"}),
    Case("firms-and-research", "example"),
    Case("networks-by-field", "example", {"text": "optics"}),
    Case("principles", "example", EXAMPLE_REGION),
    Case("possible-forms", "example", {"network": "ex-alpha"}, label="alpha"),
    Case("possible-forms", "example", {"network": "ex-beta", "definition": "seed-cluster"}, label="beta"),
    Case("disputed-reading", "example"),
    Case("strategy-fields", "example", {**EXAMPLE_REGION, "scheme": "ex-fields"}, label="fields"),
    Case("strategy-fields", "example", {**EXAMPLE_REGION, "scheme": "ex-strategy"}, label="strategy"),
    Case("fields-without-network", "example", {**EXAMPLE_REGION, "scheme": "ex-fields"}, label="fields"),
    Case("fields-without-network", "example", {**EXAMPLE_REGION, "scheme": "ex-strategy"}, label="strategy"),
    Case("fields-with-actors-without-network", "example", EXAMPLE_REGION),
    Case("seats", "example", {**EXAMPLE_REGION, "area": "ex-district"}),
    Case("seats", "example", {**EXAMPLE_REGION, "area": "ex-state"}, label="state"),
    Case("member-numbers", "example", EXAMPLE_REGION),
    Case("network-history", "example", EXAMPLE_REGION),
    Case("bridging-organisations", "example", EXAMPLE_REGION),
    Case("shared-members", "example"),
    Case("shared-fields", "example"),
    Case("shared-industries", "example"),
    Case("partners-for-position", "example"),
    Case("partners-for-position", "example", {"position": "upstream", "region": "ex-next-district"}, label="near"),
    Case("partners-for-position", "example", {"position": "upstream", "region": "ex-district"}, label="far"),
    Case("value-chain-gaps", "example", {"field": "ex-optics"}),
    Case("value-chain-gaps", "example", {"field": "ex-optics", "region": "ex-district"}, label="district"),
    Case("complementary-networks", "example"),
    Case("who-says-what", "example", {"thing": "network:ex-alpha"}, label="alpha"),
    Case("who-says-what", "example", {"thing": "field:ex-food"}, label="nothing"),
    Case("contradictions", "example"),
    Case("retired-codes", "example"),
    Case("region-bridges", "example"),
    Case("region-bridges", "example", {"region": "ex-region"}, label="region"),
    Case("additions", "example", {"since": "2026-12-01"}),
    Case("sources", "example", {"source": "ex-page"}),
    Case("sources", "example", {"source": "ex-report"}, label="report"),
)
CASES = (*SEED, *EXAMPLE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_query_gives_exactly_the_expected_rows(case: Case, answer: Callable[..., list[tuple[str, ...]]]) -> None:
    header, *lines = (EXPECTED / case.file).read_text(encoding="utf-8").splitlines()
    columns = next(query.columns for query in QUERIES if query.name == case.query)
    assert header.split("\t") == [column.name for column in columns]
    assert answer(case.query, case.graph, **case.arguments) == [tuple(line.split("\t")) for line in lines]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_bundled_graph_gives_at_least_the_rows_that_the_query_promises(
    query: NamedQuery, answer: Callable[..., list[tuple[str, ...]]]
) -> None:
    assert query.least_rows > 0
    assert len(answer(query.name, "bundled")) >= query.least_rows


@pytest.mark.parametrize("graph", ["example", "bundled"])
def test_what_contradicts_another_source_is_told_of_the_thing_too(
    graph: str, answer: Callable[..., list[tuple[str, ...]]]
) -> None:
    contradicted = {row[0] for row in answer("contradictions", graph)}
    assert contradicted
    for thing in contradicted:
        rows = answer("who-says-what", graph, thing=thing)
        assert any(row[3] == "code:conflicting" and row[4] for row in rows), thing


def test_every_query_has_expected_rows() -> None:
    names = {query.name for query in QUERIES}
    assert len(names) >= 31
    assert {case.query for case in CASES} == names
    assert len({case.file for case in CASES}) == len(CASES) == len(list(EXPECTED.glob("*.tsv")))


def test_silence_is_an_answer_on_the_bundled_graph(
    bundled: Dataset, answer: Callable[..., list[tuple[str, ...]]]
) -> None:
    assert bundled.files
    for name in ("partners-for-position", "value-chain-gaps", "complementary-networks"):
        rows = answer(name, "bundled")
        assert rows, name
        assert all("code:not-stated" in row for row in rows), name
