"""Names and prefixes are read from Turtle and SPARQL texts as they are written."""

from __future__ import annotations

from triagraph.hygiene.names import Name, Prefix, bare, names, prefixes

QUERY = """# a comment with ex:comment and <urn:comment>
PREFIX ex: <https://ex.example/#>
prefix : <https://none.example/>
SELECT ?x WHERE {
  ?x a ex:Thing ; ex:in/^ex:of* <urn:object> ; :own "a ex:string with <urn:string>" .
  FILTER(?x < 5 && ?y > 3)  # ORDER BY
}
"""


def test_prefixes_are_read_with_their_lines() -> None:
    assert prefixes(QUERY) == (Prefix("ex", "https://ex.example/#", 2), Prefix("", "https://none.example/", 3))
    assert prefixes("@prefix a: <urn:a> .\n") == (Prefix("a", "urn:a", 1),)


def test_names_in_comments_and_strings_are_no_names() -> None:
    used = [name.iri for name in names(QUERY)]
    base = "https://ex.example/#"
    assert used == [f"{base}Thing", f"{base}in", f"{base}of", "urn:object", "https://none.example/own"]
    assert next(names(QUERY)) == Name(f"{base}Thing", 5)


def test_an_unknown_prefix_is_left_out_unless_it_is_given() -> None:
    assert list(names("ex:a ex:b ex:c .")) == []
    assert [name.iri for name in names("ex:a .", {"ex": "urn:"})] == ["urn:a"]


def test_blank_nodes_variables_and_language_tags_are_no_names() -> None:
    assert list(names('_:b ?v $w "x"@de', {"": "urn:", "_": "urn:", "b": "urn:"})) == []


def test_long_strings_end_where_they_end() -> None:
    text = 'ex:a """one "quoted" ex:b\n""" , \'\'\'it\'s ex:c\'\'\' , ex:d .'
    assert [name.iri for name in names(text, {"ex": "urn:"})] == ["urn:a", "urn:d"]


def test_the_bare_text_has_keywords_only_where_they_count() -> None:
    assert "ORDER" not in bare(QUERY)
    assert "FILTER" in bare(QUERY)
