"""How long a contribution of 100 triples takes on top of graphs of 10,000 to 1,000,000 triples, each an index on disk.

    python benchmarks/against.py [RUNS] [TRIPLES]...

Whole processes of `triagraph validate FILE --store DIR`, the sizes in turn in each run, after one warm-up; the median counts,
and its ratio to the smallest graph. One contribution is right, the other has mistakes: a wrong class, a second value where
one is allowed, facts without a source, at new things and at existing ones. Beside them, once, stands the validation of the whole
graph. A second table has contributions of 1,000 and 10,000 triples, right and with 1 % bad, on the largest graph: once each.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import dropwhile
from pathlib import Path

from generate import DCAT, DCTERMS, ORG, RDF, TRIA, Facts, Sizes, described, generate, label, thing, typed

TRIAGRAPH = str(Path(sys.executable).parent / "triagraph")
SIZES = (10_000, 100_000, 1_000_000)
LARGE = (1_000, 10_000)
ORGANISATIONS = 4
_NEW = re.compile(r"(id/(?:organisation|membership|participation|statement)/example-)")


def contribution(*, bad: bool) -> Iterator[str]:
    """Give the lines of a contribution: new organisations in existing networks, and new facts about one of these."""
    facts = Facts(Sizes(20))
    for number in range(ORGANISATIONS):
        organisation, membership = thing("organisation", f"new-{number}"), thing("membership", f"new-{number}")
        period = f"{membership[:-1]}#period>"
        yield from described(organisation, f"{TRIA}MemberOrganisation", *label(f"Neu {number}", f"New {number}"))
        place = thing("field" if bad and number == 0 else "region", number % 2)
        yield from _renamed(facts.fact(organisation, f"{TRIA}locatedIn", place, bare=bad and number == 1))
        member = [(f"{ORG}member", organisation), (f"{ORG}organization", thing("network", number))]
        during = (f"{ORG}memberDuring", period)
        role = (f"{ORG}role", "<https://w3id.org/triagraph/id/code/member>")
        yield from described(membership, f"{ORG}Membership", *member, role, during, facts.quoted())
        start = "gestern" if bad and number == 2 else 2001  # noqa: PLR2004 - the third of them
        yield from described(period, f"{DCTERMS}PeriodOfTime", (f"{DCAT}startDate", typed(start, "gYear")))
        yield from described(
            thing("participation", f"new-{number}"),
            f"{TRIA}ValueChainParticipation",
            (f"{TRIA}participant", organisation),
            (f"{TRIA}chain", thing("chain", number)),
            (f"{TRIA}position", thing("position", number)),
            facts.quoted(),
        )
    for field in (38, 39):
        yield from _renamed(facts.fact(thing("network", 1), f"{TRIA}technologyField", thing("field", field), bare=bad))
    if bad:
        yield f'{thing("network", 2)} <http://www.w3.org/2004/02/skos/core#prefLabel> "Noch ein Name"@de .\n'
        yield f"{thing('participation', 3)} <{TRIA}position> {thing('position', 5)} .\n"
        yield f"{thing('region', 1)} <{RDF}type> <{TRIA}NetworkOrganisation> .\n"


def large_contribution(triples: int, bad: float) -> Iterator[str]:
    """Give the lines of a contribution of about so many triples: new organisations, in existing networks and regions."""
    for line in dropwhile(lambda each: "id/organisation/" not in each, generate(triples, 2, bad)):
        yield _NEW.sub(r"\1new-", line)


def _renamed(lines: Iterator[str]) -> Iterator[str]:
    """Give statements names that no existing one has."""
    for line in lines:
        yield line.replace("statement/example-", "statement/example-new-")


def seconds(command: list[str]) -> float:
    """Run a command once and give its wall time."""
    start = time.perf_counter()
    status = subprocess.run(command, capture_output=True, check=False).returncode
    if status not in {0, 1}:
        raise SystemExit(f"{command} ended with {status}")
    return time.perf_counter() - start


def main() -> None:
    """Print a row per graph: the median of each contribution with its ratio to the smallest graph, and the full validation."""
    numbers = [int(argument) for argument in sys.argv[1:]]
    runs, sizes = numbers[0] if numbers else 5, tuple(numbers[1:]) or SIZES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {kind: folder / f"{kind}.nt" for kind in ("right", "wrong")}
        for kind, file in files.items():
            file.write_text("".join(contribution(bad=kind == "wrong")), encoding="utf-8")
        whole = {size: _prepare(size, folder) for size in sizes}
        taken: dict[tuple[int, str], list[float]] = {(size, kind): [] for size in sizes for kind in files}
        for run in range(runs + 1):
            for (size, kind), times in taken.items():
                elapsed = seconds([TRIAGRAPH, "validate", str(files[kind]), "--store", str(folder / f"index-{size}")])
                if run:
                    times.append(elapsed)
        _print_rows(sizes, files, taken, whole)
        _print_large(sizes[-1], folder)


def _print_rows(
    sizes: tuple[int, ...], kinds: Iterable[str], taken: dict[tuple[int, str], list[float]], whole: dict[int, float]
) -> None:
    print(f"{'triples':>10} {'right':>9} {'':>8} {'wrong':>9} {'':>8} {'whole graph':>12}")
    for size in sizes:
        columns = []
        for kind in kinds:
            median, first = (statistics.median(taken[each, kind]) for each in (size, sizes[0]))
            columns.append(f"{median:7.3f} s {median / first:6.2f} ×")
        print(f"{size:>10,} {' '.join(columns)} {whole[size]:10.1f} s")


def _print_large(size: int, folder: Path) -> None:
    print(f"\n{'contribution':>12} {'right':>9} {'1 % bad':>9}")
    for triples in LARGE:
        times = []
        for bad in (0.0, 0.01):
            file = folder / "large.nt"
            file.write_text("".join(large_contribution(triples, bad)), encoding="utf-8")
            times.append(seconds([TRIAGRAPH, "validate", str(file), "--store", str(folder / f"index-{size}")]))
        print(f"{triples:>12,} {times[0]:7.1f} s {times[1]:7.1f} s")


def _prepare(size: int, folder: Path) -> float:
    """Make a graph and its index; give the seconds that the validation of the whole takes."""
    graph = folder / f"{size}.nt"
    with graph.open("w", encoding="utf-8") as file:
        file.writelines(generate(size))
    subprocess.run(
        [TRIAGRAPH, "index", str(folder / f"index-{size}"), "--data", str(graph)], capture_output=True, check=True
    )
    return seconds([TRIAGRAPH, "validate", str(graph)])


if __name__ == "__main__":
    main()
