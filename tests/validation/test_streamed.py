"""Files that are read by their lines get the report that they get when they are read in full."""

import gzip
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from triagraph.errors import InputError
from triagraph.formats import NTRIPLES
from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.validation import intake, pages, streamed
from triagraph.validation.files import OpenFile
from triagraph.validation.ground import Ground, ground
from triagraph.validation.intake import Intake, ReceivedFile, validate_files
from triagraph.validation.lines import LineScan
from triagraph.validation.pages import first_mentions
from triagraph.validation.plain import NotPlainError, chunks
from triagraph.validation.tallies import FocusTally, Tally, distinct
from triagraph.validation.turtle_files import TurtleFile

pytestmark = pytest.mark.skipif(not intake.can_stream(), reason="needs named pipes and the engine shacl")

#: Some of the files of the shapes' tests; many more under TRIAGRAPH_LONG.
FIXTURES = sorted((Path(__file__).parents[1] / "shapes").glob("*/*.ttl"))[
    :: 5 if os.environ.get("TRIAGRAPH_LONG") else 30
]
HOSTILE = sorted((Path(__file__).parents[3] / "shared" / "hostile").glob("nt-*"))
TRIA = "<https://w3id.org/triagraph/ontology#"
ID = "<https://w3id.org/triagraph/id/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
NETWORK = f"{ID}network/muster> {TYPE} {TRIA}NetworkOrganisation> .\n"
ACTIVE = f"{ID}network/muster> {TRIA}activeIn> {ID}region/tria> .\n"
NAMED = f'{ID}network/muster> {LABEL} "Muster"@de .\n{ID}network/muster> {LABEL} "Sample"@en .\n'

