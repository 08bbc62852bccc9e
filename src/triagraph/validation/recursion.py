"""Refuse shapes that refer to themselves: what they mean is left open, and engines take them for met.

https://www.w3.org/TR/shacl/#shapes-recursion
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from triagraph.errors import ShapesError
from triagraph.language import Text
from triagraph.namespaces import RDF, SH
from triagraph.validation.statements import statements

_FIRST: Final = f"{RDF}first"
_REST: Final = f"{RDF}rest"
_DIRECT: Final = frozenset(SH + name for name in ("node", "property", "not", "qualifiedValueShape"))
_LISTS: Final = frozenset(SH + name for name in ("and", "or", "xone"))


def check_recursion(shapes: Iterable[Quad]) -> None:
    """Look for a shape from which references lead back to itself.

    Raises:
        ShapesError: there is one.
    """
    refers = _references(shapes)
    done: set[Any] = set()
    for start in sorted(refers, key=str):
        path: list[Any] = [start]
        waiting = [sorted(refers.get(start, ()), key=str)]
        while path and start not in done:
            if not waiting[-1]:
                waiting.pop()
                done.add(path.pop())
                continue
            following = waiting[-1].pop()
            if following in path:
                raise _recursive(following)
            if following not in done:
                path.append(following)
                waiting.append(sorted(refers.get(following, ()), key=str))


def _references(shapes: Iterable[Quad]) -> dict[Any, set[Any]]:
    """Give shape → shapes that its constraints refer to."""
    kept = statements(shapes)
    items: dict[Any, Any] = {quad.subject: quad.object for quad in kept.of(_FIRST)}
    rests: dict[Any, Any] = {quad.subject: quad.object for quad in kept.of(_REST)}
    refers: dict[Any, set[Any]] = defaultdict(set)
    for quad in kept.of(*_DIRECT):
        refers[quad.subject].add(quad.object)
    for quad in kept.of(*_LISTS):
        shape = quad.subject
        node: Any = quad.object
        seen: set[Any] = set()
        while node in items and node not in seen:
            seen.add(node)
            refers[shape].add(items[node])
            node = rests.get(node)
    return dict(refers)


def _recursive(shape: Any) -> ShapesError:
    name = f" {shape}" if isinstance(shape, NamedNode) else ""
    return ShapesError(
        Text(f"Die Shape{name} verweist auf sich selbst.", f"The shape{name} refers to itself."),
        hint=Text(
            "SHACL lässt offen, was das heißt (https://www.w3.org/TR/shacl/#shapes-recursion); ohne den Verweis schreiben.",
            "SHACL leaves open what that means (https://www.w3.org/TR/shacl/#shapes-recursion); write it without.",
        ),
    )
