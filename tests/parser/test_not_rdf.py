"""What is often taken for RDF by mistake is told as what it is."""

import pytest

from triagraph.errors import ParseError
from triagraph.formats import NTRIPLES, TURTLE, Syntax
from triagraph.parser.document import document_of


@pytest.mark.parametrize("syntax", [TURTLE, NTRIPLES])
@pytest.mark.parametrize(
    ("data", "german", "english"),
    [
        ("<a:s> <a:p> <a:o> .\n".encode("utf-16"), "in UTF-16 geschrieben", "written in UTF-16"),
        (b"PK\x03\x04\x14\0", "ein ZIP-Archiv", "a ZIP archive"),
        (b"\n<!DOCTYPE html>\n<html lang='de'>", "eine HTML-Seite", "an HTML page"),
        (b"\xef\xbb\xbf<HTML>\n<head>", "eine HTML-Seite", "an HTML page"),
    ],
)
def test_what_is_no_rdf_is_told(data: bytes, syntax: Syntax, german: str, english: str) -> None:
    with pytest.raises(ParseError) as raised:
        document_of("in", data, syntax)
    assert german in raised.value.message.de
    assert english in raised.value.message.en
    assert raised.value.hint is not None


@pytest.mark.parametrize("data", [b"<html:a> <a:p> <a:o> .\n", b"<html> <a:p> <a:o> .\n", b"# <html>\n", b"PK: .", b""])
def test_what_only_looks_like_it_is_read(data: bytes) -> None:
    assert document_of("in", data, TURTLE).data == data
