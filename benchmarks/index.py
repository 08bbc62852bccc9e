"""`triagraph index` and `query --store` on a large made-up graph (`generate.py`), beside bare pyoxigraph: whole processes.

    python benchmarks/index.py GRAPH.nt [--index DIR] [--rounds N] [--query NAME]...

DIR (a temporary one if not given) gets the index that `triagraph index` builds; one that is there already is taken as it is, else
bare pyoxigraph builds one too, and both are measured. Then each of the six queries of `queries/` is answered as CSV by
`triagraph query --store DIR` and by pyoxigraph alone on the same files, in turn; the medians count, and the answers are compared.
At most 1.1 times as long plus 150 ms is wanted. Times of the processor are better told apart on a machine that has other work.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
BARE_INDEX = """
import sys
from pyoxigraph import RdfFormat, Store
store = Store(sys.argv[1])
store.bulk_load(path=sys.argv[2], format=RdfFormat.N_TRIPLES)
store.optimize()
store.flush()
"""
BARE_QUERY = """
import sys
from pathlib import Path
from pyoxigraph import QueryResultsFormat, Store
found = Store.read_only(sys.argv[1]).query(Path(sys.argv[2]).read_text(encoding="utf-8"))
found.serialize(output=sys.stdout.buffer, format=QueryResultsFormat.CSV)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has run: seconds by the clock and of the processor, megabytes at most, and a digest of what it wrote."""

    wall: float
    processor: float
    megabytes: float
    digest: str


def run(command: list[str]) -> Run:
    """Run a command and measure it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        megabytes = 0.0
        while process.poll() is None:
            megabytes = max(megabytes, _peak(process.pid))
            time.sleep(0.005)
        wall = time.perf_counter() - begin
        output.seek(0)
        written = output.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, processor, megabytes, sha256(written.replace(b"\r\n", b"\n")).hexdigest())


def _peak(process: int) -> float:
    """Give the most memory that a process has had so far; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def shown(name: str, bare: list[Run], ours: list[Run], *, spare: float | None = 0.15) -> str:
    """Give a row of the table: both sides, whether ours takes longer than is wanted, and whether the answers are the same."""

    def median(runs: list[Run], what: str) -> float:
        return float(statistics.median(getattr(each, what) for each in runs))

    cells = [f"{name:8}"]
    for what in ("wall", "processor"):
        one, other = median(bare, what), median(ours, what)
        cells.append(
            f"{one:9.2f}{other:9.2f}{other / one:7.2f} × {'over' if spare is not None and other > 1.1 * one + spare else '':5}"
        )
    cells.append(f"{median(bare, 'megabytes'):7.0f}{median(ours, 'megabytes'):7.0f}")
    same = len({each.digest for each in (*bare, *ours)}) == 1
    return "".join([*cells, "" if same else "  the answers differ"])


def main() -> None:
    """Print a row for the index, if it was built, and one for each query."""
    options = argparse.ArgumentParser(description="Compare the index and queries on it with bare pyoxigraph.")
    options.add_argument("graph", type=Path)
    options.add_argument("--index", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--query", action="append", choices=list("abcdef"))
    given = options.parse_args()
    print(f"{'':8}{'seconds: bare':>18}, ours{'':9}{'of the processor':>16}, ours{'':9}MB: bare, ours")
    with tempfile.TemporaryDirectory() as folder:
        index = given.index or Path(folder) / "index"
        if not index.exists():
            bare = run([sys.executable, "-c", BARE_INDEX, str(Path(folder) / "bare"), str(given.graph)])
            ours = run([TRIAGRAPH, "index", str(index), "--data", str(given.graph)])
            print(shown("index", [bare], [ours], spare=None), flush=True)
        for name in given.query or "abcdef":
            query = str(HERE / "queries" / f"{name}.rq")
            sides = {
                "bare": [sys.executable, "-c", BARE_QUERY, str(index / "store"), query],
                "ours": [TRIAGRAPH, "query", "--store", str(index), "-f", query, "--format", "csv"],
            }
            runs: dict[str, list[Run]] = {side: [] for side in sides}
            for _ in range(given.rounds):
                for side, command in sides.items():
                    runs[side].append(run(command))
            print(shown(name, runs["bare"], runs["ours"]), flush=True)


if __name__ == "__main__":
    main()
