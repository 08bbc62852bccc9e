"""Solutions for people: a table that fits the terminal, or one block per row where the columns would get too narrow."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from triagraph.language import Language, Text, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triagraph.results import Label, Solutions

_GAP: Final = 3
#: A column of text is readable from this width on; a narrower one breaks nearly every word.
_READABLE: Final = 16


def to_table(
    solutions: Solutions,
    label: Label,
    language: Language,
    width: int | None = None,
    headings: Mapping[str, str] | None = None,
) -> str:
    r"""Write a table of at most `width` characters, with a last line that counts the rows.

    A heading stands in the place of its variable. Where the columns do not fit, each row is a block of lines `column  value`,
    as psql does with `\x auto`.
    """
    names = tuple(printable((headings or {}).get(name, name)) for name in solutions.variables)
    rows = [tuple("" if term is None else printable(label(term)) for term in row) for row in solutions.rows]
    space = width or 100
    if not rows:
        text = ""
    elif _needed(names, rows) <= space:
        text = _table(names, rows, space)
    else:
        text = _blocks(names, rows, space)
    count = len(rows)
    footer = Text("1 Zeile", "1 row") if count == 1 else Text(f"{count} Zeilen", f"{count} rows")
    return f"{text}{footer.to(language)}\n"


def _needed(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> int:
    """Tell the width from which on all columns are readable."""
    columns = zip(names, *rows, strict=True)
    return sum(min(_READABLE, max(map(len, cells))) for cells in columns) + _GAP * (len(names) - 1)


def _table(names: tuple[str, ...], rows: list[tuple[str, ...]], width: int) -> str:
    columns = list(zip(names, *rows, strict=True))
    widest = [max(_cells(line) for cell in column for line in cell.split("\n")) for column in columns]
    widths = _shares(widest, width - _GAP * (len(names) - 1))
    head, *body = [_row(row, widths) for row in (names, *rows)]
    rule = "─" * (sum(widths) + _GAP * (len(widths) - 1))
    return "".join(f"{line}\n" for line in [*head, rule, *(line for row in body for line in row), ""])


def _shares(widest: list[int], space: int) -> list[int]:
    """Give each column what it needs; where that is too much, the widest ones give way, down to one common width."""
    most = max([1, *widest])
    while sum(min(each, most) for each in widest) > space and most > 1:
        most -= 1
    left = space - sum(min(each, most) for each in widest)
    widths = []
    for each in widest:
        extra = 1 if each > most and left > 0 else 0
        left -= extra
        widths.append(max(1, min(each, most + extra)))
    return widths


def _row(row: tuple[str, ...], widths: list[int]) -> list[str]:
    """Give the lines of one row, each cell wrapped to its column."""
    cells = [_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
    return [
        (" " * _GAP)
        .join(f"{part}{' ' * (width - _cells(part))}" for part, width in zip(line, widths, strict=True))
        .rstrip()
        for line in zip_longest(*cells, fillvalue="")
    ]


def _lines(cell: str, width: int) -> list[str]:
    """Wrap the text of a cell; letters that take two cells are counted as if all of them did."""
    return [
        part
        for line in cell.split("\n")
        for part in wrap(line, width if _cells(line) == len(line) else max(1, width // 2), break_on_hyphens=False)
        or [""]
    ]


def _cells(text: str) -> int:
    """Count the cells of a terminal that a text takes: https://www.unicode.org/reports/tr11/."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _blocks(names: tuple[str, ...], rows: list[tuple[str, ...]], width: int) -> str:
    column = max(map(len, names)) + 2
    space = max(column + _READABLE, width)
    blocks = []
    for row in rows:
        lines = [
            line
            for name, value in zip(names, row, strict=True)
            if value
            for line in wrap(
                value,
                space,
                initial_indent=name.ljust(column),
                subsequent_indent=" " * column,
                break_on_hyphens=False,
            )
        ]
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join([*blocks, ""])
