"""Large Turtle files get the report that they get when they are read in full, without their statements being kept."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from threading import Thread

import pytest

from triagraph.errors import InputError
from triagraph.formats import TURTLE
from triagraph.project import load_project
from triagraph.report import ValidationReport
from triagraph.validation import intake, streamed, turtle_files
from triagraph.validation.belt import Belt
from triagraph.validation.files import OpenFile
from triagraph.validation.ground import Ground, ground
from triagraph.validation.intake import Intake, ReceivedFile, validate_files
from triagraph.validation.rust_engine import RustEngine
from triagraph.validation.turtle_files import TurtleFile

pytestmark = pytest.mark.skipif(not intake.can_stream(), reason="needs named pipes and the engine shacl")

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x/> .
x:Thing a sh:NodeShape ; sh:targetClass x:C ;
  sh:property [ sh:path x:name ; sh:minCount 1 ; sh:maxLength 9 ] ; sh:property [ sh:path x:age ; sh:maxInclusive 9 ] .
x:Far a sh:NodeShape ; sh:targetSubjectsOf x:knows ; sh:property [ sh:path ( x:knows x:name ) ; sh:maxLength 30 ] .
x:Known a sh:NodeShape ; sh:targetObjectsOf x:knows ; sh:property [ sh:path x:name ; sh:minCount 1 ] .
"""
HEAD = "@prefix x: <http://x/> .\n"
BAD = 'x:b a x:C ;\n  x:name "much too long a name" , "short" .\n'

#: What can be told from lines.
TOLD = {
    "a wrong value": HEAD + 'x:a a x:C ; x:name "a" .\n' + BAD,
    "a missing value": HEAD + "# one\nx:a x:p x:q .\n\n  x:a a x:C .\n",
    "nothing wrong": HEAD + 'x:a a x:C ; x:name "a" .\n',
    "several statements on a line": HEAD + 'x:a a x:C . x:b a x:C ; x:name "much too long" . x:c a x:D .\n' + BAD,
    "the same twice": HEAD + BAD + BAD,
    "a prefix that changes": HEAD + "@prefix y: <http://x/> .\n" + BAD + "PREFIX x: <http://z/>\ny:d a y:C .\n" + BAD,
    "a base": "BASE <http://x/>\n<a> a <C> .\n@base <http://x/y/> .\n<a> a <../C> .\n@base <http://x/> .\n<b> a <C> .\n",
    "no base": "<relative> a <http://x/C> .\n",
    "words of directives": HEAD + 'x:a a x:C ; x:name "prefix x: <http://y/> ." . x:base x:version x:prefix .\n' + BAD,
    "comments with full stops": HEAD + "x:a a x:C ; # not the end .\n  x:p # nor here.\n\n x:q .\n# here .\n" + BAD,
    "line ends of other systems": (HEAD + "x:a a x:C ;\n x:p x:q .\n" + BAD).replace("\n", "\r\n"),
    "no end of the last line": (HEAD + BAD + "x:a a x:C .").rstrip("\n"),
    "no line end after a text": HEAD + BAD + 'x:a a x:C ; x:name "much too long" .',
    "a byte order mark": "\ufeff" + HEAD + BAD,
    "strings over many lines": HEAD
    + 'x:a a x:C ; x:name """one.\ntwo .\nx:z a x:C .\nx:y """ .\n'
    + BAD
    + "x:c a x:C .\n",
    "long strings of both kinds": HEAD + "x:a x:p '''a \"\"\" b.\n''' ; a x:C .\n" + BAD,
    "numbers as they are written": HEAD + "x:a a x:C ; x:name 'a' ; x:age 010 , 10.0 , 1.e1 , 9 .\n",
    "other scripts": HEAD + 'x:ä a x:C ; x:ö "😀" ; x:name "müch töö lông" .\n',
    "escapes": HEAD
    + 'x:a a x:C ; x:name "\\u00e4 \\"long\\"\\n name" .\n<http://x/\\u0062> a x:C .\nx:c\\/d a x:C .\n',
    "one that is only mentioned": HEAD + "x:a x:p x:k .\nx:a x:q x:r ; x:knows x:k .\nx:l x:k x:m .\n",
    "nothing but directives at the end": HEAD + BAD + "@prefix z: <http://z/> .\n",
    "languages": HEAD + 'x:a a x:C ; x:name "eins"@DE , "eins"@de , "two two two"@en-GB .\n',
    "blank nodes": HEAD + "x:a x:p [ x:p ( 1 2 ) ; x:q _:c ] . _:b x:p x:q .\n" + BAD + "_:b x:p x:r .\n",
    "blank nodes that are right": HEAD
    + 'x:a x:p [ a x:C ; x:name "c" ] .\n[] a x:C ; x:name "d" .\n_:b a x:C ; x:name "b" .\n'
    + BAD,
    "what its things are called": HEAD
    + 'x:a a x:C ; <http://www.w3.org/2004/02/skos/core#prefLabel> "\\u00c4"@de , "A"@en .\n'
    + BAD,
    "other types": HEAD
    + 'x:a a x:C ; x:name "much too long"^^<http://www.w3.org/2001/XMLSchema#string> , "b"^^x:t .\n',
}
#: What has to be read in full.
IN_FULL = {
    "a blank node that is wrong": HEAD + "x:a x:p [ a x:C ] .\n" + BAD,
    "a blank node that is a wrong value": HEAD + "x:a a x:C ; x:name [ x:p x:q ] .\n" + BAD,
    "a blank node and a long string": HEAD + 'x:a x:p [] ; x:q """one\ntwo""" .\n' + BAD,
    "a value behind another thing": HEAD + "x:a x:knows x:d .\n" + BAD + f'x:d x:p x:q ; x:name "{"long" * 9}" .\n',
    "a triple term": HEAD + "x:a x:p <<( x:a x:p x:q )>> .\n" + BAD,
    "statements about statements": HEAD + "x:a x:p x:q {| x:r x:s |} .\n<< x:a x:p x:q >> x:r x:t .\n" + BAD,
    "a mistake": HEAD + BAD + "x:c a x:C ; .. \n",
    "a prefix that is missing": HEAD + BAD + "y:c a x:C .\n",
    "an axiom": HEAD + BAD + "x:D <http://www.w3.org/2000/01/rdf-schema#subClassOf> x:C .\n",
    "a script": HEAD + BAD + "x:a x:p <javascript:alert(1)> .\n",
    "an endless number": HEAD + BAD + f"x:a x:p {'9' * 400} .\n",
    "a control character": HEAD + BAD + 'x:a x:p "\\u0001" .\n',
    "Windows-1252": (HEAD + BAD).encode() + b'x:a x:name "\xfc" .\n',
    "nothing at all": "",
}


