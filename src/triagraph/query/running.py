"""Bind parameters as terms and run a named query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from triagraph.errors import InputError, nearest
from triagraph.language import Text
from triagraph.namespaces import PREFIXES, XSD
from triagraph.project import Project
from triagraph.query.document import NamedQuery, Parameter
from triagraph.results import Answer
from triagraph.store import Store

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_SCHEMES: Final = ("http://", "https://", "urn:")


def run(query: NamedQuery, arguments: Mapping[str, str], store: Store, project: Project) -> Answer:
    """Answer a named query on a store.

    Args:
        query: the query.
        arguments: parameter → value as the user writes it (an IRI, or a slug such as `optonet`).
        store: where it runs.
        project: whose base IRI slugs are resolved against.

    Raises:
        InputError: an argument is unknown, missing or of the wrong type.
        QueryError: the query cannot be run.
    """
    return store.query(bind(query, arguments, project), base=project.base)


def bind(query: NamedQuery, arguments: Mapping[str, str], project: Project) -> str:
    """Give the query's text with each argument in the place of its UNDEF."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in arguments:
        if name not in known:
            suggestion = nearest(name, sorted(known))
            raise InputError(
                Text(f"`{query.name}` hat keinen Parameter `{name}`.", f"`{query.name}` has no parameter `{name}`."),
                hint=suggestion or Text(f"Parameter: {', '.join(known) or 'keine'}.", f"Parameters: {', '.join(known) or 'none'}."),
            )
    text = query.text
    for name, parameter in known.items():
        value = arguments.get(name, parameter.default)
        if value is not None:
            text = _bound(text, name, str(term_of(parameter, value, project)))
    return text


def _bound(text: str, name: str, term: str) -> str:
    place = re.compile(rf"(VALUES\s+\?{re.escape(name)}\s*\{{\s*)UNDEF(\s*\}})")
    return place.sub(lambda match: f"{match[1]}{term}{match[2]}", text)


def term_of(parameter: Parameter, value: str, project: Project) -> NamedNode | Literal:
    """Make the term that a parameter's value stands for.

    Raises:
        InputError: the value is not of the parameter's type.
    """
    if parameter.type == "string":
        return Literal(value)
    if parameter.type == "integer" and re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        return Literal(value, datatype=NamedNode(f"{XSD}integer"))
    if parameter.type == "date" and _is_date(value):
        return Literal(value, datatype=NamedNode(f"{XSD}date"))
    if parameter.type == "iri":
        iri = _iri(parameter, value, project)
        if iri is not None:
            return iri
    wanted = {
        "iri": Text("eine IRI oder eine Kurzform wie", "an IRI or a short form such as"),
        "integer": Text("eine ganze Zahl wie", "a whole number such as"),
        "date": Text("ein Datum wie", "a date such as"),
        "string": Text("ein Text wie", "a text such as"),
    }[parameter.type]
    raise InputError(
        Text(f"`{value}` passt nicht für `{parameter.name}`.", f"`{value}` does not fit `{parameter.name}`."),
        hint=Text(f"Erwartet wird {wanted.de} `{parameter.example}`.", f"Expected: {wanted.en} `{parameter.example}`."),
    )


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
