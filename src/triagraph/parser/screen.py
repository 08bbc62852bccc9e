"""Refuse in the documents of strangers what is RDF but would harm whoever reads it later.

Numbers that take gigabytes to compute, markup that takes minutes to read, characters that no XML can hold, IRIs that run a
script or open a file. Our own files are not screened. Characters: https://www.w3.org/TR/xml/#charsets
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NoReturn

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from triagraph.errors import Location, ParseError
from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE
from triagraph.language import Text
from triagraph.namespaces import RDF, XSD
from triagraph.parser.document import Document

#: What an IRI may begin with: a browser runs `javascript:` and `data:`, and `file:` lies on somebody's disk.
SCHEMES: Final = frozenset(
    "http https urn mailto tel geo tag info doi did ark ftp ftps xmpp sip sips ldap acct ni".split()  # noqa: SIM905
)
#: Characters of a number or a date, and of a number's exponent.
MAX_NUMBER: Final = 300
MAX_EXPONENT: Final = 4
MAX_LITERAL: Final = 16 << 20
MAX_MARKUP: Final = 64 << 10
MAX_MARKUP_DEPTH: Final = 256
MAX_TERM_DEPTH: Final = 8
MAX_ATTRIBUTES: Final = 4096

_COMMON: Final = ("http://", "https://", "urn:", "mailto:", "tel:")
_MARKUP: Final = frozenset({f"{RDF}HTML", f"{RDF}XMLLiteral"})
_MEASURED: Final = frozenset(
    f"{XSD}{name}"
    for name in (
        *("integer", "decimal", "double", "float", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "boolean"),
        *("date", "dateTime", "dateTimeStamp", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
        *("duration", "dayTimeDuration", "yearMonthDuration"),
    )
)
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: As generous as readers of numbers are: digits of every script, and underscores.
_EXPONENT: Final = re.compile(r"[eE][-+]?([\d_]+)\s*$")
#: A tag: whether it closes, its name, whether it closes itself. Possessive, so that no text makes it slow.
_TAG: Final = re.compile(r"<(/?)([A-Za-z][^\s/<>]*+)([^<>]*+(?<=/)>)?")
_VOID: Final = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
#: In JSON: a pair of surrogates, a lone one (which the group holds), any other escape.
_JSON_ESCAPE: Final = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)

_ENCODING: Final = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']{1,40})""")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_START_TAG: Final = re.compile(rb"""<[^<>"'!?][^<>"']*+(?:(?:"[^"<]*+"|'[^'<]*+')[^<>"']*+)*+>""")
_ATTRIBUTE: Final = re.compile(rb"""=\s*["']""")

_LONG_LINE: Final = 4096
_LONG_TAG: Final = 32768
_NONCHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_ESCAPES: Final = (b"\\u", b"\\U", b"\\b", b"\\f")
_BATCH: Final = 256


def _classes() -> bytes:
    """Map each byte to its class: a control character to NUL, what a number may hold to 0, `E` to `e`."""
    table = bytearray(range(256))
    table[:32] = bytes(byte if byte in b"\t\n\r" else 0 for byte in range(32))
    for byte in (*b"0123456789.+-_", *range(0x80, 0x100)):
        table[byte] = ord("0")
    table[ord("E")] = ord("e")
    return bytes(table)


_CLASSES: Final = _classes()


def check_text(document: Document) -> None:
    """Refuse what is to be refused before it is parsed: half of a character, XML that is not UTF-8, endless attributes.

    Raises:
        ParseError: there is such a thing, at this line and column.
    """
    if document.syntax is JSONLD and b"\\u" in document.data:
        _check_surrogates(document)
    elif document.syntax is RDFXML:
        _check_encoding(document)
        _check_attributes(document)


def _check_surrogates(document: Document) -> None:
    for escape in _JSON_ESCAPE.finditer(document.data):
        if escape[1] is not None:
            raise ParseError(
                Text(
                    f"`\\{escape[1].decode()}` ist nur die Hälfte eines Zeichens.",
                    f"`\\{escape[1].decode()}` is only half of a character.",
                ),
                hint=Text(
                    "Die Datei als UTF-8 ohne Maskierungen speichern.", "save the file as UTF-8 without escapes."
                ),
                location=_at(document, escape.start()),
            )


def _check_encoding(document: Document) -> None:
    """RDF/XML is read as UTF-8, whatever it declares: what declares something else is not read at all."""
    declared = _ENCODING.match(document.data)
    if declared is not None and declared[1].lower() != b"utf-8":
        name, position = declared[1].decode("ascii", "replace"), declared.start(1)
    elif document.data.startswith(_UTF16):
        name, position = "UTF-16", 0
    else:
        return
    raise ParseError(
        Text(
            f"Die Datei ist in `{name}` geschrieben, nicht in UTF-8.", f"The file is written in `{name}`, not in UTF-8."
        ),
        hint=Text("Die Datei als UTF-8 speichern.", "Save the file as UTF-8."),
        location=_at(document, position),
    )


