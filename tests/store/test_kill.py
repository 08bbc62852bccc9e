"""Killed at any moment, `triagraph index` leaves the old index or the new one, whole, and the next one cleans up."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from triagraph.store.disk import DiskStore
from triagraph.store.folders import staging
from triagraph.store.indexing import index_files
from triagraph.store.record import RECORD

LONG = bool(os.environ.get("TRIAGRAPH_LONG"))
TRIALS = 200 if LONG else 15
#: At which call of a function a build dies; the last number is never reached.
CALLS = (*range(60), 999) if LONG else (0, 4, 999)
STATEMENTS = 10_000
PROGRAM = """
import sys
from pathlib import Path
from triagraph.store.folders import staging
from triagraph.store.indexing import index_files
print("ready", flush=True)
index_files(Path(sys.argv[1]), [Path(sys.argv[2])], base=None)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def data(folder: Path, name: str, statements: int) -> Path:
    lines = (
        f'<http://x/s{number}> <http://x/p{number % 5}> "0{number}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        for number in range(statements)
    )
    path = folder / name
    path.write_text("".join(lines), encoding="utf-8")
    return path


def start(index: Path, file: Path) -> subprocess.Popen[str]:
    """Start a process that builds an index; it has imported all it needs."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(index), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def size_of(index: Path) -> int:
    with DiskStore(index) as store:
        store.verify()
        return len(store)


def test_a_build_that_is_killed_leaves_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    files = [data(tmp_path, "even.nt", STATEMENTS), data(tmp_path, "odd.nt", STATEMENTS + 1)]
    index = tmp_path / "index"
    index_files(index, [files[0]], base=None)
    begin = time.monotonic()
    with start(index, files[0]) as process:
        process.wait(timeout=240)
    duration = time.monotonic() - begin
    there, killed, replaced = STATEMENTS, 0, 0
    for trial in range(TRIALS):
        file = files[(trial + 1) % 2]
        new = STATEMENTS + (trial + 1) % 2
        with start(index, file) as process:
            time.sleep(random.uniform(0.05, 0.9) * duration)
            killed += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=240)
        found = size_of(index)
        assert found in {there, new}, trial
        replaced += found != there
        there = found
    assert killed > TRIALS / 3, f"only {killed} of {TRIALS} were killed half-way, {replaced} replaced the index"
    index_files(index, [files[0]], base=None)
    assert size_of(index) == STATEMENTS
    assert sorted(path.name for path in tmp_path.iterdir()) == [".index.lock", "even.nt", "index", "odd.nt"]


@pytest.mark.parametrize(
    "moment",
    ["os.fsync", "triagraph.store.folders.exchange_folders", "shutil.rmtree", "sqlite3.connect", "hashlib.file_digest"],
)
def test_a_build_that_is_killed_at_this_call_leaves_a_whole_index(moment: str, tmp_path: Path) -> None:
    """Die at the first call of a function, then at a later one, until a build gets through."""
    old, new = data(tmp_path, "old.nt", 10), data(tmp_path, "new.nt", 11)
    index = tmp_path / "index"
    index_files(index, [old], base=None)
    for number in CALLS:
        died = subprocess.run(
            [sys.executable, "-c", DYING + PROGRAM, str(index), str(new), moment, str(number)],
            capture_output=True,
            check=False,
            timeout=240,
        )
        assert size_of(index) in {10, 11}, number
        if died.returncode == 0:
            break
    assert died.returncode == 0, "the build never got through"
    assert number > 0, "the build never died"
    assert size_of(index) == 11
    assert sorted(path.name for path in tmp_path.iterdir()) == [".index.lock", "index", "new.nt", "old.nt"]


DYING = """
import importlib, os, signal, sys
module, _, name = sys.argv[3].rpartition(".")
place = importlib.import_module(module)
real, left = getattr(place, name), [int(sys.argv[4])]
def dying(*arguments, **named):
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return real(*arguments, **named)
setattr(place, name, dying)
"""


def test_a_writer_beside_a_writer_is_told_so(tmp_path: Path) -> None:
    file = data(tmp_path, "data.nt", STATEMENTS)
    command = [str(Path(sys.executable).parent / "triagraph"), "--lang", "en", "index", str(tmp_path / "index")]
    with start(tmp_path / "index", file) as process:
        deadline = time.monotonic() + 240
        while not list(tmp_path.glob(".index.staging-*")) and time.monotonic() < deadline:
            time.sleep(0.002)
        process.send_signal(signal.SIGSTOP)
        try:
            second = subprocess.run(
                [*command, "--data", str(file)], capture_output=True, text=True, check=False, timeout=240
            )
        finally:
            process.send_signal(signal.SIGCONT)
        assert process.wait(timeout=240) == 0
    assert second.returncode == 2
    assert second.stderr.startswith(
        f"error: Another process ({process.pid}) is building the index `{tmp_path / 'index'}`."
    )
    assert size_of(tmp_path / "index") == STATEMENTS
    assert (tmp_path / "index" / RECORD).exists()


def test_an_interrupt_while_the_staging_folder_is_made_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = os.mkdir

    def interrupted(path: str | Path, mode: int = 0o777) -> None:
        make(path, mode)
        if ".staging-" in str(path):
            made.append(Path(path))
            raise KeyboardInterrupt

    made: list[Path] = []
    monkeypatch.setattr(os, "mkdir", interrupted)
    with pytest.raises(KeyboardInterrupt), staging(tmp_path / "index", RECORD):
        pytest.fail("it went on")
    assert len(made) == 1
    assert [each.name for each in tmp_path.iterdir()] == [".index.lock"]
