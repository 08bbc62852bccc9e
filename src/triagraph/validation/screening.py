"""Shapes are checked before they are used: what no engine does must be an error, never "conforms".

A mistyped `sh:minCont` or a JavaScript constraint is passed over silently by the engines (SHACL vocabulary:
https://www.w3.org/ns/shacl.ttl; SHACL-JS: https://www.w3.org/TR/shacl-js/).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from triagraph.errors import ShapesError, nearest
from triagraph.language import Text
from triagraph.namespaces import OWL, RDF, RDFS, SH
from triagraph.validation.recursion import check_recursion
from triagraph.validation.skolem import referenced_shapes, skolemised
from triagraph.validation.sparql import check_queries, with_prefixes
from triagraph.validation.statements import Statements, statements

_TYPE: Final = f"{RDF}type"
_CORE: Final = frozenset(
    [
        "AbstractResult",
        "ConstraintComponent",
        "NodeKind",
        "NodeShape",
        "Parameter",
        "Parameterizable",
        "PrefixDeclaration",
        "PropertyGroup",
        "PropertyShape",
        "ResultAnnotation",
        "SPARQLAskExecutable",
        "SPARQLAskValidator",
        "SPARQLConstraint",
        "SPARQLConstructExecutable",
        "SPARQLExecutable",
        "SPARQLSelectExecutable",
        "SPARQLSelectValidator",
        "SPARQLUpdateExecutable",
        "Severity",
        "Shape",
        "ValidationReport",
        "ValidationResult",
        "Validator",
        "BlankNode",
        "BlankNodeOrIRI",
        "BlankNodeOrLiteral",
        "IRI",
        "IRIOrLiteral",
        "Literal",
        "Info",
        "Violation",
        "Warning",
        "AndConstraintComponent",
        "ClassConstraintComponent",
        "ClosedConstraintComponent",
        "DatatypeConstraintComponent",
        "DisjointConstraintComponent",
        "EqualsConstraintComponent",
        "HasValueConstraintComponent",
        "InConstraintComponent",
        "LanguageInConstraintComponent",
        "LessThanConstraintComponent",
        "LessThanOrEqualsConstraintComponent",
        "MaxCountConstraintComponent",
        "MaxExclusiveConstraintComponent",
        "MaxInclusiveConstraintComponent",
        "MaxLengthConstraintComponent",
        "MinCountConstraintComponent",
        "MinExclusiveConstraintComponent",
        "MinInclusiveConstraintComponent",
        "MinLengthConstraintComponent",
        "NodeConstraintComponent",
        "NodeKindConstraintComponent",
        "NotConstraintComponent",
        "OrConstraintComponent",
        "PatternConstraintComponent",
        "PropertyConstraintComponent",
        "QualifiedMaxCountConstraintComponent",
        "QualifiedMinCountConstraintComponent",
        "SPARQLConstraintComponent",
        "UniqueLangConstraintComponent",
        "XoneConstraintComponent",
        "alternativePath",
        "and",
        "annotationProperty",
        "annotationValue",
        "annotationVarName",
        "ask",
        "class",
        "closed",
        "conforms",
        "construct",
        "datatype",
        "deactivated",
        "declare",
        "defaultValue",
        "description",
        "detail",
        "disjoint",
        "entailment",
        "equals",
        "flags",
        "focusNode",
        "group",
        "hasValue",
        "ignoredProperties",
        "in",
        "inversePath",
        "labelTemplate",
        "languageIn",
        "lessThan",
        "lessThanOrEquals",
        "maxCount",
        "maxExclusive",
        "maxInclusive",
        "maxLength",
        "message",
        "minCount",
        "minExclusive",
        "minInclusive",
        "minLength",
        "name",
        "namespace",
        "node",
        "nodeKind",
        "nodeValidator",
        "not",
        "oneOrMorePath",
        "optional",
        "or",
        "order",
        "parameter",
        "path",
        "pattern",
        "prefix",
        "prefixes",
        "property",
        "propertyValidator",
        "qualifiedMaxCount",
        "qualifiedMinCount",
        "qualifiedValueShape",
        "qualifiedValueShapesDisjoint",
        "result",
        "resultAnnotation",
        "resultMessage",
        "resultPath",
        "resultSeverity",
        "select",
        "severity",
        "shapesGraph",
        "shapesGraphWellFormed",
        "sourceConstraint",
        "sourceConstraintComponent",
        "sourceShape",
        "sparql",
        "targetClass",
        "targetNode",
        "targetObjectsOf",
        "targetSubjectsOf",
        "uniqueLang",
        "update",
        "validator",
        "value",
        "xone",
        "zeroOrMorePath",
        "zeroOrOnePath",
        "suggestedShapesGraph",
    ]
)
_NOT_DONE: Final = frozenset(
    [
        "JSConstraint",
        "JSConstraintComponent",
        "JSExecutable",
        "JSFunction",
        "JSLibrary",
        "JSRule",
        "JSTarget",
        "JSTargetType",
        "JSValidator",
        "js",
        "jsFunctionName",
        "jsLibrary",
        "jsLibraryURL",
        "Function",
        "SPARQLFunction",
        "SPARQLRule",
        "TripleRule",
        "Rule",
        "rule",
        "condition",
        "expression",
        "returnType",
        "target",
        "Target",
        "SPARQLTarget",
        "SPARQLTargetType",
        "TargetType",
        "ExpressionConstraintComponent",
        "JSConstraint-js",
        "nodes",
        "filterShape",
        "intersection",
        "union",
        "this",
        "subject",
        "predicate",
        "object",
    ]
)


#: What drafts of SHACL called something else.
_FORMER: Final = {"shape": "node"}


def prepared(shapes: Iterable[Quad]) -> Statements:
    """Give shapes that an engine can be trusted with: checked, with prefixes written out, and every shape named.

    Raises:
        ShapesError: a term of the SHACL namespace is unknown or not supported, a query is not allowed, or a shape refers to itself.
    """
    quads = statements(shapes)
    check_terms(quads)
    check_references(quads)
    check_queries(quads)
    check_recursion(quads)
    return with_prefixes(skolemised(quads))


def check_terms(shapes: Iterable[Quad]) -> int:
    """Look at each term of the SHACL namespace; give how many there were.

    Raises:
        ShapesError: a term is mistyped, or belongs to an extension that no engine here does.
    """
    quads = statements(shapes)
    described = _described_as_other_things(quads)
    looked_at = 0
    for predicate, found in quads.by_predicate.items():
        of_shacl = predicate.startswith(SH)
        for quad in found:
            value = quad.object
            for term in (predicate if of_shacl else "", value.value if isinstance(value, NamedNode) else ""):
                if term.startswith(SH) and quad.subject not in described:
                    looked_at += 1
                    _check(term[len(SH) :], quad.subject)
    return looked_at


def unknown_terms(shapes: Iterable[Quad]) -> list[tuple[str, Quad]]:
    """Give the names of the SHACL namespace that are no terms of SHACL, each with its statement.

    What an extension defines that no engine here does is not among them: it is always an error.
    """
    quads = statements(shapes)
    described = _described_as_other_things(quads)
    found = []
    for quad in quads:
        used = (quad.predicate.value, quad.object.value if isinstance(quad.object, NamedNode) else "")
        names = (iri[len(SH) :] for iri in used if iri.startswith(SH))
        unknown = next((name for name in names if name and name not in _CORE | _NOT_DONE), None)
        if unknown is not None and quad.subject not in described:
            found.append((unknown, quad))
    return found


def check_references(shapes: Statements) -> None:
    """Refuse a reference to a shape that is not described: to the engines it is a shape that everything conforms to.

    Raises:
        ShapesError: a shape is named and nowhere described.
    """
    missing = referenced_shapes(shapes) - {quad.subject for quad in shapes}
    if missing:
        shape = min(missing, key=str)
        raise ShapesError(
            Text(
                f"Die Shape {shape} wird genannt, aber nirgends beschrieben.",
                f"The shape {shape} is named but nowhere described.",
            ),
            hint=Text("Stimmt die IRI? Gehört noch eine Datei dazu?", "is the IRI right? Is there another file to it?"),
        )


def _described_as_other_things(quads: Statements) -> set[Any]:
    """Find subjects that are typed, but not as a shape or class, and have no term of SHACL that we know: data beside the shapes."""
    typed: dict[Any, bool] = {}
    for quad in quads.of(_TYPE):
        if isinstance(quad.object, NamedNode):
            other = not quad.object.value.startswith((SH, OWL, RDFS))
            typed[quad.subject] = typed.get(quad.subject, True) and other
    others = {subject for subject, other in typed.items() if other}
    return others - {quad.subject for quad in quads.of(*(f"{SH}{name}" for name in _CORE))} if others else others


def _check(name: str, subject: object) -> None:
    if name in _CORE or not name:
        return
    if name in _NOT_DONE:
        raise ShapesError(
            Text(
                f"`sh:{name}`{_at(subject)} wird nicht unterstützt.",
                f"`sh:{name}`{_at(subject)} is not supported.",
            ),
            hint=Text(
                "Nur SHACL Core und SHACL-SPARQL werden geprüft; die Bedingung damit ausdrücken.",
                "only SHACL Core and SHACL-SPARQL are validated; state the constraint with them.",
            ),
        )
    raise ShapesError(
        Text(
            f"`sh:{name}`{_at(subject)} gibt es in SHACL nicht.",
            f"`sh:{name}`{_at(subject)} is not a term of SHACL.",
        ),
        hint=suggestion(name),
    )


def suggestion(name: str) -> Text | None:
    """Ask whether the nearest term of SHACL is meant, if one is near."""
    meant = _FORMER.get(name) or next((each for each in sorted(_CORE) if each.lower() == name.lower()), None)
    if meant is not None:
        return Text(f"Meinten Sie `sh:{meant}`?", f"Did you mean `sh:{meant}`?")
    found = nearest(name, sorted(_CORE))
    return None if found is None else Text(found.de.replace("`", "`sh:", 1), found.en.replace("`", "`sh:", 1))


def _at(subject: object) -> str:
    """Name the shape that a statement is about, where it has a name."""
    return f" ({subject})" if isinstance(subject, NamedNode) else ""
