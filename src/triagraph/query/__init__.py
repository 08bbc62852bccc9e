"""Named queries: a query is a document with a title, a question, parameters and columns.

The header stands in lines that begin with `#+` and is TOML. A parameter `x` is bound where the query writes
`VALUES ?x { UNDEF }`: the query is valid SPARQL as it stands (https://www.w3.org/TR/sparql11-query/#inline-data), and a
value takes the place of UNDEF as a term, never as text.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from triagraph.query.document import Column, NamedQuery, Parameter, find_query, list_queries, read_query
from triagraph.query.running import bind, run

if TYPE_CHECKING:
    from triagraph.results.rows import Rows

__all__ = ["Column", "NamedQuery", "Parameter", "bind", "find_query", "list_queries", "read_query", "run"]


class _Callable(ModuleType):
    """This room, which can also be called: `triagraph.query("networks")`; see docs/decisions/0014-python.md."""

    def __call__(self, name: str, /, **arguments: Any) -> Rows:
        from triagraph.query.asking import ask

        return ask(name, **arguments)


sys.modules[__name__].__class__ = _Callable
