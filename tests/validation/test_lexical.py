"""Ill-formed literals are violations, with each engine; well-formed ones are not."""

import pytest

from triagraph.formats import TURTLE
from triagraph.namespaces import XSD
from triagraph.parser import Document, parse
from triagraph.validation.engine import EngineName, choose_engine
from triagraph.validation.lexical import PATTERNS, findings_of
from triagraph.validation.screening import prepared

LITERALS = {
    "gYear": (["2006", "-0044", "2006Z", "12006"], ["abc", "06", "2006-01", ""]),
    "gYearMonth": (["2006-06"], ["2006", "2006-13"]),
    "gMonth": (["--05"], ["13", "--13", "05"]),
    "gDay": (["---31"], ["32", "---32"]),
    "gMonthDay": (["--02-29"], ["--13-01", "--02-30"]),
    "dateTimeStamp": (["2006-01-01T00:00:00Z"], ["2006-01-01T00:00:00"]),
    "dayTimeDuration": (["P1D", "PT5S", "P1DT2H"], ["P1Y", "P", "PT"]),
    "yearMonthDuration": (["P1Y", "P2M", "-P1Y2M"], ["P1D", "P"]),
    "anyURI": (["http://a/b", "ü", "", "http://[::1]/a?b#c"], ["http://a b", "%zz", "http://[x"]),
    "hexBinary": (["0aFF", ""], ["0", "xyz"]),
    "base64Binary": (["YWJj", "YQ==", ""], ["a", "=="]),
    "language": (["de", "en-GB"], ["d_e", ""]),
    "normalizedString": (["a b"], ["a\\nb"]),
    "token": (["a b", ""], [" a "]),
    "NMTOKEN": (["a:b"], ["a b"]),
    "Name": (["a:b", "ä"], ["1a"]),
    "NCName": (["a-b"], ["1a", "a:b"]),
    "QName": (["a:b", "b"], ["a:b:c"]),
    "date": (["2004-02-29Z"], ["2006-02-30", "2006", "gestern"]),
    "integer": (["01", "+1"], ["1.0", ""]),
    "byte": (["127"], ["128", "x"]),
}

#: rdflib folds the white space of these as it makes the literal, so that pySHACL never sees what was written.
FOLDED = {"normalizedString", "token"}


def accepted(literals: list[str], datatype: str, engine: EngineName) -> list[str]:
    shapes = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://s> a sh:NodeShape ; sh:targetSubjectsOf <http://p> ; sh:property <http://P> .
<http://P> sh:path <http://p> ; sh:datatype <{XSD}{datatype}> ."""
    data = "".join(
        f'<http://x/{number}> <http://p> "{text}"^^<{XSD}{datatype}> .\n' for number, text in enumerate(literals)
    )
    quads = prepared(parse(Document("shapes", shapes.encode(), TURTLE)))
    refused = {finding.focus_node for finding in findings_of(choose_engine(engine), data, quads)}
    return [text for number, text in enumerate(literals) if f"<http://x/{number}>" not in refused]


def test_every_pattern_has_its_literals() -> None:
    assert {datatype.removeprefix(XSD) for datatype in PATTERNS} <= set(LITERALS)


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.parametrize("datatype", LITERALS)
def test_an_ill_formed_literal_is_a_violation(datatype: str, engine: EngineName) -> None:
    good, bad = LITERALS[datatype]
    expected = [*good, *bad] if engine == "pyshacl" and datatype in FOLDED else good
    assert accepted([*good, *bad], datatype, engine) == expected


def test_one_wrong_value_is_one_result() -> None:
    shapes = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://s> a sh:NodeShape ; sh:targetSubjectsOf <http://p> ; sh:property <http://P> .
<http://P> sh:path <http://p> ; sh:datatype <{XSD}gYear> ."""
    quads = prepared(parse(Document("shapes", shapes.encode(), TURTLE)))
    assert len(findings_of(choose_engine("shacl"), '<http://x> <http://p> "abc" .\n', quads)) == 1


@pytest.mark.parametrize("name", ["shacl", "pyshacl"])
def test_an_ill_formed_literal_is_one_result(name: EngineName) -> None:
    shape = "<urn:s> <http://www.w3.org/ns/shacl#targetNode> <urn:a> ; <http://www.w3.org/ns/shacl#path> <urn:p> ; "
    shape += "<http://www.w3.org/ns/shacl#datatype> <http://www.w3.org/2001/XMLSchema#gYear> ."
    shapes = list(parse(Document("s.ttl", shape.encode(), TURTLE)))
    for value in ('"x"', '"x"^^<http://www.w3.org/2001/XMLSchema#gYear>'):
        found = findings_of(choose_engine(name), f"<urn:a> <urn:p> {value} .\n", shapes)
        assert [finding.component.partition("#")[2] for finding in found] == ["DatatypeConstraintComponent"]
