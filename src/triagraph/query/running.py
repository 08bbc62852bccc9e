"""Bind parameters as terms and run a named query."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from triagraph.errors import InputError, nearest
from triagraph.language import Text
from triagraph.namespaces import PREFIXES, XSD
from triagraph.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triagraph.project import Project
    from triagraph.query.document import NamedQuery, Parameter
    from triagraph.results import Answer, Stream
    from triagraph.store import Store

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_SCHEMES: Final = ("http://", "https://", "urn:")


def run(query: NamedQuery, arguments: Mapping[str, str], store: Store, project: Project) -> Answer:
    """Answer a named query on a store.

    Args:
        query: the query.
        arguments: parameter → value as the user writes it (an IRI, or a slug such as `optonet`).
        store: where it runs.
        project: whose base IRI slugs are resolved against.

    Raises:
        InputError: an argument is unknown, of the wrong type, or names a thing that the graph does not know.
        QueryError: the query cannot be run.
    """
    text = bind(query, arguments, project)
    things = [each for each in query.parameters if each.type == "iri" and each.name in arguments]
    for parameter in things:
        _check_known(parameter, arguments[parameter.name], store, project)
    answer = store.query(text, base=project.base)
    for parameter in things:
        _check_kind(parameter, arguments[parameter.name], answer, store, project)
    return answer


def stream(query: NamedQuery, arguments: Mapping[str, str], store: Store, project: Project) -> Answer | Stream:
    """Answer a named query as `run` does; where no thing is asked for, rows are found as they are asked for."""
    if any(each.type == "iri" and each.name in arguments for each in query.parameters):
        return run(query, arguments, store, project)
    return store.stream(bind(query, arguments, project), base=project.base)


def bind(query: NamedQuery, arguments: Mapping[str, str], project: Project) -> str:
    """Give the query's text with each argument in the place of its UNDEF.

    Raises:
        InputError: an argument is unknown or of the wrong type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in arguments:
        if name not in known:
            suggestion = nearest(name, sorted(known))
            names = ", ".join(known)
            raise InputError(
                Text(f"`{query.name}` hat keinen Parameter `{name}`.", f"`{query.name}` has no parameter `{name}`."),
                hint=suggestion or Text(f"Parameter: {names or 'keine'}.", f"Parameters: {names or 'none'}."),
            )
    places: list[tuple[int, int, str]] = []
    for name, parameter in known.items():
        value = arguments.get(name, argument_of(parameter, project))
        if value is not None:
            term = str(term_of(parameter, value, project))
            places += [(found.end(1), found.start(2), term) for found in parameter.place.finditer(query.text)]
    return _replaced(query.text, places)


def argument_of(parameter: Parameter, project: Project) -> str | None:
    """Give the value that a parameter has where the caller gives none; None leaves it unbound."""
    place = parameter.place_of_project
    return parameter.default if place is None else project.places[place]


def _replaced(text: str, places: list[tuple[int, int, str]]) -> str:
    """Put all terms into the text at once: what a term says is never searched for the place of another."""
    parts, end = [], 0
    for start, stop, term in sorted(places):
        parts += [text[end:start], term]
        end = stop
    return "".join([*parts, text[end:]])


def term_of(parameter: Parameter, value: str, project: Project) -> NamedNode | Literal:
    """Make the term that a parameter's value stands for.

    Raises:
        InputError: the value is not of the parameter's type.
    """
    term: NamedNode | Literal | None = None
    if parameter.type == "iri":
        term = _iri(parameter, value, project)
    elif parameter.type == "string":
        term = _string(value)
    elif parameter.type == "integer" and _INTEGER.fullmatch(value):
        term = Literal(value, datatype=NamedNode(f"{XSD}integer"))
    elif parameter.type == "date" and _is_date(value):
        term = Literal(value, datatype=NamedNode(f"{XSD}date"))
    if term is not None:
        return term
    wanted = {
        "iri": Text("eine IRI oder eine Kurzform wie", "an IRI or a short form such as"),
        "integer": Text("eine ganze Zahl wie", "a whole number such as"),
        "date": Text("ein Datum wie", "a date such as"),
        "string": Text("ein Text wie", "a text such as"),
    }[parameter.type]
    shown = value.encode("utf-8", "replace").decode()
    raise InputError(
        Text(f"`{shown}` passt nicht für `{parameter.name}`.", f"`{shown}` does not fit `{parameter.name}`."),
        hint=Text(f"Erwartet wird {wanted.de} `{parameter.example}`.", f"Expected: {wanted.en} `{parameter.example}`."),
    )


