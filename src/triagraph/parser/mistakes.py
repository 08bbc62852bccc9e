"""Say a parser's complaint in words that a contributor can act on; no parser's internals reach the user."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from triagraph.errors import Location, ParseError
from triagraph.language import Text
from triagraph.namespaces import PREFIXES
from triagraph.parser.document import Document

_PREAMBLE: Final = re.compile(
    r"^Parser error (?:at line \d+ (?:column \d+|between columns \d+ and \d+)|between line \d+ column \d+ and line \d+ column \d+): "
)
_SMART_QUOTES: Final = frozenset("“”„‟‘’‚«»")


@dataclass(frozen=True, slots=True)
class _Mistake:
    pattern: re.Pattern[str]
    explain: Callable[[re.Match[str]], tuple[Text, Text | None]]


def _prefix(match: re.Match[str]) -> tuple[Text, Text | None]:
    prefix = match[1].rstrip(":")
    known = PREFIXES.get(prefix)
    line = f"@prefix {prefix}: <{known or '…'}> ."
    return (
        Text(f"Das Präfix `{prefix}:` ist nicht erklärt.", f"The prefix `{prefix}:` is not declared."),
        Text(f"`{line}` an den Anfang der Datei schreiben.", f"add `{line}` at the top of the file."),
    )


def _said(
    de: str, en: str, hint_de: str = "", hint_en: str = ""
) -> Callable[[re.Match[str]], tuple[Text, Text | None]]:
    def explain(match: re.Match[str]) -> tuple[Text, Text | None]:
        hint = Text(hint_de, hint_en) if hint_de else None
        return Text(match.expand(de), match.expand(en)), hint

    return explain


_MISTAKES: Final = tuple(
    _Mistake(re.compile(pattern), explain)
    for pattern, explain in (
        (r"The prefix (\S+) has not been declared", _prefix),
        (
            r"A dot is expected at the end of statements",
            _said(
                "Davor fehlt der Punkt, der eine Aussage beendet (oder ein `;` oder `,`).",
                "The dot that ends a statement is missing before this (or a `;` or `,`).",
                "Die vorige Aussage mit ` .` beenden.",
                "end the statement before it with ` .`.",
            ),
        ),
        (
            r"No scheme found in an absolute IRI",
            _said(
                "Die IRI ist relativ, und die Datei nennt keine Basis.",
                "The IRI is relative, and the file names no base.",
                "Die IRI ausschreiben oder `@base <https://…/> .` an den Anfang schreiben.",
                "write the IRI in full, or add `@base <https://…/> .` at the top.",
            ),
        ),
        (
            r"Invalid IRI code point '(.*)'",
            _said(
                r"In einer IRI darf `\1` nicht stehen.",
                r"`\1` is not allowed in an IRI.",
                'Leerzeichen als `%20` schreiben und `<`, `>`, `"` vermeiden.',
                'write a space as `%20`, and leave out `<`, `>` and `"`.',
            ),
        ),
        (
            r"language (?:sub)?tag is invalid|invalid language tag",
            _said(
                "Die Sprachangabe ist ungültig.",
                "The language tag is not valid.",
                "`@de` oder `@en` schreiben.",
                "write `@de` or `@en`.",
            ),
        ),
        (
            r'("[^"]*")\S* is not a valid subject',
            _said(
                r"Ein Text (\1) kann nicht Subjekt einer Aussage sein.",
                r"A text (\1) cannot be the subject of a statement.",
                "Davor fehlt vielleicht ein `,` oder `;`.",
                "a `,` or `;` may be missing before it.",
            ),
        ),
        (
            r"(\S+) is not a valid subject or graph name",
            _said(
                r"Hier kann `\1` nicht stehen; erwartet wird eine IRI.", r"`\1` cannot stand here; an IRI is expected."
            ),
        ),
        (
            r"should end with a '(.)'",
            _said(r"Die schließende Klammer `\1` fehlt.", r"The closing bracket `\1` is missing."),
        ),
        (
            r"Unexpected escape character '(.*)'",
            _said(
                r"`\1` ist keine gültige Maskierung in einem Text.",
                r"`\1` is not a valid escape in a text.",
                "Einen Rückstrich im Text als `\\\\` schreiben.",
                "write a backslash in a text as `\\\\`.",
            ),
        ),
        (
            r"'(.)' is not allowed at the beginning of a prefix name",
            _said(r"Hier kann `\1` nicht stehen.", r"`\1` cannot stand here."),
        ),
        (
            r"Unexpected end",
            _said(
                "Die Datei hört mitten in einer Aussage auf.",
                "The file ends in the middle of a statement.",
                "Fehlt ein Punkt, eine Klammer oder ein Anführungszeichen am Ende?",
                "is a dot, a bracket or a quotation mark missing at the end?",
            ),
        ),
        (
            r"Named graphs are not allowed",
            _said("Benannte Graphen sind hier nicht erlaubt.", "Named graphs are not allowed here."),
        ),
        (
            r"LoadDocumentCallback",
            _said(
                "Das Dokument verweist auf einen fremden JSON-LD-Kontext; es wird nichts nachgeladen.",
                "The document refers to a remote JSON-LD context; nothing is fetched.",
                "Den Kontext in das Dokument schreiben.",
                "write the context into the document.",
            ),
        ),
    )
)


def explain(error: SyntaxError, document: Document) -> ParseError:
    """Turn a complaint of the parser into an error with place, message and hint."""
    reason = _PREAMBLE.sub("", error.msg or "")
    location = Location(document.name, error.lineno, error.offset)
    smart = _smart_quote(error, document)
    if smart is not None:
        return ParseError(
            Text(f"`{smart}` ist ein typografisches Anführungszeichen.", f"`{smart}` is a typographic quotation mark."),
            hint=Text('Das gerade Anführungszeichen `"` verwenden.', 'use the straight quotation mark `"`.'),
            location=location,
        )
    for mistake in _MISTAKES:
        match = mistake.pattern.search(reason)
        if match:
            message, hint = mistake.explain(match)
            return ParseError(message, hint=hint, location=location)
    return ParseError(
        Text(
            f"Das ist kein gültiges {document.syntax.label}: {reason}.",
            f"This is not valid {document.syntax.label}: {reason}.",
        ),
        location=location,
    )


def _smart_quote(error: SyntaxError, document: Document) -> str | None:
    if error.lineno is None or error.offset is None:
        return None
    lines = document.lines
    if not 0 < error.lineno <= len(lines):
        return None
    rest = lines[error.lineno - 1][error.offset - 1 : error.offset]
    return rest if rest in _SMART_QUOTES else None
