"""What a shape or a rule looks at, as triple patterns: enough to find which nodes a changed statement can affect.

Terms are in N-Triples syntax. A `Group` is one scope of a query: its patterns must all match; of each of its alternatives one
must; what is optional (OPTIONAL, EXISTS, a constraint on a value) need not, but is looked at where the rest matches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, product
from typing import Final, TypeAlias

from triagraph.errors import ShapesError
from triagraph.language import Text

_MOST_CONTEXTS: Final = 64


class UnboundedError(ShapesError):
    """There is no telling from the patterns what a change affects: the whole graph must be looked at."""

    def __init__(self, reason: str) -> None:
        super().__init__(Text(reason, reason))


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable; names with `#` are ours."""

    name: str


@dataclass(frozen=True, slots=True)
class Closure:
    """Any number of steps, none included: along the predicates, or against those that are `backward`."""

    forward: frozenset[str]
    backward: frozenset[str] = frozenset()


Node: TypeAlias = "str | Variable"
Predicate: TypeAlias = "str | Variable | Closure"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern."""

    subject: Node
    predicate: Predicate
    object: Node

    def variables(self) -> Iterator[Variable]:
        """Give the variables at both ends, and the one between."""
        for term in (self.subject, self.predicate, self.object):
            if isinstance(term, Variable):
                yield term


@dataclass(frozen=True, slots=True)
class Group:
    """One scope; `values` says which terms a variable may be. `required` are scopes of their own that must match too."""

    patterns: tuple[Pattern, ...] = ()
    required: tuple[Group, ...] = ()
    alternatives: tuple[tuple[Group, ...], ...] = ()
    optional: tuple[Group, ...] = ()
    values: Mapping[Variable, frozenset[str]] = field(default_factory=dict)

    def all_patterns(self) -> Iterator[Pattern]:
        """Give the patterns of this scope and of all within it."""
        yield from self.patterns
        for group in self.parts():
            yield from group.all_patterns()

    def parts(self) -> Iterator[Group]:
        """Give the scopes directly within this one."""
        yield from self.required
        for choice in self.alternatives:
            yield from choice
        yield from self.optional


@dataclass(frozen=True, slots=True)
class Context:
    """What must match too where a pattern matters."""

    patterns: tuple[Pattern, ...] = ()
    values: Mapping[Variable, frozenset[str]] = field(default_factory=dict)

    def with_(self, other: Context) -> Context:
        """Give both together; a variable that both limit keeps what both allow."""
        values = dict(self.values)
        for variable, terms in other.values.items():
            values[variable] = values[variable] & terms if variable in values else terms
        return Context((*self.patterns, *other.patterns), values)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern, and the contexts in which a statement that matches it can change an outcome."""

    pattern: Pattern
    contexts: tuple[Context, ...]


def triggers(group: Group, outer: tuple[Context, ...] = (Context(),)) -> Iterator[Trigger]:
    """Give a trigger for each pattern of a group and of all within it.

    Raises:
        UnboundedError: there are too many alternatives to look at each.
    """
    inside = _combined(outer, contexts(group))
    if group.patterns:
        for pattern in group.patterns:
            yield Trigger(pattern, inside)
    for part in (*group.required, *group.optional):
        yield from triggers(part, inside)
    for position, choice in enumerate(group.alternatives):
        others = Group(
            group.patterns,
            group.required,
            (*group.alternatives[:position], *group.alternatives[position + 1 :]),
            (),
            group.values,
        )
        beside = _combined(outer, contexts(others))
        for part in choice:
            yield from triggers(part, beside)


def contexts(group: Group) -> tuple[Context, ...]:
    """Give what must match in a group: one context for each way to choose among its alternatives."""
    found: tuple[Context, ...] = (Context(group.patterns, group.values),)
    for part in group.required:
        found = _combined(found, contexts(part))
    for choice in group.alternatives:
        found = _combined(found, tuple(context for part in choice for context in contexts(part)))
    return found


def _combined(some: tuple[Context, ...], others: tuple[Context, ...]) -> tuple[Context, ...]:
    if len(some) * len(others) > _MOST_CONTEXTS:
        raise UnboundedError("too many alternatives")
    return tuple(one.with_(other) for one, other in product(some, others))


class Names:
    """Makes variables that are used nowhere else."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def fresh(self) -> Variable:
        """Give a new variable."""
        return Variable(f"#{next(self._numbers)}")
