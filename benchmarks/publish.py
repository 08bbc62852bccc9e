"""Publish made-up graphs of two sizes: resources per second, peak of memory, and whether time grows as the graph does.

    python benchmarks/publish.py [--triples N] [--factor F] [--blank SHARE]

The second graph is F times the first one. Each is published by the whole command. Machines have slow minutes, so that the
large one is stopped every half minute while the small one is published; means count. A resource is anything with an IRI of
its own in the graph, statements and quotations included, for each of them gets its documents. Quote the ratios.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: After so many seconds the large one is stopped, and the small one published.
BETWEEN = 30
SETTINGS = """\
[project]
name = "example"
title = { de = "Beispielnetz", en = "Example network" }
description = { de = "Ein erfundenes Netz.", en = "A made-up network." }
[publisher]
name = "benchmarks"
[licence]
iri = "https://creativecommons.org/licenses/by/4.0/"
[release]
date = "2026-11-22"
"""
PUBLISH = """\
import json, resource, sys
from triagraph.cli import main
try:
    main(["--lang", "en", "--project", sys.argv[1], "publish", sys.argv[2]])
except SystemExit as end:
    if end.code:
        raise
own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "processor": own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime,
    "megabytes": (own.ru_maxrss + children.ru_maxrss) / 1000,
}))
"""


def resources(graph: bytes) -> int:
    """Count the subjects of a graph that are things of their own, not parts of one."""
    return len({line.split(b" ", 1)[0] for line in graph.splitlines() if b"#" not in line.split(b" ", 1)[0]})


def project(folder: Path, triples: int, blank: float) -> dict[str, int]:
    """Make a project with a graph of about so many triples, some with blank nodes; give its figures."""
    (folder / "data/asserted").mkdir(parents=True)
    (folder / "triagraph.toml").write_text(SETTINGS, encoding="utf-8")
    generate = [sys.executable, str(Path(__file__).with_name("generate.py")), str(triples), "--blank", str(blank)]
    graph = subprocess.run(generate, check=True, stdout=subprocess.PIPE).stdout
    (folder / "data/asserted/graph.nt").write_bytes(graph)
    return {"triples": graph.count(b"\n"), "resources": resources(graph)}


def measured(folder: Path, meanwhile: Callable[[], None] | None = None) -> dict[str, Any]:
    """Publish a project with the command; the release is removed afterwards.

    With something to do `meanwhile`, the command is stopped for it now and then.
    """
    with tempfile.TemporaryDirectory(dir=folder) as out, tempfile.TemporaryFile() as answer:
        command = [sys.executable, "-c", PUBLISH, str(folder), str(Path(out) / "release")]
        process = subprocess.Popen(command, stdout=answer, stderr=subprocess.DEVNULL, start_new_session=True)
        while meanwhile is not None:
            try:
                process.wait(BETWEEN)
                break
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGSTOP)
                meanwhile()
                os.killpg(process.pid, signal.SIGCONT)
        if process.wait():
            sys.exit(f"publish ended with {process.returncode}")
        answer.seek(0)
        found: dict[str, Any] = json.loads(answer.read().splitlines()[-1])
        return found | {"files": sum(len(files) for _, _, files in os.walk(out))}


def mean(runs: list[dict[str, Any]], name: str) -> float:
    """Give the mean of some figures."""
    return float(statistics.fmean(run[name] for run in runs))


def main() -> None:
    """Publish both graphs, the small one between pieces of the large one, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--triples", type=int, default=40_000, help="size of the first graph")
    parser.add_argument("--factor", type=int, default=10, help="how many times larger the second one is")
    parser.add_argument("--blank", type=float, default=0.0, help="as for generate.py")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name) / "small", Path(name) / "large"
        figures = [
            project(folder, options.triples * factor, options.blank)
            for folder, factor in ((small, 1), (large, options.factor))
        ]
        before = [measured(small)]
        runs = before, [measured(large, lambda: before.append(measured(small)))]
    for each, found in zip(figures, runs, strict=True):
        processor = mean(found, "processor")
        print(
            f"{each['triples']:>9,} triples {each['resources']:>8,} resources {found[0]['files']:>9,} files "
            f"{processor:>7.1f} s of processor {each['resources'] / processor:>6.0f} resources/s "
            f"{mean(found, 'megabytes'):>6.0f} MB  ({', '.join(format(run['processor'], '.1f') for run in found)})"
        )
    growth = figures[1]["resources"] / figures[0]["resources"]
    ratio = mean(runs[1], "processor") / mean(runs[0], "processor")
    print(f"{growth:.1f} × the graph takes {ratio:.1f} × the time of the processors")


if __name__ == "__main__":
    main()