#: What is read by its lines, and what shows there that it has to be read in full.
BY_LINES = {
    "a network": NETWORK + ACTIVE + NAMED,
    "a missing value": NETWORK + NAMED,
    "the same twice": NETWORK + NETWORK + ACTIVE,
    "no end of the last line": (NETWORK + ACTIVE).rstrip("\n"),
    "escapes as they have to be": NETWORK + ACTIVE + f'{ID}network/muster> {LABEL} "a \\"b\\" \\n \\\\ c"@de .\n',
    "umlauts": NETWORK + f'{ID}network/muster> {LABEL} "Müsli 😀"@de .\n',
    "a long text": NETWORK + f'{ID}network/muster> {LABEL} "{"x" * 9000}"@de .\n',
    "other schemes": NETWORK + f"{ID}network/muster> <http://xmlns.com/foaf/0.1/homepage> <urn:x:y> .\n",
    "a wrong datatype": NETWORK
    + f'{ID}network/muster> {TRIA}memberCount> "1e3"^^<http://www.w3.org/2001/XMLSchema#double> .\n',
    "a thing of the project": f'{ID}network/optonet> {LABEL} "Dritter Name"@de .\n',
    "an undeclared property": NETWORK + ACTIVE + NAMED + f"{ID}network/muster> {TRIA}aktivIn> {ID}region/tria> .\n",
    "the ontology": NETWORK
    + f"{ID}network/muster> <http://purl.org/dc/terms/source> <https://w3id.org/triagraph/ontology> .\n",
    "two names in one language": NETWORK + ACTIVE + NAMED + f'{ID}network/muster> {LABEL} "Zwei"@de .\n',
    "a thing of the project with many names": "".join(
        f'{ID}network/optonet> {LABEL} "{number}"@de .\n' for number in range(9, 0, -1)
    ),
    "nothing but an undeclared class": f"{ID}network/muster> {TYPE} {TRIA}networkorganisation> .\n",
    "an undeclared class": NETWORK + ACTIVE + NAMED + f"{ID}network/anders> {TYPE} {TRIA}Netzwerk> .\n",
}
IN_FULL = {
    "a shape": NETWORK + f"{ID}network/muster> <http://www.w3.org/ns/shacl#deactivated> {ID}network/muster> .\n",
    "an axiom": NETWORK + f"{TRIA}Netz> <http://www.w3.org/2000/01/rdf-schema#subClassOf> {TRIA}Region> .\n",
    "a class": NETWORK + f"{ID}network/x> {TYPE} <http://www.w3.org/2002/07/owl#Class> .\n",
    "the same as": NETWORK + f"{ID}network/muster> <http://www.w3.org/2002/07/owl#sameAs> {ID}network/optonet> .\n",
    "a term of ours": NETWORK + f'{TRIA}activeIn> {LABEL} "x"@de .\n',
    "a type of a known thing": NETWORK + f"{ID}network/optonet> {TYPE} {TRIA}Region> .\n",
    "blank nodes": NETWORK + f"_:a {TYPE} {TRIA}NetworkOrganisation> .\n_:a {TRIA}activeIn> _:b .\n",
    "a capital language tag": NETWORK + f'{ID}network/muster> {LABEL} "x"@DE .\n{ID}network/muster> {LABEL} "y"@de .\n',
    "a mistake": NETWORK + "<relative> <http://x/p> <http://x/o> .\n" + f"{ID}a b> <x> .\n",
    "a cut line": NETWORK + ACTIVE[:40],
    "a script": NETWORK + f"{ID}network/muster> <http://xmlns.com/foaf/0.1/homepage> <javascript:alert(1)> .\n",
    "an endless number": NETWORK + f'{ID}x> {LABEL} "{"9" * 400}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    "an exponent": NETWORK + f'{ID}x> {LABEL} "1e9999999"^^<http://www.w3.org/2001/XMLSchema#double> .\n',
    "a control character": NETWORK + f'{ID}x> {LABEL} "\\u0001" .\n',
    "a byte order mark": "\ufeff" + NETWORK + ACTIVE,
    "a triple term": NETWORK + f"{ID}x> {LABEL} <<( {ID}x> {LABEL} {ID}x> )>> .\n",
}
#: Written in another way than usual; without results the lines do, with results the places are looked up in full.
UNUSUAL = {
    "comments": f"# one\n{NETWORK}# two\n{ACTIVE[:-1]} # three\n\n",
    "tabs and no blanks": (NETWORK + NAMED).replace("> <", ">\t<").replace(" .\n", ".\n"),
    "carriage returns": (NETWORK + NAMED).replace("\n", "\r\n"),
    "escapes that need not be": NETWORK
    + f'{ID}network/muster> {LABEL} "\\u00e4"@de .\n{ID}network/muster> {LABEL} "ä"@de .\n',
    "a datatype that need not be": NETWORK
    + f'{ID}network/muster> {LABEL} "x"^^<http://www.w3.org/2001/XMLSchema#string> .\n{ID}network/muster> {LABEL} "x" .\n',
    "indented": f"  {NETWORK}  {ACTIVE}",
}
NAMES = [*BY_LINES, *IN_FULL, *UNUSUAL]


@cache
def bundled() -> Ground:
    """The bundled project without most of its sources, so that a run is quick."""
    ours = ground(None, "shacl", [])
    seed = tuple(quad for quad in ours.dataset.layers["asserted"] if str(quad.graph_name).endswith("/seed>"))
    return replace(ours, dataset=replace(ours.dataset, layers={**ours.dataset.layers, "asserted": seed}))


@pytest.fixture
def open_files(tmp_path: Path) -> Iterator[Callable[..., list[OpenFile]]]:
    with ExitStack() as stack:

        def opened(*texts: str) -> list[OpenFile]:
            files = []
            for number, text in enumerate(texts):
                path = tmp_path / f"{number}.nt"
                path.write_bytes(text.encode())
                files.append(OpenFile(path.name, stack.enter_context(path.open("rb")).fileno()))
            return files

        yield opened


Opener = Callable[..., list[OpenFile]]


def both(files: list[OpenFile], taken: Intake) -> tuple[ValidationReport | str, ValidationReport | str]:
    def told(validate: Callable[[], ValidationReport]) -> ValidationReport | str:
        try:
            return validate()
        except InputError as error:
            return error.message.en

    full = [[file.name, NTRIPLES.name, os.pread(file.number, 1 << 20, 0)] for file in files]
    return told(streamed.prepared(bundled(), files, taken)), told(lambda: bundled().validate(full, taken))


def masked(report: ValidationReport | str) -> object:
    """Leave out the labels of blank nodes, which are others each time."""
    if isinstance(report, str):
        return report
    return replace(report, results=()), [re.sub("_:[0-9a-f]+", "_:", str(result)) for result in report.results]


