"""What is wrong with a TOML document (https://toml.io/en/v1.0.0), in both languages, with its place and what to do."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Final

from triagraph.language import Text

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_QUOTES: Final = Text(
    'Texte stehen in geraden Anführungszeichen: `title = "…"`.',
    'texts stand in straight quotation marks: `title = "…"`.',
)
_LINE: Final = Text('Eine Zeile ist `name = "Wert"` oder `[Abschnitt]`.', 'a line is `name = "value"` or `[section]`.')
_TWICE: Final = Text("Die Zeile oder den Abschnitt nur einmal schreiben.", "write the line or section only once.")
_DAY: Final = Text(
    "Ein Tag ist `2026-11-22`, ohne Anführungszeichen.", "a day is `2026-11-22`, without quotation marks."
)
_BACKSLASH: Final = Text(
    "Pfade mit / schreiben, oder den Text in '…' setzen.", "write paths with /, or put the text into '…'."
)

#: How the parser begins to say it → what is wrong, and what to do.
_REASONS: Final[tuple[tuple[str, Text, Text | None], ...]] = (
    ("Expected '=' after a key", Text("Nach dem Namen fehlt `=`", "`=` is missing after the name"), _LINE),
    ("Expected ']", Text("Eine eckige Klammer ist nicht geschlossen", "a square bracket is not closed"), _LINE),
    ("Invalid statement", Text("Diese Zeile ist weder eine Angabe noch ein Abschnitt", "this line is neither an entry nor a section"), _LINE),
    ("Invalid initial character", Text("So kann kein Name beginnen", "no name can begin like this"), _LINE),
    ("Invalid value", Text("Das ist kein Wert", "this is no value"), _QUOTES),
    ("Invalid date", Text("Dieses Datum gibt es nicht", "there is no such date"), _DAY),
    ("Unterminated string", Text("Ein Text ist nicht beendet", "a text is not ended"), _QUOTES),
    ("Illegal character '\\n'", Text("Ein Text ist in seiner Zeile nicht beendet", "a text is not ended in its line"), _QUOTES),
    ("Illegal character", Text("Dieses Zeichen kann hier nicht stehen", "this character cannot stand here"), _QUOTES),
    ("Found invalid character", Text("Dieses Zeichen kann hier nicht stehen", "this character cannot stand here"), _QUOTES),
    ("Unescaped '\\'", Text("Ein Rückstrich steht in einem Text", "a backslash stands in a text"), _BACKSLASH),
    ("Invalid hex value", Text("Ein Rückstrich steht in einem Text", "a backslash stands in a text"), _BACKSLASH),
    ("Unclosed array", Text("Eine eckige Klammer ist nicht geschlossen", "a square bracket is not closed"), None),
    ("Unclosed inline table", Text("Eine geschweifte Klammer ist nicht geschlossen", "a curly bracket is not closed"), None),
    ("Expected newline or end of document", Text("Hinter dem Wert steht noch etwas", "something stands behind the value"), _LINE),
    ("Cannot overwrite", Text("Das ist schon angegeben", "this is given already"), _TWICE),
    ("Cannot declare", Text("Diesen Abschnitt gibt es schon", "there is this section already"), _TWICE),
    ("Cannot redefine", Text("Das ist schon angegeben", "this is given already"), _TWICE),
    ("Cannot mutate", Text("Das ist schon angegeben", "this is given already"), _TWICE),
    ("Duplicate inline table key", Text("Das ist schon angegeben", "this is given already"), _TWICE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, where it stands, counted from 1, and what to do."""

    message: Text
    hint: Text | None
    line: int
    column: int


def mistake(error: tomllib.TOMLDecodeError, document: str) -> Mistake:
    """Say what `tomllib` does not like in a document."""
    said = str(error)
    place = _PLACE.search(said)
    before = said[: place.start()] if place else said
    known = ((reason, hint) for start, reason, hint in _REASONS if before.startswith(start))
    reason, hint = next(known, (Text(before, before), None))
    lines = document.rstrip().split("\n")
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (len(lines), len(lines[-1]) + 1)
    message = Text(f"kein gültiges TOML: {reason.de}.", f"not valid TOML: {reason.en}.")
    return Mistake(message, hint, line, column)
