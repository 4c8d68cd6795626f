"""Sheets that are read: workbooks and CSV in any encoding."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from dougong.runtime.services.sheets import NotASheet, SheetMissing, SheetTooLarge, read_sheet


def workbook(path: Path, rows: list[list[object]], name: str = "客户") -> bytes:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(name)
        book.add_worksheet("空")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path.read_bytes()


def test_a_workbooks_cells_keep_their_types(tmp_path: Path) -> None:
    content = workbook(
        tmp_path / "a.xlsx", [["名称", "数量", "日期"], ["甲", 3, date(2026, 11, 22)], ["乙", 2.5, None]]
    )
    found = read_sheet(content, "a.xlsx")
    assert found.names == ("客户", "空")
    assert found.rows[0] == ["名称", "数量", "日期"]
    assert found.rows[1] == ["甲", 3.0, date(2026, 11, 22)]
    assert found.rows[2] == ["乙", 2.5, None]


def test_a_sheet_is_chosen_by_name_and_a_wrong_name_is_told(tmp_path: Path) -> None:
    content = workbook(tmp_path / "a.xlsx", [["a"]])
    assert read_sheet(content, "a.xlsx", "空").rows == []
    with pytest.raises(SheetMissing):
        read_sheet(content, "a.xlsx", "没有")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_people_have(encoding: str) -> None:
    found = read_sheet('名称;金额\r\n甲;1,5\r\n"乙;丙";\r\n'.encode(encoding), "a.csv")
    assert found.rows == [["名称", "金额"], ["甲", "1,5"], ["乙;丙", None]]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no zip", b"\x00\x01\x02\x03", b"%PDF-1.7\x00", bytes(range(255, 128, -1))]
)
def test_what_is_no_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(NotASheet):
        read_sheet(content, "a.xlsx" if content[:2] == b"PK" else "a.csv")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(NotASheet):
        read_sheet(packed.getvalue(), "a.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    with pytest.raises(SheetTooLarge):
        read_sheet(packed.getvalue(), "a.xlsx")