@cache
def ours() -> Ground:
    return ground(None, "shacl", [["x.ttl", None, SHAPES.encode()]])


Opener = Callable[..., list[TurtleFile]]


@pytest.fixture
def turtle(tmp_path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opened(*texts: str | bytes) -> list[TurtleFile]:
            files = []
            for number, text in enumerate(texts):
                path = tmp_path / f"{number}.ttl"
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
                descriptor = stack.enter_context(path.open("rb")).fileno()
                files.append(TurtleFile(OpenFile(path.name, descriptor), ours().dataset.project.base))
            return files

        yield opened


@pytest.fixture(params=[1, 40])
def cut(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut files into parts of about so many bytes, and write lines a few at a time."""
    monkeypatch.setattr(turtle_files, "_PART", request.param)
    monkeypatch.setattr(turtle_files, "_BATCH", 2)
    monkeypatch.setattr(turtle_files, "_PIECE", 100)


def told(validate: Callable[[], ValidationReport]) -> ValidationReport | str:
    try:
        return validate()
    except InputError as error:
        return error.message.en


def in_full(files: list[TurtleFile], taken: Intake) -> ValidationReport | str:
    return told(lambda: ours().validate([file.in_full() for file in files], taken))


TRUSTED = Intake(trust=True, allow_empty=True)


@pytest.mark.usefixtures("cut")
@pytest.mark.parametrize("name", TOLD)
def test_what_can_be_told_from_lines_is(turtle: Opener, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    files = turtle(TOLD[name])
    full = in_full(files, TRUSTED)
    monkeypatch.setattr(Ground, "validate", None)
    assert told(streamed.prepared(ours(), files, TRUSTED)) == full
    assert isinstance(full, ValidationReport)
    assert bool(full.results) == (name != "nothing wrong")


@pytest.mark.parametrize("name", IN_FULL)
@pytest.mark.parametrize("taken", [TRUSTED, Intake()])
def test_what_takes_more_is_read_in_full(turtle: Opener, name: str, taken: Intake) -> None:
    files = turtle(IN_FULL[name])
    assert told(streamed.prepared(ours(), files, taken)) == in_full(files, taken)


@pytest.mark.usefixtures("cut")
def test_several_files_are_one_graph(turtle: Opener) -> None:
    files = turtle(HEAD + "x:a a x:C .\n", HEAD + 'x:a x:name "a" .\nx:a x:knows x:c .\n', HEAD + BAD + "x:c a x:C .\n")
    report = told(streamed.prepared(ours(), files, TRUSTED))
    assert report == in_full(files, TRUSTED)
    assert isinstance(report, ValidationReport)
    assert {result.location.file for result in report.results if result.location} == {"2.ttl"}


@pytest.mark.parametrize("bad", [0, 1])
def test_one_wrong_file_among_several_stops_all(turtle: Opener, bad: int) -> None:
    """Nobody waits for a file that nobody reads any more."""
    texts = [HEAD + BAD * 3000] * 3
    texts[bad] += "x:a x:b .\n"
    files = turtle(*texts)
    assert told(streamed.prepared(ours(), files, TRUSTED)) == in_full(files, TRUSTED)


def test_an_engine_that_gives_up_early_is_not_waited_for(turtle: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_engine(*_: object) -> Callable[[str], list[object]]:
        def run(path: str) -> list[object]:
            with open(path, "rb") as pipe:  # noqa: PTH123 - as an engine does
                pipe.read(10)
            raise ValueError

        return run

    files = turtle(HEAD + BAD * 20_000)
    full = in_full(files, TRUSTED)
    monkeypatch.setattr(RustEngine, "validate_file", no_engine)
    assert told(streamed.prepared(ours(), files, TRUSTED)) == full


@pytest.mark.usefixtures("cut")
@pytest.mark.parametrize("seed", range(40 if os.environ.get("TRIAGRAPH_LONG") else 6))
def test_what_is_written_at_random_gets_the_same_report(turtle: Opener, seed: int) -> None:
    chance = random.Random(seed)
    pieces = [HEAD]
    kinds: list[Callable[[], str]] = [
        lambda: (
            f"x:n{chance.randrange(20)} a x:C ;{chance.choice([' ', chr(10), chr(10) + '# no.' + chr(10)])}x:p x:q ."
        ),
        lambda: f'x:n{chance.randrange(20)} x:name "{"long" * chance.randrange(5)}"@en , "a.\\n" .',
        lambda: f"x:n{chance.randrange(20)} x:knows x:n{chance.randrange(40)} , x:n{chance.randrange(40)} .",
        lambda: f"x:n{chance.randrange(20)} x:age {chance.randrange(99)} , {chance.randrange(9)}.0 .",
        lambda: "@prefix x: <http://x/> .",
        lambda: f"@prefix y: <http://{chance.choice('xyz')}/> .\ny:n{chance.randrange(20)} a y:C .",
        lambda: "# x:n1 a x:C .",
        lambda: (
            f'x:n{chance.randrange(20)} x:p """text.\nx:n1 a x:D .\n # """ .'
            if seed % 2
            else f"x:n{chance.randrange(20)} x:p [ x:p x:q ; x:r _:n{chance.randrange(9)} ] , ( 1 x:n2 ) ."
        ),
    ]
    for _ in range(60):
        pieces.append(chance.choice(kinds)())
        pieces.append(chance.choice(["\n", " ", "\r\n", "\n\n", " # end.\n"]) if pieces[-1][0] != "#" else "\n")
    files = turtle("".join(pieces))
    assert told(streamed.prepared(ours(), files, TRUSTED)) == in_full(files, TRUSTED)