@pytest.mark.parametrize("text", [*BY_LINES.values(), *IN_FULL.values(), *UNUSUAL.values()], ids=NAMES)
def test_both_ways_give_the_same_report(open_files: Opener, text: str) -> None:
    streaming, full = both(open_files(text), Intake())
    assert masked(streaming) == masked(full)


@pytest.mark.parametrize("name", ["a shape", "an axiom", "a type of a known thing", "a term of ours"])
def test_both_ways_trust_alike(open_files: Opener, name: str) -> None:
    streaming, full = both(open_files(IN_FULL[name]), Intake(trust=True))
    assert streaming == full


@pytest.mark.parametrize(
    "name",
    ["a missing value", "a thing of the project", "an undeclared class", "a type of a known thing", "a term of ours"],
)
def test_turtle_gets_the_same_report_both_ways(open_files: Opener, name: str) -> None:
    (file,) = open_files((BY_LINES | IN_FULL)[name])
    turtle = TurtleFile(file, bundled().dataset.project.base)
    streaming = streamed.prepared(bundled(), [turtle], Intake())()
    assert streaming == bundled().validate([turtle.in_full()], Intake())
    assert streaming.results


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_both_ways_give_the_same_report_on_a_fixture(open_files: Opener, path: Path) -> None:
    lines = serialize(parse(path=path), format=RdfFormat.N_TRIPLES) or b""
    streaming, full = both(open_files(lines.decode()), Intake())
    assert masked(streaming) == masked(full)


@pytest.mark.skipif(not HOSTILE, reason="needs ../shared/hostile")
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_both_ways_give_the_same_report_on_a_hostile_file(open_files: Opener, path: Path) -> None:
    for taken in (Intake(), Intake(trust=True, allow_empty=True)):
        streaming, full = both(open_files(path.read_text(encoding="utf-8")), taken)
        assert masked(streaming) == masked(full)


def test_several_files_are_one_graph_and_each_result_names_its_own(open_files: Opener) -> None:
    files = open_files(NETWORK, NAMED, f"{ID}network/zwei> {TYPE} {TRIA}NetworkOrganisation> .\n" * 2)
    streaming, full = both(files, Intake())
    assert streaming == full
    assert isinstance(streaming, ValidationReport)
    assert {result.location.file for result in streaming.results if result.location} == {"0.nt", "2.nt"}


def test_data_that_no_shape_targets_is_no_verdict(open_files: Opener) -> None:
    text = f'<http://x/s> {LABEL} "x"@de .\n<http://x/s> {TYPE} <http://x/C> .\n'
    streaming, full = both(open_files(text), Intake())
    assert streaming == full == "There is no rule for anything in this data; nothing was checked."
    streaming, full = both(open_files(text), Intake(allow_empty=True))
    assert streaming == full
    streaming, full = both(open_files("", "# a comment\n"), Intake())
    assert streaming == full == "This data has no statements at all; nothing was checked."


@pytest.mark.parametrize("text", BY_LINES.values(), ids=BY_LINES)
def test_what_can_be_read_by_its_lines_is(text: str) -> None:
    scan = LineScan(bundled().graphs, bundled().dataset.terms, {}, trust=False)
    scan.feed("x.nt", text.encode() if text.endswith("\n") else text.encode() + b"\n")
    assert distinct(scan.triples) == len(set(parse(text, format=RdfFormat.N_TRIPLES)))


@pytest.mark.parametrize("name", sorted(set(IN_FULL) - {"a cut line", "a type of a known thing", "a mistake"}))
def test_what_takes_more_than_counting_is_noticed(name: str) -> None:
    scan = LineScan(bundled().graphs, bundled().dataset.terms, {}, trust=False)
    with pytest.raises(NotPlainError):
        scan.feed("x.nt", IN_FULL[name].encode())


