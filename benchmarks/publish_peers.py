"""Publish one made-up ontology with triagraph, pyLODE and Ontospy: resources per second, files, memory.

    python benchmarks/publish_peers.py [--classes N] [--peers FOLDER]

FOLDER holds the commands `pylode` and `ontospy`, such as the `bin` of a virtual environment of their own (their pins clash
with ours); what is not there is left out. All of them read the same Turtle file: an ontology of classes, for that is what
all three document. They do not do the same: see benchmarks/README.md. Quote the ratios.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from publish import PUBLISH, SETTINGS

BASE = "https://w3id.org/triagraph/id/"
HEAD = f"""\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix field: <{BASE}field/> .
@prefix scheme: <{BASE}scheme/> .

scheme:example a owl:Ontology ;
  rdfs:label "Beispielfelder"@de , "Example fields"@en ;
  skos:prefLabel "Beispielfelder"@de , "Example fields"@en ;
  dcterms:title "Example fields"@en ;
  skos:definition "A made-up ontology."@en ;
  dcterms:created "2026-11-22"^^xsd:date ;
  dcterms:modified "2026-11-22"^^xsd:date .
"""
#: How many narrower classes a class has.
NARROWER = 8


def ontology(classes: int) -> str:
    """Write an ontology of so many classes, each but the first a kind of another one."""
    return HEAD + "".join(written(number) for number in range(classes))


def written(number: int) -> str:
    """Write one class."""
    above = f"\n  rdfs:subClassOf field:example-{(number - 1) // NARROWER} ;" if number else ""
    return f"""
field:example-{number} a owl:Class ;{above}
  rdfs:label "Technologiefeld {number}"@de , "Technology field {number}"@en ;
  skos:altLabel "Feld {number}"@de ;
  skos:definition "What is done in field {number}, in some words that fill a line."@en ;
  skos:notation "E{number}" ;
  rdfs:isDefinedBy scheme:example .
"""


def commands(folder: Path, peers: Path | None) -> Iterator[tuple[str, list[str], Path]]:
    """Give the name, the command and the output of each tool; the project lies in `folder`."""
    graph = str(folder / "data/asserted/graph.ttl")
    yield "triagraph", [sys.executable, "-c", PUBLISH, str(folder)], folder / "out"
    for name, arguments in (
        ("pylode", ["-p", "ontpub", "-o", str(folder / "pylode/index.html"), graph]),
        ("ontospy", ["gendocs", "--nobrowser", "--type", "html-complex", "-o", str(folder / "ontospy"), graph]),
    ):
        command = peers / name if peers is not None else None
        if command is None or not command.exists():
            print(f"{name}: not here", file=sys.stderr)
            continue
        (folder / name).mkdir()
        yield name, [str(command), *arguments], folder / name


def measured(command: list[str], output: Path, classes: int) -> str:
    """Run one of them; say how long it took, what it wrote, and how much memory its processes took at most."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        return f"ended with status {os.waitstatus_to_exitcode(status)}"
    processor = used.ru_utime + used.ru_stime
    files = [path for path in output.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    size = sum(path.stat().st_size for path in files) / 1_000_000
    return (
        f"{seconds:>7.1f} s {processor:>7.1f} s of processor {classes / processor:>7.0f} resources/s "
        f"{used.ru_maxrss / 1000:>5.0f} MB {pages:>6,} pages {len(files):>7,} files {size:>6.1f} MB written"
    )


def main() -> None:
    """Publish the ontology with each of them and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--classes", type=int, default=1_000, help="how many classes the ontology has")
    parser.add_argument("--peers", type=Path, help="folder with the commands of the peers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data/asserted").mkdir(parents=True)
        (folder / "triagraph.toml").write_text(SETTINGS, encoding="utf-8")
        (folder / "data/asserted/graph.ttl").write_text(ontology(options.classes), encoding="utf-8")
        for tool, command, output in commands(folder, options.peers):
            print(f"{tool:>9} {measured(command, output, options.classes)}", flush=True)


if __name__ == "__main__":
    main()
