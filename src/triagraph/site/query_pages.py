"""The pages of named queries: the question, the answer as a table, and the SPARQL."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from triagraph.formats import TURTLE
from triagraph.namespaces import XSD, prefixes_for
from triagraph.project import Project
from triagraph.query import NamedQuery, bind
from triagraph.query.running import argument_of, term_of
from triagraph.results import Answer, Graph, Solutions, Term
from triagraph.results.writers import to_csv, to_json, write_boolean
from triagraph.serializer import serialize
from triagraph.site.built import console_stem
from triagraph.site.facts import Describer
from triagraph.site.names import safe_name
from triagraph.site.naming import Inline
from triagraph.site.rendering import Crumb, Page, crumbs_to
from triagraph.store import Store
from triagraph.store.loading import Dataset
from triagraph.store.memory import MemoryStore
from triagraph.validation.memory import give_back

LIST_STEM: Final = "queries/index"
#: The most rows that a page shows, where it does not become too heavy before; the files beside it have them all.
MOST_ROWS: Final = 100
_NUMBERS: Final = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "nonNegativeInteger"))
#: What readers call the files beside a page, by suffix.
_FORMATS: Final = {"rq": "SPARQL", "csv": "CSV", "json": "JSON", "ttl": TURTLE.label}
#: A cell that begins like this is run as a formula by spreadsheet programs.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class AnsweredQuery:
    """A named query with its answer, asked with no other arguments than its defaults; None where it was not asked.

    `total` is the number of rows in all, where the answer holds no more of them than a page shows.
    """

    query: NamedQuery
    sparql: str
    answer: Answer | None
    turtle: str = ""
    total: int = 0

    @property
    def stem(self) -> str:
        """The page of the query, without language and suffix."""
        return f"queries/{safe_name(self.query.name)}"

    @property
    def for_page(self) -> AnsweredQuery:
        """What a page shows of it: a large graph has answers of hundreds of thousands of rows."""
        if not isinstance(self.answer, Solutions):
            return self
        return replace(self, answer=replace(self.answer, rows=self.answer.rows[:MOST_ROWS]))


def answers(
    queries: Sequence[NamedQuery], dataset: Dataset, statements: int, write: Callable[[str, bytes], object]
) -> list[AnsweredQuery]:
    """Answer named queries as their pages show them, but for those that are not answered for so many statements.

    Args:
        queries: are answered one after the other.
        dataset: the graph.
        statements: how many it has.
        write: is given the files beside each page, with their paths, before the next query is answered.

    Raises:
        QueryError: one cannot be run.
    """
    project = dataset.project
    asked = {query.name for query in queries if statements <= query.answered_up_to}
    store = dataset.store() if asked else MemoryStore(())
    answered = []
    try:
        for each in queries:
            full = ask(each, store, project) if each.name in asked else unanswered(each, project)
            for path, data in files(full):
                write(path, data)
            answered.append(full.for_page)
            del full
    finally:
        del store
        give_back()
    return answered


def unanswered(query: NamedQuery, project: Project) -> AnsweredQuery:
    """Give a named query without an answer: one of a very large graph has no use on a page, or takes hours.

    Raises:
        QueryError: its arguments cannot be bound.
    """
    return AnsweredQuery(query, bind(query, {}, project), None)


def ask(query: NamedQuery, store: Store, project: Project) -> AnsweredQuery:
    """Answer a named query as its page shows it.

    Raises:
        QueryError: it cannot be run.
    """
    sparql = bind(query, {}, project)
    answer = store.query(sparql, base=project.base)
    turtle = ""
    if isinstance(answer, Graph):
        turtle = serialize(answer.triples, TURTLE, prefixes=prefixes_for(project.base)).decode()
    return AnsweredQuery(query, sparql, answer, turtle, len(answer.rows) if isinstance(answer, Solutions) else 0)


def file_names(answered: AnsweredQuery) -> list[str]:
    """Name the files beside a query's page: its SPARQL, and its answer as CSV and JSON or as Turtle."""
    if answered.answer is None:
        return [f"{answered.stem}.rq"]
    suffixes = ("rq", "ttl") if isinstance(answered.answer, Graph) else ("rq", "csv", "json")
    return [f"{answered.stem}.{suffix}" for suffix in suffixes]