@pytest.mark.parametrize(
    "numbers", [[], [1, 2, 3], [5, 5], [7, 7 + (1 << 40), 7, 7 + (1 << 40), 8], list(range(5000)) * 2]
)
def test_what_differs_is_counted(numbers: list[int]) -> None:
    one, two = Tally(), Tally()
    one.add(numbers[::2])
    two.add(numbers[1::2])
    assert distinct(one, two) == len(set(numbers))


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_a_file_is_cut_at_its_line_ends(size: int) -> None:
    data = b"one\ntwo\n\nthree and more\nfour"
    pieces = iter([data[start : start + size] for start in range(0, len(data), size)])
    found = list(chunks(lambda _: next(pieces, b"")))
    assert b"".join(found) == data + b"\n"
    assert all(chunk.endswith(b"\n") for chunk in found)


def test_a_large_file_is_read_by_a_worker_with_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LARGE", 1)
    path = tmp_path / "data.nt"
    path.write_text(NETWORK + NAMED, encoding="utf-8")
    (received,) = intake.receive(str(path))
    assert received.path == path
    report = validate_files((received,), load_project())
    in_full = validate_files((ReceivedFile(str(path), path.read_bytes()),), load_project())
    assert report == in_full
    assert report.results


def test_focus_nodes_of_several_shapes_graphs_are_kept_once() -> None:
    focus = FocusTally(3)
    nodes = [f"<http://x/{number}>" for number in range(40)]
    for start in (0, 20):  # what comes again in a later piece counts once too
        for number, some in enumerate((nodes[:10], nodes[start : start + 15], nodes[:10])):
            for node in some:
                focus.latest[number].add(hash(node.encode()))
        focus.settle()
    assert distinct(*focus.tallies()) == 15 + 15
    assert focus.within(0, nodes) == {*nodes[:10]}
    assert focus.within(1, nodes) == {*nodes[:15], *nodes[20:35]}
    assert focus.within(2, nodes[5:]) == {*nodes[5:10]}


