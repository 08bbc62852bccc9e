"""Codes of official classifications: each mapping names the version of the system, and the code is of that version.

The same digits mean different things: 25.62 is machining in NACE Rev. 2, and locks and hinges in NACE Rev. 2.1. The Ilm-Kreis
is DEG0F until NUTS 2021 and DEG0T in NUTS 2024.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from triagraph.hygiene.artefacts import GRAPH_ROLES, Artefacts, File, objects, value_of
from triagraph.hygiene.findings import Finding, Looked, found, looked, rule
from triagraph.hygiene.statements import Stated, no_codes, statements, triples, written
from triagraph.language import Text
from triagraph.namespaces import OWL, SKOS, TRIA

_NACE: Final = re.compile(r"http://data\.europa\.eu/ux2/(?P<version>[^/]+)/(?P<code>[^/]+)")
_NACE_VERSIONS: Final = ("nace2", "nace2.1")
_NACE_CODE: Final = re.compile(r"[A-V]|\d{2,4}")
_NUTS: Final = re.compile(r"http://data\.europa\.eu/nuts/code/[A-Z]{2}[0-9A-Z]{0,3}")
_NUTS_SYSTEM: Final = re.compile(r"http://data\.europa\.eu/nuts/scheme/(?P<year>20\d\d)")


@dataclass(frozen=True, slots=True)
class _Mapped:
    """A mapping of ours onto a code, with the code systems that it names."""

    file: File
    stated: Stated
    subject: str
    code: str
    systems: tuple[str, ...]


def _mapped(artefacts: Artefacts) -> list[_Mapped]:
    found_codes = []
    for file in artefacts.of(*GRAPH_ROLES):
        for one in statements(file, artefacts):
            if one.triple is None or not one.is_mapping:
                continue
            subject, predicate, code = (value_of(part) for part in one.triple)
            systems = tuple(value_of(system) for system in objects(file.by_subject[one.iri], f"{TRIA}codeSystem"))
            if systems or predicate == f"{TRIA}servesIndustry" or _NACE.match(code) or _NUTS.match(code):
                found_codes.append(_Mapped(file, one, subject, code, systems))
    return found_codes


@rule(
    "code-systems",
    title=Text(
        "Jede Zuordnung zu einem Code nennt genau ein Codesystem, und der Code ist aus dessen Version",
        "Every mapping onto a code names exactly one code system, and the code is of that version",
    ),
    unit=Text("Zuordnungen zu Codes", "mappings onto codes"),
    advice=Text(
        "tria:codeSystem mit der Version nennen, etwa <http://data.europa.eu/ux2/nace2.1/nace2.1>.",
        "Name the version with tria:codeSystem, such as <http://data.europa.eu/ux2/nace2.1/nace2.1>.",
    ),
)
def systems(artefacts: Artefacts) -> Looked:
    """Compare code and code system of each mapping."""
    mapped = _mapped(artefacts)
    findings = []
    for one in mapped:
        problem = _system_problem(one, artefacts)
        if problem is not None:
            findings.append(found(one.file, one.stated.iri, problem))
    named = {one.stated.triple for one in mapped}
    for file in artefacts.of(*GRAPH_ROLES):
        for triple in sorted(triples(file) - named, key=str):
            if triple[1].value == f"{TRIA}servesIndustry":
                what = written(triple, artefacts)
                text = Text(f"Ohne tria:Mapping: {what}.", f"Without a tria:Mapping: {what}.")
                findings.append(found(file, value_of(triple[0]), text))
    return looked(len(mapped), findings, may_be_empty=no_codes(artefacts))


def _system_problem(one: _Mapped, artefacts: Artefacts) -> Text | None:
    name = artefacts.short(one.stated.iri)
    if len(one.systems) != 1:
        return Text(f"{name} nennt {len(one.systems)} Codesysteme.", f"{name} names {len(one.systems)} code systems.")
    nace, system = _NACE.fullmatch(one.code), _NACE.fullmatch(one.systems[0])
    versions = {match["version"] for match in (nace, system) if match is not None}
    if nace is not None or system is not None:
        fits = (
            nace is not None
            and system is not None
            and len(versions) == 1
            and _NACE_CODE.fullmatch(nace["code"]) is not None
        )
        fits = fits and versions <= set(_NACE_VERSIONS)
    else:
        fits = (_NUTS.fullmatch(one.code) is None) == (_NUTS_SYSTEM.fullmatch(one.systems[0]) is None)
    if fits:
        return None
    what = f"<{one.code}>, <{one.systems[0]}>"
    return Text(f"{name}: Code und System passen nicht: {what}.", f"{name}: code and system do not fit: {what}.")


@rule(
    "code-versions",
    title=Text(
        "Codes verschiedener Versionen sind nicht gleichgesetzt, und wer einen abgelösten hat, hat auch einen gültigen",
        "Codes of different versions are not made the same, and what has a retired one has a current one too",
    ),
    unit=Text("Codes", "codes"),
    advice=Text(
        "Versionen mit eigener Zuordnung nennen, mit tria:codeStatus; gleiche Ziffern heißen nicht gleiches.",
        "Name versions by mappings of their own, with tria:codeStatus; the same digits do not mean the same.",
    ),
)
def versions(artefacts: Artefacts) -> Looked:
    """Look for codes made the same across versions, unknown versions, and things with retired codes only."""
    count, findings = 0, []
    for file in artefacts.of(*GRAPH_ROLES):
        for quad in file.quads:
            first, second = (_NACE.fullmatch(value_of(part)) for part in (quad.subject, quad.object))
            count += sum(match is not None for match in (first, second))
            known = all(match is None or match["version"] in _NACE_VERSIONS for match in (first, second))
            same = quad.predicate.value in (f"{SKOS}exactMatch", f"{OWL}sameAs")
            mixed = same and first is not None and second is not None and first["version"] != second["version"]
            if isinstance(quad.object, NamedNode) and (mixed or not known):
                what = f"{artefacts.shown(quad.subject)} {artefacts.short(quad.predicate.value)} {artefacts.shown(quad.object)}"
                text = Text(f"Versionen vermischt: {what}.", f"Versions mixed: {what}.")
                findings.append(found(file, value_of(quad.subject), text))
    mapped = _mapped(artefacts)
    findings += _retired_only(mapped, artefacts)
    return looked(count + len(mapped), findings, may_be_empty=no_codes(artefacts))


def _retired_only(mapped: list[_Mapped], artefacts: Artefacts) -> Iterator[Finding]:
    retired, current = (artefacts.project.thing("code", slug) for slug in ("retired", "current"))
    states: dict[tuple[str, str], list[tuple[_Mapped, set[str]]]] = defaultdict(list)
    for one in mapped:
        status = {value_of(value) for value in objects(one.file.by_subject[one.stated.iri], f"{TRIA}codeStatus")}
        family = "nuts" if _NUTS.fullmatch(one.code) else "nace" if _NACE.fullmatch(one.code) else ""
        states[one.subject, family].append((one, status))
    for (subject, family), codes in states.items():
        if (
            family
            and any(retired in status for _, status in codes)
            and not any(current in status for _, status in codes)
        ):
            name = artefacts.short(subject)
            text = Text(f"{name} hat nur abgelöste Codes ({family}).", f"{name} has retired codes only ({family}).")
            yield found(codes[0][0].file, codes[0][0].stated.iri, text)