def is_slug(name: str) -> bool:
    """Tell whether a thing can be named by the last part of its IRI alone."""
    return _SLUG.fullmatch(name) is not None


def _string(value: str) -> Literal | None:
    try:
        value.encode("utf-8")  # what a shell hands over may not be Unicode
    except UnicodeEncodeError:
        return None
    return Literal(value)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _iri(parameter: Parameter, value: str, project: Project) -> NamedNode | None:
    if _SLUG.fullmatch(value) and parameter.kind is not None:
        return NamedNode(project.thing(parameter.kind, value))
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        value = PREFIXES[prefix] + local
    elif colon and _SLUG.fullmatch(prefix) and _SLUG.fullmatch(local) and prefix != "urn":
        value = project.thing(prefix, local)
    if not value.startswith(_SCHEMES):
        return None
    try:
        return NamedNode(value)
    except ValueError:
        return None


def _check_known(parameter: Parameter, value: str, store: Store, project: Project) -> None:
    """Refuse an IRI that occurs nowhere in the graph, with the nearest slug of its kind."""
    term = term_of(parameter, value, project)
    if store.query(f"ASK {{ {{ {term} ?p ?o }} UNION {{ ?s ?q {term} }} }}") is True:
        return
    kind = parameter.kind or "thing"
    raise InputError(
        Text(f"Der Graph kennt `{value}` nicht ({kind}).", f"The graph does not know `{value}` ({kind})."),
        hint=_nearest_thing(parameter, term.value, store, project),
    )


def _check_kind(parameter: Parameter, value: str, answer: Answer, store: Store, project: Project) -> None:
    """Refuse a thing of another kind that the answer has nothing about: that is no answer to the question."""
    term = term_of(parameter, value, project)
    other = _other_kind(parameter, term.value, project)
    if other is None or not isinstance(answer, Solutions) or any(term in row for row in answer.rows):
        return
    raise InputError(
        Text(
            f"`{value}` ist von der Art `{other}`; `{parameter.name}` fragt nach der Art `{parameter.kind}`.",
            f"`{value}` is of the kind `{other}`; `{parameter.name}` asks for the kind `{parameter.kind}`.",
        ),
        hint=_nearest_thing(parameter, term.value, store, project),
    )


def _nearest_thing(parameter: Parameter, iri: str, store: Store, project: Project) -> Text:
    """Name the thing of the parameter's kind whose slug is nearest, else the example."""
    example = Text(f"Ein Beispiel ist `{parameter.example}`.", f"An example is `{parameter.example}`.")
    if parameter.kind is None:
        return example
    slugs = _slugs(project.thing(parameter.kind, ""), store)
    return nearest(iri.rpartition("/")[2].lower(), slugs) or example


def _other_kind(parameter: Parameter, iri: str, project: Project) -> str | None:
    """Give the kind of a thing of the project, `…/id/<kind>/<slug>`, if it is not the parameter's."""
    things = f"{project.base}id/"
    if parameter.kind is None or not iri.startswith(things):
        return None
    kind, slash, _ = iri.removeprefix(things).partition("/")
    return kind if slash and kind != parameter.kind else None


def _slugs(space: str, store: Store) -> list[str]:
    within = f"STRSTARTS(STR(?thing), {Literal(space)})"
    answer = store.query(f"SELECT DISTINCT ?thing WHERE {{ ?thing a ?class FILTER({within}) }} ORDER BY ?thing")
    if not isinstance(answer, Solutions):
        return []
    things = (row[0] for row in answer.rows)
    return [thing.value.removeprefix(space) for thing in things if isinstance(thing, NamedNode)]
