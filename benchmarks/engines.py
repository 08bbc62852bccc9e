"""One engine with one graph: load it, then answer what is asked on stdin, a line each; `query.py` starts these, one per engine.

    python benchmarks/engines.py ENGINE GRAPH.nt

A line is `SECONDS FILE`: the patience and the file of a query. Each answer is a line of JSON: seconds by the clock, seconds of the
processor (null where a server works), and the number of rows with a digest of them; or null, if the patience was over.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Iterable[Iterable[Any]]]
#: The processes that answer in a child of their own, which is ended when the patience is over; the loaded graph stays.
FORKING = frozenset({"rdflib", "oxrdflib"})


def pyoxigraph_memory(graph: Path, _: ExitStack) -> Ask:
    """Load with pyoxigraph alone."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(path=graph, format=RdfFormat.N_TRIPLES)
    return _bare(store)


def pyoxigraph_disk(graph: Path, resources: ExitStack) -> Ask:
    """Build an index with pyoxigraph alone, and open it."""
    from pyoxigraph import RdfFormat, Store

    folder = resources.enter_context(tempfile.TemporaryDirectory())
    store = Store(folder)
    store.bulk_load(path=graph, format=RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    del store
    return _bare(Store.read_only(folder))


def _bare(store: Any) -> Ask:
    return lambda text: ([term.value for term in solution] for solution in store.query(text))


def triagraph_memory(graph: Path, _: ExitStack) -> Ask:
    """Load as `triagraph query --data` does."""
    from triagraph.store.memory import MemoryStore

    return _ours(MemoryStore.of_files([graph], base=None))


def triagraph_disk(graph: Path, resources: ExitStack) -> Ask:
    """Build an index as `triagraph index` does, and open it as `triagraph query --store` does."""
    from triagraph.store.disk import DiskStore
    from triagraph.store.indexing import index_files

    folder = Path(resources.enter_context(tempfile.TemporaryDirectory())) / "index"
    index_files(folder, [graph], base=None)
    return _ours(resources.enter_context(DiskStore(folder)))


def _ours(store: Any) -> Ask:
    return lambda text: ([getattr(term, "value", None) for term in row] for row in store.query(text).rows)


def rdflib_memory(graph: Path, _: ExitStack) -> Ask:
    """Load with rdflib."""
    return _rdflib(graph, "default", "nt")


def oxrdflib_memory(graph: Path, _: ExitStack) -> Ask:
    """Load with rdflib over pyoxigraph."""
    return _rdflib(graph, "Oxigraph", "ox-nt")


def _rdflib(graph: Path, store: str, syntax: str) -> Ask:
    import rdflib

    loaded = rdflib.Graph(store=store)
    loaded.parse(graph, format=syntax)
    return lambda text: ([str(term) for term in row] for row in loaded.query(text))  # type: ignore[union-attr]


def maplib_memory(graph: Path, _: ExitStack) -> Ask:
    """Load with maplib, which keeps a table per predicate."""
    maplib = importlib.import_module("maplib")
    model = maplib.Model()
    model.read(str(graph), format="ntriples")
    return lambda text: ([str(value).strip("<>") for value in row] for row in model.query(text).rows())


def virtuoso_server(graph: Path, resources: ExitStack) -> Ask:
    """Start Virtuoso 7 on loopback, load with its bulk loader, and ask as `triagraph query --endpoint` does."""
    from triagraph.store.connection import Connection, Limits
    from triagraph.store.remote import RemoteStore

    sys.path.append(str(Path(__file__).parents[1] / "tests" / "servers"))
    from virtuoso import virtuoso_settings

    folder = Path(resources.enter_context(tempfile.TemporaryDirectory()))
    sql, http = _free_port(), _free_port()
    settings = virtuoso_settings(sql, http, rows=1_000_000, buffers=170_000, folder=str(graph.parent))
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    server = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    resources.callback(server.wait)
    resources.callback(server.kill)
    _wait_for(http)
    load = f"ld_dir('{graph.parent}', '{graph.name}', 'urn:graph'); rdf_loader_run(); checkpoint;"
    client = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"]
    subprocess.run(client, check=True, stdout=subprocess.DEVNULL)
    return _ours(RemoteStore(Connection(f"http://127.0.0.1:{http}/sparql", limits=Limits(seconds=3600))))


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


ENGINES: dict[str, Callable[[Path, ExitStack], Ask]] = {
    "pyoxigraph": pyoxigraph_memory,
    "triagraph": triagraph_memory,
    "pyoxigraph, disk": pyoxigraph_disk,
    "triagraph, disk": triagraph_disk,
    "rdflib": rdflib_memory,
    "oxrdflib": oxrdflib_memory,
    "maplib": maplib_memory,
    "Virtuoso": virtuoso_server,
}


def is_there(name: str) -> bool:
    """Tell whether an engine is installed."""
    if name == "Virtuoso":
        return shutil.which("virtuoso-t") is not None and shutil.which("isql-vt") is not None
    return importlib.util.find_spec(name.partition(",")[0]) is not None


def answer(ask: Ask, file: Path) -> list[Any]:
    """Ask, and give both times and what tells answers apart: the number of rows and a digest of the sorted rows."""
    text = file.read_text(encoding="utf-8")
    begin, worked = time.perf_counter(), time.process_time()
    rows: Rows = [tuple(row) for row in ask(text)]
    wall, processor = time.perf_counter() - begin, time.process_time() - worked
    lines = sorted("\t".join(str(value) for value in row) for row in rows)
    return [wall, processor, f"{len(rows)} rows {sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"]


def answer_in_child(ask: Ask, file: Path, patience: float) -> list[Any] | None:
    """Answer in a process of its own, which is ended when the patience is over."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, json.dumps(answer(ask, file)).encode())
        os._exit(0)
    os.close(writing)
    previous = signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, patience)
    with os.fdopen(reading) as pipe:
        found = pipe.read()
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, previous)
    os.waitpid(child, 0)
    return json.loads(found) if found else None


def main() -> None:
    """Load, and answer until stdin ends."""
    name, graph = sys.argv[1], Path(sys.argv[2]).resolve()
    with ExitStack() as resources:
        begin, worked = time.perf_counter(), time.process_time()
        ask = ENGINES[name](graph, resources)
        print(json.dumps([time.perf_counter() - begin, time.process_time() - worked, ""]), flush=True)
        for line in sys.stdin:
            patience, _, file = line.rstrip("\n").partition(" ")
            forking = name in FORKING
            found = answer_in_child(ask, Path(file), float(patience)) if forking else answer(ask, Path(file))
            if found is not None and name == "Virtuoso":
                found[1] = None
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
