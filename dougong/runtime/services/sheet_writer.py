"""Writing tables for people: CSV row by row, workbooks in constant memory.

Text that a spreadsheet would run as a formula gets an apostrophe in CSV; in a workbook every text is written as text.
Source: OWASP, CSV injection.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Cell = str | Decimal | int | bool | date | datetime | None

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# a workbook's numbers are binary: beyond this many digits text is the honest form
EXACT_DIGITS = 15
CHUNK = 500


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[Cell]], zone: ZoneInfo) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, which is what Excel needs to see Chinese."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([_harmless(name) for name in header])
    for number, row in enumerate(rows, 1):
        writer.writerow([_harmless(_text(cell, zone)) if isinstance(cell, str) else _text(cell, zone) for cell in row])
        if number % CHUNK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(DANGEROUS) else text


def _text(cell: Cell, zone: ZoneInfo) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return f"{cell:f}"
        case datetime():
            return cell.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def write_workbook(path: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], zone: ZoneInfo) -> int:
    """Writes one sheet, dates and numbers as such. Answers how many rows there were below the header."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    import xlsxwriter  # noqa: PLC0415  12 MB: not before the first workbook

    with xlsxwriter.Workbook(path, options) as book:
        writer = _SheetWriter(book, name, zone)
        writer.header(header)
        for row in rows:
            count += 1
            writer.row(count, row)
    return count


class _SheetWriter:
    def __init__(self, book: Any, name: str, zone: ZoneInfo) -> None:
        self.sheet = book.add_worksheet(name[:31] or "Sheet1")
        self.zone = zone
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def header(self, names: Sequence[str]) -> None:
        self.sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            self.sheet.set_column(column, column, max(10, min(40, len(name) * 2 + 4)))
            self.sheet.write_string(0, column, name, self.bold)

    def row(self, number: int, cells: Sequence[Cell]) -> None:
        for column, cell in enumerate(cells):
            if cell is not None:
                self.cell(number, column, cell)

    def cell(self, row: int, column: int, cell: Cell) -> None:
        match cell:
            case bool():
                self.sheet.write_boolean(row, column, cell)
            case Decimal() | int() if len(Decimal(cell).as_tuple().digits) <= EXACT_DIGITS:
                self.sheet.write_number(row, column, float(cell))
            case Decimal():
                self.sheet.write_string(row, column, f"{cell:f}")
            case datetime():
                local = cell.astimezone(self.zone).replace(tzinfo=None)  # a workbook's moments have no zone
                self.sheet.write_datetime(row, column, local, self.moment)
            case date():
                self.sheet.write_datetime(row, column, cell, self.date)
            case _:
                self.sheet.write_string(row, column, str(cell))
