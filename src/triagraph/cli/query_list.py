"""What `triagraph query --list` gives: the named queries as lines for people, as rows, as JSON, or as RDF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from triagraph.language import Language, Text

if TYPE_CHECKING:
    from triagraph.project import Project
    from triagraph.query import NamedQuery
    from triagraph.results import Solutions


def query_listing(project: Project, form: str | None, language: Language) -> str | bytes:
    """List the named queries of a project: in a format of results a row each, in one of graphs as `sh:SPARQLExecutable`.

    Raises:
        QueryError: a query cannot be read.
    """
    from triagraph.formats import SYNTAXES
    from triagraph.query import list_queries
    from triagraph.results.writers import write_solutions

    if form in SYNTAXES:
        return _described(project, form)
    queries = list_queries(project)
    if form == "json":
        return json.dumps([_summary(each, language) for each in queries], ensure_ascii=False, indent=2) + "\n"
    if form is None or form == "table":
        width = max((len(each.name) for each in queries), default=0)
        return "".join(f"{each.name:<{width}}  {each.title.to(language)}\n" for each in queries)
    headings = {
        "name": Text("Name", "Name").to(language),
        "title": Text("Titel", "Title").to(language),
        "question": Text("Frage", "Question").to(language),
        "parameters": Text("Parameter", "Parameters").to(language),
    }
    return write_solutions(
        _rows(queries, tuple(headings), language),
        form,
        label=lambda term: getattr(term, "value", ""),
        language=language,
        headings=headings,
    )


def _described(project: Project, form: str) -> bytes:
    from triagraph.formats import SYNTAXES
    from triagraph.namespaces import prefixes_for
    from triagraph.parser.jsonld import own_context
    from triagraph.query import list_queries
    from triagraph.query.executables import queries_graph
    from triagraph.serializer import serialize

    quads = queries_graph(list_queries(project), project)
    return serialize(quads, SYNTAXES[form], prefixes=prefixes_for(project.base), context=own_context())


def _rows(queries: tuple[NamedQuery, ...], variables: tuple[str, ...], language: Language) -> Solutions:
    from pyoxigraph import Literal

    from triagraph.results import Solutions

    rows = (
        (
            Literal(each.name),
            Literal(each.title.to(language), language=language),
            Literal(each.question.to(language), language=language),
            Literal(" ".join(parameter.name for parameter in each.parameters)),
        )
        for each in queries
    )
    return Solutions(variables, tuple(rows))


def _summary(named: NamedQuery, language: Language) -> dict[str, object]:
    return {
        "name": named.name,
        "title": named.title.to(language),
        "question": named.question.to(language),
        "parameters": [
            {"name": each.name, "type": each.type, "meaning": each.meaning.to(language), "example": each.example}
            for each in named.parameters
        ],
        "columns": [
            {"name": each.name, "heading": each.heading.to(language), "meaning": each.meaning.to(language)}
            for each in named.columns
        ],
    }
