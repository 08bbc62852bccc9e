"""Solutions for people: a table that fits the terminal, or one block per row where the columns would get too narrow."""

from __future__ import annotations

import io
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from triagraph.language import Language, Text, printable

if TYPE_CHECKING:
    from triagraph.results import Label, Solutions

_GAP: Final = 3
#: A column of text is readable from this width on; a narrower one breaks nearly every word.
_READABLE: Final = 16


def to_table(solutions: Solutions, label: Label, language: Language, width: int | None = None) -> str:
    r"""Write a table of at most `width` characters, with a last line that counts the rows.

    Where the columns do not fit, each row is a block of lines `column  value`, as psql does with `\x auto`.
    """
    rows = [tuple("" if term is None else printable(label(term)) for term in row) for row in solutions.rows]
    space = width or 100
    if not rows:
        text = ""
    elif _needed(solutions.variables, rows) <= space:
        text = _table(solutions.variables, rows, space)
    else:
        text = _blocks(solutions.variables, rows, space)
    count = len(rows)
    footer = Text("1 Zeile", "1 row") if count == 1 else Text(f"{count} Zeilen", f"{count} rows")
    return f"{text}{footer.to(language)}\n"


def _needed(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> int:
    """Tell the width from which on all columns are readable."""
    columns = zip(names, *rows, strict=True)
    return sum(min(_READABLE, max(map(len, cells))) for cells in columns) + _GAP * (len(names) - 1)


def _table(names: tuple[str, ...], rows: list[tuple[str, ...]], width: int) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Cell

    buffer = io.StringIO()
    console = Console(file=buffer, width=width, color_system=None, highlight=False, emoji=False, markup=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(Cell, row))
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines()).lstrip("\n") + "\n"


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
