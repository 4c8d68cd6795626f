"""Serial numbers: their counters, their look, and that they widen instead of wrapping."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dougong.engines.form.serial import Counter, counter, number, random_digits
from dougong.engines.record.field_types.serial import SerialDef

ZONE = ZoneInfo("Asia/Shanghai")
# already the next day, month and year in Shanghai
NEW_YEAR = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)


def serial(pattern: str, **settings: Any) -> SerialDef:
    return SerialDef(key="code", type="serial", pattern=pattern, **settings)


def shown(d: SerialDef, count: int, values: dict[str, Any] | None = None, random: str = "") -> str:
    return number(d, count, values or {}, NEW_YEAR, ZONE, random=random)


def test_dates_are_those_of_the_apps_zone() -> None:
    assert shown(serial("OPP-{yyyy}{mm}{dd}-{seq:4}"), 7) == "OPP-20270101-0007"
    assert shown(serial("{yy}{hh}/{seq}"), 12) == "2701/12"


def test_a_number_that_outgrows_its_width_gets_wider() -> None:
    assert shown(serial("A{seq:3}"), 999) == "A999"
    assert shown(serial("A{seq:3}"), 1000) == "A1000"


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_different_counts_never_look_alike(one: int, other: int) -> None:
    d = serial("X-{seq:4}-{yyyy}")
    assert (shown(d, one) == shown(d, other)) == (one == other)


def test_counters_start_over_by_period_and_run_apart_by_scope() -> None:
    d = serial("{yyyy}{mm}{field:region}{seq}", resets="month", per=("region",))
    assert counter(d, {"region": "N"}, NEW_YEAR, ZONE) == Counter("code", "N", "202701")
    assert counter(d, {}, NEW_YEAR, ZONE) == Counter("code", "", "202701")
    assert counter(serial("{seq}"), {}, NEW_YEAR, ZONE) == Counter("code", "", "")
    by_date = serial("{yyyy}{mm}{dd}{seq}", resets="day", date="day")
    assert counter(by_date, {"day": date(2025, 3, 4)}, NEW_YEAR, ZONE).period == "20250304"


def test_other_parts_are_fields_random_digits_and_a_check_digit() -> None:
    d = serial("{field:kind}{seq:2}-{random:3}-{check}")
    assert random_digits(d) == 3
    assert shown(d, 5, {"kind": "B1"}, "907") == "B105-907-2"
