"""The statements of a catalogue: the namespaces that it needs, and properties of a thing turned into quads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.language import Text
from triagraph.namespaces import PREFIXES, RDF, XSD

ADMS: Final = PREFIXES["adms"]
SPDX: Final = PREFIXES["spdx"]
#: The namespace of `dcatap:availability`. Two of the official shapes files write `…/r5r#`, which no term has.
DCATAP: Final = "http://data.europa.eu/r5r/"
DCATDE: Final = "http://dcat-ap.de/def/dcatde/"
VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
VOID: Final = "http://rdfs.org/ns/void#"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"

#: prefix → namespace, for whoever serialises a catalogue.
CATALOGUE_PREFIXES: Final[Mapping[str, str]] = {
    **PREFIXES,
    "dcatap": DCATAP,
    "dcatde": DCATDE,
    "vcard": VCARD,
    "void": VOID,
    "sd": SD,
}

#: What a property may have: nothing, one value or several; a text stands for one literal per language.
Value: TypeAlias = "NamedNode | Literal | Text | Sequence[NamedNode | Literal] | None"


def describe(subject: str, types: Sequence[str], properties: Mapping[str, Value]) -> Iterator[Quad]:
    """State the types and properties of a thing; properties without a value are left out.

    Args:
        subject: the IRI of the thing.
        types: IRIs of classes.
        properties: IRI of a property → its value or values.
    """
    node = NamedNode(subject)
    for name in types:
        yield Quad(node, NamedNode(f"{RDF}type"), NamedNode(name))
    for predicate, value in properties.items():
        for term in _terms(value):
            yield Quad(node, NamedNode(predicate), term)


def _terms(value: Value) -> Sequence[NamedNode | Literal]:
    if value is None:
        return ()
    if isinstance(value, Text):
        return texts(value)
    if isinstance(value, NamedNode | Literal):
        return (value,)
    return value


def texts(text: Text) -> tuple[Literal, ...]:
    """Give one literal per language; a text that is the same in both has no language."""
    if text.de == text.en:
        return (Literal(text.de),) if text.de else ()
    return Literal(text.de, language="de"), Literal(text.en, language="en")


def iris(values: Sequence[str]) -> tuple[NamedNode, ...]:
    """Give nodes for IRIs."""
    return tuple(NamedNode(value) for value in values)


def typed(value: str, datatype: str) -> Literal:
    """Give a literal of an XML Schema datatype."""
    return Literal(value, datatype=NamedNode(f"{XSD}{datatype}"))