def test_a_large_file_is_read_by_a_worker_with_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LARGE", 1)
    path = tmp_path / "data.ttl"
    path.write_text(HEAD + BAD, encoding="utf-8")
    (received,) = intake.receive(str(path))
    assert received.path == path
    shapes = (ReceivedFile("x.ttl", SHAPES.encode()),)
    report = validate_files((received,), load_project(), intake=TRUSTED, shapes=shapes)
    given = ReceivedFile(str(path), path.read_bytes())
    assert report == validate_files((given,), load_project(), intake=TRUSTED, shapes=shapes)
    assert [str(result.location) for result in report.results] == [f"{path}:3:10"]


def test_bytes_are_told_to_be_those_of_turtle(turtle: Opener) -> None:
    (file,) = turtle(HEAD)
    assert file.in_full() == ["0.ttl", TURTLE.name, HEAD.encode()]


def test_a_belt_gives_what_is_put_on_it_and_lets_nobody_wait() -> None:
    belt = Belt()
    pieces = [bytes([number]) for number in range(40)]

    def put() -> None:
        for piece in pieces:
            belt.put(piece)
        belt.end()

    thread = Thread(target=put)
    thread.start()
    assert list(belt.take()) == pieces
    thread.join()
    put()  # nobody takes any more
    other = Belt()
    other.stop()
    assert list(other.take()) == []
