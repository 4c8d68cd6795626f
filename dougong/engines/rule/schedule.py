"""When a timed rule is due. All instants are aware and in UTC; days and clock times are those of the app's zone.

Cron has five fields (minute hour day month weekday; ``* , - /``; weekday 0 or 7 is Sunday). Where day and weekday are
both restricted, either is enough, as in the original. A time that daylight saving skips comes right after.
Source: POSIX crontab.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dougong.engines.rule.triggers.date import OnDate

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
_HORIZON_DAYS = 366 * 9  # 29 February on a given weekday comes back within this


class BadCron(ValueError):
    """Not a cron expression; the message names the field."""


def seconds(duration: str) -> int:
    """``7d`` in seconds."""
    return int(duration[:-1]) * _SECONDS[duration[-1]]


def due_by_date(on: OnDate, value: date | datetime, zone: ZoneInfo) -> datetime:
    """The instant at which a date rule is due for a record whose date is ``value``."""
    day = value.astimezone(zone).date() if isinstance(value, datetime) else value
    hour, minute = map(int, on.at.split(":"))
    return _instant(day + timedelta(days=on.days), time(hour, minute), zone)


def due_by_idleness(after: str, since: date | datetime, zone: ZoneInfo) -> datetime:
    """The instant at which nothing has happened for ``after``, counted from ``since`` (a day: from its beginning)."""
    start = since if isinstance(since, datetime) else _instant(since, time(0), zone)
    return start + timedelta(seconds=seconds(after))


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def parse_cron(expression: str) -> tuple[frozenset[int], ...]:
    """The allowed values of each field. Raises BadCron."""
    parts = expression.split()
    if len(parts) != len(_FIELDS):
        raise BadCron("five fields are needed")
    allowed = [_values(part, *bounds) for part, bounds in zip(parts, _FIELDS, strict=True)]
    allowed[4] = frozenset(day % 7 for day in allowed[4])
    return tuple(allowed)


def _values(part: str, name: str, least: int, most: int) -> frozenset[int]:
    found: set[int] = set()
    for item in part.split(","):
        span, _, step = item.partition("/")
        start, _, end = span.partition("-")
        try:
            low = least if span == "*" else int(start)
            high = most if span == "*" or (step and not end) else int(end or start)
            stride = int(step or 1)
        except ValueError as wrong:
            raise BadCron(name) from wrong
        if not (least <= low <= high <= most) or stride < 1:
            raise BadCron(name)
        found.update(range(low, high + 1, stride))
    return frozenset(found)


def next_by_cron(expression: str, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first instant strictly after ``after``; None when there is none within nine years. Raises BadCron."""
    minutes, hours, days, months, weekdays = parse_cron(expression)
    fields = expression.split()
    either = fields[2] != "*" and fields[4] != "*"
    local = after.astimezone(zone)
    for day in _days_from(local.date()):
        in_days, in_weekdays = day.day in days, day.isoweekday() % 7 in weekdays
        if day.month not in months or not (in_days or in_weekdays if either else in_days and in_weekdays):
            continue
        for hour in sorted(hours):
            for minute in sorted(minutes):
                at = _instant(day, time(hour, minute), zone)
                if at > after:
                    return at
    return None


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(_HORIZON_DAYS))
