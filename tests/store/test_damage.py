"""Damage to an index is noticed when it is opened or by --verify, whatever file and byte it is."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from triagraph.store import record
from triagraph.store.disk import DiskStore
from triagraph.store.errors import IndexFolderError
from triagraph.store.indexing import index_files

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an index with two graphs and literals in the side table."""
    folder = tmp_path_factory.mktemp("sound")
    lines = (
        f'<http://x/s{number}> <http://x/p{number % 7}> "0{number}"^^<{INTEGER}> <http://x/g{number % 2}> .\n'
        for number in range(3000)
    )
    (folder / "data.nq").write_text("".join(lines), encoding="utf-8")
    index_files(folder / "index", [folder / "data.nq"], base=None)
    return folder / "index"


@pytest.fixture
def index(sound: Path, tmp_path: Path) -> Iterator[Path]:
    """Give a copy of it that may be damaged."""
    shutil.copytree(sound, tmp_path / "index")
    yield tmp_path / "index"
    shutil.rmtree(tmp_path / "index", ignore_errors=True)


def files_of(index: Path) -> list[Path]:
    """List the files that count: not the engine's log, and none that is empty."""
    found = [*record.files_of(index).values(), index / record.RECORD]
    return sorted(path for path in found if path.stat().st_size)


def is_noticed(index: Path) -> bool:
    try:
        with DiskStore(index) as store:
            store.verify()
    except IndexFolderError as error:
        return error.hint is not None
    return False


def test_a_sound_index_is_not_suspected(index: Path) -> None:
    assert len(files_of(index)) >= 8
    assert not is_noticed(index)


def test_a_flipped_byte_is_noticed_in_every_file(index: Path) -> None:
    generator = random.Random(7)
    for path in files_of(index):
        content = path.read_bytes()
        for position in {0, len(content) - 1, *(generator.randrange(len(content)) for _ in range(3))}:
            flipped = bytearray(content)
            flipped[position] ^= 1 << generator.randrange(8)
            path.write_bytes(flipped)
            assert is_noticed(index), f"{path.name} at {position}"
        path.write_bytes(content)
    assert not is_noticed(index)


@pytest.mark.parametrize("size", [0, 0.5, -1, 1.5], ids=["emptied", "halved", "cut by a byte", "grown"])
def test_another_length_is_noticed_in_every_file(size: float, index: Path) -> None:
    for path in files_of(index):
        content = path.read_bytes()
        length = len(content) - 1 if size == -1 else int(len(content) * size)
        path.write_bytes((content * 2)[:length])
        assert is_noticed(index), path.name
        path.write_bytes(content)


def test_every_missing_file_is_noticed(index: Path) -> None:
    for path in files_of(index):
        content = path.read_bytes()
        path.unlink()
        assert is_noticed(index), path.name
        path.write_bytes(content)


FOREIGN = {
    "a folder called store": ["store/package.json"],
    "a file called store": ["store"],
    "an index of something else": ["index.json", "store/x"],
    "nothing of ours": ["readme.txt"],
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_no_index_of_ours_is_not_called_damaged(kind: str, tmp_path: Path) -> None:
    for name in FOREIGN[kind]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"digest": 1, "name": "shop"}', encoding="utf-8")
    with pytest.raises(IndexFolderError, match="is not an index of triagraph") as caught:
        DiskStore(tmp_path)
    assert "new or empty folder" in (caught.value.hint.en if caught.value.hint else "")


def test_an_empty_folder_has_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match="There is no index"):
        DiskStore(tmp_path)


def emptied(index: Path) -> None:
    shutil.rmtree(index / record.STORE)
    (index / record.STORE).mkdir()


def emptied_whole(index: Path) -> None:
    shutil.rmtree(index)
    index.mkdir()


def with_other_store(index: Path) -> None:
    """Put in another store that is sound in itself."""
    other = index.parent / "other.nt"
    other.write_text("<http://x/s> <http://x/p> <http://x/o> .", encoding="utf-8")
    index_files(index.parent / "other", [other], base=None)
    shutil.rmtree(index / record.STORE)
    (index.parent / "other" / record.STORE).rename(index / record.STORE)


def with_record_of_its_own(index: Path) -> None:
    """Change a count in the record and make its digest fit: only counting tells."""
    with DiskStore(index) as store:
        found = store.record
    graphs = {**found.graphs, "http://x/g0": found.graphs["http://x/g0"] + 1}
    record.write_record(
        index,
        record.IndexRecord(
            found.triples, graphs, loose=found.loose, literals=found.literals,
            inputs=found.inputs, files=found.files, versions=found.versions,
        ),
    )  # fmt: skip


@pytest.mark.parametrize("damage", [emptied, emptied_whole, with_other_store, with_record_of_its_own])
def test_greater_damage_is_noticed(damage: Callable[[Path], None], index: Path) -> None:
    damage(index)
    assert is_noticed(index)


def test_damage_to_a_large_file_waits_for_verify(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At opening only so many bytes are read; what is not read then is found by --verify."""
    monkeypatch.setattr("triagraph.store.opening.READ_AT_OPEN", 10)
    largest = max(files_of(index), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 1
    largest.write_bytes(content)
    with DiskStore(index) as store, pytest.raises(IndexFolderError, match="is altered"):
        store.verify()


def triagraph(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TRIAGRAPH, "--lang", "en", *arguments], capture_output=True, text=True, check=False, timeout=240
    )


def test_the_commands_tell_of_damage_and_of_the_way_out(index: Path) -> None:
    manifest = next((index / record.STORE).glob("MANIFEST-*"))
    manifest.write_bytes(manifest.read_bytes()[:-100])
    verified = triagraph("index", str(index), "--verify")
    asked = triagraph("query", "networks", "--store", str(index))
    assert (verified.returncode, asked.returncode) == (1, 2)
    assert verified.stdout == asked.stdout == ""
    assert verified.stderr == asked.stderr
    assert asked.stderr == (
        f"error: {index}: The index is damaged: store/{manifest.name} has another size.\n\n"
        "hint: build the index again with `triagraph index`; the files with the data are not affected.\n"
    )
    rebuilt = triagraph("index", str(index), "--data", str(next(iter(_inputs(index)))), "--verify")
    assert (rebuilt.returncode, rebuilt.stdout) == (0, "")
    assert "Intact: 3000 triples, 2 named graphs" in rebuilt.stderr


def _inputs(index: Path) -> list[str]:
    text = (index / record.RECORD).read_text(encoding="utf-8")
    return list(record.read_record(index, text).inputs)
