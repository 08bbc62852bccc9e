"""Where a report is about an IRI that nothing has, it suggests the known one that is written most like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final

from pyoxigraph import Literal, NamedNode

from triagraph.language import Text
from triagraph.namespaces import RDF, RDFS, SKOS
from triagraph.parser import parse, read_document
from triagraph.project import Project
from triagraph.report import ValidationReport, ValidationResult
from triagraph.report.wording import short

_TYPE: Final = f"<{RDF}type>"
#: How much alike two names must be, from 0 to 1 (`difflib.SequenceMatcher.ratio`).
_ALIKE: Final = 0.65
#: A beginning of a name is no shorter.
_TELLING: Final = 5
_LABELS: Final = frozenset({f"{RDFS}label", f"{SKOS}prefLabel"})
#: What stands between the words of a name or label.
_JOINTS: Final = str.maketrans("", "", "-_ ")
#: For more IRIs than these nothing is suggested: to compare names takes a millisecond each.
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class _Suspect:
    """An IRI that may be misspelt; `kind` is `class`, `property`, or empty where it may be anything."""

    iri: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Known:
    """Known IRIs: all of them, and namespace → those in it, each with what it may be called: its last part, its labels."""

    iris: Collection[str] = field(repr=False)
    by_namespace: Mapping[str, Sequence[tuple[str, str]]] = field(repr=False)


def with_suggestions(report: ValidationReport, project: Project) -> ValidationReport:
    """Put "did you mean …?" before the hints of results about a class, property or code that a project does not have.

    Known are the terms of its ontology and the things of its vocabularies; they are only read where there are results.
    """
    suspects = [_suspect(result) for result in report.results]
    unknown = list(dict.fromkeys(each for each in suspects if each is not None and each.iri not in report.labels))
    if not unknown:
        return report
    known = _known(project)
    nearest = {each: _nearest(each, known) for each in unknown[:_MOST] if each.iri not in known.iris}
    pairs = zip(report.results, suspects, strict=True)
    return replace(
        report,
        results=tuple(_suggesting(result, nearest.get(suspect) if suspect else None) for result, suspect in pairs),
    )


def _suspect(result: ValidationResult) -> _Suspect | None:
    """Give the IRI that may be misspelt: what stands there, else the property that is used."""
    term = result.value or result.path or ""
    if not (term.startswith("<") and term.count("<") == 1 and term.endswith(">")):
        return None
    return _Suspect(term[1:-1], "property" if result.value is None else "class" if result.path == _TYPE else "")


def _known(project: Project) -> _Known:
    paths = (*project.term_files(), *(file.path for file in project.vocabulary_files()))
    labels: dict[str, set[str]] = defaultdict(set)
    for quad in (quad for path in paths for quad in parse(read_document(path), base=project.base)):
        if isinstance(quad.subject, NamedNode):
            called = labels[quad.subject.value]
            if quad.predicate.value in _LABELS and isinstance(quad.object, Literal):
                called.add(_folded(quad.object.value))
    by_namespace: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for iri, called in sorted(labels.items()):
        namespace, name = _split(iri)
        by_namespace[namespace] += [(each, iri) for each in sorted({_folded(name), *called})]
    return _Known(frozenset(labels), by_namespace)


def _nearest(suspect: _Suspect, known: _Known) -> str | None:
    """Find the known IRI of the same namespace that is called something most like it: a class for a class, a property for a property.

    If none is like it, it may be the beginning of what just one is called.
    """
    namespace, name = _split(suspect.iri)
    wanted = _folded(name)
    called: dict[str, str] = {}
    for each, iri in known.by_namespace.get(namespace, ()):
        own = _split(iri)[1]
        if not suspect.kind or own[:1].isupper() == (suspect.kind == "class"):
            called[each] = iri if each == _folded(own) else called.get(each, iri)
    found = get_close_matches(wanted, list(called), n=1, cutoff=_ALIKE)
    if found:
        return called[found[0]]
    longer = {iri for each, iri in called.items() if each.startswith(wanted)} if len(wanted) >= _TELLING else ()
    return longer.pop() if len(longer) == 1 else None


def _suggesting(result: ValidationResult, iri: str | None) -> ValidationResult:
    if iri is None:
        return result
    written = short(f"<{iri}>")
    question = Text(f"Meinten Sie `{written}`?", f"Did you mean `{written}`?")
    hint = result.hint
    both = Text(f"{question.de} {hint.de}", f"{question.en} {hint.en}") if hint is not None else question
    return replace(result, hint=both)


def _split(iri: str) -> tuple[str, str]:
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:end], iri[end:]


def _folded(name: str) -> str:
    return name.casefold().translate(_JOINTS)
