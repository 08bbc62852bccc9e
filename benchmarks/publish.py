"""Publish made-up graphs of two sizes: resources per second, peak of memory, and whether time grows as the graph does.

    python benchmarks/publish.py [--triples N] [--factor F] [--blank SHARE]

The second graph is F times the first one. Each is published by a process of its own; a resource is anything with an IRI of
its own in the graph, statements and quotations included, for each of them gets its documents. Quote the ratios.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

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
import json, resource, sys, time
from pathlib import Path
from triagraph.project import load_project
from triagraph.site import check_target, publish_release, release_settings
from triagraph.site.packed import in_little_room
from triagraph.store.loading import load
folder = Path(sys.argv[1])
started, cpu = time.perf_counter(), time.process_time()
project = load_project(folder)
published = publish_release(
    in_little_room(load(project)), check_target(folder / "out"), release_settings(project, base_url=None, date=None, keep=0)
)
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "seconds": time.perf_counter() - started,
    "processor": time.process_time() - cpu + children.ru_utime + children.ru_stime,
    "megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + children.ru_maxrss) / 1000,
    "files": published.files,
    "pages": published.pages,
}))
"""


def resources(graph: bytes) -> int:
    """Count the subjects of a graph that are things of their own, not parts of one."""
    return len({line.split(b" ", 1)[0] for line in graph.splitlines() if b"#" not in line.split(b" ", 1)[0]})


def measured(triples: int, blank: float) -> dict[str, Any]:
    """Publish a graph of about so many triples, some with blank nodes, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data/asserted").mkdir(parents=True)
        (folder / "triagraph.toml").write_text(SETTINGS, encoding="utf-8")
        generate = [sys.executable, str(Path(__file__).with_name("generate.py")), str(triples), "--blank", str(blank)]
        graph = subprocess.run(generate, check=True, stdout=subprocess.PIPE).stdout
        (folder / "data/asserted/graph.nt").write_bytes(graph)
        command = [sys.executable, "-c", PUBLISH, str(folder)]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        found: dict[str, Any] = json.loads(answer)
        return found | {"triples": graph.count(b"\n"), "resources": resources(graph)}


def main() -> None:
    """Publish both graphs and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--triples", type=int, default=40_000, help="size of the first graph")
    parser.add_argument("--factor", type=int, default=10, help="how many times larger the second one is")
    parser.add_argument("--blank", type=float, default=0.0, help="as for generate.py")
    options = parser.parse_args()
    small, large = (measured(options.triples * factor, options.blank) for factor in (1, options.factor))
    for each in (small, large):
        print(
            f"{each['triples']:>9,} triples {each['resources']:>8,} resources {each['files']:>9,} files "
            f"{each['processor']:>7.1f} s of processor {each['resources'] / each['processor']:>6.0f} resources/s "
            f"{each['megabytes']:>6.0f} MB"
        )
    growth = large["resources"] / small["resources"]
    print(f"{growth:.1f} × the graph takes {large['processor'] / small['processor']:.1f} × the time")


if __name__ == "__main__":
    main()
