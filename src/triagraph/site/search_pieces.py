"""Divide the search index of a large graph among small files, by the beginnings of words, so that a search loads one or two.

A file holds the entries one of whose names has a word that begins like its key. Where there are more than it can hold, it
has the best of them, and longer keys divide all of them again: a radix tree, whose nodes are the keys
(https://en.wikipedia.org/wiki/Radix_tree).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

#: No file of an index is heavier, in bytes; the promise is 200,000.
HEAVIEST: Final = 190_000
_WITH_E: Final = re.compile("([aou])e")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of the index: how it is written, and the words of its names."""

    written: str
    words: frozenset[str]
    weight: int


@dataclass(frozen=True, slots=True)
class Keyed:
    """What one key leads to: the numbers of records, and whether these are all."""

    key: str
    records: tuple[int, ...] = field(repr=False)
    is_whole: bool


def words_of(text: str) -> list[str]:
    """Divide a text into words as the search compares them; `wordsOf` in search.js does the same."""
    plain = text.lower()
    if not plain.isascii():
        folded = unicodedata.normalize("NFD", plain.replace("ß", "ss"))
        plain = "".join(letter for letter in folded if not unicodedata.category(letter).startswith("M"))
    return _WORD.findall(_WITH_E.sub(r"\1", plain))


def record(written: str, names: Sequence[str]) -> Record:
    """Make a record of a written entry."""
    return Record(written, frozenset(word for name in names for word in words_of(name)), len(written.encode()) + 2)


def divide(records: Sequence[Record]) -> tuple[dict[str, tuple[int, bool]], list[list[int]]]:
    """Divide records, the best first, among files.

    Returns:
        The number of the file of each key and whether it holds everything for the key; the records of each file.
    """
    by_word: dict[str, list[int]] = {}
    for number, each in enumerate(records):
        for word in each.words:
            by_word.setdefault(word, []).append(number)
    keys: dict[str, tuple[int, bool]] = {}
    files: list[dict[int, None]] = []
    room = 0
    for keyed in _keyed(records, by_word, sorted(by_word), ""):
        new = [number for number in keyed.records if not (room and number in files[-1])]
        weight = sum(records[number].weight for number in new)
        if weight > room:
            files.append({})
            room, new = HEAVIEST, list(keyed.records)
            weight = sum(records[number].weight for number in new)
        files[-1] |= dict.fromkeys(new)
        room = max(0, room - weight)
        keys[keyed.key] = len(files) - 1, keyed.is_whole
    return keys, [sorted(each) for each in files]


def _keyed(records: Sequence[Record], by_word: dict[str, list[int]], words: list[str], above: str) -> Iterator[Keyed]:
    """Give the nodes for some words, which are sorted, each letter after what is above for itself."""
    start = 0
    while start < len(words):
        if words[start] == above:
            start += 1
            continue
        letter = words[start][len(above)]
        end = start
        while end < len(words) and words[end][len(above) : len(above) + 1] == letter:
            end += 1
        yield from _node(records, by_word, words[start:end])
        start = end


def _node(records: Sequence[Record], by_word: dict[str, list[int]], words: list[str]) -> Iterator[Keyed]:
    first, last = words[0], words[-1]
    key = first[
        : next((place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    ]
    found = sorted({number for word in words for number in by_word[word]})
    best, weight = 0, 0
    while best < len(found) and weight + records[found[best]].weight <= HEAVIEST:
        weight += records[found[best]].weight
        best += 1
    is_whole = best == len(found)
    yield Keyed(key, tuple(found[:best]), is_whole)
    if not is_whole:
        yield from _keyed(records, by_word, words, key)
