"""A shape without a message of its own gets a sentence in both languages, without words of SHACL."""

import re

import pytest

from triagraph.formats import TURTLE
from triagraph.language import LANGUAGES
from triagraph.namespaces import SH
from triagraph.parser import parse
from triagraph.parser.document import document_of
from triagraph.validation.messages import BuiltinMessages

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> . @prefix org: <http://www.w3.org/ns/org#> ."
COMPONENTS = (
    *("Class", "Datatype", "NodeKind", "MinCount", "MaxCount", "MinExclusive", "MinInclusive", "MaxExclusive"),
    *("MaxInclusive", "MinLength", "MaxLength", "Pattern", "LanguageIn", "UniqueLang", "Equals", "Disjoint"),
    *("LessThan", "LessThanOrEquals", "Not", "And", "Or", "Xone", "Node", "Property", "QualifiedMinCount"),
    *("QualifiedMaxCount", "Closed", "HasValue", "In", "SPARQL"),
)


def messages(shape: str) -> BuiltinMessages:
    return BuiltinMessages(list(parse(document_of("s.ttl", f"{PREFIXES}\n{shape}".encode(), TURTLE))))


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_component_has_a_sentence(component: str) -> None:
    text = messages("e:s sh:path e:p .").message(f"{SH}{component}ConstraintComponent", "<http://e.org/s>")
    assert text.de != text.en
    for language in LANGUAGES:
        assert text.to(language).endswith((".", ". "))
        assert not re.search(r"[Ss]hape|Constraint|sh:|\{", text.to(language))


@pytest.mark.parametrize(
    ("shape", "component", "english"),
    [
        ("e:s sh:nodeKind sh:IRI .", "NodeKind", "The kind of value is wrong; it must be an IRI."),
        ("e:s sh:minCount 2 .", "MinCount", "A value is missing: at least 2 needed."),
        ("e:s sh:class org:Role .", "Class", "This must be something of the kind org:Role."),
        ("e:s sh:in ( 1 2 3 ) .", "In", "The value is not on the list: 1, 2, 3."),
    ],
)
def test_a_sentence_says_what_is_asked_for(shape: str, component: str, english: str) -> None:
    text = messages(shape).message(f"{SH}{component}ConstraintComponent", "<http://e.org/s>")
    assert text.en == english


def test_an_unknown_component_is_named() -> None:
    assert "`Colour`" in messages("").message("http://e.org/#ColourConstraintComponent", None).en
