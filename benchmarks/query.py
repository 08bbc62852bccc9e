"""The six queries of `queries/` on a made-up graph (`generate.py`), engine beside engine.

    python benchmarks/query.py GRAPH.nt [--engine NAME]... [--rounds N] [--patience SECONDS]

Each engine is a process of its own (`engines.py`) that keeps the graph while the others are asked: each question goes to one after
the other, in rounds, so that what else the machine does hits all; the median counts. What took 10 s is asked for once. An answer
that takes longer than the patience (60 s) is given up, and the engine's other ones are `–` unless it can go on. `pyoxigraph, naive`
asks the queries of `queries/naive/`, as one would write them at first; the others ask those of `queries/`. Engines that are not
installed are said so. The rows of all engines that answer are compared.
"""

import argparse
import json
import select
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engines import ENGINES, FORKING, is_there

HERE = Path(__file__).parent
#: The one that the naive text of a query never ends on comes last.
NAMES = "abdefc"
NAIVE = "pyoxigraph, naive"
#: What takes longer than this is not measured again.
LONG = 10.0
LOADING = "load"

#: Seconds by the clock, of the processor, and what tells answers apart.
Answer = list[Any]


@dataclass
class Engine:
    """An engine, its process while it runs, and what was measured; an empty list of answers is patience that was over."""

    name: str
    graph: Path
    process: subprocess.Popen[str] | None = None
    measured: dict[str, list[Answer]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where its queries are."""
        return HERE / "queries" / "naive" if self.name == NAIVE else HERE / "queries"

    def is_done_with(self, step: str) -> bool:
        """Tell whether a step need not be measured again."""
        answers = self.measured.get(step)
        return answers is not None and (not answers or answers[-1][0] > LONG)

    def load(self, patience: float) -> None:
        """Start the process anew, and wait until it has loaded the graph."""
        self.stop()
        program = self.name.replace(", naive", "")
        command = [sys.executable, str(HERE / "engines.py"), program, str(self.graph)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._note(LOADING, self._answer(10 * patience))

    def ask(self, query: str, patience: float) -> None:
        """Ask once."""
        if self.process is None or self.process.stdin is None or self.is_done_with(query):
            return
        self.process.stdin.write(f"{patience} {self.folder / query}.rq\n")
        self.process.stdin.flush()
        self._note(query, self._answer(patience if self.name not in FORKING else 2 * patience))

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            if self.process.stdin is not None:
                self.process.stdin.close()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def median(self, step: str, number: int) -> str:
        """Give the median of a step, for the table."""
        answers = self.measured.get(step)
        if answers is None:
            return "–"
        found = [float(answer[number]) for answer in answers if answer[number] is not None]
        return f"{statistics.median(found):.3f}" if found else "–" if answers else "too long"

    def _note(self, step: str, answer: Any) -> None:
        self.measured.setdefault(step, [])
        if answer is not None:
            self.measured[step].append(answer)

    def _answer(self, seconds: float) -> Any:
        """Wait for a line; a process that gives none within the time is ended."""
        assert self.process is not None  # noqa: S101 - it was just written to
        assert self.process.stdout is not None  # noqa: S101 - it is a pipe
        if select.select([self.process.stdout], [], [], seconds)[0] and (line := self.process.stdout.readline()):
            return json.loads(line)
        self.process.kill()
        self.process.wait()
        self.process = None
        return None


def measure(engines: list[Engine], rounds: int, patience: float) -> None:
    """Load in rounds, then ask each query in rounds."""
    for _ in range(rounds):
        for engine in engines:
            if not engine.is_done_with(LOADING):
                engine.load(patience)
    for query in NAMES:
        for _ in range(rounds):
            for engine in engines:
                engine.ask(query, patience)


def table(engines: list[Engine], number: int) -> str:
    """Give a row per engine."""
    steps = [LOADING, *sorted(NAMES)]
    lines = ["".join([f"{'':18}", *(f"{step:>9}" for step in steps)])]
    lines += ["".join([f"{each.name:18}", *(f"{each.median(step, number):>9}" for step in steps)]) for each in engines]
    return "\n".join(lines)


def differences(engines: list[Engine]) -> list[str]:
    """Tell where engines give different rows."""
    found = []
    for query in sorted(NAMES):
        rows = {each.name: answers[0][2] for each in engines if (answers := each.measured.get(query))}
        found.append(f"{query}: {' '.join(sorted(set(rows.values())))} from {len(rows)} engines")
        if len(set(rows.values())) > 1:
            found += [f"   {name}: {digest}" for name, digest in rows.items()]
    return found


def main() -> None:
    """Print a table by the clock and one of processor seconds: a row per engine, loading and each query."""
    names = [NAIVE, *ENGINES]
    options = argparse.ArgumentParser(description="Compare query engines on one graph.")
    options.add_argument("graph", type=Path)
    options.add_argument("--engine", action="append", choices=names)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--patience", type=float, default=60.0)
    given = options.parse_args()
    wanted = given.engine or names
    engines = [Engine(name, given.graph) for name in wanted if is_there(name)]
    try:
        measure(engines, given.rounds, given.patience)
    finally:
        for engine in engines:
            engine.stop()
    print(f"seconds by the clock\n{table(engines, 0)}\n\nprocessor seconds\n{table(engines, 1)}\n")
    print("\n".join(differences(engines)))
    for name in wanted:
        if not is_there(name):
            print(f"{name}: not installed")


if __name__ == "__main__":
    main()
