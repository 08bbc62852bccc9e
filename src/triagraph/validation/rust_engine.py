"""The PyPI package `shacl`: a SHACL engine in Rust."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import shacl
from pyoxigraph import Quad

from triagraph.errors import ShapesError
from triagraph.language import Text
from triagraph.validation.blanknodes import PROBE_DATA, PROBE_SHAPE, is_probe, original_labels
from triagraph.validation.engine import Finding
from triagraph.validation.statements import Statements, statements

_LABEL: Final = re.compile(r"_:\w+")


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
        try:
            compiled = _compiled(statements(shapes).joined(PROBE_SHAPE))
        except ValueError as error:
            raise _unusable(error) from error
        return lambda data: self._findings(compiled, data)

    def _findings(self, compiled: shacl.Shapes, data: str) -> list[Finding]:
        try:
            report = compiled.validate_text(PROBE_DATA + data, format="ntriples")
        except ValueError as error:
            raise _unusable(error) from error
        probe = next((result.focus_node for result in report.results if is_probe(result.source_shape)), "")
        results = [result for result in report.results if not is_probe(result.source_shape)]
        blank = any(_mentions_blank(result) for result in results)
        labels = original_labels(probe, data) if blank else {}
        return [_finding(result, labels) for result in results]

    def validate_file(self, shapes: Iterable[Quad]) -> Callable[[str], list[Finding]]:
        """Give what validates an N-Triples file, which may be a pipe; blank nodes get labels of the engine's own.

        Raises:
            ShapesError: see `Engine.validate`. What is given raises ValueError where the file cannot be read.
        """
        try:
            compiled = _compiled(statements(shapes))
        except ValueError as error:
            raise _unusable(error) from error
        return lambda path: [_finding(result, {}) for result in compiled.validate_file(path).results]


def _compiled(shapes: Statements) -> shacl.Shapes:
    return shacl.Shapes.from_text(shapes.text, format="ntriples")


def _unusable(error: ValueError) -> ShapesError:
    return ShapesError(Text(f"Die Shapes sind nicht brauchbar: {error}", f"The shapes cannot be used: {error}"))


def _mentions_blank(result: shacl.Result) -> bool:
    """Tell whether a result is about a blank node, or its message may name one."""
    return _is_blank(result.focus_node) or _is_blank(result.value) or any("_:" in each for each in result.messages)


def _is_blank(term: str | None) -> bool:
    return term is not None and term.startswith("_:")


def _finding(result: shacl.Result, labels: Mapping[str, str]) -> Finding:
    value = result.value
    return Finding(
        focus_node=labels.get(result.focus_node, result.focus_node),
        path=result.path,
        value=labels.get(value, value) if value is not None else None,
        source_shape=result.source_shape,
        component=result.component_iri,
        severity=result.severity_iri,
        messages=tuple(_LABEL.sub(lambda found: labels.get(found[0], found[0]), each) for each in result.messages)
        if labels
        else tuple(result.messages),
    )
