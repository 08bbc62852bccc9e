"""What is found out about a project before documents are looked at, where it can be by a process that ends soon.

To read a project, to derive what its rules say and to follow what its shapes look at takes memory that is never given back as a
whole, and an engine that reads a large file beside it needs all it can get. So a copy of this process (fork(2)) does that. It is made
before this one locks itself, gets nothing afterwards, and tells only what was found, as plain values on a pipe.
"""

from __future__ import annotations

import marshal
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, Protocol

from triagraph.bundled import bundled_root
from triagraph.errors import TriagraphError
from triagraph.parser.early import read_early
from triagraph.project import Project, load_project
from triagraph.serializer import ntriples
from triagraph.store.loading import Dataset, load
from triagraph.validation.engine import choose_engine
from triagraph.validation.given import UnknownTerms
from triagraph.validation.graphs import types_by_node, types_of
from triagraph.validation.ground import Ground, ground
from triagraph.validation.joint import Joint, Sight, united
from triagraph.validation.memory import as_text, quads_in, written
from triagraph.validation.plain import NotPlainError
from triagraph.validation.shapes import ShapesGraph, read_shapes


class Outlook(NamedTuple):
    """The types of the project's things, and what would let each shapes graph see more than its own layers."""

    known: Mapping[str, set[str]]
    sights: Sequence[Sight]


class Ahead(Protocol):
    """What is found out ahead; each is asked once, in this order."""

    def joint(self) -> Joint | None:
        """Give the shapes graph that stands for all; None where there is none."""
        ...

    def outlook(self) -> Outlook:
        """Give what lines are compared with.

        Raises:
            NotPlainError: it could not be found out.
        """
        ...


class Here:
    """Finds it out in this process."""

    def __init__(self, dataset: Dataset, graphs: Sequence[ShapesGraph]) -> None:
        self._dataset = dataset
        self._found = None
        if len(graphs) > 1:
            from triagraph.validation.together import together

            self._found = together(graphs)

    def joint(self) -> Joint | None:
        """See `Ahead.joint`."""
        return self._found

    def outlook(self) -> Outlook:
        """See `Ahead.outlook`."""
        known = types_by_node(types_of(self._dataset.each()))
        return Outlook(known, self._found.sights(self._dataset) if self._found is not None else [])


def grounded(
    folder: str | None, shapes: list[list[Any]], unknown_terms: UnknownTerms = "error"
) -> tuple[Ground, Ahead]:
    """Read all that is ours as `ground` does, with the data as text; see there for what is raised."""
    if not shapes and can_copy():
        with suppress(TriagraphError, EOFError, OSError):  # what cannot be read is read again here, which says why
            return _grounded(load_project(Path(folder) if folder is not None else bundled_root()))
    ours = as_text(ground(folder, "shacl", shapes, unknown_terms))
    return ours, Here(ours.dataset, ours.graphs)


def _grounded(project: Project) -> tuple[Ground, Ahead]:
    graphs = read_shapes(project)
    copy = InACopy(project, graphs)
    try:
        engine = choose_engine("shacl")
        read_early()
        engine.warm_up()
        return Ground(copy.dataset(), graphs, engine), copy
    except (TriagraphError, EOFError, OSError):
        copy.stop()
        raise


def can_copy() -> bool:
    """Tell whether a copy of this process can do part of the work: on Linux, from a process of one thread."""
    return sys.platform == "linux" and threading.active_count() == 1


class InACopy:
    """Lets a copy of this process find it out, and read the project.

    Args:
        project: is read by the copy only.
        graphs: its shapes.
    """

    def __init__(self, project: Project, graphs: Sequence[ShapesGraph]) -> None:
        self._project = project
        self._graphs = graphs
        reads, writes = os.pipe()
        #: The copy's number as a process.
        self.number = os.fork()
        if not self.number:
            os.close(reads)
            _tell(_found_out(project, graphs), writes)
        os.close(writes)
        self._answers = os.fdopen(reads, "rb")

    def dataset(self) -> Dataset:
        """Give the project, to be asked for first; its layers are text.

        Raises:
            EOFError: the copy could not read it. Whoever reads it again finds out why.
        """
        texts, terms = self._next()
        files = (*self._project.vocabulary_files(), *self._project.data_files())
        return Dataset(self._project, written(texts), quads_in(terms), files)

    def joint(self) -> Joint | None:
        """See `Ahead.joint`."""
        owners = self._next()
        return None if owners is None else Joint(united(self._graphs), len(self._graphs), owners)

    def outlook(self) -> Outlook:
        """See `Ahead.outlook`."""
        try:
            known, sights = self._next()
        except EOFError as error:
            raise NotPlainError from error
        self._answers.close()
        return Outlook(known, [Sight(*each) for each in sights])

    def stop(self) -> None:
        """End the copy, if it is not at its end."""
        with suppress(OSError):
            os.kill(self.number, signal.SIGKILL)
        os.waitpid(self.number, 0)
        self._answers.close()

    def _next(self) -> Any:
        try:
            return marshal.load(self._answers)  # noqa: S302 - the bytes are those of our own copy
        except (ValueError, TypeError) as error:
            raise EOFError from error


def _found_out(project: Project, graphs: Sequence[ShapesGraph]) -> Iterator[Any]:
    """Find out one after the other what `InACopy` is asked for."""
    dataset = load(project)
    yield {layer: dataset.ntriples(layer) for layer in dataset.layers}, ntriples(dataset.terms).encode()
    here = Here(dataset, graphs)
    joint = here.joint()
    yield None if joint is None else dict(joint.owners)
    known, sights = here.outlook()
    yield dict(known), [sight.plain() for sight in sights]


def _tell(values: Iterator[Any], writes: int) -> NoReturn:
    """Be the copy: write each value as soon as it is known; whatever happens, the process ends here."""
    status = 1
    try:
        with os.fdopen(writes, "wb") as stream:
            for value in values:
                marshal.dump(value, stream)
                stream.flush()
        status = 0
    finally:
        os._exit(status)
