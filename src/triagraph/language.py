"""German and English count alike: a text of ours stands in both, and a command speaks one of them."""

from __future__ import annotations

import locale
import os
import re
from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["de", "en"]
#: What could steer a terminal or turn the direction of writing; a line break and a tab are not among them.
_STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LANGUAGES: tuple[Language, Language] = ("de", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    de: str
    en: str

    def to(self, language: Language) -> str:
        """Give the text in one language."""
        return self.de if language == "de" else self.en


def preferred_language() -> Language:
    """Give the language of the user's locale: German if it is a German one, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "de" if value.lower().startswith("de") else "en"
    name = locale.getlocale()[0] or ""
    return "de" if name.lower().startswith(("de", "german")) else "en"


def printable(text: str) -> str:
    r"""Write what could steer a terminal as its code point, such as `\u001b`: a text of a stranger is only shown."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
