"""Named queries: a query is a document with a title, a question, parameters and columns.

The header stands in lines that begin with `#+` and is TOML. A parameter `x` is bound where the query writes
`VALUES ?x { UNDEF }`: the query is valid SPARQL as it stands (https://www.w3.org/TR/sparql11-query/#inline-data), and a
value takes the place of UNDEF as a term, never as text.
"""

from __future__ import annotations

from triagraph.query.document import Column, NamedQuery, Parameter, find_query, list_queries, read_query
from triagraph.query.running import bind, run

__all__ = ["Column", "NamedQuery", "Parameter", "bind", "find_query", "list_queries", "read_query", "run"]
