"""Where a report is about an IRI that nothing has, it suggests the known one that is written most like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final

from triagraph.language import Text
from triagraph.namespaces import RDF
from triagraph.parser import parse, read_document
from triagraph.project import Project
from triagraph.report import ValidationReport, ValidationResult
from triagraph.report.wording import short

_TYPE: Final = f"<{RDF}type>"
#: How much alike two names must be, from 0 to 1 (`difflib.SequenceMatcher.ratio`).
_ALIKE: Final = 0.65
#: For more IRIs than these nothing is suggested: to compare names takes a millisecond each.
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class _Suspect:
    """An IRI that may be misspelt; `kind` is `class`, `property`, or empty where it may be anything."""

    iri: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Known:
    """Known IRIs: all of them, and namespace → those in it."""

    iris: Collection[str] = field(repr=False)
    by_namespace: Mapping[str, Sequence[str]] = field(repr=False)


def with_suggestions(report: ValidationReport, project: Project) -> ValidationReport:
    """Put "did you mean …?" before the hints of results about a class, property or code that a project does not have.

    Known are the terms of its ontology and the things of its vocabularies; they are only read where there are results.
    """
    suspects = [_suspect(result) for result in report.results]
    unknown = list(dict.fromkeys(each for each in suspects if each is not None and each.iri not in report.labels))
    if not unknown:
        return report
    known = _known(_described(project))
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


def _described(project: Project) -> Iterable[str]:
    paths = (*project.term_files(), *(file.path for file in project.vocabulary_files()))
    return {
        str(quad.subject)[1:-1]
        for path in paths
        for quad in parse(read_document(path), base=project.base)
        if str(quad.subject).startswith("<")
    }


def _known(iris: Iterable[str]) -> _Known:
    by_namespace: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(iris):
        by_namespace[_split(iri)[0]].append(iri)
    return _Known(frozenset(iris), by_namespace)


def _nearest(suspect: _Suspect, known: _Known) -> str | None:
    """Find the known IRI of the same namespace whose name is most like it: a class for a class, a property for a property."""
    namespace, name = _split(suspect.iri)
    named = {
        _folded(_split(iri)[1]): iri
        for iri in known.by_namespace.get(namespace, ())
        if not suspect.kind or _split(iri)[1][:1].isupper() == (suspect.kind == "class")
    }
    found = get_close_matches(_folded(name), list(named), n=1, cutoff=_ALIKE)
    return named[found[0]] if found else None


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
    return name.casefold().replace("-", "").replace("_", "")