def _check_attributes(document: Document) -> None:
    """Look into tags that are long: the parser's time grows with the square of the number of attributes."""
    data, position = document.data, 0
    while 0 <= position < len(data) - _LONG_TAG:
        after = data.rfind(b"<", position + 1, position + _LONG_TAG)
        if after < 0:
            tag = _START_TAG.match(data, position)
            if tag is not None and len(_ATTRIBUTE.findall(tag[0])) > MAX_ATTRIBUTES:
                raise ParseError(
                    Text(
                        f"Ein Element hat mehr als {MAX_ATTRIBUTES} Attribute.",
                        f"An element has more than {MAX_ATTRIBUTES} attributes.",
                    ),
                    location=_at(document, position),
                )
            after = data.find(b"<", position + _LONG_TAG)
        position = after


def screened(quads: Iterator[Quad], document: Document) -> Iterator[Quad]:
    """Give the quads of a document of a stranger, each once it is known to be harmless.

    To look at each term in Python would take longer than to parse it. So bytes are looked at first: where those of the
    document, or those of a batch of quads as N-Quads, cannot hold anything harmful, no term is looked at.

    Raises:
        ParseError: an IRI or a literal is not taken from strangers; with its line where the document shows it.
    """
    return quads if plainly_harmless(document) else _in_batches(quads, document)


def plainly_harmless(document: Document) -> bool:
    """Tell by its bytes alone that a document has nothing to refuse; False says nothing."""
    if document.syntax in {NTRIPLES, NQUADS}:
        return _is_plain(document.data)
    if document.syntax in {TURTLE, TRIG}:
        return not any(quotes in document.data for quotes in (b'"""', b"'''")) and _is_plain(document.data)
    return False


def _is_plain(data: bytes) -> bool:
    """Tell that statements, one or more on a line, are harmless.

    Literals are short, since lines are; every `<` begins an http IRI; no escape stands for a forbidden character and none
    stands there itself; no run of digits is long, and none follows an exponent's `e`.
    """
    if not _has_short_lines(data) or _has_one(_ESCAPES, data) or _has_one(_NONCHARACTERS, data):
        return False
    if data.count(b"<") != data.count(b"<http"):
        return False
    classes = data.translate(_CLASSES)
    return not (b"\0" in classes or b"0e00000" in classes or b"0" * MAX_NUMBER in classes)


def _has_one(sequences: tuple[bytes, ...], data: bytes) -> bool:
    """Look for the byte that all of them begin with first: that costs next to nothing."""
    return sequences[0][:1] in data and any(sequence in data for sequence in sequences)


def _in_batches(quads: Iterator[Quad], document: Document) -> Iterator[Quad]:
    predicates: set[str] = set()
    while batch := list(islice(quads, _BATCH)):
        if not _is_plain(serialize(batch, format=RdfFormat.N_QUADS) or b""):
            for quad in batch:
                _check_quad(quad, predicates, document)
        yield from batch


def _check_quad(quad: Quad, predicates: set[str], document: Document) -> None:
    """Check a quad; `predicates` are those that have been checked."""
    _check_term(quad.subject, document)
    _check_term(quad.object, document)
    predicate, graph = quad.predicate.value, quad.graph_name
    if predicate not in predicates:
        _check_iri(predicate, document)
        predicates.add(predicate)
    if isinstance(graph, NamedNode):
        _check_iri(graph.value, document)


def _check_term(term: Any, document: Document, depth: int = 0) -> None:
    if isinstance(term, NamedNode):
        _check_iri(term.value, document)
    elif isinstance(term, Literal):
        _check_literal(term, document)
    elif isinstance(term, Triple):
        if depth == MAX_TERM_DEPTH:
            _refuse(
                document,
                "<<",
                f"Aussagen über Aussagen sind tiefer als {MAX_TERM_DEPTH} Ebenen verschachtelt.",
                f"Statements about statements are nested deeper than {MAX_TERM_DEPTH} levels.",
            )
        for part in (term.subject, term.predicate, term.object):
            _check_term(part, document, depth + 1)


def _check_iri(iri: str, document: Document) -> None:
    if iri.startswith(_COMMON):
        return
    scheme = iri.partition(":")[0]
    if scheme.lower() not in SCHEMES:
        raise ParseError(
            Text(f"IRIs mit `{scheme}:` werden nicht angenommen.", f"IRIs with `{scheme}:` are not accepted."),
            hint=Text(
                "Eine Adresse mit `https:` oder einen Namen mit `urn:` verwenden.",
                "use an address with `https:` or a name with `urn:`.",
            ),
            location=_find(document, [iri, f"{scheme}:"]),
        )


