"""The documentation of the ontology: every term with its definition, example, use, shapes and diagram, and the class tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from triagraph.formats import Syntax
from triagraph.namespaces import DCTERMS, ONTOLOGY, OWL, RDFS, SKOS, TRIA
from triagraph.site import wording
from triagraph.site.documents import BESIDE
from triagraph.site.drawing import Drawn
from triagraph.site.facts import Describer
from triagraph.site.graph import TYPE
from triagraph.site.links import relative
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import SCHEMES_PAGE, TERM_PAGES, TERMS_PAGE, term_anchor
from triagraph.site.portions import neighbours
from triagraph.site.rendering import Alternate, Crumb, Page, crumbs_to
from triagraph.site.shape_pages import TermRule
from triagraph.site.term_diagrams import Diagrams, diagram_anchor
from triagraph.site.term_links import SUBCLASS, USED_WITH, VALUES, Use
from triagraph.site.trees import Branch

#: What is shown of a term besides its definition: the words of the heading and the properties.
_ROWS: Final = (
    ("subclass_of", (SUBCLASS,)),
    ("subproperty_of", (f"{RDFS}subPropertyOf",)),
    ("used_with", USED_WITH),
    ("value_kind", VALUES),
    ("disjoint", (f"{OWL}disjointWith", f"{OWL}propertyDisjointWith")),
    (
        "aligned",
        tuple(f"{SKOS}{name}" for name in ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")),
    ),
)
_STATUS: Final = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
#: What is said about a term, or about the ontology as a whole, besides its definition.
_NOTES: Final = ("scopeNote", "editorialNote", "changeNote", "historyNote")
#: The most letters of a definition in the list of all terms.
_LONG_DEFINITION: Final = 150
#: The most classes that a term is shown to be used with.
_MOST_COUNTED: Final = 6
#: The name of the ontology's own file, without its suffix: it stands for the whole of the ontology.
MAIN_FILE: Final = "triagraph"


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A class or property as its documentation shows it."""

    anchor: str
    kind: str
    label: str
    iri: str
    definition: str
    examples: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Inline, ...]], ...]
    status: str
    uses: int
    used_on: tuple[tuple[Inline, int], ...]
    used_values: tuple[tuple[Inline, int], ...]
    rules: tuple[Inline, ...]
    drawn_at: Inline | None
    diagram: Drawn | None


