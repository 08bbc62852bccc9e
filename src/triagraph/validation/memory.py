"""Take little memory beside an engine that takes much."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pyoxigraph import Quad

from triagraph.formats import NTRIPLES
from triagraph.parser import Document, parse
from triagraph.store.loading import Dataset
from triagraph.validation.ground import Ground


def as_text(ours: Ground) -> Ground:
    """Keep the project's data as text, a quarter as large; quads are made of it when somebody asks, and are not kept."""
    layers = written({layer: ours.dataset.ntriples(layer) for layer in ours.dataset.layers})
    return replace(ours, dataset=replace(ours.dataset, layers=layers))


def written(texts: Mapping[str, bytes]) -> Mapping[str, tuple[Quad, ...]]:
    """Give layers that are N-Triples as layers of quads, which are made when somebody asks, and are not kept."""
    return _Written(texts)


def text_of(dataset: Dataset, layer: str) -> bytes:
    """Write a layer as N-Triples; what is text already stays as it is."""
    text = dataset.layers.texts.get(layer) if isinstance(dataset.layers, _Written) else None
    return dataset.ntriples(layer) if text is None else text


def quads_in(text: bytes) -> tuple[Quad, ...]:
    """Read N-Triples of ours; blank nodes keep their labels."""
    return tuple(parse(Document("", text, NTRIPLES), rename_blank_nodes=False))


class _Written(Mapping[str, tuple[Quad, ...]]):
    """The layers of a project as N-Triples."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self.texts = texts

    def __getitem__(self, layer: str) -> tuple[Quad, ...]:
        return quads_in(self.texts[layer])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def _function(name: str) -> Callable[..., object] | None:
    """Find a function that only the C library of GNU has."""
    if sys.platform != "linux":
        return None
    found: Callable[..., object] | None = getattr(ctypes.CDLL(None), name, None)
    return found


_TRIM = _function("malloc_trim")
_SET = _function("mallopt")
_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 2 << 20
_TRIM_THRESHOLD: Final = -1
_KEPT: Final = 8 << 20


def give_back() -> None:
    """Give memory that was used and is free again back to the system: https://man7.org/linux/man-pages/man3/malloc_trim.3.html."""
    if _TRIM is not None:
        _TRIM(0)


def keep_large_blocks_apart() -> None:
    """Let large blocks be given back as soon as they are free: https://man7.org/linux/man-pages/man3/mallopt.3.html.

    Else the library counts larger and larger blocks among the small ones, and what is free between them cannot be used:
    8 MB of an engine that reads 150 MB. Pieces of files, of 1 MB, are still handed out again and again: without the second
    setting each would be given back first, which the system then has to fill with zeros anew, 30,000 pages of them in a run.
    """
    if _SET is not None:
        _SET(_MMAP_THRESHOLD, _LARGE)
        _SET(_TRIM_THRESHOLD, _KEPT)
