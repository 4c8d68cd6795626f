"""When a cron comes next."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dougong.engines.rule.schedule import BadCron, due_by_date, due_by_idleness, next_by_cron, parse_cron
from dougong.engines.rule.triggers.date import OnDate

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        ("0 9 * * *", "2026-11-22T08:59:59+08:00", "2026-11-22T09:00:00+08:00"),
        ("0 9 * * *", "2026-11-22T09:00:00+08:00", "2026-11-23T09:00:00+08:00"),
        ("*/15 * * * *", "2026-11-22T09:01:00+08:00", "2026-11-22T09:15:00+08:00"),
        ("0 9 * * 1-5", "2026-11-20T10:00:00+08:00", "2026-11-23T09:00:00+08:00"),
        ("0 0 1 * *", "2026-11-22T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("0 0 29 2 *", "2026-11-22T00:00:00+08:00", "2028-02-29T00:00:00+08:00"),
        ("0 0 13 * 5", "2026-11-22T00:00:00+08:00", "2026-11-27T00:00:00+08:00"),
        ("0 8 * * 0", "2026-11-22T09:00:00+08:00", "2026-11-29T08:00:00+08:00"),
        ("0 8 * * 7", "2026-11-22T07:00:00+08:00", "2026-11-22T08:00:00+08:00"),
    ],
)
def test_the_next_instant_of_a_cron_is_the_first_strictly_after(cron: str, after: str, expected: str) -> None:
    assert next_by_cron(cron, at(after), SHANGHAI) == at(expected)


def test_a_time_that_daylight_saving_skips_still_comes_that_day() -> None:
    found = next_by_cron("30 2 * * *", at("2026-03-28T12:00:00+01:00"), BERLIN)
    assert found is not None
    assert found.astimezone(BERLIN).date() == date(2026, 3, 29)


@pytest.mark.parametrize("cron", ["", "* * * *", "60 * * * *", "* 24 * * *", "5-1 * * * *", "*/0 * * * *", "a * * * *"])
def test_what_is_no_cron_is_refused(cron: str) -> None:
    with pytest.raises(BadCron):
        parse_cron(cron)


def test_a_day_that_never_comes_is_said_so() -> None:
    assert next_by_cron("0 0 30 2 *", at("2026-11-22T00:00:00+08:00"), SHANGHAI) is None


def test_a_date_rule_is_due_in_the_apps_zone() -> None:
    on = OnDate(type="date", field="ends_on", days=-30, at="09:00")
    assert due_by_date(on, date(2026, 12, 31), SHANGHAI) == at("2026-12-01T09:00:00+08:00")


def test_idleness_counts_from_the_instant_or_from_the_days_beginning() -> None:
    assert due_by_idleness("7d", at("2026-11-01T10:00:00+08:00"), SHANGHAI) == at("2026-11-08T10:00:00+08:00")
    assert due_by_idleness("24h", date(2026, 11, 1), SHANGHAI) == at("2026-11-02T00:00:00+08:00")
