"""What RDF/XML cannot say: https://www.w3.org/TR/rdf-syntax-grammar/ has no form for some IRIs and characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, Quad

from triagraph.errors import InputError
from triagraph.language import Text

_NAME_END: Final = re.compile(r"[A-Za-z_\u00C0-\uFFFD][\w.-]*$")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def check_writable(quads: Iterable[Quad]) -> None:
    """Refuse what would not be well-formed XML.

    Raises:
        InputError: a property's IRI does not end with an XML name, or a literal has a control character.
    """
    for quad in quads:
        if not _NAME_END.search(quad.predicate.value):
            raise InputError(
                Text(
                    f"RDF/XML kann die Eigenschaft <{quad.predicate.value}> nicht schreiben.",
                    f"RDF/XML cannot write the property <{quad.predicate.value}>.",
                ),
                hint=Text("Ein anderes Format wählen, etwa Turtle.", "choose another format, such as Turtle."),
            )
        if isinstance(quad.object, Literal) and _NOT_XML.search(quad.object.value):
            raise InputError(
                Text(
                    f"Ein Text von {quad.subject} enthält ein Steuerzeichen, das XML nicht erlaubt.",
                    f"A text of {quad.subject} has a control character that XML does not allow.",
                ),
                hint=Text("Das Zeichen aus dem Text nehmen.", "take the character out of the text."),
            )


def used_prefixes(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Give the prefixes of the properties that are written."""
    predicates = {quad.predicate.value for quad in quads}
    return {
        prefix: space
        for prefix, space in sorted(prefixes.items())
        if any(predicate.startswith(space) for predicate in predicates)
    }
