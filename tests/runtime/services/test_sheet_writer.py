"""Sheets that are written: CSV and workbooks."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from dougong.runtime.services.sheet_writer import Cell, csv_chunks, write_workbook

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2026, 11, 22, 4, 5, 6, tzinfo=UTC)


def read_back(rows: list[list[Cell]]) -> list[list[str]]:
    text = b"".join(csv_chunks(["名称", "=x"], rows, SHANGHAI)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|'/c calc'!A1"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless_in_csv(text: str) -> None:
    assert read_back([[text, None]])[1] == ["'" + text, ""]


def test_numbers_and_dates_stay_as_they_are_in_csv() -> None:
    rows = read_back([[Decimal("-1.50"), date(2026, 11, 22)], [MOMENT, True]])
    assert rows == [["名称", "'=x"], ["-1.50", "2026-11-22"], ["2026-11-22 12:05:06", "true"]]


def test_a_long_table_is_written_in_pieces() -> None:
    chunks = list(csv_chunks(["a"], ([Decimal(number)] for number in range(1200)), SHANGHAI))
    assert len(chunks) > 2
    assert len(b"".join(chunks).splitlines()) == 1201


def test_a_workbook_has_text_as_text_numbers_as_numbers_and_long_numbers_untouched(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    long = Decimal("12345678901234567.89")
    rows: list[list[Cell]] = [["=1+1", Decimal("2.50"), date(2026, 1, 2)], ["https://a.b", long, MOMENT]]
    assert write_workbook(path, "客户", ["文", "数", "日"], rows, SHANGHAI) == 2
    sheet = openpyxl.load_workbook(path)["客户"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == 2.5
    assert sheet["C2"].value == datetime(2026, 1, 2)
    assert sheet["B3"].value == "12345678901234567.89"
    assert sheet["C3"].value == datetime(2026, 11, 22, 12, 5, 6)
