"""Validate what strangers send, in a worker with limits (`triagraph.sandbox`)."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from triagraph.errors import InputError, Location, TriagraphError
from triagraph.formats import NQUADS, NTRIPLES, TURTLE, has_known_suffix, syntax_of
from triagraph.language import Text
from triagraph.parser.document import GZIP, read_bytes, read_stdin
from triagraph.report import ValidationReport
from triagraph.report.transport import from_plain
from triagraph.sandbox import Limits, call
from triagraph.sandbox.targets import LARGEST

if TYPE_CHECKING:
    from triagraph.project import Project
    from triagraph.validation.engine import EngineName
    from triagraph.validation.given import UnknownTerms

_SECONDS: Final = 28.0
#: A wrong export of so many bytes has some 17,000 results where each statement is a line, and 100,000 where it is abridged.
_SECONDS_PER_MIB: Final = 3.0
_SECONDS_PER_MIB_ABRIDGED: Final = 20.0
#: pySHACL takes so many times as long.
_PYSHACL: Final = 20
_MEMORY: Final = 900 << 20
_MEMORY_PER_BYTE: Final = 40
#: A gzipped file tells how many bytes it becomes (RFC 1952); what is more than so many times its own is not believed.
_PACKED: Final = 20
_TOLD: Final = 4
_SMALLEST: Final = 18
#: From so many bytes on, a file is not taken into memory if it need not be.
LARGE: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Intake:
    """How documents are taken in: `trust` lets them state axioms and shapes, `allow_empty` accepts that nothing is targeted."""

    trust: bool = False
    allow_empty: bool = False


class ReceivedFile:
    """A file as it came: `syntax` names its syntax where its name does not tell; what lies on a disk is read when it is asked for."""

    __slots__ = ("_data", "name", "path", "syntax")

    def __init__(self, name: str, data: bytes | Path, syntax: str | None = None) -> None:
        self.name = name
        self.syntax = syntax
        self.path = data if isinstance(data, Path) else None
        self._data = None if isinstance(data, Path) else data

    @property
    def data(self) -> bytes:
        """Its bytes.

        Raises:
            InputError: it cannot be read.
        """
        return self._data if self._data is not None else read_bytes(self.path or Path(self.name))

    @property
    def size(self) -> int:
        """How many bytes it has, and a gzipped one probably becomes."""
        if self._data is not None:
            return _unpacked_size(len(self._data), self._data[: len(GZIP)], self._data[-_TOLD:])
        return _size_on_disk(self.path or Path(self.name))


def receive(*names: str) -> tuple[ReceivedFile, ...]:
    """Read files, the RDF files of folders, or standard input for `-`, as bytes; what is named twice is read once.

    Raises:
        InputError: there is no such file, or the folder has no RDF file.
    """
    paths: dict[str, tuple[str, Path | None]] = {}
    for name in names:
        for shown, path in _named(name):
            paths.setdefault(os.path.realpath(path) if path else "", (shown, path))
    return tuple(
        _on_disk(shown, path) if path else ReceivedFile(shown, read_stdin(LARGEST + 1), TURTLE.name)
        for shown, path in paths.values()
    )


def _named(name: str) -> list[tuple[str, Path | None]]:
    """Give the files that a name stands for, as they are shown and where they are; standard input is nowhere."""
    if name == "-":
        return [("<stdin>", None)]
    if not name:  # a variable that is not set, in a script: not the working folder
        raise InputError(
            Text("Der Name einer DATEI ist leer.", "The name of a FILE is empty."),
            hint=Text(
                "Eine Datei oder einen Ordner nennen; `.` ist der Ordner, in dem Sie sind.",
                "name a file or a folder; `.` is the folder you are in.",
            ),
        )
    path = Path(name)
    if _is(path.is_dir):
        found = [each for each in sorted(path.rglob("*")) if has_known_suffix(each.name) and _is(each.is_file)]
        if not found:
            raise InputError(
                Text(f"Im Ordner `{name}` liegt keine RDF-Datei.", f"There is no RDF file in the folder `{name}`.")
            )
        for each in found:
            if not each.resolve().is_relative_to(path.resolve()):
                raise _outside(each)
        return [(_shown(str(each)), each) for each in found]
    if _is(path.exists):
        syntax_of(name)
    return [(_shown(name), path)]


def _is(what: Callable[[], bool]) -> bool:
    """Ask the system about a path; where it refuses, it says why when the file is read."""
    try:
        return what()
    except OSError:
        return False


def _on_disk(name: str, path: Path) -> ReceivedFile:
    """Take in a file; a large one whose statements need not all be in memory stays where it is."""
    with suppress(OSError):
        if path.is_file() and syntax_of(name) in {NTRIPLES, TURTLE} and _size_on_disk(path) >= LARGE:
            return ReceivedFile(name, path)
    return ReceivedFile(name, read_bytes(path))


def _size_on_disk(path: Path) -> int:
    size = path.stat().st_size
    if size < _SMALLEST:
        return size
    with path.open("rb") as file:
        beginning = file.read(len(GZIP))
        file.seek(-_TOLD, os.SEEK_END)
        return _unpacked_size(size, beginning, file.read(_TOLD))


def _unpacked_size(size: int, beginning: bytes, end: bytes) -> int:
    if beginning != GZIP or size < _SMALLEST:
        return size
    return max(size, min(int.from_bytes(end, "little"), size * _PACKED))


def _outside(path: Path) -> InputError:
    return InputError(
        Text(
            "Die Verknüpfung führt aus dem Ordner hinaus; was dort liegt, wird nicht gelesen.",
            "The link leads out of the folder; what lies there is not read.",
        ),
        hint=Text("Die Datei selbst in den Ordner legen.", "put the file itself into the folder."),
        location=Location(_shown(str(path))),
    )


def _shown(name: str) -> str:
    """Give a file's name without characters that steer a terminal."""
    return "".join(each if each.isprintable() else "\ufffd" for each in name)