def _check_literal(literal: Literal, document: Document) -> None:
    value = literal.value
    if not value.isprintable():
        _check_characters(value, document)
    datatype = literal.datatype.value
    if datatype in _MEASURED:
        _check_number(value, document)
    elif datatype in _MARKUP:
        _check_markup(value, document, html=datatype != f"{RDF}XMLLiteral")
    elif not datatype.startswith(_COMMON):
        _check_iri(datatype, document)
    if len(value) > MAX_LITERAL:
        _refuse(document, value, "Ein Text ist länger als 16 Mi Zeichen.", "A text is longer than 16 Mi characters.")


def _check_characters(value: str, document: Document) -> None:
    found = _FORBIDDEN.search(value)
    if found is None:
        return
    code = ord(found[0])
    written = [found[0], f"\\u{code:04X}", f"\\u{code:04x}", f"\\U{code:08X}", f"\\U{code:08x}"]
    written += {8: ["\\b"], 12: ["\\f"]}.get(code, [])
    raise ParseError(
        Text(
            f"Ein Text enthält das Steuerzeichen U+{code:04X}; XML kann es nicht aufnehmen.",
            f"A text holds the control character U+{code:04X}; XML cannot hold it.",
        ),
        hint=Text("Das Zeichen löschen.", "delete the character."),
        location=_find(document, written),
    )


def _check_number(value: str, document: Document) -> None:
    if len(value) <= MAX_EXPONENT + 1:
        return
    if len(value) > MAX_NUMBER:
        _refuse(
            document,
            value,
            f"Eine Zahl oder ein Datum hat mehr als {MAX_NUMBER} Zeichen.",
            f"A number or a date has more than {MAX_NUMBER} characters.",
        )
    exponent = _EXPONENT.search(value)
    if exponent is not None and len(exponent[1]) > MAX_EXPONENT:
        _refuse(
            document,
            value,
            f"Der Exponent von `{value}` hat mehr als {MAX_EXPONENT} Stellen.",
            f"The exponent of `{value}` has more than {MAX_EXPONENT} digits.",
        )


def _check_markup(value: str, document: Document, *, html: bool) -> None:
    if len(value) > MAX_MARKUP:
        _refuse(
            document,
            value,
            "Ein HTML- oder XML-Text ist größer als 64 KiB.",
            "An HTML or XML text is larger than 64 KiB.",
        )
    if "<!doctype" in value.lower() or "<!entity" in value.lower():
        _refuse(
            document,
            value,
            "Ein HTML- oder XML-Text hat eine DOCTYPE-Angabe.",
            "An HTML or XML text has a DOCTYPE.",
        )
    if _depth(value, html=html) > MAX_MARKUP_DEPTH:
        _refuse(
            document,
            value,
            f"Ein HTML- oder XML-Text ist tiefer als {MAX_MARKUP_DEPTH} Ebenen verschachtelt.",
            f"An HTML or XML text is nested deeper than {MAX_MARKUP_DEPTH} levels.",
        )


def _depth(markup: str, *, html: bool) -> int:
    """Give a depth that a reader of the markup will not exceed; an end tag counts only if it ends something."""
    open_tags: list[str] = []
    deepest = 0
    for closing, name, closed in _TAG.findall(markup):
        tag = name.lower()
        if closing and tag in open_tags:
            while open_tags.pop() != tag:
                continue
        elif not closing and not (tag in _VOID if html else closed):
            open_tags.append(tag)
            deepest = max(deepest, len(open_tags))
            if deepest > MAX_MARKUP_DEPTH:
                break
    return deepest


def _refuse(document: Document, written: str, de: str, en: str) -> NoReturn:
    raise ParseError(Text(de, en), location=_find(document, [written[:60], written.partition("\n")[0][:20]]))


def _find(document: Document, candidates: list[str]) -> Location:
    """Find where something is written; what stands in a comment of its own line is not meant."""
    for text in filter(None, candidates):
        written = text.encode("utf-8", "surrogatepass")
        position = document.data.find(written)
        while position >= 0 and document.syntax not in {JSONLD, RDFXML} and _in_comment(document.data, position):
            position = document.data.find(written, position + 1)
        if position >= 0:
            return _at(document, position)
    return Location(document.name)


def _in_comment(data: bytes, position: int) -> bool:
    start = data.rfind(b"\n", 0, position) + 1
    return data[start:position].lstrip().startswith(b"#")


def _at(document: Document, position: int) -> Location:
    start = document.data.rfind(b"\n", 0, position) + 1
    column = len(document.data[start:position].decode("utf-8", "replace")) + 1
    return Location(document.name, document.data.count(b"\n", 0, position) + 1, column)


def _has_short_lines(data: bytes) -> bool:
    position = 0
    while len(data) - position > _LONG_LINE:
        position = data.rfind(b"\n", position, position + _LONG_LINE) + 1
        if not position:
            return False
    return True
