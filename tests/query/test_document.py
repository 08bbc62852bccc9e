"""A query file is read whole or refused with its line: header missing, incomplete, of a wrong type or not fitting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from triagraph.errors import InputError, QueryError
from triagraph.query import find_query, list_queries, read_query

if TYPE_CHECKING:
    from pathlib import Path

    from triagraph.project import Project

HEADER = """#+ title = { de = "Was?", en = "What?" }
#+ question = { de = "Was ist das?", en = "What is that?" }
#+ asked_by = ["journalist"]
#+ layers = ["asserted"]
#+ tags = ["example"]
#+ least_rows = 1
#+ [parameters.network]
#+ type = "iri"
#+ kind = "network"
#+ example = "optonet"
#+ meaning = { de = "das Netzwerk", en = "the network" }
#+ [columns]
#+ network = { heading = { de = "Netzwerk", en = "Network" }, de = "das Netzwerk", en = "the network" }
"""
BODY = """PREFIX tria: <https://w3id.org/triagraph/ontology#>
PREFIX network: <https://w3id.org/triagraph/id/network/>

SELECT ?network WHERE {
  VALUES ?network { UNDEF }
  ?network a tria:NetworkOrganisation .
}
ORDER BY ?network
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "what.rq"
    path.write_text(HEADER + BODY, encoding="utf-8")
    return path


def test_a_query_is_read_with_all_that_its_header_says(written: Path, project: Project) -> None:
    query = read_query(written, project)
    assert query.name == "what"
    assert (query.title.de, query.title.en) == ("Was?", "What?")
    assert query.question.en == "What is that?"
    assert (query.asked_by, query.layers, query.tags, query.least_rows) == (
        ("journalist",),
        ("asserted",),
        ("example",),
        1,
    )
    (parameter,) = query.parameters
    assert (parameter.name, parameter.type, parameter.kind) == ("network", "iri", "network")
    assert (parameter.example, parameter.default) == ("optonet", None)
    assert [(column.name, column.meaning.de) for column in query.columns] == [("network", "das Netzwerk")]
    assert [column.heading.de for column in query.columns] == ["Netzwerk"]
    assert query.headings("en") == {"network": "Network"}
    assert query.text == BODY


def test_a_column_without_a_heading_has_its_name_as_one(written: Path, project: Project) -> None:
    written.write_text((HEADER + BODY).replace('heading = { de = "Netzwerk", en = "Network" }, ', ""), encoding="utf-8")
    (column,) = read_query(written, project).columns
    assert (column.heading.de, column.heading.en, column.stated_heading) == ("network", "network", None)


def test_a_heading_is_one_line_and_never_blank(written: Path, project: Project) -> None:
    odd = (HEADER + BODY).replace('{ de = "Netzwerk", en = "Network" }', '{ de = " ", en = "The\\n network " }')
    written.write_text(odd, encoding="utf-8")
    (column,) = read_query(written, project).columns
    assert (column.heading.de, column.heading.en) == ("network", "The network")


