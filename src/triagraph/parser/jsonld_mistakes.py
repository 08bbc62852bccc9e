"""Say in words, and with a place, what the parser says of JSON-LD; it names a keyword at most, and never a line."""

from __future__ import annotations

import re
from typing import Final

from triagraph.errors import Location, ParseError
from triagraph.language import Text
from triagraph.parser.document import Document
from triagraph.parser.json_places import places

_KEYWORD: Final = re.compile(r"@\w+")
_STRING: Final = re.compile(r"(@\w+) value must be a string\b")
_TEXTS: Final = {
    "@context value must be null": Text(
        "Der Wert von `@context` muss ein Objekt `{…}` oder eine Adresse sein.",
        "The value of `@context` must be an object `{…}` or an address.",
    ),
    "@value value must be": Text(
        "Der Wert von `@value` muss ein Text, eine Zahl, `true` oder `false` sein.",
        "The value of `@value` must be a text, a number, `true` or `false`.",
    ),
    "@list and @set must be the only keys": Text(
        "Neben `@list` oder `@set` darf im selben Objekt nichts stehen.",
        "Beside `@list` or `@set`, nothing may stand in the same object.",
    ),
    "Not supported @container value": Text(
        "Diesen Wert von `@container` gibt es nicht, oder nicht zusammen mit den anderen.",
        "This value of `@container` does not exist, or not together with the others.",
    ),
    "Cyclic IRI mapping": Text(
        "Im Kontext erklären sich zwei Namen gegenseitig.",
        "In the context, two names are declared by each other.",
    ),
}


def explained(reason: str, document: Document) -> ParseError | None:
    """Give the error for a complaint about JSON-LD; None where there are no better words."""
    message = next((text for begins, text in _TEXTS.items() if reason.startswith(begins)), None)
    match = _STRING.match(reason)
    if message is None and match is not None:
        message = Text(
            f"Der Wert von `{match[1]}` muss ein Text in Anführungszeichen sein.",
            f"The value of `{match[1]}` must be a text in quotation marks.",
        )
    return None if message is None else ParseError(message, location=place_of(reason, document))


def place_of(reason: str, document: Document) -> Location:
    """Give the place of the keyword that a complaint names, if there is no doubt which one it is."""
    names = {f'"{name}"' for name in _KEYWORD.findall(reason)}
    keys = list(places(document, lambda token: token.is_key and token.written in names))
    odd = [found for found in keys if found[1].following not in {'"', "["}]
    for some in (odd, keys):
        if len(some) == 1:
            return some[0][0]
    return Location(document.name)
