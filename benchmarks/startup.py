"""How long the commands take on the bundled graph, as ratios to `python -c "import click"` in the same run.

    python benchmarks/startup.py [RUNS]

Each command runs as a whole process, in turn, after one warm-up; the median counts. Modules are kept compiled, as they are
where triagraph is installed, whatever the environment says.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
COMMANDS = {
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "triagraph --help": [TRIAGRAPH, "--help"],
    "triagraph query networks": [TRIAGRAPH, "query", "networks"],
    "triagraph validate": [TRIAGRAPH, "validate"],
    "triagraph assess": [TRIAGRAPH, "assess"],
    "triagraph export": [TRIAGRAPH, "export"],
}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str], folder: str) -> float:
    """Run a command once and give its wall time."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print a row per command: median seconds, and the ratio to the first."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs + 1):
            for name, command in COMMANDS.items():
                elapsed = seconds(command, folder)
                if run:
                    taken[name].append(elapsed)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    first = next(iter(medians.values()))
    for name, median in medians.items():
        print(f"{name:<28} {median:7.3f} s  {median / first:6.1f} ×")


if __name__ == "__main__":
    main()
