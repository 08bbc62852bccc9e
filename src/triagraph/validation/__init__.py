"""Validate a data graph against shapes graphs: https://www.w3.org/TR/shacl/#validation."""

from __future__ import annotations

from triagraph.validation.engine import Engine, choose_engine
from triagraph.validation.graphs import validate_documents, validate_project, validate_stated
from triagraph.validation.runs import Runs
from triagraph.validation.shapes import ShapesGraph, read_shapes

__all__ = [
    "Engine",
    "Runs",
    "ShapesGraph",
    "choose_engine",
    "read_shapes",
    "validate_documents",
    "validate_project",
    "validate_stated",
]
