"""What a reader sees instead of an IRI: a name in the reader's language, never the IRI itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import escape
from pyoxigraph import Literal, NamedNode

from triagraph.foreign import foreign_labels
from triagraph.labelling import Labels
from triagraph.language import LANGUAGES, Language
from triagraph.namespaces import DCAT, DCTERMS, FOAF, GEO, LEGAL, LOCN, OA, ORG, PREFIXES, PROV, RDF, SKOS, TRIA, XSD
from triagraph.results import Term
from triagraph.site import wording
from triagraph.site.graph import GraphIndex
from triagraph.site.kinds import kind_of
from triagraph.site.links import relative, safe_href, shown_address
from triagraph.site.places import Places

_NAMES: Final = (
    f"{TRIA}printedName",
    f"{LEGAL}legalName",
    f"{FOAF}name",
    f"{RDF}value",
    f"{SKOS}notation",
    f"{DCTERMS}identifier",
)
#: What the name of a thing without a label is made of, by its class.
_PARTS: Final = {
    f"{ORG}Membership": (f"{ORG}member", f"{ORG}organization", f"{ORG}role"),
    f"{TRIA}MemberCountObservation": (f"{TRIA}network", f"{DCTERMS}date", f"{TRIA}memberCount"),
    f"{TRIA}FormAttribution": (f"{TRIA}network", f"{TRIA}definition"),
    f"{TRIA}CriterionAssessment": (f"{TRIA}network", f"{TRIA}criterion"),
    f"{TRIA}FormAssessment": (f"{TRIA}network", f"{TRIA}definition"),
    f"{TRIA}CompletenessStatement": (f"{TRIA}network", f"{TRIA}completeFor"),
    f"{TRIA}ChangeEvent": (f"{TRIA}affects", f"{DCTERMS}date"),
    f"{TRIA}Founding": (f"{TRIA}affects", f"{DCTERMS}date"),
    f"{TRIA}Renaming": (f"{TRIA}affects", f"{DCTERMS}date"),
    f"{TRIA}Merger": (f"{TRIA}affects", f"{DCTERMS}date"),
    f"{TRIA}ValueChainParticipation": (f"{TRIA}participant", f"{TRIA}chain"),
    f"{TRIA}Mapping": (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object"),
    f"{RDF}Statement": (f"{RDF}subject", f"{RDF}predicate", f"{RDF}object"),
    f"{DCTERMS}PeriodOfTime": (f"{DCAT}startDate", f"{DCAT}endDate"),
    f"{LOCN}Address": (f"{LOCN}thoroughfare", f"{LOCN}postCode", f"{LOCN}postName"),
    f"{ORG}Site": (f"{ORG}siteAddress",),
}
#: What is called after that to which it belongs, by its class: the property that leads to it.
_BELONGS: Final = {f"{GEO}Geometry": f"{GEO}hasGeometry"}
_SPOKEN: Final = {"de": {"de": "Deutsch", "en": "German"}, "en": {"de": "Englisch", "en": "English"}}
_POINT: Final = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)", re.IGNORECASE)
_LONG: Final = 90
#: How many links are kept as they were made: pages of one folder name the same things again and again.
_KEPT_LINKS: Final = 50_000
_DEEP: Final = 2
_UMLAUTS: Final = str.maketrans("äöüé", "aoue")
#: What may stand before the first letter of a name and has no place in the alphabet.
_OPENING: Final = " \"'„“”‚‘’«»‹›([{"


@dataclass(frozen=True, slots=True)
class Inline:
    """A piece of text on a page: its words, their language where it is not the page's, and where a click leads."""

    text: str
    language: str | None = None
    href: str | None = None
    external: bool = False

    def __html__(self) -> str:
        """Write it as HTML, escaped (the protocol of MarkupSafe, by which templates show it)."""
        spoken = f' lang="{escape(self.language)}"' if self.language else ""
        if self.href:
            outside = ' rel="external"' if self.external else ""
            if self.external and "/" in self.text and " " not in self.text:
                outside += ' class="address"'
            return f'<a href="{escape(self.href)}"{spoken}{outside}>{escape(self.text)}</a>'
        return f"<span{spoken}>{escape(self.text)}</span>" if spoken else str(escape(self.text))


