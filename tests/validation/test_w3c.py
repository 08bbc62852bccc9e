"""The W3C data-shapes test suite, through our own interface, with each engine."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from triagraph.errors import ShapesError
from triagraph.formats import TURTLE
from triagraph.namespaces import SH
from triagraph.parser import parse, read_document
from triagraph.serializer import ntriples
from triagraph.validation.engine import EngineName, choose_engine
from triagraph.validation.screening import prepared
from triagraph.validation.skolem import unskolemised

SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "data-shapes-test-suite" / "tests"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
TESTS = 121

#: What the second engine gets wrong, each with the reason; strict: one that passes must leave the list.
KNOWN_FAILURES: dict[EngineName, dict[str, str]] = {
    "shacl": {},
    "pyshacl": {
        "core/property/uniqueLang-002": 'takes sh:uniqueLang "1"^^xsd:boolean for true, where only true counts',
        "sparql/pre-binding/shapesGraph-001": "has no $shapesGraph and says so",
    },
}

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="needs ../shared/w3c/data-shapes-test-suite")

Expected = Counter[tuple[object, ...]]


@dataclass(frozen=True)
class Case:
    """One test of the suite."""

    name: str
    data: Path
    shapes: Path
    expected: Expected | None  # None: the processor must refuse the shapes


def quads_of(path: Path) -> list[ox.Quad]:
    return list(parse(read_document(path, syntax=TURTLE.name), base=path.as_uri(), rename_blank_nodes=False))


def objects(quads: list[ox.Quad], subject: object, predicate: str) -> list[ox.NamedNode]:
    return [quad.object for quad in quads if quad.subject == subject and quad.predicate.value == predicate]  # type: ignore[misc]


def cases_of(path: Path) -> list[Case]:
    quads = quads_of(path)
    found = []
    for test in (quad.subject for quad in quads if quad.object == ox.NamedNode(f"{SHT}Validate")):
        action = objects(quads, test, f"{MF}action")[0]
        data, shapes = (
            objects(quads, action, f"{SHT}{kind}")[0].value.removeprefix("file://")
            for kind in ("dataGraph", "shapesGraph")
        )
        result = objects(quads, test, f"{MF}result")[0]
        expected = None if result.value == f"{SHT}Failure" else reported(quads, result)
        found.append(Case(str(path.relative_to(SUITE).with_suffix("")), Path(data), Path(shapes), expected))
    return found


def reported(quads: list[ox.Quad], report: object) -> Expected:
    names = ("focusNode", "value", "sourceShape", "sourceConstraintComponent", "resultSeverity", "resultPath")
    rows = []
    for result in objects(quads, report, f"{SH}result"):
        row = [next((str(value) for value in objects(quads, result, SH + name)), None) for name in names]
        rows.append((*row[:5], path_of(row[5])))
    return Counter(rows)


def path_of(path: str | None) -> object:
    """A predicate path by its IRI; of a complex one only that there is one."""
    return (
        path
        if path is not None and path.startswith("<") and path.endswith(">") and path.count("<") == 1
        else path is not None
    )


def outcome(case: Case, engine: EngineName) -> Expected | None:
    data = ntriples(quads_of(case.data))
    try:
        findings = choose_engine(engine).validate(data, prepared(quads_of(case.shapes)))
    except ShapesError:
        return None
    return Counter(
        (
            finding.focus_node,
            finding.value,
            unskolemised(finding.source_shape),
            f"<{finding.component}>",
            f"<{finding.severity}>",
            path_of(finding.path),
        )
        for finding in findings
    )


CASES = [case for path in sorted(SUITE.rglob("*.ttl")) for case in cases_of(path)] if SUITE.is_dir() else []


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_every_test_of_the_suite_passes_but_for_the_known(engine: EngineName) -> None:
    assert len(CASES) == TESTS
    failed = {case.name for case in CASES if outcome(case, engine) != case.expected}
    assert failed == set(KNOWN_FAILURES[engine])


def test_a_wrong_expectation_is_noticed() -> None:
    case = next(case for case in CASES if case.name == "core/node/class-001")
    assert case.expected is not None
    assert sum(case.expected.values()) > 0
    assert outcome(case, "shacl") != case.expected + case.expected
