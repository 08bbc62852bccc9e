"""Say where each statement of an RDF/XML document stands: https://www.w3.org/TR/rdf-syntax-grammar/#section-Infoset-Grammar.

A subject stands at its node element; a predicate and its object stand at the property element. What is written as an
attribute stands there, and its value at the quotation mark; what the name of a node element says stands at the element. The statements that one event completes come last
thing first, as pyoxigraph gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.parsers import expat

from pyoxigraph import Quad

from triagraph.namespaces import RDF
from triagraph.parser.positions.places import Offsets

#: Where a statement stands, and its predicate.
Reading = tuple[Offsets, str]

_SYNTAX: Final = frozenset(
    f"{RDF}{name}" for name in ("ID", "about", "nodeID", "resource", "datatype", "parseType", "bagID", "type")
)
_NAME: Final = re.compile(rb"<[^\s/>]+")
#: An attribute of a start tag: its name, and its value in quotation marks.
_ATTRIBUTE: Final = re.compile(rb"""\s+([^\s=<>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_TYPE: Final = f"{RDF}type"
_REIFICATION: Final = tuple(f"{RDF}{name}" for name in ("type", "subject", "predicate", "object"))


def statements(data: bytes) -> Iterator[Reading]:
    """Give all statements of a document that pyoxigraph accepts."""
    reader = _Reader(data)
    reader.read()
    yield from reader.readings


def agreed(reading: Reading, quad: Quad) -> Offsets | None:
    """Give the offsets if the quad has the predicate that was read, else None."""
    offsets, predicate = reading
    return offsets if quad.predicate.value == predicate else None


@dataclass(slots=True)
class _Element:
    """An open element: what it is for RDF, and what is known of the statement that it makes."""

    kind: Literal["document", "rdf", "node", "property", "collection", "literal", "inside literal"]
    offset: int
    subject: int = 0
    predicate: str = ""
    is_reified: bool = False
    is_given: bool = True
    members: int = 0
    items: list[int] = field(default_factory=list)


class _Reader:
    """Follows the events of expat with a stack of open elements."""

    def __init__(self, data: bytes) -> None:
        self.readings: list[Reading] = []
        self._data = data
        self._byte = self._character = 0
        self._open = [_Element("document", 0)]
        self._complete: list[Reading] = []
        self._attributes_in_order: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.namespace_prefixes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self) -> None:
        """Read the whole document."""
        self._parser.Parse(self._data, True)  # noqa: FBT003 - expat's own signature

    def _flush(self) -> None:
        self.readings.extend(reversed(self._complete))
        self._complete.clear()

    def _here(self) -> int:
        """Give the place of the current event in characters; events come in the order of the text."""
        byte = self._parser.CurrentByteIndex
        self._character += self._characters(self._byte, byte)
        self._byte = byte
        return self._character

    def _give(self, subject: int, predicate: int, value: int, iri: str) -> None:
        self._complete.append(((subject, predicate, value), iri))

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        parent, offset = self._open[-1], self._here()
        name = _iri(qualified)
        self._attributes_in_order = list(attributes)
        named = {_iri(key): value for key, value in attributes.items() if _is_rdf_attribute(key)}
        if parent.kind in {"literal", "inside literal"}:
            element = _Element("inside literal", offset)
        elif parent.kind == "node":
            element = self._property(parent, name, offset, named)
        elif parent.kind == "document" and name == f"{RDF}RDF":
            element = _Element("rdf", offset)
        else:
            element = self._node(name, offset, named)
        self._open.append(element)
        self._flush()

    def _node(self, name: str, offset: int, attributes: dict[str, str]) -> _Element:
        self._give_attributes(offset, attributes)
        if name != f"{RDF}Description":
            self._give(offset, offset, offset, _TYPE)
        return _Element("node", offset)

    def _give_attributes(self, offset: int, attributes: dict[str, str]) -> None:
        stated = [key for key in attributes if key not in _SYNTAX]
        if _TYPE in attributes:
            stated.append(_TYPE)
        places = self._attributes(offset) if stated else {}
        for key in stated:
            self._give(offset, *places.get(key, (offset, offset)), key)

    def _attributes(self, offset: int) -> dict[str, tuple[int, int]]:
        """Give where in the start tag each attribute and its value begin."""
        names = [_iri(key) for key in self._attributes_in_order]
        found: dict[str, tuple[int, int]] = {}
        byte, character = self._parser.CurrentByteIndex, offset
        part = _NAME.match(self._data, byte)
        while part is not None and len(found) < len(names):
            part = _ATTRIBUTE.match(self._data, part.end())
            if part is not None and part[1] != b"xmlns" and not part[1].startswith(b"xmlns:"):
                name = character + self._characters(byte, part.start(1))
                byte, character = part.start(2), name + self._characters(part.start(1), part.start(2))
                found[names[len(found)]] = (name, character)
        return found

    def _characters(self, start: int, end: int) -> int:
        return len(self._data[start:end].decode("utf-8", "replace"))

    def _property(self, node: _Element, name: str, offset: int, attributes: dict[str, str]) -> _Element:
        if name == f"{RDF}li":
            node.members += 1
            name = f"{RDF}_{node.members}"
        is_reified = f"{RDF}ID" in attributes
        parse_type = attributes.get(f"{RDF}parseType")
        element = _Element("property", offset, node.offset, name, is_reified)
        if parse_type == "Resource":
            self._give_property(element)
            return _Element("node", offset)
        if parse_type == "Collection":
            element.kind = "collection"
        elif parse_type is not None:
            element.kind = "literal"
            element.is_given = parse_type == "Literal"
        elif not {f"{RDF}resource", f"{RDF}nodeID"}.isdisjoint(attributes) or not attributes.keys() <= _SYNTAX:
            self._give_attributes(offset, attributes)
        return element

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if element.kind == "node" and self._open[-1].kind == "collection":
            self._open[-1].items.append(element.offset)
        elif element.kind == "collection":
            self._give_cells(element)
            self._give_property(element)
        elif element.kind in {"property", "literal"} and element.is_given:
            self._give_property(element)
        self._flush()

    def _give_property(self, element: _Element) -> None:
        if element.is_reified:
            for predicate in _REIFICATION:
                self._give(element.offset, element.offset, element.offset, predicate)
        self._give(element.subject, element.offset, element.offset, element.predicate)

    def _give_cells(self, element: _Element) -> None:
        """Give the cells of a list: each stands at its item, its end at the property element."""
        following = element.offset
        for item in reversed(element.items):
            self._give(item, element.offset, item, f"{RDF}first")
            self._give(item, element.offset, following, f"{RDF}rest")
            following = item


def _iri(qualified: str) -> str:
    """Join what expat gives as namespace, local name and prefix."""
    return "".join(qualified.split(" ")[:2])


def _is_rdf_attribute(qualified: str) -> bool:
    """Tell RDF's attributes from XML's own, which pyoxigraph knows by how they begin."""
    parts = qualified.split(" ")
    return len(parts) > 1 and not parts[-1].startswith("xml")
