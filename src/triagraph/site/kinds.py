"""The kinds of things (`<base>id/<kind>/…`): what they are called, in the order in which a release lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from triagraph.language import Text
from triagraph.site.words import read_words


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things and what a reader is told about it."""

    name: str
    singular: Text
    plural: Text
    about: Text


#: Shown inside the pages of what they are about; they have no page of their own.
EVIDENCE_KINDS: Final = frozenset({"statement", "quotation", "mapping"})
#: Records about other things: they have pages, and the pages of what they are about show them.
RECORD_KINDS: Final = frozenset(
    {"code", "membership", "observation", "change", "attribution", "assessment", "outcome"}
    | {"site", "period", "participation", "geometry", "address"}
)
#: Shown in the navigation of every page.
MAIN_KINDS: Final = ("network", "organisation", "form", "field", "source")


@cache
def _known() -> dict[str, Kind]:
    tables = read_words("kinds")
    return {name: Kind(name, table["singular"], table["plural"], table["about"]) for name, table in tables.items()}


def kind_of(name: str) -> Kind:
    """Give what is known of a kind; a kind of another project is called by its own name."""
    known = _known().get(name)
    if known is not None:
        return known
    shown = name.replace("-", " ").capitalize()
    return Kind(name, Text(shown, shown), Text(shown, shown), Text("", ""))


def ordered(names: set[str]) -> list[str]:
    """Put kinds in the order in which a release lists them; unknown ones come last."""
    order = {name: position for position, name in enumerate(_known())}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))
