"""What people read instead of IRIs: the label of a thing in one language."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from triagraph.language import Language
from triagraph.namespaces import prefixes_for
from triagraph.results import Term
from triagraph.store.loading import Dataset, label_index


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a graph: IRI → language → label."""

    by_iri: dict[str, dict[str, str]] = field(repr=False)
    prefixes: dict[str, str] = field(repr=False)

    @classmethod
    def of(cls, dataset: Dataset) -> Labels:
        """Collect the labels of a dataset and of the ontology's terms."""
        return cls(label_index(dataset), prefixes_for(dataset.project.base))

    def of_iri(self, iri: str, language: Language) -> str:
        """Give the label of a thing; without one the IRI, shortened by a prefix of record."""
        found = self.by_iri.get(iri)
        if found:
            other = "en" if language == "de" else "de"
            return found.get(language) or found.get(other) or found.get("") or next(iter(found.values()))
        return self.short(iri)

    def short(self, iri: str) -> str:
        """Shorten an IRI by the longest prefix of record that fits."""
        fitting = [(len(space), name, space) for name, space in self.prefixes.items() if iri.startswith(space)]
        if not fitting:
            return iri
        _, name, space = max(fitting)
        return f"{name}:{iri[len(space) :]}"

    def of_term(self, term: Term, language: Language) -> str:
        """Give what stands for a term in a text for people."""
        if isinstance(term, NamedNode):
            return self.of_iri(term.value, language)
        return term.value if isinstance(term, Literal) else str(term)
