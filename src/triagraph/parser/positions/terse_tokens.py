"""The tokens of Turtle and TriG as one regular expression: https://www.w3.org/TR/turtle/#terminals.

All quantifiers are possessive: each character is looked at once, however the text is written. Only documents that
pyoxigraph has accepted are read, so a token may be wider here than in the grammar where no legal text can tell.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_LETTER: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR: Final = rf"{_LETTER}_0-9\-\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\."

#: White space and comments.
BLANK: Final = r"(?:[ \t\r\n]++|#[^\r\n]*+)*+"
IRI: Final = r"<[^<>\"{}|^`\\\x00-\x20]*+(?:\\[^<>\"{}|^`\x00-\x20]*+)*+>"
_PREFIX: Final = rf"(?:[{_LETTER}][{_CHAR}]*+(?:\.++[{_CHAR}]++)*+)?+:"
#: The dot at the end of a name belongs to the statement.
_LOCAL: Final = rf"(?:(?:[{_CHAR}:]++|{_ESCAPED})++(?:\.++(?:[{_CHAR}:]|{_ESCAPED})++)*+)?+"
NAME: Final = rf"{_PREFIX}{_LOCAL}"
NODE: Final = rf"_:[{_CHAR}]++(?:\.++[{_CHAR}]++)*+"
STRING: Final = (
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""'
    r"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''"
    r'|"[^"\\]*+(?:\\.[^"\\]*+)*+"'
    r"|'[^'\\]*+(?:\\.[^'\\]*+)*+'"
)
_SUFFIX: Final = rf"@[A-Za-z]++(?:--?[A-Za-z0-9]++)*+|\^\^{BLANK}(?:{IRI}|{NAME})"
_NUMBER: Final = r"[+-]?(?:(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)"
_DIRECTIVE: Final = (
    rf"(?:@prefix|(?i:prefix)){BLANK}{_PREFIX}{BLANK}{IRI}"
    rf"|(?:@base|(?i:base)){BLANK}{IRI}"
    rf"|(?:@version|(?i:version)){BLANK}(?:{STRING})"
)
_KEYWORD: Final = r"[A-Za-z]++"
_MARK: Final = r"<<\(|<<|\)>>|>>|\{\||\|\}|[;,.\[\](){}~]"

#: The groups of `token`: a string without language or datatype is told apart, because the parser waits for them.
TERM, PLAIN, SUFFIXED, MARK, DIRECTIVE, KEYWORD, END = 1, 2, 3, 4, 5, 6, 7
STRINGS: Final = (PLAIN, SUFFIXED)


@cache
def token() -> re.Pattern[str]:
    """Give the expression for one token; it is made when it is first used, for that takes as long as to start."""
    return re.compile(
        rf"{BLANK}(?:({IRI}|{NAME}|{NODE}|{_NUMBER})|({STRING})(?:{BLANK}({_SUFFIX}))?|({_MARK})"
        rf"|({_DIRECTIVE})|({_KEYWORD})|(\Z|.))",
        re.DOTALL,
    )
