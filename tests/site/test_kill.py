"""Killed at any moment, or with the disk full, a publish leaves whole releases: the one in OUT and each older one."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Self

import pytest

LONG = bool(os.environ.get("TRIAGRAPH_LONG"))
TRIALS = 200 if LONG else 10
#: At which call of a function a publish dies.
CALLS = tuple(range(40)) if LONG else (0, 2)
DEATHS = (
    "triagraph.site.swapping.exchange_folders",
    "pathlib:Path.rename",
    "os.unlink",
    "triagraph.site.writer._write",
    "triagraph.site.writer.sync_file_system",
    "triagraph.site.swapping.sync_folder",
    "pathlib:Path.mkdir",
    "os.fsync",
    "os.rmdir",
)
#: How much of what a release needs there is room for, in hundredths.
ROOM = (5, 15, 25, 35, 45, 55, 65, 75, 85, 95) if LONG else (30, 90)
#: From 200 things on, the pages are written by a second process.
MANY = 220 if LONG else 20
KEPT = 3
#: Publishes project number N as often as it is told to, each time in a process of its own that has imported all it needs.
PROGRAM = """
import importlib, os, signal, sys
from pathlib import Path
from triagraph.project import load_project
from triagraph.site import ReleaseSettings, check_target, publish_release, second_process
from triagraph.store.loading import load

def die(call, left, moment):
    module, _, name = call.rpartition(".")
    owner, _, kind = module.partition(":")
    place = importlib.import_module(owner)
    place = getattr(place, kind) if kind else place
    real = getattr(place, name)
    def dying(*arguments, **named):
        nonlocal left
        left -= 1
        if left < 0 and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*arguments, **named)
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer
    setattr(place, name, dying)

out, *folders = map(Path, sys.argv[1:])
projects = [(folder.parent.name, load(load_project(folder))) for folder in folders]
print("ready", flush=True)
for line in sys.stdin:
    number, *death = line.split()
    child = os.fork()
    if not child:
        version, dataset = projects[int(number)]
        if death:
            die(death[0], int(death[1]), death[2])
        publish_release(dataset, check_target(out), ReleaseSettings("2026-11-22", version, None, 3))
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
COMMAND = (str(Path(sys.executable).parent / "triagraph"), "--lang", "en")
MakeNamed = Callable[..., Path]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


@pytest.fixture
def make_named(tmp_path: Path, write_project_in: Callable[[Path, str], Path]) -> MakeNamed:
    """Make a project of so many networks, all of which bear a name."""

    def make(name: str, networks: int = 1) -> Path:
        data = "".join(
            f'network:n{number} a tria:NetworkOrganisation ; skos:prefLabel "{name} {number}"@de , "{name} {number}"@en .\n'
            for number in range(networks)
        )
        return write_project_in(tmp_path / name / "project", data)

    return make


class Publisher:
    """A program that publishes projects to a folder."""

    def __init__(self, out: Path, *projects: Path) -> None:
        command = [sys.executable, "-c", PROGRAM, str(out), *map(str, projects)]
        self._program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self._program.stdout is not None
        return self._program.stdout.readline().strip()

    def start(self, number: int, death: str = "") -> int:
        """Publish one of the projects, to die at a call or not; give the number of the process."""
        assert self._program.stdin is not None
        self._program.stdin.write(f"{number} {death}\n")
        self._program.stdin.flush()
        return int(self._line())

    def end(self) -> int:
        """Wait for the end of what was started; give its status."""
        return int(self._line())

    def publish(self, number: int, death: str = "") -> int:
        """Publish, and wait for the end."""
        self.start(number, death)
        return self.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._program.communicate(timeout=240)


