"""On whose word: the quotations of a statement, with their source, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from posixpath import dirname, normpath
from typing import Final

from pyoxigraph import Literal, NamedNode

from triagraph.namespaces import DCTERMS, OA, SCHEMA, TRIA
from triagraph.results import Term
from triagraph.site import wording
from triagraph.site.graph import QUOTED, GraphIndex
from triagraph.site.links import relative, safe_href
from triagraph.site.naming import Names
from triagraph.site.places import Places, anchor

_ORIGIN: Final = f"{OA}hasSource"
#: Evidence is shown on the pages of things, which all lie equally deep.
_ANY_PAGE: Final = "id/kind/thing"
#: The most letters of a title beside a fact.
_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class Words:
    """What a source says, verbatim, and in which language (empty where it is not known)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as a quotation names it."""

    iri: str
    title: str
    language: str | None
    href: str | None
    address: str | None
    publisher: str
    date: str
    read_on: str

    @property
    def short(self) -> str:
        """Its title, as far as it fits beside a fact."""
        return wording.shortened(self.title, _SHORT)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One quotation: the words and where they stand."""

    words: tuple[Words, ...]
    origin: Origin | None
    anchor: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What one source says for a statement, in one or more quotations; `href` leads to the first of them."""

    origin: Origin | None
    words: tuple[Words, ...]
    href: str | None = None


class Witnesses:
    """The evidence of a graph, in one language, ready for pages."""

    def __init__(self, graph: GraphIndex, places: Places, names: Names) -> None:
        self._graph = graph
        self._places = places
        self._names = names
        self._known: dict[str, Evidence] = {}

    def of_triple(self, subject: str, predicate: str, value: Term) -> tuple[Proof, ...]:
        """Give the quotations that carry one triple."""
        statements = self._graph.statements(subject, predicate, value)
        return self._all(quotation for statement in statements for quotation in self._graph.iris(statement, QUOTED))

    def of_thing(self, iri: str, origin: str = _ANY_PAGE) -> tuple[Proof, ...]:
        """Give the quotations that carry a thing as a whole, a membership, an event, a definition, for the page `origin`."""
        proofs = self._all(self._graph.iris(iri, QUOTED))
        return proofs if origin.startswith("id/") else tuple(_seen_from(origin, proof) for proof in proofs)

    def of_quotation(self, iri: str) -> Evidence:
        """Give what one quotation says and where it stands."""
        known = self._known.get(iri)
        if known is None:
            known = self._known[iri] = self._read(iri)
        return known

    def _all(self, quotations: Iterable[str]) -> tuple[Proof, ...]:
        """Put the quotations of each source together."""
        by_origin: dict[Origin | None, list[Evidence]] = {}
        for iri in dict.fromkeys(quotations):
            evidence = self.of_quotation(iri)
            by_origin.setdefault(evidence.origin, []).append(evidence)
        return tuple(
            Proof(origin, tuple(words for each in found for words in each.words), found[0].href)
            for origin, found in by_origin.items()
        )

    def _read(self, iri: str) -> Evidence:
        graph = self._graph
        places = (iri, *graph.iris(iri, f"{OA}hasSelector"))
        words = [
            Words(words.value, words.language or "")
            for place in places
            for words in graph.literals(place, f"{OA}exact")
        ]
        source = next(iter(graph.iris(iri, _ORIGIN)), None)
        page = self._places.page(iri, self._names.language)
        href = relative(_ANY_PAGE, page) if page is not None else None
        return Evidence(tuple(words), self.origin(source) if source is not None else None, anchor(iri), href)

    def origin(self, source: str) -> Origin:
        """Give a source as a quotation names it; links are relative to the folder `id/<kind>/`."""
        title, language = self._names.name(source)
        page = self._places.page(source, self._names.language)
        address = next(
            (address for iri in self._graph.iris(source, f"{SCHEMA}url") if (address := safe_href(iri))), None
        )
        return Origin(
            iri=source,
            title=title,
            language=language,
            href=relative(_ANY_PAGE, page) if page is not None else None,
            address=address,
            publisher=self._text(source, f"{DCTERMS}publisher"),
            date=self._text(source, f"{DCTERMS}date"),
            read_on=self._text(source, f"{TRIA}readOn"),
        )

    def _text(self, iri: str, predicate: str) -> str:
        value = self._graph.value(iri, predicate)
        if isinstance(value, Literal):
            return self._names.literal(value)
        return self._names.text(value.value) if isinstance(value, NamedNode) else ""


def _seen_from(page: str, proof: Proof) -> Proof:
    """Let the links of a proof lead from another page than that of a thing."""

    def led(href: str | None) -> str | None:
        return relative(page, normpath(f"{dirname(_ANY_PAGE)}/{href}")) if href is not None else None

    origin = replace(proof.origin, href=led(proof.origin.href)) if proof.origin is not None else None
    return replace(proof, origin=origin, href=led(proof.href))
