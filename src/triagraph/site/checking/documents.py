"""Is each document there in every syntax, and does each syntax say the same?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad

from triagraph.errors import ParseError
from triagraph.formats import syntax_of
from triagraph.language import Text
from triagraph.parser import parse
from triagraph.parser.document import Document, document_of
from triagraph.site.checking import large
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.reaching import LARGE, Release
from triagraph.site.documents import BESIDE

_FOLDERS: Final = ("id/", "graph/", "ontology/", "data/", "void.")
_SUFFIXES: Final = tuple(syntax.suffix for syntax in BESIDE)


def stem_of(path: str) -> str | None:
    """Give what the files of a document have in common, None if a path is not one of them."""
    if path.startswith(_FOLDERS) and path.endswith(_SUFFIXES):
        return path[: path.rindex(".")]
    return None


def paths_of(stem: str) -> list[str]:
    """Give the paths of a document in every syntax."""
    return [f"{stem}{suffix}" for suffix in _SUFFIXES]


def check(release: Release, stem: str, bodies: dict[str, bytes], tally: Tally) -> Iterator[Finding]:
    """Read a document in every syntax.

    Args:
        release: where it stands.
        stem: what its paths have in common.
        bodies: what was read of it already, by the paths.
        tally: counts what is read.
    """
    for syntax, path in zip(BESIDE, paths_of(stem), strict=True):
        if path not in release.files:
            yield Finding("document", stem, Text(f"fehlt als {syntax.label}.", f"is missing as {syntax.label}."))
    present = [path for path in paths_of(stem) if path in release.files and path not in release.bad]
    tally.add("documents", len(present))
    if any((release.files.entry(path).size or 0) >= LARGE for path in present) and large.say_the_same(release, present):
        return
    read: dict[str, Dataset] = {}
    for path in present:
        data = bodies.get(path)
        if data is None:
            data = release.read(path) or b""
        try:
            read[path] = Dataset(parse(_document(path, data), base=release.base or None, same_labels=False))
        except ParseError as error:
            yield Finding("document", path, error.message)
    yield from _compared(read)


def _compared(read: dict[str, Dataset]) -> Iterator[Finding]:
    """Compare what each file says with the first one; blank nodes are only looked at where there is a difference."""
    first = next(iter(read), None)
    if first is None or all(graph == read[first] for graph in read.values()):
        return
    for graph in read.values():
        if any(BlankNode in {type(quad.subject), type(quad.object)} for quad in graph):
            graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    for path, graph in read.items():
        if graph != read[first]:
            yield Finding("document", path, Text(f"sagt anderes als {first}.", f"says other things than {first}."))


def _document(path: str, data: bytes) -> Document:
    return document_of(path, data, syntax_of(path))


def statements(release: Release, path: str, data: bytes) -> list[Quad]:
    """Read a file.

    Raises:
        ParseError: it is not what its suffix says.
    """
    return list(parse(_document(path, data), base=release.base or None))
