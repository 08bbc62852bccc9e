"""Solutions for people: what fits stands in columns, what does not in blocks, and nothing steers the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, parse_query_results

from triagraph.errors import InputError
from triagraph.language import printable
from triagraph.results import Solutions
from triagraph.results.table import to_table
from triagraph.results.writers import to_markdown, write_solutions
from triagraph.results.xml import xml_pieces

WORDS = "Netzwerk der Region mit Partnern"


def solutions(*rows: tuple[str, ...], names: tuple[str, ...] = ("a", "b", "c")) -> Solutions:
    return Solutions(names, tuple(tuple(Literal(cell) for cell in row) for row in rows))


def text_of(term: object) -> str:
    assert isinstance(term, Literal)
    return term.value


def table(answer: Solutions, width: int) -> str:
    return to_table(answer, text_of, "en", width)


def test_what_fits_stands_in_columns() -> None:
    assert table(solutions(("1", "2", "3"), ("x", "y", "z")), 40) == (
        "a   b   c\n─────────\n1   2   3\nx   y   z\n\n2 rows\n"
    )


def test_what_does_not_fit_stands_in_blocks() -> None:
    answer = solutions((WORDS, "", WORDS), ("x", "y", "z"))
    assert table(answer, 38) == (
        "a  Netzwerk der Region mit Partnern\nc  Netzwerk der Region mit Partnern\n\na  x\nb  y\nc  z\n\n2 rows\n"
    )
    assert "─" in table(answer, 39)


def test_headings_stand_above_columns_and_before_the_lines_of_blocks() -> None:
    answer, headings = solutions(("1", "2"), names=("a", "b")), {"a": "Erste", "b": "Zweite", "c": "Dritte"}
    assert to_table(answer, text_of, "de", 40, headings) == "Erste   Zweite\n──────────────\n1       2\n\n1 Zeile\n"
    wide = solutions((WORDS, WORDS), names=("a", "b"))
    assert to_table(wide, text_of, "de", 30, headings).startswith(
        "Erste   Netzwerk der Region\n        mit Partnern\nZweite  "
    )
    assert to_markdown(answer, text_of, {"a": "E|s"}).splitlines()[0] == r"| E\|s | b |"
    assert "\x1b" not in to_table(answer, text_of, "de", 40, {"a": "\x1b[2J"})


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_what_machines_read_keeps_the_names_of_the_variables(form: str) -> None:
    answer = solutions(("1", "2"), names=("a", "b"))
    plain = write_solutions(answer, form, label=text_of, language="de")
    assert write_solutions(answer, form, label=text_of, language="de", headings={"a": "Erste"}) == plain


def test_no_row_and_no_column_are_answers_too() -> None:
    assert table(solutions(), 80) == "0 rows\n"
    assert table(Solutions((), ((),)), 80).endswith("1 row\n")
    assert table(solutions(("x",), names=("a",)), 20).endswith("1 row\n")


@given(
    st.lists(st.tuples(st.text("ab c-", max_size=60), st.text("xyz ", max_size=60)), min_size=1), st.integers(20, 200)
)
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, str]], width: int) -> None:
    lines = table(solutions(*rows, names=("first", "second")), width).splitlines()
    assert max(map(len, lines)) <= max(width, len("second") + 2 + 16)


def test_letters_that_take_two_cells_or_none_keep_the_columns_straight() -> None:
    lines = table(solutions(("日本", "2", "x"), ("e\u0301", "2", "x")), 40).splitlines()
    assert lines[2:4] == ["日本   2   x", "e\u0301      2   x"]
    long = table(solutions(("日本" * 9, "2", "x")), 40).splitlines()
    assert max(len(line) + line.count("日") + line.count("本") for line in long) == 40
    assert sum(line.count("日") for line in long) == 9


def test_the_widest_columns_give_way_and_lines_of_a_cell_stay_lines() -> None:
    answer = solutions(("Erfurt", "eins\nzwei", WORDS * 3), ("x", "y", "z"))
    lines = table(answer, 60).splitlines()
    assert lines[2].startswith("Erfurt   eins   Netzwerk der Region mit")
    assert lines[3].startswith("         zwei   ")
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize("character", ["\x1b", "\x9b", "\x07", "\r", "\x08", "\u202e", "\u2066"])
def test_a_text_does_not_steer_the_terminal(form: str, character: str) -> None:
    answer = solutions((f"{character}[31mred", "y", "z"))
    assert character not in write_solutions(answer, form, label=text_of, language="en", width=80)
    assert printable(f"a\tb\nc{character}") == f"a\tb\nc\\u{ord(character):04x}"


def test_markdown_shows_the_text_as_it_is() -> None:
    answer = solutions(("a|b *c* [d](e) `f`\ng", "<script>", "snake_case _x_"))
    assert to_markdown(answer, text_of).splitlines()[2] == (
        r"| a\|b \*c\* \[d\](e) \`f\` g | &lt;script> | snake_case \_x\_ |"
    )


def test_xml_keeps_a_carriage_return_and_refuses_what_xml_does_not_know() -> None:
    text = "".join(xml_pieces(solutions(("a\r\nb", "y", "z"))))
    read = parse_query_results(text, format=QueryResultsFormat.XML)
    assert isinstance(read, QuerySolutions)
    assert [str(row["a"]) for row in read] == ['"a\\r\\nb"']
    for unknown in ("\x1b", "\ufffe"):
        with pytest.raises(InputError, match="control character"):
            "".join(xml_pieces(solutions((unknown, "y", "z"))))
