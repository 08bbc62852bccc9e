"""What stands where an IRI without a page of its own leads: statements, quotations, mappings and named graphs.

They have documents for machines like every other thing, and for people a signpost to the page that shows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape
from pyoxigraph import NamedNode

from triagraph.language import LANGUAGES, Language, Text
from triagraph.project import Project
from triagraph.site.documents import BESIDE, Writer, description
from triagraph.site.dumps import write_named_graph
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
    "lead": Text("Zur Seite, auf der das steht", "To the page that shows this"),
    "data": Text("Als Daten:", "As data:"),
    "other": Text("English", "Deutsch"),
}


@dataclass(frozen=True, slots=True)
class Signpost:
    """A name that is shown elsewhere: its IRI, the stem of its files, and the page in each language."""

    iri: str
    stem: str
    pages: dict[Language, str]


def evidence(graph: GraphIndex) -> list[str]:
    """Give the statements, quotations and mappings of a graph."""
    space = f"{graph.project.base}id/"
    kinds = tuple(f"{space}{kind}/" for kind in EVIDENCE_KINDS)
    return [
        iri
        for iri in sorted(iri for iri in graph.by_subject if iri.startswith(kinds))
        if iri not in kinds and not _is_part(iri, graph)
    ]


def _is_part(iri: str, graph: GraphIndex) -> bool:
    stem, mark, _ = iri.partition("#")
    return bool(mark) and stem in graph.by_subject


def named_graphs(graph: GraphIndex) -> dict[str, list[str]]:
    """Give the named graphs with the nodes that they say something of, in canonical order."""
    space = f"{graph.project.base}graph/"
    held: dict[str, list[str]] = {}
    for node in graph.nodes:
        names = {quad.graph_name.value for quad in graph.by_subject[node] if isinstance(quad.graph_name, NamedNode)}
        for name in names:
            held.setdefault(name, []).append(node)
    return {name: held[name] for name in sorted(held) if name.startswith(space) and all(_layer_and_source(name, space))}


def _layer_and_source(name: str, space: str) -> tuple[str, str]:
    layer, _, source = name.removeprefix(space).partition("/")
    return layer, source


def evidence_stem(iri: str, project: Project) -> str:
    """Name the files of a statement, quotation or mapping, without their suffixes."""
    kind, _, slug = iri.removeprefix(f"{project.base}id/").partition("/")
    return f"id/{kind}/{safe_name(slug)}"


def graph_stem(name: str, project: Project) -> str:
    """Name the files of a named graph, without their suffixes."""
    layer, source = _layer_and_source(name, f"{project.base}graph/")
    return f"graph/{safe_name(layer)}/{safe_name(source)}"


def write_evidence(writer: ReleaseWriter, documents: Writer, places: Places, iri: str) -> None:
    """Write the documents of a statement, quotation or mapping, and the pages that lead on to where it is shown."""
    stem = evidence_stem(iri, documents.graph.project)
    for syntax, data in documents.of_nodes(description(documents.graph, iri), iri):
        writer.add(f"{stem}{syntax.suffix}", data)
    _write_pages(writer, places, stem, iri, iri)


def write_graph(writer: ReleaseWriter, documents: Writer, places: Places, name: str, nodes: list[str]) -> None:
    """Write the documents of a named graph, and the pages that lead on to the page of its source."""
    project = documents.graph.project
    stem = graph_stem(name, project)
    write_named_graph(writer, documents, stem, name, nodes)
    _write_pages(
        writer, places, stem, name, project.thing("source", _layer_and_source(name, f"{project.base}graph/")[1])
    )


def _write_pages(writer: ReleaseWriter, places: Places, stem: str, iri: str, shown: str) -> None:
    """Write the signposts to the pages of what `shown` names."""
    pages = {language: places.page(shown, language) or _downloads(language) for language in LANGUAGES}
    for language in LANGUAGES:
        writer.add(f"{stem}.{language}.html", signpost_page(Signpost(iri, stem, pages), language))


def _downloads(language: Language) -> str:
    return f"{_DOWNLOADS}.{language}.html"


def signpost_page(signpost: Signpost, language: Language) -> bytes:
    """Write the page that leads on at once, and with links where a browser does not follow."""
    here = f"{signpost.stem}.{language}.html"
    name = signpost.stem.rpartition("/")[2]
    target = escape(relative(here, signpost.pages[language]))
    other = next(one for one in LANGUAGES if one != language)
    data = " · ".join(f'<a href="{name}{syntax.suffix}">{syntax.label}</a>' for syntax in BESIDE)
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
<p><a href="{target}">{_WORDS["lead"].to(language)}</a></p>
<p>{_WORDS["data"].to(language)} {data}</p>
<p><a href="{name}.{other}.html" hreflang="{other}" lang="{other}">{_WORDS["other"].to(language)}</a></p>
</main>
</body>
</html>
""".encode()
