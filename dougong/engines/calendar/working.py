"""Counting by working time: hours of weekdays, public holidays with their make-up workdays, and days that differ.

Moments go in and come out in UTC; days and hours are those of the calendar's own zone. A calendar without any working
time would count for ever, so it counts natural time instead.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST = 366 * 12  # days looked at before giving up

Hours = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class WorkCalendar:
    """``week``: hours for each weekday, Monday first; an end of 00:00 is midnight after. ``make_up``: the hours of a
    weekend day that is worked."""

    zone: ZoneInfo
    week: tuple[Hours, ...]
    country: str | None = None
    closed: frozenset[date] = field(default_factory=frozenset)
    opened: frozenset[date] = field(default_factory=frozenset)

    def hours(self, day: date) -> Hours:
        """The working hours of a day; none when it is off."""
        usual = self.week[day.weekday()]
        if day in self.closed:
            return ()
        if day in self.opened:
            return usual or self._longest
        if self.country is not None:
            off, made_up = _published(self.country, day.year)
            if day in made_up:
                return usual or self._longest
            if day in off:
                return ()
        return usual

    @property
    def working_week(self) -> tuple[bool, ...]:
        """Whether Monday to Sunday are worked."""
        return tuple(bool(hours) for hours in self.week)

    @cached_property
    def exceptions(self) -> tuple[date, ...]:
        """The days for which the week does not tell whether they are worked, in order."""
        named = self.closed | self.opened
        if self.country is not None:
            for year in _published_years(self.country):
                off, made_up = _published(self.country, year)
                named |= off | made_up
        return tuple(day for day in sorted(named) if self.is_working_day(day) != bool(self.week[day.weekday()]))

    def is_working_day(self, day: date) -> bool:
        return bool(self.hours(day))

    @property
    def _longest(self) -> Hours:
        return max(self.week, key=lambda hours: sum(_minutes(period) for period in hours), default=())

    def periods(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working periods from ``start`` on, in UTC, each ending after it; the first may have begun before."""
        first = start.astimezone(self.zone).date()
        for offset in range(LONGEST):
            day = first + timedelta(days=offset)
            for begin, end in self.hours(day):
                opens = datetime.combine(day, begin, self.zone).astimezone(UTC)
                last = day + timedelta(days=1) if end == time.min else day
                closes = datetime.combine(last, end, self.zone).astimezone(UTC)
                if closes > start:
                    yield opens, closes

    def next_working(self, at: datetime) -> datetime:
        """``at`` when it is working time, else the moment the next period opens."""
        for opens, _ in self.periods(at):
            return max(opens, at)
        return at

    def add(self, at: datetime, duration: str) -> datetime:
        """``duration`` later: ``s m h`` in working time, ``d`` in working days at the same time of day, ``w`` in weeks
        and then on to working time."""
        count, unit = int(duration[:-1]), duration[-1]
        if not any(self.week) and not self.opened:
            return at + natural(duration)
        if unit == "w":
            return self.next_working(at + timedelta(weeks=count))
        if unit == "d":
            return self._add_days(at, count)
        return self._add_time(at, natural(duration))

    def _add_time(self, at: datetime, left: timedelta) -> datetime:
        for opens, closes in self.periods(at):
            begin = max(opens, at)
            if left <= closes - begin:
                return begin + left
            left -= closes - begin
        return at + left

    def _add_days(self, at: datetime, count: int) -> datetime:
        local = at.astimezone(self.zone)
        day, left = local.date(), count
        for _ in range(LONGEST):
            if left == 0:
                break
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return self.next_working(datetime.combine(day, local.timetz()).astimezone(UTC))

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Working seconds in [start, end)."""
        total = timedelta()
        for opens, closes in self.periods(start):
            if opens >= end:
                break
            total += min(closes, end) - max(opens, start)
        return int(total.total_seconds())


def natural(duration: str) -> timedelta:
    """A duration of the document (``90m``, ``2d``) in plain time."""
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
    return timedelta(**{units[duration[-1]]: int(duration[:-1])})


def work_calendar(
    zone: str,
    hours: Mapping[str, Sequence[str]],
    country: str | None = None,
    closed: Collection[str] = (),
    opened: Collection[str] = (),
) -> WorkCalendar:
    """From the words of the document: ``{"mon-fri": ["09:00-12:00", "13:30-18:00"]}``."""
    week: list[Hours] = [()] * 7
    for days, periods in hours.items():
        first, _, last = days.partition("-")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        for index in range(begin, end + 1 if end >= begin else end + 8):
            week[index % 7] = tuple(sorted(_period(period) for period in periods))
    return WorkCalendar(
        ZoneInfo(zone),
        tuple(week),
        country,
        frozenset(date.fromisoformat(day) for day in closed),
        frozenset(date.fromisoformat(day) for day in opened),
    )


def _period(text: str) -> tuple[time, time]:
    begin, _, end = text.partition("-")
    return time.fromisoformat(begin), time.min if end == "24:00" else time.fromisoformat(end)


def _minutes(period: tuple[time, time]) -> int:
    begin, end = period
    return (end.hour or 24 if end == time.min else end.hour) * 60 + end.minute - begin.hour * 60 - begin.minute


def _published_years(country: str) -> range:
    """The years that something is known of."""
    name, _, part = country.partition("-")
    try:
        import holidays  # noqa: PLC0415  as below

        known = holidays.country_holidays(name, subdiv=part or None)
    except NotImplementedError:
        return range(0)
    return range(known.start_year, known.end_year + 1)


@lru_cache(maxsize=512)
def _published(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up workdays that a country has published for a year; none where it has not yet."""
    name, _, part = country.partition("-")
    try:
        import holidays  # noqa: PLC0415  slow to import: not before the first calendar that names a country

        days = holidays.country_holidays(name, subdiv=part or None, years=year)
    except NotImplementedError:
        return frozenset(), frozenset()
    return frozenset(days), frozenset(getattr(days, "weekend_workdays", ()))
