"""Keep a knowledge graph of regional clusters and networks valid, and publish it as linked open data.

The front door of the library: `load_project`, `query`, `sparql` and `validate`. What they need is imported when they are used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from triagraph.project import load_project
    from triagraph.query.asking import ask as query
    from triagraph.query.asking import sparql
    from triagraph.validation.checking import validate

__all__ = ["load_project", "query", "sparql", "validate"]

#: Name → where it lives. `query` is the room itself, which can be called (docs/decisions/0014-python.md).
_HOMES: Final = {
    "load_project": "triagraph.project",
    "sparql": "triagraph.query.asking",
    "validate": "triagraph.validation.checking",
}


if not TYPE_CHECKING:  # a type checker knows the names above, and that there are no others

    def __getattr__(name: str) -> Any:
        if name == "query":
            return import_module("triagraph.query")
        if name in _HOMES:
            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module 'triagraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
