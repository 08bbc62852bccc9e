"""What stands where there is too much: a result that only says "more than one" makes its reader search for the others.

Such results have no value of their own (https://www.w3.org/TR/shacl/#MaxCountConstraintComponent). The values are looked for only
where there are such results, in the text that the engine has read; their places are found with those of the results.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from triagraph.namespaces import SH
from triagraph.report import ValidationResult, Values

_UNIQUE_LANG: Final = f"{SH}UniqueLangConstraintComponent"
_COUNTING: Final = frozenset(
    {f"{SH}MaxCountConstraintComponent", f"{SH}QualifiedMaxCountConstraintComponent", _UNIQUE_LANG}
)
#: So many values of a result are named, and the others are counted.
FIRST: Final = 5
_PROPERTY: Final = re.compile(r"<[^<>]*>")
_LANGUAGE: Final = re.compile(r'"@([A-Za-z0-9-]+)$')


def with_values(results: Sequence[ValidationResult], texts: Iterable[bytes]) -> Sequence[ValidationResult]:
    """Give results about the number of values with what stands there, still without places.

    Args:
        results: some results; only those whose path is a single property are looked at.
        texts: the data that they were found in as N-Triples in canonical form, only read where there is something to look
            for. What comes first in it is named first.
    """
    wanted: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for result in results:
        if _counts(result) is not None:
            wanted[(result.focus_node or "").encode()].add((result.path or "").encode())
    if not wanted:
        return results
    found = _found(wanted, texts)
    return [_with_values(result, found) for result in results]


def _counts(result: ValidationResult) -> bytes | None:
    """Give what the lines begin with that a result about a number counts; None for another result."""
    if result.component not in _COUNTING or result.path is None or not _PROPERTY.fullmatch(result.path):
        return None
    return f"{result.focus_node} {result.path}".encode()


def _found(wanted: defaultdict[bytes, set[bytes]], texts: Iterable[bytes]) -> dict[bytes, dict[str, None]]:
    """Give subject and predicate → the objects, each once."""
    found: defaultdict[bytes, dict[str, None]] = defaultdict(dict)
    for text in texts:
        for line in io.BytesIO(text):
            subject, _, rest = line.partition(b" ")
            if subject in wanted:
                predicate, _, value = rest.partition(b" ")
                if predicate in wanted[subject]:
                    found[subject + b" " + predicate][value.rstrip()[:-1].rstrip().decode()] = None
    return found


def _with_values(result: ValidationResult, found: dict[bytes, dict[str, None]]) -> ValidationResult:
    key = _counts(result)
    values = list(found.get(key, ())) if key is not None else []
    if result.component == _UNIQUE_LANG:
        often = Counter(_language(value) for value in values)
        values = [value for value in values if _language(value) and often[_language(value)] > 1]
    if not values:
        return result
    return replace(result, values=Values(len(values), tuple((value, None) for value in values[:FIRST])))


def _language(value: str) -> str:
    match = _LANGUAGE.search(value)
    return match[1].lower() if match else ""
