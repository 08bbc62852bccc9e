"""Pages stay light: a list that would make a page too heavy shows its beginning there, and is whole on pages of its own.

A page and its other language always have the same pages beside them, so that the switch of language finds them: how many
rows stand where is decided for all languages at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from triagraph.site.facts import Fact, Value
from triagraph.site.names import part_stem
from triagraph.site.records import Table
from triagraph.site.relations import Relation
from triagraph.site.rendering import Crumb, Page

#: No page of a release is heavier, in bytes of HTML; the promise is 60,000.
HEAVIEST: Final = 59_500
#: At least so many rows stay on the page itself.
_LEAST: Final = 3
#: Which lists of a page can go on elsewhere: where they stand in its data, and what holds their items.
_ITEMS: Final[dict[str, str]] = {"tables": "rows", "facts": "values", "relations": "things"}

Entry: TypeAlias = Table | Fact | Relation
#: The same page in each language.
Pages: TypeAlias = tuple[Page, ...]
Weigh: TypeAlias = Callable[[Pages], int]


@dataclass(frozen=True, slots=True)
class Key:
    """Which list of a page: where it stands in the page's data, and its name."""

    section: str
    name: str

    @property
    def slug(self) -> str:
        """Give what the pages of the list are called after."""
        local = re.split(r"[/#]", self.name)[-1]
        words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local).lower()).strip("-")
        return {"tables": words, "facts": f"values-{words}", "relations": f"from-{words}"}[self.section]


