"""The index that the search of a release reads in the browser: what each page is called, also otherwise, and what it is.

It is a script and no JSON, because a page that was opened from disk may load scripts but not other files. It also tells
the query page what things are called and where their pages are. The index of a large graph is divided (search_pieces.py):
what it begins with are the entries that are worth most, and a search loads what else begins like the words.
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
from triagraph.site.naming import Names
from triagraph.site.places import Places
from triagraph.site.query_pages import AnsweredQuery
from triagraph.site.search_pieces import HEAVIEST, divide, record

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
#: How much of a name, and how many other names of a thing are searched: a file of the index has room for every entry.
_LONG_NAME: Final = 300
_MOST_NAMES: Final = 40
#: What a kind is worth to who searches; kinds that are not named here are records about others and come last.
_WORTH: Final = {
    **dict.fromkeys(("source", "scheme", "code", "claim"), 0),
    **dict.fromkeys((_TERM, _QUERY, "definition"), 2),
    **dict.fromkeys(("organisation", "cluster", "region", "form", "criterion", "field", "position", "principle"), 3),
    **dict.fromkeys(("programme", "chain"), 3),
    "network": 4,
}
_LAST: Final = -3
#: How much of a divided index is loaded for every search.
_HEAD: Final = 90_000
#: The words that the search shows.
_WORDS: Final = ("search_none", "search_one", "search_many", "search_all", "search_also", "search_similar")
#: kind (its place in the list of kinds), page and anchor, name, other names, what it is, IRI, language of the name.
Entry = list[Any]


def index_name(language: Language) -> str:
    """Name the file of a language's index."""
    return f"assets/search.{language}.js"


def search_files(edition: Edition, places: Places, queries: list[AnsweredQuery]) -> Iterator[tuple[str, bytes]]:
    """Write the index of one language, as paths and bytes; the same graph gives the same bytes."""
    language, words = edition.language, edition.words
    named = {kind: kind_of(kind).singular.to(language) for kind in places.kinds}
    named |= {_TERM: words["search_term"], _QUERY: words["query"]}
    kinds = [[kind, name, _WORTH.get(kind, _LAST)] for kind, name in named.items()]
    entries: list[Entry] = [
        *_things(edition, places),
        *_terms(edition, places, len(kinds) - 2),
        *_queries(edition, queries, len(kinds) - 1),
    ]
    written = [_written(_without_empty_end(entry)) for entry in entries]
    own = {key.removeprefix("search_"): words[key] for key in _WORDS}
    whole = _index({"words": own, "kinds": kinds}, written)
    if len(whole) <= HEAVIEST:
        yield index_name(language), whole
    else:
        del whole
        yield from _divided(language, {"words": own, "kinds": kinds}, entries, written)


def _index(rest: dict[str, Any], entries: list[str]) -> bytes:
    lines = ",\n".join(entries)
    parts = ",\n".join(f'"{key}":{_written(value)}' for key, value in rest.items())
    return f'self.triagraphIndex={{{parts},\n"entries":[\n{lines}\n]}};\n'.encode()


def _divided(
    language: Language, rest: dict[str, Any], entries: list[Entry], written: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Divide an index: the entries that are worth most come first and with every search."""
    worth = [worth for _, _, worth in rest["kinds"]]
    order = sorted(range(len(entries)), key=lambda number: (-worth[entries[number][0]], number))
    head, weight = 0, 0
    while head < len(order) and weight + len(written[order[head]].encode()) <= _HEAD:
        weight += len(written[order[head]].encode())
        head += 1
    further = [record(written[number], [entries[number][2], *entries[number][3]]) for number in order[head:]]
    keys, files = divide(further)
    incomplete = sorted({entries[number][0] for number in order[head:]})
    # A key's file is negative (and one less) where it does not hold everything.
    numbers = {key: file if is_whole else -file - 1 for key, (file, is_whole) in keys.items()}
    yield (
        index_name(language),
        _index({**rest, "incomplete": incomplete, "pieces": numbers}, [written[number] for number in order[:head]]),
    )
    for number, file in enumerate(files):
        lines = ",\n".join(further[each].written for each in file)
        data = f"(self.triagraphPieces??={{}})[{number}]=[\n{lines}\n];\n"
        yield f"assets/search/{language}-{number}.js", data.encode()


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
            name, spoken = _name(names, iri)
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
        name, spoken = _name(names, iri)
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


def _name(names: Names, iri: str) -> tuple[str, str | None]:
    name, spoken = names.name(iri)
    return _cut(name), spoken


def _cut(name: str) -> str:
    return name if len(name) <= _LONG_NAME else wording.shortened(name, _LONG_NAME)


def _other_names(name: str, literals: list[Literal]) -> list[str]:
    texts = dict.fromkeys(_cut(literal.value) for literal in literals)
    return [text for text in texts if text != name][:_MOST_NAMES]


def _about(texts: list[Literal], language: Language) -> str:
    """Give what a thing is, in the reader's language."""
    own = [text.value for text in texts if (text.language or language).split("-")[0] == language]
    return wording.shortened(own[0], _LONG) if own else ""
