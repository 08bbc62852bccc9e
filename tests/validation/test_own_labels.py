"""A thing that only a contribution knows is called what the contribution calls it."""

from pathlib import Path

import pytest

from triagraph.project import load_project
from triagraph.report.text import to_text
from triagraph.validation.intake import LARGE, ReceivedFile, can_stream, validate_files

HEAD = (
    "@prefix tria: <https://w3id.org/triagraph/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix network: <https://w3id.org/triagraph/id/network/> .\n"
)
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x/> .
x:S a sh:NodeShape ; sh:targetClass x:C ; sh:property [ sh:path x:p ; sh:minCount 1 ] ."""


def headings(data: bytes | Path, name: str = "in.ttl", shapes: str = "") -> list[str]:
    given = (ReceivedFile("shapes.ttl", shapes.encode()),) if shapes else ()
    report = validate_files((ReceivedFile(name, data),), load_project(), shapes=given)
    assert report.results
    lines = "".join(to_text(report, "de")).split("\n")
    return [line for line in lines[:-2] if line and not line.startswith(" ")]


def test_a_contributed_thing_is_called_what_it_is_called_there() -> None:
    text = f'{HEAD}network:n4711 a tria:NetworkOrganisation ; skos:prefLabel "Musternetz"@de ; skos:altLabel "MN"@de .'
    assert headings(text.encode()) == ["Musternetz"]


def test_a_known_thing_keeps_its_name() -> None:
    assert headings(f'{HEAD}network:optonet skos:prefLabel "Anders"@de .'.encode()) == [
        "OptoNet – Photoniknetzwerk Thüringen"
    ]


def test_a_label_of_many_lines_or_words_stays_on_one_line() -> None:
    label = "zwei\\n\\u202Ezeilen" + " und mehr" * 10_000
    text = f'{HEAD}network:n4711 a tria:NetworkOrganisation ; skos:prefLabel "{label}"@de .'
    (heading,) = headings(text.encode())
    assert heading.startswith("zwei  zeilen und mehr und mehr")
    assert len(heading) < 200


@pytest.mark.skipif(not can_stream(), reason="needs named pipes and the engine shacl")
@pytest.mark.parametrize("name", ["in.nt", "in.ttl"])
def test_shapes_of_others_and_large_files_do_the_same(name: str, tmp_path: Path) -> None:
    label = '<http://x/4711> <http://www.w3.org/2000/01/rdf-schema#label> "Müsli GmbH"@de .\n'
    text = f"<http://x/4711> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/C> .\n{label}"
    assert headings(text.encode(), name, SHAPES) == ["Müsli GmbH"]
    path = tmp_path / name
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        for number in range(LARGE // 60):
            file.write(f'<http://x/{number}> <http://x/q> "more of this and that: {number}" .\n')
    assert path.stat().st_size >= LARGE
    assert headings(path, name, SHAPES) == ["Müsli GmbH"]
