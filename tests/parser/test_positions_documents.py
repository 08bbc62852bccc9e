"""Positions of whole documents: the W3C's test suites, our own files, and random documents in random styles.

What stands at a position is read here in another way than in the readers: token by token, from the text alone.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from triagraph.formats import TRIG, TURTLE, Syntax, syntax_of
from triagraph.namespaces import RDF
from triagraph.parser import Document, parse
from triagraph.parser.positions import Position, StatementPosition, statement_positions

ROOT = Path(__file__).parents[2]
SUITES = ROOT.parent / "shared" / "w3c" / "rdf11"
RDFTEST = "http://www.w3.org/ns/rdftest#"
ACTION = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#action"
RESULT = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#result"

ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
NAME = re.compile(r"[^\s:<>\"'()\[\]{};,/#]*:((?:\\.|[^\s<>\"'()\[\]{};,/#\\])*)")
#: What can stand right before a token that is a word.
BEFORE = (*" \t\r\n.;,[](){}>|~", "<<")
CELLS = (f"{RDF}first", f"{RDF}rest")


def unescaped(text: str) -> str:
    return ESCAPE.sub(
        lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else CONTROLS.get(match[3], match[3]),
        text,
    )


def string_at(text: str, offset: int) -> str:
    quote = text[offset]
    delimiter = quote * 3 if text.startswith(quote * 3, offset) else quote
    start = end = offset + len(delimiter)
    while not text.startswith(delimiter, end):
        end += 2 if text[end] == "\\" else 1
    return unescaped(text[start:end])


def iri_fits(text: str, offset: int, iri: str) -> bool:
    if text[offset] == "<":
        written = unescaped(text[offset + 1 : text.index(">", offset)])
        return text.startswith("<<", offset) or iri == written or ":" not in written or "/." in written
    name = NAME.match(text, offset)
    if name is not None:
        return iri.endswith(unescaped(name[1]).rstrip("."))
    return {"a": f"{RDF}type", "(": f"{RDF}nil", ")": f"{RDF}nil"}.get(text[offset]) == iri


def stands(text: str, position: Position, term: Any) -> bool:
    """Tell whether the token at a place means a term."""
    lines = text.split("\n")
    assert position.column is not None
    offset = sum(len(line) + 1 for line in lines[: position.line - 1]) + position.column - 1
    if offset and (text[offset].isalnum() or text[offset] in "_+-") and not text[:offset].endswith(BEFORE):
        return False
    if isinstance(term, Literal):
        return (
            string_at(text, offset) == term.value
            if text[offset] in "\"'"
            else text.startswith(term.value, offset) and term.value != ""
        )
    if isinstance(term, NamedNode):
        return iri_fits(text, offset, term.value)
    if isinstance(term, BlankNode):
        return text.startswith(f"_:{term.value}", offset) or text[offset] in "[({~" or text.startswith("<<", offset)
    return text.startswith("<<(", offset)


def misplaced(text: str, positions: list[tuple[Quad, StatementPosition | None]]) -> list[Quad]:
    """Give the quads whose terms do not stand where they are said to."""
    wrong = []
    for quad, position in positions:
        assert position is not None
        checks = [(position.object, quad.object)]
        if quad.predicate.value not in CELLS or position.subject != position.predicate:
            checks += [(position.subject, quad.subject), (position.predicate, quad.predicate)]
        elif quad.predicate.value == CELLS[1]:
            checks = []
        if not all(stands(text, place, term) for place, term in checks):
            wrong.append(quad)
    return wrong


def positive_tests(suite: str) -> Iterator[tuple[Path, str]]:
    """Give input and expected result of each positive test, with its IRI."""
    base = f"https://w3c.github.io/rdf-tests/rdf/rdf11/{suite}/"
    manifest = SUITES / suite / "manifest.ttl"
    quads = list(parse_rdf(manifest.read_bytes(), format=RdfFormat.TURTLE, base_iri=f"{base}manifest.ttl"))
    kinds = {quad.subject: str(quad.object) for quad in quads if quad.predicate.value == f"{RDF}type"}
    for quad in quads:
        kind = kinds.get(quad.subject, "")
        if quad.predicate.value in (ACTION, RESULT) and RDFTEST in kind and "Negative" not in kind:
            assert isinstance(quad.object, NamedNode)
            yield SUITES / suite / quad.object.value.removeprefix(base), quad.object.value


@pytest.mark.skipif(not SUITES.is_dir(), reason="the W3C's test suites are not beside this folder")
@pytest.mark.parametrize(
    ("suite", "files", "quads"),
    [
        ("rdf-turtle", 364, 929),
        ("rdf-trig", 384, 1390),
        ("rdf-n-triples", 41, 78),
        ("rdf-n-quads", 53, 90),
        ("rdf-xml", 252, 506),
    ],
)
def test_every_statement_of_the_w3c_suites_has_its_position(suite: str, files: int, quads: int) -> None:
    read = given = 0
    for path, iri in positive_tests(suite):
        document = Document(path.name, path.read_bytes(), syntax_of(path.name))
        expected = list(parse(document, base=iri, rename_blank_nodes=False))
        positions = list(statement_positions(document, base=iri))
        assert [masked(quad) for quad, _ in positions] == [masked(quad) for quad in expected], path
        assert all(position is not None and position.object.column is not None for _, position in positions), path
        if suite != "rdf-xml" or path.suffix == ".nt":
            assert misplaced(document.data.decode(), positions) == [], path
        read += 1
        given += len(positions)
    assert (read, given) == (files, quads)


def masked(quad: Quad) -> list[Any]:
    """Give the terms of a quad without the blank nodes: the parser names them differently each time."""
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return [None if isinstance(term, BlankNode) else term for term in terms]


def own_files() -> list[Path]:
    return sorted(path for folder in ("ontology", "data") for path in (ROOT / folder).rglob("*.ttl"))


def test_every_token_of_our_own_files_stands_at_its_position() -> None:
    literals = 0
    for path in own_files():
        document = Document(path.name, path.read_bytes(), TURTLE)
        positions = list(statement_positions(document, base="https://example.org/"))
        assert misplaced(document.data.decode(), positions) == [], path
        literals += sum(isinstance(quad.object, Literal) for quad, _ in positions)
    assert len(own_files()) > 10
    assert literals > 1000


def shifted(position: StatementPosition, part: str, by: int) -> StatementPosition:
    """Move one of the three places by some columns."""
    places = {name: getattr(position, name) for name in ("subject", "predicate", "object")}
    places[part] = Position(places[part].line, places[part].column + by)
    return StatementPosition(**places)


@pytest.mark.parametrize("part", ["subject", "predicate", "object"])
@pytest.mark.parametrize("by", [-1, 1])
def test_a_shifted_position_is_noticed(part: str, by: int) -> None:
    text = (
        '@prefix ex: <http://example.org/> .\n ex:a ex:b \'c\' ; <http://example.org/d> """e""" , 12 .\n ex:f a _:g .\n'
    )
    positions = list(statement_positions(Document("input", text.encode(), TURTLE)))
    assert misplaced(text, positions) == []
    for quad, position in positions:
        assert position is not None
        assert misplaced(text, [(quad, shifted(position, part, by))]) == [quad]


class RandomDocument:
    """Writes statements in random styles and remembers where each object that it can tell again was written."""

    def __init__(self, randomness: random.Random, syntax: Syntax) -> None:
        self.random = randomness
        self.text = "@prefix ex: <http://example.org/> .\r\nPREFIX : <http://other.example/>\n"
        self.expected: dict[str, tuple[int, int, int]] = {}
        self._count = 0
        for _ in range(randomness.randint(1, 4)):
            if syntax is TRIG and randomness.random() < 0.5:
                self.put(randomness.choice(["", "ex:graph ", "GRAPH _:g ", "[] "]) + "{")
                self.statement()
                self.put("}")
            else:
                self.statement()

    def put(self, token: str) -> int:
        """Write something and white space after it; give its place."""
        offset = len(self.text)
        gaps = [" ", " ", "\n", "\r\n", "\t", ' # "no" <string> ;\n', "  \n\n", "\n#\n "]
        self.text += token + self.random.choice(gaps)
        return offset

    def number(self) -> int:
        """Count on."""
        self._count += 1
        return self._count

    def iri(self) -> tuple[str, str]:
        """Give an IRI that no other is like, and a token for it."""
        name = f"n{self.number()}x"
        return name, self.random.choice([f"<http://example.org/{name}>", f"ex:{name}", f":a.{name}", f"ex:\\,{name}"])

    def literal(self) -> tuple[str, str]:
        """Give a string that no other is like, and a token for it."""
        name = f"n{self.number()}x"
        token = self.random.choice(
            [f'"{name}"', f"'{name}'", f'"""{name}\n" ü \\" ex:a """', f"'''{name}\r\n'''", f'"{name}\\u00e4 # ;"']
        )
        return name, token + self.random.choice(["", "", "@de", "@en-GB", "^^ex:t", " ^^ <http://example.org/t>"])

    def statement(self) -> None:
        """Write one statement or several about one subject."""
        if self.random.random() < 0.2:
            subject = self.put("[")
            self.predicates(subject, 2)
            self.put("]")
        else:
            subject = self.put(self.iri()[1])
            self.predicates(subject, 2)
        self.put(".")

    def predicates(self, subject: int, depth: int) -> None:
        """Write what is said about a subject."""
        for turn in range(self.random.randint(1, 3)):
            if turn:
                self.put(self.random.choice([";", ";", "; ;"]))
            predicate = self.put(self.random.choice(["a", self.iri()[1], self.iri()[1]]))
            for again in range(self.random.randint(1, 3)):
                if again:
                    self.put(",")
                self.value(subject, predicate, depth)
                if depth and self.random.random() < 0.1:
                    self.annotation(depth)

    def value(self, subject: int, predicate: int, depth: int) -> int:
        """Write one object, simple or nested; give its place."""
        choice = self.random.random() if depth else 1
        if choice < 0.15:
            offset = self.put("[")
            self.predicates(offset, depth - 1)
            self.put("]")
            return offset
        if choice < 0.3:
            return self.collection(depth)
        name, token = self.random.choice([self.iri, self.literal])()
        offset = self.put(token)
        self.expected[name] = subject, predicate, offset
        return offset

    def annotation(self, depth: int) -> None:
        """Write what is said about the statement before (RDF 1.2)."""
        if self.random.random() < 0.3:
            self.put(self.random.choice(["~", "~ ex:r", "~ _:r"]))
        else:
            opening = self.put("{|")
            self.predicates(opening, depth - 1)
            self.put("|}")

    def collection(self, depth: int) -> int:
        """Write a list: its first cell stands at its bracket, each other one at its item."""
        cell = opening = self.put("(")
        for number in range(self.random.randint(0, 3)):
            cell = cell if number == 0 else len(self.text)
            self.value(cell, cell, depth - 1)
        self.put(")")
        return opening

    def place(self, offset: int) -> Position:
        """Count lines and columns."""
        return Position(self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset))

    def wrong(self) -> list[str]:
        """Give the names of the objects that are not found where they were written."""
        document = Document("input", self.text.encode(), TRIG)
        found = {}
        for quad, position in statement_positions(document):
            name = re.search(r"n\d+x", str(quad.object))
            if name is not None and isinstance(quad.object, Literal | NamedNode):
                found[name[0]] = position
        return [
            name
            for name in self.expected.keys() | found.keys()
            if name not in self.expected
            or found.get(name) != StatementPosition(*(self.place(offset) for offset in self.expected[name]))
        ]


@pytest.mark.parametrize("syntax", [TURTLE, TRIG], ids=lambda syntax: syntax.name)
@given(randomness=st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_random_documents_map_back_to_their_tokens(syntax: Syntax, randomness: random.Random) -> None:
    document = RandomDocument(randomness, syntax)
    assert document.wrong() == [], document.text


@given(randomness=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_a_token_that_stands_elsewhere_is_noticed(randomness: random.Random) -> None:
    document = RandomDocument(randomness, TURTLE)
    document.text += "ex:last ex:of 'n0x' ."
    place = document.text.index("ex:last")
    document.expected["n0x"] = place, place + 8, place + 14
    assert document.wrong() == []
    document.expected["n0x"] = place, place + 8, place + 15
    assert document.wrong() == ["n0x"]
