"""Is each document there in every syntax, does each syntax say the same, and do the dumps hold what the documents say?"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

from triagraph.errors import ParseError
from triagraph.formats import Syntax, syntax_of
from triagraph.language import Text
from triagraph.parser import parse
from triagraph.parser.document import document_of
from triagraph.site.checking.findings import Finding, Tally
from triagraph.site.checking.reaching import Release
from triagraph.site.documents import BESIDE


def check(release: Release, tally: Tally) -> Iterator[Finding]:
    """Read every document in every syntax."""
    stems = sorted(
        {
            path.removesuffix(syntax.suffix)
            for path in release.files
            for syntax in BESIDE
            if path.endswith(syntax.suffix) and path.startswith(("id/", "graph/", "ontology/", "void."))
        }
    )
    for stem in stems:
        yield from _document(release, stem, tally)


def _document(release: Release, stem: str, tally: Tally) -> Iterator[Finding]:
    read: dict[str, Dataset] = {}
    for syntax in BESIDE:
        path = f"{stem}{syntax.suffix}"
        if path not in release.files:
            yield Finding("document", stem, Text(f"fehlt als {syntax.label}.", f"is missing as {syntax.label}."))
            continue
        data = release.read(path)
        if data is None:
            continue
        tally.add("documents")
        try:
            read[path] = _canonical(statements(release, path, data))
        except ParseError as error:
            yield Finding("document", path, error.message)
    first = next(iter(read), None)
    for path, graph in read.items():
        if first is not None and graph != read[first]:
            yield Finding("document", path, Text(f"sagt anderes als {first}.", f"says other things than {first}."))


def statements(release: Release, path: str, data: bytes) -> list[Quad]:
    """Read a file.

    Raises:
        ParseError: it is not what its suffix says.
    """
    syntax: Syntax = syntax_of(path)
    return list(parse(document_of(path, data, syntax), base=release.base or None))


def _canonical(quads: list[Quad]) -> Dataset:
    dataset = Dataset(quads)
    if any("_:" in (str(quad.subject)[:2], str(quad.object)[:2]) for quad in quads):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset
