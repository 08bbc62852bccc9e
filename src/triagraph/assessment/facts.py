"""The statements of a dataset that an assessment reads, by subject and predicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.namespaces import OA, PROV, RDF, SCHEMA, SKOS, TRIA

TYPE: Final = f"{RDF}type"
MATCHES: Final = tuple(f"{SKOS}{kind}Match" for kind in ("exact", "close", "related", "broad", "narrow"))
_READ: Final = frozenset(
    (
        TYPE,
        *(f"{TRIA}{name}" for name in ("network", "definition", "outcome", "missingCriterion", "definesForm")),
        *(f"{TRIA}{name}" for name in ("requires", "excludes", "leavesOpen", "alternativeReadingOf")),
        *(f"{TRIA}{name}" for name in ("criterion", "assessedValue", "completeFor")),
        *(f"{OA}{name}" for name in ("hasSource", "hasSelector", "exact")),
        *MATCHES,
        f"{SKOS}notation",
        f"{SKOS}inScheme",
        f"{PROV}wasQuotedFrom",
        f"{SCHEMA}url",
    )
)


class Facts:
    """Looks statements up; values come in the order in which the files give them, each once."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[tuple[str, str], dict[NamedNode | Literal, None]] = defaultdict(dict)
        self._subjects: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for quad in quads:
            predicate = quad.predicate.value
            if predicate in _READ and isinstance(quad.subject, NamedNode):
                if isinstance(quad.object, NamedNode):
                    self._subjects[predicate, quad.object.value][quad.subject.value] = None
                    self._values[quad.subject.value, predicate][quad.object] = None
                elif isinstance(quad.object, Literal):
                    self._values[quad.subject.value, predicate][quad.object] = None

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Give the things that a subject has under a predicate."""
        return [term.value for term in self._values.get((subject, predicate), ()) if isinstance(term, NamedNode)]

    def literals(self, subject: str, predicate: str) -> list[Literal]:
        """Give the texts that a subject has under a predicate."""
        return [term for term in self._values.get((subject, predicate), ()) if isinstance(term, Literal)]

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Give the subjects that have a thing under a predicate."""
        return list(self._subjects.get((predicate, value), ()))

    def sources(self, node: str) -> set[str]:
        """Give the sources whose words a node quotes."""
        quotations = self.iris(node, f"{PROV}wasQuotedFrom")
        return {source for quotation in quotations for source in self.iris(quotation, f"{OA}hasSource")}
