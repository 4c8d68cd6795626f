"""Dates, times and moments on PostgreSQL: the calendar of the years 1 to 9999, and the clocks of the app's zone.

What leads beyond the calendar is NULL, and must not lead beyond PostgreSQL's own, which is an error of the statement.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from dougong.engines.expression.dates import FIRST_MOMENT, moments_shown
from dougong.engines.expression.env import WorkCalendar
from dougong.engines.expression.kinds import DATE, DATETIME, DURATION, NUMBER, TIME
from dougong.platform.storage.lower.digits import COUNTED
from dougong.platform.storage.lower.held import held
from dougong.platform.storage.lower.lowering import Lowering
from dougong.platform.storage.lower.postgresql_functions import NUMERIC, Element
from dougong.platform.storage.lower.postgresql_texts import card_birthday
from dougong.platform.storage.lower.values import NotLowerable, Value

MOMENT = sa.DateTime(timezone=True)
TEXTUAL = sa.Text()
FIRST_DAY = sa.literal(date.min, sa.Date())
# seconds from the calendar's first day to 1970, and a day more
BEFORE_1970 = 62_135_683_200
# more days, months and seconds than the calendar has
DAYS, MONTHS, SECONDS = 4_000_000, 200_000, 400_000_000_000


def _bounded(count: Element, least: Element, most: int) -> Element:
    """A count that leads beyond the calendar anyway; ``least`` leads to a day before its first, and is NULL without a
    day."""
    return sa.func.greatest(sa.func.least(count, most), sa.func.coalesce(least, 0))


def _whole(count: Element, least: Element, most: int) -> Element:
    return sa.cast(sa.func.trunc(_bounded(count, least, most)), sa.Integer())


def _days(count: Element, day: Element) -> Element:
    return _whole(count, sa.type_coerce(FIRST_DAY - day, sa.Integer()) - 1, DAYS)


def _months(count: Element, day: Element) -> Element:
    least = -(sa.extract("year", day) * 12 + sa.extract("month", day))
    return sa.func.make_interval(0, _whole(count, least, MONTHS), type_=sa.Interval())


def seconds(count: Element) -> Element:
    """An interval times a number is computed in floating point: exact for so few seconds, and for a part of one."""

    def interval(v: Element) -> Element:
        second = sa.func.make_interval(0, 0, 0, 0, 0, 0, 1, type_=sa.Interval())
        return sa.type_coerce(sa.func.trunc(v) * second + (v - sa.func.trunc(v)) * second, sa.Interval())

    # the rest of a millionth counts for nothing
    return held(sa.func.trunc(count, 6, type_=NUMERIC), interval)


def days_later(day: Element, count: Element) -> Element:
    return in_calendar(held(day, lambda v: sa.type_coerce(v + _days(count, v), sa.Date())))


def months_later(day: Element, count: Element) -> Element:
    return in_calendar(held(day, lambda v: sa.cast(v + _months(count, v), sa.Date())))


def clock_later(name: str, wall: Element, count: Element) -> Element:
    """A clock so many days or months later, at the same time of day."""

    def moved(v: Element) -> Element:
        if name == "add_months_at":
            return sa.type_coerce(v + _months(count, v), sa.DateTime())
        days = sa.func.make_interval(0, 0, 0, _days(count, sa.cast(v, sa.Date())), type_=sa.Interval())
        return sa.type_coerce(v + days, sa.DateTime())

    return held(wall, moved)


def seconds_later(moment: Element, count: Element) -> Element:
    def moved(v: Element) -> Element:
        least = -sa.cast(sa.extract("epoch", v), NUMERIC) - BEFORE_1970
        return sa.type_coerce(v + seconds(_bounded(count, least, SECONDS)), MOMENT)

    return in_calendar(held(moment, moved))


def time_of(hours: Element, minutes: Element, rest: Element) -> Element:
    """However many hours and minutes there are: a day is begun again."""

    def clock(v: Element) -> Element:
        return sa.case((v >= 0, sa.cast(seconds(sa.func.mod(v, 86_400, type_=NUMERIC)), sa.Time())))

    return sa.type_coerce(held(hours * 3600 + minutes * 60 + rest, clock), sa.Time())


def in_calendar(element: Element) -> Element:
    """Blank outside the years 1 to 9999, which is all that Python and the browser know."""
    last = sa.literal(date.max, sa.Date())
    return held(element, lambda v: sa.case((sa.cast(v, sa.Date()).between(FIRST_DAY, last), v), else_=sa.null()))


_ONE_MONTH_LESS_A_DAY = sa.func.make_interval(0, 1, 0, -1, type_=sa.Interval())


def _start(unit: str, day: Element) -> Element:
    return sa.cast(sa.func.date_trunc(unit, sa.cast(day, sa.DateTime())), sa.Date())


DATES: dict[str, Callable[..., Element]] = {
    "card_birthday": card_birthday,
    "add_days": days_later,
    "add_months": months_later,
    "start_of_week": lambda day: _start("week", day),
    "start_of_month": lambda day: _start("month", day),
    "start_of_quarter": lambda day: _start("quarter", day),
    "start_of_year": lambda day: _start("year", day),
    "end_of_month": lambda day: sa.cast(_start("month", day) + _ONE_MONTH_LESS_A_DAY, sa.Date()),
}


def working_days(calendar: WorkCalendar, first: Element, last: Element) -> Element:
    """Whole weeks, the days beyond them, and what the calendar says of days for themselves."""
    week = calendar.working_week
    worked = {at: sum(week[:at]) for at in range(7)}
    closed = [day for day in calendar.exceptions if week[day.weekday()]]
    opened = [day for day in calendar.exceptions if not week[day.weekday()]]

    def before(day: Element) -> Element:
        # the calendar's first day is a Monday
        days = sa.type_coerce(day - FIRST_DAY, sa.Integer())
        return sa.func.div(days, 7, type_=NUMERIC) * sum(week) + sa.case(worked, value=days % 7)

    def count(v: Element) -> Element:
        low, high = sa.func.least(v[1], v[2], type_=sa.Date()), sa.func.greatest(v[1], v[2], type_=sa.Date())
        found = before(high + 1) - before(low)
        for days, sign in ((closed, -1), (opened, 1)):
            if days:
                found = found + sign * _among(days, low, high)
        return sa.type_coerce(sa.case((v[1] <= v[2], found), (v[1] > v[2], -found)), NUMERIC)

    return held(pg.array([first, last], type_=sa.Date()), count)


def _among(days: Sequence[date], low: Element, high: Element) -> Element:
    """How many of these lie between the two."""
    listed = sa.func.unnest(sa.literal(list(days), pg.ARRAY(sa.Date()))).table_valued(
        sa.column("day", sa.Date()), name="listed"
    )
    listed = listed.render_derived()
    query = sa.select(sa.func.count()).select_from(listed).where(listed.c.day.between(low, high))
    return query.correlate_except(listed).scalar_subquery()


class CalendarLowering(Lowering):
    """The part of lowering for PostgreSQL that knows the zone."""

    @cached_property
    def shown_days(self) -> tuple[datetime | None, datetime | None]:
        """The first and the last moment at which a clock in the zone shows a day of the calendar; None: they all do."""
        return moments_shown(ZoneInfo(self.binding.zone))

    def local(self, element: Element, type_: sa.types.TypeEngine[Any]) -> Element:
        """A moment as the clock on the wall shows it; NULL where that is no day of the calendar."""
        zone = sa.literal(self.binding.zone, TEXTUAL)
        first, last = self.shown_days

        def wall(v: Element) -> Element:
            return sa.cast(sa.func.timezone(zone, v), type_)

        if first is None and last is None:
            return wall(element)

        def shown(v: Element) -> Element:
            known = [] if first is None else [v >= sa.literal(first, MOMENT)]
            known += [] if last is None else [v <= sa.literal(last, MOMENT)]
            return sa.type_coerce(sa.case((sa.and_(*known), wall(v))), type_)

        # a column is named already
        return shown(element) if isinstance(element, sa.Column) else held(element, shown)

    def moment(self, wall: Element) -> Element:
        return sa.func.timezone(sa.literal(self.binding.zone, TEXTUAL), wall, type_=MOMENT)

    def shown_at(self, wall: Element) -> Element:
        """The moment; NULL where the clock or the moment itself leaves the calendar."""
        return in_calendar(self.moment(in_calendar(wall)))

    def begins(self, day: Element) -> Element:
        """The day's midnight; a day that begins before the calendar does begins with it."""
        begun, dawn = self.moment(sa.cast(day, sa.DateTime())), sa.literal(FIRST_MOMENT, MOMENT)
        later, given = day > sa.literal(date.min, sa.Date()), day.is_not(None)
        return sa.type_coerce(sa.case((later, begun), (given, sa.func.greatest(begun, dawn))), MOMENT)

    def temporal(self, name: str, elements: list[Element], nullable: bool) -> Value:
        first = elements[0]
        match name:
            case "hour" | "minute" | "second":
                shown = first if isinstance(first.type, sa.Time) else self.local(first, sa.Time())
                part = sa.func.trunc(sa.cast(sa.extract(name, shown), NUMERIC))
                return Value(sa.type_coerce(part, NUMERIC), NUMBER, digits=COUNTED)
            case "working_days":
                count = working_days(self.binding.calendar, *elements)
                return Value(sa.cast(count, NUMERIC), NUMBER, nullable, digits=COUNTED)
            case "date_of":
                return Value(self.local(first, sa.Date()), DATE)
            case "datetime_of":
                return Value(held(first, self.begins), DATETIME, nullable)
            case "moment_at":
                return Value(self.shown_at(first + elements[1]), DATETIME)
            case "add_months_at" | "add_days_at":
                moved = clock_later(name, self.local(first, sa.DateTime()), elements[1])
                return Value(self.shown_at(moved), DATETIME)
            case "start_of_hour" | "start_of_minute" | "start_of_second":
                cut = sa.func.date_trunc(name.removeprefix("start_of_"), self.local(first, sa.DateTime()))
                return Value(self.shown_at(cut), DATETIME)
            case "add_seconds":
                return Value(seconds_later(first, elements[1]), DATETIME)
            case "seconds_between":
                span = sa.cast(sa.extract("epoch", elements[1] - first), NUMERIC)
                return Value(span, DURATION, nullable)
            case "time_of":
                return Value(time_of(*elements), TIME)
        if name in DATES:
            return Value(DATES[name](*elements), DATE)
        raise NotLowerable

    def shown(self, element: Element) -> Element:
        """A date, moment or time in its plain form."""
        match element.type:
            case sa.DateTime():
                return sa.func.to_char(self.local(element, sa.DateTime()), "YYYY-MM-DD HH24:MI:SS", type_=TEXTUAL)
            case sa.Date():
                return sa.func.to_char(element, "YYYY-MM-DD", type_=TEXTUAL)
            case _:
                return sa.func.to_char(element, "HH24:MI:SS", type_=TEXTUAL)