@dataclass(frozen=True, slots=True)
class Documented:
    """What the documentation of the terms is made of besides the ontology: the diagrams, the shapes and the uses."""

    diagrams: Diagrams
    rules: Mapping[str, Sequence[TermRule]]
    uses: Mapping[str, Use]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A term in the list of all: its name, with the link to its documentation, and what it means in a sentence."""

    anchor: str
    shown: Inline
    iri: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ClassBranch:
    """A class and its subclasses."""

    shown: Inline
    below: tuple[ClassBranch, ...]


def contents_page(describer: Describer, words: dict[str, str]) -> Page:
    """Put together the page that lists all terms, where the IRIs of terms lead: what each means in a sentence."""
    origin = f"{TERMS_PAGE}.{describer.language}.html"
    entries = [_contents_entry(describer, iri, origin) for iri in describer.places.terms]
    kinds = describer.places.terms
    title = next((text.value for text in _texts(describer, ONTOLOGY, f"{DCTERMS}title")), words["ontology"])
    return Page(
        stem=TERMS_PAGE,
        template="ontology.html",
        title=title,
        description=next(
            (text.value for text in _texts(describer, ONTOLOGY, f"{DCTERMS}description")), words["ontology_about"]
        ),
        crumbs=crumbs_to(words, Crumb(words["ontology"])),
        alternates=_alternates(),
        data={
            "namespace": TRIA,
            "contents": [
                (
                    words[f"terms_{kind}"],
                    stem,
                    sorted(
                        (entry for entry in entries if kinds[entry.iri] == kind),
                        key=lambda entry: (sortable(entry.shown.text), entry.iri),
                    ),
                )
                for kind, stem in TERM_PAGES.items()
            ],
            "tree": _class_tree(describer, origin),
            "header": _header(describer, words),
            "notes": [text.value for name in _NOTES for text in _texts(describer, ONTOLOGY, f"{SKOS}{name}")],
        },
    )


def _contents_entry(describer: Describer, iri: str, origin: str) -> ContentsEntry:
    definition = next((text.value for text in _texts(describer, iri, f"{SKOS}definition")), "")
    return ContentsEntry(
        term_anchor(iri), describer.property(iri, origin), iri, wording.shortened(definition, _LONG_DEFINITION)
    )


def term_pages(describer: Describer, words: dict[str, str], documented: Documented) -> list[Page]:
    """Put together the pages that document the terms: classes, relations, attributes."""
    title = next((text.value for text in _texts(describer, ONTOLOGY, f"{DCTERMS}title")), words["ontology"])
    pages = []
    for kind in TERM_PAGES:
        heading = words[f"terms_{kind}"]
        divided = describer.places.terms_by_page(kind)
        for number, (stem, terms) in enumerate(divided.items()):
            origin = f"{stem}.{describer.language}.html"
            pages.append(
                Page(
                    stem=stem,
                    template="terms.html",
                    title=heading,
                    description=f"{title}: {heading}",
                    crumbs=crumbs_to(words, Crumb(words["ontology"], TERMS_PAGE), Crumb(heading)),
                    data={
                        "ontology_title": title,
                        "terms": [_entry(describer, iri, kind, origin, documented) for iri in terms],
                        "count": sum(map(len, divided.values())),
                        "parts": neighbours(list(divided), number),
                    },
                )
            )
    return pages


def schemes_page(trees: list[tuple[Inline, Inline, tuple[Branch, ...]]], words: dict[str, str]) -> Page:
    """Put together the page of all concept schemes; each comes with its definition and its tree."""
    return Page(
        stem=SCHEMES_PAGE,
        template="schemes.html",
        title=words["schemes"],
        description=words["schemes_about"],
        crumbs=crumbs_to(words, Crumb(words["ontology"], TERMS_PAGE), Crumb(words["schemes"])),
        data={"schemes": trees},
    )


def _alternates() -> tuple[Alternate, ...]:
    def alternate(syntax: Syntax) -> Alternate:
        return Alternate(f"{MAIN_FILE}{syntax.suffix}", syntax.media_type, syntax.label)

    return tuple(alternate(syntax) for syntax in BESIDE)


def _entry(describer: Describer, iri: str, kind: str, origin: str, documented: Documented) -> TermEntry:
    rows = []
    for name, predicates in _ROWS:
        shown = [
            describer.property(value, origin) for predicate in predicates for value in _iris(describer, iri, predicate)
        ]
        if shown:
            rows.append((name, tuple(shown)))
    use = documented.uses.get(iri, Use(0))
    drawn_at = documented.diagrams.links.drawn_at(iri)
    return TermEntry(
        anchor=term_anchor(iri),
        kind=kind,
        label=describer.names.text(iri),
        iri=iri,
        definition=" ".join(text.value for text in _texts(describer, iri, f"{SKOS}definition")[:1]),
        examples=tuple(text.value for text in _texts(describer, iri, f"{SKOS}example")),
        notes=tuple(text.value for name in _NOTES for text in _texts(describer, iri, f"{SKOS}{name}")),
        rows=tuple(rows),
        status=next((text.value for text in _texts(describer, iri, _STATUS)), ""),
        uses=_instances(describer, iri) if kind == "class" else use.triples,
        used_on=_counted(describer, use.subjects, origin),
        used_values=_counted(describer, use.values, origin),
        rules=_rules(describer, iri, origin, documented),
        drawn_at=_diagram_link(describer, drawn_at, origin) if kind != "class" and drawn_at else None,
        diagram=documented.diagrams.of_class(iri, origin) if kind == "class" else None,
    )


def _instances(describer: Describer, class_: str) -> int:
    return sum(1 for quad in describer.graph.by_object.get(class_, ()) if quad.predicate.value == TYPE)


def _counted(describer: Describer, counts: Sequence[tuple[str, int]], origin: str) -> tuple[tuple[Inline, int], ...]:
    return tuple((describer.property(iri, origin), count) for iri, count in counts[:_MOST_COUNTED])


def _rules(describer: Describer, iri: str, origin: str, documented: Documented) -> tuple[Inline, ...]:
    """Name the rules that check a term, and for a class those of the classes above it; each name once."""
    about = [iri, *sorted(describer.graph.broader(iri))]
    found: dict[str, TermRule] = {}
    for each in about:
        for rule in documented.rules.get(each, ()):
            found.setdefault(rule.said, rule)
    language = describer.language
    return tuple(
        Inline(rule.said, None, relative(origin, f"{stem}.{language}.html#{anchor}"))
        for rule in found.values()
        for stem, _, anchor in [rule.target.partition("#")]
    )


def _diagram_link(describer: Describer, class_: str, origin: str) -> Inline:
    page = describer.places.term(class_).partition("#")[0]
    href = relative(origin, f"{page}.{describer.language}.html#{diagram_anchor(class_)}")
    return Inline(describer.names.text(class_), None, href)


def _texts(describer: Describer, iri: str, predicate: str) -> list[Literal]:
    """Give the texts of a term in the reader's language where there are any."""
    quads = describer.graph.terms.get(iri, ())
    texts = [quad.object for quad in quads if quad.predicate.value == predicate and isinstance(quad.object, Literal)]
    own = [text for text in texts if text.language is None or text.language.split("-")[0] == describer.language]
    return own or texts


