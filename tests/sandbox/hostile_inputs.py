"""Hostile inputs of our own: name, how its bytes are made, and what the verdict says (None: it is legal RDF, or says nothing).

They are made when they are tried, since some are large.
"""

import gzip
import os
import random
from collections.abc import Callable
from dataclasses import dataclass

EX = b"@prefix e: <http://e.org/> .\n"
XSD = b"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
RDF_XML = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">'
STATEMENT = b"<http://e.org/s> <http://e.org/p> 1 .\n"
CANARY = b"http://127.0.0.1:18999/own"


@dataclass(frozen=True, slots=True)
class Input:
    """A hostile input and a pattern of what is said about it, in English; no `refusal` means that it is taken."""

    name: str
    data: Callable[[], bytes]
    refusal: str | None = None
    has_line: bool = True


def _context(context: bytes) -> Callable[[], bytes]:
    return lambda: b'{"@context": ' + context + b', "@id": "http://e.org/s", "name": "n"}'


def _value(value: bytes) -> Callable[[], bytes]:
    return lambda: EX + XSD + b"e:s e:p " + value + b" ."


def _json_value(value: bytes) -> Callable[[], bytes]:
    return lambda: b'{"@id": "http://e.org/s", "http://e.org/p": ' + value + b"}"


def _xml(body: bytes, before: bytes = b"") -> Callable[[], bytes]:
    return lambda: before + RDF_XML + body + b"</rdf:RDF>"


def _noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


