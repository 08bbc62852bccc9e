"""The default text is written for people: labels instead of IRIs, words instead of SHACL, in one language."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from triagraph.errors import Location
from triagraph.formats import TURTLE
from triagraph.language import LANGUAGES, Language, Text
from triagraph.parser import Document, read_document
from triagraph.parser.document import document_of
from triagraph.project import load_project
from triagraph.report import Checked, ValidationReport, ValidationResult
from triagraph.report.html import to_html
from triagraph.report.text import to_text
from triagraph.report.wording import label_of, path_label, value_text
from triagraph.store.loading import label_index, load
from triagraph.validation import choose_engine, read_shapes, validate_documents
from triagraph.validation.intake import Intake

#: All but one whose value is refused before it is validated: an address of the form `file:`.
FIXTURES = [
    path
    for path in sorted(Path(__file__).parents[1].glob("shapes/*/violates-*.ttl"))
    if path.stem != "violates-Source-url-pattern"
]
#: What belongs to a specification or to a parser, not to a reader.
FOREIGN = re.compile(r"https?:|_:\w|\bsh:|trsh:|shape|nodekind|constraint|blank|focus|ontology#", re.IGNORECASE)
#: A value is shown as the contributor wrote it; these fixtures have an IRI, a script or such a word there.
IT_SAYS = {"de": "dort steht: ", "en": "it says: "}
#: What is quoted in backticks is what to write. Besides it, an address stands only where one has to be looked up or is meant.
CODE = re.compile(r"`[^`]*`")
ALLOWED = {
    r"https?://(?=[ .])": "the beginning that a web address must have",
    r"<http://data\.europa\.eu/ih3/legal-form/ELF>": "where the list of legal forms lies",
}


def apart(number: int, path: Path) -> Document:
    """Read a fixture with the things that it describes renamed by number, so that fixtures do not touch."""
    text = path.read_text(encoding="utf-8")
    for kind, slug in set(re.findall(r"^(?:<\S+/id/)?(\w+)[:/]([\w-]+)", text, re.MULTILINE)):
        text = re.sub(rf"\b{kind}:{slug}(?![\w-])", f"{kind}:{slug}-{number}", text)
        text = re.sub(rf"/id/{kind}/{slug}(?![\w-])", f"/id/{kind}/{slug}-{number}", text)
    return document_of(f"{number}.ttl", text.encode(), TURTLE)


@cache
def report() -> ValidationReport:
    project = load_project()
    dataset = load(project)
    documents = [apart(number, path) for number, path in enumerate(FIXTURES)]
    documents.append(read_document(FIXTURES[0].parents[1] / "context.ttl"))
    found = validate_documents(
        documents, dataset, read_shapes(project), choose_engine(), intake=Intake(trust=True, allow_empty=True)
    )
    return replace(found, labels=label_index(dataset))


def foreign(lines: list[str], language: Language) -> set[str]:
    """Give the lines with something foreign, apart from what is quoted, allowed, or stands in the file."""
    found = set()
    for line in (line.strip() for line in lines):
        rest = CODE.sub("", line)
        for allowed in ALLOWED:
            rest = re.sub(allowed, "", rest)
        if not line.startswith(IT_SAYS[language]) and FOREIGN.search(rest):
            found.add(line)
    return found


def test_every_fixture_shows_its_mistake() -> None:
    """But for those whose shape has no target of its own: other shapes refer to it and speak for it."""
    texts = [path.read_text(encoding="utf-8") for path in FIXTURES]
    expected = {
        match[1]
        for text in texts
        if "# focus: " not in text and (match := re.search(r"expects: trsh:(\S+)", text)) is not None
    }
    fired = {(result.source_shape or "").rpartition("#")[2].rstrip(">") for result in report().results}
    assert len(FIXTURES) >= 339
    assert expected - fired == set()


def test_messages_and_hints_of_all_shapes_have_no_word_of_shacl() -> None:
    shapes = read_shapes(load_project())
    texts = [
        text
        for graph in shapes
        for shape in graph.shapes
        for text in (graph.templates.of_shape(shape), graph.hints.get(shape))
    ]
    assert len(texts) > 700
    for language in LANGUAGES:
        assert foreign([text.to(language) for text in texts if text is not None], language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_has_no_iri_blank_node_or_word_of_shacl(language: Language) -> None:
    lines = "".join(to_text(report(), language)).splitlines()
    assert len(lines) > 1000
    assert foreign(lines, language) == set()


def test_what_is_allowed_occurs() -> None:
    text = CODE.sub("", "".join(to_text(report(), "en")))
    assert [allowed for allowed in ALLOWED if not re.search(allowed, text)] == []


@pytest.mark.parametrize(
    "line",
    [
        "the value is not http://www.w3.org/ns/shacl#IRI",
        "_:b0 lacks a label",
        "must be sh:IRI",
        "does not conform to the shape",
        "MinCountConstraintComponent",
    ],
)
def test_a_foreign_word_is_noticed(line: str) -> None:
    assert foreign([line], "en") == {line}


def test_each_result_names_its_thing_its_place_and_what_to_write() -> None:
    for language in LANGUAGES:
        for result in report().results:
            assert result.hint is not None
            assert result.location is not None
            assert result.focus_node is not None
            assert label_of(report(), result.focus_node, language)
            assert result.message.de != result.message.en


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ('"many"', '"many"'),
        ('"x"@de', '"x"@de'),
        ('"01"^^<http://www.w3.org/2001/XMLSchema#integer>', "01"),
        ('"one"^^<http://www.w3.org/2001/XMLSchema#integer>', '"one"^^xsd:integer'),
        ('"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>', "1.0"),
        ('"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', "true"),
        ('"2009"^^<http://www.w3.org/2001/XMLSchema#gYear>', '"2009"^^xsd:gYear'),
        ('"x"^^<http://example.org/d>', '"x"^^<http://example.org/d>'),
        ('"two\\nlines\\u0007"', '"two lines "'),
        (f'"{"x" * 500}"', f'"{"x" * 157} …'),
        ("<https://w3id.org/triagraph/id/region/tria>", "Ilmenau Arnstadt technology region"),
        ("<https://w3id.org/triagraph/id/region/nowhere>", "region:nowhere"),
        ("<http://example.org/page>", "<http://example.org/page>"),
        ("_:b0", "(unnamed)"),
        (None, ""),
    ],
)
def test_a_value_is_shown_as_it_is_written_or_by_its_label(term: str | None, shown: str) -> None:
    assert value_text(report(), term, "en").startswith(shown)


def test_a_path_is_shown_by_the_labels_of_its_steps() -> None:
    path = "^<https://w3id.org/triagraph/ontology#chain>/<http://example.org/p>"
    assert path_label(report(), path, "en") == "in value chain (inverse) → p"
    assert path_label(report(), None, "en") == ""


def results(*nodes: str) -> ValidationReport:
    found = tuple(
        ValidationResult(
            "violation",
            Text("Nein.", "No."),
            hint=Text("`x` schreiben.", "write `x`."),
            focus_node=node,
            value='"<b>"',
            location=Location("a.ttl", number),
        )
        for number, node in enumerate(nodes, 1)
    )
    return ValidationReport(conforms=False, engine="none 1", checked=Checked(1, 2, 3, 4), results=found)


def test_results_are_grouped_by_thing() -> None:
    text = "".join(to_text(results("<http://e.org/a>", "<http://e.org/b>", "<http://e.org/a>"), "en"))
    assert text == (
        'a\n  a.ttl:1: violation: No.\n      it says: "<b>"\n      → write `x`.\n'
        '  a.ttl:3: violation: No.\n      it says: "<b>"\n      → write `x`.\n\n'
        'b\n  a.ttl:2: violation: No.\n      it says: "<b>"\n      → write `x`.\n\n'
        "Does not conform: 1 file, 2 statements, 4 things checked against 3 rules; 3 violations (none 1)\n"
    )


def test_a_limit_says_what_is_not_shown() -> None:
    many = results(*(f"<http://e.org/{number}>" for number in range(1300)))
    assert "… and 1,234 more\n" in "".join(to_text(many, "en", 66))
    assert "… und 1.234 weitere\n" in "".join(to_text(many, "de", 66))
    assert "… and 1,234 more." in "".join(to_html(many, "en", 66))
    assert "".join(to_text(many, "en")).count("violation: ") == 1300


def test_lines_are_broken_between_words_for_a_terminal() -> None:
    wide, narrow = "".join(to_text(report(), "en", 20)), "".join(to_text(report(), "en", 20, width=60))
    long = [line for line in narrow.splitlines() if len(line) > 60]
    assert all(" " not in line.strip() for line in long)
    assert narrow.split() == wide.split()
    broken = [line for line in "".join(to_text(report(), "en", 20, width=200)).splitlines() if line.count("`") % 2]
    assert broken == []


def test_colour_adds_colour_only() -> None:
    coloured = "".join(to_text(report(), "de", 50, colour=True))
    assert coloured.count("\x1b[31mVerstoß\x1b[0m:") > 30
    assert re.sub(r"\x1b\[\d+m", "", coloured) == "".join(to_text(report(), "de", 50))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_self_contained_escaped_and_marks_what_to_write(language: Language) -> None:
    page = "".join(to_html(report(), language))
    assert not re.search(r"<(script|link|img|iframe)|src=|href=\"[^#]", page)
    assert f'<html lang="{language}">' in page
    assert "`" not in re.sub(r"<dd>.*?</dd>", "", page)
    assert "<code>" in page
    dangerous = "".join(to_html(results("<http://e.org/a>"), language))
    assert "<b>&quot;" not in dangerous
    assert "&quot;&lt;b&gt;&quot;" in dangerous
