"""What strangers send is validated in a worker; every result says where it stands."""

import gzip
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from triagraph.errors import InputError
from triagraph.formats import JSONLD, NTRIPLES, RDFXML, TRIG, TURTLE
from triagraph.language import Text
from triagraph.parser import Document, parse, positions
from triagraph.project import load_project
from triagraph.report import Checked, ValidationReport, ValidationResult
from triagraph.report.transport import from_plain, to_plain
from triagraph.serializer import serialize
from triagraph.validation import intake
from triagraph.validation.intake import Intake, ReceivedFile, receive, validate_files
from triagraph.validation.places import located
from triagraph.validation.reading import ReadDocument

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile"
TURTLE_TEXT = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix network: <https://w3id.org/triagraph/id/network/> .

# a comment
network:new a tria:NetworkOrganisation ;
  tria:activeIn network:acod , # wrong: no region
    "text" .
"""


def validated(name: str, data: bytes) -> ValidationReport:
    return validate_files((ReceivedFile(name, data),), load_project())


def places(report: ValidationReport, shape: str) -> list[str]:
    return [str(result.location) for result in report.results if shape in (result.source_shape or "")]


def test_a_wrong_value_is_told_where_it_stands() -> None:
    report = validated("in.ttl", TURTLE_TEXT.encode())
    assert places(report, "Organisation-activeIn-class") == ["in.ttl:6:17", "in.ttl:7:5"]


def test_a_new_thing_is_called_what_its_file_calls_it_and_a_known_one_as_before() -> None:
    labels = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" + "".join(
        f'network:{name} skos:prefLabel "{name} as it is called here"@de .\n' for name in ("new", "acod")
    )
    report = validated("in.ttl", (TURTLE_TEXT + labels).encode())
    called = {iri.rpartition("/")[2]: label["de"] for iri, label in report.labels.items() if "/network/" in iri}
    assert called["new"] == "new as it is called here"
    assert called["acod"] not in {"acod as it is called here", "acod"}


def test_a_missing_value_is_told_where_its_thing_is_described() -> None:
    report = validated("in.ttl", TURTLE_TEXT.encode())
    assert set(places(report, "Label-de") + places(report, "prefLabel")) == {"in.ttl:5:1"}


@pytest.mark.parametrize("syntax", [NTRIPLES, TRIG, JSONLD, RDFXML], ids=lambda syntax: syntax.name)
def test_results_have_places_in_every_syntax(syntax: object) -> None:
    assert isinstance(syntax, type(TURTLE))
    quads = [
        quad for quad in parse(Document("in.ttl", TURTLE_TEXT.encode(), TURTLE)) if not str(quad.object).startswith('"')
    ]
    data = serialize(quads, syntax, prefixes={"tria": "https://w3id.org/triagraph/ontology#"})
    report = validated(f"in{syntax.suffix}", data)
    assert report.results
    assert all(result.location is not None and result.location.line is not None for result in report.results)
    value = next(result for result in report.results if "activeIn-class" in (result.source_shape or ""))
    assert value.location is not None
    assert "acod" in data.decode().splitlines()[(value.location.line or 0) - 1]


def test_all_mistakes_of_an_n_triples_file_are_told() -> None:
    report = validated(
        "in.nt", b"<http://a> <http://b> .\n<http://a> <http://b> 1 .\n<http://a> <http://b> <http://c> .\n"
    )
    assert report.conforms is None
    assert [result.location.line for result in report.results if result.location] == [1, 2]


def test_umlauts_in_windows_1252_are_shown_as_they_are_meant() -> None:
    """Also where nothing can be imported any more, and behind umlauts that are UTF-8."""
    (result,) = validated("in.ttl", "# ok\n# ü ".encode() + "Thüringen\n".encode("cp1252")).results
    assert str(result.location) == "in.ttl:2:7"
    assert result.excerpt == "# ü Thüringen\n      ^"


def test_a_gzipped_file_is_read_and_a_damaged_one_reported() -> None:
    packed = gzip.compress(TURTLE_TEXT.encode())
    assert validated("in.ttl.gz", packed).results == validated("in.ttl.gz", TURTLE_TEXT.encode()).results
    assert validated("in.ttl.gz", packed[:-5]).conforms is None


def test_a_missing_file_is_told_whatever_its_name() -> None:
    for name in ("none.ttl", "none", "none/"):
        with pytest.raises(InputError, match="no such file"):
            receive(name)


def test_an_empty_name_is_not_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.ttl").write_text(TURTLE_TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="is empty"):
        receive("")
    assert [file.name for file in receive(".")] == ["in.ttl"]


def test_a_file_that_is_packed_twice_is_told() -> None:
    (result,) = validated("in.ttl.gz", gzip.compress(gzip.compress(TURTLE_TEXT.encode()))).results
    assert result.message.en == "The file is packed twice (gzip)."


def test_what_is_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_bytes(b"[] a <http://x/C> .")
    (tmp_path / "c.ttl").symlink_to("a.ttl")
    assert [file.name for file in receive("b.ttl", ".", "./a.ttl", str(tmp_path / "b.ttl"))] == ["b.ttl", "a.ttl"]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no RDF file"):
        receive(str(tmp_path))


@pytest.mark.skipif(not intake.can_stream(), reason="needs named pipes and the engine shacl")
@pytest.mark.parametrize("fails", [False, True])
def test_a_file_that_changes_while_it_is_read_is_told(
    fails: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.nt"
    path.write_bytes(b"<http://e.org/a> <http://e.org/b> <http://e.org/c> .\n")
    (file,) = (ReceivedFile("in.nt", path),)

    def written_to(*_: object, **__: object) -> object:
        path.write_bytes(path.read_bytes() * 2)
        if fails:
            raise InputError(Text("x", "x"))
        return to_plain(ValidationReport(conforms=True, engine="x", checked=Checked()))

    monkeypatch.setattr(intake, "call", written_to)
    with pytest.raises(InputError, match="changed while it was read"):
        validate_files((file,), load_project())


def test_of_many_files_each_is_only_asked_for_what_it_mentions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counting(document: Document, wanted: Collection[positions.Wanted], **others: Any) -> Any:
        asked.append(len(wanted))
        return locate(document, wanted, **others)

    locate = positions.locate
    monkeypatch.setattr(positions, "locate", counting)
    texts = [f"<http://e.org/{each}> <http://e.org/p> <http://e.org/{each + 1}> .".encode() for each in range(40)]
    documents = [Document(f"{each}.nt", text, NTRIPLES) for each, text in enumerate(texts)]
    read = [ReadDocument(document, tuple(parse(document))) for document in documents]
    results = [
        ValidationResult("violation", Text("x", "x"), focus_node=f"<http://e.org/{each}>", path="<http://e.org/p>")
        for each in range(41)
    ]
    places = [str(result.location) for result in located(results, read, "http://e.org/")]
    assert [place.partition(":")[0] for place in places] == [*(f"{each}.nt" for each in range(40)), "39.nt"]
    assert max(asked) <= 4


@pytest.mark.skipif(not os.environ.get("TRIAGRAPH_LONG"), reason="takes seconds: set TRIAGRAPH_LONG=1")
@pytest.mark.parametrize("name", ["in.nt", "in.ttl"])
def test_a_literal_that_is_too_long_for_the_parser_is_told(name: str, tmp_path: Path) -> None:
    text = "<http://e.org/a> <http://e.org/b> <http://e.org/c> .\n" * 90_000
    (tmp_path / name).write_text(f'{text}<http://e.org/a> <http://e.org/b> "{"a" * (17 << 20)}" .\n', encoding="utf-8")
    (result,) = validate_files(receive(str(tmp_path / name)), load_project()).results
    assert result.message.en == "A single literal or IRI is larger than 16 MiB."


def test_a_report_survives_the_way_out_of_the_worker() -> None:
    report = validated("in.ttl", TURTLE_TEXT.encode())
    assert from_plain(to_plain(report)) == report
    assert report.labels


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the folder of hostile inputs, ../shared/hostile, is missing")
@pytest.mark.parametrize("path", sorted(HOSTILE.glob("shacl-data*.ttl")), ids=lambda path: path.name)
def test_hostile_data_does_not_conform_or_checks_nothing(path: Path) -> None:
    intake = Intake(allow_empty=True)
    report = validate_files(receive(str(path)), load_project(), intake=intake)
    assert report.results or path.name == "shacl-data-type-injection.ttl", (
        "only foreign classes: nothing of ours is claimed"
    )