def files(answered: AnsweredQuery) -> Iterator[tuple[str, bytes]]:
    """Give the files beside a query's page, one after the other."""
    for path in file_names(answered):
        yield path, _content(answered, path.rpartition(".")[2]).encode()


def _content(answered: AnsweredQuery, suffix: str) -> str:
    """Write an answer as the file beside its page that has a suffix."""
    answer = answered.answer
    if suffix == "rq" or answer is None:
        return answered.sparql
    if isinstance(answer, Graph):
        return answered.turtle
    if isinstance(answer, bool):
        return write_boolean(answer, suffix, "en")
    return to_csv(_without_formulas(answer)) if suffix == "csv" else to_json(answer)


def _without_formulas(solutions: Solutions) -> Solutions:
    """Put an apostrophe before texts that a spreadsheet program would run; the JSON beside the CSV has them as they are."""

    def harmless(term: Term | None) -> Term | None:
        if isinstance(term, Literal) and term.datatype.value not in _NUMBERS and term.value.startswith(_FORMULA):
            return Literal(f"'{term.value}")
        return term

    return Solutions(solutions.variables, tuple(tuple(harmless(term) for term in row) for row in solutions.rows))


def list_page(queries: list[AnsweredQuery], describer: Describer, words: dict[str, str]) -> Page:
    """Put together the list of the named queries."""
    language = describer.language
    return Page(
        stem=LIST_STEM,
        template="queries.html",
        title=words["queries"],
        description=words["queries_about"],
        crumbs=crumbs_to(words, Crumb(words["queries"])),
        data={
            "console": console_stem(),
            "queries": [
                {
                    "stem": each.stem,
                    "name": each.query.name,
                    "title": each.query.title.to(language),
                    "question": each.query.question.to(language),
                }
                for each in queries
            ],
        },
    )


def query_page(answered: AnsweredQuery, describer: Describer, words: dict[str, str]) -> Page:
    """Put together the page of a named query."""
    language, query = describer.language, answered.query
    origin = f"{answered.stem}.{language}.html"
    title = query.title.to(language)
    return Page(
        stem=answered.stem,
        template="query.html",
        title=title,
        description=query.question.to(language),
        crumbs=crumbs_to(words, Crumb(words["queries"], LIST_STEM), Crumb(title)),
        data={
            "name": query.name,
            "console": console_stem(),
            "question": query.question.to(language),
            "sparql": answered.sparql,
            "parameters": [
                {
                    "name": each.name,
                    "meaning": each.meaning.to(language),
                    "example": each.example,
                    "argument": shlex.quote(f"{each.name}={each.example}"),
                }
                for each in query.parameters
            ],
            "meanings": [
                {"name": each.name, "heading": each.heading.to(language), "meaning": each.meaning.to(language)}
                for each in query.columns
            ],
            "arguments": _arguments(answered, describer, origin),
            "downloads": [(path, _FORMATS[path.rpartition(".")[2]]) for path in file_names(answered)],
            **_shown(answered, describer, origin),
        },
    )


def _arguments(answered: AnsweredQuery, describer: Describer, origin: str) -> list[tuple[str, Inline]]:
    project = describer.graph.project
    found = []
    for parameter in answered.query.parameters:
        value = argument_of(parameter, project)
        if value is not None:
            term = term_of(parameter, value, project)
            found.append((parameter.meaning.to(describer.language), describer.names.inline(term, origin)))
    return found


def _shown(answered: AnsweredQuery, describer: Describer, origin: str) -> dict[str, Any]:
    answer = answered.answer
    shown: dict[str, Any] = {
        "asked": answer is not None,
        "statements": describer.graph.size,
        "answered_up_to": answered.query.answered_up_to,
        "rows": None,
        "columns": [],
        "total": 0,
        "truth": None,
        "turtle": answered.turtle,
    }
    if isinstance(answer, Solutions):
        headings = answered.query.headings(describer.language)
        shown["columns"] = [{"name": name, "heading": headings.get(name, name)} for name in answer.variables]
        shown["rows"] = [[_cell(describer, term, origin) for term in row] for row in answer.rows[:MOST_ROWS]]
        shown["total"] = answered.total
    elif isinstance(answer, bool):
        shown["truth"] = answer
    return shown


def _cell(describer: Describer, term: Term | None, origin: str) -> Inline | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return describer.names.link(term.value, origin)
    return describer.names.inline(term, origin)
