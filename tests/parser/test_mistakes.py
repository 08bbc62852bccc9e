"""A mistake is told with its place, in both languages, and with what to do."""

import gzip
from pathlib import Path

import pytest

from triagraph.errors import InputError, ParseError
from triagraph.formats import JSONLD, NTRIPLES, RDFXML, TURTLE, Syntax
from triagraph.parser import Document, parse, parse_lines, read_document
from triagraph.parser.document import document_of

EX = "@prefix ex: <http://example.org/> .\n"
MISTAKES = [
    pytest.param(
        TURTLE, "foaf:a foaf:b foaf:c .", 1, 1, "prefix `foaf:`", "<http://xmlns.com/foaf/0.1/>", id="undeclared prefix"
    ),
    pytest.param(TURTLE, EX + "ex:a ex:b ex:c\nex:d ex:e ex:f .", 3, 1, "dot", "end the statement", id="missing dot"),
    pytest.param(TURTLE, EX + "ex:a ex:b “hallo” .", 2, 11, "typographic", "straight", id="smart quotes"),
    pytest.param(TURTLE, "<a> <http://b> <http://c> .", 1, 1, "relative", "@base", id="relative IRI"),
    pytest.param(
        TURTLE, "<http://a b> <http://b> <http://c> .", 1, 1, "not allowed in an IRI", "%20", id="space in an IRI"
    ),
    pytest.param(TURTLE, EX + 'ex:a ex:b "x"@d_e .', 2, 15, "language tag", "@de", id="language tag"),
    pytest.param(TURTLE, EX + '"a" ex:b ex:c .', 2, 1, "cannot be the subject", "missing", id="literal subject"),
    pytest.param(TURTLE, EX + "ex:a ex:b [ ex:c ex:d .", 2, 23, "bracket `]`", None, id="open bracket"),
    pytest.param(TURTLE, EX + 'ex:a ex:b "abc', 2, 11, "ends in the middle", "missing", id="cut off"),
    pytest.param(JSONLD, '{"@id": "http://a",\n "b": }', 2, 7, "valid JSON", "comma", id="JSON"),
    pytest.param(
        JSONLD,
        '{"a": "https://example.org/c",\n "@context": [{}, "https://example.org/\\u0063"]}',
        2,
        19,
        "remote context",
        "write the context",
        id="remote context",
    ),
    pytest.param(
        JSONLD,
        '{"@context": {"@import": "file:///etc/hostname"}}',
        1,
        26,
        "remote context",
        "write the context",
        id="imported context",
    ),
    pytest.param(
        JSONLD,
        '[{"@id": "http://a", "b": "\\"@id\\":"},\n{"c": {"@id": "ü"}, "@id": "http://a", "@id": "http://b"}]',
        2,
        40,
        "stands twice",
        "list",
        id="repeated key",
    ),
    pytest.param(
        JSONLD, '[{"@id": "http://a"},\n{ "@id" : 1, "http://b": 2}]', 2, 3, "must be a text", None, id="number as @id"
    ),
    pytest.param(
        JSONLD, '{"@context": 7, "@id": "http://a"}', 1, 2, "must be an object", None, id="number as @context"
    ),
    pytest.param(JSONLD, '{"@context": {"a": "b", "b": "a"}, "a": 1}', None, None, "each other", None, id="a circle"),
    pytest.param(JSONLD, '{"a": "NaN",\n"b": [1, -Infinity]}', 2, 10, "not JSON", "number", id="no number"),
    pytest.param(JSONLD, '{"a": "' + "1" * 5000 + '",\n"b": ' + "2" * 5000 + "}", 2, 6, "digits", None, id="digits"),
    pytest.param(JSONLD, "[" * 100 + "]" * 100, 1, 65, "nested deeper", None, id="deep JSON"),
    pytest.param(RDFXML, "<a>\n<b>\n</a>", 3, 3, "well-formed", "closing", id="XML"),
    pytest.param(RDFXML, '<!DOCTYPE a [<!ENTITY x "y">]>\n<a/>', 1, None, "DOCTYPE", None, id="document type"),
    pytest.param(
        RDFXML, '<?xml version="1.0" encoding="idna"?><a/>', 1, None, "encoding", "UTF-8", id="encoding of names"
    ),
    pytest.param(
        RDFXML, '<?xml version="1.0" encoding="klingon"?><a/>', 1, None, "encoding", "UTF-8", id="unknown encoding"
    ),
    pytest.param(TURTLE, "<http://a\n> a <http://b> .", 1, 1, "not closed", "closing", id="IRI over two lines"),
    pytest.param(TURTLE, EX + 'ex:a ex:b "x\ny" .', 2, None, "several lines", '"""', id="text over two lines"),
    pytest.param(TURTLE, EX + "ex:a ex:b ex:c ex:d ex:e .", 2, 16, "dot", "end the statement", id="missing semicolon"),
    pytest.param(TURTLE, EX + "ex:a b ex:c .", 2, 6, "property", "prefix", id="no property"),
    pytest.param(TURTLE, EX + "ex:a ex:b c .", 2, 11, "a value is expected", "quotation mark", id="no value"),
    pytest.param(TURTLE, EX + 'ex:a ex:b "1"^^c .', 2, None, "`c` stands there", "xsd:date", id="no datatype"),
    pytest.param(TURTLE, "@prefix ex <http://a> .\n", 1, None, "prefix", "@prefix name:", id="prefix without colon"),
    pytest.param(TURTLE, "<http://a%zz> a <http://b> .", 1, None, "hexadecimal", "%25", id="percent sign"),
    pytest.param(TURTLE, "<http://a\x00b> a <http://b> .", 1, 1, "`U+0000` is not allowed", None, id="NUL"),
    pytest.param(NTRIPLES, "<http://a> <http://b> .", 1, None, "third place", "a line is", id="N-Triples"),
    pytest.param(NTRIPLES, "<http://a> b <http://b> .", 1, None, "second place", "a line is", id="N-Triples name"),
    pytest.param(NTRIPLES, "a <http://a> <http://b> .", 1, None, "angle brackets", "a line is", id="N-Triples subject"),
]


