"""The same input gives the same bytes in every format, however Python orders its sets, and blank nodes are called the same."""

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from triagraph.formats import JSONLD, NTRIPLES, RDFXML, TRIG, TURTLE, Syntax
from triagraph.language import LANGUAGES
from triagraph.parser import Document, parse, parse_lines
from triagraph.project import load_project
from triagraph.report.writing import REPORT_FORMATS, write_report
from triagraph.validation.against.receiving import Existing, validate_files_against
from triagraph.validation.intake import LARGE, Intake, receive, validate_files

PREFIXES = """@prefix tria: <https://w3id.org/triagraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
"""
TURTLE_TEXT = f"""{PREFIXES}
[] a tria:NetworkOrganisation ; skos:prefLabel "A"@de , "B"@de ;
  tria:activeIn [ a tria:NetworkOrganisation ; tria:activeIn [ a tria:MemberOrganisation ] ] .
_:x a tria:NetworkOrganisation ; tria:activeIn _:y , ( 1 2 _:x ) ; tria:technologyField [] , [] .
_:y a tria:NetworkOrganisation ; skos:prefLabel 3 , ( "x" ) .
ex:n a tria:NetworkOrganisation ; tria:activeIn _:y , [ a tria:NetworkOrganisation ] , [] , () , _:z .
[] a org:Membership ; org:member [] , [] ; org:organization ex:n , _:y .
"""
TRIG_TEXT = f"""{PREFIXES}
_:g {{ _:a a tria:NetworkOrganisation ; tria:activeIn [ tria:activeIn _:g ] , ( _:g ) }}
_:h {{ [] a tria:NetworkOrganisation }}
"""
JSON_TEXT = """{"@context": {"tria": "https://w3id.org/triagraph/ontology#", "ex": "https://example.org/"}, "@graph": [
  {"@type": "tria:NetworkOrganisation", "ex:x": {"@id": "_:q"},
   "tria:activeIn": [{"@list": [1, {"@id": "_:q"}]}, {"@type": "tria:MemberOrganisation"}]},
  {"@type": "tria:MemberOrganisation"}, {"@id": "_:q", "@type": "tria:NetworkOrganisation"}]}
"""
XML_TEXT = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:tria="https://w3id.org/triagraph/ontology#">
  <tria:NetworkOrganisation><tria:activeIn rdf:parseType="Resource"><tria:activeIn rdf:parseType="Collection">
    <tria:NetworkOrganisation/></tria:activeIn></tria:activeIn></tria:NetworkOrganisation>
  <tria:NetworkOrganisation/>
</rdf:RDF>
"""
#: Two constraints of one shape at one value, and a message with the names of the nodes.
SHAPES = f"""{PREFIXES}
[] a sh:NodeShape ; sh:targetClass tria:NetworkOrganisation ; sh:or ( [ sh:path skos:prefLabel ; sh:minCount 5 ] [ sh:class ex:C ] ) ;
  sh:property [ sh:path tria:activeIn ; sh:nodeKind sh:IRI ; sh:class tria:Region ; sh:minLength 3 ; sh:pattern "^https" ] ,
    [ sh:path [ sh:inversePath tria:activeIn ] ; sh:maxCount 0 ] ;
  sh:sparql [ sh:message "{{$this}} has {{?value}}"@en ;
    sh:select "SELECT $this ?value WHERE {{ $this <https://w3id.org/triagraph/ontology#activeIn> ?value }}" ] .
