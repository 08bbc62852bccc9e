"""Hashes of terms and lines, by which is counted what differs."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

#: What differs is counted so many shares at a time (a power of two): a set of all would take more memory than the engine.
_SHARES: Final = 16


class Tally:
    """Hashes of terms or lines, eight bytes each."""

    def __init__(self) -> None:
        self.shares = tuple(array("q") for _ in range(_SHARES))
        self._adders = tuple(share.append for share in self.shares)

    def add(self, hashes: Iterable[int]) -> None:
        """Write down hashes."""
        adders, last = self._adders, _SHARES - 1
        for each in hashes:
            adders[each & last](each)

    def within(self, texts: Iterable[str]) -> set[str]:
        """Give those of some texts that were seen."""
        by_hash = {hash(text.encode()): text for text in texts}
        return {by_hash[each] for share in self.shares for each in share if each in by_hash} if by_hash else set()


class FocusTally:
    """Hashes of the focus nodes of some shapes graphs: most are nodes of all of them, and are kept once.

    Args:
        number: how many shapes graphs.
    """

    def __init__(self, number: int) -> None:
        #: For each shapes graph what is new; lines about one node often stand together.
        self.latest: list[set[int]] = [set() for _ in range(number)]
        self._by_graphs: dict[int, Tally] = defaultdict(Tally)

    def settle(self) -> None:
        """Keep what is new."""
        if len(self.latest) == 1:
            (latest,) = self.latest
            if latest:
                self._by_graphs[1].add(latest)
                latest.clear()
            return
        graphs: dict[int, int] = {}
        for number, latest in enumerate(self.latest):
            bit = 1 << number
            for each in latest:
                graphs[each] = graphs.get(each, 0) | bit
            latest.clear()
        for each, bits in graphs.items():
            self._by_graphs[bits].add((each,))

    def tallies(self) -> Collection[Tally]:
        """Give all hashes."""
        return self._by_graphs.values()

    def within(self, number: int, texts: Collection[str]) -> set[str]:
        """Give those of some texts that are focus nodes of a shapes graph."""
        bit = 1 << number
        return set[str]().union(*(tally.within(texts) for bits, tally in self._by_graphs.items() if bits & bit))


def distinct(*tallies: Tally) -> int:
    """Count what differs."""
    return sum(len(set[int]().union(*shares)) for shares in zip(*(tally.shares for tally in tallies), strict=True))
