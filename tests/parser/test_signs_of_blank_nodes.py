"""Whether a document may have blank nodes is told from its bytes, and "none" is never said of one that has some."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import BlankNode, parse

from triagraph.formats import NTRIPLES, TURTLE
from triagraph.parser import engine_format
from triagraph.parser.blanknodes import may_have_blank_nodes
from triagraph.parser.document import Document

PREFIX = "@prefix ex: <https://e.example/> .\n"
#: Pieces that look like a blank node, hide one, or have one.
PIECES = (
    *('"a (b) [c] _:d ~"', "'a [b]'", '"\\" ["', "'\\' ('", '"""two [\nlines"""', "'''it's ( one'''", '"a#b"', "'a\"b'", '"a\'b"'),
    *("ex:a", "ex:a\\'b", "ex:a\\#b", 'ex:a\\"b'.replace('"', "'"), "<https://e.example/a(b)>", "<https://e.example/#x>"),
    *("[]", "[ ex:p ex:o ]", "( ex:a )", "()", "_:b1", "ex:x_:y"),
)  # fmt: skip
ENDS = (" .\n", " . # it's (a) comment\n", " .\r\n", ' . # "\n', " . ")


def has_blank_nodes(document: Document) -> bool | None:
    """Tell what the parser finds; None where it cannot read the document."""
    try:
        quads = list(parse(document.data, format=engine_format(document.syntax), base_iri="https://e.example/"))
    except SyntaxError:
        return None
    return any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))


def test_none_is_never_said_of_a_document_that_has_some() -> None:
    chosen = random.Random(7)
    counts = {True: 0, False: 0}
    for _ in range(4000):
        lines = [
            f"ex:s ex:p {chosen.choice(PIECES)} , {chosen.choice(PIECES)}{chosen.choice(ENDS)}"
            for _ in range(chosen.randint(1, 3))
        ]
        document = Document("x.ttl", (PREFIX + "".join(lines)).encode(), TURTLE)
        has = has_blank_nodes(document)
        if has is not None:
            counts[has] += 1
            assert may_have_blank_nodes(document) or not has, document.data.decode()
    assert min(counts.values()) > 200


@pytest.mark.parametrize(
    "text",
    [
        'ex:s ex:p "GmbH (gGmbH) [sic] ~ 5"@de .',
        'ex:s ex:p <https://e.example/a(b)> ; ex:q "it\'s (one)" . # not a [node]',
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not may_have_blank_nodes(Document("x.ttl", (PREFIX + text).encode(), TURTLE))


def test_a_long_line_is_not_looked_into() -> None:
    line = f'ex:s ex:p "({"x" * 20_000})" .'
    assert may_have_blank_nodes(Document("x.ttl", (PREFIX + line).encode(), TURTLE))


def test_lines_of_ntriples_are_looked_through_for_names_only() -> None:
    named, text = (
        Document("x.nt", line, NTRIPLES)
        for line in (b"<urn:s> <urn:p> _:b .\n", b'<urn:s> <urn:p> "_:b [] ()" . # _:c\n')
    )
    assert may_have_blank_nodes(named)
    assert not may_have_blank_nodes(text)
