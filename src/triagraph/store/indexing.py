"""Build an index on disk: quads and their spellings into a staging folder, counted, recorded, and then put in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, Quad
from pyoxigraph import Store as OxigraphStore

from triagraph.errors import InputError, system_reason
from triagraph.language import Text
from triagraph.store.disk import Progress
from triagraph.store.engine import with_union
from triagraph.store.errors import IndexBusyError, IndexFolderError
from triagraph.store.folders import BusyError, put_in_place, staging
from triagraph.store.interrupts import interruptibly
from triagraph.store.loading import Dataset
from triagraph.store.opening import count, graph_names
from triagraph.store.reading import read_quads
from triagraph.store.record import (
    LITERALS,
    RECORD,
    STORE,
    Digest,
    IndexRecord,
    digest_of,
    files_of,
    versions,
    write_record,
)
from triagraph.store.spellings import SpellingWriter

_EVERY: Final = 10_000
_IGNORED: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def _no_progress(_done: int, _total: int | None) -> None:
    """Say nothing."""


def index_files(
    target: Path, files: Sequence[Path], *, base: str | None, progress: Progress = _no_progress
) -> IndexRecord:
    """Build the index of RDF files of any size; an index that is there already is replaced at once.

    Args:
        target: the folder; it must be absent, empty or an index.
        files: the files; statements without a graph go to the default graph.
        base: the IRI that relative IRIs are resolved against.
        progress: is told how many statements are done.

    Raises:
        InputError: a file cannot be read.
        ParseError: a file has a mistake.
        IndexBusyError: another process builds this index.
        IndexFolderError: the folder holds something else or cannot be written. The old index is as it was.
    """
    return _build(target, (quad for file in files for quad in read_quads(file, base=base)), files, progress)


def index_dataset(target: Path, dataset: Dataset, *, progress: Progress = _no_progress) -> IndexRecord:
    """Build the index of a project's default graph: asserted, mapping, vocabulary and derived; see `index_files`."""
    files = [file.path for file in dataset.files]
    return _build(target, iter(dataset.quads()), files, progress)


def _build(target: Path, quads: Iterator[Quad], files: Sequence[Path], progress: Progress) -> IndexRecord:
    target = target.resolve()
    _check_target(target)
    inputs = {str(file.resolve()): digest_of(file) for file in files if file.is_file()}
    try:
        with staging(target, RECORD) as folder:
            record = interruptibly(lambda: _filled(folder, quads, inputs, progress))
            put_in_place(folder, target)
    except BusyError as error:
        raise IndexBusyError(
            Text(
                f"Ein anderer Prozess ({error}) baut gerade den Index `{target}`.",
                f"Another process ({error}) is building the index `{target}`.",
            ),
            hint=Text("Warten, bis er fertig ist.", "wait until it is done."),
        ) from error
    except OSError as error:
        reason = system_reason(error)
        raise IndexFolderError(
            Text(
                f"Der Index `{target}` lässt sich nicht bauen: {reason.de}.",
                f"The index `{target}` cannot be built: {reason.en}.",
            ),
            hint=Text(
                "Er entsteht in einem Ordner daneben; reicht dort der Platz?",
                "it is built in a folder beside it; is there enough space?",
            ),
        ) from error
    return record


def _filled(folder: Path, quads: Iterable[Quad], inputs: Mapping[str, Digest], progress: Progress) -> IndexRecord:
    """Make an index in an empty folder."""
    counter = _Counter(progress)
    literals = _fill(folder, counter.count(quads))
    counts = _counts(folder)
    record = IndexRecord(
        triples=counts.pop(""),
        graphs=counts,
        loose=counter.loose,
        literals=literals,
        inputs=inputs,
        files={name: digest_of(path) for name, path in files_of(folder).items()},
        versions=versions(),
    )
    _check_inputs(record)
    write_record(folder, record)
    return record


def _fill(folder: Path, quads: Iterable[Quad]) -> int:
    """Load the quads and write down their spellings; give the number of those that the store changes."""
    writer = SpellingWriter(folder / LITERALS)
    try:
        store = OxigraphStore(str(folder / STORE))
        store.bulk_extend(with_union(writer.watch(quads)))
        store.optimize()
        store.flush()
        del store  # closes it, so that its files stay as they are
        return writer.finish()
    finally:
        writer.discard()


def _counts(folder: Path) -> dict[str, int]:
    store = OxigraphStore.read_only(str(folder / STORE))
    return {name: count(store, name) for name in ("", *graph_names(store))}


class _Counter:
    """Count what is read, and see whether all of it stands in a named graph."""

    def __init__(self, progress: Progress) -> None:
        self.loose = False
        self._progress = progress

    def count(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        done = 0
        for done, quad in enumerate(quads, 1):
            if done % _EVERY == 0:
                self._progress(done, None)
            if not self.loose and isinstance(quad.graph_name, DefaultGraph):
                self.loose = True
            yield quad
        self._progress(done, done)


def _check_inputs(record: IndexRecord) -> None:
    for name, digest in record.inputs.items():
        if digest_of(Path(name)) != digest:
            raise InputError(
                Text(f"`{name}` wurde beim Lesen verändert.", f"`{name}` was changed while it was read."),
                hint=Text("Noch einmal `triagraph index`.", "run `triagraph index` again."),
            )


def _check_target(target: Path) -> None:
    """Refuse a folder that holds what is not ours: it would be removed."""
    try:
        names = {entry.name for entry in target.iterdir()} - _IGNORED
    except FileNotFoundError:
        return
    except OSError:
        names = {"?"}
    if names - {RECORD, STORE, LITERALS}:
        raise IndexFolderError(
            Text(
                f"`{target}` wird nicht überschrieben: Dort liegt etwas anderes als ein Index.",
                f"`{target}` is not overwritten: it holds something else than an index.",
            ),
            hint=Text("Einen neuen oder leeren Ordner nennen.", "name a new or empty folder."),
        )
