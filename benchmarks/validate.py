"""How long `triagraph validate FILE` takes, and how much memory, beside the bare `shacl` package and pySHACL's own command.

    python benchmarks/validate.py FILE [--shapes SHAPES.ttl] [--runs N] [--pyshacl]

FILE is N-Triples or Turtle. Without `--shapes`, it is validated against the shapes of the bundled project on the ground of
its data; the peers get the same shapes and, since they know no ground, a file that has it too. Each command runs as a whole
process, in turn, after one warm-up; the median counts. Memory is that of the largest process, and for ours also that of
all its processes. pySHACL takes a minute for a million triples, so it is asked for.
"""

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from threading import Event, Thread

from pyoxigraph import RdfFormat, parse, serialize

from triagraph.bundled import bundled_root
from triagraph.project import load_project
from triagraph.serializer import ntriples
from triagraph.store.loading import load

BIN = Path(sys.executable).parent
BARE = "import shacl, sys; print(len(shacl.Shapes.from_file(sys.argv[2]).validate_file(sys.argv[1]).results))"


def ground(folder: Path, data: Path) -> tuple[Path, Path]:
    """Write what the peers need for our own shapes: the data with the bundled graph, and all shapes in one file."""
    project = load_project(bundled_root())
    dataset = load(project)
    merged, shapes = folder / f"data{data.suffix}", folder / "shapes.nt"  # N-Triples are Turtle too
    with merged.open("wb") as target, data.open("rb") as source:
        shutil.copyfileobj(source, target)  # this process stays small: a new one counts as large as it at first
        target.write(ntriples([*dataset.quads(), *dataset.terms]).encode())
    with shapes.open("wb") as file:
        for path in (*project.shape_files(), *project.shape_annotation_files()):
            serialize((quad.triple for quad in parse(path=path)), file, format=RdfFormat.N_TRIPLES)
    return merged, shapes


def run(command: list[str]) -> tuple[float, float, float, float]:
    """Run a command once: wall seconds, processor seconds, megabytes of its largest process, megabytes of all at once."""
    start = time.perf_counter()
    process = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)],
    )
    done, highest = Event(), [0.0]
    watcher = Thread(target=_watch, args=(process, done, highest))
    watcher.start()
    _, _, used = os.wait4(process, 0)
    elapsed = time.perf_counter() - start
    done.set()
    watcher.join()
    return elapsed, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, highest[0]


def _watch(process: int, done: Event, highest: list[float]) -> None:
    """Note the most memory that a process and its children have together; Linux tells it."""
    while not done.wait(0.02):
        highest[0] = max(highest[0], sum(_resident(number) for number in (process, *_children(process))))


def _children(process: int) -> list[int]:
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def _resident(process: int) -> float:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    return 0.0


def conditions(data: Path) -> str:
    """Say what was measured, on what; a load above zero means that others used the machine too."""
    triples = sum(1 for _ in parse(path=data))
    packages = ", ".join(f"{name} {version(name)}" for name in ("shacl", "pyshacl", "pyoxigraph"))
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{triples:,} triples; {os.cpu_count()} processors, load {load}; Python {platform.python_version()}, {packages}"
    )


def main() -> None:
    """Print a row per command: median seconds, megabytes, and the ratios to the bare package."""
    options = argparse.ArgumentParser(description="Compare validators on one graph.")
    options.add_argument("file", type=Path)
    options.add_argument("--shapes", type=Path)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--pyshacl", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, shapes = (given.file, given.shapes) if given.shapes else ground(Path(folder), given.file)
        print(conditions(data))
        own = ["--shapes", str(given.shapes)] if given.shapes else []
        commands = {
            "shacl, bare": [sys.executable, "-c", BARE, str(data), str(shapes)],
            "triagraph validate": [str(BIN / "triagraph"), "validate", str(given.file), *own],
        }
        if given.pyshacl:
            commands["pyshacl"] = [str(BIN / "pyshacl"), "-s", str(shapes), "-f", "json-ld", str(data)]
        taken: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in commands}
        for number in range(given.runs + 1):
            for name, command in commands.items():
                if number or name != "pyshacl":
                    measured = run(command)
                    if number:
                        taken[name].append(measured)
    medians = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in taken.items()}
    first = next(iter(medians.values()))
    print(f"{'':20} {'seconds':>16} {'processor':>16} {'largest MB':>16} {'all MB':>16}")
    for name, row in medians.items():
        columns = (
            f"{value:8.2f} {value / bare:5.2f} ×" for value, bare in zip(row, (*first[:3], first[2]), strict=True)
        )
        print(f"{name:20} {' '.join(columns)}")


if __name__ == "__main__":
    main()
