"""Prefixes and namespaces: one prefix for one namespace in all files, and no namespace that is nearly right.

`https://www.w3.org/ns/adms#` where `http:` is meant makes a term of nobody, and nothing complains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from triagraph.hygiene.artefacts import RDF_ROLES, Artefacts, File, objects, read_json, value_of
from triagraph.hygiene.findings import Finding, Looked, looked, rule
from triagraph.hygiene.names import Name, Prefix, names
from triagraph.language import Text
from triagraph.namespaces import DEFAULT_BASE, PREFIXES, RDF, SH, prefixes_for

_IRI_SCHEME: Final = re.compile(r"^https?://(www\.)?")


@rule(
    "prefixes",
    title=Text(
        "Jedes Präfix in jeder Turtle-, SPARQL- und Kontextdatei steht für seinen festgelegten Namensraum",
        "Every prefix in every Turtle, SPARQL and context file stands for its namespace of record",
    ),
    unit=Text("Präfixe", "prefixes"),
    advice=Text(
        "Das Präfix wie in triagraph.namespaces schreiben; Dinge haben `<Basis>id/<Art>/`.",
        "Write the prefix as in triagraph.namespaces; things have `<base>id/<kind>/`.",
    ),
)
def of_record(artefacts: Artefacts) -> Looked:
    """Compare each declared prefix with the table."""
    bases = {DEFAULT_BASE, artefacts.project.base}
    count, findings = 0, []
    for file in artefacts.files:
        for prefix in declared(file):
            count += 1
            expected = {prefixes_for(base).get(prefix.name, f"{base}id/{prefix.name}/") for base in bases}
            if not prefix.name or prefix.namespace not in expected:
                right = next((name for name, space in artefacts.prefixes.items() if space == prefix.namespace), None)
                text = Text(
                    f"`{prefix.name}:` steht für <{prefix.namespace}>, das so nicht festgelegt ist.",
                    f"`{prefix.name}:` stands for <{prefix.namespace}>, which is not of record.",
                )
                hint = Text(f"`{right}:` schreiben.", f"Write `{right}:`.") if right else None
                findings.append(Finding(text, file.name, prefix.line or None, hint))
    return looked(count, findings)


def declared(file: File) -> tuple[Prefix, ...]:
    """List the prefixes that a file declares; those of a JSON-LD context and of sh:declare have no line."""
    if file.role not in ("context", "frame"):
        return (*file.prefixes, *_for_shapes(file))
    context = read_json(file).get("@context")
    if not isinstance(context, dict):
        return ()
    spaces = {name: value.get("@id") if isinstance(value, dict) else value for name, value in context.items()}
    return tuple(
        Prefix(name, space, 0)
        for name, space in spaces.items()
        if isinstance(space, str) and not name.startswith("@") and "://" in space and space.endswith(("/", "#"))
    )


def _for_shapes(file: File) -> Iterator[Prefix]:
    for quads in file.by_subject.values():
        names_declared, spaces = objects(quads, f"{SH}prefix"), objects(quads, f"{SH}namespace")
        yield from (
            Prefix(value_of(name), value_of(space), 0) for name, space in zip(names_declared, spaces, strict=False)
        )


@rule(
    "namespaces",
    title=Text(
        "Kein Begriff liegt in einem Namensraum, der einem festgelegten nur fast gleicht",
        "No term lies in a namespace that is only nearly one of record",
    ),
    unit=Text("Begriffe", "terms"),
    advice=Text(
        "Namensraum vergleichen: http oder https, mit oder ohne www, `/` oder `#` am Ende.",
        "Compare the namespace: http or https, with or without www, `/` or `#` at its end.",
    ),
)
def nearly(artefacts: Artefacts) -> Looked:
    """Compare each predicate, class, datatype and name in a query, apart from scheme, www, case and the last character."""
    spaces = {_worn(space): space for space in PREFIXES.values()}
    count = 0
    findings: dict[tuple[str, str], Finding] = {}
    for file in artefacts.files:
        for name in set(_terms(file)):
            count += 1
            right = spaces.get(_worn(re.sub(r"[^/#]*$", "", name.iri)))
            if right is not None and not name.iri.startswith(right):
                text = Text(f"<{name.iri}> liegt nicht in <{right}>.", f"<{name.iri}> is not in <{right}>.")
                findings.setdefault(
                    (file.name, name.iri), Finding(text, file.name, name.line or file.line_of(name.iri))
                )
    return looked(count, findings.values())


def _terms(file: File) -> Iterator[Name]:
    if file.role in ("query", "rule"):
        yield from names(file.text)
    elif file.role in RDF_ROLES:
        for quad in file.quads:
            yield Name(quad.predicate.value, 0)
            if isinstance(quad.object, Literal):
                yield Name(quad.object.datatype.value, 0)
            elif isinstance(quad.object, NamedNode) and quad.predicate.value == f"{RDF}type":
                yield Name(quad.object.value, 0)


def _worn(namespace: str) -> str:
    return _IRI_SCHEME.sub("", namespace).rstrip("/#").lower()
