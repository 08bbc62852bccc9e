"""The triple patterns of a SPARQL query, scope by scope: https://www.w3.org/TR/sparql11-query/#GraphPattern.

What is read is read in full; for anything else `UnboundedError` is raised, and the whole graph is looked at. Expressions
are passed over but for the EXISTS in them: they can only take away solutions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from triagraph.namespaces import RDF
from triagraph.validation.against.paths import Path, Step, group_of, joined
from triagraph.validation.against.patterns import Group, Names, Node, Pattern, UnboundedError, Variable
from triagraph.validation.against.tokens import END, Token, iri, plain_string, tokens_of

_OPENING: Final = {"(": ")", "{": "}", "[": "]"}
_MODIFIERS: Final[dict[str, str]] = {"*": "star", "+": "plus", "?": "optional"}


@dataclass(frozen=True, slots=True)
class QueryPatterns:
    """What a query looks at, and for a CONSTRUCT the patterns of its template."""

    where: Group
    template: tuple[Pattern, ...] = ()


def patterns_of(
    text: str, names: Names, *, bound: dict[str, Node] | None = None, path: Step | None = None
) -> QueryPatterns:
    """Read a query.

    Args:
        text: the query, with its prefixes.
        names: makes new variables.
        bound: what a variable is known as outside; `$this` for example.
        path: what `$PATH` stands for.

    Raises:
        UnboundedError: there is something in it that this reader does not follow.
    """
    return _Reader(tokens_of(text), names, dict(bound or {}), path).query()


@dataclass(slots=True)
class _Scope:
    """What has been read of one group."""

    patterns: list[Group] = field(default_factory=list)
    optional: list[Group] = field(default_factory=list)
    values: dict[Variable, frozenset[str]] = field(default_factory=dict)

    def group(self) -> Group:
        return joined([*self.patterns, Group(optional=tuple(self.optional), values=self.values)])


class _Reader:
    def __init__(self, tokens: list[Token], names: Names, bound: dict[str, Node], path: Step | None) -> None:
        self._tokens = tokens
        self._position = 0
        self._names = names
        self._bound = bound
        self._path = path
        self._prefixes: dict[str, str] = {}

    # --- tokens

    def _peek(self) -> Token:
        return self._tokens[self._position] if self._position < len(self._tokens) else END

    def _next(self) -> Token:
        token = self._peek()
        self._position += 1
        return token

    def _takes(self, text: str) -> bool:
        if self._peek().upper == text:
            self._position += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._takes(text):
            raise UnboundedError(f"`{text}` is missing before `{self._peek().text}`")

    # --- query forms

    def query(self) -> QueryPatterns:
        while self._peek().upper in {"PREFIX", "BASE"}:
            self._declaration()
        form = self._next().upper
        template: tuple[Pattern, ...] = ()
        if form == "CONSTRUCT":
            self._expect("{")
            template = self._block(lambda: self._peek().text == "}").patterns
            self._expect("}")
            self._takes("WHERE")
            where = self._group()
        elif form in {"SELECT", "ASK"}:
            where = self._select(top=True) if form == "SELECT" else self._where([])
        else:
            raise UnboundedError(f"{form} query")
        self._modifiers()
        if self._peek() is not END:
            raise UnboundedError(f"`{self._peek().text}`")
        return QueryPatterns(where, template)

    def _declaration(self) -> None:
        if self._next().upper == "BASE":
            raise UnboundedError("BASE")
        name, space = self._next().text, self._next().text
        self._prefixes[name.rstrip(":")] = space[1:-1]

    def _where(self, before: list[Group]) -> Group:
        if self._peek().upper == "FROM":
            raise UnboundedError("FROM")
        self._takes("WHERE")
        return joined([self._group(), *before])

    def _select(self, *, top: bool) -> Group:
        """Read a SELECT; of a sub-query only the variables that it projects are those of outside."""
        projected: set[str] | None = set()
        exists: list[Group] = []
        while self._peek().upper not in {"WHERE", "{", "FROM"}:
            token = self._next()
            if token is END:
                raise UnboundedError("SELECT")
            if token.kind == "variable" and projected is not None:
                projected.add(token.text[1:])
            elif token.text == "*":
                projected = None
            elif token.text == "(":
                exists += self._expression(")")
        outer = self._bound
        if not top and projected is not None:
            self._bound = {name: self._variable(f"?{name}") for name in sorted(projected)}
        where = self._where([Group(optional=tuple(exists))] if exists else [])
        self._bound = outer
        return where

    def _modifiers(self) -> None:
        """Read what follows the WHERE of a query: how solutions are grouped and sorted; a LIMIT would depend on all of them."""
        while self._peek().text not in {"}", ""}:
            token = self._next()
            if token.upper in {"LIMIT", "OFFSET", "HAVING", "VALUES"}:
                raise UnboundedError(token.upper)
            if token.text == "(" and self._expression(")"):
                raise UnboundedError("EXISTS")

    # --- groups

    def _group(self) -> Group:
        self._expect("{")
        if self._takes("SELECT"):
            inner = self._select(top=False)
            self._modifiers()
            self._expect("}")
            return Group(required=(inner,))
        scope = _Scope()
        while not self._takes("}"):
            if self._peek() is END:
                raise UnboundedError("`}` is missing")
            self._element(scope)
        return scope.group()

    def _element(self, scope: _Scope) -> None:
        word = self._peek().upper
        if word == "{":
            self._union(scope)
        elif word == "FILTER":
            self._next()
            scope.optional += self._constraint()
        elif word in {"OPTIONAL", "MINUS"}:
            self._next()
            scope.optional.append(self._group())
        elif word == "BIND":
            self._next()
            self._expect("(")
            scope.optional += self._expression(")")
        elif word == "VALUES":
            self._next()
            self._values(scope)
        elif word in {"GRAPH", "SERVICE"}:
            raise UnboundedError(word)
        elif word == ".":
            self._next()
        else:
            scope.patterns.append(self._block(self._ends_block))

    def _ends_block(self) -> bool:
        return self._peek().upper in {"}", "{", "FILTER", "OPTIONAL", "MINUS", "BIND", "VALUES", "GRAPH", "SERVICE", ""}

    def _union(self, scope: _Scope) -> None:
        choices = [self._group()]
        while self._takes("UNION"):
            choices.append(self._group())
        scope.patterns.append(
            Group(required=tuple(choices)) if len(choices) == 1 else Group(alternatives=(tuple(choices),))
        )

    def _constraint(self) -> list[Group]:
        """Read what stands after FILTER: brackets, a function call, or [NOT] EXISTS."""
        found: list[Group] = []
        while True:
            token = self._next()
            if token.upper == "EXISTS":
                return [*found, self._group()]
            if token.text == "(":
                return [*found, *self._expression(")")]
            if token is END:
                raise UnboundedError("FILTER")

    def _expression(self, closing: str) -> list[Group]:
        """Pass over an expression up to the bracket that closes it; give the groups of the EXISTS in it."""
        found: list[Group] = []
        while not self._takes(closing):
            token = self._next()
            if token is END:
                raise UnboundedError(f"`{closing}` is missing")
            if token.upper == "EXISTS":
                found.append(self._group())
            elif token.text in _OPENING:
                found += self._expression(_OPENING[token.text])
        return found

    def _values(self, scope: _Scope) -> None:
        several = self._takes("(")
        variables: list[Node] = []
        while self._peek().kind == "variable":
            variables.append(self._variable(self._next().text))
        if several:
            self._expect(")")
        self._expect("{")
        columns: list[set[str] | None] = [set() for _ in variables]
        while not self._takes("}"):
            if several:
                self._expect("(")
            for position in range(len(variables)):
                self._cell(columns, position)
            if several:
                self._expect(")")
        for variable, terms in zip(variables, columns, strict=True):
            if isinstance(variable, Variable) and terms is not None:
                scope.values[variable] = frozenset(terms) & scope.values.get(variable, frozenset(terms))

    def _cell(self, columns: list[set[str] | None], position: int) -> None:
        if self._takes("UNDEF"):
            columns[position] = None
            return
        term = self._node()
        column = columns[position]
        if not isinstance(term, str):
            columns[position] = None
        elif column is not None:
            column.add(term)

    # --- triples

    def _block(self, ends: Callable[[], bool]) -> Group:
        """Read triples up to the next element."""
        found: list[Group] = []
        while not ends():
            if self._takes("."):
                continue
            subject = self._node()
            self._properties(subject, found)
        return joined(found)

    def _properties(self, subject: Node, found: list[Group]) -> None:
        while True:
            path = self._verb()
            while True:
                found.append(group_of(path, subject, self._node(), self._names))
                if not self._takes(","):
                    break
            if not self._takes(";"):
                return
            while self._takes(";"):
                pass
            if self._peek().text in {".", "}", "]"} or self._ends_block():
                return

    def _node(self) -> Node:
        token = self._next()
        if token.kind == "variable":
            return self._variable(token.text)
        if token.kind == "blank":
            return self._variable(f"?{token.text}")
        if token.kind == "string":
            return self._string(token)
        if token.kind == "number" or token.upper in {"TRUE", "FALSE"}:
            return self._names.fresh()
        if token.kind == "iri":
            return self._absolute(token.text)
        if token.kind == "name":
            return iri(token.text, self._prefixes)
        raise UnboundedError(f"`{token.text}`")

    def _string(self, token: Token) -> Node:
        """Read a literal. Engines differ in which spellings of a value are the same, so that one with a type may be anything."""
        if self._peek().kind == "tag":
            self._next()
            return self._names.fresh()
        if self._takes("^^"):
            self._node()
            return self._names.fresh()
        return plain_string(token.text)

    @staticmethod
    def _absolute(text: str) -> str:
        if ":" not in text:
            raise UnboundedError(f"relative IRI {text}")
        return text

    def _variable(self, text: str) -> Node:
        name = text[1:]
        if name not in self._bound:
            self._bound[name] = self._names.fresh()
        return self._bound[name]

    # --- paths

    def _verb(self) -> Step:
        token = self._peek()
        if token.kind == "variable":
            self._next()
            if token.text[1:] == "PATH" and self._path is not None:
                return self._path
            return self._variable(token.text)
        return self._choice()

    def _choice(self) -> Step:
        return self._separated("|", self._sequence, "alternative")

    def _sequence(self) -> Step:
        return self._separated("/", self._step, "sequence")

    def _separated(self, sign: str, read: Callable[[], Step], kind: str) -> Step:
        steps = [read()]
        while self._takes(sign):
            steps.append(read())
        return steps[0] if len(steps) == 1 else _path(kind, steps)

    def _step(self) -> Step:
        if self._takes("^"):
            return _path("inverse", [self._step()])
        if self._takes("!"):
            if self._takes("("):
                self._expression(")")
            else:
                self._takes("^")
                self._next()
            return Path("other")
        if self._takes("("):
            found = self._choice()
            self._expect(")")
        else:
            token = self._next()
            if token.kind == "variable" and token.text[1:] == "PATH" and self._path is not None:
                found = self._path
            elif token.text == "a":
                found = f"<{RDF}type>"
            elif token.kind == "iri":
                found = self._absolute(token.text)
            elif token.kind == "name":
                found = iri(token.text, self._prefixes)
            else:
                raise UnboundedError(f"`{token.text}`")
        modifier = _MODIFIERS.get(self._peek().text)
        if modifier is not None:
            self._next()
            return _path(modifier, [found])
        return found


def _path(kind: str, steps: list[Step]) -> Path:
    return Path(kind, tuple(steps))  # type: ignore[arg-type]  # one of the kinds
