"""Are the quotations in the text? Each at its offset, elsewhere, with other white space, or missing.

Offsets count Unicode code points from 0, the end exclusive (https://www.w3.org/TR/annotation-model/#text-position-selector).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad

from triagraph.errors import InputError, nearest
from triagraph.hygiene.artefacts import GRAPH_ROLES, Artefacts, number_of, objects, value_of
from triagraph.hygiene.page import Page
from triagraph.language import Language, Text
from triagraph.namespaces import DCTERMS, OA, RDF, SCHEMA, TRIA

Verdict = OneOf["at-its-offset", "found", "elsewhere", "other-white-space", "missing"]
VERDICTS: Final[dict[Verdict, Text]] = {
    "at-its-offset": Text("an seiner Stelle", "at its offset"),
    "found": Text("gefunden", "found"),
    "elsewhere": Text("anderswo", "elsewhere"),
    "other-white-space": Text("mit anderem Leerraum gefunden", "found with other white space"),
    "missing": Text("fehlt", "missing"),
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation of a source: its words, and where they begin and end if that is stated."""

    iri: str
    exact: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class QuotedSource:
    """A source with its quotations, in the order of the text, and what is stated of its text."""

    iri: str
    title: str
    quotations: tuple[Quotation, ...]
    sha256: str | None = None
    characters: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A quotation and where it was found, if it was; `at` counts code points of the page's text."""

    quotation: Quotation
    verdict: Verdict
    at: int | None = None


@dataclass(frozen=True, slots=True)
class QuotationReport:
    """What came of all quotations of a source; `same_text` tells whether the page is the text that was quoted."""

    source: QuotedSource
    page: Page
    placed: tuple[Placed, ...]
    same_text: bool | None

    @property
    def passes(self) -> bool:
        """Tell whether no quotation is missing."""
        return all(one.verdict != "missing" for one in self.placed)

    def counts(self) -> dict[Verdict, int]:
        """Count the quotations of each verdict."""
        found = Counter(one.verdict for one in self.placed)
        return {verdict: found[verdict] for verdict in VERDICTS}


def quoted_sources(quads: Iterable[Quad]) -> tuple[QuotedSource, ...]:
    """List the sources that a graph quotes."""
    by_subject: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            by_subject[quad.subject.value].append(quad)
    found: dict[str, list[Quotation]] = defaultdict(list)
    for iri, own in by_subject.items():
        if f"{TRIA}Quotation" in map(value_of, objects(own, f"{RDF}type")):
            selectors = [quad for one in objects(own, f"{OA}hasSelector") for quad in by_subject.get(value_of(one), ())]
            exact = [value.value for value in objects(selectors, f"{OA}exact") if isinstance(value, Literal)]
            if exact:
                quotation = Quotation(
                    iri,
                    exact[0],
                    number_of(objects(selectors, f"{OA}start")),
                    number_of(objects(selectors, f"{OA}end")),
                )
                for source in objects(own, f"{OA}hasSource"):
                    found[value_of(source)].append(quotation)
    return tuple(_source(iri, found[iri], by_subject.get(iri, [])) for iri in sorted(found))


def _source(iri: str, quotations: list[Quotation], quads: list[Quad]) -> QuotedSource:
    ordered = tuple(sorted(quotations, key=lambda one: (one.start is None, one.start or 0, one.iri)))
    title, digest = (next(map(value_of, objects(quads, name)), None) for name in (f"{DCTERMS}title", f"{SCHEMA}sha256"))
    return QuotedSource(iri, title or iri, ordered, digest, number_of(objects(quads, f"{TRIA}characterCount")))


def check_quotations(page: Page, artefacts: Artefacts, named: str | None = None) -> QuotationReport:
    """Look for each quotation of a source in a page.

    Args:
        page: the text.
        artefacts: the project with the quotations.
        named: the slug or IRI of the source; without it, the one that fits the text best.

    Raises:
        InputError: there is no such source, or the text fits none.
    """
    sources = quoted_sources(quad for file in artefacts.of(*GRAPH_ROLES) for quad in file.quads)
    source = _named(named, sources, artefacts) if named is not None else _fitting(page, sources)
    placed = tuple(place(quotation, page.text) for quotation in source.quotations)
    same = None if source.sha256 is None else digest(page.text) == source.sha256
    return QuotationReport(source, page, placed, same)


