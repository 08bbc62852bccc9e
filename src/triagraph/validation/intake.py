"""Validate what strangers send, in a worker with limits (`triagraph.sandbox`)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from triagraph.bundled import bundled_root
from triagraph.errors import InputError, ParseError
from triagraph.formats import TURTLE, has_known_suffix, syntax_of
from triagraph.language import Text
from triagraph.parser.document import read_bytes
from triagraph.parser.jsonld import own_context
from triagraph.project import Project, load_project
from triagraph.report import ValidationReport
from triagraph.report.transport import from_plain, to_plain
from triagraph.sandbox import Limits, call
from triagraph.sandbox.targets import LARGEST, received
from triagraph.store.loading import Dataset, label_index, load
from triagraph.validation.engine import EngineName, choose_engine
from triagraph.validation.given import given_shapes
from triagraph.validation.graphs import Intake, validate_documents
from triagraph.validation.reading import mistake, unreadable
from triagraph.validation.shapes import ShapesGraph, read_shapes

_SECONDS: Final = 28.0
_SECONDS_PER_MIB: Final = 1.0
#: pySHACL takes so many times as long.
_PYSHACL: Final = 20
_MEMORY: Final = 900 << 20
_MEMORY_PER_BYTE: Final = 40


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as it came: `syntax` names its syntax where its name does not tell."""

    name: str
    data: bytes
    syntax: str | None = None


def receive(name: str) -> tuple[ReceivedFile, ...]:
    """Read a file, the RDF files of a folder, or standard input for `-`, as bytes.

    Raises:
        InputError: there is no such file, or the folder has no RDF file.
    """
    if name == "-":
        return (ReceivedFile("<stdin>", sys.stdin.buffer.read(), TURTLE.name),)
    path = Path(name)
    if path.is_dir():
        found = [each for each in sorted(path.rglob("*")) if each.is_file() and has_known_suffix(each.name)]
        if not found:
            raise InputError(
                Text(f"Im Ordner `{name}` liegt keine RDF-Datei.", f"There is no RDF file in the folder `{name}`.")
            )
        return tuple(ReceivedFile(str(each), read_bytes(each)) for each in found)
    syntax_of(name)
    return (ReceivedFile(name, read_bytes(path)),)


def validate_files(
    files: tuple[ReceivedFile, ...],
    project: Project,
    *,
    engine: EngineName = "auto",
    intake: Intake | None = None,
    shapes: tuple[ReceivedFile, ...] = (),
) -> ValidationReport:
    """Validate files of strangers as one data graph on the ground of a project; with `shapes` only against these, on no ground.

    Time and memory grow with what is sent: 28 seconds and 900 MiB, and some more per byte of a large file.

    Raises:
        InputError: nothing in the files is targeted, or a file is too large.
        SandboxError: the worker ran out of time or memory, or died.
    """
    intake = intake or Intake()
    size = sum(len(file.data) for file in files)
    slowness = _PYSHACL if engine == "pyshacl" else 1
    seconds = (_SECONDS + _SECONDS_PER_MIB * (size >> 20)) * slowness
    limits = Limits(seconds, _MEMORY + _MEMORY_PER_BYTE * size)
    arguments: dict[str, Any] = {
        "files": [[file.name, file.syntax, file.data] for file in files],
        "trust": intake.trust,
        "allow_empty": intake.allow_empty,
    }
    setup: dict[str, Any] = {
        "folder": None if project.bundled else str(project.root),
        "engine": engine,
        "shapes": [[file.name, file.syntax, file.data] for file in shapes],
    }
    return from_plain(call("triagraph.validation.intake:ready", arguments, limits=limits, setup=setup))


def ready(folder: str | None, engine: EngineName, shapes: list[list[Any]]) -> Callable[..., dict[str, Any]]:
    """Read all that is ours while files may still be opened; give the function that looks at what strangers sent."""
    project = load_project(Path(folder) if folder is not None else bundled_root())
    dataset, chosen = load(project), choose_engine(engine)
    known = label_index(dataset)
    if shapes:
        given = [received(*_named(*each), LARGEST) for each in shapes]
        graphs: tuple[ShapesGraph, ...] = (given_shapes(given, chosen, project.base),)
        dataset = Dataset(project, {}, (), ())
    else:
        graphs = read_shapes(project)
    own_context()
    chosen.validate("", ())

    def run(files: list[list[Any]], *, trust: bool, allow_empty: bool) -> dict[str, Any]:
        documents = []
        mistakes = []
        for name, syntax, data in files:
            try:
                documents.append(received(name, data, syntax, LARGEST))
            except ParseError as error:
                mistakes.append(mistake(error))
        if mistakes:
            return to_plain(unreadable(mistakes, len(files)))
        report = validate_documents(documents, dataset, graphs, chosen, intake=Intake(trust, allow_empty))
        return to_plain(replace(report, labels=known) if report.results else report)

    return run


def _named(name: str, syntax: str | None, data: bytes) -> tuple[str, bytes, str | None]:
    return name, data, syntax
