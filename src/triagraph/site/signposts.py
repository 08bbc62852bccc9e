"""What stands where an IRI without a page of its own leads: statements, quotations, mappings and named graphs.

They have documents for machines like every other thing, and for people a signpost to the page that shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markupsafe import escape
from pyoxigraph import NamedNode, Quad

from triagraph.formats import Syntax
from triagraph.language import LANGUAGES, Language, Text
from triagraph.project import DEFAULT_GRAPH_LAYERS
from triagraph.serializer import canonical, merged
from triagraph.site.documents import BESIDE, Writer, description
from triagraph.site.graph import GraphIndex
from triagraph.site.kinds import EVIDENCE_KINDS
from triagraph.site.links import relative
from triagraph.site.names import safe_name
from triagraph.site.places import Places
from triagraph.site.writer import ReleaseWriter

_DOWNLOADS = "data/index"
_NAMES = {
    "statement": Text("Aussage", "Statement"),
    "quotation": Text("Zitat", "Quotation"),
    "mapping": Text("Zuordnung", "Mapping"),
    "graph": Text("Graph", "Graph"),
}
_WORDS = {
    "lead": Text("Das steht auf dieser Seite:", "This is shown on this page:"),
    "data": Text("Als Daten:", "As data:"),
    "other": Text("English", "Deutsch"),
}


@dataclass(frozen=True, slots=True)
class Signpost:
    """A name that is shown elsewhere: its IRI, the stem of its files, and the page in each language."""

    iri: str
    stem: str
    pages: dict[Language, str]


def signposts(graph: GraphIndex, places: Places) -> Iterator[Signpost]:
    """Give what has no page of its own."""
    yield from evidence(graph, places)
    for signpost, _ in named_graphs(graph, places):
        yield signpost


def write_signposts(
    writer: ReleaseWriter, graph: GraphIndex, places: Places, *, before_each: Callable[[], None] = lambda: None
) -> None:
    """Write the documents of what has no page of its own, and the pages that lead on to where it is shown."""
    documents = Writer(graph)
    for signpost in evidence(graph, places):
        before_each()
        _write(writer, signpost, documents.of_nodes(description(graph, signpost.iri), signpost.iri))
    for signpost, quads in named_graphs(graph, places):
        before_each()
        _write(writer, signpost, documents.beside(canonical(merged(quads))))


def _write(writer: ReleaseWriter, signpost: Signpost, documents: Iterable[tuple[Syntax, bytes]]) -> None:
    for syntax, data in documents:
        writer.add(f"{signpost.stem}{syntax.suffix}", data)
    for language in LANGUAGES:
        page = signpost_page(signpost, language, tuple(syntax.suffix for syntax in BESIDE))
        writer.add(f"{signpost.stem}.{language}.html", page)


def evidence(graph: GraphIndex, places: Places) -> Iterator[Signpost]:
    """Give the statements, quotations and mappings of a graph."""
    space = f"{graph.project.base}id/"
    for iri in sorted(graph.by_subject):
        kind, _, slug = iri.removeprefix(space).partition("/")
        if iri.startswith(space) and kind in EVIDENCE_KINDS and slug and not _is_part(iri, graph):
            pages = {language: places.page(iri, language) or _downloads(language) for language in LANGUAGES}
            yield Signpost(iri, f"id/{kind}/{safe_name(slug)}", pages)


def _is_part(iri: str, graph: GraphIndex) -> bool:
    stem, mark, _ = iri.partition("#")
    return bool(mark) and stem in graph.by_subject


def named_graphs(graph: GraphIndex, places: Places) -> Iterator[tuple[Signpost, list[Quad]]]:
    """Give the named graphs with what they hold; people are led to the page of the source."""
    space = f"{graph.project.base}graph/"
    held: dict[str, list[Quad]] = {}
    for quad in graph.dataset.quads(DEFAULT_GRAPH_LAYERS):
        if isinstance(quad.graph_name, NamedNode):
            held.setdefault(quad.graph_name.value, []).append(quad)
    for name in sorted(held):
        layer, _, source = name.removeprefix(space).partition("/")
        if name.startswith(space) and layer and source:
            thing = graph.project.thing("source", source)
            pages = {language: places.page(thing, language) or _downloads(language) for language in LANGUAGES}
            yield Signpost(name, f"graph/{safe_name(layer)}/{safe_name(source)}", pages), held[name]


def _downloads(language: Language) -> str:
    return f"{_DOWNLOADS}.{language}.html"


def signpost_page(signpost: Signpost, language: Language, suffixes: tuple[str, ...]) -> bytes:
    """Write the page that leads on at once, and with links where a browser does not follow."""
    here = f"{signpost.stem}.{language}.html"
    name = signpost.stem.rpartition("/")[2]
    target = escape(relative(here, signpost.pages[language]))
    other = next(one for one in LANGUAGES if one != language)
    data = " · ".join(f'<a href="{name}{suffix}">{suffix.removeprefix(".")}</a>' for suffix in suffixes)
    iri = escape(signpost.iri)
    first, second, *_ = signpost.stem.split("/")
    title = _NAMES["graph" if first == "graph" else second].to(language)
    root = "../" * signpost.stem.count("/")
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
<title>{title} {name}</title>
<link rel="stylesheet" href="{root}assets/style.css">
<link rel="icon" type="image/svg+xml" href="{root}assets/mark.svg">
<link rel="alternate" hreflang="{other}" href="{name}.{other}.html">
</head>
<body>
<main>
<h1>{title} {name}</h1>
<p><code>{iri}</code></p>
<p>{_WORDS["lead"].to(language)} <a href="{target}">{target}</a></p>
<p>{_WORDS["data"].to(language)} {data}</p>
<p><a href="{name}.{other}.html" hreflang="{other}" lang="{other}">{_WORDS["other"].to(language)}</a></p>
</main>
</body>
</html>
""".encode()
