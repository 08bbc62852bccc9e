"""The named queries as RDF, so that SPARQL editors can list and run them: https://www.w3.org/TR/shacl/#sparql-prefixes.

Each query is a `sh:SPARQLSelectExecutable` (`sh:SPARQLExecutable`, as editors such as sib-swiss/sparql-editor look for it) with
title and question in both languages, the SPARQL text, what it is about as keywords, and a `sh:Parameter` for each parameter. The
text holds the defaults of the parameters; where there is none, `VALUES ?x { UNDEF }` stands, which asks for all. The columns of
the answer, with their headings and meanings, are those of a CSVW schema: https://www.w3.org/TR/tabular-metadata/#columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.language import LANGUAGES
from triagraph.namespaces import DCTERMS, RDF, RDFS, SCHEMA, SH, SKOS, XSD
from triagraph.query.running import bind, term_of

if TYPE_CHECKING:
    from triagraph.language import Text
    from triagraph.project import Project
    from triagraph.query.document import NamedQuery, Parameter

CSVW: Final = "http://www.w3.org/ns/csvw#"
_FORM: Final = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE | re.MULTILINE)
_PREFIX: Final = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_CLASSES: Final = {
    "select": "SPARQLSelectExecutable",
    "ask": "SPARQLAskExecutable",
    "construct": "SPARQLConstructExecutable",
}
_DATATYPES: Final = {"string": f"{XSD}string", "integer": f"{XSD}integer", "date": f"{XSD}date"}


def queries_graph(queries: Iterable[NamedQuery], project: Project) -> list[Quad]:
    """Describe named queries of a project."""
    queries = list(queries)
    quads = [quad for query in queries for quad in _query(query, project)]
    declared = {prefix: space for query in queries for prefix, space in _PREFIX.findall(query.text)}
    here = _here(project)
    for prefix, space in sorted(declared.items()):
        declaration = NamedNode(f"{here.value}#prefix-{prefix}")
        quads += [
            Quad(here, NamedNode(f"{SH}declare"), declaration),
            Quad(declaration, NamedNode(f"{SH}prefix"), Literal(prefix)),
            Quad(declaration, NamedNode(f"{SH}namespace"), Literal(space, datatype=NamedNode(f"{XSD}anyURI"))),
        ]
    return quads


def _here(project: Project) -> NamedNode:
    """Name the collection of the queries, which declares their prefixes."""
    return NamedNode(f"{project.base}queries/")


def _query(query: NamedQuery, project: Project) -> Iterator[Quad]:
    node = NamedNode(f"{project.base}queries/{query.name}")
    text = bind(query, {}, project)
    found = _FORM.search(text)
    form = found[1].lower() if found is not None else "select"
    yield Quad(node, NamedNode(f"{RDF}type"), NamedNode(f"{SH}SPARQLExecutable"))
    if form in _CLASSES:
        yield Quad(node, NamedNode(f"{RDF}type"), NamedNode(SH + _CLASSES[form]))
    yield from _texts(node, f"{RDFS}label", query.title)
    yield from _texts(node, f"{RDFS}comment", query.question)
    yield Quad(node, NamedNode(f"{SH}prefixes"), _here(project))
    yield Quad(node, NamedNode(SH + form), Literal(text))
    for tag in query.tags:
        yield Quad(node, NamedNode(f"{SCHEMA}keywords"), Literal(tag))
    for order, parameter in enumerate(query.parameters):
        yield from _parameter(node, parameter, order, project)
    yield from _columns(node, query)


def _parameter(query: NamedNode, parameter: Parameter, order: int, project: Project) -> Iterator[Quad]:
    node = NamedNode(f"{query.value}#{parameter.name}")
    yield Quad(query, NamedNode(f"{SH}parameter"), node)
    yield Quad(node, NamedNode(f"{RDF}type"), NamedNode(f"{SH}Parameter"))
    yield Quad(node, NamedNode(f"{SH}path"), NamedNode(f"{query.value}#parameter-{parameter.name}"))
    yield Quad(node, NamedNode(f"{SH}name"), Literal(parameter.name))
    yield from _texts(node, f"{SH}description", parameter.meaning)
    if parameter.type == "iri":
        yield Quad(node, NamedNode(f"{SH}nodeKind"), NamedNode(f"{SH}IRI"))
    else:
        yield Quad(node, NamedNode(f"{SH}datatype"), NamedNode(_DATATYPES[parameter.type]))
    yield Quad(node, NamedNode(f"{SH}optional"), Literal("true", datatype=NamedNode(f"{XSD}boolean")))
    yield Quad(node, NamedNode(f"{SH}order"), Literal(str(order), datatype=NamedNode(f"{XSD}integer")))
    yield Quad(node, NamedNode(f"{SKOS}example"), term_of(parameter, parameter.example, project))


def _columns(query: NamedNode, named: NamedQuery) -> Iterator[Quad]:
    schema = NamedNode(f"{query.value}#columns")
    yield Quad(query, NamedNode(f"{CSVW}tableSchema"), schema)
    yield Quad(schema, NamedNode(f"{RDF}type"), NamedNode(f"{CSVW}Schema"))
    for order, column in enumerate(named.columns):
        node = NamedNode(f"{query.value}#column-{column.name}")
        yield Quad(schema, NamedNode(f"{CSVW}column"), node)
        yield Quad(node, NamedNode(f"{RDF}type"), NamedNode(f"{CSVW}Column"))
        yield Quad(node, NamedNode(f"{CSVW}name"), Literal(column.name))
        yield from _texts(node, f"{CSVW}title", column.heading)
        yield from _texts(node, f"{DCTERMS}description", column.meaning)
        yield Quad(node, NamedNode(f"{SH}order"), Literal(str(order), datatype=NamedNode(f"{XSD}integer")))


def _texts(node: NamedNode, predicate: str, text: Text) -> Iterator[Quad]:
    for language in LANGUAGES:
        yield Quad(node, NamedNode(predicate), Literal(text.to(language), language=language))
