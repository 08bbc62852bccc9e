"""Where everything stands in a release: which IRI has which page, which anchor and which documents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode

from triagraph.errors import PublishError
from triagraph.language import Language, Text
from triagraph.namespaces import DEFAULT_BASE, OA, ONTOLOGY, OWL, RDF, RDFS, TRIA
from triagraph.site.graph import TYPE, GraphIndex
from triagraph.site.kinds import EVIDENCE_KINDS, ordered
from triagraph.site.names import part_stem, safe_name
from triagraph.site.passages import Passages, passages_stem
from triagraph.site.terms import key

#: The folder of the overviews, and the page that names them.
OVERVIEW_FOLDER: Final = "overview"
OVERVIEW: Final = f"{OVERVIEW_FOLDER}/index"
#: The page of all concept schemes, where the vocabularies of the ontology are shown.
SCHEMES_PAGE: Final = "ontology/schemes"
#: The page that lists the ontology's terms; a term's anchor is its local name, so that the fragment of its IRI finds it.
TERMS_PAGE: Final = "ontology/index"
#: The pages that document the terms, by what kind of term they are; the anchors are the same.
TERM_PAGES: Final = {"class": "ontology/classes", "relation": "ontology/relations", "attribute": "ontology/attributes"}
#: So many terms stand on one page; a class comes with its diagram.
_TERMS_ON_A_PAGE: Final = {"class": 8, "relation": 18, "attribute": 18}
_KINDS: Final = {
    f"{OWL}Class": "class",
    f"{RDFS}Class": "class",
    f"{OWL}ObjectProperty": "relation",
    f"{OWL}DatatypeProperty": "attribute",
    f"{OWL}AnnotationProperty": "attribute",
    f"{RDF}Property": "attribute",
}


class Places:
    """The pages of a release.

    A page is named by its path without language and suffix: `id/network/optonet` is `id/network/optonet.de.html`, and
    the documents beside it are `id/network/optonet.ttl` and so on.
    """

    def __init__(self, graph: GraphIndex) -> None:
        self._graph = graph
        self._space = f"{graph.project.base}id/"
        self._fixed = {
            f"{base}{part}": "index" for base in (graph.project.base, DEFAULT_BASE) for part in ("", "#project")
        }
        self._fixed |= {ONTOLOGY: TERMS_PAGE, TRIA: TERMS_PAGE}
        #: The ontology's terms with their kinds, in the order of its files.
        self.terms = _kinds_of_terms(graph)
        self._term_pages = _term_pages(self.terms)
        self.things: dict[str, list[str]] = {}
        self._pages: dict[str, str] = {}
        for iri in sorted(subject for subject in graph.by_subject if self._is_thing(subject)):
            kind, _, slug = iri[len(self._space) :].partition("/")
            self.things.setdefault(kind, []).append(iri)
            self._pages[iri] = f"id/{safe_name(kind)}/{safe_name(slug)}"
        self.kinds = ordered(set(self.things))
        self.passages = Passages(graph)
        _refuse_clashes(self._pages.values())

    def _is_thing(self, iri: str) -> bool:
        kind, slash, slug = iri.removeprefix(self._space).partition("/")
        if not iri.startswith(self._space) or not slash or not slug or kind in EVIDENCE_KINDS:
            return False
        stem, mark, _ = iri.partition("#")
        return not mark or stem not in self._graph.by_subject

    def __contains__(self, iri: str) -> bool:
        return iri in self._pages

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)

    def kind(self, iri: str) -> str:
        """Give the kind of a thing of the project: the part of its IRI after `id/`."""
        return iri[len(self._space) :].partition("/")[0] if iri.startswith(self._space) else ""

    def is_own(self, iri: str) -> bool:
        """Tell whether an IRI is one of the project's things, with a page or not."""
        return iri.startswith(self._space)

    def thing(self, iri: str) -> str | None:
        """Give the page of a thing, without language and suffix."""
        return self._pages.get(iri)

    def terms_by_page(self, kind: str) -> dict[str, list[str]]:
        """Give the pages that document the terms of a kind, each with its terms in the order of the ontology."""
        found: dict[str, list[str]] = {}
        for iri, stem in self._term_pages.items():
            if self.terms[iri] == kind:
                found.setdefault(stem, []).append(iri)
        return found

    def term(self, iri: str) -> str:
        """Give the page that documents a term, without language and suffix, and the anchor there."""
        return f"{self._term_pages[iri]}#{term_anchor(iri)}"

    def listing(self, kind: str) -> str:
        """Give the page that lists the things of a kind."""
        return f"id/{safe_name(kind)}/index"

    def page(self, iri: str, language: Language) -> str | None:
        """Give the file, with its fragment, where a reader finds what an IRI names; None if the release has none."""
        found = self._pages.get(iri) or self._fixed.get(iri)
        if found is not None:
            return f"{found}.{language}.html"
        if iri in self.terms:
            return f"{self._term_pages[iri]}.{language}.html#{term_anchor(iri)}"
        if iri.startswith(f"{ONTOLOGY}/"):
            return f"{SCHEMES_PAGE}.{language}.html"
        if self.kind(iri) in EVIDENCE_KINDS:
            return self._evidence_page(iri, language)
        return None

    def _evidence_page(self, iri: str, language: Language) -> str | None:
        """Find a statement or mapping on the page of what it is about, and a quotation on that of its source."""
        graph, stem = self._graph, iri.partition("#")[0]
        is_quotation = self.kind(stem) == "quotation"
        owner = next(iter(graph.iris(stem, f"{OA}hasSource" if is_quotation else f"{RDF}subject")), None)
        page = self._pages.get(owner) if owner is not None else None
        if page is not None and is_quotation:
            page = passages_stem(page, self.passages.part_of(stem))
        return f"{page}.{language}.html#{anchor(stem)}" if page is not None else None