@pytest.mark.parametrize(("syntax", "text", "line", "column", "message", "hint"), MISTAKES)
def test_a_mistake_is_told(
    syntax: Syntax, text: str, line: int | None, column: int | None, message: str, hint: str | None
) -> None:
    with pytest.raises(ParseError) as caught:
        list(parse(Document("input", text.encode(), syntax)))
    error = caught.value
    assert error.location is not None
    assert (error.location.file, error.location.line) == ("input", line)
    assert column is None or error.location.column == column
    assert message in error.message.en
    assert hint is None or (error.hint is not None and hint in error.hint.en)
    assert "Parser error" not in error.to_text("en") + error.to_text("de")
    assert error.message.de != error.message.en


def test_a_correct_document_has_no_mistake() -> None:
    assert len(list(parse(Document("input", (EX + "ex:a ex:b ex:c .").encode(), TURTLE)))) == 1


@pytest.mark.parametrize(("end", "place"), [("\n", "4:5"), ("\r\n", "4:5"), ("\r\r\n", "4:5"), ("\r", "1:50")])
def test_lines_end_with_line_feeds_as_they_do_for_results(end: str, place: str) -> None:
    text = end.join(("@prefix x: <http://x/> .", 'x:a x:b """ü', 'b""" .', "x:a “a” ."))
    with pytest.raises(ParseError) as caught:
        list(parse(Document("a.ttl", text.encode(), TURTLE)))
    assert str(caught.value.location) == f"a.ttl:{place}"
    assert "typographic" in caught.value.message.en


def test_umlauts_in_windows_1252_are_told_with_their_place() -> None:
    with pytest.raises(ParseError) as caught:
        document_of("a.ttl", "# ok\n# Thüringen\n".encode("cp1252"), TURTLE)
    assert str(caught.value.location) == "a.ttl:2:5"
    assert caught.value.hint is not None


def test_an_address_is_not_fetched_and_told_as_what_it_is() -> None:
    with pytest.raises(InputError) as caught:
        read_document(Path("https://example.org/a.ttl"))
    assert "`https://example.org/a.ttl` is no file" in caught.value.message.en
    assert caught.value.hint is not None


def test_a_byte_order_mark_is_read_past(tmp_path: Path) -> None:
    path = tmp_path / "bom.ttl"
    path.write_bytes(b"\xef\xbb\xbf<http://a> <http://b> 1 .")
    assert len(list(parse(read_document(path)))) == 1


def test_a_gzipped_file_is_unpacked_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl.gz"
    packed = gzip.compress(b"<http://a> <http://b> 1 .")
    path.write_bytes(packed)
    assert len(list(parse(read_document(path)))) == 1
    path.write_bytes(packed[:-4])
    with pytest.raises(ParseError):
        read_document(path)


@pytest.mark.parametrize("limit", [None, 1000])
def test_a_gzipped_file_is_unpacked_member_by_member_and_to_its_end(tmp_path: Path, limit: int | None) -> None:
    path = tmp_path / "a.ttl.gz"
    members = gzip.compress(b"<http://a> <http://b> 1 .") + gzip.compress(b"<http://a> <http://b> 2 .")
    path.write_bytes(members)
    assert len(list(parse(read_document(path, limit=limit)))) == 2
    path.write_bytes(members[:-9])
    with pytest.raises(ParseError, match="cut off"):
        read_document(path, limit=limit)


def test_a_mistake_at_the_end_of_a_file_is_told_once() -> None:
    text = b'<http://a> <http://b> 1 .\n<http://a> <http://b> "x'
    errors = [each for each in parse_lines(Document("a.nt", text, NTRIPLES)) if isinstance(each, ParseError)]
    assert [error.location.line for error in errors if error.location] == [1, 2]


def test_only_a_large_literal_is_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object, **__: object) -> None:
        raise MemoryError

    with pytest.raises(ParseError, match="16 MiB"):
        list(parse(Document("a.ttl", b'<http://a> <http://b> "' + b"x" * (17 << 20) + b'" .', TURTLE)))
    (error,) = parse_lines(Document("a.nt", b'<http://a> <http://b> "' + b"x" * (17 << 20) + b'" .', NTRIPLES))
    assert "16 MiB" in str(error)
    monkeypatch.setattr("triagraph.parser.parse_rdf", no_memory)
    with pytest.raises(MemoryError):
        list(parse(Document("a.ttl", b"", TURTLE)))


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.ttl.gz"
    path.write_bytes(gzip.compress(b" " * 10_000_000))
    with pytest.raises(InputError, match="larger than"):
        read_document(path, limit=1_000_000)


def test_a_missing_file_and_an_unknown_suffix_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "none.ttl")
    with pytest.raises(InputError, match="cannot be told"):
        read_document(tmp_path / "data.docx")
