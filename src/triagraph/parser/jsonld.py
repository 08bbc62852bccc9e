"""Prepare JSON-LD for parsing: strict JSON, and no context but those that stand in the document or are ours.

JSON-LD 1.1: https://www.w3.org/TR/json-ld11/. A remote context would be fetched by most processors; here it is refused.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from typing import Any, Final, NoReturn

from triagraph.bundled import bundled_root
from triagraph.errors import Location, ParseError
from triagraph.language import Text
from triagraph.namespaces import DEFAULT_BASE
from triagraph.parser.document import Document
from triagraph.parser.json_places import place

#: The address of our own context; wherever it is named, our copy is read.
CONTEXT_IRI: Final = f"{DEFAULT_BASE}context.jsonld"
MAX_DEPTH: Final = 64
#: A string (passed over as a whole) or a bracket.
_STRUCTURE: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]', re.DOTALL)
_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
#: Brackets of one kind, and what is none.
_BRACKETS: Final = bytes.maketrans(b"[]", b"{}")
_OTHERS: Final = bytes(byte for byte in range(256) if byte not in b"{}[]")
#: A context that stands where it is used.
_INLINE: Final = re.compile(rb'"@context"\s*:\s*\{')


@cache
def own_context() -> dict[str, Any]:
    """Read the context of the vocabulary from our copy."""
    document: dict[str, Any] = json.loads((bundled_root() / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    context: dict[str, Any] = document["@context"]
    return context


def prepare(document: Document) -> bytes:
    """Check a JSON-LD document and put our context in the place of its address.

    Raises:
        ParseError: it is not JSON, is nested too deeply, repeats a key, or names a remote context.
    """
    _check_depth(document)
    most = sys.get_int_max_str_digits()
    try:
        value = json.loads(
            document.data,
            object_pairs_hook=lambda pairs: _unique(pairs, document),
            parse_constant=lambda name: _refuse_constant(name, document),
        )
    except json.JSONDecodeError as error:
        raise ParseError(
            Text("Das ist kein gültiges JSON.", "This is not valid JSON."),
            hint=Text(
                "Fehlt ein Komma, ein Anführungszeichen oder eine Klammer?",
                "is a comma, a quotation mark or a bracket missing?",
            ),
            location=Location(document.name, error.lineno, error.colno),
        ) from error
    except ValueError as error:
        raise ParseError(
            Text("Eine Zahl hat zu viele Stellen.", "A number has too many digits."),
            location=place(document, lambda token: not token.is_text and len(token.written.lstrip("-")) > most),
        ) from error
    if not _may_name_context(document.data):
        return document.data
    try:
        return json.dumps(_with_contexts(value, document), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ParseError(
            Text(
                "Ein Text enthält ein halbes Zeichen (\\uD800 bis \\uDFFF).",
                "A text has half a character (\\uD800 to \\uDFFF).",
            ),
            location=Location(document.name),
        ) from error


def _may_name_context(data: bytes) -> bool:
    """Tell whether a context may stand elsewhere: then there is one that is not written out in place."""
    if b"\\u" in data or b"@import" in data:
        return True
    return data.count(b"@context") != len(_INLINE.findall(data))


def _unique(pairs: list[tuple[str, Any]], document: Document) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    keys = [key for key, _ in pairs]
    repeated = next(key for key in keys if keys.count(key) > 1)
    raise ParseError(
        Text(
            f"Der Schlüssel `{repeated}` steht zweimal im selben Objekt.",
            f"The key `{repeated}` stands twice in one object.",
        ),
        hint=Text("Mehrere Werte als Liste `[…]` schreiben.", "write several values as a list `[…]`."),
        location=place(document, lambda token: token.is_key and token.is_repeated and token.text == repeated),
    )


def _refuse_constant(name: str, document: Document) -> NoReturn:
    raise ParseError(
        Text(f"`{name}` ist kein JSON.", f"`{name}` is not JSON."),
        hint=Text(
            "Eine Zahl schreiben, oder die Angabe löschen.",
            "write a number, or delete the entry.",
        ),
        location=place(document, lambda token: not token.is_text and token.written == name),
    )


def _is_shallow(data: bytes) -> bool:
    """Tell whether brackets are nested no deeper than they may be: each time, the innermost ones are taken away."""
    left = _STRING.sub(b"", data).translate(_BRACKETS, _OTHERS)
    for _ in range(MAX_DEPTH):
        if not left:
            return True
        left = left.replace(b"{}", b"")
    return not left


def _check_depth(document: Document) -> None:
    if _is_shallow(document.data):
        return
    depth = 0
    for token in _STRUCTURE.finditer(document.data):
        character = token[0]
        if character in b"{[":
            depth += 1
        elif character in b"}]":
            depth -= 1
        if depth > MAX_DEPTH:
            before = document.data[: token.start()]
            raise ParseError(
                Text(
                    f"Das Dokument ist tiefer als {MAX_DEPTH} Ebenen verschachtelt.",
                    f"The document is nested deeper than {MAX_DEPTH} levels.",
                ),
                location=Location(document.name, before.count(b"\n") + 1, token.start() - before.rfind(b"\n")),
            )


def _with_contexts(value: Any, document: Document) -> Any:
    if isinstance(value, list):
        return [_with_contexts(item, document) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _resolved(item, document) if key == "@context" else _with_contexts(item, document)
        for key, item in value.items()
    }


def _resolved(context: Any, document: Document) -> Any:
    if isinstance(context, list):
        return [_resolved(item, document) for item in context]
    if isinstance(context, str):
        if context == CONTEXT_IRI:
            return own_context()
        raise _remote(context, document)
    if isinstance(context, dict):
        if "@import" in context:
            raise _remote(str(context["@import"]), document)
        return {key: _with_contexts(item, document) for key, item in context.items()}
    return context


def _remote(address: str, document: Document) -> ParseError:
    return ParseError(
        Text(
            f"Das Dokument verweist auf den fremden Kontext `{address}`; es wird nichts nachgeladen.",
            f"The document refers to the remote context `{address}`; nothing is fetched.",
        ),
        hint=Text(
            f"Den Kontext in das Dokument schreiben, oder unseren nennen: `{CONTEXT_IRI}`.",
            f"write the context into the document, or name ours: `{CONTEXT_IRI}`.",
        ),
        location=place(
            document, lambda token: token.in_context and token.is_text and not token.is_key and token.text == address
        ),
    )
