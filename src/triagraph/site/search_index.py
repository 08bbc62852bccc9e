"""The index that the search of a release reads in the browser: what each page is called, also otherwise, and what it is.

It is a script and no JSON, because a page that was opened from disk may load scripts but not other files. It also tells
the query page what things are called and where their pages are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from pyoxigraph import Literal

from triagraph.language import LANGUAGES, Language
from triagraph.namespaces import DCTERMS, FOAF, LEGAL, RDFS, SKOS, TRIA
from triagraph.site import wording
from triagraph.site.editions import Edition
from triagraph.site.facts import PROSE
from triagraph.site.kinds import kind_of
from triagraph.site.places import Places
from triagraph.site.query_pages import AnsweredQuery

#: Under what other names people look for a thing.
_OTHERWISE: Final = (
    *(f"{SKOS}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel", "notation")),
    *(f"{DCTERMS}{name}" for name in ("title", "identifier")),
    f"{RDFS}label",
    f"{TRIA}printedName",
    f"{LEGAL}legalName",
    f"{FOAF}name",
)
#: What is no kind of things, but found too.
_TERM: Final = "term"
_QUERY: Final = "query"
_LONG: Final = 180
#: What a kind is worth to who searches; kinds that are not named here are records about others and come last.
_WORTH: Final = {
    **dict.fromkeys(("source", "scheme", "code", "claim"), 0),
    **dict.fromkeys((_TERM, _QUERY, "definition"), 2),
    **dict.fromkeys(("organisation", "cluster", "region", "form", "criterion", "field", "position", "principle"), 3),
    **dict.fromkeys(("programme", "chain"), 3),
    "network": 4,
}
_LAST: Final = -3
#: The words that the search shows.
_WORDS: Final = ("search_none", "search_one", "search_many", "search_all", "search_also", "search_similar")
#: kind (its place in the list of kinds), page and anchor, name, other names, what it is, IRI, language of the name.
Entry = list[Any]


def index_name(language: Language) -> str:
    """Name the file of a language's index."""
    return f"assets/search.{language}.js"


def search_index(edition: Edition, places: Places, queries: list[AnsweredQuery]) -> bytes:
    """Write the index of one language; the same graph gives the same bytes."""
    language, words = edition.language, edition.words
    named = {kind: kind_of(kind).singular.to(language) for kind in places.kinds}
    named |= {_TERM: words["search_term"], _QUERY: words["query"]}
    kinds = [[kind, name, _WORTH.get(kind, _LAST)] for kind, name in named.items()]
    entries = [
        *_things(edition, places),
        *_terms(edition, places, len(kinds) - 2),
        *_queries(edition, queries, len(kinds) - 1),
    ]
    lines = ",\n".join(_written(_without_empty_end(entry)) for entry in entries)
    own = {key.removeprefix("search_"): words[key] for key in _WORDS}
    return f'self.triagraphIndex={{"words":{_written(own)},\n"kinds":{_written(kinds)},\n"entries":[\n{lines}\n]}};\n'.encode()


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _without_empty_end(entry: Entry) -> Entry:
    while not entry[-1]:
        entry = entry[:-1]
    return entry


def _things(edition: Edition, places: Places) -> Iterator[Entry]:
    describer, names = edition.describer, edition.describer.names
    base = describer.graph.project.base
    for number, kind in enumerate(places.kinds):
        for iri in sorted(places.things[kind], key=names.sort_key()):
            page = places.thing(iri) or ""
            name, spoken = names.name(iri)
            literals = [text for predicate in _OTHERWISE for text in describer.graph.literals(iri, predicate)]
            about = next((texts for each in PROSE if (texts := describer.graph.literals(iri, each))), [])
            known = None if f"{base}{page}" == iri else iri
            yield [number, page, name, _other_names(name, literals), _about(about, edition.language), known, spoken]


def _terms(edition: Edition, places: Places, kind: int) -> Iterator[Entry]:
    names, terms = edition.describer.names, edition.describer.graph.terms
    for iri in sorted(places.terms, key=names.sort_key()):
        literals = [
            quad.object
            for quad in terms[iri]
            if isinstance(quad.object, Literal) and quad.predicate.value in _OTHERWISE
        ]
        about = [
            quad.object for quad in terms[iri] if isinstance(quad.object, Literal) and quad.predicate.value in PROSE
        ]
        name, spoken = names.name(iri)
        others = [*_other_names(name, literals), iri.removeprefix(TRIA)]
        yield [
            kind,
            places.term(iri),
            name,
            others,
            _about(about, edition.language),
            iri,
            spoken,
        ]


def _queries(edition: Edition, queries: list[AnsweredQuery], kind: int) -> Iterator[Entry]:
    language = edition.language
    for each in queries:
        title, question = each.query.title, each.query.question
        others = [title.to(other) for other in LANGUAGES if other != language]
        yield [kind, each.stem, title.to(language), [*others, each.query.name], question.to(language), each.stem]


def _other_names(name: str, literals: list[Literal]) -> list[str]:
    return [text for text in dict.fromkeys(literal.value for literal in literals) if text != name]


def _about(texts: list[Literal], language: Language) -> str:
    """Give what a thing is, in the reader's language."""
    own = [text.value for text in texts if (text.language or language).split("-")[0] == language]
    return wording.shortened(own[0], _LONG) if own else ""