def whole(release: Path) -> str:
    """Give the version of a release each of whose files is as the manifest says, and that has no other."""
    manifest = json.loads((release / "manifest.json").read_bytes())
    files = {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}
    del files["manifest.json"]
    assert {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == {
        name: file["sha256"] for name, file in manifest["files"].items()
    }
    return str(manifest["version"])


def releases(out: Path) -> Iterator[str]:
    """Give the version of each release in OUT and beside it; all of them are whole."""
    archive = out.with_name(f"{out.name}.releases")
    for folder in (*((out,) if out.exists() else ()), *(sorted(archive.iterdir()) if archive.exists() else ())):
        yield whole(folder)


def test_200_kills_leave_no_broken_release(make_named: MakeNamed, tmp_path: Path) -> None:
    out, names = tmp_path / "out", ("one", "two")
    with Publisher(out, *(make_named(name, MANY) for name in names)) as publisher:
        begin = time.monotonic()
        assert publisher.publish(0) == 0
        duration = time.monotonic() - begin
        killed, replaced, there = 0, 0, "one"
        for trial in range(TRIALS):
            process = publisher.start(1 - names.index(there))
            # Half of the trials aim at the end, where folders are renamed.
            time.sleep(duration * (random.uniform(0, 1) if trial % 2 else random.uniform(0.7, 1.2)))
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            was_killed = publisher.end() == -signal.SIGKILL
            killed += was_killed
            duration *= 1 if was_killed else 0.8  # the first one may have been slow: the machine has other work
            found = list(releases(out))
            assert found, trial
            assert len(found) <= KEPT + 2, trial
            replaced += found[0] != there
            there = found[0]
        assert killed > TRIALS / 5, f"only {killed} of {TRIALS} were killed half-way, {replaced} replaced the release"
        assert publisher.publish(0) == 0
    assert next(releases(out)) == "one"
    assert {path.name for path in tmp_path.iterdir()} <= {"one", "out", "out.releases", "two"}


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", DEATHS if LONG else DEATHS[:3])
def test_killed_at_this_call_every_release_is_whole(
    make_named: MakeNamed, tmp_path: Path, call: str, moment: str
) -> None:
    out = tmp_path / "out"
    died = 0
    with Publisher(out, make_named("old"), make_named("new")) as publisher:
        assert (publisher.publish(1), publisher.publish(0)) == (0, 0)  # one in OUT, and an older one beside it
        for number in CALLS:
            status = publisher.publish(1, f"{call} {number} {moment}")
            died += status == -signal.SIGKILL
            found = [*releases(out), *replaced_only(out)]
            assert found[0] in {"old", "new"}, number
            assert set(found) == {"old", "new"}, f"{number}: a release is lost"
            if status == 0:
                break
        assert died, "it never died"
        assert publisher.publish(1) == 0
    assert next(releases(out)) == "new"
    assert "old" in list(releases(out))[1:]
    assert not (tmp_path / ".out.staging").exists()


def replaced_only(out: Path) -> Iterator[str]:
    """Give the version of a release that was replaced and not yet put away: the next publish does."""
    folder = out.with_name(f".{out.name}.staging")
    with suppress(FileNotFoundError):
        found = hashlib.sha256((folder / "release/manifest.json").read_bytes()).hexdigest()
        if found != (folder / "announced").read_text(encoding="ascii"):
            yield whole(folder / "release")


def test_two_publishes_at_once_come_one_after_the_other(make_named: MakeNamed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with Publisher(out, make_named("one", 20)) as one, Publisher(out, make_named("two", 20)) as two:
        one.start(0)
        two.start(0)
        assert (one.end(), two.end()) == (0, 0)
    assert sorted(releases(out)) == ["one", "two"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "out", "out.releases", "two"]


def test_whoever_waits_for_another_publish_says_so(make_named: MakeNamed, tmp_path: Path) -> None:
    project, out = make_named("one", MANY), tmp_path / "out"
    with Publisher(out, project) as publisher:
        first = publisher.start(0)
        deadline = time.monotonic() + 240
        while not (tmp_path / ".out.staging").exists() and time.monotonic() < deadline:
            time.sleep(0.002)
        os.kill(first, signal.SIGSTOP)
        command = [*COMMAND, "--project", str(project), "publish", str(out)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as second:
            assert second.stderr is not None
            said = second.stderr.readline()
            os.kill(first, signal.SIGCONT)
            second.stderr.read()
        assert publisher.end() == 0
    assert said == f"Another process is publishing to `{tmp_path}`; waiting for it.\n"
    assert second.returncode == 0


def sizes(release: Path, other: Path | None = None) -> list[int]:
    """Give the sizes of the files of a release, of those only that another one does not have too."""
    files = [path for path in release.rglob("*") if path.is_file()]
    if other is not None:
        theirs = {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()}
        files = [path for path in files if theirs.get(path.relative_to(release)) != path.read_bytes()]
    return [path.stat().st_size for path in files]


def test_a_file_that_may_not_grow_leaves_the_old_release(make_named: MakeNamed, tmp_path: Path) -> None:
    import resource

    old, new, out = make_named("old", 3), make_named("new", 3), tmp_path / "out"
    assert publish(old, out).returncode == 0
    before = (out / "manifest.json").read_bytes()
    assert publish(new, tmp_path / "probe").returncode == 0
    largest = max(sizes(tmp_path / "probe", out))  # what is as it was need not be written
    shutil.rmtree(tmp_path / "probe")
    for hundredths in ROOM:
        limit = largest * hundredths // 100
        failed = publish(new, out, partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit)))
        assert failed.returncode == 2
        assert "cannot be written: File too large." in failed.stderr
        assert "hint: is the disk full? OUT is as it was." in failed.stderr
        assert (out / "manifest.json").read_bytes() == before
        whole(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old", "out"]


def publish(project: Path, out: Path, prepare: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--project", str(project), "publish", str(out)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        preexec_fn=prepare,
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount a file system of so many bytes."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def unmount() -> None:
        subprocess.run(["umount", str(folder)], capture_output=True, check=False)

    def mount(size: int) -> Path:
        unmount()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("needs the right to mount a file system")
        return folder

    if sys.platform != "linux":
        pytest.skip("needs Linux's tmpfs")
    yield mount
    unmount()


def test_a_full_disk_leaves_the_old_release(
    make_named: MakeNamed, tmp_path: Path, small_disk: Callable[[int], Path]
) -> None:
    old, new = make_named("old", 3), make_named("new", 3)
    assert publish(old, tmp_path / "probe").returncode == 0
    assert publish(new, tmp_path / "other").returncode == 0
    pages = sum(-(-size // 4096) * 4096 for size in sizes(tmp_path / "probe"))
    more = sum(-(-size // 4096) * 4096 for size in sizes(tmp_path / "other", tmp_path / "probe"))
    for hundredths in ROOM:
        out = small_disk(pages + more * hundredths // 100) / "out"
        assert publish(old, out).returncode == 0
        before = (out / "manifest.json").read_bytes()
        failed = publish(new, out)
        assert failed.returncode == 2
        assert "No space left on device" in failed.stderr
        assert "hint: is the disk full? OUT is as it was." in failed.stderr
        whole(out)
        assert (out / "manifest.json").read_bytes() == before
        assert [path.name for path in out.parent.iterdir()] == ["out"]
