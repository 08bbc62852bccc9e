"""Validate a project as a whole, from its files or as it was loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from triagraph.project import Project
from triagraph.serializer import ntriples
from triagraph.store.loading import DERIVED, GIVEN_LAYERS, Dataset, load, read_stated, store_of, with_derived
from triagraph.store.parts import ntriples_of
from triagraph.validation.beside import JudgeBeside, can_work_beside

if TYPE_CHECKING:
    from triagraph.report import ValidationReport
    from triagraph.validation.engine import Engine, EngineName
    from triagraph.validation.shapes import ShapesGraph

#: More statements than these, or files of more bytes, are validated in little memory rather than in little time.
_MANY: Final = 100_000
_LARGE: Final = 15_000_000


class _Judge(Protocol):
    """What gives a report on the layers of a project; see `triagraph.validation.judging.Judge`."""

    def begin(self, texts: Mapping[str, bytes], terms: bytes) -> None: ...

    def end(self, derived: bytes) -> ValidationReport | None: ...


def validate_project(
    dataset: Dataset, shapes: Sequence[ShapesGraph], engine: Engine, *, allow_empty: bool = False
) -> ValidationReport:
    """Validate all layers of a project, each shapes graph on the layers that it names.

    Args:
        dataset: the project as it was loaded.
        shapes: its shapes graphs.
        engine: what runs them.
        allow_empty: accept that no shape targets anything.

    Raises:
        InputError: no shape targets any node, so that a verdict would be one on nothing.
        ShapesError: the engine cannot use the shapes.
    """
    from triagraph.validation.judging import Judge

    if dataset.size() > _MANY:
        from triagraph.validation.in_turn import validated_in_turn

        report = validated_in_turn(dataset, shapes, engine, allow_empty=allow_empty)
        if report is not None:
            return _with_places(report, dataset)
    texts = {layer: dataset.ntriples(layer) for layer in sorted({*dataset.layers} - {DERIVED})}
    with Judge(engine, shapes, allow_empty=allow_empty) as judge:
        judge.begin(texts, ntriples(dataset.terms).encode())
        return _with_places(judge.end(dataset.ntriples(DERIVED)), dataset)


def validate_files_of(
    project: Project,
    engine: EngineName,
    *,
    beside: bool = False,
    meanwhile: Callable[[], object] = lambda: None,
    allow_empty: bool = False,
) -> tuple[ValidationReport, Dataset]:
    """Read the files of a project, derive what its rules say, and validate all of it; see `validate_project`.

    Args:
        project: whose files are read.
        engine: `shacl`, `pyshacl` or `auto`.
        beside: let a copy of this process judge, where the system can do that.
        meanwhile: is called, if ever, while this process would wait for the other.
        allow_empty: accept that no shape targets anything.

    Returns:
        The report, and the project as it was read.

    Raises:
        ParseError: a file cannot be read.
        QueryError: a rule is not a CONSTRUCT query.
    """
    if sum(file.path.stat().st_size for file in project.data_files()) > _LARGE:
        dataset = load(project)
        return _validated(dataset, engine, allow_empty=allow_empty), dataset
    with _judge(project, engine, meanwhile if beside else None, allow_empty=allow_empty) as judge:
        stated = read_stated(project)
        texts = {layer: ntriples_of(parts) for layer, parts in sorted(stated.parts.items())}
        terms = ntriples(stated.terms).encode()
        judge.begin(texts, terms)
        given = b"".join([*(texts.get(layer, b"") for layer in GIVEN_LAYERS), terms])
        dataset = with_derived(stated, store_of(stated), given=given)
        report = judge.end(dataset.ntriples(DERIVED))
    if report is not None:
        return _with_places(report, dataset), dataset
    return _validated(dataset, engine, allow_empty=allow_empty), dataset


def _validated(dataset: Dataset, engine: EngineName, *, allow_empty: bool) -> ValidationReport:
    from triagraph.validation.engine import choose_engine
    from triagraph.validation.shapes import read_shapes

    return validate_project(dataset, read_shapes(dataset.project), choose_engine(engine), allow_empty=allow_empty)


def _judge(
    project: Project, engine: EngineName, meanwhile: Callable[[], object] | None, *, allow_empty: bool
) -> AbstractContextManager[_Judge]:
    if meanwhile is not None and can_work_beside():
        return JudgeBeside(project, engine, meanwhile)
    from triagraph.validation.engine import choose_engine
    from triagraph.validation.judging import Judge
    from triagraph.validation.shapes import read_shapes

    return Judge(choose_engine(engine), read_shapes(project), allow_empty=allow_empty)


def _with_places(report: ValidationReport, dataset: Dataset) -> ValidationReport:
    checked = replace(report.checked, files=len(dataset.files))
    if not report.results:
        return replace(report, checked=checked)
    from triagraph.validation.graphs import in_order
    from triagraph.validation.places import located_in_files
    from triagraph.validation.suggestions import with_suggestions

    found = replace(report, checked=checked, results=in_order(located_in_files(report.results, dataset)))
    return with_suggestions(found, dataset.project)