class Names:
    """Names, in one language, of everything that a graph mentions."""

    def __init__(self, graph: GraphIndex, places: Places, labels: Labels, language: Language) -> None:
        self.language = language
        self._graph = graph
        self.places = places
        self._labels = labels
        self._known: dict[str, tuple[str, str | None]] = {}
        self._link_from = lru_cache(_KEPT_LINKS)(self._shown)

    def text(self, iri: str) -> str:
        """Give the name of what an IRI names."""
        return self.name(iri)[0]

    def name(self, iri: str, depth: int = 0) -> tuple[str, str | None]:
        """Give the name of what an IRI names, and its language where it is not the page's."""
        found = self._known.get(iri)
        if found is None:
            found = self._label(iri) or self._composed(iri, depth)
            if depth == 0:
                self._known[iri] = found
        return found

    def has_label(self, iri: str) -> bool:
        """Tell whether the data, the ontology or we have a label for what an IRI names."""
        return self._label(iri) is not None

    def _label(self, iri: str) -> tuple[str, str | None] | None:
        labels = {tag: label for tag, label in self._labels.by_iri.get(iri, {}).items() if label.strip()}
        if labels:
            tag = min(labels, key=self._preference)
            return labels[tag], (tag or None) if self._preference(tag)[0] else None
        for predicate in _NAMES:
            for literal in self._literals(iri, predicate):
                if literal.value.strip():
                    return literal.value, self.foreign(literal)
        known = foreign_labels().get(iri)
        return (known[self.language], None) if known is not None else None

    def _preference(self, tag: str) -> tuple[int, str]:
        """Rank the languages of labels: the page's own (`de-AT` on a German page too), none, the other one, any."""
        main = tag.partition("-")[0].lower()
        return (0 if main == self.language else 1 if not tag else 2 if main in LANGUAGES else 3), tag

    def _literals(self, iri: str, predicate: str) -> list[Literal]:
        found = self._graph.literals(iri, predicate)
        return found or [
            quad.object
            for quad in self._graph.terms.get(iri, ())
            if quad.predicate.value == predicate and isinstance(quad.object, Literal)
        ]

    def _composed(self, iri: str, depth: int) -> tuple[str, str | None]:
        """Make a name of what is said about a thing that has none."""
        words = self._quoted_words(iri)
        if words is not None:
            return self._in_quotation_marks(wording.shortened(words.value, _LONG)), self.foreign(words)
        types = self._graph.types(iri)
        for type_ in types:
            parts = [
                self._part(term, depth)
                for predicate in _PARTS.get(type_, ())
                for term in self._graph.values(iri, predicate)[:1]
            ]
            if parts:
                return _capital(f"{self._class(type_)}: {', '.join(parts)}"), None
        owners = [owner for type_ in types if type_ in _BELONGS for owner in self._graph.subjects(_BELONGS[type_], iri)]
        if owners and depth < _DEEP:
            return _capital(f"{self._class(types[0])}: {self.name(owners[0], depth + 1)[0]}"), None
        if types:
            return f"{self._class(types[0])} {_local(iri)}", None
        if self.places.is_own(iri):
            return f"{kind_of(self.places.kind(iri)).singular.to(self.language)} {_local(iri)}", None
        return self._foreign_name(iri), None

    def _foreign_name(self, iri: str) -> str:
        """Give a term of a known vocabulary as `prefix:name`, a web address without its scheme, and others as they are."""
        short = self._labels.short(iri)
        if short != iri and short.partition(":")[0] in PREFIXES:
            return short
        return shown_address(iri) if safe_href(iri) else iri

    def _class(self, iri: str) -> str:
        label = self._label(iri)
        return label[0] if label is not None else _local(iri)

    def _part(self, term: Term, depth: int) -> str:
        if isinstance(term, NamedNode):
            return self.name(term.value, depth + 1)[0] if depth < _DEEP else _local(term.value)
        return self.literal(term) if isinstance(term, Literal) else str(term)

    def _quoted_words(self, iri: str) -> Literal | None:
        """Give the words of a quotation, a selector, or a claim that is nothing but its words."""
        graph = self._graph
        if f"{TRIA}Claim" in graph.types(iri):
            iri = next(iter(graph.iris(iri, f"{PROV}wasQuotedFrom")), iri)
        for selector in (iri, *graph.iris(iri, f"{OA}hasSelector")):
            for words in graph.literals(selector, f"{OA}exact"):
                return words
        return None

    def _in_quotation_marks(self, text: str) -> str:
        return f"„{text}“" if self.language == "de" else f"“{text}”"

    def foreign(self, literal: Literal) -> str | None:
        """Give a literal's language where it is not the page's."""
        tag = literal.language
        return tag if tag is not None and tag.split("-")[0] != self.language else None

    def literal(self, literal: Literal) -> str:
        """Write a literal as this language writes dates and numbers."""
        point = _POINT.fullmatch(literal.value)
        if point is not None:
            return self._coordinates(*point.groups())
        return (
            literal.value if literal.language else wording.written(literal.value, literal.datatype.value, self.language)
        )

    def _coordinates(self, longitude: str, latitude: str) -> str:
        east, west = ("O", "W") if self.language == "de" else ("E", "W")
        north = f"{wording.number(latitude.lstrip('-'), self.language)}° {'S' if latitude.startswith('-') else 'N'}"
        return f"{north}, {wording.number(longitude.lstrip('-'), self.language)}° {west if longitude.startswith('-') else east}"

    def inline(self, term: Term, origin: str, predicate: str = "") -> Inline:
        """Show a term on the page `origin` (a file of the release), with a link where there is something to see."""
        if isinstance(term, NamedNode):
            return self.link(term.value, origin)
        if not isinstance(term, Literal):
            return Inline(self._class(predicate) if predicate else "–")
        if predicate == f"{DCTERMS}language" and term.value in _SPOKEN:
            return Inline(_SPOKEN[term.value][self.language])
        if term.datatype.value == f"{XSD}anyURI":
            return _outside(term.value)
        return Inline(self.literal(term), self.foreign(term))

    def link(self, iri: str, origin: str) -> Inline:
        """Show what an IRI names, with a link to its page here or, for a web address, out there."""
        return self._link_from(iri, origin.rpartition("/")[0])

    def _shown(self, iri: str, folder: str) -> Inline:
        """Show what an IRI names on the pages of a folder."""
        page = self.places.page(iri, self.language)
        if page is not None:
            text, language = self.name(iri)
            return Inline(text, language, relative(f"{folder}/" if folder else "", page))
        if self._has_name(iri):
            text, language = self.name(iri)
            href = safe_href(iri) if not self.places.is_own(iri) else None
            return Inline(text, language, href, external=href is not None)
        return _outside(iri, self._foreign_name(iri))

    def _has_name(self, iri: str) -> bool:
        return self.places.is_own(iri) or self._label(iri) is not None or iri in self._graph.by_subject

    def sort_key(self) -> Callable[[str], tuple[str, str]]:
        """Give what things are sorted by for a reader: their name, umlauts with their vowels, then the IRI."""
        return lambda iri: (sortable(self.text(iri)), iri)


def sortable(text: str) -> str:
    """Fold case and umlauts and leave out opening marks, so that lists are in the order of a dictionary (DIN 5007-1)."""
    return text.casefold().translate(_UMLAUTS).lstrip(_OPENING)


def _outside(address: str, text: str = "") -> Inline:
    href = safe_href(address)
    return Inline(text or (shown_address(address) if href else address), None, href, external=href is not None)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri
