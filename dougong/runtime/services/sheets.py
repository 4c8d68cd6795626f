"""Reading what people upload: a workbook or a CSV file, as rows of cells.

A workbook is the output of somebody else's program: its size is judged before it is unpacked, and it is parsed in a
process of its own with a limit on memory and time, so that a hostile one costs that process only.
"""

import csv
import io
import multiprocessing
import resource
import zipfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from dougong.errors import Failure, Text

Cell = str | int | float | bool | date | datetime | time | timedelta | None

MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED = 2_000, 100, 300 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 200_000, 1_000
MEMORY, SECONDS = 4 * 1024**3, 60
# the byte order mark of UTF-8 is no part of the first column's name
ENCODINGS = ("utf-8-sig", "gb18030")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


class NotASheet(Failure):
    code, status = "not_a_workbook", 422
    title = Text("这个文件不是可以读取的表格", "This file is not a spreadsheet that can be read")


class SheetMissing(Failure):
    code, status = "sheet_missing", 422
    title = Text("文件里没有这个工作表", "The file has no such sheet")


class SheetTooLarge(Failure):
    code, status = "sheet_too_large", 413
    title = Text("表格太大，请拆分后再导入", "The spreadsheet is too large; please split it")


class SheetNotRead(Failure):
    code, status = "sheet_not_read", 422
    title = Text("无法读取这个表格，文件可能已损坏", "The spreadsheet could not be read; the file may be broken")


@dataclass(frozen=True)
class Sheet:
    """``rows`` start at the file's first row; each is as long as the longest."""

    name: str
    names: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def read_sheet(content: bytes, filename: str, sheet: str | None = None) -> Sheet:
    """The sheet asked for, or the first. Raises NotASheet, SheetMissing, SheetTooLarge, SheetNotRead."""
    if not content:
        raise NotASheet
    if filename.lower().endswith(WORKBOOK_ENDINGS) or content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        found = _read_workbook(content, sheet)
    else:
        found = _read_csv(content)
    if len(found.rows) > MOST_ROWS or max((len(row) for row in found.rows), default=0) > MOST_COLUMNS:
        raise SheetTooLarge
    return found


def _read_csv(content: bytes) -> Sheet:
    if b"\0" in content[:4096]:
        raise NotASheet
    text = _decoded(content)
    try:
        dialect = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel  # one column only, or too little to tell
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=True))
    except csv.Error as broken:
        raise NotASheet from broken
    width = max((len(row) for row in rows), default=0)
    cells = [[cell if cell != "" else None for cell in row] + [None] * (width - len(row)) for row in rows]
    return Sheet("", (), cells)


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotASheet


def _read_workbook(content: bytes, sheet: str | None) -> Sheet:
    if content[:2] == b"PK":
        _judge_archive(content)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_confine) as pool:
        try:
            answer = pool.submit(_parse, content, sheet).result(timeout=SECONDS)
        except (BrokenProcessPool, TookTooLong) as died:
            raise SheetNotRead from died
    match answer:
        case "not_a_sheet":
            raise NotASheet
        case "no_such_sheet":
            raise SheetMissing
        case Sheet():
            return answer
    raise NotASheet


def _judge_archive(content: bytes) -> None:
    """The central directory says what unpacking would cost. Raises NotASheet, SheetTooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as bad:
        raise NotASheet from bad
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(content), 10_000):
        raise SheetTooLarge


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _parse(content: bytes, sheet: str | None) -> Sheet | str:
    """Runs in the confined process; failures come back as words, since exceptions of the parser do not pickle."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
        if sheet is not None and sheet not in names:
            return "no_such_sheet"
        if not names:
            return "not_a_sheet"
        name = sheet or names[0]
        found = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError:
        return "not_a_sheet"
    rows = [[None if cell == "" else cell for cell in row] for row in found]
    return Sheet(name, tuple(names), rows)
