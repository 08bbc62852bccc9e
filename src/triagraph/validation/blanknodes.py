"""Find the contributor's blank nodes in what the `shacl` engine reports.

The engine numbers blank nodes anew: first those of the shapes graph, then those of the data in the order in which they
first occur. A probe, put before the data, tells with which number the data begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from pyoxigraph import BlankNode, NamedNode, Quad

from triagraph.namespaces import SH

#: How a blank node begins in N-Triples syntax.
BLANK: Final = "_:"
_TRIPLE: Final = "<<"
_PROBE: Final = "urn:triagraph:probe"
_LABEL: Final = re.compile(r"_:(\w*?)(\d+)")

#: Goes before the data; the shape reports its one subject.
PROBE_DATA: Final = f"_:triagraphprobe <{_PROBE}> <{_PROBE}> .\n"
PROBE_SHAPE: Final = (
    Quad(NamedNode(f"{_PROBE}:shape"), NamedNode(f"{SH}targetSubjectsOf"), NamedNode(_PROBE)),
    Quad(NamedNode(f"{_PROBE}:shape"), NamedNode(f"{SH}nodeKind"), NamedNode(f"{SH}IRI")),
)
_IN_TEXT: Final = re.compile(rb'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>|_:([A-Za-z0-9_\xc2-\xf4][^\s<>"]*)')


class _Result(Protocol):
    """A result of the engine, or what we make of it."""

    @property
    def focus_node(self) -> str: ...

    @property
    def value(self) -> str | None: ...

    @property
    def messages(self) -> Sequence[str]: ...


def names_blank_node(result: _Result) -> bool:
    """Tell whether a result is about a blank node, or its message may name one."""
    terms = (result.focus_node, result.value or "")
    if any(term.startswith(BLANK) or (term.startswith(_TRIPLE) and BLANK in term) for term in terms):
        return True
    return any(BLANK in text for text in result.messages)


def is_probe(source_shape: str | None) -> bool:
    """Tell whether a result is the probe's."""
    return source_shape == f"<{_PROBE}:shape>"


def labels_in(data: str) -> Iterator[str]:
    """Give the blank node labels of an N-Triples text, each at its first occurrence."""
    seen: set[bytes] = set()
    for match in _IN_TEXT.finditer(data.encode()):
        label = match[1]
        if label is not None and label not in seen:
            seen.add(label)
            yield f"_:{label.decode()}"


def original_labels(probe: str, data: str) -> Mapping[str, str]:
    """Give engine's label → label in the data, for all blank nodes of an N-Triples text.

    Args:
        probe: the label that the engine gave the probe.
        data: the text, without the probe.
    """
    match = _LABEL.fullmatch(probe)
    if match is None:
        return {}
    stem, first = match[1], int(match[2]) + 1
    return {f"_:{stem}{first + position}": label for position, label in enumerate(labels_in(data))}


def has_blank_nodes(quads: Iterable[Quad]) -> bool:
    """Tell whether there is anything to map."""
    return any(isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode) for quad in quads)