def _iris(describer: Describer, iri: str, predicate: str) -> list[str]:
    quads = describer.graph.terms.get(iri, ())
    found = [
        quad.object.value for quad in quads if quad.predicate.value == predicate and isinstance(quad.object, NamedNode)
    ]
    return list(dict.fromkeys(found))


def _class_tree(describer: Describer, origin: str) -> tuple[ClassBranch, ...]:
    """Put the classes below what they are a kind of, be it ours or of another vocabulary."""
    classes = [iri for iri, kind in describer.places.terms.items() if kind == "class"]
    parents = {
        iri: [
            above
            for above in _iris(describer, iri, f"{RDFS}subClassOf")
            if above in classes or describer.names.has_label(above)
        ]
        for iri in classes
    }
    tops = {parent for above in parents.values() for parent in above if parent not in parents}
    tops |= {iri for iri, above in parents.items() if not above}

    def branch(iri: str, above: frozenset[str]) -> ClassBranch:
        below = {child for child, found in parents.items() if iri in found and child not in above}
        return ClassBranch(
            describer.property(iri, origin), tuple(branch(child, above | {iri}) for child in ordered(below))
        )

    def ordered(iris: set[str]) -> list[str]:
        return sorted(iris, key=lambda iri: (sortable(describer.names.text(iri)), iri))

    return tuple(branch(iri, frozenset({iri})) for iri in ordered(tops))


def _header(describer: Describer, words: dict[str, str]) -> list[tuple[str, Inline]]:
    """Give what the ontology says of itself."""
    names = describer.names
    rows = [(words["namespace"], Inline(TRIA)), (words["prefix"], Inline("tria"))]
    for label, predicate in (
        (words["version"].capitalize(), f"{OWL}versionInfo"),
        (words["created"], f"{DCTERMS}created"),
        (words["modified"], f"{DCTERMS}modified"),
    ):
        rows += [(label, names.inline(text, "")) for text in _texts(describer, ONTOLOGY, predicate)]
    rows += [(words["licence_label"], names.link(iri, "")) for iri in _iris(describer, ONTOLOGY, f"{DCTERMS}license")]
    return rows
