"""The six queries of `queries/` on a made-up graph (`generate.py`), in memory, engine beside engine.

    python benchmarks/query.py GRAPH.nt [--engine NAME]... [--patience SECONDS]

Each engine is a process of its own: it loads the graph once and answers each query three times; the quickest counts. An
answer that takes longer than the patience (60 s) is given up, and with it the rest of that engine's. `pyoxigraph, naive`
asks the queries of `queries/naive/`, as one would write them at first; the others ask those of `queries/`. Engines that are
not installed are said so. The rows of all engines that answer are compared.
"""

import argparse
import importlib
import importlib.util
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

QUERIES = Path(__file__).parent / "queries"
NAMES = "abcdef"
Ask = Callable[[str], Iterable[Iterable[Any]]]


def pyoxigraph_bare(graph: Path) -> Ask:
    """Load with pyoxigraph alone."""
    from pyoxigraph import QuerySolutions, RdfFormat, Store

    store = Store()
    store.bulk_load(path=graph, format=RdfFormat.N_TRIPLES)

    def ask(text: str) -> Iterable[Iterable[Any]]:
        found = store.query(text)
        assert isinstance(found, QuerySolutions)  # noqa: S101 - all six select
        return ([term.value for term in solution] for solution in found)

    return ask


def triagraph_memory(graph: Path) -> Ask:
    """Load as `triagraph query --data` does."""
    from triagraph.results import Solutions
    from triagraph.store.memory import MemoryStore

    store = MemoryStore.of_files([graph], base=None)

    def ask(text: str) -> Iterable[Iterable[Any]]:
        found = store.query(text)
        assert isinstance(found, Solutions)  # noqa: S101 - all six select
        return ([getattr(term, "value", None) for term in row] for row in found.rows)

    return ask


def rdflib_memory(graph: Path, store: str = "default") -> Ask:
    """Load with rdflib."""
    import rdflib

    loaded = rdflib.Graph(store=store)
    loaded.parse(graph, format="ox-nt" if store != "default" else "nt")

    def ask(text: str) -> Iterable[Iterable[Any]]:
        found: Iterable[Any] = loaded.query(text)
        return ([str(term) for term in row] for row in found)

    return ask


def oxrdflib_memory(graph: Path) -> Ask:
    """Load with rdflib over pyoxigraph."""
    return rdflib_memory(graph, "Oxigraph")


def maplib_memory(graph: Path) -> Ask:
    """Load with maplib."""
    maplib = importlib.import_module("maplib")
    model = maplib.Model()
    model.read(str(graph), format="ntriples")
    return lambda text: ([str(value).strip("<>") for value in row] for row in model.query(text).rows())


#: Engine → what it needs, how it loads, and the folder of its queries.
ENGINES: dict[str, tuple[str, Callable[[Path], Ask], Path]] = {
    "pyoxigraph, naive": ("pyoxigraph", pyoxigraph_bare, QUERIES / "naive"),
    "pyoxigraph": ("pyoxigraph", pyoxigraph_bare, QUERIES),
    "triagraph": ("triagraph", triagraph_memory, QUERIES),
    "rdflib": ("rdflib", rdflib_memory, QUERIES),
    "oxrdflib": ("oxrdflib", oxrdflib_memory, QUERIES),
    "maplib": ("maplib", maplib_memory, QUERIES),
}


def measure(name: str, graph: Path) -> None:
    """Load, ask, and print a line of JSON after each step: seconds, and for an answer its rows."""
    _, start, folder = ENGINES[name]
    begin = time.perf_counter()
    ask = start(graph)
    print(json.dumps([time.perf_counter() - begin, None]), flush=True)
    for query in NAMES:
        text = (folder / f"{query}.rq").read_text(encoding="utf-8")
        quickest = float("inf")
        for _ in range(3):
            begin = time.perf_counter()
            rows = [tuple(row) for row in ask(text)]
            quickest = min(quickest, time.perf_counter() - begin)
        print(json.dumps([quickest, hash_of(rows)]), flush=True)


def hash_of(rows: list[tuple[Any, ...]]) -> str:
    """Give what tells answers apart: their number and a digest of their sorted rows."""
    from hashlib import sha256

    lines = sorted("\t".join(str(value) for value in row) for row in rows)
    return f"{len(rows)}:{sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"


def watched(name: str, graph: Path, patience: float) -> list[tuple[float, str | None]]:
    """Run an engine in a process; it is stopped where a step takes too long."""
    command = [sys.executable, __file__, str(graph), "--measure", name]
    found: list[tuple[float, str | None]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        while True:
            # Loading may take longer, and an answer is asked for three times.
            timer = threading.Timer(3 * patience, process.kill)
            timer.start()
            line = process.stdout.readline()
            timer.cancel()
            if not line:
                return found
            found.append(tuple(json.loads(line)))


def main() -> None:
    """Print a row per engine: seconds to load and for each query."""
    options = argparse.ArgumentParser(description="Compare query engines on one graph.")
    options.add_argument("graph", type=Path)
    options.add_argument("--engine", action="append", choices=list(ENGINES))
    options.add_argument("--patience", type=float, default=60.0)
    options.add_argument("--measure", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        measure(given.measure, given.graph)
        return
    print(f"{'':18}{'load':>8}" + "".join(f"{name:>8}" for name in NAMES))
    answers: dict[str, set[str]] = {name: set() for name in NAMES}
    for name in given.engine or ENGINES:
        if importlib.util.find_spec(ENGINES[name][0]) is None:
            print(f"{name:18}  not installed")
            continue
        steps = watched(name, given.graph, given.patience)
        for query, (_, digest) in zip(NAMES, steps[1:], strict=False):
            answers[query].add(digest or "")
        shown = [f"{seconds:8.3f}" for seconds, _ in steps] + ["       –"] * (len(NAMES) + 1 - len(steps))
        print(f"{name:18}" + "".join(shown))
    for query, digests in answers.items():
        if len(digests) > 1:
            print(f"{query}: the answers differ: {', '.join(sorted(digests))}")


if __name__ == "__main__":
    main()