"""
TRIA = "https://w3id.org/triagraph/ontology#"
NODE = f"<https://example.org/n> <{TRIA}activeIn> "
MANY = "".join(f'<https://example.org/m> <urn:p> "{number} {"x" * 200}" .\n' for number in range(LARGE // 230))
LINES = f"<https://example.org/n> a <{TRIA}NetworkOrganisation> .\n".replace(
    " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
)
MISTAKES = f"_:a <urn:p> _:b .\n_:a <urn:p>\n{LINES}_:c\n"
FILES = {
    "nested.ttl": TURTLE_TEXT,
    "graphs.trig": TRIG_TEXT,
    "tree.jsonld": JSON_TEXT,
    "tree.rdf": XML_TEXT,
    "mistakes.nt": MISTAKES,
    "mistake.ttl": TURTLE_TEXT + "_:a _:b .",
    "large.nt": LINES + NODE + "<https://example.org/a> .\n" + NODE + '"b" .\n' + MANY,
    "large-blank.nt": LINES + NODE + "_:a .\n_:a <" + TRIA + "activeIn> _:b .\n" + MANY,
    "shapes.ttl": SHAPES,
}
#: What is validated: files, shapes of their own, and whether on top of the bundled graph.
CASES = {
    "Turtle": ("nested.ttl", None, False),
    "TriG": ("graphs.trig", None, False),
    "JSON-LD": ("tree.jsonld", None, False),
    "RDF/XML": ("tree.rdf", None, False),
    "mistakes in lines": ("mistakes.nt", None, False),
    "a mistake": ("mistake.ttl", None, False),
    "streamed": ("large.nt", None, False),
    "large, with blank nodes": ("large-blank.nt", None, False),
    "own shapes": ("nested.ttl", "shapes.ttl", False),
    "against": ("nested.ttl", None, True),
    "against, with own shapes": ("nested.ttl", "shapes.ttl", True),
}


def written(folder: Path) -> dict[str, str]:
    """Validate each case; give what is written in each format, by its digest."""
    found = {}
    for case, (name, shapes, against) in CASES.items():
        files, given = receive(str(folder / name)), receive(str(folder / shapes)) if shapes else ()
        intake = Intake(trust=bool(given))
        if against:
            report = validate_files_against(files, Existing(load_project(), "bundled"), intake=intake, shapes=given)
        else:
            report = validate_files(files, load_project(), intake=intake, shapes=given)
        assert report.results, case
        for form in REPORT_FORMATS:
            for language in LANGUAGES:
                data = b"".join(write_report(report, form, language))
                found[f"{case} {form} {language}"] = hashlib.sha256(data).hexdigest()
    return found


@cache
def in_a_process(folder: Path, seed: str) -> dict[str, str]:
    command = [sys.executable, __file__, str(folder)]
    done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_what_is_written_is_the_same_each_time(folder: Path, form: str) -> None:
    once, again = in_a_process(folder, "1"), in_a_process(folder, "2")
    differing = [name for name in once if f" {form} " in name and once[name] != again[name]]
    assert len(once) == len(CASES) * len(REPORT_FORMATS) * len(LANGUAGES)
    assert differing == []


@pytest.mark.parametrize(
    ("text", "syntax"),
    [(TURTLE_TEXT, TURTLE), (TRIG_TEXT, TRIG), (JSON_TEXT, JSONLD), (XML_TEXT, RDFXML)],
    ids=lambda value: value.name if isinstance(value, Syntax) else "",
)
def test_a_blank_node_is_called_the_same_each_time(text: str, syntax: Syntax) -> None:
    document = Document("in", text.encode(), syntax)
    assert list(parse(document)) == list(parse(document))


def test_blank_nodes_of_two_documents_are_not_the_same() -> None:
    one, other = (Document("in.nt", f"_:a <urn:p> {value} .\n".encode(), NTRIPLES) for value in ("_:a", "<urn:x>"))
    assert not {quad.subject for quad in parse(one)} & {quad.subject for quad in parse(other)}
    assert len({term for quad in parse(one) for term in (quad.subject, quad.object)}) == 1


def test_blank_nodes_of_a_triple_term_are_those_outside() -> None:
    text = b"_:a <urn:p> <<( _:a <urn:p> _:b )>> .\n_:b <urn:p> _:a .\n"
    first, second = parse(Document("in.ttl", text, TURTLE))
    assert str(first.object) == f"{first.subject} <urn:p> {second.subject}"


def test_lines_after_a_mistake_are_still_read() -> None:
    found = list(parse_lines(Document("in.nt", MISTAKES.encode(), NTRIPLES)))
    assert [type(each).__name__ for each in found] == ["Quad", "ParseError", "Quad", "ParseError"]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(written(Path(sys.argv[1]))))
