"""The ways that a repeated path, such as `tria:locatedIn*`, takes through changed statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triagraph.validation.against.patterns import Closure, Context, Pattern, Variable
from triagraph.validation.against.world import Triple, World

#: A change, and the terms that variables stand for if it matters.
Row = tuple[dict[Variable, str], Triple]


def steps(changes: Iterable[Triple], closure: Closure) -> Iterator[tuple[str, str, Triple]]:
    """Give where a changed statement takes a repeated path from, and to."""
    for change in changes:
        if change[1] in closure.forward:
            yield change[0], change[2], change
        if change[1] in closure.backward:
            yield change[2], change[0], change


def ways_through(
    pattern: Pattern, steps: Iterable[tuple[str, str, Triple]], context: Context, anchor: Variable, world: World
) -> Iterator[Row]:
    """Give what the ends of a repeated path may be that goes through changed steps; one end is enough.

    A node that several steps lead to stands with the first of them.
    """
    closure = pattern.predicate
    if not isinstance(closure, Closure):
        return
    if isinstance(pattern.object, Variable) and _is_used(pattern.object, pattern, context, anchor):
        kept = list(steps)
        variable, spread = pattern.object, world.spread((end for _, end, _ in kept), closure)
    else:
        if not isinstance(pattern.object, Variable):
            before = world.reach((pattern.object,), closure, against=True)
            steps = (step for step in steps if step[1] in before)
        if not isinstance(pattern.subject, Variable):
            after = world.reach((pattern.subject,), closure)
            yield from (({}, change) for start, _, change in steps if start in after)
            return
        kept = list(steps)
        variable, spread = pattern.subject, world.spread((start for start, _, _ in kept), closure, against=True)
    for (_, _, change), nodes in zip(kept, spread, strict=True):
        yield from (({variable: node}, change) for node in sorted(nodes))


def _is_used(variable: Variable, pattern: Pattern, context: Context, anchor: Variable) -> bool:
    return variable == anchor or any(
        variable in other.variables() for other in context.patterns if other is not pattern
    )
