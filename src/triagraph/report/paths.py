"""SPARQL property paths, in which results say how a value is reached: https://www.w3.org/TR/sparql11-query/#propertypaths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Kind = Literal["sequence", "alternative", "inverse", "star", "plus", "optional"]


@dataclass(frozen=True, slots=True)
class Path:
    """A path that is more than a property."""

    kind: Kind
    steps: tuple[Step, ...]


#: A property in N-Triples syntax, or a path.
Step: TypeAlias = "str | Path"

_TOKEN: Final = re.compile(r"<[^>]*>|[()^/|*+?]")
_REPEATED: Final[dict[str, Kind]] = {"*": "star", "+": "plus", "?": "optional"}


def read_path(text: str) -> Step:
    """Read what a validation engine wrote: properties with `/`, `|`, `^`, `*`, `+`, `?` and brackets."""
    return _Reader(text).read()


def beginnings(path: Step) -> tuple[str, ...]:
    """Give the properties with which a path leaves a node, in their order; not those that it goes back along."""
    if isinstance(path, str):
        return (path,)
    if path.kind == "inverse":
        return ()
    steps = path.steps if path.kind == "alternative" else path.steps[:1]
    return tuple(dict.fromkeys(each for step in steps for each in beginnings(step)))


def properties(path: Step) -> frozenset[str]:
    """Give all properties of a path."""
    if isinstance(path, str):
        return frozenset((path,))
    return frozenset().union(*(properties(step) for step in path.steps))


def goes_back_through_several(path: Step, *, back: bool = False) -> bool:
    """Tell whether a path takes steps that follow each other backwards."""
    if isinstance(path, str):
        return False
    if back and path.kind == "sequence":
        return True
    return any(goes_back_through_several(step, back=back or path.kind == "inverse") for step in path.steps)


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.findall(text)
        self._tokens.reverse()

    def read(self) -> Step:
        """alternative: sequence ('|' sequence)*."""
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Path("alternative", tuple(parts))

    def _sequence(self) -> Step:
        parts = [self._step()]
        while self._take("/"):
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Path("sequence", tuple(parts))

    def _step(self) -> Step:
        if self._take("^"):
            return Path("inverse", (self._step(),))
        if self._take("("):
            step = self.read()
            self._take(")")
        else:
            step = self._tokens.pop()
        while self._tokens and self._tokens[-1] in _REPEATED:
            step = Path(_REPEATED[self._tokens.pop()], (step,))
        return step

    def _take(self, token: str) -> bool:
        if self._tokens and self._tokens[-1] == token:
            self._tokens.pop()
            return True
        return False
