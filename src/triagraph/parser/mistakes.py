"""Say a parser's complaint in words that a contributor can act on; no parser's internals reach the user."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from triagraph.errors import Location, ParseError
from triagraph.formats import JSONLD
from triagraph.language import Text
from triagraph.namespaces import PREFIXES
from triagraph.parser.document import Document
from triagraph.parser.jsonld_mistakes import explained, place_of

_PREAMBLE: Final = re.compile(
    r"^Parser error (?:at line \d+ (?:column \d+|between columns \d+ and \d+)|between line \d+ column \d+ and line \d+ column \d+): "
)
_LINE_END: Final = re.compile(r"\r\n?|\n")
_SMART_QUOTES: Final = frozenset("“”„‟‘’‚«»")


@dataclass(frozen=True, slots=True)
class _Mistake:
    pattern: re.Pattern[str]
    explain: Callable[[re.Match[str]], tuple[Text, Text | None]]


def _prefix(match: re.Match[str]) -> tuple[Text, Text | None]:
    prefix = _printable(match[1].rstrip(":"))
    known = PREFIXES.get(prefix)
    line = f"@prefix {prefix}: <{known or '…'}> ."
    return (
        Text(f"Das Präfix `{prefix}:` ist nicht erklärt.", f"The prefix `{prefix}:` is not declared."),
        Text(f"`{line}` an den Anfang der Datei schreiben.", f"add `{line}` at the top of the file."),
    )


def _printable(text: str) -> str:
    """Name the characters that would steer a terminal: `U+0000`."""
    return "".join(each if each.isprintable() else f"U+{ord(each):04X}" for each in text)


def _said(
    de: str, en: str, hint_de: str = "", hint_en: str = ""
) -> Callable[[re.Match[str]], tuple[Text, Text | None]]:
    def explain(match: re.Match[str]) -> tuple[Text, Text | None]:
        hint = Text(hint_de, hint_en) if hint_de else None
        return Text(_printable(match.expand(de)), _printable(match.expand(en))), hint

    return explain


_LINE: Final = (
    'Eine Zeile ist `<…> <…> <…> .` oder `<…> <…> "…" .`; Präfixe und Zahlen gibt es nur in Turtle.',
    'a line is `<…> <…> <…> .` or `<…> <…> "…" .`; only Turtle has prefixes and numbers.',
)
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
            r"Invalid IRI code point '\n'|Invalid IRI code point '\\n'",
            _said(
                "Die IRI ist am Zeilenende nicht geschlossen.",
                "The IRI is not closed at the end of the line.",
                "Die schließende Klammer `>` schreiben.",
                "write the closing `>`.",
            ),
        ),
        (
            r"(?s)Invalid IRI code point '(.*)'",
            _said(
                r"In einer IRI darf `\1` nicht stehen.",
                r"`\1` is not allowed in an IRI.",
                'Leerzeichen als `%20` schreiben und `<`, `>`, `"` vermeiden.',
                'write a space as `%20`, and leave out `<`, `>` and `"`.',
            ),
        ),
        (
            r"escapes in IRIs should be|Invalid IRI percent encoding",
            _said(
                "In einer IRI steht ein `%`, dem keine zwei Hexadezimalziffern folgen.",
                "A `%` in an IRI is not followed by two hexadecimal digits.",
                "Das Zeichen `%` selbst als `%25` schreiben.",
                "write the character `%` itself as `%25`.",
            ),
        ),
        (
            r"language code should always start|subtag may be",
            _said(
                "Die Sprachangabe ist ungültig.",
                "The language tag is not valid.",
                "`@de` oder `@en` schreiben.",
                "write `@de` or `@en`.",
            ),
        ),
        (
            r"Line jumps are not allowed in string literals",
            _said(
                "Ein Text in einfachen Anführungszeichen darf nicht über mehrere Zeilen gehen.",
                "A text in single quotation marks cannot run over several lines.",
                'Ihn in drei Anführungszeichen setzen: `"""…"""`.',
                'put it into three quotation marks: `"""…"""`.',
            ),
        ),
        (
            r"The PREFIX (?:keyword|declaration) should be followed",
            _said(
                "Die Angabe eines Präfixes ist unvollständig.",
                "The declaration of a prefix is not complete.",
                "`@prefix name: <https://…> .` schreiben.",
                "write `@prefix name: <https://…> .`.",
            ),
        ),
        (
            r"The BASE keyword should be followed",
            _said(
                "Nach `@base` fehlt eine IRI.",
                "An IRI is missing after `@base`.",
                "`@base <https://…/> .` schreiben.",
                "write `@base <https://…/> .`.",
            ),
        ),
        (
            r"Expecting a datatype IRI after \^\^, found (.*)",
            _said(
                r"Nach `^^` fehlt der Datentyp; dort steht `\1`.",
                r"The datatype is missing after `^^`; `\1` stands there.",
                "`^^xsd:date` oder einen anderen Datentyp schreiben.",
                "write `^^xsd:date` or another datatype.",
            ),
        ),
        (
            r"^(?:TOKEN|(.+)) is not a valid predicate",
            _said(
                r"Hier kann `\1` nicht stehen; erwartet wird eine Eigenschaft.",
                r"`\1` cannot stand here; a property is expected.",
                "Fehlt davor ein `;`, `,` oder Punkt, oder fehlt ein Präfix?",
                "is a `;`, a `,` or a dot missing before it, or a prefix?",
            ),
        ),
        (
            r"^(?:TOKEN|(.+)) is not a valid RDF (?:object|subject)|^(.+) is not a valid graph name",
            _said(
                r"Hier kann `\1\2` nicht stehen; erwartet wird eine IRI oder ein Wert.",
                r"`\1\2` cannot stand here; an IRI or a value is expected.",
                "Fehlt ein Wert, ein Präfix oder ein Anführungszeichen?",
                "is a value, a prefix or a quotation mark missing?",
            ),
        ),
        (
            r"character that are allowed to be escaped",
            _said(
                "Vor diesem Zeichen darf kein Rückstrich stehen.",
                "There must be no backslash before this character.",
                "Den Namen ohne Rückstrich schreiben, oder die IRI ganz, in spitzen Klammern.",
                "write the name without a backslash, or the whole IRI in angle brackets.",
            ),
        ),
        (
            r"escape sequence '(.*?)'",
            _said(
                r"Die Maskierung `\1` ist ungültig.",
                r"The escape `\1` is not valid.",
                "Das Zeichen selbst schreiben; die Datei ist UTF-8.",
                "write the character itself; the file is UTF-8.",
            ),
        ),
        (
            r"(?s)(?:Unexpected|Invalid) character '(.+?)'",
            _said(r"Hier kann `\1` nicht stehen.", r"`\1` cannot stand here."),
        ),
        (
            r"(?:integer|double exponent|decimal) (?:should not|cannot) be empty",
            _said(
                "Eine Zahl ist unvollständig, oder ein Vorzeichen oder Punkt steht für sich.",
                "A number is not complete, or a sign or a dot stands by itself.",
            ),
        ),
        (
            r"is expected at the end of a graph block",
            _said(
                "Der Graph ist nicht geschlossen.",
                "The graph is not closed.",
                "Die schließende Klammer `}` schreiben.",
                "write the closing bracket `}`.",
            ),
        ),
        (
            r"The subject of a triple must be",
            _said(
                "Eine Aussage beginnt mit einer IRI in spitzen Klammern.",
                "A statement begins with an IRI in angle brackets.",
                *_LINE,
            ),
        ),
        (
            r"The predicate of a triple must be",
            _said(
                "An der zweiten Stelle einer Aussage steht eine IRI in spitzen Klammern.",
                "In the second place of a statement stands an IRI in angle brackets.",
                *_LINE,
            ),
        ),
        (
            r"The object of a triple must be",
            _said(
                "An der dritten Stelle einer Aussage steht eine IRI in spitzen Klammern oder ein Text in Anführungszeichen.",
                "In the third place of a statement stands an IRI in angle brackets or a text in quotation marks.",
                *_LINE,
            ),
        ),
        (
            r"must be followed by a dot",
            _said("Am Ende der Aussage fehlt der Punkt.", "The dot at the end of the statement is missing.", *_LINE),
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
    location = _place(error, document)
    smart = _smart_quote(location, document)
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
    if document.syntax is JSONLD and error.lineno is None:
        found = explained(reason, document)
        if found is not None:
            return found
        location = place_of(reason, document)
    reason = _printable(reason)
    return ParseError(
        Text(
            f"Das ist kein gültiges {document.syntax.label} (auf Englisch: {reason}).",
            f"This is not valid {document.syntax.label}: {reason}.",
        ),
        location=location,
    )


def _place(error: SyntaxError, document: Document) -> Location:
    """Give the place that the parser names. For it, lines end with a carriage return too; all other places count line feeds."""
    line, column = error.lineno, error.offset
    if line is None or column is None or b"\r" not in document.data.replace(b"\r\n", b""):
        return Location(document.name, line, column)
    text = document.data.decode("utf-8", "replace")
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    place = starts[min(line, len(starts)) - 1] + column - 1
    return Location(document.name, text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place))


def _smart_quote(location: Location, document: Document) -> str | None:
    if location.line is None or location.column is None:
        return None
    lines = document.lines
    if not 0 < location.line <= len(lines):
        return None
    rest = lines[location.line - 1][location.column - 1 : location.column]
    return rest if rest in _SMART_QUOTES else None