def portioned(pages: Pages, weigh: Weigh) -> Iterator[Pages]:
    """Give a page in each language, light enough, and after it the pages on which its long lists go on.

    Args:
        pages: the page in each language.
        weigh: renders a page in each language and gives the bytes of the heaviest.
    """
    weight = weigh(pages)
    rest: list[tuple[Key, str, Pages]] = []
    whole = pages
    in_full: list[Pages] = []
    if weight > HEAVIEST:
        in_full, pages = _with_words_elsewhere(pages, weigh)
        weight = weigh(pages)
    for key in _heaviest_first(pages) if weight > HEAVIEST else ():
        count = _count(pages, key)
        bare = weigh(_shortened(pages, key, 0, ""))
        keep = max(_LEAST, (HEAVIEST - bare) * count // max(1, weight - bare))
        if keep < count:
            stem = _free_stem(f"{pages[0].stem}_{key.slug}", {stem for _, stem, _ in rest})
            pages = _shortened(pages, key, keep, stem)
            rest.append((key, stem, whole))
            weight = weigh(pages)
        if weight <= HEAVIEST:
            break
    yield pages
    yield from in_full
    for key, stem, source in rest:
        yield from _going_on(source, key, stem, weigh)


def _with_words_elsewhere(pages: Pages, weigh: Weigh) -> tuple[list[Pages], Pages]:
    """Take quotations off a page step by step, each of them one click away: first those of further sources."""
    in_full: list[Pages] = []
    if any(map(_has_more_evidence, pages)):
        in_full = _facts_in_full(pages, weigh)
        pages = tuple(_briefly(page, [part[number] for part in in_full]) for number, page in enumerate(pages))
    for key in _heaviest_first(pages):
        if key.section == "tables" and weigh(pages) > HEAVIEST:
            pages = tuple(_with_entry(page, key, _with_words_on_records) for page in pages)
    if weigh(pages) > HEAVIEST:
        pages = tuple(_with_words_at_sources(page) for page in pages)
    return in_full, pages


def _with_words_at_sources(page: Page) -> Page:
    """Let facts name their sources; the words stand on the pages of the sources."""
    facts = [
        replace(fact, values=tuple(replace(value, words_in_place=False) for value in fact.values))
        for fact in page.data.get("facts", ())
    ]
    return replace(page, data={**page.data, "facts": facts})


def _has_more_evidence(page: Page) -> bool:
    return any(len(value.evidence) > 1 for fact in page.data.get("facts", ()) for value in fact.values)


def _briefly(page: Page, in_full: list[Page]) -> Page:
    """Leave the first source of each fact on a page; the others stand on the pages that have the facts in full."""
    names = {fact.name: full.stem.rpartition("/")[2] for full in in_full for fact in full.data["facts"]}
    facts = [replace(fact, values=_with_one_source(fact.values, names[fact.name])) for fact in page.data["facts"]]
    return replace(page, data={**page.data, "facts": facts})


def _with_one_source(values: tuple[Value, ...], name: str) -> tuple[Value, ...]:
    return tuple(
        replace(value, evidence=value.evidence[:1], others=len(value.evidence) - 1, more=name)
        if len(value.evidence) > 1
        else value
        for value in values
    )


def _with_words_on_records(table: Any) -> Any:
    """Let the rows of a table name their sources; the words stand on the pages of the records, one click away."""
    return replace(table, words_in_place=table.words_in_place and not all(row.href for row in table.rows))


def _facts_in_full(pages: Pages, weigh: Weigh) -> list[Pages]:
    count = max(len(page.data["facts"]) for page in pages)
    return in_parts(
        count, lambda some, parts: tuple(_facts(page, some, parts) for page in pages), f"{pages[0].stem}_facts", weigh
    )


def _facts(page: Page, some: slice, parts: Neighbours) -> Page:
    """Give the page of some of the facts with all of their evidence."""
    return replace(
        page,
        stem=parts.stem,
        template="facts.html",
        alternates=(),
        machine_readable=None,
        crumbs=(*page.crumbs[:-1], replace(page.crumbs[-1], target=page.stem), Crumb(page.data["facts_title"])),
        data={
            "whole": page.stem,
            "section": "facts",
            "title": page.data["facts_title"],
            "facts": page.data["facts"][some],
            "parts": parts,
        },
    )


def _free_stem(stem: str, taken: set[str]) -> str:
    while stem in taken:
        stem += "-x"
    return stem


def _entries(page: Page) -> Iterator[tuple[Key, Entry]]:
    for section in _ITEMS:
        for entry in page.data.get(section, ()):
            yield Key(section, entry.name), entry


def _entry(page: Page, key: Key) -> Entry | None:
    return next((entry for found, entry in _entries(page) if found == key), None)


def _items(entry: Entry | None, key: Key) -> tuple[Any, ...]:
    return getattr(entry, _ITEMS[key.section]) if entry is not None else ()


def _count(pages: Pages, key: Key) -> int:
    return max(len(_items(_entry(page, key), key)) for page in pages)


def _heaviest_first(pages: Pages) -> list[Key]:
    weights = {key: len(repr(entry)) for key, entry in _entries(pages[0]) if len(_items(entry, key)) > _LEAST}
    return sorted(weights, key=lambda key: (-weights[key], key.section, key.name))


def _shortened(pages: Pages, key: Key, keep: int, stem: str) -> Pages:
    """Leave the first items of a list on a page; `stem` is the page on which the whole list begins."""
    return tuple(_with_entry(page, key, lambda entry: _first(entry, key, keep, stem)) for page in pages)


def _first(entry: Any, key: Key, keep: int, stem: str) -> Any:
    items = _items(entry, key)
    return replace(entry, **{_ITEMS[key.section]: items[:keep]}, total=len(items), more=stem)


def _with_entry(page: Page, key: Key, change: Callable[[Entry], Any]) -> Page:
    entries = [change(entry) if entry.name == key.name else entry for entry in page.data[key.section]]
    return replace(page, data={**page.data, key.section: entries})


def _going_on(pages: Pages, key: Key, stem: str, weigh: Weigh) -> list[Pages]:
    """Give the pages of one whole list, each as heavy as a page may be."""
    return in_parts(
        _count(pages, key),
        lambda items, parts: tuple(_part(page, key, items, parts) for page in pages),
        stem,
        weigh,
    )


def _part(page: Page, key: Key, items: slice, parts: Neighbours) -> Page:
    """Give one part of a list as a page."""
    entry = _entry(page, key)
    shown: Any = entry
    if entry is not None:
        part: dict[str, Any] = {_ITEMS[key.section]: _items(entry, key)[items]}
        shown = replace(entry, **part)
    return Page(
        stem=parts.stem,
        template="portion.html",
        title=page.title,
        title_language=page.title_language,
        description=page.title,
        crumbs=(
            *page.crumbs[:-1],
            replace(page.crumbs[-1], target=page.stem),
            Crumb(entry.title if entry is not None else page.title),
        ),
        data={
            "whole": page.stem,
            "section": key.section,
            "entry": shown,
            "count": len(_items(entry, key)),
            "parts": parts,
        },
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where one part of a list stands among the others: stems of pages, empty where there is none."""

    stem: str
    number: int
    count: int
    first: str
    previous: str
    next: str
    last: str


def neighbours(stems: Sequence[str], number: int) -> Neighbours:
    """Say which (from 0) of the pages of a list this is, and where the others are."""
    count = len(stems)
    return Neighbours(
        stems[number],
        number + 1,
        count,
        stems[0] if number > 1 else "",
        stems[number - 1] if number > 0 else "",
        stems[number + 1] if number + 1 < count else "",
        stems[-1] if number + 2 < count else "",
    )


def in_parts(count: int, page_of: Callable[[slice, Neighbours], Pages], stem: str, weigh: Weigh) -> list[Pages]:
    """Divide the rows of a list among as few pages as are light enough.

    Args:
        count: how many rows there are.
        page_of: makes the page of some of the rows, in each language.
        stem: the first page.
        weigh: as for `portioned`.
    """
    size = max(1, count)
    while True:
        starts = range(0, max(1, count), size)
        stems = [part_stem(stem, number) for number in range(len(starts))]
        parts = [page_of(slice(start, start + size), neighbours(stems, number)) for number, start in enumerate(starts)]
        weight = max(weigh(part) for part in parts)
        if weight <= HEAVIEST or size == 1:
            return parts
        size = max(1, min(size * HEAVIEST // weight, size * 9 // 10))


def with_fewer_rows(pages: Pages, weigh: Weigh) -> Pages:
    """Leave out the last rows of an answer until its page is light enough; the files beside it have them all."""
    while (weight := weigh(pages)) > HEAVIEST and len(pages[0].data["rows"] or ()) > _LEAST:
        count = len(pages[0].data["rows"])
        keep = max(_LEAST, min(count * HEAVIEST // weight, count * 9 // 10))
        pages = tuple(replace(page, data={**page.data, "rows": page.data["rows"][:keep]}) for page in pages)
    return pages
