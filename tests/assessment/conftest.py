"""What the tests of the assessment share: datasets that are made from a few lines of Turtle on the bundled vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from pyoxigraph import Quad

from triagraph.bundled import bundled_root
from triagraph.formats import TURTLE
from triagraph.labelling import Labels
from triagraph.language import Language
from triagraph.namespaces import prefixes_for
from triagraph.parser import parse
from triagraph.parser.document import document_of
from triagraph.project import Project, load_project
from triagraph.store.derivation import derive
from triagraph.store.loading import Dataset, load, read_rules

Made = Callable[[str], Dataset]
Name = Callable[[str], str]
Named = Callable[[Dataset, Language], Name]

#: A network that fits form 1 of the web page if its "ohne" covers the cooperation structures only.
EXAMPLE = """
network:example a tria:NetworkOrganisation ; skos:prefLabel "Beispiel <b>|*Netz*</b>"@de , "Example <b>|*net*</b>"@en .
source:page a tria:Source ; dcterms:title "A <i>page</i>"@en ; schema:url <https://www.example.org/page?a=1&b=2> .
quotation:mass a tria:Quotation ; oa:hasSource source:page ; oa:hasSelector <https://w3id.org/triagraph/id/quotation/mass#quote> .
<https://w3id.org/triagraph/id/quotation/mass#quote> oa:exact \"\"\"Eine kritische
   Masse an <script>Firmen</script>\"\"\"@de .
assessment:mass a tria:CriterionAssessment ; tria:network network:example ; tria:criterion criterion:critical-mass-of-companies ;
  tria:assessedValue code:met ; prov:wasQuotedFrom quotation:mass .
assessment:chain a tria:CriterionAssessment ; tria:network network:example ; tria:criterion criterion:single-value-chain ;
  tria:assessedValue code:met ; prov:wasQuotedFrom quotation:mass .
assessment:structures a tria:CriterionAssessment ; tria:network network:example ; tria:criterion criterion:cooperation-structures ;
  tria:assessedValue code:not-met ; prov:wasQuotedFrom quotation:mass .
assessment:rnd a tria:CriterionAssessment ; tria:network network:example ; tria:criterion criterion:strategic-rnd ;
  tria:assessedValue code:met ; prov:wasQuotedFrom quotation:mass .
"""


@pytest.fixture(scope="session")
def project() -> Project:
    return load_project(bundled_root())


@pytest.fixture(scope="session")
def bundled(project: Project) -> Dataset:
    return load(project)


@pytest.fixture(scope="session")
def made(project: Project, bundled: Dataset) -> Made:
    """Give a function that makes a dataset of the vocabulary and some statements, with what the rules derive."""
    prefixes = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes_for(project.base).items())

    def make(turtle: str) -> Dataset:
        document = document_of("example.ttl", (prefixes + turtle).encode(), TURTLE)
        layers: dict[str, Sequence[Quad]] = {
            "vocabulary": bundled.layers["vocabulary"],
            "asserted": tuple(parse(document, graph=project.graph("asserted", "example"))),
        }
        given = [*(quad for quads in layers.values() for quad in quads), *bundled.terms]
        layers["derived"] = tuple(derive(read_rules(project), given, base=project.base))
        return Dataset(project, layers, bundled.terms, ())

    return make


@pytest.fixture(scope="session")
def example(made: Made) -> Dataset:
    return made(EXAMPLE)


@pytest.fixture(scope="session")
def named() -> Named:
    def name(dataset: Dataset, language: Language) -> Name:
        labels = Labels.of(dataset)
        return lambda iri: labels.of_iri(iri, language)

    return name