def _term_pages(terms: dict[str, str]) -> dict[str, str]:
    """Divide the terms of each kind among pages, in their order."""
    found: dict[str, str] = {}
    for kind, stem in TERM_PAGES.items():
        of_kind = [iri for iri, each in terms.items() if each == kind]
        found |= {iri: part_stem(stem, number // _TERMS_ON_A_PAGE[kind]) for number, iri in enumerate(of_kind)}
    return found


def anchor(iri: str) -> str:
    """Give the anchor of a statement, quotation or mapping on the page where it is shown."""
    kind, _, slug = iri.rpartition("/id/")[2].partition("/")
    return f"{safe_name(kind)}-{safe_name(slug)}"


def _kinds_of_terms(graph: GraphIndex) -> dict[str, str]:
    """Give the kind of each term, in the order in which the ontology says what it is."""
    found: dict[str, str] = {}
    for quad in graph.dataset.terms:
        if quad.predicate.value == TYPE and isinstance(quad.object, NamedNode) and quad.object.value in _KINDS:
            iri = key(quad.subject)
            if iri.startswith(TRIA):
                found.setdefault(iri, _KINDS[quad.object.value])
    return found


def term_anchor(iri: str) -> str:
    """Give the anchor of a term: its local name, so that the fragment of its IRI finds it."""
    return iri.rpartition("#")[2]


def _refuse_clashes(paths: Iterable[str]) -> None:
    """Refuse names that a file system without case or with another Unicode form holds to be the same.

    Raises:
        PublishError: two things would have the same page.
    """
    seen: set[str] = set()
    for path in paths:
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in seen:
            raise PublishError(
                Text(f"Zwei Dinge hätten dieselbe Seite `{path}`.", f"Two things would have the same page `{path}`."),
                hint=Text("Einem der beiden eine andere IRI geben.", "give one of them another IRI."),
            )
        seen.add(folded)
