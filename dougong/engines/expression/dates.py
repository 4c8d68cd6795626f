"""The calendar as expressions reckon it: months clamp to their end, weeks begin on Monday, a date has no zone."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Literal

from dougong.engines.expression.number_text import tidy
from dougong.engines.expression.numbers import whole
from dougong.engines.expression.problems import DateOutOfRange

Unit = Literal["day", "week", "month", "quarter", "year", "hour", "minute", "second"]
_NAMES: dict[Unit, tuple[str, ...]] = {
    "year": ("year", "years", "y"),
    "quarter": ("quarter", "quarters", "q"),
    "month": ("month", "months", "m"),
    "week": ("week", "weeks", "w"),
    "day": ("day", "days", "d"),
    "hour": ("hour", "hours", "h"),
    "minute": ("minute", "minutes", "min"),
    "second": ("second", "seconds", "s"),
}
FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
UNITS: dict[str, Unit] = {name: unit for unit, names in _NAMES.items() for name in names}
_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
_SECONDS: dict[str, int] = {"hour": 3600, "minute": 60, "second": 1}
_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6})[0-9]*)?)?"
_TIME = re.compile(_CLOCK)
_WRITTEN = re.compile(
    r"(?:(?P<year>[0-9]{4}) *[-/.年] *(?P<month>[0-9]{1,2}) *[-/.月] *(?P<day>[0-9]{1,2}) *日?|(?P<digits>[0-9]{8}))"
    rf"(?:[ T]*{_CLOCK} *(?:(?P<utc>Z)|(?P<ahead>[+-])(?P<hours>[0-9]{{2}}):?(?P<minutes>[0-9]{{2}}))?)?",
    re.IGNORECASE,
)
_LONGEST = 100


def add_days(start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise DateOutOfRange() from None


def add_months(start: date, months: int) -> date:
    """The same day so many months later, or the last of that month where there is no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise DateOutOfRange()
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def start_of(day: date, unit: str) -> date:
    match unit:
        case "year":
            return date(day.year, 1, 1)
        case "quarter":
            return date(day.year, day.month - (day.month - 1) % 3, 1)
        case "month":
            return date(day.year, day.month, 1)
        case "week":
            return add_days(day, -day.weekday())
        case _:
            return day


def step(start: date, count: int, unit: str) -> date:
    """So many days, weeks, months, quarters or years later."""
    if unit in _MONTHS:
        return add_months(start, count * _MONTHS[unit])
    return add_days(start, count * (7 if unit == "week" else 1))


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment the day begins in the zone, in UTC; the first moment there is where that would lie before it."""
    try:
        return to_utc(datetime.combine(day, time()), zone)
    except DateOutOfRange:
        return FIRST_MOMENT


def moments_shown(zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """The first and the last moment at which a clock in the zone shows a day of the calendar; None where all do."""
    ends: list[datetime | None] = []
    for end in (datetime.min, datetime.max):  # noqa: DTZ901  what a clock shows, in no zone yet
        try:
            ends.append(to_utc(end, zone))
        except DateOutOfRange:
            ends.append(None)
    return ends[0], ends[1]


def to_utc(naive: datetime, zone: tzinfo) -> datetime:
    """The moment a clock in the zone shows ``naive``. Raises DateOutOfRange."""
    try:
        return naive.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        raise DateOutOfRange() from None


def local(moment: datetime, zone: tzinfo) -> datetime:
    """What a clock in the zone shows at that moment. Raises DateOutOfRange."""
    try:
        return moment.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise DateOutOfRange() from None


def day_of(value: date, zone: tzinfo) -> date:
    """The day of a moment in the zone; a date is its own."""
    return local(value, zone).date() if isinstance(value, datetime) else value


def step_moment(moment: datetime, count: Decimal, unit: str, zone: tzinfo) -> datetime:
    """Days and longer keep the time of day in the zone; hours and shorter are exact."""
    if unit in _SECONDS:
        try:
            return moment + timedelta(seconds=whole(count * _SECONDS[unit]))
        except OverflowError:
            raise DateOutOfRange() from None
    shown = local(moment, zone)
    return to_utc(datetime.combine(step(shown.date(), whole(count), unit), shown.time()), zone)


def read_date(text: str) -> date | None:
    """``2026-03-05``, ``2026/3/5``, ``2026.3.5``, ``2026年3月5日``, ``20260305``; None for what is no date."""
    found = _written(text)
    return None if found is None else _day(found)


def read_time(text: str) -> time | None:
    found = _TIME.fullmatch(tidy(text)) if len(text) <= _LONGEST else None
    return None if found is None else _clock(found)


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """RFC 3339 or a date of ``read_date`` and a time; without an offset in the zone; a date alone is its midnight.
    None for what is none. Raises DateOutOfRange."""
    found = _written(text)
    day = None if found is None else _day(found)
    if found is None or day is None:
        return None
    clock = _clock(found) if found["hour"] else None
    if clock is None:
        return midnight(day, zone)
    shown = datetime.combine(day, clock)
    if not found["utc"] and not found["ahead"]:
        return to_utc(shown, zone)
    offset = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    try:
        return shown.replace(tzinfo=UTC) + (offset if found["ahead"] == "-" else -offset)
    except OverflowError:
        return None


def has_time(text: str) -> bool:
    """Whether a text writes a date and, behind it, a time."""
    found = _written(text)
    return found is not None and found["hour"] is not None


def has_offset(text: str) -> bool:
    """Whether a text writes a moment that is the same in every zone."""
    found = _written(text)
    return found is not None and (found["utc"] or found["ahead"]) is not None


def _written(text: str) -> re.Match[str] | None:
    """A date and what stands behind it, each part being one there is."""
    found = _WRITTEN.fullmatch(tidy(text)) if len(text) <= _LONGEST else None
    if found is None or _day(found) is None or (found["hour"] and _clock(found) is None):
        return None
    return None if found["ahead"] and (int(found["hours"]) > 23 or int(found["minutes"]) > 59) else found


def _day(found: re.Match[str]) -> date | None:
    digits = found["digits"]
    parts = (digits[:4], digits[4:6], digits[6:]) if digits else (found["year"], found["month"], found["day"])
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> time | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second, int((found["fraction"] or "0").ljust(6, "0")))
