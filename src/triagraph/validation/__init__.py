"""Validate a data graph against shapes graphs: https://www.w3.org/TR/shacl/#validation.

What is named here is imported when it is used: a project is validated by two processes, of which one needs little of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from triagraph.validation.engine import Engine, choose_engine
    from triagraph.validation.graphs import validate_documents
    from triagraph.validation.shapes import ShapesGraph, read_shapes
    from triagraph.validation.whole import validate_files_of, validate_project

__all__ = [
    "Engine",
    "ShapesGraph",
    "choose_engine",
    "read_shapes",
    "validate_documents",
    "validate_files_of",
    "validate_project",
]

#: Name → the module that it lives in.
_HOMES: Final = {
    "Engine": "engine",
    "ShapesGraph": "shapes",
    "choose_engine": "engine",
    "read_shapes": "shapes",
    "validate_documents": "graphs",
    "validate_files_of": "whole",
    "validate_project": "whole",
}


if not TYPE_CHECKING:  # a type checker knows the names above, and that there are no others

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(f"triagraph.validation.{_HOMES[name]}"), name)
        raise AttributeError(f"module 'triagraph.validation' has no attribute {name!r}")
