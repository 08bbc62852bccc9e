"""Parameters are bound as terms, in all their places; what does not fit is told with what would."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from triagraph.errors import InputError
from triagraph.language import Text
from triagraph.namespaces import XSD
from triagraph.query import Column, NamedQuery, Parameter, bind, find_query, run
from triagraph.query.running import term_of
from triagraph.results import Solutions

if TYPE_CHECKING:
    from triagraph.project import Project
    from triagraph.query.document import ParameterType
    from triagraph.store.memory import MemoryStore

_TEXT = Text("etwas", "something")
_BASE = "https://w3id.org/triagraph/id/"


def parameter(kind: ParameterType, *, of: str | None = None, default: str | None = None) -> Parameter:
    return Parameter("value", kind, _TEXT, "optonet", of, default)


def query_of(text: str, *parameters: Parameter) -> NamedQuery:
    return NamedQuery("try", _TEXT, _TEXT, (), (), (), parameters, (Column("value", _TEXT),), 0, text)


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "optonet", NamedNode(f"{_BASE}network/optonet")),
        ("iri", "field:growth-optik", NamedNode(f"{_BASE}field/growth-optik")),
        ("iri", "tria:activeIn", NamedNode("https://w3id.org/triagraph/ontology#activeIn")),
        ("iri", "https://example.org/x", NamedNode("https://example.org/x")),
        ("iri", "urn:x:y", NamedNode("urn:x:y")),
        ("string", 'a "b"', Literal('a "b"')),
        ("string", "", Literal("")),
        ("integer", "42", Literal("42", datatype=NamedNode(f"{XSD}integer"))),
        ("integer", "-7", Literal("-7", datatype=NamedNode(f"{XSD}integer"))),
        ("date", "2024-02-29", Literal("2024-02-29", datatype=NamedNode(f"{XSD}date"))),
    ],
)
def test_a_value_becomes_the_term_that_it_stands_for(
    kind: ParameterType, value: str, term: NamedNode | Literal, project: Project
) -> None:
    assert term_of(parameter(kind, of="network"), value, project) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "Opto Net"),
        ("iri", "file:///etc/passwd"),
        ("iri", "javascript:alert(1)"),
        ("iri", "https://example.org/a b"),
        ("iri", ""),
        ("integer", "4.2"),
        ("integer", "four"),
        ("integer", "٣"),
        ("integer", "9" * 19),
        ("date", "2023-02-29"),
        ("date", "29.02.2024"),
        ("date", "20240229"),
        ("string", "\ud800"),
    ],
)
def test_a_value_of_another_type_is_refused_with_an_example(kind: ParameterType, value: str, project: Project) -> None:
    with pytest.raises(InputError) as caught:
        term_of(parameter(kind, of="network"), value, project)
    assert "does not fit `value`" in caught.value.to_text("en")
    assert "`optonet`" in caught.value.to_text("de")
    caught.value.to_text("en").encode()


def test_a_slug_needs_a_kind(project: Project) -> None:
    with pytest.raises(InputError):
        term_of(parameter("iri"), "optonet", project)
    assert term_of(parameter("iri"), "network:optonet", project) == NamedNode(f"{_BASE}network/optonet")


def test_a_parameter_is_bound_in_all_its_places(project: Project) -> None:
    text = "VALUES ?value { UNDEF } { VALUES  ?value {UNDEF} } VALUES ?valueless { UNDEF }"
    bound = bind(query_of(text, parameter("string")), {"value": "x"}, project)
    assert bound == 'VALUES ?value { "x" } { VALUES  ?value {"x"} } VALUES ?valueless { UNDEF }'


def test_the_value_of_one_parameter_is_never_the_place_of_another(project: Project) -> None:
    text = "VALUES ?value { UNDEF } VALUES ?other { UNDEF }"
    query = query_of(text, parameter("string"), replace(parameter("string"), name="other"))
    bound = bind(query, {"value": "VALUES ?other { UNDEF }", "other": "} ?s ?p ?o {"}, project)
    assert bound == 'VALUES ?value { "VALUES ?other { UNDEF }" } VALUES ?other { "} ?s ?p ?o {" }'


def test_without_a_value_the_default_is_bound_or_nothing(project: Project) -> None:
    text = "VALUES ?value { UNDEF }"
    assert bind(query_of(text, parameter("string")), {}, project) == text
    assert bind(query_of(text, parameter("string", default="d")), {}, project) == 'VALUES ?value { "d" }'
    assert bind(query_of(text, parameter("string", default="d")), {"value": "v"}, project) == 'VALUES ?value { "v" }'


def test_the_region_of_the_project_can_be_the_default(project: Project) -> None:
    query = query_of("VALUES ?value { UNDEF }", parameter("iri", of="region", default="project.region"))
    assert bind(query, {}, project) == f"VALUES ?value {{ <{_BASE}region/tria> }}"
    assert bind(query, {}, replace(project, region=None)) == query.text
    assert bind(query, {"value": "jena"}, project) == f"VALUES ?value {{ <{_BASE}region/jena> }}"


@pytest.mark.parametrize(("place", "slug"), [("area", "ilm-kreis"), ("state", "thueringen")])
def test_the_area_and_the_state_of_the_project_can_be_the_default(place: str, slug: str, project: Project) -> None:
    query = query_of("VALUES ?value { UNDEF }", parameter("iri", of="region", default=f"project.{place}"))
    assert bind(query, {}, project) == f"VALUES ?value {{ <{_BASE}region/{slug}> }}"
    elsewhere = replace(project, base="https://x.example/")
    assert bind(query, {}, elsewhere) == f"VALUES ?value {{ <https://x.example/id/region/{slug}> }}"
    assert bind(query, {}, replace(project, area=None, state=None)) == query.text


def test_an_unknown_parameter_gets_the_nearest_one_or_all(project: Project) -> None:
    query = find_query("networks", project)
    with pytest.raises(InputError, match="has no parameter `regoin`") as caught:
        bind(query, {"regoin": "tria"}, project)
    assert "Did you mean `region`?" in caught.value.to_text("en")
    with pytest.raises(InputError) as caught:
        bind(query, {"xyzzy": "tria"}, project)
    assert "Parameters: region." in caught.value.to_text("en")
    with pytest.raises(InputError) as caught:
        bind(find_query("contradictions", project), {"x": "y"}, project)
    assert "Parameters: none." in caught.value.to_text("en")


@pytest.mark.parametrize(
    ("name", "arguments", "hint"),
    [
        ("assigned-form", {"network": "optonett"}, "Did you mean `optonet`?"),
        ("assigned-form", {"network": f"{_BASE}network/polymermatt"}, "Did you mean `polymermat`?"),
        ("networks", {"region": "thueringn"}, "Did you mean `thueringen`?"),
        ("form-differences", {"first": "seed-clusters", "second": "seed-cluster"}, "Did you mean `seed-cluster`?"),
        ("assigned-form", {"network": "xyzzy"}, "An example is `optonet`."),
        ("who-says-what", {"thing": "network:optonett"}, "An example is `network:optonet`."),
    ],
)
def test_a_thing_that_the_graph_does_not_know_is_no_silent_empty_answer(
    name: str, arguments: dict[str, str], hint: str, stores: dict[str, MemoryStore], project: Project
) -> None:
    with pytest.raises(InputError, match="The graph does not know") as caught:
        run(find_query(name, project), arguments, stores["bundled"], project)
    assert hint in caught.value.to_text("en")


@pytest.mark.parametrize(
    ("name", "arguments", "message", "hint"),
    [
        (
            "networks",
            {"region": "network:optonet"},
            "`network:optonet` is of the kind `network`; `region` asks for the kind `region`.",
            "An example is `tria`.",
        ),
        ("networks", {"region": f"{_BASE}network/optonet"}, "is of the kind `network`", "An example is `tria`."),
        ("seats", {"area": "code:cluster"}, "is of the kind `code`", "An example is `"),
        (
            "form-differences",
            {"first": "form:seed-cluster", "second": "seed-cluster"},
            "kind `form`",
            "`seed-cluster`?",
        ),
    ],
)
def test_a_thing_of_another_kind_is_no_silent_empty_answer(
    name: str,
    arguments: dict[str, str],
    message: str,
    hint: str,
    stores: dict[str, MemoryStore],
    project: Project,
) -> None:
    with pytest.raises(InputError) as caught:
        run(find_query(name, project), arguments, stores["bundled"], project)
    assert message in caught.value.to_text("en")
    assert hint in caught.value.to_text("en")
    assert "von der Art" in caught.value.to_text("de")


def test_a_thing_of_another_kind_that_the_answer_is_about_is_fine(
    stores: dict[str, MemoryStore], project: Project
) -> None:
    arguments = {"field": "cluster:thueringer-photonikcluster"}
    answer = run(find_query("networks-by-field", project), arguments, stores["bundled"], project)
    assert isinstance(answer, Solutions)
    assert answer.rows


def test_a_thing_of_another_kind_is_told_where_all_is_not_stated(
    stores: dict[str, MemoryStore], project: Project
) -> None:
    with pytest.raises(InputError, match="is of the kind `network`"):
        run(find_query("partners-for-position", project), {"region": "network:optonet"}, stores["bundled"], project)


def test_a_parameter_without_a_kind_takes_things_of_any(stores: dict[str, MemoryStore], project: Project) -> None:
    for thing in ("network:optonet", "region:tria", "tria:activeIn"):
        assert run(find_query("who-says-what", project), {"thing": thing}, stores["bundled"], project)


def test_a_default_that_the_graph_does_not_know_is_no_error(stores: dict[str, MemoryStore], project: Project) -> None:
    answer = run(find_query("seats", project), {"region": "ex-region"}, stores["example"], project)
    assert isinstance(answer, Solutions)
    assert len(answer.rows) == 4


def test_a_thing_that_is_only_pointed_at_is_known(stores: dict[str, MemoryStore], project: Project) -> None:
    nace = "http://data.europa.eu/ux2/nace2/2562"
    answer = run(find_query("networks-by-field", project), {"field": nace}, stores["bundled"], project)
    assert isinstance(answer, Solutions)
    assert len(answer.rows) == 1