def test_the_things_of_a_query_follow_the_base_of_the_project(written: Path, project: Project) -> None:
    elsewhere = replace(project, base="https://cluster.example/kg/")
    text = read_query(written, elsewhere).text
    assert "PREFIX network: <https://cluster.example/kg/id/network/>" in text
    assert "PREFIX tria: <https://w3id.org/triagraph/ontology#>" in text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (HEADER, "", "`columns` is missing"),
        ('#+ title = { de = "Was?", en = "What?" }\n', "", "`title` is missing"),
        ('{ de = "Was?", en = "What?" }', '"What?"', "`title` must be a table"),
        ('{ de = "Was?", en = "What?" }', '{ en = "What?" }', "`title.de` is missing"),
        ('{ de = "Was?", en = "What?" }', '{ de = 1, en = "What?" }', "`title.de` must be a text"),
        ('["journalist"]', '"journalist"', "`asked_by` must be a list"),
        ('["journalist"]', "[1]", "`asked_by` must be a list of texts"),
        ('["journalist"]', "[]", "`asked_by` must be a list of texts"),
        ("least_rows = 1", 'least_rows = "1"', "`least_rows` must be a whole number"),
        ("least_rows = 1", "least_rows = true", "`least_rows` must be a whole number"),
        ("least_rows = 1", "least_rows = 1.5", "`least_rows` must be a whole number"),
        ("least_rows = 1", 'least_rows = 1\n#+ answered_up_to = "all"', "`answered_up_to` must be a whole number"),
        ("least_rows = 1", "least_row = 1", "`least_row` is unknown. Did you mean `least_rows`?"),
        ('type = "iri"', 'type = "uri"', "`parameters.network.type` is 'uri'; possible: iri, string, integer, date"),
        ('type = "iri"', "type = 1", "`parameters.network.type` must be a text"),
        ('#+ type = "iri"\n', "", "`parameters.network.type` is missing"),
        ('example = "optonet"', 'exampel = "optonet"', "`parameters.network.exampel` is unknown"),
        ('kind = "network"', 'default = 1\n#+ kind = "network"', "`parameters.network.default` must be a text"),
        (
            'kind = "network"',
            'default = "project.country"\n#+ kind = "network"',
            "`parameters.network.default` is 'project.country'; from triagraph.toml: `project.region`, `project.area`",
        ),
        ("[parameters.network]", "[parameters.networks]", "`VALUES ?networks { UNDEF }` is missing in the query"),
        ("[columns]", "[[columns]]", "`columns` must be a table"),
        ("#+ network = {", "#+ x = 1\n#+ network = {", "`columns.x` must be a table"),
        ("heading = {", "headin = {", "`columns.network.headin` is unknown. Did you mean `heading`?"),
        (
            'heading = { de = "Netzwerk", en = "Network" }',
            'heading = "Network"',
            "`columns.network.heading` must be a table",
        ),
        (', en = "Network" }', " }", "`columns.network.heading.en` is missing"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(
    written: Path, project: Project, old: str, new: str, message: str
) -> None:
    text = HEADER + BODY
    assert old in text
    written.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        read_query(written, project)
    assert message in caught.value.to_text("en")
    assert str(written) in caught.value.to_text("de")
    assert caught.value.hint is not None


def test_broken_toml_is_told_with_its_line(written: Path, project: Project) -> None:
    written.write_text((HEADER + BODY).replace('["journalist"]', '["journalist"'), encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        read_query(written, project)
    assert f"{written}:4: The header of the query: not valid TOML" in caught.value.to_text("en")


def test_the_line_is_that_of_the_file_even_when_the_header_does_not_come_first(written: Path, project: Project) -> None:
    written.write_text(BODY + HEADER.replace('["journalist"]', "[journalist]"), encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        read_query(written, project)
    assert f"{written}:{BODY.count(chr(10)) + 3}: " in caught.value.to_text("en")


def test_a_file_that_is_no_text_is_refused(written: Path, project: Project) -> None:
    written.write_bytes("# Wärme".encode("cp1252"))
    with pytest.raises(QueryError, match="cannot be read"):
        read_query(written, project)
    with pytest.raises(QueryError, match="cannot be read"):
        read_query(written.with_name("absent.rq"), project)


def test_a_project_s_own_query_wins_over_the_bundled_one(written: Path, project: Project, tmp_path: Path) -> None:
    own = replace(project, root=tmp_path)
    folder = tmp_path / "queries"
    folder.mkdir()
    written.rename(folder / "networks.rq")
    assert find_query("networks", own).title.en == "What?"
    names = [query.name for query in list_queries(own)]
    assert names == sorted(names) == [query.name for query in list_queries(project)]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("netwroks", "networks"),
        ("legal-form", "legal-forms"),
        ("bridging", "bridging-organisations"),
        ("seat", "seats"),
    ],
)
def test_a_wrong_name_gets_the_nearest_one(wrong: str, right: str, project: Project) -> None:
    with pytest.raises(InputError) as caught:
        find_query(wrong, project)
    assert f"There is no query `{wrong}`." in caught.value.to_text("en")
    assert f"Did you mean `{right}`?" in caught.value.to_text("en")
    assert f"Meinten Sie `{right}`?" in caught.value.to_text("de")


def test_a_name_like_no_other_gets_the_list(project: Project) -> None:
    with pytest.raises(InputError) as caught:
        find_query("xyzzy", project)
    assert "`triagraph query --list` shows them all." in caught.value.to_text("en")
    assert "Did you mean" not in caught.value.to_text("en")
