"""From changed statements back to the nodes that they affect, and from these on to all that must be looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from triagraph.validation.against.patterns import (
    Closure,
    Context,
    Group,
    Pattern,
    Trigger,
    UnboundedError,
    Variable,
)
from triagraph.validation.against.ways import Row, steps, ways_through
from triagraph.validation.against.world import Triple, World

_MOST_COUNTED: Final = 200
#: Of more rows than these, it is taken for granted that a repeated path leads from one end to the other: to walk it for each
#: takes a time that grows with the square of a chain's length. So more nodes are looked at than need be, never fewer.
_MOST_WALKED: Final = 50


class Changes:
    """Changed statements, and what they affect in a world."""

    def __init__(self, triples: Iterable[Triple], world: World) -> None:
        self.triples = tuple(triples)
        self._world = world
        self._by_predicate: dict[str, list[Triple]] = defaultdict(list)
        self._by_object: dict[tuple[str, str], list[Triple]] = defaultdict(list)
        self._known: dict[int, dict[str, Triple] | None] = {}
        self._closed: dict[int, Context] = {}
        for triple in self.triples:
            self._by_predicate[triple[1]].append(triple)
            self._by_object[triple[1], triple[2]].append(triple)

    def affected(self, trigger: Trigger, anchor: Variable) -> dict[str, Triple] | None:
        """Give the nodes that the changes affect through a pattern, each with a change that does; None for all nodes.

        Triggers and contexts are shared among shapes: what is found for one is kept.
        """
        if id(trigger) not in self._known:
            self._known[id(trigger)] = self._affected(trigger, anchor)
        return self._known[id(trigger)]

    def _affected(self, trigger: Trigger, anchor: Variable) -> dict[str, Triple] | None:
        if not self._may_match(trigger.pattern.predicate):
            return {}
        # Of a repeated path only one end is bound: to come to the other, it must be followed.
        start = None if isinstance(trigger.pattern.predicate, Closure) else trigger.pattern
        found: dict[str, Triple] = {}
        for each in trigger.contexts:
            context = self._with_values(each)
            changes = self._hits(trigger.pattern, context)
            rows = list(_matched(trigger.pattern, changes, context, anchor, self._world))
            nodes = _anchors(rows, start, context, anchor, self._world)
            if nodes is None:
                return None
            for node, cause in nodes.items():
                found.setdefault(node, cause)
        return found

    def _may_match(self, predicate: str | Variable | Closure) -> bool:
        if isinstance(predicate, str):
            return predicate in self._by_predicate
        if isinstance(predicate, Closure):
            return any(name in self._by_predicate for name in predicate.forward | predicate.backward)
        return bool(self.triples)

    def _with_values(self, context: Context) -> Context:
        """Replace repeated paths to one node, such as those to a class, by the nodes that they come from."""
        if id(context) not in self._closed:
            closed = [each for each in context.patterns if isinstance(each.predicate, Closure) and _leads_to_one(each)]
            more = Context()
            for each in closed:
                if isinstance(each.predicate, Closure) and isinstance(each.subject, Variable):
                    ends = self._world.reach((str(each.object),), each.predicate, against=True)
                    more = more.with_(Context((), {each.subject: frozenset(ends)}))
            left = tuple(each for each in context.patterns if each not in closed)
            self._closed[id(context)] = Context(left, context.values).with_(more)
        return self._closed[id(context)]

    def _hits(self, pattern: Pattern, context: Context) -> Iterable[Triple]:
        """Give the changes that may match a pattern."""
        if isinstance(pattern.predicate, Closure):
            names = sorted(pattern.predicate.forward | pattern.predicate.backward)
            return [triple for name in names for triple in self._by_predicate.get(name, ())]
        if not isinstance(pattern.predicate, str):
            return self.triples
        if not isinstance(pattern.object, Variable):
            return self._by_object.get((pattern.predicate, pattern.object), ())
        if pattern.object in context.values:
            values = sorted(context.values[pattern.object])
            return [triple for value in values for triple in self._by_object.get((pattern.predicate, value), ())]
        return self._by_predicate[pattern.predicate]


def _leads_to_one(pattern: Pattern) -> bool:
    return isinstance(pattern.subject, Variable) and not isinstance(pattern.object, Variable)


def supporters(bound: Row, context: Context, anchor: Variable, world: World) -> dict[str, Triple] | None:
    """Give the nodes of a variable in the solutions in which others stand for given terms; None for all nodes."""
    return _anchors([bound], None, context, anchor, world)


def unified(pattern: Pattern, triple: Triple) -> dict[Variable, str] | None:
    """Give what the variables of a pattern stand for if it matches a triple."""
    subject, predicate, value = pattern.subject, pattern.predicate, pattern.object
    if predicate == triple[1] and isinstance(subject, Variable) and isinstance(value, Variable) and subject != value:
        return {subject: triple[0], value: triple[2]}  # nearly always
    row: dict[Variable, str] = {}
    for term, found in zip((pattern.subject, pattern.predicate, pattern.object), triple, strict=True):
        if isinstance(term, Variable):
            if row.setdefault(term, found) != found:
                return None
        elif term != found:
            return None
    return row


def _matched(
    pattern: Pattern, changes: Iterable[Triple], context: Context, anchor: Variable, world: World
) -> Iterator[Row]:
    """Give what the variables of a pattern stand for where it matches a change."""
    if isinstance(pattern.predicate, Closure):
        rows = ways_through(pattern, steps(changes, pattern.predicate), context, anchor, world)
    else:
        rows = ((row, change) for change in changes if (row := unified(pattern, change)) is not None)
    return ((row, change) for row, change in rows if _is_allowed(row, context))


def _is_allowed(row: Mapping[Variable, str], context: Context) -> bool:
    return all(row[variable] in terms for variable, terms in context.values.items() if variable in row)


def _anchors(
    rows: list[Row], start: Pattern | None, context: Context, anchor: Variable, world: World
) -> dict[str, Triple] | None:
    """Join rows with the patterns of a context, as far as they are linked; None if that does not lead to the anchor."""
    waiting = [pattern for pattern in context.patterns if pattern is not start]
    # Of a thousand values of one node, each a change, the node is what counts, unless the values are looked at.
    rows = _reduced(rows, {anchor, *(variable for each in waiting for variable in each.variables())})
    while rows:
        known = set(rows[0][0])
        linked = [pattern for pattern in waiting if known & set(pattern.variables())]
        pattern = _cheapest(linked, rows, world, counted=anchor not in known)
        if pattern is None:
            break
        waiting.remove(pattern)
        needed = {anchor, *(variable for each in waiting for variable in each.variables())}
        rows = _reduced(_joined(rows, pattern, context, world), needed)
    if not rows:
        return {}
    if anchor in rows[0][0]:
        return {row[anchor]: change for row, change in reversed(rows)}
    if anchor in context.values:
        return dict.fromkeys(sorted(context.values[anchor]), rows[0][1])
    return None


def _cheapest(linked: Sequence[Pattern], rows: Sequence[Row], world: World, *, counted: bool) -> Pattern | None:
    """Choose what to join next: what looks at the fewest statements. Without `counted`, only what starts at a subject."""
    known = set(rows[0][0])
    forward = [each for each in linked if _is_known(each.subject, known)]
    if forward:
        return min(forward, key=lambda each: not _is_known(each.object, known))
    if not counted or len(linked) < 2:  # noqa: PLR2004 - nothing to choose
        return linked[0] if linked and counted else None
    return min(linked, key=lambda each: _fan(each, rows, world, known))


def _is_known(term: str | Variable, known: set[Variable]) -> bool:
    return not isinstance(term, Variable) or term in known


def _fan(pattern: Pattern, rows: Sequence[Row], world: World, known: set[Variable]) -> int:
    """Estimate how many statements point to what a pattern ends at."""
    if not _is_known(pattern.object, known):
        return 1_000 * _MOST_COUNTED * len(rows)  # only its predicate is known
    if not isinstance(pattern.predicate, str):
        return _MOST_COUNTED * len(rows)
    terms = {str(_value(pattern.object, row)) for row, _ in rows}
    return world.fan(sorted(terms), pattern.predicate, _MOST_COUNTED * len(terms))


def _value(term: str | Variable, row: Mapping[Variable, str]) -> str | Variable:
    return row.get(term, term) if isinstance(term, Variable) else term


def _joined(rows: Sequence[Row], pattern: Pattern, context: Context, world: World) -> Iterator[Row]:
    """Extend each row by each statement that matches."""
    if isinstance(pattern.predicate, Closure) and len(rows) > _MOST_WALKED and _joins_nothing(pattern, set(rows[0][0])):
        yield from rows
        return
    for row, change in rows:
        bound = Pattern(
            _value(pattern.subject, row),
            pattern.predicate if isinstance(pattern.predicate, Closure) else _value(pattern.predicate, row),
            _value(pattern.object, row),
        )
        for more in _solutions(bound, world):
            extended = {**row, **more}
            if _is_allowed(extended, context):
                yield extended, change


def _joins_nothing(pattern: Pattern, known: set[Variable]) -> bool:
    return _is_known(pattern.subject, known) and _is_known(pattern.object, known)


def _solutions(pattern: Pattern, world: World) -> Iterator[dict[Variable, str]]:
    """Give what the variables that are left may stand for."""
    subject, predicate, value = pattern.subject, pattern.predicate, pattern.object
    if isinstance(predicate, Closure):
        if not isinstance(subject, Variable):
            ends = world.reach((subject,), predicate)
            if isinstance(value, Variable):
                yield from ({value: end} for end in sorted(ends))
            elif value in ends:
                yield {}
        elif not isinstance(value, Variable):
            yield from ({subject: node} for node in sorted(world.reach((value,), predicate, against=True)))
        return
    for triple in _candidates(subject, predicate, value, world):
        row = unified(pattern, triple)
        if row is not None:
            yield row


def _candidates(
    subject: str | Variable, predicate: str | Variable, value: str | Variable, world: World
) -> Iterator[Triple]:
    name = predicate if isinstance(predicate, str) else None
    if isinstance(subject, str):
        return world.outgoing((subject,), name)
    if isinstance(value, str):
        return world.incoming((value,), name)
    return world.extent(name)


def _reduced(rows: Iterable[Row], needed: set[Variable]) -> list[Row]:
    """Keep what is still needed of each row, and each row once."""
    kept: dict[tuple[tuple[Variable, str], ...], Row] = {}
    for row, change in rows:
        left = {variable: term for variable, term in row.items() if variable in needed}
        kept.setdefault(tuple(sorted(left.items(), key=lambda item: item[0].name)), (left, change))
    return list(kept.values())


def collect(
    group: Group, known: Mapping[Variable, set[str]], world: World, kept: set[Triple]
) -> dict[Variable, set[str]]:
    """Find all statements that the solutions of a group can rest on.

    Args:
        group: the patterns.
        known: variables, and all terms that they can stand for.
        world: where the statements are.
        kept: what is found is put here.

    Returns:
        The variables that are bound in each solution, and all terms that they can stand for.

    Raises:
        UnboundedError: a pattern asks for any statement.
    """
    terms = {variable: set(found) for variable, found in known.items()}
    for variable, allowed in group.values.items():
        terms[variable] = terms[variable] & allowed if variable in terms else set(allowed)
    waiting = _collect_linked(list(group.patterns), terms, world, kept)
    parts: list[tuple[Group, ...]] = [*((part,) for part in group.required), *group.alternatives]
    for choice in parts:
        outcomes = [collect(part, terms, world, kept) for part in choice]
        common = set.intersection(*(set(outcome) for outcome in outcomes))
        terms = {variable: set().union(*(outcome[variable] for outcome in outcomes)) for variable in common}
        waiting = _collect_linked(waiting, terms, world, kept)
    while waiting:
        _collect_pattern(waiting.pop(0), terms, world, kept)
        waiting = _collect_linked(waiting, terms, world, kept)
    for part in group.optional:
        collect(part, terms, world, kept)
    return terms


def _collect_linked(
    waiting: list[Pattern], terms: dict[Variable, set[str]], world: World, kept: set[Triple]
) -> list[Pattern]:
    """Look up the patterns that begin or end at what is known; give those that do not."""
    while True:
        ready = [(rank, position) for position, each in enumerate(waiting) if (rank := _rank(each, terms)) is not None]
        if not ready:
            return waiting
        pattern = waiting.pop(min(ready)[1])
        _collect_pattern(pattern, terms, world, kept)


def _rank(pattern: Pattern, terms: Mapping[Variable, set[str]]) -> int | None:
    if not isinstance(pattern.subject, Variable) or pattern.subject in terms:
        return 1 if isinstance(pattern.predicate, Closure) else 0
    if pattern.object in terms:
        return 3 if isinstance(pattern.predicate, Closure) else 2
    return None


def _collect_pattern(pattern: Pattern, terms: dict[Variable, set[str]], world: World, kept: set[Triple]) -> None:
    subjects, values = _known(pattern.subject, terms), _known(pattern.object, terms)
    if isinstance(pattern.predicate, Closure):
        _collect_closure(pattern, terms, world, kept)
        return
    names: list[str | None] = [None]
    predicates = _known(pattern.predicate, terms)
    if predicates is not None:
        names = [*sorted(predicates)]
    found: list[Triple] = []
    for name in names:
        if subjects is not None:
            found += world.outgoing(sorted(subjects), name)
        elif values is not None:
            found += world.incoming(sorted(values), name)
        elif name is not None:
            found += world.extent(name)
        else:
            raise UnboundedError("any statement")
    matching = [
        triple
        for triple in found
        if (values is None or triple[2] in values) and (predicates is None or triple[1] in predicates)
    ]
    kept.update(matching)
    for position, term in enumerate((pattern.subject, pattern.predicate, pattern.object)):
        if isinstance(term, Variable):
            terms[term] = {triple[position] for triple in matching}


def _known(term: str | Variable, terms: Mapping[Variable, set[str]]) -> set[str] | None:
    return terms.get(term) if isinstance(term, Variable) else {term}


def _collect_closure(pattern: Pattern, terms: dict[Variable, set[str]], world: World, kept: set[Triple]) -> None:
    closure = pattern.predicate
    if not isinstance(closure, Closure):
        return
    subjects, values = _known(pattern.subject, terms), _known(pattern.object, terms)
    if subjects is None and values is None:
        raise UnboundedError("a repeated path from anything to anything")
    against = subjects is None
    reached = world.reach((values if against else subjects) or (), closure, against=against)
    along, back = (closure.backward, closure.forward) if against else (closure.forward, closure.backward)
    for name in sorted(along):
        kept.update(world.outgoing(sorted(reached), name))
    for name in sorted(back):
        kept.update(world.incoming(sorted(reached), name))
    end = pattern.subject if against else pattern.object
    if isinstance(end, Variable) and end not in terms:
        terms[end] = set(reached)
