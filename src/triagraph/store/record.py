"""index.json: what an index holds and how its files must look, so that damage is noticed before a wrong answer is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import pyoxigraph

from triagraph.errors import Location
from triagraph.language import Text
from triagraph.store.errors import IndexDamagedError, IndexFolderError

RECORD: Final = "index.json"
STORE: Final = "store"
LITERALS: Final = "literals.sqlite"
FORMAT: Final = 1
#: How many bytes of an index are read when it is opened, smallest files first; `--verify` reads all.
READ_AT_OPEN: Final = 4 << 20
REBUILD: Final = Text(
    "Den Index mit `triagraph index` neu bauen; die Dateien mit den Daten sind davon nicht betroffen.",
    "build the index again with `triagraph index`; the files with the data are not affected.",
)


@dataclass(frozen=True, slots=True)
class Digest:
    """The size of a file and its SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """What an index holds.

    `triples` counts the default graph, which is the union of all; `graphs` counts each named graph; `loose` tells whether
    statements were read that stand in none. `inputs` are the files that were read; `literals` counts the rows of the side
    table; `files` are the files of the index.
    """

    triples: int
    graphs: Mapping[str, int]
    loose: bool
    literals: int
    inputs: Mapping[str, Digest] = field(repr=False)
    files: Mapping[str, Digest] = field(repr=False)
    versions: Mapping[str, str]


def digest_of(path: Path) -> Digest:
    """Read a file and give its size and digest."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return Digest(file.tell(), sha256)


def versions() -> dict[str, str]:
    """Give the versions that an index depends on."""
    from importlib.metadata import version  # only a writer needs it, and it takes 30 ms

    return {"triagraph": version("triagraph"), "pyoxigraph": pyoxigraph.__version__}


def files_of(folder: Path) -> dict[str, Path]:
    """List the files of an index by their name in it; not the engine's log, nor the record itself."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RECORD and path.name not in {"LOG", "LOCK"} and "LOG.old" not in path.name
    }


def write_record(folder: Path, record: IndexRecord) -> None:
    """Write the record into the folder of an index."""
    content = {"generator": "triagraph", "format": FORMAT, **asdict(record)}
    content["digest"] = _digest(content)
    (folder / RECORD).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_record(folder: Path, text: str) -> IndexRecord:
    """Read a record.

    Args:
        folder: the folder of the index, for messages.
        text: what its index.json holds.

    Raises:
        IndexDamagedError: it is not what was written.
        IndexFolderError: it was written by another version, or it is none of ours.
    """
    try:
        content = json.loads(text)
        digest = content.pop("digest")
        if content["format"] != FORMAT or _series(content["versions"]["pyoxigraph"]) != _series(pyoxigraph.__version__):
            raise IndexFolderError(
                Text(
                    f"Den Index in `{folder}` hat eine andere Version gebaut.",
                    f"The index in `{folder}` was built by another version.",
                ),
                hint=REBUILD,
            )
        if digest != _digest(content) or not text.endswith("\n"):
            raise ValueError("digest")  # noqa: TRY301 - told below, with all the other damage
        return IndexRecord(
            triples=content["triples"],
            graphs=content["graphs"],
            loose=content["loose"],
            literals=content["literals"],
            inputs={name: Digest(**each) for name, each in content["inputs"].items()},
            files={name: Digest(**each) for name, each in content["files"].items()},
            versions=content["versions"],
        )
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        if not is_ours(folder, text):
            raise no_index(folder) from error
        raise damaged(folder, Text(f"{RECORD} ist verändert", f"{RECORD} is altered")) from error


def check_files(folder: Path, record: IndexRecord, *, most: int | None = None) -> None:
    """Compare the files of an index with its record: all sizes, and the digests of the first `most` bytes or of all.

    Raises:
        IndexDamagedError: a file is missing or differs.
    """
    for name, expected in sorted(record.files.items(), key=lambda item: (item[1].bytes, item[0])):
        path = folder / name
        try:
            if path.stat().st_size != expected.bytes:
                raise damaged(folder, Text(f"{name} hat eine andere Größe", f"{name} has another size"))
            if most is not None:
                most -= expected.bytes
                if most < 0:
                    continue
            if digest_of(path) != expected:
                raise damaged(folder, Text(f"{name} ist verändert", f"{name} is altered"))
        except OSError as error:
            raise damaged(folder, Text(f"{name} fehlt", f"{name} is missing")) from error


def is_ours(folder: Path, record: str = "") -> bool:
    """Tell whether a folder holds an index, sound or damaged, and not just something of the same name."""
    return '"generator": "triagraph"' in record or (folder / LITERALS).is_file()


def no_index(folder: Path) -> IndexFolderError:
    """Say that there is no index, or something else than one."""
    try:
        found = any(folder.iterdir())
    except OSError:
        found = False
    if found:
        return IndexFolderError(
            Text(f"`{folder}` ist kein Index von triagraph.", f"`{folder}` is not an index of triagraph."),
            hint=Text(
                "`triagraph index ORDNER --data DATEI` baut einen, in einem neuen oder leeren Ordner.",
                "`triagraph index DIR --data FILE` builds one, in a new or empty folder.",
            ),
        )
    return IndexFolderError(
        Text(f"In `{folder}` liegt kein Index.", f"There is no index in `{folder}`."),
        hint=Text(
            f"`triagraph index {folder} --data DATEI` baut einen.",
            f"`triagraph index {folder} --data FILE` builds one.",
        ),
    )


def damaged(folder: Path, what: Text) -> IndexDamagedError:
    """Say that an index is damaged."""
    return IndexDamagedError(
        Text(f"Der Index ist beschädigt: {what.de}.", f"The index is damaged: {what.en}."),
        hint=REBUILD,
        location=Location(str(folder)),
    )


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _series(version: str) -> str:
    """Give the part of the engine's version within which it reads its own files: 0.5 of 0.5.13."""
    return ".".join(version.split(".")[:2])
