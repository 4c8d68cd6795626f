"""Cells of a sheet as people write them."""

from datetime import date, datetime

import pytest

from dougong.runtime.services.import_cells import convert, guess, option_finder, plain
from dougong.runtime.services.sheets import Cell

FIELDS = {
    "name": ["name", "客户名称", "Account name"],
    "amount": ["amount", "预计金额"],
    "close_value": ["close_value", "成交金额"],
}


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("客户名称", "name"),
        (" account NAME ", "name"),
        ("Account_Name", "name"),
        ("预计金额（元）", "amount"),
        ("close value", "close_value"),
        ("金额", None),
        ("", None),
        ("？", None),
    ],
)
def test_a_column_is_guessed_by_any_name_of_a_field(column: str, field: str | None) -> None:
    assert guess(column, FIELDS) == field


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        ("number", 3.0, "3"),
        ("number", 0.1, "0.1"),
        ("money", "1,054.50", "1054.50"),
        ("money", "￥ 1,054", "1054"),
        ("money", "(12)", "-12"),
        ("percent", "12.5%", "0.125"),
        ("number", "１２", "12"),
        ("number", "about 3", "about 3"),
        ("number", "NaN", "NaN"),
        ("date", date(2026, 1, 2), "2026-01-02"),
        ("date", datetime(2026, 1, 2, 3, 4), "2026-01-02"),
        ("date", "2026年1月2日", "2026-01-02"),
        ("date", "2026/1/2", "2026-01-02"),
        ("date", "2026-02-30", "2026-02-30"),
        ("datetime", "2026-1-2 13:05", "2026-01-02T13:05:00"),
        ("boolean", "是", True),
        ("boolean", "No", False),
        ("boolean", "maybe", "maybe"),
        ("multiselect", "甲、乙，丙;丁", ["甲", "乙", "丙", "丁"]),
        ("text", 13800138000.0, "13800138000"),
        ("text", "  x ", "x"),
        ("text", "   ", None),
        ("text", None, None),
    ],
)
def test_cells_are_read_as_people_write_them(type_: str, cell: Cell, value: object) -> None:
    assert convert(type_, cell) == value


@pytest.mark.parametrize(
    ("format_", "text", "value"),
    [("m/d/Y", "10/20/2016", "2016-10-20"), ("d.m.Y", "3.7.2017", "2017-07-03"), ("m/d/Y", "20/10/2016", "20/10/2016")],
)
def test_a_date_format_is_followed_and_what_does_not_fit_is_left_to_be_refused(
    format_: str, text: str, value: str
) -> None:
    assert convert("date", text, format_) == value


def test_an_option_is_found_by_value_or_by_any_of_its_names() -> None:
    find = option_finder([("won", ["赢单", "Won"]), ("lost", ["输单", "Lost"])])
    assert [find(text) for text in ("won", "赢单", "WON", "Lost", "gone")] == ["won", "won", "won", "lost", "gone"]


def test_whole_numbers_show_without_a_point() -> None:
    assert [plain(cell) for cell in (1.0, 1.5, 1e20, True)] == ["1", "1.5", "1e+20", "true"]