def digest(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _named(named: str, sources: tuple[QuotedSource, ...], artefacts: Artefacts) -> QuotedSource:
    by_slug = {source.iri.removeprefix(f"{artefacts.things}source/"): source for source in sources}
    for slug, source in by_slug.items():
        if named in (slug, source.iri):
            return source
    raise InputError(
        Text(f"Aus einer Quelle `{named}` wird nichts zitiert.", f"Nothing is quoted from a source `{named}`."),
        hint=nearest(named, sorted(by_slug)),
    )


def _fitting(page: Page, sources: tuple[QuotedSource, ...]) -> QuotedSource:
    """Find the source whose digest or length is the text's, else the one with most of its quotations in it."""

    def fit(source: QuotedSource) -> tuple[bool, float, bool, int]:
        found = sum(place(quotation, page.text).verdict != "missing" for quotation in source.quotations)
        same = source.sha256 is not None and source.sha256 == digest(page.text)
        return same, found / len(source.quotations), source.characters == len(page.text), found

    best = max(sources, key=fit, default=None)
    if best is None or fit(best)[:3] == (False, 0, False):
        raise InputError(
            Text(
                f"`{page.name}` passt zu keiner Quelle: kein Zitat steht darin.",
                f"`{page.name}` fits no source: no quotation is in it.",
            ),
            hint=Text("`--quoted-source SLUG` nennt die Quelle.", "`--quoted-source SLUG` names the source."),
        )
    return best


def place(quotation: Quotation, text: str) -> Placed:
    """Look for a quotation: 1. where it says, 2. anywhere, nearest to there, 3. with white space folded."""
    start, end, exact = quotation.start, quotation.end, quotation.exact
    if start is not None and text[start:end] == exact:
        return Placed(quotation, "at-its-offset", start)
    places = list(_places(exact, text))
    if places:
        nearest_place = min(places, key=lambda at: abs(at - (start or 0)))
        return Placed(quotation, "found" if start is None else "elsewhere", nearest_place)
    words = " ".join(exact.split())
    folded, offsets = _folded(text)
    at = folded.find(words) if words else -1
    return Placed(quotation, "missing") if at < 0 else Placed(quotation, "other-white-space", offsets[at])


def _places(exact: str, text: str) -> Iterator[int]:
    at = text.find(exact) if exact else -1
    while at >= 0:
        yield at
        at = text.find(exact, at + 1)


@lru_cache(maxsize=2)
def _folded(text: str) -> tuple[str, list[int]]:
    """Make each run of white space one space; give also where each character stood."""
    characters: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text):
        if not character.isspace():
            characters.append(character)
        elif characters and characters[-1] != " ":
            characters.append(" ")
        else:
            continue
        offsets.append(at)
    return "".join(characters), offsets


def to_text(report: QuotationReport, language: Language) -> str:
    """Write one line per quotation, then the counts."""
    width = max(len(text.to(language)) for text in VERDICTS.values())
    lines = [_line(one, width, language) for one in report.placed]
    counts = ", ".join(
        f"{number} {VERDICTS[verdict].to(language)}" for verdict, number in report.counts().items() if number
    )
    lengths = Text(f"{len(report.page.text)} Zeichen", f"{len(report.page.text)} characters")
    same = {
        True: Text("derselbe Text, aus dem zitiert wurde", "the very text that was quoted"),
        False: Text(
            "nicht Zeichen für Zeichen der zitierte Text", "not character by character the text that was quoted"
        ),
        None: Text("eine Prüfsumme ist nicht angegeben", "no digest is stated"),
    }[report.same_text]
    head = f"{report.source.title} <{report.source.iri}>"
    text = Text(
        f"{lengths.de}, {same.de}; {len(report.placed)} Zitate: ",
        f"{lengths.en}, {same.en}; {len(report.placed)} quotations: ",
    )
    return "\n".join([head, *lines, "", f"{report.page.name}: {text.to(language)}{counts}"]) + "\n"


def _line(one: Placed, width: int, language: Language) -> str:
    shown = " ".join(one.quotation.exact.split())
    words = f"{shown[:57]}…" if len(shown) > 58 else shown  # noqa: PLR2004 - a line of a terminal
    place_found = (
        ""
        if one.at is None or one.verdict == "at-its-offset"
        else Text(f" (bei {one.at})", f" (at {one.at})").to(language)
    )
    slug = one.quotation.iri.rpartition("/")[2]
    return f"  {VERDICTS[one.verdict].to(language):<{width}}  {slug}{place_found}: {words}"


def to_json(report: QuotationReport) -> dict[str, Any]:
    """Give the report as a JSON object; what is not known is left out."""
    return {
        "passes": report.passes,
        "file": report.page.name,
        "source": report.source.iri,
        "sameText": report.same_text,
        "characters": len(report.page.text),
        "summary": report.counts(),
        "quotations": [_quotation_object(one) for one in report.placed],
    }


def _quotation_object(one: Placed) -> dict[str, Any]:
    fields = {
        "quotation": one.quotation.iri,
        "verdict": one.verdict,
        "start": one.quotation.start,
        "end": one.quotation.end,
        "at": one.at,
        "exact": one.quotation.exact,
    }
    return {name: value for name, value in fields.items() if value is not None}
