"""SPARQL-based constraints before an engine sees them: their prefixes, and what their queries may not contain.

https://www.w3.org/TR/shacl/#sparql-prefixes and https://www.w3.org/TR/shacl/#pre-binding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.errors import ShapesError
from triagraph.language import Text
from triagraph.namespaces import OWL, SH
from triagraph.validation.statements import Statements, statements

_PREFIXES: Final = f"{SH}prefixes"
_PREFIX: Final = f"{SH}prefix"
_NAMESPACE: Final = f"{SH}namespace"
_DECLARE: Final = f"{SH}declare"
_IMPORTS: Final = f"{OWL}imports"
_QUERIES: Final = (f"{SH}select", f"{SH}ask")
#: What is no part of a query's structure: texts, IRIs and comments.
NOISE: Final = re.compile(
    r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*", re.DOTALL
)
_FORBIDDEN: Final = re.compile(r"(?<![:\w?$])(MINUS|SERVICE|VALUES|FROM)\b(?!:)", re.IGNORECASE)
_NESTED: Final = re.compile(
    r"\{\s*SELECT\s+(?:DISTINCT\s+|REDUCED\s+)?(.*?)\bWHERE\b|\{\s*SELECT\s+(?:DISTINCT\s+|REDUCED\s+)?([^{]*)\{",
    re.IGNORECASE | re.DOTALL,
)
_REBOUND: Final = re.compile(r"\b[Aa][Ss]\s+[?$](this|shapesGraph|currentShape|value|PATH)\b")


def with_prefixes(shapes: Iterable[Quad]) -> Statements:
    """Write the prefixes that `sh:prefixes` refers to into the queries themselves."""
    quads = statements(shapes)
    declared = _declarations(quads)
    sources: dict[Any, set[Any]] = defaultdict(set)
    for quad in quads.of(_PREFIXES):
        sources[quad.subject].add(quad.object)
    imports: dict[Any, set[Any]] = defaultdict(set)
    for quad in quads.of(_IMPORTS):
        imports[quad.subject].add(quad.object)
    return quads.but(*_QUERIES).joined(_with_prologue(quad, sources, declared, imports) for quad in quads.of(*_QUERIES))


def _declarations(quads: Statements) -> dict[Any, dict[str, str]]:
    """Collect `sh:declare`: the graph that declares → prefix → namespace."""
    values: dict[Any, dict[str, str]] = defaultdict(dict)
    for quad in quads.of(_PREFIX, _NAMESPACE):
        if isinstance(quad.object, Literal):
            values[quad.subject][quad.predicate.value] = quad.object.value
    found: dict[Any, dict[str, str]] = defaultdict(dict)
    for quad in quads.of(_DECLARE):
        if len(values[quad.object]) == 2:  # noqa: PLR2004 - prefix, namespace
            found[quad.subject][values[quad.object][_PREFIX]] = values[quad.object][_NAMESPACE]
    return found


def _with_prologue(
    quad: Quad, sources: dict[Any, set[Any]], declared: dict[Any, dict[str, str]], imports: dict[Any, set[Any]]
) -> Quad:
    if quad.subject not in sources or not isinstance(quad.object, Literal):
        return quad
    waiting, seen = list(sources[quad.subject]), set()
    prefixes: dict[str, str] = {}
    while waiting:
        source = waiting.pop()
        if source not in seen:
            seen.add(source)
            prefixes.update(declared.get(source, {}))
            waiting.extend(imports.get(source, ()))
    prologue = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in sorted(prefixes.items()))
    return Quad(quad.subject, quad.predicate, Literal(prologue + quad.object.value), quad.graph_name)


def check_queries(shapes: Iterable[Quad]) -> None:
    """Refuse queries that pre-binding does not allow; an engine might ignore them, and then nothing would be checked.

    Raises:
        ShapesError: a query has MINUS, SERVICE, VALUES or FROM, binds a pre-bound variable again, or hides `$this` in a sub-select.
    """
    for quad in statements(shapes).of(*_QUERIES):
        if isinstance(quad.object, Literal):
            reason = _forbidden(quad.object.value, ask=quad.predicate.value == f"{SH}ask")
            if reason is not None:
                raise ShapesError(
                    Text(
                        f"Eine SPARQL-Bedingung{_named(quad, 'von')} ist nicht zulässig: {reason.de}.",
                        f"A SPARQL constraint{_named(quad, 'of')} is not allowed: {reason.en}.",
                    ),
                    hint=Text(
                        "Die Abfrage ohne das schreiben: https://www.w3.org/TR/shacl/#pre-binding.",
                        "write the query without it: https://www.w3.org/TR/shacl/#pre-binding.",
                    ),
                )


def _named(quad: Quad, of: str) -> str:
    return f" {of} {quad.subject}" if isinstance(quad.subject, NamedNode) else ""


def _forbidden(query: str, *, ask: bool) -> Text | None:
    bare = NOISE.sub(" ", query)
    word = _FORBIDDEN.search(bare)
    if word is not None:
        name = word[1].upper()
        return Text(f"sie enthält {name}", f"it contains {name}")
    for bound in _REBOUND.finditer(bare):
        if bound[1] == "value" and not ask:
            continue  # only an ASK query gets $value; a SELECT query gives it
        return Text(f"sie bindet ${bound[1]} neu", f"it binds ${bound[1]} again")
    for nested in _NESTED.finditer(bare):
        projected = nested[1] if nested[1] is not None else nested[2]
        if "*" not in projected and not re.search(r"[?$]this\b", projected):
            return Text("ein inneres SELECT wählt $this nicht aus", "an inner SELECT does not project $this")
    return None
