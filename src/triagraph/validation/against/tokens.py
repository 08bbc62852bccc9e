"""The tokens of a SPARQL query: https://www.w3.org/TR/sparql11-query/#sparqlGrammar (terminals)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from triagraph.validation.against.patterns import UnboundedError

_TOKEN: Final = re.compile(
    r"(?P<skip>\s+|\#[^\r\n]*)"
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    r"|(?P<string>\"\"\"(?:[^\"\\]|\\.|\"{1,2}(?!\"))*\"\"\"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''"
    r"|\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<blank>_:[\w.-]*\w)"
    r"|(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:%-]|\\.|\.(?=[\w:%-]))*)"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign>\^\^|&&|\|\||[!<>]=|.)",
    re.DOTALL,
)
_ESCAPES: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)")
_LETTERS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind and how it is written."""

    kind: str
    text: str

    @property
    def upper(self) -> str:
        """Give a keyword in capitals."""
        return self.text.upper() if self.kind == "word" else self.text


END: Final = Token("end", "")


def tokens_of(text: str) -> list[Token]:
    """Cut a query into tokens, without spaces and comments."""
    return [Token(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(text) if match.lastgroup != "skip"]


def plain_string(text: str) -> str:
    """Give a string of a query as N-Triples writes it."""
    quote = 3 if text.startswith(('"""', "'''")) else 1
    return str(Literal(_ESCAPES.sub(_unescaped, text[quote:-quote])))


def iri(name: str, prefixes: dict[str, str]) -> str:
    """Give the IRI of a prefixed name.

    Raises:
        UnboundedError: the prefix is not declared.
    """
    prefix, _, local = name.partition(":")
    if prefix not in prefixes:
        raise UnboundedError(f"prefix {prefix}:")
    return f"<{prefixes[prefix]}{_ESCAPED.sub(_bare, local)}>"


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _LETTERS.get(code, code)


def _bare(match: re.Match[str]) -> str:
    return match[1]
