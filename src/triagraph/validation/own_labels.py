"""What documents call the things that results are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad

from triagraph.formats import NTRIPLES
from triagraph.parser import Document, parse
from triagraph.report import ValidationResult
from triagraph.store.loading import LABEL_PREDICATES, labels

if TYPE_CHECKING:
    from triagraph.validation.excerpts import Excerpt

_WRITTEN: Final = tuple(f" <{predicate}> ".encode() for predicate in LABEL_PREDICATES)
#: A label is shown on one line; what is longer than so many characters is no label.
_LONGEST: Final = 400


def own_labels(results: Iterable[ValidationResult], quads: Iterable[Quad]) -> dict[str, dict[str, str]]:
    """Give the labels that documents give to the focus nodes of results: IRI → language → label."""
    nodes = {each.focus_node for each in results}
    if not nodes:
        return {}
    found = labels((quad for quad in quads if str(quad.subject) in nodes), LABEL_PREDICATES)
    return {iri: {tag: text[:_LONGEST] for tag, text in each.items()} for iri, each in found.items()}


def labels_in(results: Iterable[ValidationResult], excerpts: Sequence[Excerpt]) -> dict[str, dict[str, str]]:
    """Give the same of documents of which there are excerpts that are about the focus nodes."""
    return own_labels(results, (quad for excerpt in excerpts for quad in _quads(excerpt)))


def _quads(excerpt: Excerpt) -> Iterable[Quad]:
    lines = excerpt.lines()
    if lines is None:
        return excerpt.document().quads
    text = b"".join(b"%b\n" % line for _, line in lines if any(each in line for each in _WRITTEN))
    return parse(Document(excerpt.name, text, NTRIPLES))