NESTED = (
    Input("open-lists.ttl", lambda: EX + b"e:s e:p " + b"( " * 500_000, "ends in the middle"),
    Input("open-nodes.ttl", lambda: EX + b"e:s e:p " + b"[ e:p " * 300_000, "ends in the middle"),
    Input("closed-lists.ttl", lambda: EX + b"e:s e:p " + b"( " * 50_000 + b") " * 50_000 + b".", None),
    Input("triple-terms.ttl", _value(b"<<( e:a e:b " * 60 + b"1" + b" )>>" * 60), "8 levels"),
    Input("open-triple-terms.ttl", lambda: EX + b"e:s e:p " + b"<<( e:a e:b " * 50_000, "ends in the middle"),
    Input(
        "reifiers.ttl",
        lambda: EX + b"<< " * 50_000 + b"e:a e:b e:c" + b" >>" * 50_000 + b" e:p 1 .",
        "a property is expected",
    ),
    Input("annotations.ttl", lambda: EX + b"e:a e:b e:c " + b"{| e:p e:o " * 20_000 + b"|} " * 20_000 + b".", None),
    Input("graphs-in-graphs.trig", lambda: EX + b"e:g { " * 10_000, "a property is expected"),
    Input("open-graph.trig", lambda: EX + b"e:g { e:s e:p 1 .", "ends in the middle"),
    Input("arrays.jsonld", _json_value(b"[" * 100_000 + b"]" * 100_000), "64 levels"),
    Input("open-arrays.jsonld", lambda: b"[" * 1_000_000, "64 levels"),
    Input("brackets-in-strings.jsonld", _json_value(b'"' + b"[{" * 100_000 + b'"'), None),
    Input(
        "contexts-in-contexts.jsonld",
        _context(b'{"a": {"@id": "http://e.org/a", "@context": ' * 40 + b"{}" + b"}}" * 40),
        "64 levels",
    ),
    Input("elements.rdf", _xml(b"<e:a><rdf:Description>" * 200 + b"</rdf:Description></e:a>" * 200), "256 levels"),
)
HUGE = (
    Input(
        "prefix-bomb.ttl",
        lambda: b"@prefix a: <http://e.org/" + b"a" * 100_000 + b"> .\n" + b"a:s a:p a:o .\n" * 20_000,
        "more memory",
        has_line=False,
    ),
    Input(
        "base-bomb.ttl",
        lambda: b"@base <http://e.org/" + b"a" * 100_000 + b"/> .\n" + b"<s> <p> <o> .\n" * 20_000,
        "more memory",
        has_line=False,
    ),
    Input(
        "xml-base-bomb.rdf",
        lambda: (
            RDF_XML.replace(b"xmlns:e", b'xml:base="http://e.org/' + b"a" * 100_000 + b'/" xmlns:e')
            + b"<rdf:Description rdf:about='s'><e:p rdf:resource='o'/></rdf:Description>" * 20_000
            + b"</rdf:RDF>"
        ),
        "more memory",
        has_line=False,
    ),
    Input(
        "prefixes.ttl",
        lambda: b"".join(b"@prefix p%d: <http://e.org/%d/> .\n" % (n, n) for n in range(200_000)) + STATEMENT,
        None,
    ),
    Input("long-literal.ttl", lambda: EX + b'e:s e:p "' + b"x" * (17 << 20) + b'" .', "16 MiB", has_line=False),
    Input(
        "long-literal.nt",
        lambda: b'<http://e.org/s> <http://e.org/p> "' + b"x" * (17 << 20) + b'" .',
        "16 MiB",
        has_line=False,
    ),
    Input("long-literal.jsonld", _json_value(b'"' + b"x" * (17 << 20) + b'"'), "16 Mi|more memory", has_line=False),
    Input(
        "long-iri.nt",
        lambda: b"<http://e.org/" + b"a" * (17 << 20) + b"> <http://e.org/p> 1 .",
        "16 MiB",
        has_line=False,
    ),
    Input("long-comment.ttl", lambda: STATEMENT + b"# " + b"x" * (15 << 20), None),
    Input("newlines.ttl", lambda: b"\n" * 20_000_000 + b"x", "cannot stand here"),
    Input("long-label.nt", lambda: b"_:" + b"b" * 2_000_000 + b' <http://e.org/p> "x" .', None),
    Input("long-language.ttl", _value(b'"x"@' + b"-".join([b"abcdefgh"] * 100_000)), None),
    Input("keys.jsonld", lambda: b"{" + b",".join(b'"http://e.org/%d": 1' % n for n in range(100_000)) + b"}", None),
    Input("contexts.jsonld", _context(b"[" + b",".join([b"null"] * 50_000) + b"]"), None),
    Input(
        "namespaces.rdf",
        lambda: b"<e:a " + b" ".join(b'xmlns:e%d="http://e.org/%d"' % (n, n) for n in range(50_000)) + b"/>",
        "attributes",
    ),
    Input(
        "attributes.rdf",
        _xml(b"<rdf:Description " + b" ".join(b'e:a%d="x"' % n for n in range(100_000)) + b"/>"),
        "4096 attributes",
    ),
    Input("comments.rdf", _xml(b"<!-- " + b"x=' " * 1_000_000 + b" -->"), None),
    Input("zeros.ttl", lambda: bytes(1 << 20), "NUL"),
    Input("bomb.ttl.gz", lambda: gzip.compress(bytes(256 << 20), 9), "larger than 64 MiB", has_line=False),
    Input(
        "bomb-of-statements.nt.gz",
        lambda: gzip.compress(STATEMENT * 3_000_000, 1),
        "larger than 64 MiB",
        has_line=False,
    ),
    Input("bombs.ttl.gz", lambda: gzip.compress(b" " * (8 << 20)) * 20, "larger than 64 MiB", has_line=False),
)
BROKEN = (
    Input("utf16-le.ttl", lambda: STATEMENT.decode().encode("utf-16-le"), "NUL"),
    Input("utf16.ttl", lambda: STATEMENT.decode().encode("utf-16"), "UTF-16"),
    Input("utf32.ttl", lambda: STATEMENT.decode().encode("utf-32"), "in UTF-32"),
    Input("utf32be.ttl", lambda: b"\0\0\xfe\xff" + STATEMENT.decode().encode("utf-32-be"), "in UTF-32"),
    Input("utf7.ttl", _value(b'"+AGE-"'), None),
    Input("overlong.ttl", _value(b'"\xc0\x80"'), "not UTF-8"),
    Input("surrogates.ttl", _value(b'"\xed\xa0\x80"'), "not UTF-8"),
    Input("beyond-unicode.ttl", _value(b'"\xf4\x90\x80\x80"'), "not UTF-8"),
    Input("half-a-character.ttl", lambda: STATEMENT + b"# \xe2\x82", "not UTF-8"),
    Input("two-boms.ttl", lambda: b"\xef\xbb\xbf" * 2 + STATEMENT, "cannot stand here"),
    Input("bom.jsonld", lambda: b"\xef\xbb\xbf" + b'{"@id": "http://e.org/s", "http://e.org/p": 1}', None),
    Input("bom.nt.gz", lambda: gzip.compress(b"\xef\xbb\xbf" + STATEMENT.replace(b"1", b'"1"')), None),
    Input("mixed.ttl", lambda: "# größe\n".encode() + "# größe\n".encode("cp1252"), "not UTF-8"),
    Input("noise.ttl", lambda: b"\x01" + _noise(100_000), "UTF-8"),
    Input("noise.jsonld", lambda: b"\x01" + _noise(100_000), "UTF-8"),
    Input("noise.rdf", lambda: b"\x01" + _noise(100_000), "well-formed"),
    Input("image.ttl", lambda: b"\x89PNG\r\n\x1a\n" + _noise(1000), "UTF-8"),
    Input("page.ttl", lambda: b"<!DOCTYPE html><html><body>Login</body></html>", "HTML page"),
    Input("page.rdf", lambda: b"<!DOCTYPE html><html><body>Login</body></html>", "DOCTYPE"),
    Input("page.jsonld", lambda: b"<!DOCTYPE html><html><body>Login</body></html>", "HTML page"),
    Input("truncated.ttl.gz", lambda: gzip.compress(STATEMENT * 1000)[:-9], "damaged or cut off", has_line=False),
    Input(
        "checksum.ttl.gz", lambda: gzip.compress(STATEMENT)[:-8] + os.urandom(8), "damaged or cut off", has_line=False
    ),
    Input("more-after.ttl.gz", lambda: gzip.compress(STATEMENT) + b"more", "damaged or cut off", has_line=False),
    Input("twice.ttl.gz", lambda: gzip.compress(gzip.compress(STATEMENT)), "packed twice", has_line=False),
    Input("members.ttl.gz", lambda: gzip.compress(STATEMENT) * 3, None),
    Input("plain.ttl.gz", lambda: STATEMENT, None),
    Input("number.jsonld", lambda: b"1", None),
    Input("empty.jsonld", lambda: b"", "JSON"),
    Input("empty.rdf", lambda: b"", "well-formed"),
    Input("comment.jsonld", lambda: b'{"a": 1 /* b */}', "JSON"),
    Input("single-quotes.jsonld", lambda: b"{'a': 1}", "JSON"),
    Input("infinity.jsonld", _json_value(b"-Infinity"), "not JSON"),
    Input("two-roots.rdf", lambda: RDF_XML + b"</rdf:RDF>" + RDF_XML + b"</rdf:RDF>", "well-formed"),
    Input("same-attribute.rdf", _xml(b"<e:a e:b='1' e:b='2'/>"), "well-formed"),
    Input("entity.rdf", _xml(b"<rdf:Description><e:p>&xxe;</e:p></rdf:Description>"), "well-formed"),
    Input("encoding.rdf", _xml(b"", b"<?xml version='1.0' encoding='utf-7'?>"), "not in UTF-8"),
)
SLY = (
    Input(
        "context-escaped.jsonld",
        lambda: b'{"\\u0040context": "' + CANARY + b'", "@id": "http://e.org/s"}',
        "remote context",
        has_line=False,
    ),
    Input("context-in-list.jsonld", _context(b'[{}, null, "' + CANARY + b'"]'), "remote context"),
    Input(
        "context-scoped.jsonld",
        _context(b'{"name": {"@id": "http://e.org/n", "@context": "' + CANARY + b'"}}'),
        "remote context",
        has_line=False,
    ),
    Input(
        "context-typed.jsonld",
        _context(b'{"T": {"@id": "http://e.org/T", "@context": ["' + CANARY + b'"]}}'),
        "remote context",
        has_line=False,
    ),
    Input("context-import.jsonld", _context(b'{"@import": "' + CANARY + b'"}'), "remote context"),
    Input("context-import-null.jsonld", _context(b'{"@import": null}'), "remote context", has_line=False),
    Input("context-file.jsonld", _context(b'"file:///etc/hostname"'), "remote context"),
    Input("context-ours.jsonld", _context(b'"https://w3id.org/triagraph/context.jsonld"'), None),
    Input("context-cycle.jsonld", _context(b'{"a": "b:x", "b": "a:x", "name": "a:n"}'), "", has_line=False),
    Input("context-keyword.jsonld", _context(b'{"@type": "http://e.org/t"}'), "", has_line=False),
    Input("vocabulary-of-scripts.jsonld", _context(b'{"@vocab": "javascript:"}'), "`javascript:`"),
    Input(
        "graph-of-files.jsonld",
        lambda: b'{"@id": "file:///etc", "@graph": [{"@id": "http://e.org/s", "http://e.org/p": 1}]}',
        "`file:`",
    ),
    Input("half-character.jsonld", _json_value(b'"\\udc00\\ud800"'), "half of a character"),
    Input("half-character-key.jsonld", lambda: b'{"\\ud800": 1, "\\ud800": 2}', "half of a character"),
    Input("large-number.jsonld", _json_value(b"1E+99999"), "exponent", has_line=False),
    Input("json-literal.jsonld", _json_value(b'{"@type": "@json", "@value": {"a": [1, null]}}'), None),
    Input("exponent.ttl", _value(b"1E-999999999"), "exponent"),
    Input("exponent-underscores.ttl", _value(b'"1e9_9_9_9_9_9"^^xsd:decimal'), "exponent"),
    Input("control.ttl", _value(b'"\\u0000"'), "control character"),
    Input("escape-sequence.ttl", _value(b'"\x1b]0;owned\x07"'), "control character"),
    Input("escape-in-prefix.ttl", lambda: b"\x1b[31mfoo:bar <http://e.org/p> 1 .", ""),
    Input("escape-in-iri.nt", lambda: b"<http://e.org/\x1b[2J> <http://e.org/p> 1 .", "not allowed in an IRI"),
    Input("right-to-left.ttl", _value('"\u202emoc.elpmaxe"'.encode()), None),
    Input("datatype-of-scripts.ttl", _value(b'"x"^^<javascript:alert(1)>'), "`javascript:`"),
    Input("predicate-of-scripts.nt", lambda: b'<http://e.org/s> <javascript:x> "x" .', "`javascript:`"),
    Input("graph-of-files.trig", lambda: b"<file:///etc> { <http://e.org/s> <http://e.org/p> 1 }", "`file:`"),
    Input("graph-of-files.nq", lambda: b'<http://e.org/s> <http://e.org/p> "x" <file:///etc> .', "`file:`"),
    Input("base-of-files.ttl", lambda: b"@base <file:///etc/> . <hostname> <p> <o> .", "`file:`"),
    Input(
        "base-of-files.rdf",
        lambda: (
            RDF_XML.replace(b"xmlns:e", b'xml:base="file:///etc/" xmlns:e')
            + b"<rdf:Description rdf:about='hostname'><e:p>x</e:p></rdf:Description></rdf:RDF>"
        ),
        "`file:`",
    ),
    Input(
        "html-in-two-halves.ttl",
        lambda: (
            EX
            + b"@prefix h: <http://www.w3.org/1999/02/22-rdf-syntax-ns#HTM> .\ne:s e:p '"
            + b"<div>" * 1000
            + b"'^^h:L ."
        ),
        "256 levels",
    ),
    Input(
        "xinclude.rdf",
        _xml(
            b'<rdf:Description><e:p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/></e:p></rdf:Description>'
        ),
        "",
        has_line=False,
    ),
    Input("stylesheet.rdf", _xml(b"", b'<?xml-stylesheet href="' + CANARY + b'"?>'), None),
    Input(
        "entity-utf16.rdf",
        lambda: (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
            + RDF_XML.decode()
            + "<e:a>&b;</e:a></rdf:RDF>"
        ).encode("utf-16"),
        "not in UTF-8",
    ),
    Input(
        "literal-scripts.rdf",
        _xml(
            b'<rdf:Description rdf:about="http://e.org/s"><e:p rdf:parseType="Literal"><script>alert(1)</script></e:p></rdf:Description>'
        ),
        None,
    ),
    Input("service.ttl", lambda: b"PREFIX e: <http://e.org/>\nLOAD <" + CANARY + b">", "cannot stand here"),
    Input("imports.ttl", lambda: b"<http://e.org/s> <http://www.w3.org/2002/07/owl#imports> <" + CANARY + b"> .", None),
)
OWN = (*NESTED, *HUGE, *BROKEN, *SLY)
