"""Take little memory beside an engine that takes much."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pyoxigraph import Quad

from triagraph.formats import NTRIPLES
from triagraph.parser import Document, parse
from triagraph.store.loading import Dataset
from triagraph.validation.intake import Ground


def as_text(ours: Ground) -> Ground:
    """Keep the project's data as text, a quarter as large; quads are made of it when somebody asks, and are not kept."""
    return replace(ours, dataset=replace(ours.dataset, layers=_Written(ours.dataset)))


class _Written(Mapping[str, tuple[Quad, ...]]):
    """The layers of a project as N-Triples."""

    def __init__(self, dataset: Dataset) -> None:
        self._texts = {layer: dataset.ntriples(layer) for layer in dataset.layers}

    def __getitem__(self, layer: str) -> tuple[Quad, ...]:
        document = Document(layer, self._texts[layer], NTRIPLES)
        return tuple(parse(document, rename_blank_nodes=False))

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def _trim() -> Callable[[int], object] | None:
    """Find what gives memory back; only the C library of GNU has it."""
    if sys.platform != "linux":
        return None
    trim: Callable[[int], object] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim


_TRIM = _trim()


def give_back() -> None:
    """Give memory that was used and is free again back to the system: https://man7.org/linux/man-pages/man3/malloc_trim.3.html."""
    if _TRIM is not None:
        _TRIM(0)
