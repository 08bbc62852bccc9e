"""What changed from one graph to another, resource by resource."""

from __future__ import annotations

from triagraph.changes.difference import KINDS, Difference, ResourceChange, apply, difference
from triagraph.changes.naming import named_by_content
from triagraph.changes.writing import FORMATS, as_json, write

__all__ = [
    "FORMATS",
    "KINDS",
    "Difference",
    "ResourceChange",
    "apply",
    "as_json",
    "difference",
    "named_by_content",
    "write",
]
