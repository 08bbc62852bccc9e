"""What is recorded about a thing on nodes of its own: memberships, member numbers, events, findings, claims, mappings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from pyoxigraph import Literal, NamedNode

from triagraph.namespaces import DCAT, DCTERMS, ORG, RDF, TRIA
from triagraph.results import Term
from triagraph.site import drawing
from triagraph.site.assessed import REASONS, Assessor
from triagraph.site.chart_picture import NARROW, ChartWords, Count, draw_chart
from triagraph.site.drawing import Picture
from triagraph.site.evidence import Proof
from triagraph.site.facts import Describer
from triagraph.site.graph import TYPE
from triagraph.site.links import relative
from triagraph.site.naming import Inline, sortable
from triagraph.site.places import Places, anchor

#: With more rows than this, a row names its source and its words stand on the page of the record.
_WORDS_IN_PLACE: Final = 12
#: Columns whose property has a label that is too long or too general for a heading.
_HEADINGS: Final = {
    f"{ORG}member": "member",
    f"{ORG}organization": "organisation",
    f"{ORG}role": "role",
    f"{TRIA}affects": "affected",
    f"{TRIA}network": "network",
    f"{TRIA}criterion": "criterion",
    f"{TRIA}assessedValue": "finding",
    f"{TRIA}definition": "definition",
    f"{TRIA}outcome": "outcome",
    f"{RDF}subject": "thing",
    f"{RDF}object": "counterpart",
}
EVENTS: Final = tuple(f"{TRIA}{name}" for name in ("ChangeEvent", "Founding", "Renaming", "Merger"))


@dataclass(frozen=True, slots=True)
class Plan:
    """A table of records: which nodes are rows, by which properties they lead to the thing, and its columns.

    A column is a property, or one of `when`, `dated`, `found_on`, `what`, `count`, `relation`, `reason` and `words`.
    """

    name: str
    classes: tuple[str, ...]
    via: tuple[str, ...]
    columns: tuple[str, ...]


PLANS: Final = (
    Plan("history", EVENTS, (f"{TRIA}affects", f"{TRIA}originalOrganisation", f"{TRIA}resultingOrganisation"),
         ("dated", "what", f"{TRIA}affects", f"{TRIA}originalOrganisation", f"{TRIA}resultingOrganisation", f"{TRIA}founderCount")),
    Plan("numbers", (f"{TRIA}MemberCountObservation",), (f"{TRIA}network",), ("when", "count", f"{TRIA}countedUnit")),
    Plan("members", (f"{ORG}Membership",), (f"{ORG}organization",), (f"{ORG}member", f"{ORG}role", "when")),
    Plan("memberships", (f"{ORG}Membership",), (f"{ORG}member",), (f"{ORG}organization", f"{ORG}role", "when")),
    Plan("attributions", (f"{TRIA}FormAttribution",), (f"{TRIA}network",), (f"{TRIA}definition", "when")),
    Plan("attributed", (f"{TRIA}FormAttribution",), (f"{TRIA}definition",), (f"{TRIA}network", "when")),
    Plan("assessments", (f"{TRIA}CriterionAssessment",), (f"{TRIA}network",), (f"{TRIA}criterion", f"{TRIA}assessedValue", "found_on")),
    Plan("assessed", (f"{TRIA}CriterionAssessment",), (f"{TRIA}criterion",), (f"{TRIA}network", f"{TRIA}assessedValue", "found_on")),
    Plan("outcomes", (f"{TRIA}FormAssessment",), (f"{TRIA}network",), (f"{TRIA}definition", f"{TRIA}outcome", *REASONS)),
    Plan("decided", (f"{TRIA}FormAssessment",), (f"{TRIA}definition",), (f"{TRIA}network", f"{TRIA}outcome", *REASONS)),
    Plan("participations", (f"{TRIA}ValueChainParticipation",), (f"{TRIA}participant",), (f"{TRIA}chain", f"{TRIA}position")),
    Plan("participants", (f"{TRIA}ValueChainParticipation",), (f"{TRIA}chain",), (f"{TRIA}participant", f"{TRIA}position")),
    Plan("completeness", (f"{TRIA}CompletenessStatement",), (f"{TRIA}network",), (f"{TRIA}completeFor", "when")),
    Plan("claims", (f"{TRIA}Claim",), (f"{TRIA}about",), ("words", f"{TRIA}scope")),
    Plan("mappings", (f"{TRIA}Mapping",), (f"{RDF}subject",), ("relation", f"{RDF}object", f"{DCTERMS}identifier", f"{TRIA}codeStatus", "reason")),
    Plan("mapped", (f"{TRIA}Mapping",), (f"{RDF}object",), (f"{RDF}subject", "relation", "reason")),
)  # fmt: skip
#: The outcomes under the definitions of a form: they lead to it by way of a definition.
_FITTING: Final = Plan("fitting", (), (), (f"{TRIA}network", f"{TRIA}definition", f"{TRIA}outcome", *REASONS))


_NUMBERS: Final = next(plan for plan in PLANS if plan.name == "numbers")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DIGITS: Final = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its cells, its own page, its anchor and its evidence."""

    cells: tuple[tuple[Inline, ...], ...]
    href: str | None
    anchor: str
    name: str
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of one plan; where rows are left out, `more` is the page that has all of the `total`."""

    name: str
    title: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int = 0
    more: str = ""
    words_in_place: bool = True

    @property
    def has_words(self) -> bool:
        """Whether a row has a quotation."""
        return any(row.evidence for row in self.rows)

    @property
    def has_evidence(self) -> bool:
        """Whether a row has a quotation or a page of its own."""
        return any(row.evidence or row.href for row in self.rows)


class Recorder:
    """Reads the records of things."""

    def __init__(self, describer: Describer, places: Places, assessor: Assessor, words: dict[str, str]) -> None:
        self._assessor = assessor
        self._describer = describer
        self._graph = describer.graph
        self._names = describer.names
        self._places = places
        self._words = words
        self._columns: dict[str, Callable[[str, str], list[Inline]]] = {
            "when": self._when,
            "found_on": self._when,
            "dated": lambda node, origin: self._when(node, origin) or [Inline(self._words["undated"])],
            "what": self._what,
            "count": self._count,
            "relation": self._relation,
            "reason": self._reason,
            "words": lambda node, origin: [self._names.link(node, origin)],
            **{name: self._reason_of(name) for name in REASONS},
        }

    def _reason_of(self, name: str) -> Callable[[str, str], list[Inline]]:
        return lambda node, origin: self._assessor.reason(node, name, origin)

    def tables(self, thing: str, origin: str) -> list[Table]:
        """Give the tables of a thing's records, for the page `origin`; a plan without rows gives none."""
        led_by = {quad.predicate.value for quad in self._graph.by_object.get(thing, ())}
        plans = (plan for plan in PLANS if not led_by.isdisjoint(plan.via))
        tables = [self._table(plan, self.nodes(plan, thing), thing, origin) for plan in plans]
        tables.append(self._table(_FITTING, self._assessor.outcomes.of_form(thing), thing, origin))
        return [table for table in tables if table.rows]

    def nodes(self, plan: Plan, thing: str) -> list[str]:
        """Give the nodes that are rows of a plan for a thing."""
        wanted = set(plan.classes)
        found = dict.fromkeys(node for predicate in plan.via for node in self._graph.subjects(predicate, thing))
        return [node for node in found if wanted.intersection(self._graph.iris(node, TYPE))]

    def _table(self, plan: Plan, nodes: list[str], thing: str, origin: str) -> Table:
        ordered = sorted(nodes, key=self._order)
        columns = [
            column for column in plan.columns if any(self._cell(node, column, thing, origin) for node in ordered)
        ]
        rows = tuple(self._row(node, columns, thing, origin) for node in ordered)
        in_place = len(rows) <= _WORDS_IN_PLACE or not all(row.href for row in rows)
        headings = tuple(self._heading(column) for column in columns)
        title = self._words[f"section_{plan.name}"]
        return Table(plan.name, title, tuple(columns), headings, rows, len(rows), words_in_place=in_place)

    def _order(self, node: str) -> tuple[bool, str, str, str]:
        return not self._date(node), self._date(node), sortable(self._names.text(node)), node

    def _date(self, node: str) -> str:
        value = self._graph.value(node, f"{DCTERMS}date")
        if value is None:
            period = next(iter(self._graph.iris(node, f"{ORG}memberDuring")), None)
            value = self._graph.value(period, f"{DCAT}startDate") if period is not None else None
        return value.value if isinstance(value, Literal) else ""

    def _row(self, node: str, columns: list[str], thing: str, origin: str) -> Row:
        page = self._places.page(node, self._names.language)
        own = page is not None and self._places.thing(node) is not None
        return Row(
            cells=tuple(tuple(self._cell(node, column, thing, origin)) for column in columns),
            href=relative(origin, page) if page is not None and own else None,
            anchor=anchor(node),
            name=self._names.text(node),
            evidence=self._describer.witnesses.of_thing(node, origin),
        )

    def _heading(self, column: str) -> str:
        named = column if column in self._columns else _HEADINGS.get(column)
        return self._words[f"column_{named}"] if named is not None else self._names.text(column)

    def _cell(self, node: str, column: str, thing: str, origin: str) -> list[Inline]:
        special = self._columns.get(column)
        if special is not None:
            return special(node, origin)
        values = (value for value in self._graph.values(node, column) if not _is(value, thing))
        return self._shown(values, column, origin)

    def _shown(self, values: Iterable[Term], predicate: str, origin: str) -> list[Inline]:
        shown = [self._names.inline(value, origin, predicate) for value in values]
        return sorted(shown, key=lambda inline: sortable(inline.text))

    def _when(self, node: str, origin: str) -> list[Inline]:
        dates = self._shown(self._graph.values(node, f"{DCTERMS}date"), f"{DCTERMS}date", origin)
        return dates + [
            Inline(text) for period in self._graph.iris(node, f"{ORG}memberDuring") if (text := self.period(period))
        ]

    def period(self, period: str) -> str:
        """Write a period: from when, until when, or both."""
        start, end = (self._graph.value(period, f"{DCAT}{name}Date") for name in ("start", "end"))
        since = self._names.literal(start) if isinstance(start, Literal) else ""
        until = self._names.literal(end) if isinstance(end, Literal) else ""
        if since and until:
            return since if since == until else self._words["from_until"].format(since=since, until=until)
        if since:
            return self._words["since"].format(since=since)
        return self._words["until"].format(until=until) if until else ""

    def _what(self, node: str, origin: str) -> list[Inline]:
        return self._describer.types(node, origin)

    def _count(self, node: str, _origin: str) -> list[Inline]:
        qualifier = next(iter(self._graph.iris(node, f"{TRIA}countQualifier")), "").rpartition("/")[2]
        pattern = self._words.get(f"count_{qualifier.replace('-', '_')}", "{count}")
        counts = self._graph.literals(node, f"{TRIA}memberCount")
        return [Inline(pattern.format(count=self._names.literal(count))) for count in counts]

    def counted(self, node: str, origin: str, *, brief: bool = False) -> str:
        """Write a member number in words: `rund 60 Unternehmen (2019)`; `brief` leaves out what was counted and when."""
        number = ", ".join(inline.text for inline in self._count(node, origin))
        if brief:
            return number
        unit = ", ".join(inline.text for inline in self._cell(node, f"{TRIA}countedUnit", "", origin))
        when = ", ".join(inline.text for inline in self._when(node, origin))
        return f"{number} {unit}{f' ({when})' if when else ''}".strip()

    def chart(self, thing: str, origin: str, name: str = "chart") -> Picture | None:
        """Draw the member numbers of a network over time; None where fewer than two have a date."""
        nodes = self.nodes(_NUMBERS, thing)
        counts = [count for node in sorted(nodes) if (count := self._charted(node, origin)) is not None]
        if len(counts) < 2:  # noqa: PLR2004 - one number is no development
            return None
        title = self._words["chart_of"].format(network=self._names.text(thing))
        wide, narrow = (ChartWords(each, title, self._names.language) for each in (name, f"{name}{drawing.NARROW}"))
        href = partial(self._record, origin=origin)
        return Picture(draw_chart(counts, wide, href), draw_chart(counts, narrow, href, NARROW))

    def _charted(self, node: str, origin: str) -> Count | None:
        date = self._graph.value(node, f"{DCTERMS}date")
        number = next(iter(self._graph.literals(node, f"{TRIA}memberCount")), None)
        when = _year(date.value) if isinstance(date, Literal) else None
        if when is None or number is None or not _DIGITS.fullmatch(number.value):
            return None
        return Count(
            when,
            int(number.value),
            next(iter(self._graph.iris(node, f"{TRIA}countQualifier")), "").rpartition("/")[2],
            ", ".join(inline.text for inline in self._cell(node, f"{TRIA}countedUnit", "", origin)),
            self.counted(node, origin, brief=True),
            self.counted(node, origin),
            node,
        )

    def _record(self, node: str, origin: str) -> str | None:
        page = self._places.page(node, self._names.language)
        return relative(origin, page) if page is not None else None

    def _relation(self, node: str, origin: str) -> list[Inline]:
        return [self._describer.property(iri, origin) for iri in self._graph.iris(node, f"{RDF}predicate")]

    def _reason(self, node: str, _origin: str) -> list[Inline]:
        reasons = self._graph.literals(node, f"{TRIA}justification")
        own = [reason for reason in reasons if self._names.foreign(reason) is None]
        return [Inline(reason.value, self._names.foreign(reason)) for reason in own or reasons]


def _year(date: str) -> float | None:
    """Give a date as a year with a fraction; a year or a month alone stands for its middle."""
    found = _DATE.fullmatch(date)
    if found is None:
        return None
    year, month, day = found.groups()
    if month is None:
        return int(year) + 0.5
    return int(year) + (int(month) - 1 + (int(day) / 31 if day else 0.5)) / 12


def _is(value: Term, iri: str) -> bool:
    return isinstance(value, NamedNode) and value.value == iri
