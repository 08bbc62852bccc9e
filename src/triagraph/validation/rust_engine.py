"""The PyPI package `shacl`: a SHACL engine in Rust."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Final

import shacl
from pyoxigraph import Quad

from triagraph.errors import ShapesError
from triagraph.language import Text
from triagraph.namespaces import SH
from triagraph.validation.blanknodes import PROBE_DATA, PROBE_SHAPE, is_probe, names_blank_node, original_labels
from triagraph.validation.engine import Finding, TooManyResultsError
from triagraph.validation.statements import Statements, statements

_LABEL: Final = re.compile(r"_:\w+")
#: From so many results on, shapes are run a few at a time: the engine writes a graph of them, some 11 kB for each.
MOST: Final = 20_000
#: On data of more bytes, time counts more than what many results take.
_SMALL: Final = 64 << 20


class RustEngine:
    """Validates with `shacl`; it gives messages only where the shape has some."""

    def __init__(self) -> None:
        self._name = f"shacl {shacl.__version__}"

    @property
    def name(self) -> str:
        """Name and version."""
        return self._name

    @property
    def runs_in_parallel(self) -> bool:
        """See `Engine.runs_in_parallel`."""
        return True

    def validate(self, data: str, shapes: Iterable[Quad]) -> list[Finding]:
        """See `Engine.validate`."""
        return self.prepare(shapes)(data)

    def prepare(self, shapes: Iterable[Quad]) -> Callable[[str], list[Finding]]:
        """See `Engine.prepare`."""
        given = statements(shapes)
        compiled = _compiled(given.joined(PROBE_SHAPE))

        def run(data: str) -> list[Finding]:
            most = _most(given, len(data))
            found, complete = _findings(compiled, data, most)
            return found if complete else self.in_portions(given, data, Counter(each.source_shape for each in found))

        return run

    def warm_up(self) -> None:
        """See `Engine.warm_up`; only a run without a limit starts the threads of the engine."""
        import_module("triagraph.validation.portions")
        _findings(_compiled(Statements(PROBE_SHAPE)), "", None)

    def in_portions(self, shapes: Iterable[Quad], data: str, seen: Mapping[str | None, int]) -> list[Finding]:
        """Validate N-Triples text with a few shapes at a time; see `portions.in_portions`."""
        from triagraph.validation.portions import in_portions

        def run(some: Statements, most: int | None, more: str) -> tuple[list[Finding], bool]:
            return _findings(_compiled(some.joined(PROBE_SHAPE)), data + more, most)

        return in_portions(statements(shapes), seen, run, data, MOST)

    def validate_file(self, shapes: Iterable[Quad], size: int) -> Callable[[str], list[Finding]]:
        """See `FileEngine.validate_file`."""
        given = statements(shapes)
        compiled, most = _compiled(given), _most(given, size)

        def run(path: str) -> list[Finding]:
            results = compiled.validate_file(path, max_results=most).results
            if most is not None and len(results) >= most:
                raise TooManyResultsError(Counter(result.source_shape for result in results))
            term = _Terms()
            return [_finding(result, {}, term) for result in results]

        return run


def _most(shapes: Statements, size: int) -> int | None:
    """Say how many results a run may have. With a limit, the engine uses one processor, as it does for SPARQL constraints."""
    return MOST if size < _SMALL or shapes.of(f"{SH}sparql") else None


def _findings(compiled: shacl.Shapes, data: str, most: int | None) -> tuple[list[Finding], bool]:
    """Validate N-Triples text, and tell whether all results were found."""
    try:
        results = compiled.validate_text(PROBE_DATA + data, format="ntriples", max_results=most).results
    except ValueError as error:
        raise _unusable(error) from error
    complete = most is None or len(results) < most
    probe = next((result.focus_node for result in results if is_probe(result.source_shape)), "")
    blank = complete and any(names_blank_node(result) for result in results if not is_probe(result.source_shape))
    labels = original_labels(probe, data) if blank else {}
    term = _Terms()
    return [_finding(result, labels, term) for result in results if not is_probe(result.source_shape)], complete


def _compiled(shapes: Statements) -> shacl.Shapes:
    try:
        return shacl.Shapes.from_text(shapes.text, format="ntriples")
    except ValueError as error:
        raise _unusable(error) from error


def _unusable(error: ValueError) -> ShapesError:
    return ShapesError(Text(f"Die Shapes sind nicht brauchbar: {error}", f"The shapes cannot be used: {error}"))


class _Terms(dict[str, str]):
    """Terms, each kept once: of many results, most have the same."""

    def __missing__(self, term: str) -> str:
        self[term] = term
        return term


def _finding(result: shacl.Result, labels: Mapping[str, str], term: _Terms) -> Finding:
    value, path, shape = result.value, result.path, result.source_shape
    messages: Sequence[str] = result.messages
    if labels:
        messages = [_LABEL.sub(lambda found: labels.get(found[0], found[0]), each) for each in messages]
    return Finding(
        focus_node=term[labels.get(result.focus_node, result.focus_node)],
        path=None if path is None else term[path],
        value=None if value is None else term[labels.get(value, value)],
        source_shape=None if shape is None else term[shape],
        component=term[result.component_iri],
        severity=term[result.severity_iri],
        messages=tuple(term[each] for each in messages),
    )
