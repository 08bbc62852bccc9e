"""Check RDF/XML before it is parsed: well-formed, without a document type, not too deep.

pyoxigraph takes a cut-off document for a whole one, and entities can make it use all memory; expat sees both.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from triagraph.errors import Location, ParseError
from triagraph.language import Text
from triagraph.parser.document import Document

MAX_DEPTH: Final = 256


def check_well_formed(document: Document) -> None:
    """Read the document once as XML.

    Raises:
        ParseError: it is not well-formed, has a DOCTYPE, or is nested deeper than `MAX_DEPTH`.
    """
    parser = expat.ParserCreate()
    depth = 0

    def refuse(de: str, en: str) -> None:
        raise ParseError(
            Text(de, en), location=Location(document.name, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        )

    def doctype(*_: object) -> None:
        refuse("Eine DOCTYPE-Angabe ist nicht erlaubt.", "A DOCTYPE is not allowed.")

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            refuse(
                f"Das Dokument ist tiefer als {MAX_DEPTH} Ebenen verschachtelt.",
                f"The document is nested deeper than {MAX_DEPTH} levels.",
            )

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(document.data, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError as error:
        raise ParseError(
            Text("Das ist kein wohlgeformtes XML.", "This is not well-formed XML."),
            hint=Text(
                "Fehlt ein schließendes Element, oder ist die Datei abgeschnitten?",
                "is a closing element missing, or is the file cut off?",
            ),
            location=Location(document.name, error.lineno, error.offset + 1),
        ) from error
    except (LookupError, ValueError) as error:  # what Python's codecs say of an encoding that is declared
        raise ParseError(
            Text(
                "Die Datei nennt eine Zeichenkodierung, die hier nicht gelesen wird.",
                "The file declares an encoding that is not read here.",
            ),
            hint=Text("Die Datei als UTF-8 speichern.", "save the file as UTF-8."),
            location=Location(document.name, 1),
        ) from error
