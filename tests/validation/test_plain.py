"""What lines are taken for plain is read by the engine as these lines, or not at all."""

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from triagraph.namespaces import SH
from triagraph.validation import intake
from triagraph.validation.plain import NotPlainError, canonical

LINES = (
    b"<http://x/s> <http://x/p> <http://x/o> .\n",
    b'<http://x/s> <http://x/p> "a <http: # b"@de .\n',
    b'<http://x/s> <http://x/p> "M\xc3\xbcsli {1} ^ .@x" .\n',
    b'<http://x/#s> <http://x/p> "2015"^^<http://www.w3.org/2001/XMLSchema#gYear> .\n',
)
#: What may stand too much in a line; the brackets and signs of other syntaxes among it.
STRAY = [
    *(bytes([byte]) for byte in range(1, 0x100)),
    "é".encode(),
    "\ufeff".encode(),
    b"_:b",
    b"# <http://x/x> .",
    b"<http://x/x>",
    b'"x"',
    b" .\n",
    b"\\u0041",
    b"@de",
    b"^^<http://x/d>",
]


def reads(chunk: bytes) -> bytes | None:
    """Give what the parser reads, as it would write it; None where it sees a mistake."""
    try:
        return serialize(parse(chunk, format=RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES) or b""
    except SyntaxError:
        return None


def is_taken_for_plain(chunk: bytes) -> bool:
    try:
        return canonical("x.nt", chunk) is chunk
    except NotPlainError:
        return False


@pytest.mark.parametrize("line", LINES)
def test_plain_lines_stay_as_they_are(line: bytes) -> None:
    assert is_taken_for_plain(line)
    assert reads(line) == line


@pytest.mark.parametrize(
    "line",
    [
        b"_:a <http://x/p> <http://x/o> .\n",
        b"<http://x/s> <http://x/p> <javascript:alert(1)> .\n",
        b'<http://x/s> <http://x/p> "a"@DE .\n',
        b'<http://x/s> <http://x/p> "\\u0001" .\n',
        b"<http://x/s> <http://x/p> .\n",
        b'<http://x/s> <http://x/p> "\xff" .\n',
        b'<http://x/s> <http://x/p> "\xef\xbf\xbf" .\n',
    ],
)
def test_what_is_not_plain_is_not_taken_for_it(line: bytes) -> None:
    assert not is_taken_for_plain(LINES[0] + line + LINES[1])


@pytest.mark.parametrize("value", ["1e9999999", "1.E9999999", "9" * 251])
def test_numbers_without_end_are_not_plain(value: str) -> None:
    line = f'<http://x/s> <http://x/p> "{value}"^^<http://www.w3.org/2001/XMLSchema#double> .\n'.encode()
    assert not is_taken_for_plain(line)


@pytest.mark.parametrize("value", ["gestern", "1e1", "zehn"])
def test_words_where_a_number_belongs_are_as_they_are(value: str) -> None:
    line = f'<http://x/s> <http://x/p> "{value}"^^<http://www.w3.org/2001/XMLSchema#double> .\n'.encode()
    assert canonical("x.nt", line) == line


@pytest.mark.parametrize("stray", STRAY, ids=[stray.hex() for stray in STRAY])
def test_what_is_taken_for_plain_is_a_mistake_or_these_lines(stray: bytes) -> None:
    for line in LINES:
        for position in range(len(line)):
            chunk = LINES[0] + line[:position] + stray + line[position:]
            if chunk.endswith(b"\n") and is_taken_for_plain(chunk):
                assert reads(chunk) in {None, chunk}


@pytest.mark.skipif(not intake.can_stream(), reason="needs the engine shacl")
@pytest.mark.parametrize("stray", [bytes([byte]) for byte in range(0x21, 0x7F)])
def test_where_the_parser_sees_a_mistake_the_engine_does(stray: bytes) -> None:
    import shacl

    shapes = shacl.Shapes.from_text(f"<urn:x> <{SH}targetNode> <urn:x> .", format="ntriples")
    for position in range(len(LINES[0])):
        chunk = LINES[0][:position] + stray + LINES[0][position:]
        if is_taken_for_plain(chunk) and reads(chunk) is None:
            with pytest.raises(ValueError, match=r"."):
                shapes.validate_text(chunk.decode(), format="ntriples")