def test_lines_with_the_same_part_of_a_hash_are_told_apart(open_files: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PART", 0)  # now all subjects look alike
    streaming, full = both(open_files(NETWORK + NAMED, f"{ID}network/zwei> {ACTIVE.partition(' ')[2]}"), Intake())
    assert streaming == full
    assert isinstance(streaming, ValidationReport)
    assert streaming.results


FOREIGN = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x/> .
x:Thing a sh:NodeShape ; sh:targetClass x:C ; sh:property [ sh:path x:name ; sh:minCount 1 ; sh:maxLength 9 ] .
x:Known a sh:NodeShape ; sh:targetObjectsOf x:knows ; sh:property [ sh:path x:name ; sh:minCount 1 ] .
"""
X = "<http://x/"
#: Statements for which few predicates matter, and how many focus nodes they have.
FEW = {
    "classes": (f'{X}a> {TYPE} {X}C> .\n{X}a> {X}name> "a" .\n{X}b> {TYPE} {X}D> .\n', 1),
    "objects that nothing is said about": (
        f"{X}a> {X}knows> {X}b> .\n{X}a> {X}knows> {X}c> .\n{X}d> {X}c> {X}b> .\n",
        2,
    ),
    "a predicate of which nothing is said": (f"{X}a> {X}p> {X}b> .\n{X}a> {X}c> {X}b> .\n{X}a> {X}knows> {X}c> .\n", 1),
    "a text that looks like a statement": (f'{X}a> {X}name> "b> {TYPE} {X}C> ." .\n{X}a> {TYPE} {X}C> .\n', 1),
    "a text as a type": (f'{X}a> {TYPE} "b {TYPE} {X}C>" .\n{X}c> {TYPE} {X}C> .\n', 1),
    "a type as a thing": (f"{X}a> {X}p> {TYPE} .\n{TYPE} {X}p> {X}b> .\n{X}e> {TYPE} {X}C> .\n", 1),
    "one thing here and there": (
        f'{X}a> {TYPE} {X}C> .\n{X}b> {TYPE} {X}C> .\n{X}a> {X}name> "too long a name" .\n',
        2,
    ),
    "escapes": (f'{X}a> {TYPE} {X}C> .\n{X}a> {X}name> "\\"too long\\" a name" .\n{X}b> {TYPE} {X}C> .\n', 2),
    "other scripts": (f'{X}ä> {TYPE} {X}C> .\n{X}ä> {X}ö> "😀" .\n{X}ä> {X}name> "too long a nämé" .\n', 1),
}


@pytest.mark.parametrize("name", FEW)
def test_shapes_of_others_get_the_same_report_both_ways(
    open_files: Opener, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    text, nodes = FEW[name]
    ours, taken = ground(None, "shacl", [["x.ttl", None, FOREIGN.encode()]]), Intake(trust=True)
    for texts in ([text], text.splitlines(keepends=True)):
        files = open_files(*texts)
        full = ours.validate([[file.name, NTRIPLES.name, os.pread(file.number, 1 << 20, 0)] for file in files], taken)
        with monkeypatch.context() as patch:
            patch.setattr(OpenFile, "in_full", None)  # the lines are enough
            report = streamed.prepared(ours, files, taken)()
        assert report == full
        assert report.checked.focus_nodes == nodes
        assert "too long" not in text or report.results


def test_things_that_are_only_mentioned_are_found_in_one_go(packed: Callable[[bytes], OpenFile]) -> None:
    """For each of them a search of its own would take minutes."""
    lines = [f"{X}a> {X}knows> {X}{number}> ." for number in range(200_000)]
    file = packed("\n".join(lines).encode())
    nodes = {f"{X}{number}>".encode() for number in range(0, 200_000, 4)}
    assert [number for number, _ in first_mentions(file.chunks(), nodes)] == list(range(1, 200_001, 4))


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[Callable[[bytes], OpenFile]]:
    with ExitStack() as stack:

        def opened(data: bytes) -> OpenFile:
            path = tmp_path / "x.nt.gz"
            path.write_bytes(data)
            return OpenFile(path.name, stack.enter_context(path.open("rb")).fileno())

        yield opened


LONG = "".join(f'{ID}network/n{number}> {LABEL} "{number * 7919}"@de .\n' for number in range(30_000)).encode()
PACKED = {
    "one member": gzip.compress(LONG + (NETWORK + NAMED).encode(), 1),
    "several members": gzip.compress(NETWORK.encode()) + gzip.compress(NAMED.encode()) + gzip.compress(b""),
    "cut off": gzip.compress((NETWORK + NAMED).encode() * 50)[:-9],
    "a wrong checksum": gzip.compress((NETWORK + NAMED).encode())[:-8] + bytes(8),
    "something after it": gzip.compress((NETWORK + NAMED).encode()) + b"more",
    "packed twice": gzip.compress(gzip.compress((NETWORK + NAMED).encode())),
    "too much": gzip.compress(bytes(65 << 20), 9),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_gzipped_file_is_read_as_it_is_unpacked(packed: Callable[[bytes], OpenFile], name: str) -> None:
    file = packed(PACKED[name])

    def told(validate: Callable[[], ValidationReport]) -> ValidationReport | str:
        try:
            return validate()
        except InputError as error:
            return error.message.en

    full = [[file.name, NTRIPLES.name, PACKED[name]]]
    streaming = told(streamed.prepared(bundled(), [file], Intake()))
    assert streaming == told(lambda: bundled().validate(full, Intake()))
    assert isinstance(streaming, str) == (name == "too much")
    assert isinstance(streaming, str) or streaming.results


def test_lines_of_a_gzipped_file_are_found_again(packed: Callable[[bytes], OpenFile]) -> None:
    reader = packed(gzip.compress(LONG)).reader()
    places = [(0, 5), (70, 90), (1_200_000, 1_500_000), (1_500_000, len(LONG) + 10)]
    assert [reader.between(*each) for each in places] == [LONG[start:end] for start, end in places]


def test_a_gzipped_file_is_as_large_as_what_it_says_it_holds_within_reason(tmp_path: Path) -> None:
    """Limits and the way it is read follow from that; a lie makes it no larger than text can be packed."""
    data = gzip.compress(LONG * 4, 1)
    path = tmp_path / "x.nt.gz"
    path.write_bytes(data)
    (received,) = intake.receive(str(path))
    assert received.path == path
    assert received.size == ReceivedFile("x.nt.gz", data).size == len(LONG) * 4
    liar = data[:-4] + b"\xff" * 4
    assert ReceivedFile("x.nt.gz", liar).size == len(liar) * 20
    for short in (b"", b"\x1f\x8b", gzip.compress(b"")):
        path.write_bytes(short)
        (received,) = intake.receive(str(path))
        assert received.path is None
        assert received.size == ReceivedFile("x.nt.gz", short).size == len(short)
