"""Named queries from Python: rows of values, with labels, as frames."""

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

import triagraph
from triagraph.errors import InputError, ProjectError, QueryError
from triagraph.namespaces import XSD
from triagraph.project import load_project
from triagraph.query import list_queries
from triagraph.results import Solutions, Term
from triagraph.results.rows import Rows, Value, value_of

BASE = "https://w3id.org/triagraph/id"


def test_a_named_query_gives_rows() -> None:
    rows = triagraph.query("networks", region="tria")
    assert len(rows) == 10
    named = next(each for each in list_queries(load_project()) if each.name == "networks")
    assert rows.columns == tuple(column.name for column in named.columns)
    assert rows[0] == next(iter(rows)) == rows[:1][0]
    assert rows[0]["network"] == f"{BASE}/network/acod"
    assert rows.labelled("de")[0]["network"] != rows.labelled("en")[-1]["network"]
    assert str(rows.labelled("de")[0]["network"]).startswith("ACOD")


def test_parameters_are_texts_slugs_and_iris() -> None:
    one = triagraph.query("assigned-form", network="optonet")
    assert one == triagraph.query("assigned-form", network=f"{BASE}/network/optonet")
    assert len(one) == 1
    assert triagraph.query("networks", region=None) == triagraph.query("networks")


def test_a_day_and_a_moment_of_it_are_the_same_day() -> None:
    day = date(2026, 11, 22)
    assert triagraph.query("additions", since=datetime(2026, 11, 22, 13, 5, tzinfo=UTC)) == triagraph.query(
        "additions", since=day
    )
    assert len(triagraph.query("additions", since=day)) > len(triagraph.query("additions", since=date(2999, 1, 1))) == 0


@pytest.mark.parametrize(
    ("text", "message"), [("ASK {}", "An ASK query gives"), ("CONSTRUCT WHERE { ?s ?p ?o }", "A CONSTRUCT query gives")]
)
def test_what_gives_no_rows_is_told_so(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        triagraph.sparql(text)


@pytest.mark.parametrize(
    ("name", "arguments", "hint"),
    [
        ("network", {}, "Did you mean `networks`?"),
        ("networks", {"regoin": "tria"}, "Did you mean `region`?"),
        ("assigned-form", {"network": "optonett"}, "Did you mean `optonet`?"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(name: str, arguments: dict[str, str], hint: str) -> None:
    with pytest.raises(InputError) as caught:
        triagraph.query(name, **arguments)
    assert hint in caught.value.to_text("en")


def test_a_query_of_ones_own_gives_rows_and_cannot_fetch() -> None:
    rows = triagraph.sparql(
        "SELECT (COUNT(*) AS ?n) WHERE { ?x a <https://w3id.org/triagraph/ontology#NetworkOrganisation> }"
    )
    assert list(rows) == [{"n": 10}]
    with pytest.raises(QueryError):
        triagraph.sparql("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="no rows"):
        triagraph.sparql("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="no rows"):
        triagraph.sparql("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "triagraph.toml").write_text(
        (load_project().root / "triagraph.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    folder = tmp_path / "data" / "asserted"
    folder.mkdir(parents=True)
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s <http://e.org/p> ?o }"
    for number in (1, 2):
        (folder / "a.ttl").write_text(f"<http://e.org/s> <http://e.org/p> {', '.join('12'[:number])} .", "utf-8")
        assert triagraph.sparql(count, project=tmp_path)[0] == {"n": number}
    with pytest.raises(ProjectError):
        triagraph.query("networks", project=folder)


def typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (NamedNode("http://e.org/"), "http://e.org/"),
        (BlankNode("b"), "_:b"),
        (Literal("x"), "x"),
        (Literal("x", language="de"), "x"),
        (typed("007", "integer"), 7),
        (typed("1.50", "decimal"), Decimal("1.50")),
        (typed("1e3", "double"), 1000.0),
        (typed("true", "boolean"), True),
        (typed("2026-11-22", "date"), date(2026, 11, 22)),
        (typed("2010", "gYear"), "2010"),
        (typed("many", "integer"), "many"),
        (typed("maybe", "boolean"), "maybe"),
        (typed("x", "decimal"), "x"),
        (typed("2026-13-01", "date"), "2026-13-01"),
    ],
)
def test_a_term_becomes_a_value(term: Term | None, value: Value) -> None:
    assert value_of(term) == value
    assert type(value_of(term)) is type(value)


MIXED = Rows(
    Solutions(
        ("when", "count", "thing"),
        (
            (typed("2010", "gYear"), typed("1", "integer"), NamedNode("http://e.org/a")),
            (typed("2010-01-02", "date"), None, NamedNode("http://e.org/b")),
        ),
    ),
    {"http://e.org/a": {"de": "A-de", "en": "A-en"}, "http://e.org/b": {"de": "B"}},
)


def test_labels_take_the_place_of_iris_and_fall_back_to_the_other_language() -> None:
    assert [row["thing"] for row in MIXED.labelled("en")] == ["A-en", "B"]
    assert [row["thing"] for row in MIXED] == ["http://e.org/a", "http://e.org/b"]


def test_rows_become_a_pandas_frame() -> None:
    pytest.importorskip("pandas")
    frame = MIXED.to_pandas("de")
    assert list(frame.columns) == ["when", "count", "thing"]
    assert list(frame["when"]) == ["2010", "2010-01-02"]
    assert list(frame["thing"]) == ["A-de", "B"]
    assert len(triagraph.query("bridging-organisations").to_pandas()) >= 30


def test_rows_become_a_polars_frame() -> None:
    pytest.importorskip("polars")
    frame = MIXED.to_polars()
    assert frame.columns == ["when", "count", "thing"]
    assert frame["count"].to_list() == [1, None]
    assert frame["when"].to_list() == ["2010", "2010-01-02"]


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_frame_without_its_library_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match=f"{name} is not installed"):
        getattr(MIXED, f"to_{name}")()


def test_the_front_door_validates(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(f'<{BASE}/network/optonet> <https://w3id.org/triagraph/ontology#activeIn> "x" .', encoding="utf-8")
    report = triagraph.validate(path)
    assert report.conforms is False
    assert all(str(path) in str(result.location) for result in report.results)
    assert triagraph.validate().conforms


@pytest.mark.parametrize(
    "script",
    [
        "import triagraph; triagraph.query('retired-codes')",
        "from triagraph.query import run; import triagraph; triagraph.query('retired-codes')",
        "from triagraph import query; query('retired-codes')",
        "import triagraph.query as q; q('retired-codes'); q.find_query",
        "import triagraph; assert {'query', 'sparql', 'validate', 'load_project'} <= set(dir(triagraph))",
        "import sys, triagraph; assert not {'pyoxigraph', 'click', 'rdflib'} & set(sys.modules)",
    ],
)
def test_the_function_is_there_whatever_is_imported_first(script: str) -> None:
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_the_room_stays_a_module() -> None:
    room = sys.modules["triagraph.query"]
    assert isinstance(room, ModuleType)
    assert room.find_query("networks", load_project()).name == "networks"
    with pytest.raises(AttributeError, match="nothing"):
        _ = triagraph.nothing  # type: ignore[attr-defined]
