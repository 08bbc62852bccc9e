"""Ill-formed literals: `"abc"^^xsd:gYear` is not a year, whatever its datatype says.

sh:datatype asks for a well-formed literal (https://www.w3.org/TR/shacl/#DatatypeConstraintComponent). For the datatypes below
the default engine looks at the datatype only, so that a shape that asks for one of them gets the pattern of its lexical
space beside it (https://www.w3.org/TR/xmlschema11-2/). What breaks the pattern is reported as what it is, a wrong datatype.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.namespaces import SH, XSD
from triagraph.validation.engine import Engine, Finding
from triagraph.validation.statements import Statements, statements

#: Parts of the forms of days and times.
ZONE: Final = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
YEAR: Final = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
TIME: Final = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_DAY_TIME: Final = r"([0-9]+D(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?|T([0-9]+H([0-9]+M)?([0-9]+(\.[0-9]+)?S)?|[0-9]+M([0-9]+(\.[0-9]+)?S)?|[0-9]+(\.[0-9]+)?S))"
_PATTERN_OF: Final = f"{SH}pattern"
_DATATYPE_OF: Final = f"{SH}datatype"
_DATATYPE: Final = f"{SH}DatatypeConstraintComponent"
_PATTERN: Final = f"{SH}PatternConstraintComponent"
_BASE64: Final = r"[A-Za-z0-9+/] ?"

#: Datatype → its lexical space; anchored when used.
PATTERNS: Final = {
    f"{XSD}gYear": f"{YEAR}{ZONE}",
    f"{XSD}gYearMonth": f"{YEAR}-(0[1-9]|1[0-2]){ZONE}",
    f"{XSD}gMonth": f"--(0[1-9]|1[0-2]){ZONE}",
    f"{XSD}gDay": f"---(0[1-9]|[12][0-9]|3[01]){ZONE}",
    f"{XSD}gMonthDay": f"--((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9])){ZONE}",
    f"{XSD}dateTimeStamp": rf"{YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T{TIME}(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))",
    f"{XSD}dayTimeDuration": f"-?P{_DAY_TIME}",
    f"{XSD}yearMonthDuration": "-?P([0-9]+Y([0-9]+M)?|[0-9]+M)",
    f"{XSD}anyURI": r"""([^ <>"{}|\\^`%\[\]]|%[0-9A-Fa-f]{2}|\[[0-9A-Fa-f:.]*\])*""",
    f"{XSD}hexBinary": "([0-9A-Fa-f]{2})*",
    f"{XSD}base64Binary": f"(({_BASE64}){{4}})*(({_BASE64}){{2}}= ?=|({_BASE64}){{3}}=)?",
    f"{XSD}language": "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*",
    f"{XSD}normalizedString": r"[^\r\n\t]*",
    f"{XSD}token": r"([^\r\n\t ]+( [^\r\n\t ]+)*)?",
    f"{XSD}NMTOKEN": r"[\w.:-]+",
    f"{XSD}Name": r"[A-Za-z_:\u00C0-\uFFFD][\w.:-]*",
    f"{XSD}NCName": r"[A-Za-z_\u00C0-\uFFFD][\w.-]*",
    f"{XSD}QName": r"([A-Za-z_\u00C0-\uFFFD][\w.-]*:)?[A-Za-z_\u00C0-\uFFFD][\w.-]*",
}


def with_patterns(shapes: Iterable[Quad]) -> tuple[Statements, frozenset[str]]:
    """Add the lexical patterns.

    Returns:
        The shapes, and those (in N-Triples syntax) whose pattern is ours: a Pattern result of theirs is a Datatype result.
    """
    quads = statements(shapes)
    own_pattern = {quad.subject for quad in quads.of(_PATTERN_OF)}
    added = [
        Quad(quad.subject, NamedNode(_PATTERN_OF), Literal(f"^(?:{PATTERNS[quad.object.value]})$"))
        for quad in quads.of(_DATATYPE_OF)
        if isinstance(quad.object, NamedNode) and quad.object.value in PATTERNS and quad.subject not in own_pattern
    ]
    return quads.joined(added), frozenset(str(quad.subject) for quad in added)


def findings_of(engine: Engine, data: str, shapes: Iterable[Quad]) -> list[Finding]:
    """Validate with an engine; ill-formed literals are found whatever the engine does, and each result stands once."""
    return prepared_run(engine, shapes)(data)


def prepared_run(engine: Engine, shapes: Iterable[Quad]) -> Callable[[str], list[Finding]]:
    """Make shapes ready for an engine; give what validates N-Triples text as `findings_of` does.

    Raises:
        ShapesError: the engine cannot use the shapes.
    """
    quads, ours = with_patterns(shapes)
    run = engine.prepare(quads)
    return lambda data: as_reported(run(data), ours)


def as_reported(found: Sequence[Finding], ours: frozenset[str]) -> list[Finding]:
    """Give findings as they are reported, each once; `ours` are the shapes whose pattern `with_patterns` has added."""
    known = {_place(finding) for finding in found if finding.component == _DATATYPE}
    kept = []
    for finding in found:
        if finding.source_shape in ours and finding.component == _PATTERN:
            if _place(finding) in known:
                continue  # the engine has seen it too
            kept.append(replace(finding, component=_DATATYPE))
        else:
            kept.append(finding)
    return list(dict.fromkeys(kept))


def _place(finding: Finding) -> tuple[str | None, ...]:
    return (finding.focus_node, finding.path, finding.value, finding.source_shape)