def validate_files(  # noqa: PLR0913 - all that a user may ask for, each by name
    files: tuple[ReceivedFile, ...],
    project: Project,
    *,
    engine: EngineName = "auto",
    intake: Intake | None = None,
    shapes: tuple[ReceivedFile, ...] = (),
    unknown_terms: UnknownTerms = "error",
) -> ValidationReport:
    """Validate files of strangers as one data graph on the ground of a project; with `shapes` only against these, on no ground.

    Time and memory grow with what is sent: 28 seconds and 900 MiB, and some more per byte of a large file.

    Raises:
        InputError: nothing in the files is targeted, or a file is too large.
        SandboxError: the worker ran out of time or memory, or died.
    """
    intake = intake or Intake()
    limits = limits_for(files, engine)
    setup: dict[str, Any] = {
        "folder": None if project.bundled else str(project.root),
        "engine": engine,
        "shapes": [[file.name, file.syntax, file.data] for file in shapes],
        "unknown_terms": unknown_terms,
    }
    found: list[dict[str, dict[str, str]]] = []

    def meanwhile() -> None:
        if not shapes:
            import_module("triagraph.validation.suggestions")
            return
        with suppress(TriagraphError):  # if there are results, it is tried again, and told
            found.append(_labels(project))

    if engine != "pyshacl" and all(file.path is not None for file in files) and can_stream():
        report = _streamed(files, intake, setup, limits, meanwhile)
    else:
        arguments: dict[str, Any] = {
            "files": [[file.name, file.syntax, file.data] for file in files],
            "trust": intake.trust,
            "allow_empty": intake.allow_empty,
        }
        target = "triagraph.validation.ground:ready"
        report = from_plain(call(target, arguments, limits=limits, setup=setup, meanwhile=meanwhile))
    if not report.results:
        return report
    if shapes:
        return replace(report, labels={**report.labels, **(found[0] if found else _labels(project))})
    from triagraph.validation.suggestions import with_suggestions

    return with_suggestions(report, project)


def _labels(project: Project) -> dict[str, dict[str, str]]:
    """Give the labels of a project: shapes of a user's own need nothing else of it, so that the worker does not load it."""
    from triagraph.store.loading import read_stated, stated_labels

    return stated_labels(read_stated(project))


def limits_for(files: tuple[ReceivedFile, ...], engine: EngineName) -> Limits:
    """Give what a worker may use for some files."""
    size = sum(file.size for file in files)
    lines = sum(file.size for file in files if syntax_of(file.name, file.syntax) in {NTRIPLES, NQUADS})
    slowness = _PYSHACL if engine == "pyshacl" else 1
    more = _SECONDS_PER_MIB * (lines >> 20) + _SECONDS_PER_MIB_ABRIDGED * ((size - lines) >> 20)
    return Limits((_SECONDS + more) * slowness, _MEMORY + _MEMORY_PER_BYTE * size)


def can_stream() -> bool:
    """Tell whether this system has named pipes, and the engine that can read one."""
    return hasattr(os, "mkfifo") and hasattr(os, "pread") and find_spec("shacl") is not None


def _streamed(
    files: tuple[ReceivedFile, ...],
    intake: Intake,
    setup: dict[str, Any],
    limits: Limits,
    meanwhile: Callable[[], object],
) -> ValidationReport:
    """Let a worker read files from their descriptors.

    Raises:
        InputError: a file changed meanwhile, so that nobody knows what was read.
    """
    with ExitStack() as stack:
        opened = [stack.enter_context((file.path or Path(file.name)).open("rb")).fileno() for file in files]
        given = {
            "folder": setup["folder"],
            "shapes": setup["shapes"],
            "unknown_terms": setup["unknown_terms"],
            "files": [
                [file.name, syntax_of(file.name, file.syntax).name, number]
                for file, number in zip(files, opened, strict=True)
            ],
            "trust": intake.trust,
            "allow_empty": intake.allow_empty,
        }
        before = [_state(number) for number in opened]
        answer: dict[str, Any] = {}
        failed = None
        try:
            target = "triagraph.validation.streamed:ready"
            answer = call(target, {}, limits=limits, setup=given, inputs=opened, meanwhile=meanwhile)
        except TriagraphError as error:
            failed = error
        for file, number, state in zip(files, opened, before, strict=True):
            if _state(number) != state:
                raise _changed(file) from failed
        if failed is not None:
            raise failed
        return from_plain(answer)


def _state(number: int) -> tuple[int, int]:
    """Give what tells that a file has been written to."""
    found = os.fstat(number)
    return found.st_size, found.st_mtime_ns


def _changed(file: ReceivedFile) -> InputError:
    return InputError(
        Text("Die Datei wurde geändert, während sie gelesen wurde.", "The file changed while it was read."),
        hint=Text("Noch einmal prüfen, wenn sie fertig ist.", "validate it again when it is complete."),
        location=Location(file.name),
    )
