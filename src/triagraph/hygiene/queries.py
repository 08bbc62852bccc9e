"""The named queries as documents: a whole header, a fixed order, terms that exist, and an answer on the graph.

A competency question that answers nothing is not answered (SAMOD and test-driven ontology development call it a failed test).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from triagraph.errors import TriagraphError
from triagraph.hygiene.artefacts import Artefacts, File, value_of
from triagraph.hygiene.findings import Finding, Level, Looked, looked, rule
from triagraph.hygiene.names import bare, names
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import SHAPES, TRIA
from triagraph.project import DATA_LAYERS, DEFAULT_GRAPH_LAYERS
from triagraph.query import NamedQuery, read_query, run
from triagraph.results import Answer, Graph, Solutions
from triagraph.store.memory import MemoryStore

_ORDERED: Final = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_FORM: Final = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_INNERMOST: Final = re.compile(r"\{[^{}]*\}")
_PLACE: Final = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")
_UNIT: Final = Text("Abfragen", "queries")


def _none(artefacts: Artefacts) -> Text | None:
    """Say why a project may have no queries: the bundled ones are checked with the bundled graph."""
    if (artefacts.project.root / "queries").is_dir():
        return None
    return Text("Das Projekt hat keine eigenen Abfragen.", "The project has no queries of its own.")


@rule(
    "queries-documented",
    title=Text(
        "Jede Abfrage hat einen vollständigen Kopf, und ihre Parameter stehen in ihr",
        "Every query has a complete header, and its parameters stand in it",
    ),
    unit=_UNIT,
    advice=Text(
        "Den Kopf (`#+ …`) ergänzen: title, question (de, en), asked_by, layers, tags, columns, least_rows ab 1.",
        "Complete the header (`#+ …`): title, question (de, en), asked_by, layers, tags, columns, least_rows from 1.",
    ),
)
def documented(artefacts: Artefacts) -> Looked:
    """Read each header, and compare its parameters with the places for them."""
    files = artefacts.of("query")
    findings = [Finding(text, file.name, line) for file in files for line, text in _header_problems(file, artefacts)]
    return looked(len(files), findings, may_be_empty=_none(artefacts))


def _header_problems(file: File, artefacts: Artefacts) -> Iterator[tuple[int | None, Text]]:
    try:
        query = read_query(file.path, artefacts.project)
    except TriagraphError as error:
        yield error.location.line if error.location else None, error.message
    else:
        yield from ((1, text) for text in _documentation_problems(query, file))


def _documentation_problems(query: NamedQuery, file: File) -> Iterator[Text]:
    texts = [query.title, query.question, *(column.meaning for column in query.columns)]
    texts += [parameter.meaning for parameter in query.parameters]
    texts += [column.stated_heading for column in query.columns if column.stated_heading is not None]
    if not all(text.de.strip() and text.en.strip() for text in texts):
        yield Text("Ein Text des Kopfes ist leer.", "A text of the header is empty.")
    if not query.columns:
        yield Text("Der Kopf nennt keine Spalten.", "The header names no columns.")
    if any(len(set(query.headings(language).values())) < len(query.columns) for language in LANGUAGES):
        yield Text("Zwei Spalten haben dieselbe Überschrift.", "Two columns have the same heading.")
    for layer in sorted(set(query.layers) - {*DATA_LAYERS, *DEFAULT_GRAPH_LAYERS}):
        yield Text(f"Die Ebene `{layer}` gibt es nicht.", f"There is no layer `{layer}`.")
    if query.least_rows < 1:
        yield Text("least_rows ist 0: „nicht angegeben“ ist eine Zeile.", "least_rows is 0: “not stated” is a row.")
    for name in sorted(set(_PLACE.findall(file.text)) - {parameter.name for parameter in query.parameters}):
        yield Text(
            f"Der Kopf beschreibt den Parameter `{name}` nicht.",
            f"The header does not describe the parameter `{name}`.",
        )


@rule(
    "queries-ordered",
    title=Text("Jede SELECT-Abfrage hat ein ORDER BY", "Every SELECT query has an ORDER BY"),
    unit=_UNIT,
    advice=Text(
        "ORDER BY ergänzen, damit die Antwort immer gleich ist.", "Add ORDER BY, so that the answer is always the same."
    ),
)
def ordered(artefacts: Artefacts) -> Looked:
    """Look for ORDER BY outside of strings, comments and braces."""
    files = artefacts.of("query")
    text = Text("Ohne ORDER BY.", "Without ORDER BY.")
    wrong = [file for file in files if not _is_ordered(bare(file.text))]
    return looked(len(files), (Finding(text, file.name) for file in wrong), may_be_empty=_none(artefacts))


def _is_ordered(query: str) -> bool:
    form, outside = _FORM.search(query), query
    while _INNERMOST.search(outside):
        outside = _INNERMOST.sub(" ", outside)
    return form is None or form[1].upper() != "SELECT" or _ORDERED.search(outside) is not None


@rule(
    "queries-answered",
    title=Text(
        "Jede Abfrage beantwortet ihre Frage mit mindestens least_rows Zeilen und den Spalten ihres Kopfes",
        "Every query answers its question with at least least_rows rows and the columns of its header",
    ),
    unit=_UNIT,
    advice=Text(
        "Abfrage oder Daten berichtigen; `triagraph query NAME` zeigt die Antwort.",
        "Correct the query or the data; `triagraph query NAME` shows the answer.",
    ),
)
def answered(artefacts: Artefacts) -> Looked:
    """Run each query as it stands, and with the examples of its parameters."""
    files = artefacts.of("query")
    store = artefacts.dataset.store() if files else MemoryStore(())
    findings = [
        Finding(text, file.name, level=level)
        for file in files
        for level, text in _answer_problems(file, store, artefacts)
    ]
    return looked(len(files), findings, may_be_empty=_none(artefacts))


def _answer_problems(file: File, store: MemoryStore, artefacts: Artefacts) -> Iterator[tuple[Level, Text]]:
    try:
        query = read_query(file.path, artefacts.project)
        answer = run(query, {}, store, artefacts.project)
        examples = {parameter.name: parameter.example for parameter in query.parameters}
        example = run(query, examples, store, artefacts.project)
    except TriagraphError as error:
        yield "finding", error.message
        return
    rows = _rows(answer)
    if rows < query.least_rows:
        yield "finding", Text(f"{rows} statt {query.least_rows} Zeilen.", f"{rows} rows instead of {query.least_rows}.")
    yield from (("finding", text) for text in _column_problems(query, answer))
    if examples and _rows(example) == 0:
        yield "remark", Text("Mit den Beispielwerten kommt keine Zeile.", "The example values give no row.")


def _column_problems(query: NamedQuery, answer: Answer) -> Iterator[Text]:
    columns = tuple(column.name for column in query.columns)
    if isinstance(answer, Solutions) and answer.variables != columns:
        said, given = ", ".join(columns), ", ".join(answer.variables)
        yield Text(
            f"Der Kopf nennt die Spalten {said}, es kommen {given}.",
            f"The header names the columns {said}, given are {given}.",
        )


def _rows(answer: Answer) -> int:
    if isinstance(answer, Solutions):
        return len(answer.rows)
    return len(answer.triples) if isinstance(answer, Graph) else int(answer)


@rule(
    "queries-terms",
    title=Text(
        "Jede Eigenschaft und Klasse in Abfragen und Regeln kommt im Graphen oder in der Ontologie vor",
        "Every property and class in queries and rules occurs in the graph or in the ontology",
    ),
    unit=Text("Namen", "names"),
    advice=Text(
        "Den Tippfehler berichtigen: so passt die Bedingung auf nichts.",
        "Correct the spelling: like this the pattern matches nothing.",
    ),
)
def terms_exist(artefacts: Artefacts) -> Looked:
    """Look up each name of a vocabulary of record."""
    spaces = tuple(space for space in artefacts.prefixes.values() if not space.startswith(artefacts.things))
    known = {value_of(part) for file in artefacts.files for quad in file.quads for part in _parts(quad)}
    known |= {value_of(part) for quad in artefacts.derivations.quads for part in _parts(quad)}
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in artefacts.of("query", "rule"):
        for name in names(file.text):
            if name.iri.startswith(spaces) and name.iri not in spaces and not name.iri.startswith((SHAPES, TRIA)):
                count += 1
                if name.iri not in known:
                    short = artefacts.short(name.iri)
                    text = Text(f"{short} kommt nirgends vor.", f"{short} occurs nowhere.")
                    findings.setdefault((file.name, name.iri), Finding(text, file.name, name.line))
    return looked(count, findings.values(), may_be_empty=_none(artefacts))


def _parts(quad: object) -> tuple[object, ...]:
    return (getattr(quad, "subject", None), getattr(quad, "predicate", None), getattr(quad, "object", None))
