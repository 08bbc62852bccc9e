"""What a node is looked up by."""

from __future__ import annotations

from pyoxigraph import NamedNode

from triagraph.results import Term


def key(term: Term) -> str:
    """Give what a node is looked up by: its IRI, or `_:label` for a blank node."""
    return term.value if isinstance(term, NamedNode) else str(term)
