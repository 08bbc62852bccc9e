"""What large files say about the nodes of results, and where in them the results stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from triagraph.report import ValidationResult
from triagraph.validation.places import located, located_in_lines
from triagraph.validation.reading import ReadDocument


class Excerpt(Protocol):
    """What a file says about some nodes."""

    @property
    def name(self) -> str:
        """The name of the file."""
        ...

    @property
    def subjects(self) -> set[str]:
        """What it is about, in N-Triples syntax; other things than the nodes may be among it."""
        ...

    def add_mentions(self, nodes: Iterable[str]) -> None:
        """Add what first mentions nodes that nothing is said about."""
        ...

    def lines(self) -> Sequence[tuple[int, bytes]] | None:
        """Give it as lines of N-Triples in canonical form, each with its number in the file, if the file has such lines."""
        ...

    def document(self) -> ReadDocument:
        """Give it as a document.

        Raises:
            NotPlainError: the file has to be read in full.
        """
        ...


class Indexed(Protocol):
    """A file that has been looked through."""

    def excerpt(self, nodes: set[str]) -> Excerpt:
        """Give what it says about some nodes, in N-Triples syntax."""
        ...


def placed(results: Sequence[ValidationResult], excerpts: Sequence[Excerpt], base: str) -> Sequence[ValidationResult]:
    """Give results with their places; a file of one name has one excerpt."""
    files = [(excerpt.name, lines) for excerpt in excerpts if (lines := excerpt.lines()) is not None]
    if len(files) < len(excerpts) or _has_escapes(results, [line for _, lines in files for _, line in lines]):
        return located(results, [excerpt.document() for excerpt in excerpts], base)
    return located_in_lines(results, files)


def _has_escapes(results: Sequence[ValidationResult], lines: Sequence[bytes]) -> bool:
    return any(b"\\" in line for line in lines) or any("\\" in (each.value or "") for each in results)
