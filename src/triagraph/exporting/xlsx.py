"""Tables as an Excel workbook, one sheet for each: the same tables give the same bytes (docs/decisions/0015-*.md)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from triagraph.errors import InputError
from triagraph.exporting.tables import Table
from triagraph.language import Text

#: Excel's limits: https://support.microsoft.com/office/excel-specifications-and-limits
_MOST_ROWS: Final = 1_048_575
_MOST_CHARACTERS: Final = 32_767
_LONGEST_NAME: Final = 31
#: A workbook wants to know when it was made; the clock would change its bytes.
_ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
#: Digits that a spreadsheet keeps: it reckons with 15.
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,10})?")
_WIDEST: Final = 60


def to_xlsx(tables: Sequence[Table]) -> bytes:
    """Write tables as a workbook; every text is a text there, never a formula or a link.

    Raises:
        InputError: a table has more rows than a sheet, or there is none.
    """
    from xlsxwriter import Workbook

    if not tables:
        raise InputError(Text("Es gibt keine Tabelle.", "There is no table."))
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, options) as workbook:
        workbook.set_properties({"created": _ALWAYS})
        bold = workbook.add_format({"bold": True})
        used: set[str] = set()
        for table in tables:
            if len(table.rows) > _MOST_ROWS:
                raise InputError(
                    Text(
                        f"`{table.name}` hat {len(table.rows)} Zeilen; ein Blatt fasst {_MOST_ROWS}.",
                        f"`{table.name}` has {len(table.rows)} rows; a sheet holds {_MOST_ROWS}.",
                    ),
                    hint=Text("`--format csv` wählen.", "choose `--format csv`."),
                )
            sheet = workbook.add_worksheet(_sheet_name(table.name, used))
            sheet.freeze_panes(1, 1)
            for number, column in enumerate(table.columns):
                sheet.write_string(0, number, column[:_MOST_CHARACTERS], bold)
                sheet.set_column(number, number, min(_WIDEST, max(12, len(column))))
            for line, row in enumerate(table.rows, 1):
                for number, cell in enumerate(row):
                    if cell and number in table.numeric and _NUMBER.fullmatch(cell):
                        sheet.write_number(line, number, float(cell))
                    elif cell:
                        sheet.write_string(line, number, _shortened(cell))
    return buffer.getvalue()


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _MOST_CHARACTERS else f"{cell[: _MOST_CHARACTERS - 1]}…"


def _sheet_name(name: str, used: set[str]) -> str:
    candidate, number = name[:_LONGEST_NAME], 2
    while candidate in used:
        ending = f"-{number}"
        candidate, number = name[: _LONGEST_NAME - len(ending)] + ending, number + 1
    used.add(candidate)
    return candidate
