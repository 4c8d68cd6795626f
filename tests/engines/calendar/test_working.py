"""Deadlines by working time, in Shanghai with lunch breaks and the published holidays of 2026."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dougong.engines.calendar.working import natural, work_calendar

WORK = work_calendar("Asia/Shanghai", {"mon-fri": ["09:00-12:00", "13:30-18:00"]}, "CN")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "duration", "due"),
    [
        ("2026-11-23T10:00", "1h", "2026-11-23T11:00"),
        ("2026-11-23T11:30", "1h", "2026-11-23T14:00"),
        ("2026-11-23T17:30", "1h", "2026-11-24T09:30"),
        ("2026-11-20T17:30", "1h", "2026-11-23T09:30"),
        ("2026-11-21T12:00", "30m", "2026-11-23T09:30"),
        ("2026-11-20T16:00", "2d", "2026-11-24T16:00"),
        ("2026-09-30T10:00", "1d", "2026-10-08T10:00"),
        ("2026-10-09T17:00", "2h", "2026-10-10T10:00"),
        ("2026-11-21T12:00", "1w", "2026-11-30T09:00"),
    ],
)
def test_a_deadline_skips_lunch_nights_weekends_and_holidays(at: str, duration: str, due: str) -> None:
    assert WORK.add(local(at), duration) == local(due)


def test_a_make_up_saturday_is_worked() -> None:
    assert WORK.is_working_day(date(2026, 10, 10))
    assert not WORK.is_working_day(date(2026, 10, 11))


def test_the_week_and_its_exceptions_tell_every_working_day() -> None:
    days = [date(2026, 1, 1) + timedelta(days=at) for at in range(365)]
    told = [WORK.working_week[day.weekday()] != (day in WORK.exceptions) for day in days]
    assert told == [WORK.is_working_day(day) for day in days]
    assert date(2026, 10, 10) in WORK.exceptions


def test_days_of_the_document_win_over_published_ones() -> None:
    own = work_calendar("Asia/Shanghai", {"mon-fri": ["09:00-18:00"]}, "CN", ["2026-10-10"], ["2026-10-01"])
    assert not own.is_working_day(date(2026, 10, 10))
    assert own.is_working_day(date(2026, 10, 1))


def test_night_shifts_may_end_at_midnight() -> None:
    night = work_calendar("Asia/Shanghai", {"mon-sun": ["20:00-24:00"]})
    assert night.add(local("2026-11-23T23:00"), "2h") == local("2026-11-24T21:00")


def test_a_calendar_without_hours_counts_natural_time() -> None:
    assert work_calendar("UTC", {}).add(local("2026-11-23T10:00"), "2h") == local("2026-11-23T12:00")


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)), st.integers(0, 3000))
def test_what_was_added_is_what_lies_between(at: datetime, minutes: int) -> None:
    start = at.replace(microsecond=0, tzinfo=UTC)
    due = WORK.add(start, f"{minutes}m")
    assert WORK.seconds_between(start, due) == natural(f"{minutes}m").total_seconds()
