"""Build a release, file by file: things, lists, queries, ontology, dumps, catalogues, and the start page last."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib.resources import files as package_files
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Quad

from triagraph.catalogue import (
    CATALOGUE_PREFIXES,
    CSV,
    GEOJSON,
    XLSX,
    Distribution,
    FileType,
    Profile,
    catalogue,
    void_description,
)
from triagraph.exporting.geojson import to_geojson
from triagraph.exporting.tables import tables, to_csv
from triagraph.exporting.xlsx import to_xlsx
from triagraph.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, SYNTAXES, TURTLE
from triagraph.language import LANGUAGES, Text
from triagraph.namespaces import DEFAULT_BASE, SKOS
from triagraph.parser import parse, read_document
from triagraph.parser.jsonld import own_context
from triagraph.query.executables import queries_graph
from triagraph.serializer import canonical, merged, serialize
from triagraph.site import console_page, data_page, query_pages, shape_pages
from triagraph.site.data_page import ListedDocument, ListedFile
from triagraph.site.documents import Writer, context_document
from triagraph.site.dumps import Dumps
from triagraph.site.editions import Edition, editions
from triagraph.site.feed import feed, feed_name
from triagraph.site.graph import TYPE, GraphIndex
from triagraph.site.history import Previous, history
from triagraph.site.hosting import hosting_files
from triagraph.site.hosting.sitemap import NOT_FOUND, sitemaps
from triagraph.site.names import safe_name
from triagraph.site.naming import Inline
from triagraph.site.ontology_page import Documented, contents_page, schemes_page, term_pages
from triagraph.site.pages import Press, write_page
from triagraph.site.places import Places
from triagraph.site.portions import with_fewer_rows
from triagraph.site.query_examples import queries_of_release
from triagraph.site.release_pages import release_page, releases_page
from triagraph.site.rendering import Page, language_choice, not_found
from triagraph.site.search_index import search_files
from triagraph.site.search_page import search_page
from triagraph.site.second_process import SecondProcess
from triagraph.site.settings import ReleaseSettings, first_questions
from triagraph.site.signposts import evidence, evidence_stem, graph_stem, named_graphs
from triagraph.site.start_page import start_page
from triagraph.site.term_diagrams import Diagrams
from triagraph.site.term_links import TermLinks, uses
from triagraph.site.trees import tree
from triagraph.site.work import shares
from triagraph.site.writer import ReleaseWriter, WrittenFile
from triagraph.store.loading import Dataset, rebased
from triagraph.validation.memory import give_back

Progress = Callable[[int, int], None]
PROFILES: Final[tuple[Profile, ...]] = ("dcat-ap-de", "dcat-ap")
#: With more statements, memory is looked after.
_LARGE: Final = 100_000
_ASSETS: Final = ("style.css", "mark.svg", "search.js")


class Builder:
    """Builds one release of a dataset."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a release is made of, and who helps
        self,
        dataset: Dataset,
        settings: ReleaseSettings,
        writer: ReleaseWriter,
        progress: Progress,
        previous: Previous | None = None,
        other: SecondProcess | None = None,
    ) -> None:
        self._previous = previous
        self._other = other
        self._dataset = dataset
        self._project = dataset.project
        self._settings = settings
        self._writer = writer
        self._progress = progress
        self._graph = GraphIndex(dataset)
        self._places = Places(self._graph)
        self._queries = queries_of_release(self._project, self._places)
        self._documents = Writer(self._graph)
        self._editions = editions(self._graph, self._places, settings)
        self._listed: dict[str, list[ListedFile]] = {}
        self._ontology_files: list[ListedDocument] = []
        self._distributions: list[Distribution] = []
        self._odd: dict[str, str] = {}
        self._signpost_pages: set[str] = set()
        #: The named queries whose pages give no answer; known when the release is built.
        self.unanswered: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are, those that only lead on left out."""
        endings = tuple(f".{language}.html" for language in LANGUAGES)
        return sum(path.endswith(endings) for path in self._writer.written.paths) - len(self._signpost_pages)

    def build(self) -> None:
        """Write every file of the release, the manifest last.

        Raises:
            PublishError: a file cannot be written.
            QueryError: a named query cannot be run.
            ProjectError: a setting for the catalogue cannot be used.
        """
        other = self._other or SecondProcess.started(self._dataset, len(self._places))
        try:
            if other is not None:
                other.begin(self._settings, self._writer.folder, self._writer.standing)
            self._write_alone()
            self._share(other)
        finally:
            if other is not None:
                other.stop()
        self._for_crawlers()
        written = frozenset(self._writer.written.paths)
        for path, data in hosting_files(self._project, self._settings, self._odd, written):
            self._writer.add(path, data)
        self._writer.add_manifest(
            {
                "project": self._project.name,
                "base": self._project.base,
                "version": self._settings.version,
                "date": self._settings.date,
            }
        )

    def _give_back(self) -> None:
        """Give back what a large graph's tables and answers took; a workbook is a knot of which no part lets go."""
        if self._graph.size > _LARGE:
            gc.collect()
            give_back()

    def _share(self, other: SecondProcess | None) -> None:
        """Write what any process can write, together with the other one if there is one."""
        work = shares(self._writer, self._editions, self._documents)
        if other is None:
            for number, share in enumerate(work):
                self._progress(number, len(work))
                share()
        else:
            for own, number in enumerate(other.last_back(len(work))):
                self._progress(min(other.done() + own, len(work)), len(work))
                work[number]()
            self._writer.adopt(other.result())
        self._progress(len(work), len(work))

    def _write_alone(self) -> None:
        """Write what is made from the whole of the graph, and what leads to its parts."""
        for name in _ASSETS:
            self._writer.add(f"assets/{name}", package_files("triagraph.site.assets").joinpath(name).read_bytes())
        self._remember_names()
        self._ontology()
        self._shapes()
        self._dumps()
        self._catalogues()
        self._give_back()
        self._query_descriptions()
        self._listed["context"] = [self._list(self._writer.add("context.jsonld", context_document()), JSONLD.label)]
        for edition in self._editions:
            self._page(edition, data_page.data_page(self._listed, self._ontology_files, edition.words))
        self._queries_and_start()
        self._history()
        self._give_back()

    def _page(self, edition: Edition, page: Page) -> None:
        write_page(self._writer, edition, page)

    def _remember_names(self) -> None:
        """Remember what is called otherwise than its documents, and the pages that only lead on."""
        for iri in self._places:
            self._remember(iri, self._places.thing(iri) or "")
        stems = {iri: evidence_stem(iri, self._project) for iri in evidence(self._graph)}
        stems |= {name: graph_stem(name, self._project) for name in named_graphs(self._graph)}
        for iri, stem in stems.items():
            self._remember(iri, stem)
            self._signpost_pages |= {f"{stem}.{language}.html" for language in LANGUAGES}

    def _remember(self, iri: str, stem: str) -> None:
        """Remember the things whose documents are called otherwise than they are."""
        if iri != f"{self._project.base}{stem}":
            self._odd[iri] = stem

    def _document(self, stem: str, quads: list[Quad]) -> None:
        """Write a file of the ontology in each syntax, and list it."""
        listed = tuple(
            self._list(self._writer.add(f"{stem}{syntax.suffix}", data), syntax.label)
            for syntax, data in self._documents.beside(canonical(merged(quads)))
        )
        self._ontology_files.append(ListedDocument(stem.removeprefix("ontology/"), listed))

    def _list(self, written: WrittenFile, label: str, about: Text | None = None) -> ListedFile:
        return ListedFile(written.path, label, written.bytes, written.sha256, about)

    def _ontology(self) -> None:
        """Write the ontology's files."""
        for path in sorted(self._project.ontology.glob("*.ttl")):
            quads = self._read(path)
            self._document(f"ontology/{safe_name(path.stem)}", quads)

    def _read(self, path: Path) -> list[Quad]:
        """Read a file of the ontology, with the things in it moved to the project's base."""
        quads = parse(read_document(path), base=self._project.base)
        return list(quads) if self._project.base == DEFAULT_BASE else [rebased(quad, self._project) for quad in quads]

    def _schemes(self, edition: Edition) -> Page:
        origin = f"ontology/schemes.{edition.language}.html"
        describer = edition.describer
        schemes = self._graph.subjects(TYPE, f"{SKOS}ConceptScheme")
        trees = []
        for scheme in sorted(schemes, key=describer.names.sort_key()):
            lead = describer.lead(scheme, origin)
            shown = lead[1].shown if lead is not None else Inline("")
            trees.append((describer.names.link(scheme, origin), shown, tree(describer, scheme, origin)))
        return schemes_page(trees, edition.words)

    def _shapes(self) -> None:
        """Write the files of the shapes, and the pages that document terms and shapes."""
        every: list[Quad] = []
        sets: list[tuple[str, list[Quad]]] = []
        for path in sorted((self._project.ontology / "shapes").glob("*.ttl")):
            quads = self._read(path)
            every += quads
            stem = f"ontology/shapes/{safe_name(path.name.split('.')[0])}"
            self._document(stem, quads)
            sets.append((stem, quads))
        if every:
            self._document("ontology/shapes", every)
        links, used = TermLinks(self._graph, self._places), uses(self._graph)
        for edition in self._editions:
            describer, words = edition.describer, edition.words
            found = [
                (stem, shape_pages.rules(stem, quads, describer, words))
                for stem, quads in sets
                if shape_pages.has_rules(quads)
            ]
            rules = shape_pages.rules_by_term(found, describer, words)
            documented = Documented(Diagrams(describer, links, words), rules, used)
            for page in (
                contents_page(describer, words),
                *term_pages(describer, words, documented),
                documented.diagrams.page(),
                self._schemes(edition),
                *(shape_pages.rules_page(stem, each, words) for stem, each in found),
                shape_pages.list_page(found, words),
            ):
                self._page(edition, page)

    def _dumps(self) -> None:
        written = Dumps(self._writer, self._documents).write()
        listed = self._listed["dumps"] = []
        for syntax in SYNTAXES.values():
            for file, label, is_compressed in zip(
                written[syntax.name], (syntax.label, f"{syntax.label}, gzip"), (False, True), strict=True
            ):
                listed.append(self._list(file, label))
                self._distributions.append(
                    Distribution(file.path, syntax, file.bytes, file.sha256, compressed=is_compressed)
                )
        self._tables()
        self._give_back()

    def _tables(self) -> None:
        """Write a table for each class, all of them as a workbook, and the places."""
        listed = self._listed["tables"] = []
        name = f"data/{safe_name(self._project.name)}"
        held = tables(self._dataset)
        files: list[tuple[str, FileType, bytes, Text | None]] = [
            (f"{name}.geojson", GEOJSON, to_geojson(self._dataset), None)
        ]
        files += [(f"{name}.xlsx", XLSX, to_xlsx(held), None)] if held else []
        files += [(f"data/tables/{safe_name(each.name)}.csv", CSV, to_csv(each), each.label) for each in held]
        for path, file_type, data, about in files:
            written = self._writer.add(path, data)
            listed.append(self._list(written, file_type.label, about))
            title = Text(f"Tabelle: {about.de} (CSV)", f"Table: {about.en} (CSV)") if about is not None else None
            self._distributions.append(
                Distribution(written.path, file_type, written.bytes, written.sha256, title=title)
            )

    def _catalogues(self) -> None:
        listed = self._listed["catalogues"] = []
        for profile in PROFILES:
            quads = catalogue(
                self._dataset,
                self._distributions,
                base_url=self._settings.hosted_at or self._project.base,
                profile=profile,
                date=self._settings.date,
            )
            for syntax in (TURTLE, RDFXML, JSONLD, NTRIPLES):
                data = serialize(quads, syntax, prefixes=CATALOGUE_PREFIXES, context=own_context())
                written = self._writer.add(f"catalog.{profile}{syntax.suffix}", data)
                listed.append(self._list(written, syntax.label))

        described = void_description(
            self._dataset,
            self._distributions,
            base_url=self._settings.hosted_at or self._project.base,
            date=self._settings.date,
        )
        listed = self._listed["void"] = []
        for syntax, data in self._documents.beside(canonical(merged(described)), CATALOGUE_PREFIXES):
            listed.append(self._list(self._writer.add(f"void{syntax.suffix}", data), syntax.label))
        self._writer.add(".well-known/void", serialize(described, TURTLE, prefixes=CATALOGUE_PREFIXES))

    def _query_descriptions(self) -> None:
        """Write the named queries as RDF, for SPARQL editors."""
        listed = self._listed["queries"] = []
        for syntax, data in self._documents.beside(canonical(merged(queries_graph(self._queries, self._project)))):
            listed.append(self._list(self._writer.add(f"queries/queries{syntax.suffix}", data), syntax.label))

    def _history(self) -> None:
        """Write the list of releases, what changed in this one, and the feeds."""
        releases = history(self._dataset.each(), self._settings, self._previous)
        for path, data in releases.files():
            self._writer.add(path, data)
        address = self._settings.hosted_at or self._project.base
        for edition in self._editions:
            language = edition.language
            self._writer.add(feed_name(language), feed(self._project, address, releases, language))
            self._page(edition, releases_page(edition, releases))
            for entry in releases.entries:
                self._page(edition, release_page(edition, self._places, releases, entry))

    def _whole_graph(self) -> list[Distribution]:
        """Give the files that hold all of it, as they are."""
        return [
            each for each in self._distributions if not each.compressed and not each.path.startswith("data/tables/")
        ]

    def _queries_and_start(self) -> None:
        answered = self._answers()
        dumped = [(each.path, each.syntax.media_type) for each in self._whole_graph()]
        self._console(answered)
        press = Press(self._writer, self._editions)
        for each in answered:
            pages = tuple(query_pages.query_page(each, edition.describer, edition.words) for edition in self._editions)
            press.write([with_fewer_rows(pages, press.weigh)])
        for edition in self._editions:
            self._page(edition, query_pages.list_page(answered, edition.describer, edition.words))
            for path, data in search_files(edition, self._places, answered):
                self._writer.add(path, data)
            self._page(edition, search_page(edition, self._places))
            self._page(edition, start_page(edition, self._places, self._settings, answered, dumped))
        self._writer.add("index.html", language_choice(self._project.title))

    def _console(self, answered: list[query_pages.AnsweredQuery]) -> None:
        """Write the query page, if this package was built with what it needs from npm."""
        for path, data in console_page.console_files().items():
            self._writer.add(path, data)
        dump = next(each for each in self._distributions if each.compressed and each.syntax is NQUADS)
        for edition in self._editions:
            page = console_page.console_page(edition, answered, dump.path, dump.bytes)
            if page is not None:
                self._page(edition, page)

    def _answers(self) -> list[query_pages.AnsweredQuery]:
        """Answer the named queries, but for those whose header says that this graph is too large."""
        first = {name: place for place, name in enumerate(first_questions(self._project))}
        named = sorted(self._queries, key=lambda each: first.get(each.name, len(first)))
        answered = query_pages.answers(named, self._dataset, self._graph.size, self._writer.add)
        self.unanswered = tuple(each.query.name for each in answered if each.answer is None)
        return answered

    def _for_crawlers(self) -> None:
        """Write what search engines read and what hosts show instead of a page, where the release's address is known."""
        address = self._settings.hosted_at
        if address is None:
            return
        pages = [
            path for path in self._writer.written.paths if path.endswith(".html") and path not in self._signpost_pages
        ]
        for path, data in sitemaps(address, pages, self._settings.date):
            self._writer.add(path, data)
        self._writer.add(NOT_FOUND, not_found(self._project.title, urlsplit(address).path))
        self._writer.add("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n".encode())
